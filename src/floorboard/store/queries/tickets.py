"""One ticket and its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from floorboard.store.views.ticket import EventView, LinkView, TicketView

_TICKET = """
    SELECT t.id, t.source, t.external_id, t.kind, t.channel, t.state, t.priority, t.title, t.body,
        p.code, coalesce(p.name, ''), coalesce(p.name_zh, ''),
        coalesce(c.name, ''), coalesce(c.organisation, ''),
        t.owner_id, coalesce(o.name, t.owner_label), coalesce(f.name, ''), t.team,
        t.opened_at, t.first_replied_at, t.last_replied_at, t.solved_at, t.closed_at,
        t.first_reply_due_at, t.status_reply_due_at, t.solution_due_at,
        nullif(t.next_due_at, 253402300799), t.next_clock,
        t.recorded_target_at, t.recorded_verdict, t.reopen_count, t.reassignment_count,
        t.satisfaction, t.source_updated_at, t.updated_at, t.version
    FROM ticket t
    LEFT JOIN project p ON p.id = t.project_id
    LEFT JOIN customer c ON c.id = t.customer_id
    LEFT JOIN person o ON o.id = t.owner_id
    LEFT JOIN person f ON f.id = t.first_owner_id
"""


def by_id(db: sqlite3.Connection, ticket_id: int) -> TicketView | None:
    """The ticket with our number."""
    found = db.execute(f"{_TICKET} WHERE t.id = ?", (ticket_id,)).fetchone()
    return TicketView(*found) if found else None


def by_external_id(db: sqlite3.Connection, external_id: str) -> list[TicketView]:
    """The tickets that a source system calls so; two sources may use the same word."""
    rows = db.execute(f"{_TICKET} WHERE t.external_id = ? ORDER BY t.id", (external_id,))
    return [TicketView(*found) for found in rows]


def history(db: sqlite3.Connection, ticket_id: int, limit: int = 10_000) -> list[EventView]:
    """The newest `limit` events of a ticket, oldest first."""
    rows = db.execute(
        "SELECT e.seq, e.at, e.kind, coalesce(o.name, e.actor), e.body, e.until"
        " FROM ticket_event e LEFT JOIN person o ON o.id = e.person_id"
        " WHERE e.ticket_id = ? ORDER BY e.at DESC, e.seq DESC LIMIT ?",
        (ticket_id, limit),
    )
    return [EventView(*row) for row in rows][::-1]


def links(db: sqlite3.Connection, ticket_id: int) -> list[LinkView]:
    """The tickets that this one is tied to, by number."""
    rows = db.execute(
        "SELECT t.id, t.title, t.state, l.relation, l.outgoing FROM"
        " (SELECT other_id id, relation, 1 outgoing FROM ticket_link WHERE ticket_id = ?1"
        " UNION ALL SELECT ticket_id, relation, 0 FROM ticket_link WHERE other_id = ?1) l"
        " JOIN ticket t ON t.id = l.id ORDER BY t.id",
        (ticket_id,),
    )
    return [
        LinkView(number, title, state, relation, bool(outgoing))
        for number, title, state, relation, outgoing in rows
    ]


def person_names(db: sqlite3.Connection, ids: Collection[object]) -> dict[object, str]:
    """The names of these people, as far as there are such."""
    return _named(db, "name FROM person", ids)


def project_codes(db: sqlite3.Connection, ids: Collection[object]) -> dict[object, str]:
    """The codes of these projects, as far as there are such."""
    return _named(db, "code FROM project", ids)


def customer_names(db: sqlite3.Connection, ids: Collection[object]) -> dict[object, str]:
    """The names of these customers, as far as there are such."""
    return _named(db, "name FROM customer", ids)


def _named(db: sqlite3.Connection, what: str, ids: Collection[object]) -> dict[object, str]:
    holes = ", ".join("?" * len(ids))
    return dict(db.execute(f"SELECT id, {what} WHERE id IN ({holes})", tuple(ids)))
