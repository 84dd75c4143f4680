"""Who could take a ticket: what they know, until when they are here, and how much they have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.queries.people import HERE_SQL


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who works here, and how many of the projects they know or are learning."""

    person_id: int
    code: str
    name: str
    other_name: str
    post: str
    search: str
    """What their name is found by."""
    confirmed: int
    learning: int
    open: int
    """The open tickets that are theirs."""


def project_of(db: sqlite3.Connection, ticket_id: int) -> tuple[int | None, int | None]:
    """A ticket's project and owner."""
    found = db.execute("SELECT project_id, owner_id FROM ticket WHERE id = ?", (ticket_id,))
    row = found.fetchone()
    return (row[0], row[1]) if row else (None, None)


def whose(
    db: sqlite3.Connection, ticket_ids: Collection[int]
) -> tuple[set[int], set[int | None], set[str]]:
    """The projects of tickets, their owners, None for nobody, and their states."""
    rows = db.execute(
        "SELECT DISTINCT project_id, owner_id, state FROM ticket"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ticket_ids)),),
    ).fetchall()
    projects, owners, states = ({row[column] for row in rows} for column in range(3))
    return projects - {None}, owners, states


def candidates(db: sqlite3.Connection, projects: Collection[int], today: str) -> list[Candidate]:
    """Everybody who works here on `today`, ISO 8601, by code, and what they know of `projects`."""
    rows = db.execute(
        "SELECT p.id, p.code, p.name, p.other_name, p.post, p.search, coalesce(s.confirmed, 0),"
        " coalesce(s.learning, 0), coalesce(w.n, 0) FROM person p"
        " LEFT JOIN (SELECT person_id, sum(level = 'confirmed') confirmed,"
        "  sum(level = 'learning') learning FROM project_skill"
        "  WHERE project_id IN (SELECT value FROM json_each(:projects))"
        "  GROUP BY person_id) s ON s.person_id = p.id"
        " LEFT JOIN (SELECT t.owner_id, count(*) n FROM ticket t"
        f"  WHERE {OPEN_SQL} AND t.owner_id IS NOT NULL GROUP BY t.owner_id) w"
        "  ON w.owner_id = p.id"
        f" WHERE {HERE_SQL} ORDER BY p.code",
        {"projects": json.dumps(list(projects)), "today": today},
    )
    return [Candidate(*row) for row in rows]
