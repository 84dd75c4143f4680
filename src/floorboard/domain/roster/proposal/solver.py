"""The month's roster as a mixed-integer program, for the HiGHS solver of the `solver` extra.

It starts from what the plain search found and gives that back where it finds nothing better. The
library is loaded when it is used: without the extra, `propose` is the plain search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from math import ceil, inf
from random import Random
from typing import Any

from floorboard.domain.roster.proposal.board import ISOLATED_NIGHT, QUICK_TURN, WEIGHTS, Board
from floorboard.domain.roster.proposal.problem import Maker, Proposal, RosterProblem
from floorboard.domain.roster.proposal.rules import proposal_of
from floorboard.domain.roster.proposal.search import Effort, search

_SEARCH_PART = 0.3
"""Of the time, for the plain search that the solver starts from."""
_SECONDS = 6.0
"""For the solver, where no time is given."""
_ROUND = 2.5
"""The most seconds for one group of people."""
_CELLS = 1200
"""People of a group, times slots."""
_IDLE = 10
"""Groups in a row for which nothing better is found, before it is good enough."""
_GAP = 0.5
"""A cost so little above the least possible is as good."""

_Terms = list[tuple[int, float]]
"""Columns and what they are multiplied by."""


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("highspy") is not None


def propose(problem: RosterProblem, effort: Effort | None = None) -> Proposal:
    """The best roster for `problem`, by the solver where it is installed.

    Both share the effort's seconds. What the solver comes to in them isn't the same on every
    machine, as the plain search's result is.
    """
    effort = effort or Effort()
    if not available():
        return search(problem, effort)
    seconds = effort.seconds
    part = None if seconds is None else seconds * _SEARCH_PART
    found = search(problem, replace(effort, seconds=part, progress=effort.scaled(0, _SEARCH_PART)))
    if effort.cancelled():
        return found
    rest = _SECONDS if seconds is None or part is None else seconds - part
    progress = effort.scaled(_SEARCH_PART, 1)
    return solve(problem, found, replace(effort, seconds=rest, progress=progress))


def solve(problem: RosterProblem, found: Proposal, effort: Effort) -> Proposal:
    """The better of `found` and what the solver makes of it.

    It plans a few people at a time anew, others each time, while the rest keep what they have, as
    the whole would take too long; whoever is few enough is planned at once.
    """
    seconds = left = _SECONDS if effort.seconds is None else effort.seconds
    group = max(_CELLS // max(len(problem.slots), 1), 2)
    everybody = [worker.person_id for worker in problem.workers]
    random, best, idle = Random(effort.seed), found, 0
    while left > 0 and idle < _IDLE and not effort.cancelled():
        free = frozenset(random.sample(everybody, min(group, len(everybody))))
        made, spent = _plan(problem, best, free, replace(effort, seconds=min(left, _ROUND)))
        left -= spent
        better = (made.missing, made.cost + _GAP) < (best.missing, best.cost)
        idle = 0 if better else idle + 1
        if better:
            best = made
        effort.progress(min(max(1 - left / seconds, 0.0), 1.0), best.missing)
        if len(free) == len(everybody):
            break
    effort.progress(1.0, best.missing)
    return best


def _plan(
    problem: RosterProblem, best: Proposal, free: frozenset[int], effort: Effort
) -> tuple[Proposal, float]:
    """`best` with what the `free` people do planned anew, and how many seconds that took."""
    kept = problem.locked.union(each for each in best.assignments if each.person_id not in free)
    board = Board(replace(problem, locked=kept))
    program = _Program()
    people = [board.person_at[person] for person in sorted(free)]
    cells = _cells(board, program, people, best.missing)
    for person in people:
        _add_person(board, program, person, cells[person])
    had = set(best.assignments)
    start = {
        column: float(board.assignment(person, slot) in had)
        for person, columns in cells.items()
        for slot, column in columns.items()
    }
    values, spent = program.run(start, effort)
    assignments = set(kept)
    for person, columns in cells.items():
        for slot, column in columns.items():
            if values[column] > 0.5 and board.may(person, slot):
                board.put(person, slot)
                assignments.add(board.assignment(person, slot))
    return proposal_of(problem, assignments, board.cost, Maker.SOLVER), spent


class _Program:
    """Columns with their cost and bounds, rows with theirs."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.whole: list[bool] = []
        self.row_lowers: list[float] = []
        self.row_uppers: list[float] = []
        self.starts: list[int] = [0]
        self.indices: list[int] = []
        self.factors: list[float] = []

    def column(self, cost: float, upper: float = 1.0, whole: bool = False) -> int:
        """A column from 0 to `upper`."""
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, terms: _Terms, lower: float = -inf, upper: float = inf) -> None:
        self.indices += [column for column, _ in terms]
        self.factors += [factor for _, factor in terms]
        self.starts.append(len(self.indices))
        self.row_lowers.append(lower)
        self.row_uppers.append(upper)

    def run(self, start: Mapping[int, float], effort: Effort) -> tuple[Sequence[float], float]:
        """The columns' values at the least cost that was found, looking on from `start`, and the
        seconds it took."""
        highspy = import_module("highspy")
        solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("time_limit", effort.seconds),
            ("mip_abs_gap", _GAP),
            ("mip_rel_gap", 0.0),
            ("random_seed", effort.seed),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._model(highspy))
        solver.setSolution(len(start), list(start), list(start.values()))

        def look(event: Any) -> None:
            if effort.cancelled():
                event.interrupt()

        solver.cbMipInterrupt.subscribe(look)
        solver.cbSimplexInterrupt.subscribe(look)
        solver.run()
        values: Sequence[float] = solver.getSolution().col_value
        return values or [0.0] * len(self.costs), solver.getRunTime()

    def _model(self, highspy: Any) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.row_lowers)
        model.col_cost_, model.col_upper_ = self.costs, self.uppers
        model.col_lower_ = [0.0] * len(self.costs)
        kinds = highspy.HighsVarType
        model.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in self.whole
        ]
        model.row_lower_, model.row_upper_ = self.row_lowers, self.row_uppers
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self.starts
        model.a_matrix_.index_, model.a_matrix_.value_ = self.indices, self.factors
        return model


