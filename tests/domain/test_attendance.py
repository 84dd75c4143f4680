"""Attendance against the plan: late, early, over, and a month's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain import attendance
from floorboard.domain.attendance import Days, Planned, Presence
from floorboard.domain.calendar import DayKind, NamedDay
from floorboard.store.views.floor import ShiftView

HOUR, MINUTE = 3600, 60
SHANGHAI = ZoneInfo("Asia/Shanghai")
CHICAGO = ZoneInfo("America/Chicago")
SHIFTS = (
    ShiftView("night", "", "", 60, 540),
    ShiftView("day", "", "", 540, 1020),
    ShiftView("evening", "", "", 1020, 1500),
)


class Book:
    """Days with these names."""

    def __init__(self, named: dict[date, NamedDay]) -> None:
        self.named = named

    def named_day(self, day: date) -> NamedDay | None:
        return self.named.get(day)


def days(zone: ZoneInfo = SHANGHAI, named: dict[int, DayKind] | None = None) -> Days:
    """The centre's days, with these days of November 2026 named."""
    found = {date(2026, 11, day): NamedDay("", (), kind) for day, kind in (named or {}).items()}
    return Days(zone, SHIFTS, Book(found))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """An instant of November 2026: `23 09:00`."""
    return int(datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=zone).timestamp())


def turn(start: str, end: str, rota: int = 1) -> Planned:
    return Planned(at(start), at(end), rota)


def present(came: str, went: str | None, *planned: str) -> Presence:
    start, end = planned or (None, None)
    return Presence(
        at(came), at(went) if went else None, (at(start), at(end)) if start and end else None
    )


@pytest.mark.parametrize(
    ("came", "late"),
    [(-600, 0), (0, 0), (300, 0), (301, 301), (3600, 3600)],
)
def test_late_is_more_than_the_grace_after_the_start(came: int, late: int) -> None:
    assert attendance.lateness(1000 + came, 1000) == late
    assert attendance.left_early(1000 - came, 1000) == late


def test_the_grace_is_an_argument() -> None:
    assert attendance.lateness(61, 0, grace=60) == 61
    assert attendance.lateness(61, 0, grace=61) == 0


@pytest.mark.parametrize(
    ("presence", "planned", "over"),
    [
        ((0, 8), (0, 8), 0),
        ((0, 10), (0, 8), 2),
        ((-1, 8), (0, 8), 1),
        ((-1, 10), (0, 8), 3),
        ((1, 7), (0, 8), 0),
        ((9, 11), (0, 8), 2),
        ((-3, -1), (0, 8), 2),
        ((2, 5), None, 3),
    ],
)
def test_overtime_is_what_lies_beyond_the_plan(
    presence: tuple[int, int], planned: tuple[int, int] | None, over: int
) -> None:
    start, end = presence
    plan = planned and (planned[0] * HOUR, planned[1] * HOUR)
    assert attendance.overtime((start * HOUR, end * HOUR), plan) == over * HOUR


def test_minutes_within_the_grace_are_no_overtime() -> None:
    assert attendance.overtime((-300, 8 * HOUR + 300), (0, 8 * HOUR)) == 0


@given(
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted),
    st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(sorted),
)
def test_overtime_is_the_time_outside_the_plan(span: list[int], plan: list[int]) -> None:
    (start, end), (opens, closes) = span, plan
    inside = max(min(end, closes) - max(start, opens), 0)
    assert attendance.overtime((start, end), (opens, closes), grace=0) == end - start - inside


TURNS = [turn("23 09:00", "23 17:00"), turn("23 17:00", "24 01:00", 2)]


@pytest.mark.parametrize(
    ("came", "rota"),
    [
        ("23 06:59", None),
        ("23 07:00", 1),
        ("23 09:30", 1),
        ("23 12:59", 1),
        ("23 16:50", 2),
        ("23 23:00", 2),
        ("24 01:00", None),
    ],
)
def test_the_nearest_turn(came: str, rota: int | None) -> None:
    found = attendance.nearest(at(came), TURNS)
    assert (found and found.rota_id) == rota


def test_turns_that_touch_are_one_shift_and_stand_by_is_none() -> None:
    other = [
        turn("22 09:00", "23 09:00", 3),
        turn("25 09:00", "25 17:00"),
        turn("25 10:00", "25 12:00"),
    ]
    assert attendance.shifts_of([*other, *TURNS]) == [
        (at("23 09:00"), at("24 01:00")),
        (at("25 09:00"), at("25 17:00")),
    ]


