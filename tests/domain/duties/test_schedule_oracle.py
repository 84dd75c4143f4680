"""Occurrences of duties: an oracle that looks at every day by itself, and what always holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.calendar import NamedDay, WorkingCalendar
from floorboard.domain.duties import rule
from floorboard.domain.duties.schedule import Schedule, Workdays, occurrences
from floorboard.domain.instant import Instant, from_wall
from scheduling import (
    APIA,
    BERLIN,
    CHICAGO,
    CHINA,
    LORD_HOWE,
    MAKE_UP,
    SHANGHAI,
    calendar,
    of_agents,
)

ZONES = (SHANGHAI, CHICAGO, BERLIN, LORD_HOWE)


@dataclass
class Fate:
    """An occurrence of the oracle."""

    scheduled: datetime
    wall: datetime
    due: Instant
    opens: Instant = field(default=0)
    closes: Instant = field(default=0)


def listed(parts: Mapping[str, str], name: str) -> list[int]:
    return [int(each) for each in parts[name].split(",")] if name in parts else []


def fits(parts: Mapping[str, str], start: datetime, day: date) -> bool:
    """Whether a rule comes on `day`, looked at by itself."""
    often, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    first = start.date()
    months = (day.year - first.year) * 12 + day.month - first.month
    monday = first - timedelta(first.weekday())
    steps = {
        "YEARLY": day.year - first.year,
        "MONTHLY": months,
        "WEEKLY": (day - monday).days // 7,
        "DAILY": (day - first).days,
    }[often]
    if steps % interval:
        return False
    month_end = (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    if "BYMONTH" in parts and day.month not in listed(parts, "BYMONTH"):
        return False
    by_day = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    by_month_day = listed(parts, "BYMONTHDAY")
    if not by_day and not by_month_day:
        if often == "WEEKLY":
            return day.weekday() == first.weekday()
        if often == "YEARLY" and "BYMONTH" not in parts and day.month != first.month:
            return False
        return often == "DAILY" or day.day == first.day
    if by_month_day and not {day.day, day.day - month_end.day - 1} & set(by_month_day):
        return False
    if not by_day:
        return True
    name = rule.WEEKDAYS[day.weekday()]
    whole_year = often == "YEARLY" and "BYMONTH" not in parts
    begin, end = (date(day.year, 1, 1), date(day.year, 12, 31)) if whole_year else (
        day.replace(day=1), month_end
    )  # fmt: skip
    number = (day - begin).days // 7 + 1
    from_end = -((end - day).days // 7 + 1)
    return bool({name, f"{number}{name}", f"{from_end}{name}"} & set(by_day))


def oracle(made: Schedule, end: date, book: WorkingCalendar, zone: ZoneInfo) -> Iterator[Fate]:
    """All occurrences that are due before `end`, from the very first one on."""
    parts = dict(part.split("=") for part in made.rule.split(";"))
    start, limit = made.start, int(parts.get("COUNT", "1000000"))
    hours = listed(parts, "BYHOUR") or [start.hour]
    minutes = listed(parts, "BYMINUTE") or [start.minute]
    fates: list[Fate] = []
    day, count = start.date(), 0
    while day < end + timedelta(70):
        for hour in sorted(hours) if fits(parts, start, day) else ():
            for minute in sorted(minutes):
                scheduled = datetime.combine(day, time(hour, minute))
                if "UNTIL" in parts and f"{day:%Y%m%d}" > parts["UNTIL"]:
                    continue
                if scheduled < start or count == limit:
                    continue
                count += 1
                wall = placed(scheduled, made.workdays, book)
                if wall is not None:
                    fates.append(Fate(scheduled, wall, from_wall(wall, zone)))
        day += timedelta(1)
    fates.sort(key=lambda fate: (fate.due, fate.wall == fate.scheduled, fate.scheduled))
    alone = list({fate.due: fate for fate in fates}.values())  # of those at once the last
    for index, fate in enumerate(alone):
        fate.opens = from_wall(fate.wall - timedelta(minutes=made.opens), zone)
        if index and fate.opens <= alone[index - 1].due:
            fate.opens = (alone[index - 1].due + fate.due) // 2
        fate.closes = from_wall(fate.wall + timedelta(minutes=made.closes), zone, "end")
        if fate.closes <= fate.due:
            fate.closes = fate.due + made.closes * 60
        if index:
            alone[index - 1].closes = min(alone[index - 1].closes, fate.opens)
    return (fate for fate in alone if fate.wall.date() < end)


def placed(scheduled: datetime, workdays: Workdays, book: WorkingCalendar) -> datetime | None:
    if workdays is Workdays.ANY:
        return scheduled
    if workdays is Workdays.ONLY:
        return scheduled if book.ranges_on(scheduled.date()) else None
    sign = 1 if workdays is Workdays.AFTER else -1
    shifts = (scheduled + timedelta(sign * step) for step in range(32))
    return next((each for each in shifts if book.ranges_on(each.date())), scheduled)


def joined(values: list[int]) -> str:
    return ",".join(map(str, sorted(set(values))))


@st.composite
def rules(draw: st.DrawFn) -> str:
    often = draw(st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY")))
    interval = draw(st.integers(1, 4))
    parts = [f"FREQ={often}"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    stepping = often in ("WEEKLY", "DAILY") and interval > 1
    if interval == 1 and draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), max_size=8))
        parts.append(f"BYMONTH={joined([3, *months])}")  # March has every day
    if often != "WEEKLY" and not stepping and draw(st.booleans()):
        month_days = st.lists(st.sampled_from((1, 2, 15, 28, 29, 30, 31, -1, -2, -31)), min_size=1)
        parts.append(f"BYMONTHDAY={joined(draw(month_days))}")
    elif (often != "DAILY" or interval == 1) and draw(st.booleans()):
        number = (
            draw(st.sampled_from(("", "1", "-1", "2"))) if often in ("YEARLY", "MONTHLY") else ""
        )
        names = draw(st.lists(st.sampled_from(rule.WEEKDAYS), min_size=1, unique=True))
        parts.append(f"BYDAY={','.join(number + name for name in names)}")
    if draw(st.booleans()):
        parts.append(f"BYHOUR={joined(draw(st.lists(st.integers(0, 23), min_size=1, max_size=3)))}")
        parts.append(f"BYMINUTE={draw(st.sampled_from(('0', '30', '15,45')))}")
    ends = ("", "", "COUNT=9", "UNTIL=20261102")
    return ";".join([*parts, draw(st.sampled_from(ends))]).rstrip(";")


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    windows = st.sampled_from((1, 45, 180, 1500, 5 * 1440, 40 * 1440))
    return of_agents(
        draw(rules()),
        draw(st.dates(date(2024, 12, 1), date(2026, 11, 1))),
        draw(st.sampled_from((0, 110, 135, 165, 1020, 1439))),
        draw(windows),
        draw(windows),
        draw(st.sampled_from(Workdays)),
    )


FIRSTS = st.one_of(
    st.sampled_from([date(2026, 3, 1), date(2026, 10, 20), date(2026, 9, 28), date(2026, 4, 1)]),
    st.dates(date(2025, 1, 1), date(2026, 11, 30)),
)
DAYS_OFF = st.dictionaries(
    st.dates(date(2025, 9, 1), date(2026, 12, 31)),
    st.sampled_from((NamedDay("Holiday"), MAKE_UP)),
    max_size=25,
)


@given(schedules(), FIRSTS, st.sampled_from(ZONES), DAYS_OFF)
@settings(max_examples=30)
def test_the_oracle_agrees(
    made: Schedule, first: date, zone: ZoneInfo, named: dict[date, NamedDay]
) -> None:
    book = calendar({**CHINA, **named})
    end = first + timedelta(31)
    found = occurrences(made, first, end, book, zone)
    expected = [
        (fate.scheduled, fate.opens, fate.due, fate.closes)
        for fate in oracle(made, end, book, zone)
        if fate.wall.date() >= first
    ]
    assert [
        (each.scheduled, each.opens_at, each.due_at, each.closes_at) for each in found
    ] == expected


@given(schedules(), FIRSTS, st.sampled_from((*ZONES, APIA)), DAYS_OFF, st.integers(0, 40))
@settings(max_examples=40)
def test_a_day_is_resolved_as_its_month_is(
    made: Schedule, first: date, zone: ZoneInfo, named: dict[date, NamedDay], cut: int
) -> None:
    book = calendar({**CHINA, **named})
    stops = [first + timedelta(step) for step in range(41)]
    whole = occurrences(made, first, stops[-1], book, zone)
    each_day = [occurrences(made, day, following, book, zone) for day, following in pairwise(stops)]
    assert [each for found in each_day for each in found] == whole
    middle = stops[cut]
    parts = [(first, middle), (middle, stops[-1])]
    assert [each for part in parts for each in occurrences(made, *part, book, zone)] == whole


@given(schedules(), FIRSTS, st.sampled_from(ZONES), DAYS_OFF)
@settings(max_examples=40)
def test_each_exists_once_and_no_window_overlaps_the_next(
    made: Schedule, first: date, zone: ZoneInfo, named: dict[date, NamedDay]
) -> None:
    book = calendar({**CHINA, **named})
    found = occurrences(made, first, first + timedelta(90), book, zone)
    assert len({each.scheduled for each in found}) == len(found)
    for each in found:
        assert each.opens_at <= each.due_at < each.closes_at
    for each, following in pairwise(found):
        assert each.closes_at <= following.opens_at
        assert each.due_at < following.opens_at
