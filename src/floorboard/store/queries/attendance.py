"""Who came and went, what they were rostered for, and the overtime they asked for."""

from __future__ import annotations

import sqlite3

from floorboard.domain.instant import Instant
from floorboard.store.views.attendance import AttendanceView, OvertimeView

_ATTENDANCE = (
    "SELECT a.id, a.person_id, p.code, p.name, a.in_at, a.out_at, a.planned_start, a.planned_end,"
    " a.note, a.version FROM attendance a JOIN person p ON p.id = a.person_id"
)
_OVERTIME = (
    "SELECT o.id, o.person_id, p.code, p.name, o.starts_at, o.ends_at, o.reason, o.state,"
    " coalesce(r.name, ''), o.requested_at, coalesce(d.name, ''), o.decided_at, o.note, o.version"
    " FROM overtime o JOIN person p ON p.id = o.person_id"
    " LEFT JOIN person r ON r.id = o.requested_by LEFT JOIN person d ON d.id = o.decided_by"
)


def one(db: sqlite3.Connection, number: int) -> AttendanceView | None:
    row = db.execute(f"{_ATTENDANCE} WHERE a.id = ?", (number,)).fetchone()
    return None if row is None else AttendanceView(*row)


def open_of(db: sqlite3.Connection, person_id: int) -> AttendanceView | None:
    """Where somebody clocked in and hasn't clocked out."""
    row = db.execute(
        f"{_ATTENDANCE} WHERE a.person_id = ? AND a.out_at IS NULL", (person_id,)
    ).fetchone()
    return None if row is None else AttendanceView(*row)


def in_at(db: sqlite3.Connection, now: Instant) -> list[AttendanceView]:
    """Who was in at `now`, by code."""
    rows = db.execute(
        f"{_ATTENDANCE} WHERE a.in_at <= :now AND (a.out_at IS NULL OR a.out_at > :now)"
        " ORDER BY p.code",
        {"now": now},
    )
    return [AttendanceView(*row) for row in rows]


def meeting(
    db: sqlite3.Connection, start: Instant, end: Instant, person_id: int | None = None
) -> list[AttendanceView]:
    """The attendance that meets [`start`, `end`), of one person or of everybody, by start."""
    rows = db.execute(
        f"{_ATTENDANCE} WHERE a.in_at < :end AND (a.out_at IS NULL OR a.out_at > :start)"
        " AND (:person IS NULL OR a.person_id = :person) ORDER BY a.in_at, a.id",
        {"start": start, "end": end, "person": person_id},
    )
    return [AttendanceView(*row) for row in rows]


def overtime(db: sqlite3.Connection, number: int) -> OvertimeView | None:
    row = db.execute(f"{_OVERTIME} WHERE o.id = ?", (number,)).fetchone()
    return None if row is None else OvertimeView(*row)


def overtimes(
    db: sqlite3.Connection, start: Instant, end: Instant, person_id: int | None = None
) -> list[OvertimeView]:
    """The overtime that begins in [`start`, `end`), of one person or of everybody, by start."""
    rows = db.execute(
        f"{_OVERTIME} WHERE o.starts_at >= :start AND o.starts_at < :end"
        " AND (:person IS NULL OR o.person_id = :person) ORDER BY o.starts_at, o.id",
        {"start": start, "end": end, "person": person_id},
    )
    return [OvertimeView(*row) for row in rows]


def undecided(db: sqlite3.Connection) -> list[OvertimeView]:
    """The overtime that nobody has decided, by start."""
    rows = db.execute(f"{_OVERTIME} WHERE o.state = 'requested' ORDER BY o.starts_at, o.id")
    return [OvertimeView(*row) for row in rows]


def claimed(
    db: sqlite3.Connection, person_id: int, start: Instant, end: Instant
) -> OvertimeView | None:
    """Overtime of theirs that meets [`start`, `end`) and is asked for or approved."""
    row = db.execute(
        f"{_OVERTIME} WHERE o.person_id = ? AND o.ends_at > ? AND o.starts_at < ?"
        " AND o.state IN ('requested', 'approved') ORDER BY o.starts_at LIMIT 1",
        (person_id, start, end),
    ).fetchone()
    return None if row is None else OvertimeView(*row)
