"""Policies: the most specific rule that names a clock wins."""

from __future__ import annotations

import pytest

from floorboard.domain.calendar import ALWAYS
from floorboard.domain.policy import DEFAULT_RULE, Policy, Rule, Target
from floorboard.domain.ticket import ClockName, Kind

SOLUTION = ClockName.SOLUTION


def rule(
    minutes: int, kind: Kind | None = None, project: str | None = None, priority: int | None = None
) -> Rule:
    return Rule(kind, project, priority, (Target(SOLUTION, minutes, "centre"),))


RULES = (
    rule(1),
    rule(2, priority=1),
    rule(3, kind=Kind.INCIDENT),
    rule(4, project="billing"),
    rule(5, kind=Kind.INCIDENT, priority=1),
    rule(6, project="billing", priority=1),
    rule(7, project="billing", kind=Kind.INCIDENT),
    rule(8, project="billing", kind=Kind.INCIDENT, priority=1),
)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("without", "minutes"),
    [
        ((), 8),
        ((8,), 7),  # of two fields: project and kind
        ((8, 7), 6),  # project and priority
        ((8, 7, 6), 5),  # kind and priority
        ((8, 7, 6, 5), 4),  # of one field: project
        ((8, 7, 6, 5, 4), 3),
        ((8, 7, 6, 5, 4, 3), 2),
        ((8, 7, 6, 5, 4, 3, 2), 1),
    ],
)
def test_the_most_specific_wins(without: tuple[int, ...], minutes: int, order: int) -> None:
    rules = tuple(each for each in RULES if each.targets[0].minutes not in without)[::order]
    chosen = Policy("test", rules).target(SOLUTION, Kind.INCIDENT, "billing", 1)
    assert chosen is not None
    assert chosen[0].minutes == minutes
    assert chosen[1] is rules[[each.targets[0].minutes for each in rules].index(minutes)]


def test_what_does_not_match_says_nothing() -> None:
    policy = Policy("test", RULES[1:])
    assert policy.target(SOLUTION, Kind.QUESTION, "portal", 2) is None
    chosen = policy.target(SOLUTION, Kind.QUESTION, None, 1)
    assert chosen is not None
    assert chosen[0].seconds == 120


def test_no_target_wins_over_a_less_specific_target() -> None:
    none = Rule(kind=Kind.SUGGESTION, none=frozenset({SOLUTION, ClockName.STATUS_REPLY}))
    policy = Policy("test", (rule(1), none, rule(9, kind=Kind.SUGGESTION, priority=1)))
    assert policy.target(SOLUTION, Kind.SUGGESTION, None, 2) is None
    assert policy.target(ClockName.STATUS_REPLY, Kind.SUGGESTION, None, 2) is None
    chosen = policy.target(SOLUTION, Kind.SUGGESTION, None, 1)
    assert chosen is not None
    assert chosen[0].minutes == 9


def test_clocks_are_chosen_one_by_one() -> None:
    first = Rule(kind=Kind.INCIDENT, targets=(Target(ClockName.FIRST_REPLY, 30, "centre"),))
    targets = Policy("test", (rule(1), first)).targets(Kind.INCIDENT, None, None)
    assert {clock: target.minutes for clock, (target, _) in targets.items()} == {
        ClockName.FIRST_REPLY: 30,
        ClockName.SOLUTION: 1,
        ClockName.STATUS_REPLY: 240,
    }


def test_the_manual_gives_the_status_reply_four_hours_day_and_night() -> None:
    chosen = Policy("empty", ()).targets(Kind.QUESTION, None, None)
    assert chosen == {
        ClockName.STATUS_REPLY: (Target(ClockName.STATUS_REPLY, 240, ALWAYS), DEFAULT_RULE)
    }
