"""Rotations, rotas and their people for tests, in few words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import WorkingCalendar, always_open
from floorboard.domain.instant import Instant
from floorboard.domain.roster.rotation import Rotation, Unit, turns
from floorboard.exchange.calendars import read_calendar

CHICAGO, LORD_HOWE = ZoneInfo("America/Chicago"), ZoneInfo("Australia/Lord_Howe")
BERLIN, SHANGHAI, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC")
APIA = ZoneInfo("Pacific/Apia")

ALWAYS = always_open("always")


def at(text: str) -> Instant:
    """The instant of `2026-03-08 07:30`, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def rotation(unit: Unit, length: int, anchor: str, size: int = 1, **more: object) -> Rotation:
    """A rotation of `size` groups of one: person 1 is the first, 2 the second, …"""
    groups = tuple((person,) for person in range(1, size + 1))
    return Rotation(unit, length, datetime.fromisoformat(anchor), groups, **more)  # type: ignore[arg-type] # a test's own words


def handoffs(made: Rotation, zone: ZoneInfo, start: Instant, end: Instant) -> list[Instant]:
    """The handoffs in [`start`, `end`)."""
    found = turns(made, zone, ALWAYS, start, end)
    return [turn.start for turn in found if turn.start >= start]


def centre() -> WorkingCalendar:
    """The centre's calendar as it ships: China's holidays and make-up workdays."""
    path = Path(__file__).parents[1] / "data" / "calendars" / "centre.toml"
    return read_calendar(path.read_text(encoding="utf-8"), path.name)
