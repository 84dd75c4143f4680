"""What a search shows, by bare sqlite3 from the same index: the newest tickets with a piece, their
customer, and the text it stands in."""

from __future__ import annotations

import sqlite3

_ROWS = """
    SELECT t.id, t.external_id, t.kind, t.state, t.priority, t.title, p.name, p.name_zh, o.name,
        t.owner_label, t.next_due_at, t.next_clock, t.opened_at, t.updated_at, c.name,
        c.organisation, e.body
    FROM ({hits}) h CROSS JOIN ticket t ON t.id = h.id
    LEFT JOIN project p ON p.id = t.project_id
    LEFT JOIN person o ON o.id = t.owner_id
    LEFT JOIN customer c ON c.id = t.customer_id
    LEFT JOIN ticket_event e ON e.ticket_id = h.id AND e.seq = h.seq
    ORDER BY t.id DESC LIMIT :limit
"""

_TEXTS = """
    SELECT rowid >> 20 AS id, max(rowid & 1048575) AS seq FROM (
        SELECT rowid FROM ticket_search WHERE ticket_search MATCH :query
        ORDER BY rowid DESC LIMIT 20 * :limit
    ) GROUP BY 1 ORDER BY 1 DESC LIMIT :limit
"""

_BOTH = """
    SELECT id, max(seq) AS seq FROM (
        SELECT * FROM (SELECT rowid >> 20 AS id, rowid & 1048575 AS seq FROM ticket_search
            WHERE ticket_search MATCH :query ORDER BY rowid DESC LIMIT 20 * :limit)
        UNION ALL
        SELECT * FROM (SELECT id, -1 FROM ticket WHERE customer_id IN (
            SELECT rowid FROM customer_search WHERE customer_search MATCH :query
        ) ORDER BY id DESC LIMIT :limit)
    ) GROUP BY id ORDER BY id DESC LIMIT :limit
"""


def has_customers(db: sqlite3.Connection, query: str) -> bool:
    """Whether the piece stands with a customer, so that their tickets are finds too."""
    sql = "SELECT 1 FROM customer_search WHERE customer_search MATCH ? LIMIT 1"
    return db.execute(sql, (query,)).fetchone() is not None


def find(
    db: sqlite3.Connection, query: str, limit: int, *, customers: bool
) -> list[tuple[object, ...]]:
    """The newest `limit` tickets with the piece; the number first."""
    sql = _ROWS.format(hits=_BOTH if customers else _TEXTS)
    return db.execute(sql, {"query": query, "limit": limit}).fetchall()
