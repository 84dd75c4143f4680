"""What decides what an actor may do: asked inside every deed, and before the first paint."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Standing(NamedTuple):
    """What decides what an actor may do. `post` is empty for nobody and for nobody known."""

    name: str
    post: str
    joined_on: str
    """The first day at the centre, ISO 8601."""
    left_on: str | None
    """The last one."""
    zone: str
    permissions: str
    """The text in force; empty: the one that comes with the program."""


def of(db: sqlite3.Connection, person_id: int) -> Standing:
    """What decides what this person may do."""
    row = db.execute(
        "SELECT coalesce(p.name, ''), coalesce(p.post, ''), coalesce(p.joined_on, ''), p.left_on,"
        " coalesce(z.value, 'UTC'), coalesce(t.value, '')"
        " FROM (SELECT 1) LEFT JOIN person p ON p.id = ?"
        " LEFT JOIN setting z ON z.key = 'zone' LEFT JOIN setting t ON t.key = 'permissions'",
        (person_id,),
    ).fetchone()
    return Standing(*row)


def permissions_text(db: sqlite3.Connection) -> str:
    """The permissions in force as TOML; empty: the ones that come with the program."""
    found = db.execute("SELECT value FROM setting WHERE key = 'permissions'").fetchone()
    return str(found[0]) if found else ""


def somebody_has_a_pin(db: sqlite3.Connection) -> bool:
    """Whether people sign in here."""
    return db.execute("SELECT 1 FROM credential LIMIT 1").fetchone() is not None


def unsigned(db: sqlite3.Connection) -> str:
    """What a console may do that nobody has signed in to: `look` or `write`."""
    found = db.execute("SELECT value FROM setting WHERE key = 'unsigned'").fetchone()
    return str(found[0]) if found else "look"
