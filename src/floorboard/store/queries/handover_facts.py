"""What a handover tells of the tickets: counts and the most urgent, each by an index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from floorboard.domain.handover.facts import PriorityFact, PromiseFact, TicketFact, Totals
from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL

_OPEN_DUE = f"FROM ticket t WHERE {OPEN_SQL} AND t.next_due_at"


COMMONEST = 3
"""The priority that most tickets have: what is left of all, when the others are counted."""


def priorities(db: sqlite3.Connection, now: Instant) -> tuple[PriorityFact, ...]:
    """The open and the overdue tickets of each priority that has any."""
    counts = {
        priority: _count(db, "t.priority = ?", priority)
        for priority in range(1, 6)
        if priority != COMMONEST
    }
    kept = db.execute(
        "SELECT sum(n) FROM ticket_count WHERE state IN ('new', 'open', 'second_line', 'waiting')"
    ).fetchone()[0]
    counts[COMMONEST] = (kept or 0) - sum(counts.values())
    return tuple(
        PriorityFact(
            priority,
            counts[priority],
            _count(db, "t.priority = ? AND t.next_due_at < ?", priority, now),
        )
        for priority in sorted(counts)
        if counts[priority]
    )


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


def load(db: sqlite3.Connection, now: Instant, project_id: int) -> tuple[bool, int]:
    """Whether a project has open tickets, and how many of them are overdue."""
    found = db.execute(
        f"SELECT EXISTS (SELECT 1 FROM ticket t WHERE {OPEN_SQL} AND t.project_id = ?)",
        (project_id,),
    ).fetchone()
    return bool(found[0]), _count(db, "t.project_id = ? AND t.next_due_at < ?", project_id, now)


def _count(db: sqlite3.Connection, condition: str, *values: int) -> int:
    sql = f"SELECT count(*) FROM ticket t WHERE {OPEN_SQL} AND {condition}"
    return int(db.execute(sql, values).fetchone()[0])


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


def updated_since(
    db: sqlite3.Connection, at: Instant, seq: int, limit: int
) -> tuple[TicketFact, ...]:
    """Up to `limit` tickets that changed after the journal's entry `seq` at `at`, the last changed
    first."""
    rows = db.execute(
        f"{_TICKET} WHERE t.updated_at >= ? AND t.version > ?"
        " ORDER BY t.updated_at DESC, t.id DESC LIMIT ?",
        (at, seq, limit),
    )
    return tuple(TicketFact(*row) for row in rows)


def still_open(db: sqlite3.Connection, numbers: Collection[int]) -> frozenset[int]:
    """Those of these tickets that are open."""
    rows = db.execute(
        f"SELECT t.id FROM ticket t WHERE t.id IN (SELECT value FROM json_each(?)) AND {OPEN_SQL}",
        (json.dumps(list(numbers)),),
    )
    return frozenset(row[0] for row in rows)


_PROMISE = (
    "t.id, t.title, e.until, coalesce(p.name, ''), coalesce(p.name_zh, ''),"
    " coalesce(o.name, t.owner_label)"
)
_OF_PROMISE = "LEFT JOIN project p ON p.id = t.project_id LEFT JOIN person o ON o.id = t.owner_id"
_OWED = (
    f"{OPEN_SQL} AND NOT EXISTS (SELECT 1 FROM ticket_event n WHERE n.ticket_id = e.ticket_id"
    " AND (n.at, n.seq) > (e.at, e.seq)"
    " AND (n.kind IN ('reply', 'solved', 'closed') OR n.until IS NOT NULL))"
)
"""After the last agreed time of an open ticket nobody has replied."""


def promises(db: sqlite3.Connection, now: Instant, limit: int) -> tuple[PromiseFact, ...]:
    """The agreed times that are still owed, by ticket: up to `limit` that were broken, then up to
    `limit` that are to come, the next first.

    An agreed time is when the ticket's status reply is due, so the broken ones are among those
    that are late.
    """
    broken = db.execute(
        f"SELECT {_PROMISE} FROM ticket t INDEXED BY ix_ticket_open_status_reply"
        " CROSS JOIN ticket_event e INDEXED BY ix_ticket_event_until"
        " ON e.until IS NOT NULL AND e.until = t.status_reply_due_at AND e.ticket_id = t.id"
        f" {_OF_PROMISE}"
        f" WHERE t.status_reply_due_at < ?1 AND {_OWED}"
        " ORDER BY t.status_reply_due_at, t.id LIMIT ?2",
        (now, limit),
    )
    coming = db.execute(
        f"SELECT {_PROMISE} FROM ticket_event e CROSS JOIN ticket t ON t.id = e.ticket_id"
        f" {_OF_PROMISE} WHERE e.until IS NOT NULL AND e.until >= ?1 AND {_OWED}"
        " ORDER BY e.until, e.ticket_id LIMIT ?2",
        (now, limit),
    )
    return tuple(PromiseFact(*row) for rows in (broken, coming) for row in rows)
