"""Sets of days: `weekdays`, `workdays`, `mon-fri,holidays`, `2026-12-31`, …

Rotations are limited to such days, and needs hold on them. Which day is a holiday or a make-up
workday is the calendar's to say (rules.md, *Working calendar*).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, Protocol

from floorboard.domain.calendar import DayKind, NamedDay
from floorboard.domain.opening import Range

EVERY_DAY, WEEKDAYS = "every_day", "weekdays"
WORKDAYS, HOLIDAYS, DAYS_OFF = "workdays", "holidays", "days_off"

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BY_CALENDAR = (WORKDAYS, HOLIDAYS, DAYS_OFF)
_WEEK = frozenset(range(7))
_MON_FRI = frozenset(range(5))


class DayNames(Protocol):
    """Which days are holidays, make-up workdays or special."""

    def named_day(self, day: date) -> NamedDay | None: ...


class DayBook(DayNames, Protocol):
    """What a working calendar knows of days."""

    def ranges_on(self, day: date) -> tuple[Range, ...]: ...
    def announced(self, year: int) -> bool: ...
    def __hash__(self) -> int: ...


class DaySet(NamedTuple):
    """The days that any of its parts names."""

    weekdays: frozenset[int] = frozenset()
    """0 is Monday."""
    by_calendar: frozenset[str] = frozenset()
    """`workdays` have opening hours, `days_off` have none, `holidays` are named as such."""
    dates: tuple[tuple[date, date], ...] = ()
    """First and last days, sorted."""

    @classmethod
    def parse(cls, text: str) -> DaySet:
        """The set that a comma-joined list of these names: every_day, weekdays (Monday to Friday),
        workdays, holidays, days_off, mon … sun, mon-fri, a date (ISO 8601), a date..date.

        Raises `ValueError` for anything else.
        """
        return _parse(text)

    def holds(self, day: date, book: DayBook | None) -> bool:
        """Whether `day` is one of them. Only sets that `needs_book` ask the book anything."""
        if day.weekday() in self.weekdays:
            return True
        if any(first <= day <= last for first, last in self.dates):
            return True
        return bool(self.by_calendar) and self._held_by_calendar(day, book)

    @property
    def text(self) -> str:
        """The same set, written in one way only; `parse` reads it back."""
        if self.weekdays == _WEEK:
            return EVERY_DAY
        dates = (
            first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"
            for first, last in self.dates
        )
        calendar = (kind for kind in _BY_CALENDAR if kind in self.by_calendar)
        return ",".join([*_weekday_texts(self.weekdays), *calendar, *dates])

    @property
    def needs_book(self) -> bool:
        """Whether a calendar is needed to tell which days these are."""
        return bool(self.by_calendar)

    @property
    def weekly(self) -> bool:
        """Whether every week has the same of these days."""
        return not (self.by_calendar or self.dates)

    def _held_by_calendar(self, day: date, book: DayBook | None) -> bool:
        assert book is not None, f"{self.text} needs a calendar"
        if HOLIDAYS in self.by_calendar:
            named = book.named_day(day)
            if named is not None and named.kind is DayKind.HOLIDAY:
                return True
        if self.by_calendar <= {HOLIDAYS}:
            return False
        return (WORKDAYS if book.ranges_on(day) else DAYS_OFF) in self.by_calendar


def unannounced(days: DaySet, years: Iterable[int], book: DayBook) -> list[int]:
    """Those of `years` whose make-up days aren't announced yet, so that which days of them belong
    to `days` may still change."""
    return [year for year in years if not book.announced(year)] if days.needs_book else []


@lru_cache(maxsize=256)
def _parse(text: str) -> DaySet:
    weekdays: set[int] = set()
    by_calendar: set[str] = set()
    dates: set[tuple[date, date]] = set()
    for written in text.split(","):
        token = written.strip().lower()
        if token == EVERY_DAY:
            weekdays |= _WEEK
        elif token == WEEKDAYS:
            weekdays |= _MON_FRI
        elif token in _BY_CALENDAR:
            by_calendar.add(token)
        elif token[:3] in _NAMES:
            weekdays |= _weekdays(token)
        else:
            dates.add(_dates(token))
    if weekdays == _WEEK:
        return DaySet(_WEEK)
    return DaySet(frozenset(weekdays), frozenset(by_calendar), tuple(sorted(dates)))


def _weekdays(token: str) -> set[int]:
    """`sat`, `mon-fri`, or over the end of the week, `sat-mon`."""
    first, dash, last = token.partition("-")
    if first not in _NAMES or (dash and last not in _NAMES):
        raise ValueError(f"not a set of days: {token!r}")
    start = _NAMES.index(first)
    length = (_NAMES.index(last) - start) % 7 if dash else 0
    return {(start + each) % 7 for each in range(length + 1)}


def _dates(token: str) -> tuple[date, date]:
    first, dots, last = token.partition("..")
    try:
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if dots else start
    except ValueError:
        raise ValueError(f"not a set of days: {token!r}") from None
    if end < start:
        raise ValueError(f"the last day is before the first: {token!r}")
    return start, end


def _weekday_texts(weekdays: frozenset[int]) -> list[str]:
    """`weekdays`, `mon-sat`, or `mon` and `fri-sun`."""
    if weekdays == _MON_FRI:
        return [WEEKDAYS]
    texts = []
    for _, run in groupby(enumerate(sorted(weekdays)), lambda each: each[1] - each[0]):
        names = [_NAMES[weekday] for _, weekday in run]
        texts.append(names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}")
    return texts
