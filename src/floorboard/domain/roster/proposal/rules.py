"""A month's roster held against the rules, whoever made it, and what is to be told of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal.problem import (
    Assignment,
    Figures,
    Held,
    KeptOut,
    Maker,
    Proposal,
    RosterProblem,
    Rule,
    Rules,
    Slot,
    Unfilled,
    Violation,
    Worker,
)


def kept_out(worker: Worker, slot: Slot, theirs: Sequence[Slot], rules: Rules) -> Rule | None:
    """What forbids `worker`, who is on `theirs`, to be on `slot` as well; None if nothing does."""
    near = [each for each in theirs if abs((each.day - slot.day).days) <= rules.max_run_days + 7]
    found = [each.rule for each in broken(worker, [*near, slot], rules) if slot.id in each.slots]
    return min(found, key=list(Rule).index, default=None)


def broken(worker: Worker, slots: Sequence[Slot], rules: Rules) -> list[Violation]:
    """The rules that a person breaks who is on `slots`.

    Turns that they hold elsewhere are looked at together with these, but what they break among
    themselves is nobody's fault here.
    """
    found = [Violation(rule, (slot.id,)) for slot in slots for rule in _unfit(worker, slot)]
    turns: list[Slot | Held] = sorted([*slots, *worker.held], key=lambda turn: turn.start)
    days: dict[date, list[Slot | Held]] = defaultdict(list)
    weeks: dict[tuple[int, int], list[Slot | Held]] = defaultdict(list)
    for turn in turns:
        days[turn.day].append(turn)
        weeks[turn.day.isocalendar()[:2]].append(turn)
    groups: list[tuple[Rule, list[Slot | Held]]] = []
    groups += [(Rule.DAY, group) for group in days.values() if len(group) > 1]
    groups += [(Rule.REST, [*pair]) for pair in _close(turns, rules.rest_seconds)]
    groups += [
        (Rule.WEEK, group)
        for group in weeks.values()
        if sum(turn.end - turn.start for turn in group) > rules.week_seconds(worker)
    ]
    groups += [
        (Rule.RUN, [turn for day in run for turn in days[day]])
        for run in _runs(days)
        if len(run) > rules.max_run_days
    ]
    for rule, group in groups:
        if ours := tuple(turn.id for turn in group if isinstance(turn, Slot)):
            found.append(Violation(rule, ours))
    return found


def proposal_of(
    problem: RosterProblem, assignments: Iterable[Assignment], cost: float, by: Maker
) -> Proposal:
    """`assignments` with what they leave unfilled, and why, and what they mean for everybody."""
    chosen = sorted(assignments)
    slots = {slot.id: slot for slot in problem.slots}
    theirs = _by_person(chosen, slots)
    figures = tuple(
        _figures(worker, theirs.get(worker.person_id, []), problem.rules)
        for worker in problem.workers
    )
    return Proposal(
        tuple(chosen),
        _unfilled(problem, chosen, theirs),
        figures,
        _spread(problem, figures),
        cost,
        by,
    )


def _by_person(
    assignments: Iterable[Assignment], slots: Mapping[int, Slot]
) -> dict[int, list[Slot]]:
    theirs: dict[int, list[Slot]] = defaultdict(list)
    for each in sorted(assignments):
        theirs[each.person_id].append(slots[each.slot_id])
    return dict(theirs)


def _unfit(worker: Worker, slot: Slot) -> list[Rule]:
    """What is wrong with `worker` on `slot`, whatever else they do."""
    found = []
    if slot.project_id is not None and slot.project_id not in worker.confirmed:
        found.append(Rule.SKILL)
    if any(start < slot.end and slot.start < end for start, end in worker.unavailable):
        found.append(Rule.AVAILABLE)
    return found


def _close(
    turns: Sequence[Slot | Held], rest_seconds: int
) -> list[tuple[Slot | Held, Slot | Held]]:
    """The pairs of `turns`, which are in order, with less time than that between them."""
    return [
        (turn, later)
        for at, turn in enumerate(turns)
        for later in turns[at + 1 :]
        if later.start < turn.end + rest_seconds
    ]


def _runs(days: Iterable[date]) -> list[list[date]]:
    """`days` cut where they don't follow one another."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _unfilled(
    problem: RosterProblem, chosen: Sequence[Assignment], theirs: Mapping[int, list[Slot]]
) -> tuple[Unfilled, ...]:
    on: dict[int, set[int]] = defaultdict(set)
    for each in chosen:
        on[each.slot_id].add(each.person_id)
    found = []
    for slot in problem.slots:
        missing = slot.count - len(on[slot.id])
        if missing <= 0:
            continue
        reasons = Counter(
            kept_out(worker, slot, theirs.get(worker.person_id, []), problem.rules)
            for worker in problem.workers
            if worker.person_id not in on[slot.id]
        )
        told = tuple(
            KeptOut(rule, people) for rule, people in reasons.most_common() if rule is not None
        )
        found.append(Unfilled(slot.id, missing, told))
    return tuple(found)


def _figures(worker: Worker, slots: Sequence[Slot], rules: Rules) -> Figures:
    month = sum((slot.load for slot in slots), Load())
    turns: list[Slot | Held] = sorted([*slots, *worker.held], key=lambda turn: turn.start)
    quick = [
        pair
        for pair in _close(turns, rules.easy_rest_seconds)
        if any(isinstance(turn, Slot) for turn in pair)
        and pair[1].start >= pair[0].end + rules.rest_seconds
    ]
    nights = {turn.day.toordinal() for turn in turns if turn.night}
    planned = nights - {turn.day.toordinal() for turn in worker.held if turn.night}
    isolated = [day for day in planned if not nights & {day - 1, day + 1}]
    return Figures(
        worker.person_id,
        len(slots),
        month,
        worker.history + month,
        len(quick),
        len(isolated),
    )


def _spread(problem: RosterProblem, figures: Sequence[Figures]) -> Load:
    totals = [
        each.total
        for worker, each in zip(problem.workers, figures, strict=True)
        if any(not _unfit(worker, slot) for slot in problem.slots)
    ]
    if not totals:
        return Load()

    def between(values: list[int]) -> int:
        return max(values) - min(values)

    return Load(
        between([each.nights for each in totals]),
        between([each.weekends for each in totals]),
        between([each.holidays for each in totals]),
        between([each.seconds for each in totals]),
    )