def _cells(
    board: Board, program: _Program, people: Sequence[int], most_missing: int
) -> dict[int, dict[int, int]]:
    """For each of `people`, the slots they can take next to what is locked, and the columns that
    say whether they do; with the rows that fill the slots, at most so many places missing."""
    cells: dict[int, dict[int, int]] = {
        person: {
            slot: program.column(board.quick_turns(person, slot), whole=True)
            for slot in range(len(board.slots))
            if board.may(person, slot)
        }
        for person in people
    }
    dearest = sum(
        2 * weight * (max((load[kind] for load in board.load), default=0) + 2 * len(board.slots))
        for kind, weight in enumerate(WEIGHTS)
    ) / min(board.share, default=1)
    empty: _Terms = []
    for slot, each in enumerate(board.slots):
        wanted = each.count - board.locked[slot]
        columns = [cells[person][slot] for person in people if slot in cells[person]]
        if wanted > 0:
            missing = program.column(dearest, wanted)
            empty.append((missing, 1.0))
            terms = [(column, 1.0) for column in columns]
            program.row([*terms, (missing, 1.0)], wanted, wanted)
        else:
            program.row([(column, 1.0) for column in columns], upper=0)
    program.row(empty, upper=most_missing)
    return cells


def _add_person(board: Board, program: _Program, person: int, cells: dict[int, int]) -> None:
    """What one person may do together, and what it costs."""
    by_day: dict[int, list[int]] = defaultdict(list)
    by_week: dict[int, list[int]] = defaultdict(list)
    for slot in cells:
        by_day[board.day[slot]].append(slot)
        by_week[board.week[slot]].append(slot)
    for group in {*map(tuple, by_day.values()), *_restless(board, cells)}:
        program.row([(cells[slot], 1.0) for slot in group], upper=1)
    for week, slots in by_week.items():
        left = board.most_seconds[person] - board.weeks[person].get(week, 0)
        program.row(
            [(cells[slot], board.seconds[slot] / 3600) for slot in slots], upper=left / 3600
        )
    _add_runs(
        board,
        program,
        person,
        {day: [cells[slot] for slot in slots] for day, slots in by_day.items()},
    )
    for kind in range(len(WEIGHTS)):
        _add_load(board, program, person, kind, cells)
    _add_nights(board, program, person, cells)
    _add_quick_turns(board, program, cells)


