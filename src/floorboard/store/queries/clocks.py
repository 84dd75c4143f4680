"""What a ticket's clocks are computed from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from floorboard.domain.instant import Instant


class ClockFacts(NamedTuple):
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


def facts_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, ClockFacts]:
    """The facts of many tickets, by their number."""
    wanted = json.dumps(list(ticket_ids))
    events: dict[int, list[tuple[Instant, str, int, Instant | None]]] = {}
    for number, at, kind, seq, until in db.execute(
        "SELECT e.ticket_id, e.at, e.kind, e.seq, e.until FROM json_each(?) j"
        " CROSS JOIN ticket_event e ON e.ticket_id = j.value",
        (wanted,),
    ):
        events.setdefault(number, []).append((at, kind, seq, until))
    tickets = db.execute(
        "SELECT t.id, t.opened_at, t.kind, t.state, t.priority, p.code, t.recorded_target_at"
        " FROM json_each(?) j CROSS JOIN ticket t ON t.id = j.value"
        " LEFT JOIN project p ON p.id = t.project_id",
        (wanted,),
    )
    return {
        number: ClockFacts(*[*facts, tuple(events.get(number, ()))]) for number, *facts in tickets
    }


def last_event(db: sqlite3.Connection, ticket_id: int) -> tuple[int, Instant]:
    """The highest number and the latest instant of a ticket's events; zeros if it has none."""
    found = db.execute(
        "SELECT coalesce(max(seq), 0), coalesce(max(at), 0) FROM ticket_event WHERE ticket_id = ?",
        (ticket_id,),
    ).fetchone()
    return int(found[0]), int(found[1])


def with_second_line(db: sqlite3.Connection, ticket_id: int) -> bool:
    """Whether second line had it last: it was handed over, and since then neither given back nor
    solved and reopened."""
    row = db.execute(
        "SELECT kind FROM ticket_event WHERE ticket_id = ?"
        " AND kind IN ('second_line', 'returned', 'reopened') ORDER BY at DESC, seq DESC LIMIT 1",
        (ticket_id,),
    ).fetchone()
    return row is not None and row[0] == "second_line"
