"""What somebody's turns weigh: hours, nights, weekends and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import DayKind
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.roster.candidates import Stint
from floorboard.domain.roster.days import DayBook
from floorboard.domain.roster.proposal import Load

NIGHT_HOURS = (0, 6)
"""The wall-clock hours that are the night."""

NIGHT_SECONDS = 3 * 3600
"""So much of them makes a night turn."""

SATURDAY = 5


def total(
    stints: Iterable[Stint], start: Instant, end: Instant, zone: ZoneInfo, book: DayBook
) -> Load:
    """Those that begin in [`start`, `end`), together. What lies at the same time counts once: who
    is called for two rotas in one night has one night."""
    mine = [each for each in stints if start <= each.start < end]
    days = {to_wall(each.start, zone).date() for each in mine}
    nights = {night for each in mine if (night := _night(each.start, each.end, zone))}
    return Load(
        len(nights),
        sum(_is_weekend(day) for day in days),
        sum(_is_holiday(day, book) for day in days),
        sum(last - first for first, last in merged((each.start, each.end) for each in mine)),
    )


def of(start: Instant, end: Instant, zone: ZoneInfo, book: DayBook) -> Load:
    """One turn. It belongs to the day on which it begins."""
    day = to_wall(start, zone).date()
    night = _night(start, end, zone) is not None
    return Load(int(night), int(_is_weekend(day)), int(_is_holiday(day, book)), end - start)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _is_holiday(day: date, book: DayBook) -> bool:
    named = book.named_day(day)
    return named is not None and named.kind is DayKind.HOLIDAY


def _night(start: Instant, end: Instant, zone: ZoneInfo) -> date | None:
    """The first day in whose night the turn has `NIGHT_SECONDS`."""
    midnight = datetime.combine(to_wall(start, zone).date(), time())
    for step in (0, 1):
        day = midnight + timedelta(days=step)
        first, last = (from_wall(day + timedelta(hours=hour), zone) for hour in NIGHT_HOURS)
        if min(end, last) - max(start, first) >= NIGHT_SECONDS:
            return day.date()
    return None
