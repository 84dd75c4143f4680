"""What a month's roster may never break, and what is told of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.roster.proposal.planning import at, held, slot
from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal.problem import (
    HOUR,
    Assignment,
    Held,
    KeptOut,
    Maker,
    RosterProblem,
    Rule,
    Rules,
    Slot,
    Unfilled,
    Violation,
    Worker,
)
from floorboard.domain.roster.proposal.rules import broken, proposal_of

ANN = 1


def on(*slots: int, person: int = ANN) -> list[Assignment]:
    return [Assignment(each, person) for each in slots]


def week(shift: str = "early", days: int = 7) -> tuple[Slot, ...]:
    return tuple(slot(day, day, shift) for day in range(days))


@pytest.mark.parametrize(
    ("slots", "worker", "expected"),
    [
        (week(days=6), Worker(ANN), None),
        ((slot(0, 0, project_id=7),), Worker(ANN), (Rule.SKILL, (0,))),
        ((slot(0, 0, project_id=7),), Worker(ANN, frozenset({7})), None),
        ((slot(0, 0),), Worker(ANN, unavailable=((at(0, 13), at(0, 20)),)), (Rule.AVAILABLE, (0,))),
        ((slot(0, 0),), Worker(ANN, unavailable=((at(0, 14), at(0, 20)),)), None),
        ((slot(0, 0),), Worker(ANN, unavailable=((at(0, 0), at(0, 6)),)), None),
        ((slot(0, 0, "late"), slot(1, 1)), Worker(ANN), (Rule.REST, (0, 1))),
        ((slot(0, 0, "late"), slot(1, 1, "late")), Worker(ANN), None),
        ((slot(0, 0),), Worker(ANN, held=(held(-1, "late"),)), (Rule.REST, (0,))),
        ((slot(0, 0, "late"),), Worker(ANN, held=(held(1),)), (Rule.REST, (0,))),
        (week(days=4), Worker(ANN, max_week_seconds=24 * HOUR), (Rule.WEEK, (0, 1, 2, 3))),
        (week(days=4), Worker(ANN, max_week_seconds=32 * HOUR), None),
        ((slot(0, 6), slot(1, 7)), Worker(ANN, max_week_seconds=8 * HOUR), None),
        (
            (slot(0, 4),),
            Worker(ANN, held=tuple(held(d, "long") for d in range(4))),
            (Rule.WEEK, (0,)),
        ),
        (tuple(slot(d, d + 2) for d in range(7)), Worker(ANN), (Rule.RUN, (0, 1, 2, 3, 4, 5, 6))),
        ((slot(0, 0),), Worker(ANN, held=tuple(held(-d) for d in range(1, 7))), (Rule.RUN, (0,))),
        ((slot(0, 0),), Worker(ANN, held=tuple(held(-d) for d in range(2, 9))), None),
    ],
)
def test_one_person_and_the_rule_that_breaks(
    slots: tuple[Slot, ...], worker: Worker, expected: tuple[Rule, tuple[int, ...]] | None
) -> None:
    assert broken(worker, slots, Rules()) == ([Violation(*expected)] if expected else [])


@pytest.mark.parametrize("rest", [8, 9])
def test_two_shifts_a_day_break_the_day_however_long_the_rest(rest: int) -> None:
    slots = (slot(0, 0), slot(1, 0, "night"))
    expected = [Rule.DAY, Rule.REST] if rest > 8 else [Rule.DAY]
    found = broken(Worker(ANN), slots, Rules(rest_seconds=rest * HOUR))
    assert [each.rule for each in found] == expected


def test_what_somebody_does_elsewhere_is_nobodys_fault_here() -> None:
    bad = (*(held(-day) for day in range(1, 9)), held(-4, "late"))
    assert broken(Worker(ANN, held=bad), (slot(0, 2),), Rules()) == []


@pytest.mark.parametrize(
    ("slots", "people", "locked"),
    [
        ((slot(0, 0), slot(0, 1)), (Worker(1),), ()),
        ((slot(0, 0),), (Worker(1), Worker(1)), ()),
        ((slot(0, 0),), (Worker(1),), on(1)),
        ((slot(0, 0),), (Worker(1),), on(0, person=2)),
    ],
)
def test_ids_that_are_not_unique_or_not_there(
    slots: tuple[Slot, ...], people: tuple[Worker, ...], locked: list[Assignment]
) -> None:
    with pytest.raises(ValueError, match=r"there twice|not in the problem"):
        RosterProblem(slots, people, frozenset(locked))


def test_an_unfilled_slot_says_what_kept_everybody_out_the_first_reason_of_each() -> None:
    wanted = slot(9, 5, project_id=7)
    seven = frozenset({7})
    people = (
        Worker(1),
        Worker(2, unavailable=((at(0, 0), at(30, 0)),)),
        Worker(3, seven, unavailable=((at(5, 0), at(6, 0)),)),
        Worker(4, seven, held=(held(5, "night"),)),
        Worker(5, seven, held=(held(4, "late"),)),
        Worker(6, seven, max_week_seconds=7 * HOUR),
        Worker(7, seven, held=tuple(held(day) for day in range(-1, 5))),
        Worker(8, seven),
    )
    problem = RosterProblem((replace(wanted, count=4),), people)
    (unfilled,) = proposal_of(problem, on(9, person=8), 0, Maker.SEARCH).unfilled
    assert unfilled == Unfilled(
        9,
        3,
        (
            KeptOut(Rule.SKILL, 2),
            KeptOut(Rule.AVAILABLE, 1),
            KeptOut(Rule.DAY, 1),
            KeptOut(Rule.REST, 1),
            KeptOut(Rule.WEEK, 1),
            KeptOut(Rule.RUN, 1),
        ),
    )


def test_the_figures_of_everybody() -> None:
    slots = (slot(0, 3, "night"), slot(1, 5, "long"), slot(2, 6), slot(3, 8, "night"))
    people = (
        Worker(1, history=Load(1, 2, 3, 4 * HOUR), held=(held(9, "night"),)),
        Worker(2, unavailable=((at(0, 0), at(30, 0)),), history=Load(90, 90, 90, 90)),
        Worker(3),
    )
    proposal = proposal_of(RosterProblem(slots, people), on(0, 1, 2, 3), 1.5, Maker.SEARCH)
    first = proposal.figures[0]
    assert first.month == Load(2, 2, 0, 36 * HOUR)
    assert first.total == Load(3, 4, 3, 40 * HOUR)
    assert (first.turns, first.quick_turns, first.isolated_nights) == (4, 1, 1)
    assert proposal.figures[2].total == Load()
    assert proposal.spread == Load(3, 4, 3, 40 * HOUR), "who is away all the time isn't compared"
    assert (proposal.missing, proposal.cost, proposal.by) == (0, 1.5, Maker.SEARCH)


def test_the_order_of_what_is_held_does_not_matter() -> None:
    turn = Held(held(1).day, at(1, 6), at(1, 14))
    for turns in ((held(-1), turn), (turn, held(-1))):
        found = broken(Worker(ANN, held=turns), (slot(0, 0, "late"),), Rules())
        assert [each.rule for each in found] == [Rule.REST]
