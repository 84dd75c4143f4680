"""What turns weigh: hours, nights, weekends and holidays, so that they can be spread evenly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import DayKind
from floorboard.domain.instant import Interval, from_wall, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.roster.days import DayNames

NIGHT = (22 * 60, 30 * 60)
"""Night work, in minutes after midnight: 22:00 to 06:00, as Chinese labour rules have it."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Load:
    """Work that somebody did or would do, counted."""

    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    seconds: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.nights + other.nights,
            self.weekends + other.weekends,
            self.holidays + other.holidays,
            self.seconds + other.seconds,
        )


NO_LOAD = Load()


def load_of(turns: Iterable[Interval], zone: ZoneInfo, book: DayNames) -> Load:
    """What `turns` are together; each belongs to the day on which it begins. What lies at the same
    time counts once: who is called for two rotas in one night has one night."""
    mine = list(turns)
    days = {to_wall(start, zone).date() for start, _ in mine}
    return Load(
        len({night for turn in mine for night in nights_of(turn, zone)}),
        sum(is_weekend(day, book) for day in days),
        sum(is_holiday(day, book) for day in days),
        sum(end - start for start, end in merged(mine)),
    )


def nights_of(turn: Interval, zone: ZoneInfo) -> Iterator[date]:
    """The nights that a turn is, by the day on which each begins: those of which it has half, or
    which are at least half of it."""
    start, end = turn
    day, last = to_wall(start, zone).date() - timedelta(days=1), to_wall(end, zone).date()
    while day <= last:
        opens, closes = night(day, zone)
        within = min(end, closes) - max(start, opens)
        if within > 0 and 2 * within >= min(end - start, closes - opens):
            yield day
        day += timedelta(days=1)


def night(day: date, zone: ZoneInfo) -> Interval:
    """The night that begins on `day`."""
    midnight = datetime.combine(day, time())
    first, last = (midnight + timedelta(minutes=minute) for minute in NIGHT)
    return from_wall(first, zone), from_wall(last, zone, "end")


def is_weekend(day: date, book: DayNames) -> bool:
    """Whether it is a Saturday or Sunday, and neither a holiday nor a make-up workday."""
    named = book.named_day(day)
    return day.weekday() >= SATURDAY and (named is None or named.kind is DayKind.SPECIAL)


def is_holiday(day: date, book: DayNames) -> bool:
    named = book.named_day(day)
    return named is not None and named.kind is DayKind.HOLIDAY


def is_night(turn: Interval, zone: ZoneInfo) -> bool:
    """Whether a turn is one night at least."""
    return next(nights_of(turn, zone), None) is not None
