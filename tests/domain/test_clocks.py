"""Clocks, as tables of histories whose instants are minutes."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.calendar import WorkingCalendar, always_open
from floorboard.domain.clocks import (
    Clock,
    Event,
    Promise,
    PromiseOutcome,
    Verdict,
    compute,
    verdict,
)
from floorboard.domain.instant import Instant
from floorboard.domain.policy import Chosen, Rule, Target
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import ClockName, EventKind

# counted from 1970-01-01, a Thursday
MINUTE = 60
OFFICE = WorkingCalendar(
    "office", ZoneInfo("UTC"), (((540, 720), (780, 1080)),) * 5 + ((), ())
)  # 09:00-12:00, 13:00-18:00
CALENDARS = {"always": always_open("always"), "office": OFFICE}
RULE = Rule()
FIRST, STATUS, SOLUTION = ClockName
TARGETS: dict[ClockName, Chosen] = {
    FIRST: (Target(FIRST, 30, "always"), RULE),
    STATUS: (Target(STATUS, 240, "always"), RULE),
    SOLUTION: (Target(SOLUTION, 600, "always"), RULE),
}
OPENED = 1000

reply, solved, closed = EventKind.REPLY, EventKind.SOLVED, EventKind.CLOSED
waiting, resumed, reopened = EventKind.WAITING, EventKind.RESUMED, EventKind.REOPENED
promised, chased, note = EventKind.PROMISED, EventKind.CHASED, EventKind.NOTE

Happening = tuple[int, EventKind] | tuple[int, EventKind, int]


def history(*happenings: Happening) -> list[Event]:
    """Events by their minute, kind and, for a promise, agreed minute."""
    return [
        Event(each[0] * MINUTE, each[1], until=each[2] * MINUTE if len(each) == 3 else None)
        for each in happenings
    ]


def run(*happenings: Happening, as_of: int | None = None) -> tuple[Clock, Clock, Clock]:
    clocks = compute(
        OPENED * MINUTE,
        history(*happenings),
        TARGETS,
        CALENDARS,
        as_of=None if as_of is None else as_of * MINUTE,
    )
    return clocks.first_reply, clocks.status_reply, clocks.solution


def minute(at: Instant | None) -> float | None:
    return None if at is None else at / MINUTE


@pytest.mark.parametrize(
    ("happenings", "stopped"),
    [
        ([], None),
        ([(1010, note), (1011, chased), (1012, EventKind.ASSIGNED)], None),
        ([(1010, reply)], 1010),
        ([(1020, reply), (1010, reply)], 1010),  # out of order
        ([(990, reply)], 1000),  # before the opening: at the opening
        ([(1010, solved)], 1010),  # the solving tells the customer too
        ([(1010, closed)], 1010),
        ([(1005, waiting), (1010, reply)], 1010),
        ([(1010, reply), (1500, solved), (1600, reopened)], 1010),
    ],
)
def test_first_reply(happenings: list[Happening], stopped: int | None) -> None:
    first, _, _ = run(*happenings)
    assert minute(first.stopped_at) == stopped
    assert minute(first.due_at) == 1030
    assert first.paused_since is None


@pytest.mark.parametrize(
    ("happenings", "due", "stopped"),
    [
        ([], 1240, None),
        ([(1100, reply)], 1340, None),
        ([(1100, reply), (1100, reply)], 1340, None),  # two replies in one second
        ([(1200, reply), (1100, reply)], 1440, None),
        ([(1100, chased), (1110, note), (1120, waiting)], 1240, None),
        ([(1100, reply), (1150, solved)], 1340, 1150),
        ([(1100, reply), (1150, closed)], 1340, 1150),
        ([(1150, solved), (1160, closed)], 1240, 1150),
        ([(1150, solved), (1160, reply)], 1240, 1150),  # stopped: a reply restarts nothing
        ([(1150, solved), (2000, reopened)], 2240, None),
        ([(1100, reopened)], 1240, None),  # it wasn't solved
    ],
)
def test_status_reply(happenings: list[Happening], due: int, stopped: int | None) -> None:
    _, status, _ = run(*happenings)
    assert minute(status.due_at) == due
    assert minute(status.stopped_at) == stopped


@pytest.mark.parametrize(
    ("happenings", "due", "pauses"),
    [
        ([], 1600, []),
        ([(1100, reply), (1200, chased)], 1600, []),
        ([(1100, waiting), (1200, resumed)], 1700, [(1100, 1200)]),
        ([(1100, waiting), (1150, waiting), (1200, resumed)], 1700, [(1100, 1200)]),
        ([(1200, resumed), (1100, waiting)], 1700, [(1100, 1200)]),  # out of order
        ([(1100, waiting), (1200, chased)], 1700, [(1100, 1200)]),  # the customer answered
        ([(1100, waiting), (1200, EventKind.SECOND_LINE)], 1700, [(1100, 1200)]),
        ([(1100, waiting), (1200, EventKind.RETURNED)], 1700, [(1100, 1200)]),
        ([(1100, waiting), (1200, reopened)], 1700, [(1100, 1200)]),
        ([(1100, waiting), (1150, reply), (1200, resumed)], 1700, [(1100, 1200)]),
        ([(1100, waiting), (1100, resumed)], 1600, []),
        ([(900, waiting), (1200, resumed)], 1800, [(1000, 1200)]),
        ([(1600, waiting), (1700, resumed)], 1600, [(1600, 1700)]),  # at the due time: too late
        ([(1500, solved), (1900, reopened)], 2000, [(1500, 1900)]),
        ([(1500, closed), (1600, closed), (1900, reopened)], 2000, [(1500, 1900)]),
        ([(1400, waiting), (1500, solved), (1900, reopened)], 2100, [(1400, 1500), (1500, 1900)]),
        ([(1500, solved), (1600, waiting), (1700, resumed)], 1600, []),
    ],
)
def test_solution(happenings: list[Happening], due: int, pauses: list[tuple[int, int]]) -> None:
    _, _, solution = run(*happenings)
    assert minute(solution.due_at) == due
    assert solution.pauses == tuple((start * MINUTE, end * MINUTE) for start, end in pauses)
    assert solution.started_at == OPENED * MINUTE


def test_a_paused_solution_has_no_due_time_but_time_left() -> None:
    clocks = compute(OPENED * MINUTE, history((1010, reply), (1100, waiting)), TARGETS, CALENDARS)
    solution = clocks.solution
    assert solution.due_at is None
    assert solution.remaining_s == 500 * MINUTE
    assert not solution.running
    assert verdict(solution, 9999 * MINUTE) is Verdict.OPEN_ON_TIME
    assert clocks.next_due == (1250 * MINUTE, STATUS)


def test_pausing_does_not_un_overdue_a_ticket() -> None:
    _, _, solution = run((1010, reply), (1700, waiting))
    assert minute(solution.due_at) == 1600
    assert solution.remaining_s is None
    assert verdict(solution, 1800 * MINUTE) is Verdict.OPEN_LATE


def test_pauses_are_closed_time_of_the_targets_calendar() -> None:
    targets = {SOLUTION: (Target(SOLUTION, 240, "office"), RULE)}
    opened = 9 * 60 * MINUTE  # Thursday 09:00
    events = [Event(opened + 3600, waiting), Event(opened + 5 * 3600, resumed)]
    clocks = compute(opened, events, targets, CALENDARS)
    assert minute(clocks.solution.due_at) == 17 * 60  # 1 h to 10:00, 3 h from 14:00
    assert clocks.first_reply.due_at is None
    assert verdict(clocks.first_reply, opened) is Verdict.NO_TARGET
    assert clocks.next_due == (17 * 60 * MINUTE, SOLUTION)


PENDING, KEPT, BROKEN, MOVED = PromiseOutcome


@pytest.mark.parametrize(
    ("happenings", "as_of", "due", "outcomes"),
    [
        ([(1050, promised, 1300)], None, 1300, [(PENDING, None)]),
        ([(1050, promised, 1300)], 1300, 1300, [(PENDING, None)]),
        ([(1050, promised, 1300)], 1301, 1300, [(BROKEN, 1300)]),
        ([(1050, promised, 1100)], None, 1100, [(PENDING, None)]),
        ([(1050, promised, 1300), (1200, reply)], None, 1440, [(KEPT, 1200)]),
        ([(1050, promised, 1300), (1300, reply)], None, 1540, [(KEPT, 1300)]),  # at its time
        ([(1050, promised, 1300), (1301, reply)], None, 1541, [(BROKEN, 1300)]),
        # made with the reply of the same second: pending, not kept by it
        ([(1050, promised, 1300), (1050, reply)], None, 1300, [(PENDING, None)]),
        # nothing but a reply gets a broken promise off the clock
        ([(1050, promised, 1100), (1150, note)], None, 1100, [(BROKEN, 1100)]),
        ([(1050, promised, 1300), (1100, waiting), (1200, note)], None, 1300, [(PENDING, None)]),
        (
            [(1050, promised, 1300), (1100, promised, 1400)],
            None,
            1400,
            [(MOVED, 1100), (PENDING, None)],
        ),
        (
            [(1050, promised, 1300), (1350, promised, 1400)],
            None,
            1400,
            [(BROKEN, 1300), (PENDING, None)],
        ),
        ([(1050, promised, 1300), (1200, solved)], None, 1300, [(KEPT, 1200)]),
        ([(1050, promised, 1300), (1310, solved)], None, 1300, [(BROKEN, 1300)]),
        (
            [(1050, promised, 1300), (1200, solved), (1250, reopened)],
            None,
            1490,
            [(KEPT, 1200)],
        ),
        (
            [(1200, solved), (1210, promised, 1400), (1250, reopened)],
            None,
            1400,
            [(PENDING, None)],
        ),
        (
            [(1200, solved), (1210, promised, 1240), (1250, reopened)],
            None,
            1490,
            [(BROKEN, 1240)],
        ),
        ([(1050, promised)], None, 1240, []),  # without a time it promises nothing
    ],
)
def test_promises(
    happenings: list[Happening],
    as_of: int | None,
    due: int,
    outcomes: list[tuple[PromiseOutcome, int | None]],
) -> None:
    clocks = compute(
        OPENED * MINUTE,
        history(*happenings),
        TARGETS,
        CALENDARS,
        as_of=None if as_of is None else as_of * MINUTE,
    )
    assert [(each.outcome, minute(each.settled_at)) for each in clocks.promises] == outcomes
    assert minute(clocks.status_reply.due_at) == due
    promise = clocks.status_reply.promise
    assert promise is None or (promise in clocks.promises and promise.until == due * MINUTE)


def test_a_pending_promise_seen_later_is_broken() -> None:
    promise = Promise(0, 100)
    assert promise.seen_at(100) is promise
    assert promise.seen_at(101) == Promise(0, 100, BROKEN, 100)
    kept = promise.settled(KEPT, 50)
    assert kept.seen_at(101) is kept


def test_as_of_shows_the_clocks_as_they_were() -> None:
    everything: list[Happening] = [(1010, reply), (1100, waiting), (1200, solved)]
    first, status, solution = run(*everything, as_of=1150)
    assert first.stopped_at == 1010 * MINUTE
    assert status.running
    assert solution.paused_since == 1100 * MINUTE
    assert run(*everything, as_of=1200)[2].stopped_at == 1200 * MINUTE
    assert run(*everything, as_of=900)[0].stopped_at is None


def test_recorded_targets_are_kept_as_agreed() -> None:
    recorded = {FIRST: 1111 * MINUTE, STATUS: 1222 * MINUTE, SOLUTION: 1333 * MINUTE}

    def with_recorded(*happenings: Happening) -> tuple[Clock, Clock, Clock]:
        clocks = compute(OPENED * MINUTE, history(*happenings), TARGETS, CALENDARS, recorded)
        return clocks.first_reply, clocks.status_reply, clocks.solution

    plain = with_recorded()
    assert [minute(clock.due_at) for clock in plain] == [1111, 1222, 1333]
    assert all(clock.recorded for clock in plain)
    _, status, solution = with_recorded((1100, reply), (1150, waiting))
    assert (minute(status.due_at), status.recorded) == (1340, False)  # a round of its own
    assert (minute(solution.due_at), solution.paused_since) == (1333, 1150 * MINUTE)
    _, status, _ = with_recorded((1100, promised, 1200))
    assert (minute(status.due_at), status.recorded) == (1200, False)


def test_a_recorded_due_time_needs_no_target() -> None:
    clocks = compute(0, [], {}, {}, {SOLUTION: 500})
    assert clocks.next_due == (500, SOLUTION)
    assert compute(0, [], {}, {}).next_due is None


@pytest.mark.parametrize(
    ("stopped", "now", "expected"),
    [
        (1029, 5000, Verdict.ON_TIME),
        (1030, 5000, Verdict.ON_TIME),
        (1031, 5000, Verdict.LATE),
        (None, 1030, Verdict.OPEN_ON_TIME),
        (None, 1031, Verdict.OPEN_LATE),
    ],
)
def test_verdict(stopped: int | None, now: int, expected: Verdict) -> None:
    first, _, _ = run(*([] if stopped is None else [(stopped, reply)]))
    assert verdict(first, now * MINUTE) is expected


def test_next_due_is_the_earliest_that_has_not_stopped() -> None:
    def next_due(*happenings: Happening) -> tuple[int, ClockName] | None:
        return compute(OPENED * MINUTE, history(*happenings), TARGETS, CALENDARS).next_due

    assert next_due() == (1030 * MINUTE, FIRST)
    assert next_due((1010, reply)) == (1250 * MINUTE, STATUS)
    assert next_due((1010, reply), (1500, reply)) == (1600 * MINUTE, SOLUTION)
    assert next_due((1010, reply), (1500, solved)) is None


def test_seq_orders_the_events_of_one_second() -> None:
    events = [Event(OPENED * MINUTE, solved, seq=2), Event(OPENED * MINUTE, reopened, seq=1)]
    assert compute(OPENED * MINUTE, events, TARGETS, CALENDARS).solution.stopped_at is not None
    events = [Event(OPENED * MINUTE, solved, seq=1), Event(OPENED * MINUTE, reopened, seq=2)]
    assert compute(OPENED * MINUTE, events, TARGETS, CALENDARS).solution.stopped_at is None


def test_an_unknown_calendar_is_named() -> None:
    with pytest.raises(Problem, match="no calendar office, which a target for solution"):
        compute(0, [], {SOLUTION: (Target(SOLUTION, 1, "office"), RULE)}, {})


events = st.builds(
    Event,
    at=st.integers(900, 3000).map(lambda each: each * MINUTE),
    kind=st.sampled_from(EventKind),
    until=st.none() | st.integers(900, 4000).map(lambda each: each * MINUTE),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(events, max_size=12), st.randoms())
def test_arrival_order_means_nothing(many: list[Event], random: Random) -> None:
    shuffled = random.sample(many, len(many))
    clocks = compute(OPENED * MINUTE, many, TARGETS, CALENDARS)
    assert clocks == compute(OPENED * MINUTE, shuffled, TARGETS, CALENDARS)
    pauses = clocks.solution.pauses
    edges = [edge for pause in pauses for edge in pause]
    assert edges == sorted(edges)
    assert all(start < end for start, end in pauses)
    pending = [each for each in clocks.promises if each.outcome is PENDING]
    assert pending in ([], list(clocks.promises[-1:]))
    if clocks.solution.stopped_at is not None:
        assert clocks.next_due is None
