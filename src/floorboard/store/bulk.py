"""Many rows at once, inside the transaction of a deed.

Table and column names come from the program, never from a user.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager


def insert(
    db: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    ignore: bool = False,
) -> int:
    """Insert `rows`; how many were added. With `ignore`, those that exist already stay as they
    are."""
    verb = "INSERT OR IGNORE" if ignore else "INSERT"
    holes = ", ".join("?" * len(columns))
    sql = f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({holes})"
    return max(db.executemany(sql, rows).rowcount, 0)


@contextmanager
def filling_tickets(db: sqlite3.Connection) -> Iterator[None]:
    """Drop the tickets' indexes and count triggers for the block, then make them anew and count.

    Building an index over rows that are there is several times as fast as keeping it meanwhile.
    CHECK constraints are left aside too, for they take more than half of an insert: this is for
    rows that the program itself makes up of the domain's words, not for anybody's data.
    """
    parts = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'ticket' AND sql IS NOT NULL"
        " AND type IN ('index', 'trigger') ORDER BY type, name"
    ).fetchall()
    for kind, name, _ in parts:
        db.execute(f"DROP {kind} {name}")
    db.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        db.execute("PRAGMA ignore_check_constraints = OFF")
    for _, _, sql in parts:
        db.execute(sql)
    db.execute("DELETE FROM ticket_count")
    db.execute("INSERT INTO ticket_count (state, n) SELECT state, count(*) FROM ticket GROUP BY 1")
