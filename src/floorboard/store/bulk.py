"""Many rows at once: inside the transaction of a deed, or into a draft.

Table and column names come from the program, never from a user.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from floorboard.store.connection import connect, faults

Insert = Callable[[str, Sequence[str], Iterable[Sequence[object]]], int]
"""`insert` on a connection that is chosen already."""


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
def filling_draft(path: Path) -> Iterator[Insert]:
    """A way to write tickets by the million into a draft, which nobody else has open.

    The tickets' indexes and count triggers are dropped for the block and made anew after it:
    building an index over rows that are there is several times as fast as keeping it meanwhile.
    Pages go to the file before the commit, as no reader waits, so memory stays bounded. CHECK
    constraints are left aside, for they take more than half of an insert: this is for rows that
    the program itself makes of the domain's words, not for anybody's data.
    """
    with faults(path), closing(connect(path)) as db:
        db.execute("PRAGMA cache_spill = ON")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("BEGIN IMMEDIATE")
        parts = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'ticket'"
            " AND sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY type, name"
        ).fetchall()
        for kind, name, _ in parts:
            db.execute(f"DROP {kind} {name}")
        yield partial(insert, db)
        for _, _, sql in parts:
            db.execute(sql)
        db.execute(
            "INSERT INTO ticket_count (state, n) SELECT state, count(*) FROM ticket GROUP BY state"
        )
        db.execute("COMMIT")
