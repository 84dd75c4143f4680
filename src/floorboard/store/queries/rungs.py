"""Rungs of the escalation ladder that are to be raised, and whom they may go to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from floorboard.domain.instant import Instant
from floorboard.domain.ticket import ClockName, EventKind
from floorboard.store import bulk
from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.queries.people import HERE_SQL

# The partial indexes' conditions, to the letter.
_TO_RAISE = "t.next_rung_at < 253402300799 AND t.next_rung_at <= ?"
_UNANSWERED = (
    "closed_at IS NULL AND acknowledged_at IS NULL AND backup_at IS NULL AND acknowledge_by <= ?"
)

ESCALATION = (
    *("id", "version", "ticket_id", "cycle", "rung", "clock", "due_at", "raised_at"),
    *("addressee", "gap", "backup", "acknowledge_by", "backup_gap", "acknowledged_label"),
)
PERSON = ("escalation_id", "person_id", "backup")
NOTE = ("escalation_id", "seq", "at", "kind", "person_id", "actor", "body")

ORDER = (ClockName.FIRST_REPLY, ClockName.STATUS_REPLY, ClockName.SOLUTION)
"""In which order the due times of a ticket's clocks are told."""

_NONE = (None, None, None)


class Laddered(NamedTuple):
    """A ticket that has a rung to raise, as its columns tell it."""

    id: int
    project_id: int | None
    owner_id: int | None
    due: tuple[Instant | None, Instant | None, Instant | None]
    """The due times of the clocks that still run, as they are stored, in `ORDER`."""
    reopened: bool
    """Whether its history has such an event, solved or not."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A raised rung that nobody acknowledged in time."""

    id: int
    ticket_id: int
    backup: str
    project_id: int | None
    owner_id: int | None


def waiting(db: sqlite3.Connection, now: Instant) -> tuple[int, int]:
    """How many tickets have a rung to raise by `now`, and how many raised ones go to a backup."""
    tickets = db.execute(f"SELECT count(*) FROM ticket t WHERE {_TO_RAISE}", (now,)).fetchone()
    backups = db.execute(f"SELECT count(*) FROM escalation WHERE {_UNANSWERED}", (now,)).fetchone()
    return tickets[0], backups[0]


def to_raise(db: sqlite3.Connection, now: Instant, limit: int) -> list[Laddered]:
    """Up to `limit` tickets whose next rung has fallen due by `now`, the longest due first."""
    rows = db.execute(
        "SELECT t.id, t.project_id, t.owner_id, t.first_replied_at IS NULL,"
        f" {OPEN_SQL},"
        " t.first_reply_due_at, t.status_reply_due_at, t.solution_due_at,"
        " EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = t.id AND e.kind = ?)"
        f" FROM ticket t WHERE {_TO_RAISE} ORDER BY t.next_rung_at, t.id LIMIT ?",
        (EventKind.REOPENED.value, now, limit),
    )
    return [
        Laddered(
            number,
            project,
            owner,
            (first if unanswered else None, status, solution) if running else _NONE,
            bool(reopened),
        )
        for number, project, owner, unanswered, running, first, status, solution, reopened in rows
    ]


def raised(
    db: sqlite3.Connection, ticket_ids: Iterable[int]
) -> dict[tuple[int, int], frozenset[str]]:
    """The names of the raised rungs, by ticket and cycle."""
    rows = db.execute(
        "SELECT e.ticket_id, e.cycle, e.rung FROM json_each(?) j"
        " CROSS JOIN escalation e ON e.ticket_id = j.value",
        (json.dumps(list(ticket_ids)),),
    )
    found: dict[tuple[int, int], set[str]] = {}
    for ticket, cycle, rung in rows:
        found.setdefault((ticket, cycle), set()).add(rung)
    return {key: frozenset(names) for key, names in found.items()}