def _restless(board: Board, cells: Mapping[int, int]) -> set[tuple[int, ...]]:
    """Groups of slots with too little rest between any two of them; each two that have are in one
    of the groups.

    Slots that last until the rest after them is over conflict where they overlap, so what a
    person could be in at any one start is such a group.
    """
    rest = board.problem.rules.rest_seconds
    spans = {slot: (board.slots[slot].start, board.slots[slot].end + rest) for slot in cells}
    groups = {
        tuple(slot for slot, (start, end) in spans.items() if start <= at < end)
        for at, _ in spans.values()
    }
    return {group for group in groups if len(group) > 1}


def _add_runs(
    board: Board, program: _Program, person: int, columns: Mapping[int, Sequence[int]]
) -> None:
    """No more days on end than the rules allow, those included that are worked already."""
    most = board.most_days
    for first in {day - back for day in columns for back in range(most + 1)}:
        window = range(first, first + most + 1)
        fixed = sum(board.days[person] >> day & 1 for day in window if day >= 0)
        terms = [(column, 1.0) for day in window for column in columns.get(day, ())]
        program.row(terms, upper=most - fixed)


def _add_load(
    board: Board, program: _Program, person: int, kind: int, cells: Mapping[int, int]
) -> None:
    """The square of what the person has of one kind, piece by piece, each dearer than the last."""
    terms: _Terms = [
        (column, amount)
        for slot, column in cells.items()
        for each, amount, _ in board.amounts[slot]
        if each == kind
    ]
    if not terms:
        return
    base, weight = board.load[person][kind], WEIGHTS[kind] / board.share[person]
    days: dict[int, float] = defaultdict(float)
    for slot in cells:
        for each, amount, _ in board.amounts[slot]:
            if each == kind:
                days[board.day[slot]] = max(days[board.day[slot]], amount)
    pieces = [
        program.column(weight * (2 * (base + piece) + 1))
        for piece in range(ceil(sum(days.values())))
    ]
    program.row([*terms, *((piece, -1.0) for piece in pieces)], 0, 0)


def _add_nights(board: Board, program: _Program, person: int, cells: Mapping[int, int]) -> None:
    """A fine for a night without one on the day before or after."""
    nights: dict[int, _Terms] = defaultdict(list)
    for slot, column in cells.items():
        if board.slots[slot].night:
            nights[board.day[slot]].append((column, 1.0))
    worked, locked = board.nights[person], board.nights[person] & ~board.held_nights[person]
    for day in {*nights, *(day for day in range(locked.bit_length()) if locked >> day & 1)}:
        near = [(column, 1.0) for by in (-1, 1) for column, _ in nights.get(day + by, [])]
        if not worked & (1 << day + 1 | 1 << day >> 1):
            isolated = program.column(ISOLATED_NIGHT)
            terms = [(column, -1.0) for column, _ in nights.get(day, [])]
            program.row([(isolated, 1.0), *near, *terms], lower=locked >> day & 1)


def _add_quick_turns(board: Board, program: _Program, cells: Mapping[int, int]) -> None:
    """A fine for two slots with only just enough rest between them."""
    for slot, column in cells.items():
        for other, its in cells.items():
            if other < slot and board.quick[slot] >> other & 1:
                quick = program.column(QUICK_TURN)
                program.row([(column, 1.0), (its, 1.0), (quick, -1.0)], upper=1)
