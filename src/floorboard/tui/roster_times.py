"""Times in the roster's forms: `17:00`, `11-24 17:00`, `2026-11-24`; a day alone is all of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem

EXAMPLES = "17:00 · 11-24 · 11-24 17:00 · 2026-11-24 17:00"

_WRITTEN = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?)?"
    r"\s*(?:(?P<hour>\d{1,2})(?:[:点](?P<minute>\d{2})?)?)?"
)


def shown(at: Instant, zone: ZoneInfo, edge: Edge = "start") -> str:
    """An instant as it is typed: midnight is the day that begins or, at an end, that ends there."""
    wall = to_wall(at, zone)
    if wall.time() == time():
        day = wall.date() - timedelta(days=edge == "end")
        return f"{day.month:02}-{day.day:02}"
    return f"{wall.month:02}-{wall.day:02} {wall.hour:02}:{wall.minute:02}"


def parse(text: str, near: date, zone: ZoneInfo, after: Instant | None = None) -> Instant:
    """The instant that `text` says. A time without a day is on `near`; a day without a year is the
    one next to it. With `after` it is an end: a day alone ends with it, and a time that isn't later
    is the next day's."""
    typed = unicodedata.normalize("NFKC", text).strip()
    found = _WRITTEN.fullmatch(typed)
    if found is None or not typed:
        raise _unreadable(text)
    year, month, day, hour, minute = (
        None if each is None else int(each)
        for each in found.group("year", "month", "day", "hour", "minute")
    )
    try:
        at = near if month is None or day is None else _date(year, month, day, near)
        if hour is None:
            end = at + timedelta(days=after is not None)
            return from_wall(datetime.combine(end, time()), zone)
        late = timedelta(days=hour == 24)
        wall = datetime.combine(at + late, time(hour % 24 if late else hour, minute or 0))
    except ValueError as error:
        raise _unreadable(text) from error
    found_at = from_wall(wall, zone, "start" if after is None else "end")
    if after is not None and month is None and found_at <= after:
        return from_wall(wall + timedelta(days=1), zone, "end")
    return found_at


def _date(year: int | None, month: int, day: int, near: date) -> date:
    if year is not None:
        return date(year, month, day)
    found = []
    for each in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(date(each, month, day))
        except ValueError:  # 29 February
            continue
    if not found:
        raise ValueError(month, day)
    return min(found, key=lambda each: abs(each - near))


def _unreadable(text: str) -> Problem:
    return Problem(
        N_("{text} isn't a time"), fix=N_("Write it as {examples}"), text=text, examples=EXAMPLES
    )
