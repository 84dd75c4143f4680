"""Wall times as whole seconds since a wall's own 1970-01-01T00:00, so that stepping is arithmetic.

On days far from any change of its zone's clock, such a wall time and the instant that it means
differ by the zone's offset, which is remembered; the others go through `domain.instant`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, from_wall

DAY = 86400

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 # a wall time
_EPOCH_DAY = _EPOCH.toordinal()


def of(wall: datetime) -> int:
    """The seconds of a naive wall time."""
    return (wall.toordinal() - _EPOCH_DAY) * DAY + wall.hour * 3600 + wall.minute * 60 + wall.second


def day_of(day: date) -> int:
    """The number of a day; it begins at so many times `DAY`."""
    return day.toordinal() - _EPOCH_DAY


def date_of(day: int) -> date:
    """The day of a number."""
    return date.fromordinal(day + _EPOCH_DAY)


def instant(wall: int, zone: ZoneInfo, edge: Edge = "start") -> Instant:
    """The instant that the wall time means in `zone` (rules.md, *Time*)."""
    offset = _steady_offset(zone, wall // DAY)
    if offset is None:
        return from_wall(_EPOCH + timedelta(seconds=wall), zone, edge)
    return wall - offset


@lru_cache(maxsize=1024)
def changes(zone: ZoneInfo, year: int) -> tuple[tuple[int, int], ...]:
    """The days of `year` between whose midnights the zone's clock changes, and by how many seconds
    it goes forward. No zone changes its clock and back within a week."""
    first, following = day_of(date(year, 1, 1)), day_of(date(year + 1, 1, 1))
    found: list[tuple[int, int]] = []
    for start in range(first, following, 7):
        end = min(start + 7, following)
        if _offset(zone, start) != _offset(zone, end):
            moves = (
                (day, _offset(zone, day + 1) - _offset(zone, day)) for day in range(start, end)
            )
            found += (move for move in moves if move[1])
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def _steady_offset(zone: ZoneInfo, day: int) -> int | None:
    """The zone's offset on a day; None where its clock changes around that day."""
    offsets = {_offset(zone, each) for each in range(day - 1, day + 3)}
    return offsets.pop() if len(offsets) == 1 else None


def _offset(zone: ZoneInfo, day: int) -> int:
    """Seconds that the zone's clock is ahead of UTC as a day begins."""
    offset = (_EPOCH + timedelta(days=day)).replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return offset.days * DAY + offset.seconds
