"""Time: instants, wall times, and the door between them.

An *instant* is a whole number of seconds since 1970-01-01T00:00:00Z; the store keeps the same
number. A *wall time* is a naive datetime that belongs to a zone. Intervals are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

Instant = int
"""Seconds since the epoch, UTC."""

DAY_SECONDS = 86_400
"""Seconds of most days: for looking far enough around, never for counting days."""

Interval = tuple[Instant, Instant]
"""Half-open: the start belongs to it, the end does not."""

Edge = Literal["start", "end"]
"""Which end of a span a wall time is: a repeated hour means its first or its last occurrence."""


class WallKind(StrEnum):
    """How a wall time meets its zone's clock."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    """A forward change jumps over it: it means the first instant after the gap."""
    REPEATED = "repeated"
    """A backward change shows it twice: first occurrence as a start, last as an end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An instant read off a wall clock, and what the zone made of it."""

    instant: Instant
    kind: WallKind


def read_wall(wall: datetime, zone: ZoneInfo, edge: Edge = "start") -> Reading:
    """The instant that the naive `wall` means in `zone` (rules.md, *Time*)."""
    first = wall.replace(tzinfo=zone, fold=0)
    last = wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), last.utcoffset()
    assert before is not None
    assert after is not None
    if before == after:
        return Reading(int(first.timestamp()), WallKind.PLAIN)
    if before > after:
        chosen = first if edge == "start" else last
        return Reading(int(chosen.timestamp()), WallKind.REPEATED)
    return Reading(_end_of_gap(first, last), WallKind.SKIPPED)


def from_wall(wall: datetime, zone: ZoneInfo, edge: Edge = "start") -> Instant:
    """`read_wall` without the remark."""
    return read_wall(wall, zone, edge).instant


def to_wall(instant: Instant, zone: ZoneInfo) -> datetime:
    """The naive wall time that clocks in `zone` show at `instant`."""
    return datetime.fromtimestamp(instant, zone).replace(tzinfo=None)


def midnight(day: date, zone: ZoneInfo) -> Instant:
    """The instant at which `day` begins in `zone`."""
    return from_wall(datetime.combine(day, time()), zone)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def iso(instant: Instant) -> str:
    """`instant` as `--json` writes it: ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end_of_gap(first: datetime, last: datetime) -> Instant:
    """The first instant at which the zone shows the offset that follows the gap.

    Inside a gap, fold 0 is read with the offset before it and fold 1 with the one after it, so the
    two instants lie on either side of the change; a bisection finds it to the second.
    """
    zone = first.tzinfo
    after = datetime.fromtimestamp(first.timestamp(), zone).utcoffset()
    low, high = int(last.timestamp()) - 1, int(first.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high
