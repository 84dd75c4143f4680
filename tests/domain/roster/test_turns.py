"""Whose turn it is, on which days, in which hours; instants worked out by hand, in UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.calendar import WorkingCalendar
from floorboard.domain.roster.days import DaySet, unannounced
from floorboard.domain.roster.rotation import Advance, Rotation, Unit, turns
from rotas import ALWAYS, BERLIN, CHICAGO, SHANGHAI, UTC_ZONE, at, centre, rotation

HOUR, DAY, WEEK, MONTH = Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH


def shown(made: Rotation, zone: ZoneInfo, start: str, end: str) -> list[tuple[str, str, int]]:
    """The turns that have parts, from the first part's start to the last one's end."""
    return [
        (_utc(turn.parts[0][0]), _utc(turn.parts[-1][1]), turn.group)
        for turn in turns(made, zone, ALWAYS, at(start), at(end))
        if turn.parts
    ]


def _utc(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC_ZONE):%m-%d %H:%M}"


def test_a_turn_in_a_skipped_hour_has_no_time_and_is_not_worked() -> None:
    by_turns = rotation(HOUR, 1, "2026-03-08 00:00", 5)
    night = ("2026-03-08 06:00", "2026-03-08 10:00")
    assert shown(by_turns, CHICAGO, *night) == [
        ("03-08 06:00", "03-08 07:00", 0),
        ("03-08 07:00", "03-08 08:00", 1),
        ("03-08 08:00", "03-08 09:00", 2),
        ("03-08 09:00", "03-08 10:00", 3),
    ]
    by_calendar = rotation(HOUR, 1, "2026-03-08 00:00", 5, advance=Advance.CALENDAR)
    assert [group for _, _, group in shown(by_calendar, CHICAGO, *night)] == [0, 1, 3, 4]


@pytest.mark.parametrize("year", [2027, 2036])
def test_turns_that_a_clock_skipped_stay_uncounted_for_ever(year: int) -> None:
    """Noon to noon over so many springs, each of which lost one turn of an hour."""
    start = datetime(2026, 1, 1, 12)  # noqa: DTZ001 # a wall time
    hours = int((datetime(year, 1, 1, 12) - start).total_seconds()) // 3600  # noqa: DTZ001 # a wall time
    later, before = f"{year}-01-01 18:00", "2026-01-01 18:00"
    made = rotation(HOUR, 1, "2026-01-01 12:00", 1000)
    assert (
        shown(made, CHICAGO, later, f"{year}-01-01 18:30")[0][2] == (hours - (year - 2026)) % 1000
    )
    back = rotation(HOUR, 1, f"{year}-01-01 12:00", 1000)
    assert shown(back, CHICAGO, before, "2026-01-01 18:30")[0][2] == (-hours + (year - 2026)) % 1000


def test_a_turn_that_starts_in_a_repeated_hour_starts_once() -> None:
    made = rotation(HOUR, 1, "2026-11-01 01:30", 3)
    assert shown(made, CHICAGO, "2026-11-01 05:30", "2026-11-01 09:30") == [
        ("11-01 05:30", "11-01 06:30", 2),
        ("11-01 06:30", "11-01 08:30", 0),
        ("11-01 08:30", "11-01 09:30", 1),
    ]
    assert shown(made, CHICAGO, "2026-11-01 07:45", "2026-11-01 07:50") == [
        ("11-01 06:30", "11-01 08:30", 0)
    ], "asked in the hour's second round"


def test_groups_come_round_on_both_sides_of_the_anchor() -> None:
    made = rotation(WEEK, 1, "2026-01-05 09:00", 3, anchor_group=2)
    found = turns(made, UTC_ZONE, ALWAYS, at("2025-12-15 09:00"), at("2026-01-26 09:00"))
    assert [turn.group for turn in found] == [2, 0, 1, 2, 0, 1]
    assert (found[0].start, found[-1].end) == (at("2025-12-15 09:00"), at("2026-01-26 09:00"))


def test_turns_come_whole_however_little_of_them_is_asked_for() -> None:
    made = rotation(MONTH, 1, "2026-01-31 09:00")
    (turn,) = turns(made, UTC_ZONE, ALWAYS, at("2026-03-01 00:00"), at("2026-03-01 00:01"))
    assert (turn.start, turn.end) == (at("2026-02-28 09:00"), at("2026-03-31 09:00"))
    assert turn.parts == ((turn.start, turn.end),)


def test_a_rotation_without_groups_has_no_turns_and_no_time_has_none() -> None:
    assert turns(rotation(DAY, 1, "2026-01-01", 0), UTC_ZONE, ALWAYS, 0, 10**6) == []
    assert turns(rotation(DAY, 1, "2026-01-01"), UTC_ZONE, ALWAYS, 5, 5) == []


def test_a_weekday_rotation_of_fourteen_gives_everyone_a_turn() -> None:
    made = rotation(DAY, 1, "2026-01-05 09:00", 14, days="weekdays")
    worked = shown(made, UTC_ZONE, "2026-01-05 09:00", "2026-01-24 00:00")
    assert [group for _, _, group in worked] == [*range(14), 0]
    assert worked[5][0] == "01-12 09:00", "nobody has the weekend, and nobody loses a turn to it"
    before = shown(made, UTC_ZONE, "2025-12-16 09:00", "2026-01-05 08:00")
    assert [group for _, _, group in before] == [*range(14)]
    by_calendar = rotation(DAY, 1, "2026-01-05", 14, days="weekdays", advance=Advance.CALENDAR)
    year = shown(by_calendar, UTC_ZONE, "2026-01-05", "2027-01-05")
    assert {group for _, _, group in year} == set(range(14)) - {5, 6, 12, 13}


def test_turns_worked_are_counted_over_any_distance() -> None:
    """Of seven days five are worked, in a hundred years on either side of the anchor."""
    made = rotation(DAY, 1, "2026-01-05 09:00", 1000, days="weekdays")
    monday, later, earlier = date(2026, 1, 5), date(2126, 1, 7), date(1926, 1, 4)
    assert {day.weekday() for day in (monday, later, earlier)} == {0}
    (turn,) = shown(made, UTC_ZONE, "2126-01-07 09:00", "2126-01-07 10:00")
    assert turn[2] == (later - monday).days // 7 * 5 % 1000
    (turn,) = shown(made, UTC_ZONE, "1926-01-04 09:00", "1926-01-04 10:00")
    assert turn[2] == -((monday - earlier).days // 7 * 5) % 1000


def test_longer_turns_are_limited_day_by_day() -> None:
    made = rotation(WEEK, 1, "2026-01-07 09:00", 2, days="weekdays")
    first, second = turns(made, UTC_ZONE, ALWAYS, at("2026-01-07 09:00"), at("2026-01-21 09:00"))
    assert first.parts == (
        (at("2026-01-07 09:00"), at("2026-01-10 09:00")),
        (at("2026-01-12 09:00"), at("2026-01-14 09:00")),
    )
    assert (first.group, second.group) == (0, 1)
    (january,) = turns(
        rotation(MONTH, 1, "2026-01-01 00:00", days="2026-01-03..2026-01-04,2026-01-31"),
        *(UTC_ZONE, ALWAYS, at("2026-01-10 00:00"), at("2026-01-11 00:00")),
    )
    assert january.parts == (
        (at("2026-01-03 00:00"), at("2026-01-05 00:00")),
        (at("2026-01-31 00:00"), at("2026-02-01 00:00")),
    )


def test_turns_of_hours_count_whole_by_the_date_they_start_on() -> None:
    made = rotation(HOUR, 12, "2026-01-09 08:00", 9, days="weekdays")
    assert shown(made, UTC_ZONE, "2026-01-09 08:00", "2026-01-12 21:00") == [
        ("01-09 08:00", "01-09 20:00", 0),
        ("01-09 20:00", "01-10 08:00", 1),
        ("01-12 08:00", "01-12 20:00", 2),
        ("01-12 20:00", "01-13 08:00", 3),
    ]


NIGHTS = (20 * 60, 32 * 60)


@pytest.mark.parametrize(
    ("hours", "handoff", "start", "end"),
    [
        # over midnight into the day on which the clock changes: eleven hours, and thirteen
        (NIGHTS, "2026-03-07 20:00", "03-08 02:00", "03-08 13:00"),
        (NIGHTS, "2026-10-31 20:00", "11-01 01:00", "11-01 14:00"),
        # an end that comes twice is the last, a start that comes twice the first
        ((18 * 60, 25 * 60 + 30), "2026-10-31 12:00", "10-31 23:00", "11-01 07:30"),
        ((90, 540), "2026-11-01 00:00", "11-01 06:30", "11-01 15:00"),
        # skipped
        ((150, 540), "2026-03-08 00:00", "03-08 08:00", "03-08 14:00"),
        ((0, 150), "2026-03-08 00:00", "03-08 06:00", "03-08 08:00"),
    ],
)
def test_hours_are_wall_time(hours: tuple[int, int], handoff: str, start: str, end: str) -> None:
    made = rotation(DAY, 1, handoff, 2, hours=hours)
    found = [each for each in shown(made, CHICAGO, "2026-03-01", "2026-12-01") if each[0] == start]
    assert found == [(start, end, 0)]


def test_hours_over_a_handoff_are_shared() -> None:
    made = rotation(DAY, 1, "2026-01-05 00:00", 3, hours=NIGHTS)
    _, second = turns(made, UTC_ZONE, ALWAYS, at("2026-01-05 00:00"), at("2026-01-07 00:00"))
    assert second.parts == (
        (at("2026-01-06 00:00"), at("2026-01-06 08:00")),
        (at("2026-01-06 20:00"), at("2026-01-07 00:00")),
    )


def test_hours_of_a_week_belong_to_the_days_they_start_on() -> None:
    made = rotation(WEEK, 1, "2026-03-23 12:00", days="fri,sat", hours=NIGHTS)
    (turn,) = turns(made, BERLIN, ALWAYS, at("2026-03-25 00:00"), at("2026-03-25 01:00"))
    assert turn.parts == (
        (at("2026-03-27 19:00"), at("2026-03-28 07:00")),
        (at("2026-03-28 19:00"), at("2026-03-29 06:00")),
    )


def test_hours_of_turns_of_hours_cut_them() -> None:
    made = rotation(HOUR, 6, "2026-01-09 06:00", 9, days="weekdays", hours=(480, 1200))
    assert shown(made, UTC_ZONE, "2026-01-09 00:00", "2026-01-12 14:00") == [
        ("01-09 08:00", "01-09 12:00", 0),
        ("01-09 12:00", "01-09 18:00", 1),
        ("01-09 18:00", "01-09 20:00", 2),
        ("01-12 08:00", "01-12 12:00", 3),
        ("01-12 12:00", "01-12 18:00", 4),
    ], "a turn outside the hours isn't worked"


@pytest.fixture(scope="module")
def book() -> WorkingCalendar:
    return centre()


def worked(book: WorkingCalendar, made: Rotation, first: str, last: str) -> dict[str, int]:
    """The group of each day on which somebody is on, by its date."""
    start, end = at(f"{first} 01:00"), at(f"{last} 02:00")
    return {
        _utc(turn.start)[:5]: turn.group
        for turn in turns(made, SHANGHAI, book, start, end)
        if turn.parts
    }


def test_a_holiday_week_works_its_make_up_days(book: WorkingCalendar) -> None:
    """National Day 2026: 1 to 7 October off; Sunday 20 September and Saturday 10 October worked.
    25 September is the Mid-Autumn Festival."""
    made = rotation(DAY, 1, "2026-09-28 09:00", 100, days="workdays")
    assert worked(book, made, "2026-09-28", "2026-10-13") == {
        "09-28": 0,
        "09-29": 1,
        "09-30": 2,
        "10-08": 3,
        "10-09": 4,
        "10-10": 5,
        "10-12": 6,
        "10-13": 7,
    }
    assert worked(book, made, "2026-09-17", "2026-09-27") == {
        "09-17": 93,
        "09-18": 94,
        "09-20": 95,
        "09-21": 96,
        "09-22": 97,
        "09-23": 98,
        "09-24": 99,
    }


def test_spring_festival(book: WorkingCalendar) -> None:
    """15 to 23 February 2026 off; the Saturdays 14 and 28 February worked."""
    made = rotation(DAY, 1, "2026-02-12 09:00", 100, days="workdays")
    assert worked(book, made, "2026-02-12", "2026-03-02") == {
        "02-12": 0,
        "02-13": 1,
        "02-14": 2,
        "02-24": 3,
        "02-25": 4,
        "02-26": 5,
        "02-27": 6,
        "02-28": 7,
        "03-02": 8,
    }


def test_holidays_have_a_rotation_of_their_own(book: WorkingCalendar) -> None:
    """Each holiday goes to the next; weekends that aren't named are no holidays."""
    made = rotation(DAY, 1, "2026-06-19 09:00", 100, days="holidays")
    assert worked(book, made, "2026-06-19", "2026-10-10") == {
        "06-19": 0,
        "09-25": 1,
        "10-01": 2,
        "10-02": 3,
        "10-03": 4,
        "10-05": 5,
        "10-06": 6,
        "10-07": 7,
    }
    assert worked(book, made, "2026-05-01", "2026-06-18") == {
        "05-01": 96,
        "05-02": 97,
        "05-04": 98,
        "05-05": 99,
    }


