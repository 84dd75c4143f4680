"""What a ticket's clocks are computed from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A ticket, as far as its clocks are concerned; `recorded_target_at` is its solution's."""

    opened_at: Instant
    kind: str
    state: str
    priority: int
    project_code: str | None
    recorded_target_at: Instant | None
    events: tuple[tuple[Instant, str, int, Instant | None], ...]
    """At, kind, sequence and agreed time of each event."""


def facts(db: sqlite3.Connection, ticket_id: int) -> ClockFacts | None:
    """The facts of one ticket, with its whole history; None if there is none of that number."""
    ticket = db.execute(
        "SELECT t.opened_at, t.kind, t.state, t.priority, p.code, t.recorded_target_at"
        " FROM ticket t LEFT JOIN project p ON p.id = t.project_id WHERE t.id = ?",
        (ticket_id,),
    ).fetchone()
    if ticket is None:
        return None
    events = db.execute(
        "SELECT at, kind, seq, until FROM ticket_event WHERE ticket_id = ? ORDER BY at, seq",
        (ticket_id,),
    )
    opened_at, kind, state, priority, project, recorded = ticket
    return ClockFacts(opened_at, kind, state, priority, project, recorded, tuple(events))


def next_seq(db: sqlite3.Connection, ticket_id: int) -> int:
    """The number for the next event of a ticket."""
    found = db.execute(
        "SELECT coalesce(max(seq), 0) + 1 FROM ticket_event WHERE ticket_id = ?", (ticket_id,)
    ).fetchone()
    return int(found[0])
