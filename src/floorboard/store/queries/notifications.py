"""Notices that wait to be sent. They are kept until they have arrived or are too old."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from floorboard.domain.instant import Instant

_WAITING = "done_at IS NULL"


@dataclass(frozen=True, slots=True)
class Notice:
    """One that waits. `attempts` are those that failed."""

    id: int
    key: str
    made_at: Instant
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, since when, and why the last attempt failed."""

    waiting: int
    since: Instant | None
    failure: str


_KEY = """
    CASE WHEN e.backup_at IS NULL THEN 'escalation/' ELSE 'backup/' END || e.id
    || coalesce('/' || (SELECT max(h.seq) FROM escalation_note h
        WHERE h.escalation_id = e.id AND h.kind = 'handed_back'), '')
"""
"""The key of the notice that an escalation needs as it stands; each hand-back needs another."""


def unannounced(db: sqlite3.Connection, limit: int) -> list[tuple[int, str]]:
    """Open escalations that nobody has acknowledged and no notice tells of: their ids, and the keys
    of the notices."""
    return db.execute(
        f"SELECT e.id, {_KEY} FROM escalation e"
        " WHERE e.closed_at IS NULL AND e.acknowledged_at IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.key = {_KEY})"
        " ORDER BY e.due_at, e.id LIMIT ?",
        (limit,),
    ).fetchall()


def unannounced_handovers(db: sqlite3.Connection) -> list[tuple[Instant, str]]:
    """Changes of shift that nobody took over in time, and no notice tells of: when they were
    planned, and the keys of the notices."""
    return db.execute(
        "SELECT r.planned_at, 'handover/' || r.planned_at AS told FROM handover_rung r"
        " WHERE r.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM notification n"
        " WHERE n.key = 'handover/' || r.planned_at) ORDER BY r.planned_at"
    ).fetchall()


def add(db: sqlite3.Connection, notices: Iterable[tuple[str, str]], at: Instant) -> None:
    """Queue notices, each by its key and body; one that is there stays as it is."""
    db.executemany(
        "INSERT OR IGNORE INTO notification (key, made_at, body, attempts, next_try_at, failure)"
        " VALUES (?, ?, ?, 0, ?, '')",
        [(key, at, body, at) for key, body in notices],
    )


def due(db: sqlite3.Connection, now: Instant, limit: int) -> list[Notice]:
    """Those whose turn it is, the oldest first."""
    rows = db.execute(
        "SELECT id, key, made_at, body, attempts FROM notification"
        f" WHERE {_WAITING} AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?",
        (now, limit),
    )
    return [Notice(*row) for row in rows]


def put_off(
    db: sqlite3.Connection, number: int, attempts: int, until: Instant, failure: str
) -> None:
    """Try one again later."""
    db.execute(
        "UPDATE notification SET attempts = ?, next_try_at = ?, failure = ? WHERE id = ?",
        (attempts, until, failure, number),
    )


def finish(db: sqlite3.Connection, number: int, at: Instant, failure: str = "") -> None:
    """One has arrived, or is given up for `failure`."""
    db.execute(
        "UPDATE notification SET done_at = ?, failure = ? WHERE id = ?", (at, failure, number)
    )


def queue(db: sqlite3.Connection) -> Queue:
    """What waits."""
    row = db.execute(
        "SELECT count(*), min(made_at), coalesce(max(failure), '') FROM notification"
        f" WHERE {_WAITING}"
    ).fetchone()
    return Queue(*row)
