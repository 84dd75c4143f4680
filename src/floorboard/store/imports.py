"""Imported tickets on their way into the tables, inside the transaction of a deed.

Table and column names come from the program, never from a user.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from floorboard.store import bulk
from floorboard.store.queries.imports import Facts, is_empty

TICKET_COLUMNS = (
    "id", "source", "external_id", *Facts._fields,
    "first_replied_at", "last_replied_at", "solved_at", "closed_at",
    "first_reply_due_at", "status_reply_due_at", "solution_due_at", "next_due_at", "next_clock",
    "next_rung_at",
    "source_updated_at", "updated_at", "version",
)  # fmt: skip
EVENT_COLUMNS = ("ticket_id", "seq", "at", "kind", "actor", "body", "until", "source_key")

BATCH = 32


@contextmanager
def filling(db: sqlite3.Connection) -> Iterator[None]:
    """Make room for many tickets inside the transaction that `db` is in.

    Into a store without tickets, their indexes and count triggers are dropped for the block and
    made anew after it, which is several times as fast as keeping them meanwhile.
    """
    parts = []
    if is_empty(db):
        parts = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ('ticket', 'ticket_event')"
            " AND sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY type, name"
        ).fetchall()
    for kind, name, _ in parts:
        db.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in parts:
        db.execute(sql)
    if parts:
        db.execute("DELETE FROM ticket_count")
        db.execute(
            "INSERT INTO ticket_count (state, n) SELECT state, count(*) FROM ticket GROUP BY state"
        )


def add(
    db: sqlite3.Connection, tickets: Iterable[Sequence[object]], events: Sequence[object]
) -> None:
    """Insert tickets (each in the order of `TICKET_COLUMNS`) and events.

    `events` holds the values of all of them one after the other, each in the order of
    `EVENT_COLUMNS`: they go in by `BATCH` to a statement, which takes a third less time.

    CHECK constraints are left aside, because they take half of the time: kinds, channels, states
    and verdicts are the domain's own words here, and the numbers were checked when they were read.
    """
    width = len(EVENT_COLUMNS)
    step = BATCH * width
    whole = len(events) // step * step
    db.execute("PRAGMA ignore_check_constraints = ON")
    try:
        bulk.insert(db, "ticket", TICKET_COLUMNS, tickets)
        for start, end, rows in ((0, whole, BATCH), (whole, len(events), 1)):
            one = f"({', '.join('?' * width)})"
            sql = f"INSERT INTO ticket_event ({', '.join(EVENT_COLUMNS)}) VALUES "
            size = rows * width
            batches = (events[at : at + size] for at in range(start, end, size))
            db.executemany(sql + ", ".join([one] * rows), batches)
    finally:
        db.execute("PRAGMA ignore_check_constraints = OFF")


def update(db: sqlite3.Connection, tickets: Iterable[Sequence[object]]) -> None:
    """Write tickets (in the order of `TICKET_COLUMNS`) over those of the same ids."""
    columns = ", ".join(f"{column} = ?{n}" for n, column in enumerate(TICKET_COLUMNS[1:], 2))
    db.executemany(f"UPDATE ticket SET {columns} WHERE id = ?1", tickets)


def update_events(db: sqlite3.Connection, events: Iterable[Sequence[object]]) -> None:
    """Write events (in the order of `EVENT_COLUMNS`) over those of the same numbers."""
    columns = ", ".join(f"{column} = ?{n}" for n, column in enumerate(EVENT_COLUMNS[2:], 3))
    db.executemany(
        f"UPDATE ticket_event SET {columns} WHERE ticket_id = ?1 AND seq = ?2",
        events,
    )
