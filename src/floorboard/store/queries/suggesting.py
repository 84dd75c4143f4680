"""Who could take a ticket: what they know, until when they are here, and how much they have."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.queries.people import HERE_SQL


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who works here. `skill` is `confirmed`, `learning` or empty."""

    person_id: int
    name: str
    other_name: str
    search: str
    """What their name is found by."""
    skill: str
    on_until: Instant | None
    """The end of the turn they are on now; None for who isn't on."""
    open: int
    """The open tickets that are theirs."""


def project_of(db: sqlite3.Connection, ticket_id: int) -> tuple[int | None, int | None]:
    """A ticket's project and owner."""
    found = db.execute("SELECT project_id, owner_id FROM ticket WHERE id = ?", (ticket_id,))
    row = found.fetchone()
    return (row[0], row[1]) if row else (None, None)


def candidates(
    db: sqlite3.Connection, project_id: int | None, now: Instant, today: str
) -> list[Candidate]:
    """Everybody who works here on `today`, ISO 8601, by code."""
    rows = db.execute(
        "SELECT p.id, p.name, p.other_name, p.search, coalesce(s.level, ''), u.until,"
        " coalesce(w.n, 0) FROM person p"
        " LEFT JOIN project_skill s ON s.person_id = p.id AND s.project_id = :project"
        " LEFT JOIN (SELECT person_id, max(ends_at) until FROM rota_turn"
        "  WHERE ends_at > :now AND starts_at <= :now GROUP BY person_id) u ON u.person_id = p.id"
        " LEFT JOIN (SELECT t.owner_id, count(*) n FROM ticket t"
        f"  WHERE {OPEN_SQL} AND t.owner_id IS NOT NULL GROUP BY t.owner_id) w"
        "  ON w.owner_id = p.id"
        f" WHERE {HERE_SQL} ORDER BY p.code",
        {"project": project_id, "now": now, "today": today},
    )
    return [Candidate(*row) for row in rows]
