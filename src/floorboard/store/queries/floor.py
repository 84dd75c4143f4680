"""The floor: its settings and figures, people, projects, roster and checks."""

from __future__ import annotations

import sqlite3

from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.views.floor import (
    EscalationCounts,
    FloorFigures,
    PersonView,
    ProjectView,
    ShiftView,
)


def settings(db: sqlite3.Connection) -> dict[str, str]:
    """The facts about the centre: `name`, `name_zh`, `zone`, `policy`, …, without its handbook's
    long texts."""
    return dict(db.execute("SELECT key, value FROM setting WHERE key NOT GLOB 'handbook.*'"))


def figures(db: sqlite3.Connection, now: Instant, until: Instant) -> FloorFigures:
    """The counts in the frames at `now`, with `until` as the end of the shift."""
    due = f"FROM ticket t WHERE {OPEN_SQL} AND t.next_due_at"
    overdue, oldest = db.execute(
        f"SELECT count(*), min(t.next_due_at) {due} < ?", (now,)
    ).fetchone()
    soon = db.execute(f"SELECT count(*) {due} >= ? AND t.next_due_at < ?", (now, until)).fetchone()
    states = dict(db.execute("SELECT state, n FROM ticket_count"))
    return FloorFigures(
        overdue=overdue,
        oldest_due_at=oldest,
        open=sum(states.get(state, 0) for state in ("new", "open", "second_line", "waiting")),
        due_by=soon[0],
        waiting=states.get("waiting", 0),
        closed=states.get("solved", 0) + states.get("closed", 0),
    )


def projects(db: sqlite3.Connection) -> list[ProjectView]:
    rows = db.execute("SELECT id, code, name, name_zh FROM project ORDER BY name, id")
    return [ProjectView(*row) for row in rows]


def people(db: sqlite3.Connection) -> list[PersonView]:
    rows = db.execute("SELECT id, code, name, other_name, post FROM person ORDER BY code")
    return [PersonView(*row) for row in rows]


def people_named(db: sqlite3.Connection, words: str) -> list[PersonView]:
    """People whose name, other name, pinyin or initials contain `words`."""
    rows = db.execute(
        "SELECT id, code, name, other_name, post FROM person"
        " WHERE instr(search, ?) > 0 OR code = ? ORDER BY code",
        (words.lower(), words),
    )
    return [PersonView(*row) for row in rows]


def projects_named(db: sqlite3.Connection, words: str) -> list[ProjectView]:
    """Projects whose code, name or pinyin contains `words`."""
    rows = db.execute(
        "SELECT id, code, name, name_zh FROM project"
        " WHERE instr(search, ?) > 0 OR lower(code) = ? ORDER BY name, id",
        (words.lower(), words.lower()),
    )
    return [ProjectView(*row) for row in rows]


def shifts(db: sqlite3.Connection) -> list[ShiftView]:
    rows = db.execute(
        "SELECT code, name, name_zh, start_minute, end_minute FROM shift ORDER BY start_minute"
    )
    return [ShiftView(*row) for row in rows]


def person(db: sqlite3.Connection, number: int) -> PersonView | None:
    """Somebody of the staff."""
    row = db.execute(
        "SELECT id, code, name, other_name, post FROM person WHERE id = ?", (number,)
    ).fetchone()
    return PersonView(*row) if row else None


def responsible(db: sqlite3.Connection, now: Instant) -> PersonView | None:
    """Who took over the floor last by `now`; None before the first handover."""
    row = db.execute(
        "SELECT p.id, p.code, p.name, p.other_name, p.post FROM handover h"
        " JOIN person p ON p.id = h.incoming_id WHERE h.accepted_at <= ?"
        " ORDER BY h.accepted_at DESC, h.id DESC LIMIT 1",
        (now,),
    ).fetchone()
    return PersonView(*row) if row else None


def escalated(db: sqlite3.Connection) -> EscalationCounts:
    """How many escalations are open, and how many of them nobody has acknowledged."""
    row = db.execute(
        "SELECT count(*), count(*) - count(acknowledged_at) FROM escalation WHERE closed_at IS NULL"
    ).fetchone()
    return EscalationCounts(*row)
