"""Working calendars: open time between two instants, and when a budget of it is used up.

The rules are rules.md, *Working calendar*. Durations are real seconds: the hour that a DST change
repeats counts twice, the one it skips not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.opening import (
    DAY_MINUTES,
    NEVER,
    NeverOpen,
    Openings,
    Range,
    merged,
    midnight,
)
from floorboard.domain.problem import N_, Problem

ALWAYS = "always"
"""The name of the calendar that never closes."""

Wording = str | Mapping[str, str]
"""A text from data: in one language, or by language code."""

Week = tuple[tuple[Range, ...], ...]
"""The ranges of seven days, Monday first."""


class DayKind(StrEnum):
    """Why a day is named."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    """A make-up workday (调休): a weekend day that takes a weekday's hours."""
    SPECIAL = "special"
    """A day with hours of its own."""


class NamedDay(NamedTuple):
    """A date whose ranges replace those of its weekday; no ranges means closed."""

    name: Wording
    ranges: tuple[Range, ...] = ()
    kind: DayKind = DayKind.HOLIDAY


class YearDays(NamedTuple):
    """The named days of a year. Not `announced`: its make-up days aren't known yet."""

    days: Mapping[date, NamedDay]
    announced: bool = True


NamedDays = Callable[[int], YearDays]
"""The named days of a year. Asked once a year and calendar, so it may read a library."""

_ORDINARY = YearDays(MappingProxyType({}))


def ordinary_days(year: int) -> YearDays:
    """No named days at all."""
    return _ORDINARY


def listed_days(
    days: Mapping[date, NamedDay], unannounced: frozenset[int] = frozenset()
) -> NamedDays:
    """Named days that are known beforehand."""

    def of_year(year: int) -> YearDays:
        named = {day: what for day, what in days.items() if day.year == year}
        return YearDays(named, year not in unannounced)

    return of_year


class StepKind(StrEnum):
    """What a step of an explanation tells."""

    COUNTED = "counted"
    """Open time that counted; `seconds` of it."""
    PAUSED = "paused"
    """A break; `seconds` of open time that it took out."""
    CLOSED = "closed"
    """Nights, weekends and holidays in one piece; `seconds` as a stop-watch has them."""
    HOLIDAY = "holiday"
    WORKDAY = "workday"
    SPECIAL = "special"
    """Named days: the part of the day that was met, its name, `seconds` of open time in it."""
    CLOCK_CHANGE = "clock_change"
    """The zone's clock moves at `start`, by `seconds`."""
    NOT_ANNOUNCED = "not_announced"
    """Make-up days of the year named by `label` aren't announced: the count may change."""


class Step(NamedTuple):
    """One line of "why is it due then?", untranslated."""

    kind: StepKind
    start: Instant
    end: Instant
    seconds: int
    label: Wording = ""


