"""A customer on the phone: what they have open, and what they called about last."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from floorboard.store.queries.listing import COLUMNS_SQL, JOINS_SQL, OPEN_SQL
from floorboard.store.queries.search import FoundCustomer
from floorboard.store.views.listing import TicketRow

RECENT = 200
"""A customer's newest tickets, among which the open ones are looked for."""


def open_tickets(
    db: sqlite3.Connection, customers: Collection[int], each: int
) -> dict[int, list[TicketRow]]:
    """Of each of these customers the newest open tickets, at most so many."""
    found: dict[int, list[TicketRow]] = {}
    for customer in customers:
        rows = db.execute(
            f"SELECT {COLUMNS_SQL} FROM (SELECT * FROM ticket WHERE customer_id = ?"
            f" ORDER BY id DESC LIMIT {RECENT}) t {JOINS_SQL} WHERE {OPEN_SQL} LIMIT ?",
            (customer, each),
        )
        found[customer] = [TicketRow(*row) for row in rows]
    return found


def named(db: sqlite3.Connection, typed: str, limit: int) -> list[FoundCustomer]:
    """Up to `limit` customers whose name, a reading of it or telephone number contains what is
    typed, by name: for as long as the search index isn't complete."""
    opened = (
        f"SELECT count(*) FROM (SELECT state FROM ticket WHERE customer_id = c.id"
        f" ORDER BY id DESC LIMIT {RECENT}) t WHERE {OPEN_SQL}"
    )
    rows = db.execute(
        f"SELECT c.id, c.name, c.organisation, c.phone, c.email, ({opened}) FROM customer c"
        " WHERE instr(c.search, ?1) > 0 OR instr(c.phone, ?1) > 0 ORDER BY c.search LIMIT ?2",
        (typed.lower(), limit),
    )
    return [FoundCustomer(*row) for row in rows]


def last_project(db: sqlite3.Connection, customer: int) -> int | None:
    """The project of this customer's newest ticket that has one."""
    row = db.execute(
        "SELECT project_id FROM (SELECT project_id, id FROM ticket WHERE customer_id = ?"
        f" ORDER BY id DESC LIMIT {RECENT}) WHERE project_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        (customer,),
    ).fetchone()
    return None if row is None else int(row[0])
