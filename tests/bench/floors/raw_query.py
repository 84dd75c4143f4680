"""The overdue tickets as bare tuples: the least that sqlite3 can be asked for them."""

from __future__ import annotations

import sqlite3

_OVERDUE = """
    SELECT id, external_id, kind, state, priority, title, project_id, owner_id, owner_label,
        next_due_at, next_clock, opened_at, updated_at
    FROM ticket
    WHERE state IN ('new', 'open', 'second_line', 'waiting') AND next_due_at < ?
    ORDER BY next_due_at, id LIMIT ?
"""


def overdue(db: sqlite3.Connection, now: int, limit: int) -> list[tuple[object, ...]]:
    """The tickets due before `now`, the longest overdue first."""
    return db.execute(_OVERDUE, (now, limit)).fetchall()


def plan(db: sqlite3.Connection, now: int, limit: int) -> list[tuple[object, ...]]:
    """How SQLite goes about it."""
    return db.execute(f"EXPLAIN QUERY PLAN {_OVERDUE}", (now, limit)).fetchall()