_STEP_ORDER = {kind: order for order, kind in enumerate(StepKind)}


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """When somebody works: weekly ranges in a zone, and named days that override them.

    Opening hours are wall times. A start that occurs twice means its first occurrence, an end its
    last; a skipped one the first instant after the gap. Overlapping ranges count once.
    """

    name: str
    zone: ZoneInfo
    week: Week
    named_days: NamedDays = ordinary_days
    titles: Mapping[str, str] = field(default_factory=dict)
    _years: dict[int, YearDays] = field(init=False, repr=False, default_factory=dict)
    _openings: Openings | None = field(init=False, repr=False)
    """None: always open."""

    def __post_init__(self) -> None:
        for start, end in (each for ranges in self.week for each in ranges):
            if not 0 <= start < DAY_MINUTES or not start < end <= 2 * DAY_MINUTES:
                raise ValueError(f"not a range of a day: {start}-{end}")
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        always = self.week == _ALWAYS_WEEK and self.named_days is ordinary_days
        object.__setattr__(
            self, "_openings", None if always else Openings(self.zone, self.ranges_on)
        )

    def elapsed(self, start: Instant, end: Instant, pauses: Iterable[Interval] = ()) -> int:
        """Open seconds in `[start, end)`, without those in `pauses`; 0 where `end` <= `start`.

        Pauses may be unsorted and may overlap; empty and reversed ones are nothing.
        """
        if end <= start:
            return 0
        total = self._between(start, end)
        if pauses:
            for pause_start, pause_end in merged(pauses):
                if pause_start < end and pause_end > start:
                    total -= self._between(max(pause_start, start), min(pause_end, end))
        return total

    def due(self, start: Instant, budget: int, pauses: Iterable[Interval] = ()) -> Instant:
        """The earliest instant at which `elapsed(start, it, pauses)` has reached `budget` seconds.

        A budget that ends exactly at closing is due at closing; a budget of 0 at `start`.
        Raises `Problem` when the calendar stays closed for 10 years before that.
        """
        if budget <= 0:
            return start
        openings = self._openings
        try:
            due = start + budget if openings is None else openings.due(start, budget)
            if pauses:
                for pause_start, pause_end in merged(pauses):
                    if pause_start >= due:
                        break
                    if pause_end > start:
                        budget += self._between(max(pause_start, start), pause_end)
                        due = start + budget if openings is None else openings.due(start, budget)
            return due
        except NeverOpen:
            raise Problem(
                N_("calendar {calendar} does not open again within 10 years"),
                fix=N_("Give it opening hours, or choose another calendar for the target"),
                calendar=self.name,
            ) from None

    def is_open(self, at: Instant) -> bool:
        """Whether `at` lies in open time."""
        return self._between(at, at + 1) > 0

    def next_change(self, at: Instant) -> Instant | None:
        """The first instant after `at` at which it opens or closes; None within 10 years."""
        if self._openings is None:
            return None
        try:
            opening, closing = self._openings.at_or_after(at)
        except NeverOpen:
            return None
        change = opening if opening > at else closing
        return change if change - at <= NEVER else None

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        """The opening ranges that start on `day`, named or not."""
        named = self.named_day(day)
        return self.week[day.weekday()] if named is None else named.ranges

    def named_day(self, day: date) -> NamedDay | None:
        """What is special about `day`."""
        return self._year(day.year).days.get(day)

    def announced(self, year: int) -> bool:
        """Whether the make-up days of `year` are known."""
        return self._year(year).announced

    def explain(
        self, start: Instant, budget: int, pauses: Iterable[Interval] = ()
    ) -> tuple[Step, ...]:
        """How `due(start, budget, pauses)` comes about, in order of time. Raises as `due` does."""
        pauses = merged(pauses)
        end = self.due(start, budget, pauses)
        stretches = [*self._paused_steps(start, end, pauses)]
        stretches += self._counted_steps(start, end, pauses)
        stretches.sort(key=lambda step: step.start)
        steps = [*stretches, *self._closed_steps(start, end, stretches)]
        steps += self._day_steps(start, end)
        steps += self._clock_changes(start, end)
        return tuple(sorted(steps, key=lambda step: (step.start, _STEP_ORDER[step.kind])))

    def _between(self, start: Instant, end: Instant) -> int:
        openings = self._openings
        return end - start if openings is None else openings.count(end) - openings.count(start)

    def _year(self, year: int) -> YearDays:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self.named_days(year)
        return found

    def _open_intervals(self, start: Instant, end: Instant) -> Iterable[Interval]:
        if self._openings is None:
            return [(start, end)] if start < end else []
        return self._openings.between(start, end)

    def _paused_steps(
        self, start: Instant, end: Instant, pauses: Iterable[Interval]
    ) -> Iterator[Step]:
        for pause_start, pause_end in pauses:
            begin, finish = max(pause_start, start), min(pause_end, end)
            if begin < finish:
                yield Step(StepKind.PAUSED, begin, finish, self._between(begin, finish))

    def _counted_steps(
        self, start: Instant, end: Instant, pauses: Iterable[Interval]
    ) -> Iterator[Step]:
        for opening, closing in self._open_intervals(start, end):
            cursor = opening
            for pause_start, pause_end in pauses:
                if pause_start >= closing:
                    break
                if pause_end <= cursor:
                    continue
                if cursor < pause_start:
                    yield Step(StepKind.COUNTED, cursor, pause_start, pause_start - cursor)
                cursor = pause_end
            if cursor < closing:
                yield Step(StepKind.COUNTED, cursor, closing, closing - cursor)

    def _closed_steps(
        self, start: Instant, end: Instant, stretches: Iterable[Step]
    ) -> Iterator[Step]:
        cursor = start
        for stretch in stretches:
            if cursor < stretch.start:
                yield Step(StepKind.CLOSED, cursor, stretch.start, stretch.start - cursor)
            cursor = max(cursor, stretch.end)

    def _day_steps(self, start: Instant, end: Instant) -> Iterator[Step]:
        """Named days, and years whose make-up days aren't announced."""
        if self._openings is None or end <= start:
            return
        day, last = to_wall(start, self.zone).date(), to_wall(end - 1, self.zone).date()
        year = day.year - 1
        while day <= last:
            if day.year != year:
                year = day.year
                if not self.announced(year):
                    finish = min(end, midnight(date(year + 1, 1, 1), self.zone))
                    begin = max(start, midnight(day, self.zone))
                    yield Step(StepKind.NOT_ANNOUNCED, begin, finish, 0, str(year))
            named = self.named_day(day)
            following = day + timedelta(days=1)
            if named is not None:
                begin = max(start, midnight(day, self.zone))
                finish = min(end, midnight(following, self.zone))
                open_time = self._between(begin, finish)
                yield Step(StepKind(named.kind), begin, finish, open_time, named.name)
            day = following

    def _clock_changes(self, start: Instant, end: Instant) -> Iterator[Step]:
        """DST changes inside, found to the second between days whose offsets differ."""
        if self._openings is None:
            return
        low = start
        while low < end:
            high = min(low + 86400, end)
            before, after = self._offset(low), self._offset(high)
            if before != after:
                left, right = low, high
                while right - left > 1:
                    middle = (left + right) // 2
                    if self._offset(middle) == before:
                        left = middle
                    else:
                        right = middle
                yield Step(StepKind.CLOCK_CHANGE, right, right, after - before)
            low = high

    def _offset(self, at: Instant) -> int:
        offset = datetime.fromtimestamp(at, self.zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())


_ALWAYS_WEEK: Week = (((0, DAY_MINUTES),),) * 7


def always_open(
    name: str, zone: ZoneInfo | None = None, titles: Mapping[str, str] | None = None
) -> WorkingCalendar:
    """The calendar of a post that never closes: open time is time."""
    return WorkingCalendar(name, zone or ZoneInfo("UTC"), _ALWAYS_WEEK, titles=titles or {})
