"""The checks that the schedules of duties made.

They lie on the way to the first frame, which needs no schedule.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.store.views.floor import CheckView, CountView

VALUE = "iif(k.value = CAST(k.value AS INTEGER), CAST(k.value AS INTEGER), k.value)"
"""A number as it was counted: the column keeps all of them as fractions."""

_CHECK = (
    "SELECT k.id, d.code, d.post, d.title, d.title_zh, coalesce(p.name, ''),"
    " coalesce(p.name_zh, ''), k.scheduled, k.opens_at, k.due_at, k.closes_at, k.state,"
    " coalesce(o.name, k.done_label), k.done_at, k.note, k.version, d.handbook, k.project_id,"
    f" d.evidence, d.measure, {VALUE}, k.file, d.four_eyes, coalesce(f.name, k.first_label),"
    " k.first_at, k.done_by, k.first_by"
    " FROM duty_check k JOIN duty d ON d.id = k.duty_id"
    " LEFT JOIN project p ON p.id = k.project_id LEFT JOIN person o ON o.id = k.done_by"
    " LEFT JOIN person f ON f.id = k.first_by"
)


def checks(
    db: sqlite3.Connection, start: Instant, end: Instant, *, duty: str = ""
) -> list[CheckView]:
    """The checks due in [`start`, `end`), by due time; with `duty`, those of that schedule."""
    of_duty = " AND d.code = ?" if duty else ""
    rows = db.execute(
        f"{_CHECK} WHERE k.due_at >= ? AND k.due_at < ?{of_duty} ORDER BY k.due_at, k.id",
        (start, end, *filter(None, [duty])),
    )
    return [_check(row) for row in rows]


def unfinished(
    db: sqlite3.Connection, after: Instant, until: Instant, now: Instant
) -> list[CheckView]:
    """The checks whose window closes after `after` and not later than `until`, that were due before
    `now`, and that nobody had done or waived by then."""
    rows = db.execute(
        f"{_CHECK} WHERE k.closes_at > ? AND k.closes_at <= ? AND k.due_at < ?"
        " AND (k.done_at IS NULL OR k.done_at > ?) ORDER BY k.due_at, k.id",
        (after, until, now, now),
    )
    return [_check(row) for row in rows]


def check(db: sqlite3.Connection, number: int) -> CheckView | None:
    """One check."""
    row = db.execute(f"{_CHECK} WHERE k.id = ?", (number,)).fetchone()
    return None if row is None else _check(row)


def counts(db: sqlite3.Connection, measure: str, start: Instant, end: Instant) -> list[CountView]:
    """What was counted of `measure` on the checks due in [`start`, `end`), by due time."""
    rows = db.execute(
        f"SELECT k.id, k.due_at, k.project_id, {VALUE} FROM duty_check k"
        " JOIN duty d ON d.id = k.duty_id WHERE k.due_at >= ? AND k.due_at < ?"
        " AND d.measure = ? AND k.state = 'done' AND k.value IS NOT NULL ORDER BY k.due_at, k.id",
        (start, end, measure),
    )
    return [CountView(*row) for row in rows]


def settled(
    db: sqlite3.Connection, start: Instant, end: Instant
) -> list[tuple[str, str, Instant, Instant, Instant, Instant | None]]:
    """Post, state, opening, due and closing time, and when it was done or waived, of the checks due
    in [`start`, `end`)."""
    return db.execute(
        "SELECT d.post, k.state, k.opens_at, k.due_at, k.closes_at, k.done_at FROM duty_check k"
        " JOIN duty d ON d.id = k.duty_id WHERE k.due_at >= ? AND k.due_at < ? ORDER BY k.due_at",
        (start, end),
    ).fetchall()


def _check(row: Sequence[Any]) -> CheckView:
    view = CheckView(*row)
    return view._replace(four_eyes=bool(view.four_eyes))
