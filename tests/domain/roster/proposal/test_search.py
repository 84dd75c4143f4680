"""The plain search: small months whose best roster is known, and what holds in any."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from domain.roster.proposal.planning import (
    at,
    held,
    month,
    nights,
    problems,
    slot,
    small_month,
    turns,
    violations,
)
from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal.board import (
    ISOLATED_NIGHT,
    QUICK_TURN,
    WEIGHTS,
    amounts,
    opening_amounts,
)
from floorboard.domain.roster.proposal.problem import (
    HOUR,
    Assignment,
    Maker,
    Proposal,
    RosterProblem,
    Rule,
    Worker,
)
from floorboard.domain.roster.proposal.rules import proposal_of
from floorboard.domain.roster.proposal.search import Effort, Search, search

SHORT = Effort(steps=3000)


def cost_of(problem: RosterProblem, proposal: Proposal) -> float:
    """The cost from its definition."""
    cost = 0.0
    for worker, opening, each in zip(
        problem.workers, opening_amounts(problem), proposal.figures, strict=True
    ):
        share = problem.rules.share(worker)
        for weight, before, now in zip(WEIGHTS, opening, amounts(each.month), strict=True):
            cost += weight * (before + now) ** 2 / share
        cost += QUICK_TURN * each.quick_turns + ISOLATED_NIGHT * each.isolated_nights
    return cost


def test_nights_are_shared_in_pairs() -> None:
    problem = RosterProblem(
        tuple(slot(day, day, "night") for day in range(6)), tuple(map(Worker, range(3)))
    )
    proposal = search(problem, SHORT)
    assert nights(proposal) == {0: 2, 1: 2, 2: 2}
    assert sum(each.isolated_nights for each in proposal.figures) == 0
    assert proposal.spread == Load(weekends=1)


@pytest.mark.parametrize(
    ("before", "expected"),
    [((0, 0), (3, 3)), ((4, 0), (1, 5)), ((9, 0), (0, 6)), ((100, 98), (2, 4))],
)
def test_who_did_many_nights_gets_fewer(before: tuple[int, int], expected: tuple[int, int]) -> None:
    days = [0, 3, 7, 10, 14, 17]
    slots = [slot(at, day, "night") for at, day in enumerate(days)]
    slots += [slot(at + 10, day, "early") for at, day in enumerate(days)]
    people = tuple(Worker(at, history=Load(nights=each)) for at, each in enumerate(before))
    proposal = search(RosterProblem(tuple(slots), people), SHORT)
    assert proposal.missing == 0
    assert tuple(nights(proposal).values()) == expected


@pytest.mark.parametrize("kind", ["weekends", "holidays", "seconds"])
def test_weekends_holidays_and_hours_count_from_before(kind: str) -> None:
    before = Load(**{kind: 400 * HOUR if kind == "seconds" else 40})
    slots = tuple(replace(slot(at, 5 + 7 * at), holiday=True) for at in range(4))
    proposal = search(RosterProblem(slots, (Worker(1, history=before), Worker(2))), SHORT)
    assert turns(proposal) == {1: 0, 2: 4}


def test_half_the_hours_are_half_the_share() -> None:
    slots = tuple(slot(day, day) for day in range(5)) + tuple(
        slot(day, day) for day in range(7, 11)
    )
    people = (Worker(1), Worker(2, max_week_seconds=24 * HOUR))
    assert turns(search(RosterProblem(slots, people), SHORT)) == {1: 6, 2: 3}


def test_quick_turns_are_avoided() -> None:
    eleven = replace(slot(1, 1), start=at(1, 9), end=at(1, 17))
    slots = (slot(0, 0, "late"), eleven, slot(2, 2))
    proposal = search(RosterProblem(slots, (Worker(1), Worker(2))), SHORT)
    assert sum(each.quick_turns for each in proposal.figures) == 0
    alone = search(RosterProblem(slots, (Worker(1),)), SHORT)
    assert alone.missing == 0, "allowed where nobody else is there"


def test_those_who_can_do_more_leave_room_for_those_who_cannot() -> None:
    slots = (slot(0, 0, "early"), slot(1, 0, "late", project_id=7))
    people = (Worker(1, frozenset({7})), Worker(2))
    for order in (people, people[::-1]):
        proposal = search(RosterProblem(slots, order), SHORT)
        assert proposal.assignments == (Assignment(0, 2), Assignment(1, 1))


def test_cover_comes_before_what_is_fair() -> None:
    slots = tuple(slot(day, day, "night") for day in range(4))
    away = Worker(2, unavailable=((at(0, 0), at(30, 0)),))
    proposal = search(RosterProblem(slots, (Worker(1, history=Load(nights=50)), away)), SHORT)
    assert proposal.missing == 0
    assert nights(proposal) == {1: 4, 2: 0}


def test_what_nobody_can_do_is_left_and_told() -> None:
    slots = (slot(0, 0, "late"), slot(1, 1, "early"), slot(2, 3, project_id=9))
    (rest, skill) = search(RosterProblem(slots, (Worker(1),)), SHORT).unfilled
    assert [each.rule for each in rest.reasons] == [Rule.REST]
    assert (skill.slot_id, skill.reasons[0].rule) == (2, Rule.SKILL)


def test_locked_cells_stay_even_where_they_break_a_rule() -> None:
    locked = frozenset({Assignment(0, 1), Assignment(1, 1), Assignment(2, 1), Assignment(2, 2)})
    slots = (slot(0, 0, "late"), slot(1, 1), slot(2, 2), slot(3, 1, "late"))
    problem = RosterProblem(slots, (Worker(1), Worker(2)), locked)
    proposal = search(problem, SHORT)
    assert set(proposal.assignments) == locked
    assert violations(problem, proposal.assignments) == ["count: 2", "rest: (0, 1) 1"]
    (left,) = proposal.unfilled
    assert {each.rule for each in left.reasons} == {Rule.DAY, Rule.REST}


@pytest.mark.parametrize(("seconds", "missing"), [(32 * HOUR, 0), (32 * HOUR - 1, 1)])
def test_the_hours_of_a_week_to_the_second(seconds: int, missing: int) -> None:
    slots = tuple(slot(day, day) for day in range(4))
    worker = Worker(1, max_week_seconds=seconds)
    assert search(RosterProblem(slots, (worker,)), SHORT).missing == missing


def test_turns_elsewhere_leave_their_rest() -> None:
    people = (Worker(1, held=(held(-1, "late"),)), Worker(2, history=Load(seconds=99 * HOUR)))
    assert turns(search(RosterProblem((slot(0, 0),), people), SHORT)) == {1: 0, 2: 1}


@pytest.mark.parametrize("seed", range(16))
def test_small_months_against_every_roster_there_is(seed: int) -> None:
    problem = small_month(seed, "long")
    slots, people = problem.slots, problem.workers
    rosters = (
        [Assignment(at, person) for at, person in enumerate(holders) if person < len(people)]
        for holders in product(range(len(people) + 1), repeat=len(slots))
    )
    allowed = [
        proposal_of(problem, roster, 0, Maker.SEARCH)
        for roster in rosters
        if violations(problem, roster) == violations(problem, problem.locked)
    ]
    best = min((each.missing, cost_of(problem, each)) for each in allowed)
    found = search(problem, SHORT)
    assert found.missing == best[0]
    assert found.cost == pytest.approx(best[1])


@settings(max_examples=150)
@given(problems())
def test_no_rule_breaks_that_the_locked_cells_do_not_break(problem: RosterProblem) -> None:
    proposal = search(problem, Effort(steps=300))
    assert problem.locked <= set(proposal.assignments)
    assert violations(problem, proposal.assignments) == violations(problem, problem.locked)


@settings(max_examples=100)
@given(problems())
def test_what_is_missing_is_told_with_a_reason_for_everybody(problem: RosterProblem) -> None:
    proposal = search(problem, Effort(steps=300))
    left = {each.slot_id: each for each in proposal.unfilled}
    for each in problem.slots:
        on = sum(one.slot_id == each.id for one in proposal.assignments)
        unfilled = left.get(each.id)
        assert (unfilled.missing if unfilled else 0) == max(each.count - on, 0)
        if unfilled:
            kept = sum(reason.people for reason in unfilled.reasons)
            assert kept == len(problem.workers) - on


@settings(max_examples=100)
@given(problems())
def test_the_cost_is_what_it_is_defined_as(problem: RosterProblem) -> None:
    proposal = search(problem, Effort(steps=300))
    assert proposal.cost == pytest.approx(cost_of(problem, proposal))


def test_the_same_seed_gives_the_same_roster() -> None:
    problem = month(12, (2, 2, 1))
    one, same = search(problem, SHORT), search(problem, SHORT)
    assert one == same
    assert one.assignments != search(problem, replace(SHORT, seed=1)).assignments


def test_searching_on_makes_it_fairer() -> None:
    problem = month()
    first = search(problem, Effort(steps=0))
    better = search(problem, Effort(steps=40_000))
    assert first.missing == better.missing == 0
    assert better.cost < first.cost
    assert better.spread.nights <= first.spread.nights
    assert sum(each.isolated_nights for each in better.figures) < sum(
        each.isolated_nights for each in first.figures
    )


def test_progress_goes_from_nothing_to_all() -> None:
    heard: list[tuple[float, int]] = []
    search(month(12, (2, 2, 1)), replace(SHORT, progress=lambda *args: heard.append(args)))
    parts = [done for done, _ in heard]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)
    assert heard[-1][1] == 0


@pytest.mark.parametrize("looks", [0, 3])
def test_who_stops_it_has_the_best_so_far(looks: int) -> None:
    problem, asked = month(), [0]

    def cancelled() -> bool:
        asked[0] += 1
        return asked[0] > looks

    proposal = search(problem, Effort(steps=10**9, cancelled=cancelled))
    assert proposal.missing == 0
    assert violations(problem, proposal.assignments) == []
    assert asked[0] == looks + 2, "asked once more before it ends"


def test_stopped_before_it_began_it_fills_what_it_can() -> None:
    running = Search(month(12, (2, 2, 1)), Effort(cancelled=lambda: True))
    running.finish()
    assert running.proposal().missing == 0


def test_the_time_ends_it_as_well() -> None:
    clock = iter(range(1000))
    effort = Effort(steps=10**9, seconds=5.0, now=lambda: float(next(clock)))
    assert search(month(12, (2, 2, 1)), effort).missing == 0
    assert next(clock) < 12
