"""The solver of the extra: the same problems, the same rules, a roster no worse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from domain.roster.proposal.planning import (
    at,
    month,
    nights,
    problems,
    slot,
    small_month,
    turns,
    violations,
)
from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal import solver
from floorboard.domain.roster.proposal.problem import (
    HOUR,
    Assignment,
    Maker,
    Proposal,
    RosterProblem,
    Worker,
)
from floorboard.domain.roster.proposal.search import Effort, search
from floorboard.domain.roster.proposal.solver import propose, solve

installed = pytest.mark.skipif(not solver.available(), reason="needs the extra: solver")


def from_nothing(problem: RosterProblem) -> Proposal:
    """What the solver comes to where nobody is on anything."""
    nobody = search(replace(problem, workers=(), locked=frozenset()), Effort(steps=0))
    return solve(problem, nobody, Effort(seconds=20))


def test_without_the_extra_it_is_the_plain_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "available", lambda: False)
    problem, effort = month(12, (2, 2, 1)), Effort(steps=2000)
    assert propose(problem, effort) == search(problem, effort)


@installed
def test_from_a_bad_start_to_the_best() -> None:
    slots = tuple(slot(day, day, "night") for day in range(6))
    problem = RosterProblem(slots, tuple(map(Worker, range(3))))
    empty = search(replace(problem, workers=(), locked=frozenset()), Effort(steps=0))
    made = solve(problem, empty, Effort(seconds=20))
    assert made.by is Maker.SOLVER
    assert (made.missing, nights(made)) == (0, {0: 2, 1: 2, 2: 2})
    assert sum(each.isolated_nights for each in made.figures) == 0


@installed
def test_locked_cells_and_history_count() -> None:
    slots = tuple(slot(at, day, "night") for at, day in enumerate([0, 3, 7, 10, 14, 17]))
    locked = frozenset({Assignment(0, 1)})
    problem = RosterProblem(slots, (Worker(1, history=Load(nights=9)), Worker(2)), locked)
    made = solve(problem, search(problem, Effort(steps=0)), Effort(seconds=20))
    assert locked <= set(made.assignments)
    assert nights(made) == {1: 1, 2: 5}


@installed
def test_a_locked_night_gets_company() -> None:
    slots = (slot(0, 0, "night"), slot(1, 1, "night"))
    people = (Worker(1), Worker(2, history=Load(nights=1)))
    problem = RosterProblem(slots, people, frozenset({Assignment(0, 1)}))
    assert nights(from_nothing(problem)) == {1: 2, 2: 0}


@installed
@pytest.mark.parametrize(("start", "expected"), [(9, {1: 1, 2: 1}), (14, {1: 2, 2: 0})])
def test_a_quick_turn_goes_to_somebody_else(start: int, expected: dict[int, int]) -> None:
    second = replace(slot(1, 1), start=at(1, start), end=at(1, start + 8))
    people = (Worker(1), Worker(2, history=Load(seconds=16 * HOUR)))
    assert turns(from_nothing(RosterProblem((slot(0, 0, "late"), second), people))) == expected


@installed
@pytest.mark.parametrize("seed", range(16))
def test_small_months_come_to_the_best(seed: int) -> None:
    problem = small_month(seed)
    best = search(problem, Effort(steps=3000))
    made = from_nothing(problem)
    assert made.missing == best.missing
    assert made.cost < best.cost + 1


@installed
@settings(max_examples=60)
@given(problems())
def test_it_breaks_no_rule_and_is_never_worse(problem: RosterProblem) -> None:
    first = search(problem, Effort(steps=0))
    made = solve(problem, first, Effort(seconds=5))
    assert problem.locked <= set(made.assignments)
    assert violations(problem, made.assignments) == violations(problem, problem.locked)
    assert (made.missing, made.cost) <= (first.missing, first.cost)


@installed
def test_both_together_are_stopped_and_heard_of() -> None:
    problem, heard = month(12, (2, 2, 1)), list[float]()
    effort = Effort(
        steps=2000,
        seconds=3.0,
        progress=lambda done, _: heard.append(done),
        cancelled=lambda: bool(heard) and heard[-1] > 0.3,
    )
    made = propose(problem, effort)
    assert violations(problem, made.assignments) == []
    assert made.missing == 0
    assert heard == sorted(heard)


@installed
def test_the_progress_of_both_together_comes_to_its_end() -> None:
    heard: list[float] = []
    propose(small_month(2), Effort(steps=2000, progress=lambda done, _: heard.append(done)))
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0.0, 1.0)
