"""Single rows, written inside the transaction of a deed.

Table and column names come from the program, never from a user.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

Row = dict[str, object]
"""A row, column by column."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "ticket": ("id",),
    "ticket_event": ("ticket_id", "seq"),
    "ticket_link": ("ticket_id", "other_id", "relation"),
    "customer": ("id",),
    "escalation": ("id",),
    "escalation_person": ("escalation_id", "person_id"),
    "escalation_note": ("escalation_id", "seq"),
    "duty_check": ("id",),
    "checklist": ("id",),
    "checklist_item": ("id",),
    "project_review": ("day", "project_id"),
    "project": ("id",),
    "project_skill": ("person_id", "project_id"),
    "rota": ("id",),
    "rota_layer": ("id",),
    "rota_member": ("layer_id", "group_no", "position"),
    "rota_turn": ("id",),
    "rota_override": ("id",),
    "rota_schedule": ("id",),
    "rota_schedule_turn": ("schedule_id", "person_id", "starts_at"),
    "rota_swap": ("id",),
    "leave": ("id",),
    "cover_need": ("id",),
    "seat": ("id",),
    "sitting": ("id",),
    "attendance": ("id",),
    "overtime": ("id",),
    "handover": ("id",),
    "handover_section": ("handover_id", "section"),
    "handover_item": ("id",),
    "handover_acknowledgement": ("item_id",),
    "handover_question": ("id",),
    "handover_signature": ("handover_id", "side"),
    "handover_addendum": ("id",),
    "handover_rung": ("planned_at",),
    "handover_rung_person": ("planned_at", "person_id"),
}
"""The primary keys of the tables that are written row by row."""


def get(db: sqlite3.Connection, table: str, *key: object) -> Row | None:
    """The row of this key; None if there is none."""
    found = db.execute(f"SELECT * FROM {table} WHERE {_where(table)}", key)
    row = found.fetchone()
    return None if row is None else named(found, row)


def insert(db: sqlite3.Connection, table: str, values: Mapping[str, object]) -> int:
    """Insert a row; its rowid, where the table has one."""
    columns, holes = ", ".join(values), ", ".join("?" * len(values))
    done = db.execute(f"INSERT INTO {table} ({columns}) VALUES ({holes})", tuple(values.values()))
    return done.lastrowid or 0


def update(
    db: sqlite3.Connection, table: str, key: Sequence[object], values: Mapping[str, object]
) -> None:
    """Give the row of this key other values."""
    columns = ", ".join(f"{column} = ?" for column in values)
    db.execute(f"UPDATE {table} SET {columns} WHERE {_where(table)}", (*values.values(), *key))


def delete(db: sqlite3.Connection, table: str, key: Sequence[object]) -> None:
    """Take the row of this key away."""
    db.execute(f"DELETE FROM {table} WHERE {_where(table)}", tuple(key))


def named(cursor: sqlite3.Cursor, row: Sequence[object]) -> Row:
    """A row that `cursor` gave, with its columns' names."""
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _where(table: str) -> str:
    return " AND ".join(f"{column} = ?" for column in KEYS[table])


def next_id(db: sqlite3.Connection, table: str) -> int:
    """The number that the next row of `table` gets; nobody else takes it while we may write."""
    found = db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()
    return int(found[0])