def raised_since(db: sqlite3.Connection, ticket_ids: Iterable[int], seq: int) -> int | None:
    """The first of these tickets for which the journal has a rung raised after the entry `seq`."""
    row = db.execute(
        "SELECT min(t.ticket_id) FROM journal_ticket t JOIN journal j ON j.seq = t.seq"
        " JOIN escalation e ON e.ticket_id = t.ticket_id AND e.raised_at = j.at"
        " WHERE t.ticket_id IN (SELECT value FROM json_each(?)) AND t.seq > ?"
        " AND j.action = 'escalations.raised'",
        (json.dumps(list(ticket_ids)), seq),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def unanswered(db: sqlite3.Connection, now: Instant, limit: int) -> list[Unanswered]:
    """Up to `limit` raised rungs that go to their backup by `now`, the longest unanswered first."""
    rows = db.execute(
        "SELECT e.id, e.ticket_id, e.backup, t.project_id, t.owner_id"
        f" FROM (SELECT id, ticket_id, backup, acknowledge_by FROM escalation WHERE {_UNANSWERED}"
        " ORDER BY acknowledge_by, id LIMIT ?) e JOIN ticket t ON t.id = e.ticket_id"
        " ORDER BY e.acknowledge_by, e.id",
        (now, limit),
    )
    return [Unanswered(*row) for row in rows]


def next_note(db: sqlite3.Connection, escalation_id: int) -> int:
    """The number of an escalation's next note."""
    found = db.execute(
        "SELECT coalesce(max(seq), 0) + 1 FROM escalation_note WHERE escalation_id = ?",
        (escalation_id,),
    ).fetchone()
    return int(found[0])


def add(
    db: sqlite3.Connection,
    escalations: Sequence[Sequence[object]],
    people: Sequence[Sequence[object]],
    notes: Sequence[Sequence[object]],
) -> None:
    """Insert rows with the columns `ESCALATION`, `PERSON` and `NOTE`. Who has a rung already isn't
    its backup too."""
    bulk.insert(db, "escalation", ESCALATION, escalations)
    bulk.insert(db, "escalation_person", PERSON, people, ignore=True)
    bulk.insert(db, "escalation_note", NOTE, notes)


def set_next(db: sqlite3.Connection, following: Iterable[tuple[int, Instant]]) -> None:
    """Write when the next rung of these tickets falls due. Their version stays: nothing that people
    edit has changed."""
    db.executemany("UPDATE ticket SET next_rung_at = ?2 WHERE id = ?1", following)


def set_backup(
    db: sqlite3.Connection, at: Instant, version: int, called: Iterable[tuple[int, bool]]
) -> None:
    """Put on record that these went to their backup, and whether that was nobody."""
    db.executemany(
        "UPDATE escalation SET backup_at = ?, version = ?, backup_gap = ? WHERE id = ?",
        ((at, version, gap, number) for number, gap in called),
    )


def close(db: sqlite3.Connection, ticket_id: int, at: Instant, version: int) -> list[int]:
    """Close what is open of a ticket; the numbers of what was."""
    rows = db.execute(
        "UPDATE escalation SET closed_at = ?, version = ? WHERE ticket_id = ? AND closed_at IS NULL"
        " RETURNING id",
        (at, version, ticket_id),
    )
    return sorted(row[0] for row in rows)


def concern(db: sqlite3.Connection, seq: int, ticket_ids: Iterable[int]) -> None:
    """Note that the journal's entry `seq`, which is yet to be written, is about these tickets."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    rows = [(number, seq) for number in sorted(set(ticket_ids))]
    bulk.insert(db, "journal_ticket", ("ticket_id", "seq"), rows)


def staff(db: sqlite3.Connection, day: str) -> list[tuple[int, str]]:
    """The number and the post of everybody who works here on the ISO date `day`."""
    return db.execute(
        f"SELECT p.id, p.post FROM person p WHERE {HERE_SQL} ORDER BY p.code", {"today": day}
    ).fetchall()


def managers(db: sqlite3.Connection) -> dict[int, int]:
    """The support manager of each project that has one."""
    return dict(
        db.execute("SELECT id, manager_id FROM project WHERE manager_id IS NOT NULL").fetchall()
    )