def test_a_week_of_days_off_alone_is_worked_by_nobody(book: WorkingCalendar) -> None:
    """Turns of a week, on workdays: the one that National Day takes whole skips nobody."""
    made = rotation(WEEK, 1, "2026-09-24 09:00", 10, days="workdays")
    found = turns(made, SHANGHAI, book, at("2026-09-24 01:00"), at("2026-10-15 01:00"))
    assert [(turn.group, bool(turn.parts)) for turn in found] == [(0, True), (1, False), (1, True)]


@pytest.mark.parametrize(("unit", "turns_a_day"), [(DAY, 1), (HOUR, 24)])
@pytest.mark.parametrize("days", ["workdays", "days_off", "sat,holidays", "2025-01-01..2026-06-30"])
def test_days_are_counted_over_years_as_they_are_one_by_one(
    book: WorkingCalendar, days: str, unit: Unit, turns_a_day: int
) -> None:
    made = rotation(unit, 1, "2024-12-30 00:00", 1000, days=days)
    first, last = date(2024, 12, 30), date(2026, 10, 24)  # a Saturday
    held = DaySet.parse(days).holds
    passed = (first + timedelta(days=each) for each in range((last - first).days))
    count = turns_a_day * sum(held(day, book) for day in passed)
    (turn,) = turns(made, SHANGHAI, book, at("2026-10-23 16:00"), at("2026-10-23 16:01"))
    assert turn.group == count % 1000


def test_a_year_whose_make_up_days_are_not_announced_says_so(book: WorkingCalendar) -> None:
    assert unannounced(DaySet.parse("workdays"), [2026, 2027], book) == [2027]
    assert unannounced(DaySet.parse("weekdays"), [2026, 2027], book) == []
