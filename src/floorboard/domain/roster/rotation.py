"""Rotations: whose turn it is, from an anchor, by wall-clock handoffs (rules.md, *Rota*).

Turns are numbered from the anchor's, which is 0; those before it have numbers below. A handoff is
one instant, so turns tile the time: in an hour that the clock skips it is the first instant after
it, in one that it repeats the first of the two.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate
from math import gcd
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.opening import Range, merged
from floorboard.domain.roster import walls
from floorboard.domain.roster.days import DayBook, DaySet
from floorboard.domain.roster.walls import DAY


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Advance(StrEnum):
    """What makes the next group's turn come."""

    TURNS = "turns"
    """Turns worked: a handoff on days off skips nobody."""
    CALENDAR = "calendar"
    """Every handoff, worked or not."""


class Rotation(NamedTuple):
    """Groups of people that follow each other every `length` `unit`s.

    `anchor` is a naive wall time of the rota's zone: a handoff, at which group `anchor_group`
    comes on (0 is the first). `days` (a `DaySet`'s text) limits it to turns, and parts of turns,
    on such days. With `hours`, minutes of the day that may run over midnight, those on work these
    hours alone; without, from handoff to handoff.
    """

    unit: Unit
    length: int
    anchor: datetime
    groups: tuple[tuple[int, ...], ...]
    anchor_group: int = 0
    days: str = "every_day"
    advance: Advance = Advance.TURNS
    hours: Range | None = None


class RotationTurn(NamedTuple):
    """From one handoff to the next: the turn of the group of this number.

    Those of the group are on in `parts`, which the rotation's days and hours leave of it. A turn
    without any isn't worked: nobody is on.
    """

    start: Instant
    end: Instant
    group: int
    parts: tuple[Interval, ...]


def turns(
    rotation: Rotation, zone: ZoneInfo, book: DayBook, start: Instant, end: Instant
) -> list[RotationTurn]:
    """The turns that meet [`start`, `end`), each whole, in order; worked or not, before the anchor
    too. Two handoffs that fall together in a skipped hour are one. Without groups there are none.
    """
    if not rotation.groups or end <= start:
        return []
    needs_book = DaySet.parse(rotation.days).needs_book
    steps = _steps(rotation, zone, book if needs_book else None)
    counts_worked = rotation.advance is Advance.TURNS
    number = steps.running(start)
    passed = steps.worked_before(number) if counts_worked else number
    found: list[RotationTurn] = []
    opening = steps.handoff(number)
    while opening < end:
        closing = steps.handoff(number + 1)
        parts = steps.parts(number)
        if opening < closing:
            group = (rotation.anchor_group + passed) % len(rotation.groups)
            found.append(RotationTurn(opening, closing, group, parts))
        if parts or not counts_worked:
            passed += 1
        number += 1
        opening = closing
    return found


_SECONDS = {Unit.HOUR: 3600, Unit.DAY: DAY, Unit.WEEK: 7 * DAY}

_UTC = ZoneInfo("UTC")


