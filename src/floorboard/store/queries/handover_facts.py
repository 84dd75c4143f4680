"""What a handover tells of the tickets: counts and the most urgent, each by an index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from floorboard.domain.handover.facts import PriorityFact, PromiseFact, TicketFact, Totals
from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL

_OPEN_DUE = f"FROM ticket t WHERE {OPEN_SQL} AND t.next_due_at"


def priorities(db: sqlite3.Connection, now: Instant) -> tuple[PriorityFact, ...]:
    """The open and the overdue tickets of each priority that has any."""
    found = []
    for priority in range(1, 6):
        tickets, overdue = db.execute(
            f"SELECT (SELECT count(*) FROM ticket t WHERE {OPEN_SQL} AND t.priority = ?1),"
            f" (SELECT count(*) {_OPEN_DUE} < ?2 AND t.priority = ?1)",
            (priority, now),
        ).fetchone()
        if tickets:
            found.append(PriorityFact(priority, tickets, overdue))
    return tuple(found)


def totals(
    db: sqlite3.Connection, counted: Collection[PriorityFact], now: Instant, until: Instant
) -> Totals:
    """All open tickets, of which each priority was `counted`; `until` is the next shift's end."""
    due, oldest, rungs = db.execute(
        f"SELECT (SELECT count(*) {_OPEN_DUE} >= ?1 AND t.next_due_at < ?2),"
        f" (SELECT min(t.opened_at) FROM ticket t WHERE {OPEN_SQL}),"
        " (SELECT count(*) FROM escalation WHERE closed_at IS NULL)",
        (now, until),
    ).fetchone()
    return Totals(
        sum(each.open for each in counted),
        sum(each.overdue for each in counted),
        due,
        oldest,
        rungs,
    )


def loads(db: sqlite3.Connection, now: Instant, project_id: int) -> tuple[int, int]:
    """How many tickets of a project are open, and overdue."""
    row = db.execute(
        f"SELECT (SELECT count(*) FROM ticket t WHERE {OPEN_SQL} AND t.project_id = ?1),"
        f" (SELECT count(*) {_OPEN_DUE} < ?2 AND t.project_id = ?1)",
        (project_id, now),
    ).fetchone()
    return row[0], row[1]


_TICKET = (
    "SELECT t.id, t.title, t.state, t.priority, coalesce(o.name, t.owner_label),"
    " nullif(t.next_due_at, 253402300799) FROM ticket t LEFT JOIN person o ON o.id = t.owner_id"
)


def urgent(db: sqlite3.Connection, limit: int) -> tuple[TicketFact, ...]:
    """Up to `limit` open tickets of the highest priority, the soonest due first."""
    rows = db.execute(
        f"{_TICKET} WHERE {OPEN_SQL} AND t.priority = 1 ORDER BY t.next_due_at, t.id LIMIT ?",
        (limit,),
    )
    return tuple(TicketFact(*row) for row in rows)


MAJOR = 5
"""Major incidents that are named."""


def major(db: sqlite3.Connection) -> tuple[TicketFact, ...]:
    """The first open incidents of the highest priority."""
    rows = db.execute(
        f"{_TICKET} WHERE {OPEN_SQL} AND t.priority = 1 AND t.kind = 'incident'"
        " ORDER BY t.next_due_at, t.id LIMIT ?",
        (MAJOR,),
    )
    return tuple(TicketFact(*row) for row in rows)


def updated_since(db: sqlite3.Connection, at: Instant, limit: int) -> tuple[TicketFact, ...]:
    """Up to `limit` tickets that changed after `at`, the last changed first."""
    rows = db.execute(
        f"{_TICKET} WHERE t.updated_at > ? ORDER BY t.updated_at DESC, t.id DESC LIMIT ?",
        (at, limit),
    )
    return tuple(TicketFact(*row) for row in rows)


def still_open(db: sqlite3.Connection, numbers: Collection[int]) -> frozenset[int]:
    """Those of these tickets that are open."""
    rows = db.execute(
        f"SELECT t.id FROM ticket t WHERE t.id IN (SELECT value FROM json_each(?)) AND {OPEN_SQL}",
        (json.dumps(list(numbers)),),
    )
    return frozenset(row[0] for row in rows)


def promises(
    db: sqlite3.Connection, since: Instant, also: Collection[int]
) -> tuple[PromiseFact, ...]:
    """The agreed times from `since` on, and those of the tickets `also`, that are still owed: the
    ticket is open, and after the last of them nobody has replied. By the time agreed."""
    rows = db.execute(
        "SELECT t.id, t.title, e.until, coalesce(p.name, ''), coalesce(p.name_zh, ''),"
        " coalesce(o.name, t.owner_label) FROM ("
        "SELECT ticket_id, seq FROM ticket_event WHERE until IS NOT NULL AND until >= ?1"
        " UNION SELECT e.ticket_id, e.seq FROM json_each(?2) w"
        " CROSS JOIN ticket_event e ON e.ticket_id = w.value AND e.until IS NOT NULL) f"
        " CROSS JOIN ticket_event e ON e.ticket_id = f.ticket_id AND e.seq = f.seq"
        " CROSS JOIN ticket t ON t.id = e.ticket_id"
        " LEFT JOIN project p ON p.id = t.project_id LEFT JOIN person o ON o.id = t.owner_id"
        f" WHERE {OPEN_SQL} AND NOT EXISTS (SELECT 1 FROM ticket_event n"
        "  WHERE n.ticket_id = e.ticket_id AND (n.at, n.seq) > (e.at, e.seq)"
        "  AND (n.kind IN ('reply', 'solved', 'closed') OR n.until IS NOT NULL))"
        " ORDER BY e.until, t.id",
        (since, json.dumps(list(also))),
    )
    return tuple(PromiseFact(*row) for row in rows)
