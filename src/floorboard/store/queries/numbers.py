"""The numbers of new records."""

from __future__ import annotations

import sqlite3

_LAST = "ticket.last_number"
"""The setting that remembers the highest number a ticket was given here. An opening that is undone
takes its ticket away, but the caller may have been told the number."""


def new_ticket(db: sqlite3.Connection) -> int:
    """A number that no ticket has or has had, from now on taken."""
    number = last_ticket(db) + 1
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_LAST, str(number)),
    )
    return number


def last_ticket(db: sqlite3.Connection) -> int:
    """The highest number that a ticket has or has had."""
    found = db.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM ticket), coalesce("
        "(SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?), 0))",
        (_LAST,),
    )
    return int(found.fetchone()[0])


def next_id(db: sqlite3.Connection, table: str) -> int:
    """The id that the next row of `table`, a name of ours, gets."""
    return 1 + int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def exists(db: sqlite3.Connection, table: str, number: object) -> bool:
    """Whether `table`, a name of ours, has a row of this id."""
    return db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone() is not None
