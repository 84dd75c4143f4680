"""Handoffs: the tables of instants, worked out by hand, in UTC.

America/Chicago moves from -6 to -5 on 8 March 2026 at 02:00 and back on 1 November at 02:00;
Australia/Lord_Howe from +11 to +10:30 on 5 April at 02:00 and back on 4 October at 02:00;
Europe/Berlin from +1 to +2 on 29 March at 02:00 and back on 25 October at 03:00; Asia/Shanghai
stays at +8.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.roster.rotation import Unit
from rotas import APIA, BERLIN, CHICAGO, LORD_HOWE, SHANGHAI, UTC_ZONE, at, handoffs, rotation

HOUR, DAY, WEEK, MONTH = Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH

TABLE = [
    # every hour: the skipped hour has no handoff of its own, the repeated one is one turn
    (CHICAGO, HOUR, 1, "2026-03-07 00:00", "2026-03-08 05:00 06:00 07:00 08:00 09:00 10:00"),
    (CHICAGO, HOUR, 1, "2026-10-31 00:00", "2026-11-01 04:00 05:00 06:00 08:00 09:00"),
    (LORD_HOWE, HOUR, 1, "2026-04-04 00:00", "2026-04-04 13:00 14:00 15:30 16:30"),
    (LORD_HOWE, HOUR, 1, "2026-04-04 00:45", "2026-04-04 13:45 14:45 16:15 17:15"),
    (LORD_HOWE, HOUR, 1, "2026-10-03 00:00", "2026-10-03 13:30 14:30 15:30 16:00 17:00"),
    (BERLIN, HOUR, 1, "2026-03-28 00:00", "2026-03-28 23:00 2026-03-29 00:00 01:00 02:00 03:00"),
    (BERLIN, HOUR, 1, "2026-10-24 00:00", "2026-10-24 22:00 23:00 2026-10-25 00:00 02:00 03:00"),
    (SHANGHAI, HOUR, 1, "2026-03-28 00:00", "2026-03-28 16:00 17:00 18:00 19:00 20:00"),
    (SHANGHAI, HOUR, 1, "2026-10-24 00:00", "2026-10-24 16:00 17:00 18:00 19:00 20:00"),
    # every three hours
    (CHICAGO, HOUR, 3, "2026-03-07 00:00", "2026-03-08 03:00 06:00 08:00 11:00 14:00"),
    (CHICAGO, HOUR, 3, "2026-03-07 02:00", "2026-03-08 05:00 08:00 10:00 13:00"),
    (CHICAGO, HOUR, 3, "2026-10-31 00:00", "2026-11-01 02:00 05:00 09:00 12:00"),
    (CHICAGO, HOUR, 3, "2026-10-31 01:30", "2026-11-01 03:30 06:30 10:30"),
    (LORD_HOWE, HOUR, 3, "2026-04-04 00:00", "2026-04-04 13:00 16:30 19:30"),
    (LORD_HOWE, HOUR, 3, "2026-10-03 02:15", "2026-10-03 12:45 15:30 18:15"),
    (BERLIN, HOUR, 3, "2026-03-28 00:00", "2026-03-28 23:00 2026-03-29 01:00 04:00"),
    (BERLIN, HOUR, 3, "2026-10-24 00:00", "2026-10-24 22:00 2026-10-25 02:00 05:00"),
    (SHANGHAI, HOUR, 3, "2026-03-28 00:00", "2026-03-28 16:00 19:00 22:00"),
    # every twelve hours
    (
        CHICAGO,
        HOUR,
        12,
        "2026-03-01 08:00",
        "2026-03-07 14:00 2026-03-08 02:00 13:00 2026-03-09 01:00",
    ),
    (CHICAGO, HOUR, 12, "2026-10-01 08:00", "2026-11-01 01:00 14:00 2026-11-02 02:00"),
    (LORD_HOWE, HOUR, 12, "2026-04-01 08:00", "2026-04-04 09:00 21:30 2026-04-05 09:30"),
    (LORD_HOWE, HOUR, 12, "2026-10-01 08:00", "2026-10-03 09:30 21:00 2026-10-04 09:00"),
    (BERLIN, HOUR, 12, "2026-03-01 08:00", "2026-03-28 19:00 2026-03-29 06:00 18:00"),
    (BERLIN, HOUR, 12, "2026-10-01 08:00", "2026-10-24 18:00 2026-10-25 07:00 19:00"),
    (SHANGHAI, HOUR, 12, "2026-03-01 08:00", "2026-03-28 12:00 2026-03-29 00:00 12:00"),
    # every day, at a time that is skipped once, and at one that comes twice
    (CHICAGO, DAY, 1, "2026-03-01 02:30", "2026-03-07 08:30 2026-03-08 08:00 2026-03-09 07:30"),
    (CHICAGO, DAY, 1, "2026-10-01 01:30", "2026-10-31 06:30 2026-11-01 06:30 2026-11-02 07:30"),
    (LORD_HOWE, DAY, 1, "2026-04-01 01:45", "2026-04-03 14:45 2026-04-04 14:45 2026-04-05 15:15"),
    (LORD_HOWE, DAY, 1, "2026-10-01 02:15", "2026-10-02 15:45 2026-10-03 15:30 2026-10-04 15:15"),
    (BERLIN, DAY, 1, "2026-03-01 02:30", "2026-03-28 01:30 2026-03-29 01:00 2026-03-30 00:30"),
    (BERLIN, DAY, 1, "2026-10-01 02:30", "2026-10-24 00:30 2026-10-25 00:30 2026-10-26 01:30"),
    (SHANGHAI, DAY, 1, "2026-03-01 02:30", "2026-03-28 18:30 2026-03-29 18:30 2026-03-30 18:30"),
    (CHICAGO, DAY, 2, "2026-03-02 09:00", "2026-03-06 15:00 2026-03-08 14:00 2026-03-10 14:00"),
    # every week
    (CHICAGO, WEEK, 1, "2026-01-04 02:30", "2026-03-01 08:30 2026-03-08 08:00 2026-03-15 07:30"),
    (CHICAGO, WEEK, 1, "2026-01-04 01:30", "2026-10-25 06:30 2026-11-01 06:30 2026-11-08 07:30"),
    (LORD_HOWE, WEEK, 1, "2026-01-04 01:45", "2026-03-28 14:45 2026-04-04 14:45 2026-04-11 15:15"),
    (LORD_HOWE, WEEK, 1, "2026-01-04 02:15", "2026-09-26 15:45 2026-10-03 15:30 2026-10-10 15:15"),
    (BERLIN, WEEK, 1, "2026-01-04 02:30", "2026-03-22 01:30 2026-03-29 01:00 2026-04-05 00:30"),
    (BERLIN, WEEK, 1, "2026-01-04 02:30", "2026-10-18 00:30 2026-10-25 00:30 2026-11-01 01:30"),
    (SHANGHAI, WEEK, 1, "2026-01-04 02:30", "2026-03-21 18:30 2026-03-28 18:30 2026-04-04 18:30"),
    (BERLIN, WEEK, 2, "2026-03-16 09:00", "2026-03-16 08:00 2026-03-30 07:00 2026-04-13 07:00"),
    # every month
    (CHICAGO, MONTH, 1, "2026-01-08 02:30", "2026-02-08 08:30 2026-03-08 08:00 2026-04-08 07:30"),
    (CHICAGO, MONTH, 1, "2026-01-01 01:30", "2026-10-01 06:30 2026-11-01 06:30 2026-12-01 07:30"),
    (LORD_HOWE, MONTH, 1, "2026-01-05 01:45", "2026-03-04 14:45 2026-04-04 14:45 2026-05-04 15:15"),
    (LORD_HOWE, MONTH, 1, "2026-01-04 02:15", "2026-09-03 15:45 2026-10-03 15:30 2026-11-03 15:15"),
    (BERLIN, MONTH, 1, "2026-01-29 02:30", "2026-02-28 01:30 2026-03-29 01:00 2026-04-29 00:30"),
    (BERLIN, MONTH, 1, "2026-01-25 02:30", "2026-09-25 00:30 2026-10-25 00:30 2026-11-25 01:30"),
    (SHANGHAI, MONTH, 1, "2026-01-29 02:30", "2026-02-27 18:30 2026-03-28 18:30 2026-04-28 18:30"),
    # a month that lacks the day has it on its last, and the next has it again
    (UTC_ZONE, MONTH, 1, "2026-01-31 09:00", "2026-01-31 09:00 2026-02-28 09:00 2026-03-31 09:00"),
    (UTC_ZONE, MONTH, 1, "2026-01-31 09:00", "2026-04-30 09:00 2026-05-31 09:00 2026-06-30 09:00"),
    (UTC_ZONE, MONTH, 1, "2026-01-31 09:00", "2028-01-31 09:00 2028-02-29 09:00 2028-03-31 09:00"),
    (UTC_ZONE, MONTH, 3, "2025-11-30 09:00", "2026-02-28 09:00 2026-05-30 09:00 2026-08-30 09:00"),
    (UTC_ZONE, MONTH, 12, "2024-02-29 09:00", "2027-02-28 09:00 2028-02-29 09:00 2029-02-28 09:00"),
    # long before the anchor
    (UTC_ZONE, MONTH, 1, "2026-01-31 09:00", "2024-01-31 09:00 2024-02-29 09:00 2024-03-31 09:00"),
    (UTC_ZONE, MONTH, 12, "2024-02-29 09:00", "2019-02-28 09:00 2020-02-29 09:00 2021-02-28 09:00"),
    (CHICAGO, HOUR, 12, "2027-10-01 20:00", "2026-11-01 01:00 14:00 2026-11-02 02:00"),
    (CHICAGO, DAY, 1, "2031-01-01 02:30", "2026-03-07 08:30 2026-03-08 08:00 2026-03-09 07:30"),
    (BERLIN, WEEK, 1, "2030-01-06 02:30", "2026-10-18 00:30 2026-10-25 00:30 2026-11-01 01:30"),
    (BERLIN, MONTH, 1, "2030-07-31 02:30", "2026-02-28 01:30 2026-03-31 00:30 2026-04-30 00:30"),
    # the anchor itself is skipped, or comes twice
    (CHICAGO, HOUR, 1, "2026-03-08 02:30", "2026-03-08 06:30 07:30 08:00 08:30 09:30"),
    (CHICAGO, DAY, 1, "2026-03-08 02:30", "2026-03-07 08:30 2026-03-08 08:00 2026-03-09 07:30"),
    (CHICAGO, HOUR, 1, "2026-11-01 01:30", "2026-11-01 04:30 05:30 06:30 08:30 09:30"),
    (CHICAGO, WEEK, 1, "2026-11-01 01:30", "2026-10-25 06:30 2026-11-01 06:30 2026-11-08 07:30"),
    # a day that an island left out
    (APIA, DAY, 1, "2011-12-01 09:00", "2011-12-28 19:00 2011-12-29 19:00 2011-12-30 10:00 19:00"),
]


def instants(text: str) -> list[int]:
    """`2026-03-28 23:00 2026-03-29 00:00 01:00`: a date counts until the next."""
    found, day = [], ""
    for word in text.split():
        if ":" in word:
            found.append(at(f"{day} {word}"))
        else:
            day = word
    return found


@pytest.mark.parametrize(("zone", "unit", "length", "anchor", "expected"), TABLE)
def test_handoffs(zone: ZoneInfo, unit: Unit, length: int, anchor: str, expected: str) -> None:
    wanted = instants(expected)
    assert handoffs(rotation(unit, length, anchor), zone, wanted[0], wanted[-1] + 1) == wanted


STEPS = {HOUR: timedelta(hours=1), DAY: timedelta(days=1), WEEK: timedelta(weeks=1)}
"""Months aren't here: their last days are clamped from the anchor's."""


@pytest.mark.parametrize(
    ("zone", "unit", "length", "anchor", "expected"), [row for row in TABLE if row[1] in STEPS]
)
def test_any_other_handoff_is_as_good_an_anchor(
    zone: ZoneInfo, unit: Unit, length: int, anchor: str, expected: str
) -> None:
    wanted, made = instants(expected), rotation(unit, length, anchor)
    for steps in (-5000, -3, 5, 4000):
        moved = made._replace(anchor=made.anchor + steps * length * STEPS[unit])
        assert handoffs(moved, zone, wanted[0], wanted[-1] + 1) == wanted


def test_a_handoff_at_the_start_belongs_to_the_time_asked_one_at_the_end_does_not() -> None:
    daily = rotation(DAY, 1, "2026-01-01 09:00")
    first, second = at("2026-05-01 09:00"), at("2026-05-02 09:00")
    assert handoffs(daily, UTC_ZONE, first, second) == [first]
    assert handoffs(daily, UTC_ZONE, first + 1, second) == []
    assert handoffs(daily, UTC_ZONE, second, first) == []
