"""The rules in force, as the TOML they were read from, and the open tickets they bear upon."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from floorboard.domain.instant import Instant
from floorboard.store.queries.clocks import ClockFacts, facts_of
from floorboard.store.queries.listing import OPEN_SQL

Texts = tuple[tuple[str, str], ...]
"""Names and their TOML."""

PAGE = 1_000
"""Tickets that are looked at together."""

DUE_COLUMNS = (
    "first_reply_due_at",
    "status_reply_due_at",
    "solution_due_at",
    "next_due_at",
    "next_clock",
    "next_rung_at",
)
"""What is stored with a ticket and follows from its history and the rules in force."""


def calendars(db: sqlite3.Connection) -> Texts:
    """Each working calendar's name and text."""
    return tuple(db.execute("SELECT name, body FROM calendar ORDER BY name"))


def policies(db: sqlite3.Connection) -> Texts:
    """Each policy's name and text."""
    return tuple(db.execute("SELECT name, body FROM policy ORDER BY name"))


def chosen_policy(db: sqlite3.Connection) -> str:
    """The name of the policy that the settings choose; empty where they don't."""
    found = db.execute("SELECT value FROM setting WHERE key = 'policy'").fetchone()
    return str(found[0]) if found else ""


def put(
    db: sqlite3.Connection,
    table: Literal["calendar", "policy"],
    name: str,
    body: str,
    now: Instant,
) -> None:
    """Store a text under its name, in place of the one that was there."""
    db.execute(
        f"INSERT INTO {table} (name, body, loaded_at) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (name) DO UPDATE SET body = ?2, loaded_at = ?3",
        (name, body, now),
    )


def choose_policy(db: sqlite3.Connection, name: str) -> None:
    """Make the policy called `name` the one in force."""
    db.execute(
        "INSERT INTO setting (key, value) VALUES ('policy', ?1)"
        " ON CONFLICT (key) DO UPDATE SET value = ?1",
        (name,),
    )


def open_tickets(
    db: sqlite3.Connection,
) -> Iterator[list[tuple[int, ClockFacts, tuple[object, ...]]]]:
    """The number, the facts and the stored due times of every open ticket, a page at a time."""
    after = 0
    while True:
        rows = db.execute(
            f"SELECT t.id, {', '.join(f't.{column}' for column in DUE_COLUMNS)} FROM ticket t"
            f" WHERE {OPEN_SQL} AND t.id > ? ORDER BY t.id LIMIT {PAGE}",
            (after,),
        ).fetchall()
        if not rows:
            return
        facts = facts_of(db, [row[0] for row in rows])
        yield [(number, facts[number], tuple(due)) for number, *due in rows]
        after = rows[-1][0]


def set_due_times(db: sqlite3.Connection, moved: Iterable[tuple[int, Sequence[object]]]) -> None:
    """Write the due times of tickets, in the order in which `open_tickets` tells them."""
    columns = ", ".join(f"{column} = ?" for column in DUE_COLUMNS)
    rows = ((*due, number) for number, due in moved)
    db.executemany(f"UPDATE ticket SET {columns} WHERE id = ?", rows)
