"""Why a ticket is due when it is, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import Week, WorkingCalendar, always_open
from floorboard.domain.clocks import Event, compute
from floorboard.domain.explanation import explain
from floorboard.domain.policy import Policy, Rule, Target
from floorboard.domain.ticket import ClockName, EventKind, Kind
from floorboard.reports import why

BERLIN = ZoneInfo("Europe/Berlin")
WEEK: Week = (((540, 1020),),) * 5 + ((),) * 2
OFFICE = WorkingCalendar("office", BERLIN, WEEK, titles={"en": "Office", "zh": "办公时间"})
CALENDARS = {"office": OFFICE, "always": always_open("always")}
RULE = Rule(kind=Kind.INCIDENT, priority=1, targets=(Target(ClockName.SOLUTION, 480, "office"),))
POLICY = Policy("centre", (RULE,), {"en": "Centre"})


def at(day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(2026, 11, day, hour, minute, tzinfo=UTC).timestamp())


def told(*events: Event, now: int, recorded: int | None = None) -> str:
    opened = at(20, 15)
    agreed = {} if recorded is None else {ClockName.SOLUTION: recorded}
    targets = POLICY.targets(Kind.INCIDENT, None, 1)
    clocks = compute(opened, events, targets, CALENDARS, agreed, now)
    explanation = explain(1, now, POLICY, clocks, CALENDARS)
    return "\n".join("  " * line.indent + line.text for line in why.lines(explanation, BERLIN))


def test_a_target_its_rule_and_every_step() -> None:
    text = told(now=at(20, 18))
    assert "Status reply: still on time, 1 h 0 m left" in text
    assert "  target 4 h of “always”, the manual's default" in text
    assert "  target 8 h of “Office”, policy “Centre” for Incident, P1" in text
    assert "    Fri 20 Nov 2026 17:00 – Mon 23 Nov 2026 09:00  not open" in text
    assert "First reply: no target" in text


def test_a_broken_promise_is_told() -> None:
    promise = Event(at(20, 16), EventKind.PROMISED, 1, until=at(20, 17))
    text = told(promise, now=at(20, 18))
    assert "Status reply: overdue by 1 h 0 m" in text
    assert "as agreed with the customer Fri 20 Nov 2026 17:00" in text
    assert "Fri 20 Nov 2026 18:00, agreed Fri 20 Nov 2026 17:00: broken" in text


def test_a_pause_and_what_is_left() -> None:
    text = told(Event(at(20, 15, 30), EventKind.WAITING, 1), now=at(23, 9))
    assert "paused with 7 h 30 m of open time left" in text
    assert "paused since Fri 20 Nov 2026 16:30" in text


def test_a_recorded_time_is_called_so() -> None:
    text = told(Event(at(20, 16), EventKind.SOLVED, 1), now=at(23, 9), recorded=at(20, 15, 30))
    assert "Solution: late by 30 m" in text
    assert "as the source system recorded it" in text
