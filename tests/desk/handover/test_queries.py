"""Opening a handover reads the large tables by their indexes alone."""

from __future__ import annotations

import re
import sqlite3

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from relieving import PIN, agree, drafted, ticket

LARGE = {"ticket", "ticket_event", "journal", "customer", "escalation", "duty_check", "handover"}


def whole(db: sqlite3.Connection, sql: str) -> list[str]:
    """The large tables that a query reads whole, without an index."""
    names = dict(re.findall(r"(?:FROM|JOIN) (\w+) (\w)\b", sql))
    named = {alias: table for table, alias in names.items()}
    found = []
    for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
        read = re.match(r"SCAN (\w+)(?! VIRTUAL)(?!.* USING)", step)
        if read and named.get(read[1], read[1]) in LARGE:
            found.append(f"{step}: {sql}")
    return found


def test_no_large_table_is_read_whole(desk: Desk) -> None:
    ticket(desk, "all is down", 1)
    number = drafted(desk)
    asked: list[str] = []
    with desk.store.reading() as db:
        db.set_trace_callback(asked.append)
    handover.one(desk, number)
    handover.responsible(desk)
    handover.reminder(desk)
    handover.current(desk)
    handover.offer(desk, number)
    handover.one(desk, number)  # since the freeze
    agree(desk, number)
    handover.hand_over(desk, number, PIN)
    handover.take_over(desk, number, PIN)
    handover.responsible(desk)
    with desk.store.reading() as db:
        db.set_trace_callback(None)
        queries = {sql for sql in asked if sql.lstrip().startswith("SELECT")}
        assert any("next_due_at" in sql for sql in queries)
        assert [each for sql in sorted(queries) for each in whole(db, sql)] == []
        assert whole(db, "SELECT title FROM ticket t WHERE t.title = 'x'") != []
