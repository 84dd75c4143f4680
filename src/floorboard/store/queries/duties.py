"""The daily duties and which of their occurrences exist."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class DutyView:
    """A daily duty: the minute of the day it is due, and the minutes its window lasts around it."""

    id: int
    code: str
    due_minute: int
    minutes_before: int
    minutes_after: int


def daily(db: sqlite3.Connection) -> list[DutyView]:
    """The duties that are still done."""
    rows = db.execute(
        "SELECT id, code, due_minute, minutes_before, minutes_after FROM duty WHERE active"
        " ORDER BY due_minute, id"
    )
    return [DutyView(*row) for row in rows]


def scheduled(db: sqlite3.Connection, start: Instant, end: Instant) -> set[tuple[int, str]]:
    """The (duty, scheduled wall time) of the checks due in [`start`, `end`) for no project."""
    rows = db.execute(
        "SELECT duty_id, scheduled FROM duty_check"
        " WHERE due_at >= ? AND due_at < ? AND project_id IS NULL",
        (start, end),
    )
    return set(rows)
