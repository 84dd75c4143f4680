"""What the tests of the search index share: what it holds, and what it should."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from floorboard.store import search

INDEXES = ("ticket_search", "customer_search")


def pieces_of(db: sqlite3.Connection, index: str) -> list[tuple[object, ...]]:
    """All that an index holds: every piece, in which document, and at which place."""
    table = f"temp.every_{index}"
    db.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5vocab(main, {index}, instance)"
    )
    return sorted(db.execute(f"SELECT term, doc, offset FROM {table}"))


def assert_as_rebuilt(db: sqlite3.Connection) -> None:
    """The index up to its marks is what a fresh one of the same rows would be."""
    marks = dict(db.execute("SELECT name, last_id FROM search_mark"))
    with closing(sqlite3.connect(":memory:")) as fresh:
        db.backup(fresh)
        made = "CREATE VIRTUAL TABLE {} USING fts5(words, content='', prefix='2 4')"
        for index in INDEXES:
            fresh.execute(f"DROP TABLE {index}")
            fresh.execute(made.format(index))
        fresh.execute("DELETE FROM ticket_event WHERE ticket_id > ?", (marks.get("ticket", 0),))
        for table in ("ticket", "customer"):
            fresh.execute(f"DELETE FROM {table} WHERE id > ?", (marks.get(table, 0),))
        fresh.execute("DELETE FROM search_mark")
        while search.index_some(fresh, 3):
            pass
        for index in INDEXES:
            assert pieces_of(db, index) == pieces_of(fresh, index)
