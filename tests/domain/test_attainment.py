"""Pooled rates, and the rounds of the status-reply clock."""

from __future__ import annotations

import pytest

from floorboard.domain.attainment import Figures, Tally, status_rounds
from floorboard.domain.calendar import ALWAYS, always_open
from floorboard.domain.clocks import Event, Verdict
from floorboard.domain.policy import Policy
from floorboard.domain.ticket import EventKind, Kind

HOUR = 3600
CALENDARS = {ALWAYS: always_open(ALWAYS)}
TARGETS = Policy("", ()).targets(Kind.INCIDENT, None, None)
"""The manual's four hours."""


def test_a_rate_is_pooled_and_leaves_out_what_is_open_or_without_target() -> None:
    some = Tally(on_time=1, late=1, open_late=5) + Tally(on_time=8, open_on_time=3, no_target=9)
    assert (some.counted, some.rate) == (10, 0.9)
    assert Tally(open_on_time=4, open_late=2, no_target=1).rate is None


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_place(verdict: Verdict) -> None:
    tally = Tally.of(verdict)
    assert [name for name in Tally.__slots__ if getattr(tally, name)] == [verdict.value]


def test_rounds_that_were_not_asked_for_stay_unknown() -> None:
    assert (Figures() + Figures()).rounds is None
    assert (Figures() + Figures(rounds=Tally(1))).rounds == Tally(1)


@pytest.mark.parametrize(
    ("events", "hour", "rounds"),
    [
        ([], 3, Tally(open_on_time=1)),
        ([], 4, Tally(open_on_time=1)),
        ([], 5, Tally(open_late=1)),
        ([(1, "reply")], 4, Tally(on_time=1, open_on_time=1)),
        ([(5, "reply")], 8, Tally(late=1, open_on_time=1)),
        ([(3, "reply"), (6, "reply"), (11, "solved")], 12, Tally(on_time=2, late=1)),
        ([(1, "solved"), (2, "reply")], 9, Tally(on_time=1)),
        ([(1, "closed")], 9, Tally(on_time=1)),
        ([(1, "solved"), (2, "closed")], 9, Tally(on_time=1)),
        ([(1, "solved"), (9, "reopened"), (12, "reply")], 13, Tally(on_time=2, open_on_time=1)),
        ([(1, "solved"), (9, "reopened")], 14, Tally(on_time=1, open_late=1)),
        ([(1, "promised", 9), (8, "reply")], 9, Tally(on_time=1, open_on_time=1)),
        ([(1, "promised", 2), (3, "reply")], 4, Tally(late=1, open_on_time=1)),
        ([(1, "promised", 2), (3, "promised", 9), (8, "solved")], 9, Tally(on_time=1)),
        ([(-1, "reply")], 1, Tally(on_time=1, open_on_time=1)),
        ([(1, "reply"), (3, "solved")], 2, Tally(on_time=1, open_on_time=1)),
    ],
)
def test_each_round_is_kept_or_late(
    events: list[tuple[int, str] | tuple[int, str, int]], hour: int, rounds: Tally
) -> None:
    told = [
        Event(each[0] * HOUR, EventKind(each[1]), seq, each[2] * HOUR if len(each) > 2 else None)
        for seq, each in enumerate(events)
    ]
    assert status_rounds(0, reversed(told), TARGETS, CALENDARS, hour * HOUR) == rounds


def test_without_a_target_only_promises_count() -> None:
    events = [
        Event(HOUR, EventKind.REPLY),
        Event(2 * HOUR, EventKind.PROMISED, until=3 * HOUR),
        Event(4 * HOUR, EventKind.REPLY),
    ]
    assert status_rounds(0, events, {}, CALENDARS, 5 * HOUR) == Tally(late=1, no_target=2)
