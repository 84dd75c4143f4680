"""Rows into the tables of a store with bare sqlite3, and nothing else: what a deed can't do
without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

Row = Sequence[object]


def insert(db: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert whole rows."""
    if rows:
        holes = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({holes})", rows)


def replace(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    """Give rows, each with its `id`, other values."""
    for row in rows:
        columns = ", ".join(f"{column} = ?" for column in row if column != "id")
        values = [value for column, value in row.items() if column != "id"]
        db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*values, row["id"]))


def delete(db: sqlite3.Connection, tables: Mapping[str, Sequence[Row]]) -> None:
    """Take whole rows away again, without triggers that keep them."""
    for trigger in db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal%'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {trigger[0]}")
    for table, rows in tables.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        where = " AND ".join(f"{column} IS ?" for column in columns)
        db.executemany(f"DELETE FROM {table} WHERE {where}", rows)
