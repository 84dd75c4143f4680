"""Working calendars: tables of cases, and properties against an oracle that counts by minutes."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.calendar import (
    DayKind,
    NamedDay,
    Step,
    StepKind,
    Week,
    WorkingCalendar,
    always_open,
    listed_days,
)
from floorboard.domain.instant import Instant, Interval, from_wall, to_wall
from floorboard.domain.opening import Range
from floorboard.domain.problem import Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHICAGO = ZoneInfo("America/Chicago")
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")

LUNCH: tuple[Range, ...] = ((510, 720), (780, 1050))  # 08:30-12:00, 13:00-17:30
WEEKDAYS: Week = (LUNCH,) * 5 + ((), ())
ALL_DAY: Week = (((0, 1440),),) * 7
NIGHTS: Week = (((1320, 1800),),) * 7  # 22:00-06:00
NEVER_OPEN: Week = ((),) * 7

NATIONAL_DAY = NamedDay({"en": "National Day", "zh": "国庆节"})
MAKE_UP = NamedDay("Make-up workday", LUNCH, DayKind.WORKDAY)
DAYS = {
    **{date(2026, 10, day): NATIONAL_DAY for day in (1, 2, 5, 6, 7)},
    date(2026, 10, 10): MAKE_UP,
    date(2026, 10, 16): NamedDay("Training", ((510, 720),), DayKind.SPECIAL),
}


def calendar(
    week: Week = WEEKDAYS, zone: ZoneInfo = SHANGHAI, days: Mapping[date, NamedDay] | None = None
) -> WorkingCalendar:
    return WorkingCalendar("test", zone, week, listed_days(days or {}))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> Instant:
    return from_wall(datetime.fromisoformat(text), zone)


def hours(count: float) -> int:
    return int(count * 3600)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("2026-09-21 08:30", 1, "2026-09-21 09:30"),  # a Monday
        ("2026-09-21 07:00", 1, "2026-09-21 09:30"),  # before opening
        ("2026-09-21 08:30", 3.5, "2026-09-21 12:00"),  # to closing, not to the next opening
        ("2026-09-21 08:30", 4, "2026-09-21 13:30"),  # over lunch
        ("2026-09-21 12:00", 1, "2026-09-21 14:00"),  # at closing
        ("2026-09-21 12:30", 0, "2026-09-21 12:30"),  # nothing: at the start
        ("2026-09-21 17:30", 1, "2026-09-22 09:30"),
        ("2026-09-25 16:30", 1, "2026-09-25 17:30"),
        ("2026-09-25 16:30", 2, "2026-09-28 09:30"),  # over the weekend
        ("2026-09-30 16:30", 2, "2026-10-08 09:30"),  # over National Day
        ("2026-10-09 16:30", 2, "2026-10-10 09:30"),  # Saturday is a make-up workday
        ("2026-10-15 16:30", 5, "2026-10-19 09:00"),  # Friday has hours of its own
    ],
)
def test_due(start: str, budget: float, due: str) -> None:
    centre = calendar(days=DAYS)
    assert centre.due(at(start), hours(budget)) == at(due)
    assert centre.elapsed(at(start), at(due)) == hours(budget)


@pytest.mark.parametrize(
    ("start", "end", "open_hours"),
    [
        ("2026-09-21 00:00", "2026-09-22 00:00", 8),
        ("2026-09-21 00:00", "2026-09-28 00:00", 40),
        ("2026-09-28 00:00", "2026-10-19 00:00", 3 * 8 + 2 * 8 + 8 + 4 * 8 + 3.5),
        ("2026-09-21 12:00", "2026-09-21 13:00", 0),
        ("2026-09-21 11:00", "2026-09-21 14:00", 2),
        ("2026-09-22 00:00", "2026-09-21 00:00", 0),
        ("2026-09-21 09:00", "2026-09-21 09:00", 0),
        ("2025-12-31 00:00", "2026-01-02 00:00", 16),  # over New Year: two years compiled
    ],
)
def test_elapsed(start: str, end: str, open_hours: float) -> None:
    assert calendar(days=DAYS).elapsed(at(start), at(end)) == hours(open_hours)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "11:30"),
        ([("09:00", "09:00")], "11:30"),  # of no length
        ([("10:00", "09:00")], "11:30"),  # reversed
        ([("08:00", "08:30")], "11:30"),  # ends where the clock starts
        ([("07:00", "09:00")], "12:00"),  # covers the start
        ([("11:30", "12:00")], "11:30"),  # begins at the due time
        ([("11:29", "11:31")], "11:32"),  # covers the due time
        ([("11:30", "23:00")], "11:30"),
        ([("11:00", "13:00")], "13:30"),  # lunch costs nothing more
        ([("12:00", "13:00")], "11:30"),  # only closed time
        ([("09:30", "10:30"), ("09:00", "10:00")], "14:00"),  # overlapping, unsorted
        ([("10:00", "10:15"), ("09:00", "09:15")], "12:00"),
        ([("08:30", "17:30")], "next"),  # the whole day
    ],
)
def test_pauses(pauses: list[tuple[str, str]], due: str) -> None:
    centre = calendar()
    rests = [(at(f"2026-09-21 {start}"), at(f"2026-09-21 {end}")) for start, end in pauses]
    start = at("2026-09-21 08:30")
    expected = at("2026-09-22 11:30") if due == "next" else at(f"2026-09-21 {due}")
    assert centre.due(start, hours(3), rests) == expected
    assert centre.elapsed(start, expected, rests) == hours(3)


def test_night_ranges_belong_to_the_day_they_start_on() -> None:
    nights = calendar(NIGHTS, days={date(2026, 9, 22): NamedDay("closed")})
    assert nights.is_open(at("2026-09-22 05:59"))
    assert not nights.is_open(at("2026-09-22 06:00"))
    assert not nights.is_open(at("2026-09-22 23:00"))
    assert not nights.is_open(at("2026-09-23 05:00"))
    assert nights.due(at("2026-09-22 05:00"), hours(2)) == at("2026-09-23 23:00")


@pytest.mark.parametrize(
    ("zone", "week", "start", "end", "open_hours"),
    [
        (CHICAGO, ALL_DAY, "2026-03-08", "2026-03-09", 23),
        (CHICAGO, ALL_DAY, "2026-11-01", "2026-11-02", 25),
        (BERLIN, ALL_DAY, "2026-03-29", "2026-03-30", 23),
        (BERLIN, ALL_DAY, "2026-10-25", "2026-10-26", 25),
        (LORD_HOWE, ALL_DAY, "2026-10-04", "2026-10-05", 23.5),
        (LORD_HOWE, ALL_DAY, "2026-04-05", "2026-04-06", 24.5),
        (SHANGHAI, ALL_DAY, "2026-03-29", "2026-03-30", 24),
        (CHICAGO, NIGHTS, "2026-03-07 12:00", "2026-03-08 12:00", 7),
        (CHICAGO, NIGHTS, "2026-10-31 12:00", "2026-11-01 12:00", 9),
        # a repeated edge: cover starts at the first occurrence, ends at the last
        (CHICAGO, (((90, 180),),) * 7, "2026-11-01", "2026-11-02", 2.5),
        (CHICAGO, (((0, 90),),) * 7, "2026-11-01", "2026-11-02", 2.5),
        (CHICAGO, (((0, 90), (90, 180)),) * 7, "2026-11-01", "2026-11-02", 4),
        # a skipped edge: the first instant after the gap
        (CHICAGO, (((150, 240),),) * 7, "2026-03-08", "2026-03-09", 1),
        (CHICAGO, (((60, 150),),) * 7, "2026-03-08", "2026-03-09", 1),
        (CHICAGO, (((125, 175),),) * 7, "2026-03-08", "2026-03-09", 0),
        (LORD_HOWE, (((130, 180),),) * 7, "2026-10-04", "2026-10-05", 0.5),
    ],
)
def test_daylight_saving(
    zone: ZoneInfo, week: Week, start: str, end: str, open_hours: float
) -> None:
    assert calendar(week, zone).elapsed(at(start, zone), at(end, zone)) == hours(open_hours)


def test_a_calendar_that_never_opens_says_so() -> None:
    closed = calendar(NEVER_OPEN)
    with pytest.raises(Problem, match="test does not open again within 10 years"):
        closed.due(at("2026-09-21 00:00"), 1)
    assert closed.due(at("2026-09-21 00:00"), 0) == at("2026-09-21 00:00")
    assert closed.next_change(at("2026-09-21 00:00")) is None
    assert closed.elapsed(at("2020-01-01 00:00"), at("2026-01-01 00:00")) == 0


def test_what_was_asked_before_changes_no_answer() -> None:
    days = {
        date(2026, 1, 5): NamedDay("once", ((0, 60),), DayKind.SPECIAL),
        date(2040, 1, 5): NamedDay("again", ((0, 60),), DayKind.SPECIAL),
    }
    fresh, asked = calendar(NEVER_OPEN, days=days), calendar(NEVER_OPEN, days=days)
    asked.elapsed(at("2020-01-01"), at("2041-01-01"))
    for each in (fresh, asked):
        assert each.due(at("2026-01-01"), 3600) == at("2026-01-05 01:00")
        assert each.next_change(at("2027-01-01")) is None
        with pytest.raises(Problem):
            each.due(at("2026-01-01"), 3601)


def test_a_long_budget_and_distant_years() -> None:
    centre = calendar()
    assert centre.due(at("2026-01-01"), hours(8 * 261 * 15)) > at("2040-12-01")
    week = hours(40)
    for start in ("1905-06-05", "2103-06-04", "1960-06-06"):  # Mondays, in no order
        assert centre.elapsed(at(start), at(start) + 7 * 86400) == week


def test_always_open() -> None:
    always = always_open("always")
    assert always.due(1000, 500) == 1500
    assert always.due(1000, 500, [(1100, 1200), (1150, 1300), (1900, 2000)]) == 1700
    assert always.elapsed(1000, 2000, [(0, 1100), (1950, 3000)]) == 850
    assert always.is_open(0)
    assert always.next_change(0) is None
    assert always.explain(0, 60) == (Step(StepKind.COUNTED, 0, 60, 60),)


def test_whole_days_are_the_same_as_always_open() -> None:
    whole = calendar(ALL_DAY, BERLIN)
    assert whole.due(at("2026-03-01", BERLIN), hours(900)) == at("2026-03-01", BERLIN) + hours(900)
    assert whole.next_change(at("2026-03-01", BERLIN)) is None


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2026-09-21 08:00", "2026-09-21 08:30"),
        ("2026-09-21 08:30", "2026-09-21 12:00"),
        ("2026-09-21 12:00", "2026-09-21 13:00"),
        ("2026-09-25 17:30", "2026-09-28 08:30"),
        ("2026-12-31 17:29", "2026-12-31 17:30"),
    ],
)
def test_next_change(moment: str, change: str) -> None:
    assert calendar().next_change(at(moment)) == at(change)


def test_next_change_over_new_year() -> None:
    nights = calendar(NIGHTS)
    assert nights.next_change(at("2026-12-31 22:00")) == at("2027-01-01 06:00")


@pytest.mark.parametrize("wrong", [(600, 600), (600, 540), (-1, 5), (1440, 1500), (0, 2881)])
def test_ranges_that_are_none(wrong: Range) -> None:
    with pytest.raises(ValueError, match="range"):
        calendar(((wrong,),) * 7)


def test_explanation() -> None:
    centre = WorkingCalendar(
        "centre", SHANGHAI, WEEKDAYS, listed_days(DAYS, unannounced=frozenset({2026}))
    )
    start = at("2026-09-30 16:00")
    pause = (at("2026-09-30 16:30"), at("2026-09-30 17:00"))
    steps = centre.explain(start, hours(2), [pause])
    told = [
        (step.kind.value, to_wall(step.start, SHANGHAI).strftime("%d %H:%M"), step.seconds)
        for step in steps
    ]
    assert told == [
        ("counted", "30 16:00", 1800),
        ("not_announced", "30 16:00", 0),
        ("paused", "30 16:30", 1800),
        ("counted", "30 17:00", 1800),
        ("closed", "30 17:30", hours(7 * 24 + 15)),
        ("holiday", "01 00:00", 0),
        ("holiday", "02 00:00", 0),
        ("holiday", "05 00:00", 0),
        ("holiday", "06 00:00", 0),
        ("holiday", "07 00:00", 0),
        ("counted", "08 08:30", 3600),
    ]
    assert steps[1].label == "2026"
    assert steps[5].label == {"en": "National Day", "zh": "国庆节"}


def test_explanation_of_a_clock_change_and_special_hours() -> None:
    centre = calendar(ALL_DAY, CHICAGO, {date(2026, 11, 1): NamedDay("Audit", ((0, 720),))})
    steps = centre.explain(at("2026-10-31 12:00", CHICAGO), hours(20))
    change = next(step for step in steps if step.kind is StepKind.CLOCK_CHANGE)
    assert change.start == at("2026-11-01 01:00", CHICAGO) + 3600
    assert change.seconds == -3600
    named = next(step for step in steps if step.kind is StepKind.HOLIDAY)
    assert (named.label, named.seconds) == ("Audit", hours(8))  # up to the due time


CHANGES = [
    (CHICAGO, "2026-03-08"),
    (CHICAGO, "2026-11-01"),
    (BERLIN, "2026-03-29"),
    (BERLIN, "2026-10-25"),
    (LORD_HOWE, "2026-04-05"),
    (LORD_HOWE, "2026-10-04"),
    (SHANGHAI, "2026-10-01"),
    (SHANGHAI, "2027-01-01"),
]

quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
ranges = st.tuples(quarters, st.integers(1, 96).map(lambda quarter: quarter * 15)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
weeks = st.lists(st.lists(ranges, max_size=3).map(tuple), min_size=7, max_size=7).map(tuple)
minutes = st.integers(-3 * 1440, 3 * 1440).map(lambda minute: minute * 60)
seconds = st.integers(-3 * 86400, 3 * 86400)


def oracle(week: Week, zone: ZoneInfo, start: Instant, end: Instant, pauses: list[Interval]) -> int:
    """Open seconds by looking at every minute."""
    first = to_wall(start, zone).date() - timedelta(days=3)
    days = [first + timedelta(days=n) for n in range((end - start) // 86400 + 8)]
    opened = [
        (
            from_wall(datetime.combine(day, datetime.min.time()) + timedelta(minutes=a), zone),
            from_wall(
                datetime.combine(day, datetime.min.time()) + timedelta(minutes=b), zone, "end"
            ),
        )
        for day in days
        for a, b in week[day.weekday()]
    ]
    return 60 * sum(
        any(a <= minute < b for a, b in opened) and not any(a <= minute < b for a, b in pauses)
        for minute in range(start, end, 60)
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CHANGES), weeks, minutes, minutes, st.lists(st.tuples(minutes, minutes)))
def test_elapsed_counts_what_the_minutes_show(
    change: tuple[ZoneInfo, str], week: Week, a: int, b: int, offsets: list[tuple[int, int]]
) -> None:
    zone, day = change
    middle = at(day, zone)
    start, end = middle + min(a, b), middle + max(a, b)
    pauses = [(middle + first, middle + last) for first, last in offsets]
    assert calendar(week, zone).elapsed(start, end, pauses) == oracle(
        week, zone, start, end, pauses
    )


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(CHANGES),
    weeks.filter(any),
    seconds,
    st.integers(1, 400_000),
    st.lists(st.tuples(seconds, seconds), max_size=4),
)
def test_due_is_the_first_instant_that_has_elapsed(
    change: tuple[ZoneInfo, str],
    week: Week,
    offset: int,
    budget: int,
    offsets: list[tuple[int, int]],
) -> None:
    zone, day = change
    middle = at(day, zone)
    start = middle + offset
    pauses = [(middle + first, middle + last) for first, last in offsets]
    centre = calendar(week, zone)
    due = centre.due(start, budget, pauses)
    assert centre.elapsed(start, due, pauses) == budget
    assert centre.elapsed(start, due - 1, pauses) == budget - 1
    steps = centre.explain(start, budget, pauses)
    counted = [step for step in steps if step.kind is StepKind.COUNTED]
    assert sum(step.seconds for step in counted) == budget
    assert counted[-1].end == due
    told = {StepKind.COUNTED, StepKind.PAUSED, StepKind.CLOSED}
    stretches = [step for step in steps if step.kind in told]
    assert [step.start for step in stretches] == [start, *(step.end for step in stretches[:-1])]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), weeks, st.lists(seconds, min_size=3, max_size=3))
def test_elapsed_is_additive(change: tuple[ZoneInfo, str], week: Week, offsets: list[int]) -> None:
    zone, day = change
    a, b, c = (at(day, zone) + offset for offset in sorted(offsets))
    centre = calendar(week, zone)
    assert centre.elapsed(a, c) == centre.elapsed(a, b) + centre.elapsed(b, c)


def test_threads_that_compile_at_once_agree() -> None:
    centre = calendar(days=DAYS)
    starts = [at(f"{year}-06-01") for year in (2026, 2019, 2033, 2024, 2030, 2021)] * 8
    with ThreadPoolExecutor(8) as pool:
        dues = list(pool.map(lambda start: centre.due(start, hours(50)), starts))
    assert dues == [calendar(days=DAYS).due(start, hours(50)) for start in starts]