class _Steps:
    """The turns of a rotation in a zone, by number.

    Only a rotation on days that a calendar tells needs its `book`. Nothing takes time by the
    distance from the anchor, except that turns worked are counted by years, once each. `days` take
    the place of the rotation's.
    """

    def __init__(
        self,
        rotation: Rotation,
        zone: ZoneInfo,
        book: DayBook | None,
        days: DaySet | None = None,
    ) -> None:
        self._rotation = rotation
        self._zone = zone
        self._book = book
        self._days = days or DaySet.parse(rotation.days)
        self._anchor = walls.of(rotation.anchor)
        self._step = rotation.length * _SECONDS.get(rotation.unit, 0)
        day_long = rotation.unit is Unit.DAY and rotation.length == 1
        self._counts_whole = rotation.unit is Unit.HOUR or day_long
        self._counted: dict[int, tuple[list[int], list[int]]] = {}

    def handoff(self, number: int) -> Instant:
        """When the turn begins."""
        return walls.instant(self._wall(number), self._zone)

    def running(self, at: Instant) -> int:
        """The turn that holds `at`."""
        number = self._last_by(walls.of(to_wall(at, self._zone)))
        while self.handoff(number + 1) <= at:  # a wall that was set back shows less than was passed
            number += 1
        return number

    def parts(self, number: int) -> tuple[Interval, ...]:
        """When those whose turn it is really are on.

        A turn of hours, or of a day, counts as a whole by the date it starts on. A longer one is
        limited day by day: from the handoff's time on a date to that on the next, or the hours
        that start on it.
        """
        return tuple(merged(self._pieces(number)))

    def worked_before(self, number: int) -> int:
        """How many turns are worked from the anchor's up to this one. Before the anchor it is less
        than 0 by those that are worked from this one up to the anchor's."""
        rounds, rest = divmod(number, len(self._pattern))
        plain = rounds * sum(self._pattern) + sum(self._pattern[:rest])
        low, high = min(number, 0), max(number, 0)
        other = 0
        for year in range(self._year(low), self._year(high) + 1):
            numbers, totals = self._exceptions(year)
            other += totals[bisect_left(numbers, high)] - totals[bisect_left(numbers, low)]
        return plain + (other if number > 0 else -other)

    def _wall(self, number: int) -> int:
        """The wall time of a handoff. A month that lacks the anchor's day has it on its last."""
        if self._rotation.unit is not Unit.MONTH:
            return self._anchor + number * self._step
        anchor = self._rotation.anchor
        months = anchor.year * 12 + anchor.month - 1 + number * self._rotation.length
        year, month = months // 12, months % 12 + 1
        day = date(year, month, min(anchor.day, monthrange(year, month)[1]))
        return walls.day_of(day) * DAY + self._anchor % DAY

    def _last_by(self, wall: int) -> int:
        """The last turn whose handoff isn't after that wall time."""
        if self._rotation.unit is not Unit.MONTH:
            return (wall - self._anchor) // self._step
        day, anchor = walls.date_of(wall // DAY), self._rotation.anchor
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        number = months // self._rotation.length
        return number if self._wall(number) <= wall else number - 1

    def _worked(self, number: int) -> bool:
        """Whether the turn has any part."""
        return any(begin < close for begin, close in self._pieces(number))

    def _pieces(self, number: int) -> Iterator[Interval]:
        """The parts of a turn by its days, as far as it goes; some are empty, some touch."""
        first, last = self._wall(number), self._wall(number + 1)
        start, end = walls.instant(first, self._zone), walls.instant(last, self._zone)
        if start >= end:
            return
        of_hours = self._rotation.unit is Unit.HOUR
        if self._counts_whole and self._rotation.hours is None:
            if self._holds(first // DAY):
                yield start, end
            return
        if of_hours and not self._holds(first // DAY):
            return
        for day in range(first // DAY - 1, last // DAY + 1):  # hours may run over midnight
            if of_hours or self._holds(day):
                begin, close = self._piece(day)
                yield max(begin, start), min(close, end)

    def _piece(self, day: int) -> Interval:
        """What belongs to a day, without regard to the turn."""
        hours = self._rotation.hours
        if hours is None:
            handoff = day * DAY + self._anchor % DAY
            return walls.instant(handoff, self._zone), walls.instant(handoff + DAY, self._zone)
        begin, close = (day * DAY + minute * 60 for minute in hours)
        return walls.instant(begin, self._zone), walls.instant(close, self._zone, "end")

    def _holds(self, day: int) -> bool:
        return self._days.holds(walls.date_of(day), self._book)

    def _year(self, number: int) -> int:
        return walls.date_of(self._wall(number) // DAY).year

    @cached_property
    def _pattern(self) -> tuple[bool, ...]:
        """Which turns are worked, over and over, where no clock ever changes and every week is as
        usual."""
        cycle = {Unit.HOUR: 168, Unit.DAY: 7}.get(self._rotation.unit, 1)
        plain = _Steps(self._rotation, _UTC, None, self._usual)
        length = cycle // gcd(cycle, self._rotation.length)
        return tuple(plain._worked(number) for number in range(length))

    @cached_property
    def _usual(self) -> DaySet:
        """The days of a week that are such days in most weeks of the anchor's year."""
        if self._days.weekly:
            return self._days
        year = _days_of(self._rotation.anchor.year)
        held = Counter(walls.date_of(day).weekday() for day in year if self._holds(day))
        return DaySet(frozenset(day for day, weeks in held.items() if weeks > 26))

    def _exceptions(self, year: int) -> tuple[list[int], list[int]]:
        """The turns begun in `year` that the pattern is wrong about, and how many more are worked
        than it says, up to each of them."""
        found = self._counted.get(year)
        if found is None:
            pattern = self._pattern
            begun = self._begun_in(year)
            wrong = [
                (number, 1 if worked else -1)
                for number in sorted(self._suspects(year))
                if number in begun
                and (worked := self._worked(number)) is not pattern[number % len(pattern)]
            ]
            numbers = [number for number, _ in wrong]
            totals = list(accumulate((more for _, more in wrong), initial=0))
            found = self._counted[year] = (numbers, totals)
        return found

    def _begun_in(self, year: int) -> range:
        days = _days_of(year)
        first, last = (self._last_by(day * DAY - 1) for day in (days.start, days.stop))
        return range(first + 1, last + 1)

    def _suspects(self, year: int) -> Collection[int]:
        """The turns begun in `year`, and some around it, that the pattern may be wrong about."""
        if not self._days.weekly and not 0 < self._step <= 7 * DAY:
            return self._begun_in(year)  # few, each of many days
        found: set[int] = set()
        for each in (year - 1, year, year + 1):
            for day in (*self._clock_changes(each), *self._unusual(each)):
                first, last = self._last_by(day * DAY), self._last_by((day + 1) * DAY)
                found.update(range(first - 1, last + 2))
        return found

    def _clock_changes(self, year: int) -> Iterator[int]:
        """The days on which a change of the clock may give time to a turn, or take all of it. From
        handoff to handoff only a change as long as the shortest turn or day can."""
        shortest = self._step if self._rotation.unit is Unit.HOUR else DAY
        for day, forward in walls.changes(self._zone, year):
            if self._rotation.hours is not None or forward >= shortest:
                yield day

    def _unusual(self, year: int) -> tuple[int, ...]:
        """The days of `year` that aren't as in a usual week."""
        if self._days.weekly:
            return ()
        return _unlike(self._days, self._usual, self._book, year)


def _days_of(year: int) -> range:
    return range(walls.day_of(date(year, 1, 1)), walls.day_of(date(year + 1, 1, 1)))


@lru_cache(maxsize=2048)
def _unlike(days: DaySet, usual: DaySet, book: DayBook | None, year: int) -> tuple[int, ...]:
    """The days of `year` that one set holds and the other doesn't."""
    dates = ((day, walls.date_of(day)) for day in _days_of(year))
    return tuple(day for day, at in dates if days.holds(at, book) is not usual.holds(at, None))


def _steps(rotation: Rotation, zone: ZoneInfo, book: DayBook | None) -> _Steps:
    """The turns of a rotation; the same for rotations that differ in their groups alone."""
    return _known_steps(rotation._replace(groups=(), anchor_group=0), zone, book)


@lru_cache(maxsize=512)
def _known_steps(rotation: Rotation, zone: ZoneInfo, book: DayBook | None) -> _Steps:
    return _Steps(rotation, zone, book)