def test_what_somebody_is_away_for_is_no_shift_and_stand_by_stays_stand_by() -> None:
    shift = [turn("23 09:00", "23 12:00"), turn("23 12:00", "23 17:00")._replace(away=True)]
    assert attendance.shifts_of(shift) == [(at("23 09:00"), at("23 12:00"))]
    stand_by = [turn("23 09:00", "24 00:00")._replace(away=True), turn("24 00:00", "24 09:00")]
    assert attendance.shifts_of(stand_by) == []
    assert len(attendance.shifts_of([stand_by[0], stand_by[1]._replace(rota_id=2)])) == 1


def test_a_month_in_figures() -> None:
    presences = [
        present("02 08:55", "02 17:02", "02 09:00", "02 17:00"),
        present("03 09:20", "03 16:30", "03 09:00", "03 17:00"),  # late, and left early
        present("04 00:50", "04 10:00", "04 01:00", "04 09:00"),  # a night, and an hour more
        present("07 09:00", "07 11:00"),  # a Saturday, not rostered
    ]
    turns = [
        turn("02 09:00", "02 17:00"),
        turn("03 09:00", "03 17:00"),
        turn("04 01:00", "04 09:00"),
        turn("05 09:00", "05 17:00"),  # nobody came
        turn("30 09:00", "30 17:00"),  # still to come
    ]
    found = attendance.figures(presences, turns, at("23 10:00"), days())
    assert (found.planned, found.worked, found.absent, found.unplanned) == (5, 3, 1, 1)
    assert (found.late, found.late_seconds) == (1, 20 * MINUTE)
    assert (found.early, found.early_seconds) == (1, 30 * MINUTE)
    assert (found.nights, found.weekends, found.holidays) == (1, 1, 0)
    assert found.overtime_seconds == 10 * MINUTE + HOUR + 2 * HOUR
    worked = (487 + 430 + 550 + 120) * MINUTE
    assert found.worked_seconds == sum(found.by_shift.values()) == worked
    assert found.by_shift["evening"] == (2 + 10) * MINUTE


def test_who_goes_out_for_lunch_is_neither_late_twice_nor_early() -> None:
    plan = ("02 09:00", "02 17:00")
    presences = [present("02 09:00", "02 12:00", *plan), present("02 13:00", "02 17:00", *plan)]
    found = attendance.figures(presences, [turn(*plan)], at("23 10:00"), days())
    assert (found.planned, found.worked, found.late, found.early) == (1, 1, 0, 0)
    assert found.worked_seconds == 7 * HOUR


def test_who_is_in_counts_to_now_and_who_forgot_to_go_to_the_end_of_the_turn() -> None:
    plan = ("02 09:00", "02 17:00")
    for now, hours, forgotten in (("02 12:00", 3, 0), ("02 17:00", 8, 0), ("05 12:00", 8, 1)):
        found = attendance.figures([present("02 09:00", None, *plan)], [], at(now), days())
        assert (found.worked_seconds, found.not_out) == (hours * HOUR, forgotten)
    found = attendance.figures([present("02 09:00", None)], [], at("05 12:00"), days())
    assert found.worked_seconds == attendance.LONGEST_SECONDS


def test_a_turn_that_the_roster_lost_since_is_still_what_they_came_for() -> None:
    presences = [present("02 09:00", "02 17:00", "02 09:00", "02 17:00")]
    found = attendance.figures(presences, [], at("23 10:00"), days())
    assert (found.planned, found.worked, found.overtime_seconds) == (1, 1, 0)


def test_who_was_in_during_a_turn_was_not_absent() -> None:
    presences = [present("02 09:00", "02 12:00")]
    found = attendance.figures(presences, [turn("02 10:00", "02 18:00")], at("23 10:00"), days())
    assert (found.absent, found.unplanned) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "weekends", "holidays"),
    [
        (None, 1, 0),
        (DayKind.HOLIDAY, 0, 1),
        (DayKind.WORKDAY, 0, 0),
        (DayKind.SPECIAL, 1, 0),
    ],
)
def test_what_a_saturday_counts_as(kind: DayKind | None, weekends: int, holidays: int) -> None:
    found = attendance.figures(
        [present("21 09:00", "21 17:00")],
        [],
        at("23 10:00"),
        days(named={21: kind} if kind else None),
    )
    assert (found.weekends, found.holidays) == (weekends, holidays)


def test_a_night_across_the_change_of_the_clock_has_nine_hours() -> None:
    start = int(datetime(2026, 11, 1, 6, tzinfo=UTC).timestamp())  # 01:00, which comes twice
    end = int(datetime(2026, 11, 1, 15, tzinfo=UTC).timestamp())
    found = attendance.figures([Presence(start, end, None)], [], end, days(CHICAGO))
    assert found.worked_seconds == found.by_shift["night"] == 9 * HOUR
    assert found.nights == 1
