"""Opening hours compiled to integers: when a calendar is open, and how much of it has passed.

A year's wall-time ranges become sorted instants once; after that every question is a bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, Interval, from_wall

Range = tuple[int, int]
"""Minutes of the day it starts on, half-open; the end exceeds 1440 where it runs over midnight."""

DAY_MINUTES = 1440
NEVER = 10 * 366 * 86400
"""Closed for this many seconds, a calendar never opens again (rules.md, *Working calendar*)."""

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 2, 9998  # compiling a year looks at the days on either side of it

_Compiled = tuple[list[Instant], list[Instant], list[int], Instant, Instant]
"""Opens, closes, open seconds up to each close; the first and last instant covered."""


class NeverOpen(Exception):
    """The calendar stays closed for `NEVER`; the calendar's own methods tell the user."""


class Openings:
    """The open intervals of a calendar, compiled a year at a time when somebody asks.

    `count` and `reach` are inverse: open seconds since an arbitrary, fixed origin. The compiled
    lists are never changed in place, only replaced together, so readers need no lock.
    """

    __slots__ = ("_compiled", "_lock", "_origin", "_ranges_on", "_years", "_zone")

    def __init__(self, zone: ZoneInfo, ranges_on: Callable[[date], tuple[Range, ...]]) -> None:
        self._zone = zone
        self._ranges_on = ranges_on
        self._lock = Lock()
        self._years: dict[int, list[Interval]] = {}
        self._origin = 0
        self._compiled: _Compiled = ([], [], [], 0, 0)

    def count(self, at: Instant) -> int:
        """Open seconds from the origin to `at`; only differences mean something."""
        opens, closes, totals, low, high = self._compiled
        if not low <= at < high:
            self._cover(at)
            opens, closes, totals, low, high = self._compiled
        i = bisect_right(closes, at)
        if i == len(closes):
            return totals[-1] if totals else 0
        opening = opens[i]
        return totals[i] - closes[i] + (at if at > opening else opening)

    def due(self, start: Instant, budget: int) -> Instant:
        """The earliest instant with `budget` > 0 open seconds since `start`. Raises `NeverOpen`.

        The common case is `reach` and `count` in one, because imports ask it 100,000 times.
        """
        opens, closes, totals, low, high = self._compiled
        if low <= start < high:
            i = bisect_right(closes, start)
            if i < len(closes):
                opening = opens[i]
                total = totals[i] - closes[i] + (start if start > opening else opening) + budget
                i = bisect_left(totals, total, i)
                if i < len(totals):
                    due = closes[i] - totals[i] + total
                    if due - start <= NEVER:
                        return due
        return self.reach(self.count(start) + budget, start)

    def reach(self, total: int, since: Instant) -> Instant:
        """The earliest instant at which `count` is `total`, more than it is at `since`.

        Raises `NeverOpen` where it meets a closed time of `NEVER` on the way there from `since`.
        """
        while True:
            opens, closes, totals, low, _ = self._compiled
            i = bisect_left(totals, total)
            if i < len(totals):
                break
            self._extend(max(since, closes[-1] if closes else low))
        due = closes[i] - totals[i] + total
        if due - since > NEVER:
            # what is compiled already depends on earlier questions, the answer must not
            quiet_since = since
            for j in range(bisect_right(closes, since), i + 1):
                if opens[j] - quiet_since > NEVER:
                    raise NeverOpen
                quiet_since = closes[j]
        return due

    def at_or_after(self, at: Instant) -> Interval:
        """The open interval that holds `at`, or the next one. Raises `NeverOpen`.

        An interval that goes on for longer than `NEVER` is cut somewhere after that.
        """
        self._cover(at)
        while True:
            opens, closes, _, _, high = self._compiled
            i = bisect_right(closes, at)
            if i == len(closes):
                self._extend(at)
            elif opens[i] - at > NEVER:
                raise NeverOpen
            elif closes[i] == high and high - at <= NEVER:
                self._extend(high)  # it may go on in the year that isn't compiled yet
            else:
                return opens[i], closes[i]

    def between(self, start: Instant, end: Instant) -> Iterator[Interval]:
        """The open intervals in `[start, end)`, clipped to it."""
        if end <= start:
            return
        self._cover(start)
        self._cover(end)
        opens, closes, _, _, _ = self._compiled
        for i in range(bisect_right(closes, start), bisect_left(opens, end)):
            yield max(opens[i], start), min(closes[i], end)

    def _cover(self, at: Instant) -> None:
        """Compile so that `at` lies within."""
        if self._compiled[3] <= at < self._compiled[4]:
            return
        year = min(max(datetime.fromtimestamp(at, self._zone).year, _FIRST_YEAR), _LAST_YEAR)
        with self._lock:
            if not self._years:
                self._origin = year
            wanted = {year, *self._years}
            self._compile(min(wanted), max(wanted))

    def _extend(self, quiet_since: Instant) -> None:
        """Compile one more year, unless it has been closed for too long already."""
        with self._lock:
            last = max(self._years)
            if self._compiled[4] - quiet_since > NEVER or last >= _LAST_YEAR:
                raise NeverOpen
            self._compile(min(self._years), last + 1)

    def _compile(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            if year not in self._years:
                self._years[year] = self._spans(year)
        # the count at the start of the origin's year stays 0, whatever is compiled before it
        earlier = (self._years[year] for year in range(first, self._origin))
        total = -sum(closing - opening for spans in earlier for opening, closing in spans)
        opens: list[int] = []
        closes: list[int] = []
        totals: list[int] = []
        for year in range(first, last + 1):
            for opening, closing in self._years[year]:
                total += closing - opening
                if closes and closes[-1] == opening:
                    closes[-1], totals[-1] = closing, total
                else:
                    opens.append(opening)
                    closes.append(closing)
                    totals.append(total)
        low, high = self._new_year(first), self._new_year(last + 1)
        self._compiled = (opens, closes, totals, low, high)

    def _spans(self, year: int) -> list[Interval]:
        """The open intervals of `year`, merged and clipped to it."""
        low, high = self._new_year(year), self._new_year(year + 1)
        first = date(year - 1, 12, 31).toordinal()  # its ranges may run over midnight
        last = date(year, 12, 31).toordinal()
        offsets = [self._offset(ordinal) for ordinal in range(first, last + 4)]
        found: list[Interval] = []
        for i, ordinal in enumerate(range(first, last + 1)):
            day = date.fromordinal(ordinal)
            ranges = self._ranges_on(day)
            if not ranges:
                continue
            offset = offsets[i]
            if offset == offsets[i + 1] == offsets[i + 2] == offsets[i + 3]:
                zero = (ordinal - _EPOCH) * 86400 - offset
                found += [(zero + start * 60, zero + end * 60) for start, end in ranges]
            else:  # the zone's clock changes near this day
                found += [
                    (self._edge(day, start, "start"), self._edge(day, end, "end"))
                    for start, end in ranges
                ]
        return merged((max(start, low), min(end, high)) for start, end in found)

    def _offset(self, ordinal: int) -> int:
        offset = datetime.fromordinal(ordinal).replace(tzinfo=self._zone).utcoffset()
        assert offset is not None
        return offset.days * 86400 + offset.seconds

    def _edge(self, day: date, minute: int, edge: Edge) -> Instant:
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        return from_wall(wall, self._zone, edge)

    def _new_year(self, year: int) -> Instant:
        return midnight(date(year, 1, 1), self._zone)


def midnight(day: date, zone: ZoneInfo) -> Instant:
    """The instant at which `day` begins in `zone`."""
    return from_wall(datetime.combine(day, time()), zone)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, with overlapping and touching ones joined, and the empty and reversed left out."""
    result: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
