"""The rules in force, as the TOML they were read from."""

from __future__ import annotations

import sqlite3


def calendars(db: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Each working calendar's name and text."""
    return tuple(db.execute("SELECT name, body FROM calendar ORDER BY name"))


def policies(db: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Each policy's name and text."""
    return tuple(db.execute("SELECT name, body FROM policy ORDER BY name"))
