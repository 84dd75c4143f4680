"""Raised rungs of the escalation ladder, as people look at them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.store.views.escalation import EscalatedPerson, EscalationNoteView, EscalationView

Key = tuple[int, ...]

_ESCALATION = """
    SELECT e.id, e.ticket_id, t.title, t.priority, t.state,
        coalesce(p.name, ''), coalesce(p.name_zh, ''),
        e.cycle, e.rung, e.clock, e.due_at, e.raised_at, e.addressee, e.backup,
        nullif(e.acknowledge_by, 253402300799), e.backup_at,
        coalesce(o.name, e.acknowledged_label), e.acknowledged_at, e.closed_at, e.version,
        e.gap, e.backup_gap
    FROM escalation e
    JOIN ticket t ON t.id = e.ticket_id
    LEFT JOIN project p ON p.id = t.project_id
    LEFT JOIN person o ON o.id = e.acknowledged_by
"""
_OPEN = "e.closed_at IS NULL"


def key(view: EscalationView, *, everything: bool = False) -> Key:
    """The key of `view` in a list that `page` reads."""
    return (view.id,) if everything else (view.due_at, view.id)


def page(
    db: sqlite3.Connection,
    limit: int,
    *,
    everything: bool = False,
    after: Key | None = None,
    before: Key | None = None,
    start: Key | None = None,
    last: bool = False,
) -> list[EscalationView]:
    """Up to `limit` of the open ones, the longest due first; with `everything` closed ones too, the
    last raised first. The first of them, or those just after or before a key, from a key on
    (`start`, inclusive), or the `last` ones."""
    columns = ("e.id",) if everything else ("e.due_at", "e.id")
    conditions = [] if everything else [_OPEN]
    descending = everything != (last or before is not None)
    anchor = after or before or start
    if anchor is not None:
        comparison = ("<" if descending else ">") + ("=" if start is not None else "")
        holes = ", ".join("?" * len(anchor))
        conditions.append(f"({', '.join(columns)}) {comparison} ({holes})")
    way = " DESC" if descending else ""
    rows = db.execute(
        f"{_ESCALATION} WHERE {' AND '.join(conditions) or '1'}"
        f" ORDER BY {', '.join(column + way for column in columns)} LIMIT ?",
        (*(anchor or ()), limit),
    )
    found = _views(db, rows)
    return found if descending == everything else found[::-1]


def raised_by(db: sqlite3.Connection, at: Instant) -> list[EscalationView]:
    """All that were raised by an instant, the last first. What came of them later is told too."""
    return _views(db, db.execute(f"{_ESCALATION} WHERE e.raised_at <= ? ORDER BY e.id DESC", (at,)))


def by_id(db: sqlite3.Connection, escalation_id: int) -> EscalationView | None:
    """The escalation of this number."""
    found = _views(db, db.execute(f"{_ESCALATION} WHERE e.id = ?", (escalation_id,)))
    return found[0] if found else None


def of_ticket(db: sqlite3.Connection, ticket_id: int) -> list[EscalationView]:
    """All escalations of a ticket, in the order in which they were raised."""
    rows = db.execute(f"{_ESCALATION} WHERE e.ticket_id = ? ORDER BY e.id", (ticket_id,))
    return _views(db, rows)


def notes(db: sqlite3.Connection, escalation_id: int) -> list[EscalationNoteView]:
    """What happened to an escalation, in order."""
    rows = db.execute(
        "SELECT n.seq, n.at, n.kind, coalesce(o.name, n.actor), n.body FROM escalation_note n"
        " LEFT JOIN person o ON o.id = n.person_id WHERE n.escalation_id = ? ORDER BY n.seq",
        (escalation_id,),
    )
    return [EscalationNoteView(*row) for row in rows]


def _views(db: sqlite3.Connection, rows: Iterable[Any]) -> list[EscalationView]:
    found = list(rows)
    people: dict[object, list[EscalatedPerson]] = {}
    for number, person, name, other_name, backup in db.execute(
        "SELECT h.escalation_id, o.id, o.name, o.other_name, h.backup FROM json_each(?) j"
        " CROSS JOIN escalation_person h ON h.escalation_id = j.value"
        " JOIN person o ON o.id = h.person_id ORDER BY h.backup, o.code",
        (json.dumps([row[0] for row in found]),),
    ):
        people.setdefault(number, []).append(
            EscalatedPerson(person, name, other_name, bool(backup))
        )
    return [_view(row, people.get(row[0], [])) for row in found]


def _view(row: Sequence[Any], people: Iterable[EscalatedPerson]) -> EscalationView:
    *facts, gap, backup_gap = row
    facts += [bool(gap), bool(backup_gap), tuple(people)]
    return EscalationView(*facts)
