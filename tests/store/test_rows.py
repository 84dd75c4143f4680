"""Single rows by their keys, and the keys are those that the tables have."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from floorboard.store import rows
from floorboard.store.connection import connect
from floorboard.store.rows import KEYS

NASTY = ["O'Brien", '"; DROP TABLE customer; --', "王芳\n👩‍👩‍👧", "x\x00y", "?", "%s {0}"]


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(path)) as found:
        yield found


@pytest.mark.parametrize("table", KEYS)
def test_the_keys_are_the_tables_own(db: sqlite3.Connection, table: str) -> None:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    own = sorted((place, name) for _, name, *_, place in columns if place)
    assert KEYS[table] == tuple(name for _, name in own)


def customer(number: int, name: str = "x") -> rows.Row:
    return {
        "id": number, "source": "", "name": name, "search": "", "organisation": "", "phone": "",
        "email": "", "version": 1,
    }  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_row_comes_back_as_it_went_in(db: sqlite3.Connection, text: str) -> None:
    assert rows.get(db, "customer", 7) is None
    assert rows.insert(db, "customer", customer(7, text)) == 7
    found = rows.get(db, "customer", 7)
    assert found is not None
    assert {**found, **customer(7, text)} == found
    assert found["name"] == text


def test_only_the_row_of_that_key_is_changed_or_taken_away(db: sqlite3.Connection) -> None:
    for number in (1, 2, 3):
        rows.insert(db, "customer", customer(number))
    rows.update(db, "customer", (2,), {"name": "y", "phone": "138"})
    kept = db.execute("SELECT id, name, phone FROM customer ORDER BY id").fetchall()
    assert kept == [(1, "x", ""), (2, "y", "138"), (3, "x", "")]
    rows.delete(db, "customer", (2,))
    rows.delete(db, "customer", (4,))
    assert db.execute("SELECT id FROM customer ORDER BY id").fetchall() == [(1,), (3,)]


def test_a_key_of_several_columns_is_taken_whole(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys = OFF")
    for one, other in ((1, 2), (1, 3), (2, 1)):
        rows.insert(db, "ticket_link", {"ticket_id": one, "other_id": other, "relation": "related"})
    assert rows.get(db, "ticket_link", 1, 3, "related") is not None
    assert rows.get(db, "ticket_link", 1, 3, "split_from") is None
    rows.delete(db, "ticket_link", (1, 2, "related"))
    left = db.execute("SELECT ticket_id, other_id FROM ticket_link ORDER BY 1, 2").fetchall()
    assert left == [(1, 3), (2, 1)]
