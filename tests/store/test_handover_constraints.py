"""The handover's tables refuse a bad row, even where somebody took their triggers away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from floorboard.store import rows
from floorboard.store.connection import connect

Row = Mapping[str, object]
DIGEST = "0" * 64

# fmt: off
GOOD: dict[str, Row] = {
    "handover": {
        "id": 1, "state": "accepted", "is_open": None, "shift": "", "shift_zh": "", "starts_at": 1,
        "ends_at": 2, "until_at": 3, "outgoing_id": 1, "incoming_id": 2, "instead_of_id": None,
        "planned_id": None, "passed_because": "", "previous_id": None, "begun_at": 1,
        "offered_at": 1, "accepted_at": 2, "major": 0, "content": "{}", "digest": "d", "seal": "s",
        "summary": "", "summarised_at": None, "overtime_id": None, "version": 1,
    },
    "handover_section": {
        "handover_id": 1, "section": "people", "body": "", "none": 1, "version": 1,
    },
    "handover_item": {
        "id": 1, "handover_id": 1, "kind": "watch", "position": 1, "ticket_id": None,
        "situation": "", "background": "", "assessment": "", "recommendation": "",
        "owner_id": None, "due_at": None, "since_at": 1, "root_id": 1, "cleared_at": None,
        "cleared_note": "", "version": 1,
    },
    "handover_acknowledgement": {"item_id": 1, "handover_id": 1, "person_id": 2, "at": 1},
    "handover_question": {
        "id": 1, "handover_id": 1, "section": "items", "asked_by": 2, "asked_at": 1,
        "question": "x", "answered_by": None, "answered_at": None, "answer": "",
    },
    "handover_signature": {
        "handover_id": 1, "side": "outgoing", "person_id": 1, "at": 1, "digest": DIGEST,
    },
    "handover_addendum": {
        "id": 1, "handover_id": 1, "person_id": None, "label": "", "at": 1, "body": "x", "seq": 1,
    },
    "handover_rung": {
        "planned_at": 1, "raised_at": 1, "addressee": "post:manager", "gap": 0, "closed_at": None,
    },
    "handover_rung_person": {"planned_at": 1, "person_id": 1},
}
NEXT: dict[str, Row] = {
    "handover": {"id": 2},
    "handover_section": {"section": "duties"},
    "handover_item": {"id": 2, "position": 2, "root_id": 2},
    "handover_acknowledgement": {"item_id": 2},
    "handover_question": {"id": 2},
    "handover_signature": {"side": "incoming", "person_id": 2},
    "handover_addendum": {"id": 2},
    "handover_rung": {"planned_at": 2, "raised_at": 2},
    "handover_rung_person": {"person_id": 2},
}
"""What another good row has otherwise."""

CHECKED: list[tuple[str, str, Row]] = [
    ("handover", "state", {"state": "lost", "is_open": 1, "accepted_at": None, "seal": ""}),
    ("handover", "open", {"is_open": 1}),
    ("handover", "open", {"state": "offered", "accepted_at": None, "seal": "", "is_open": 2}),
    ("handover", "span", {"ends_at": 1}),
    ("handover", "span", {"until_at": 2}),
    ("handover", "frozen", {"offered_at": None}),
    ("handover", "content", {"content": ""}),
    ("handover", "content", {"digest": ""}),
    ("handover", "accepted", {"accepted_at": None}),
    ("handover", "sealed", {"seal": ""}),
    ("handover", "leads", {"outgoing_id": None}),
    ("handover", "two", {"incoming_id": 1}),
    ("handover", "summary", {"summary": "x"}),
    ("handover_section", "section", {"section": "header"}),
    ("handover_section", "none", {"body": "x"}),
    ("handover_item", "kind", {"kind": "x"}),
    ("handover_question", "section", {"section": "x"}),
    ("handover_question", "question", {"question": ""}),
    ("handover_question", "answered", {"answer": "x"}),
    ("handover_signature", "side", {"side": "x"}),
    ("handover_signature", "digest", {"digest": ""}),
    ("handover_addendum", "body", {"body": ""}),
    ("handover_rung", "raised", {"raised_at": 1}),
]
UNIQUE: list[tuple[str, Row]] = [
    ("handover.is_open", {"is_open": 1, "state": "draft", "offered_at": None, "accepted_at": None,
                          "content": "", "digest": "", "seal": ""}),
    ("handover_section.handover_id, handover_section.section", {"section": "people"}),
    ("handover_item.handover_id, handover_item.position", {"position": 1}),
    ("handover_item.handover_id, handover_item.root_id", {"root_id": 1}),
    ("handover_signature.handover_id, handover_signature.side", {"side": "outgoing"}),
    ("handover_signature.handover_id, handover_signature.person_id", {"person_id": 1}),
    ("handover_rung_person.planned_at, handover_rung_person.person_id", {"person_id": 1}),
]
# fmt: on


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """A store with a good row in each table, without the triggers."""
    with closing(connect(path)) as found:
        triggers = found.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            found.execute(f"DROP TRIGGER {name}")
        for number in (1, 2, 3):
            found.execute(
                "INSERT INTO person (id, code, name, other_name, search, post, joined_on, version)"
                " VALUES (?1, ?1, 'x', '', '', 'agent', '2026-01-01', 1)",
                (number,),
            )
        for table, row in GOOD.items():
            rows.insert(found, table, row)
        yield found


def another(table: str, change: Row) -> dict[str, object]:
    return {**GOOD[table], **NEXT[table], **change}


@pytest.mark.parametrize("table", GOOD)
def test_another_good_row_is_taken(db: sqlite3.Connection, table: str) -> None:
    rows.insert(db, "handover_item", another("handover_item", {}))
    if table != "handover_item":
        rows.insert(db, table, another(table, {}))


@pytest.mark.parametrize(("table", "name", "change"), CHECKED)
def test_a_bad_row_is_refused(db: sqlite3.Connection, table: str, name: str, change: Row) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"CHECK.*ck_{table}_{name}$"):
        rows.insert(db, table, another(table, change))


@pytest.mark.parametrize(("columns", "change"), UNIQUE)
def test_what_exists_once_can_t_exist_twice(
    db: sqlite3.Connection, columns: str, change: Row
) -> None:
    table = columns.partition(".")[0]
    if table == "handover":
        rows.insert(db, table, another(table, {**change, "id": 5}))
    with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE constraint failed: {columns}$"):
        rows.insert(db, table, another(table, change))


def test_what_is_referred_to_must_be_there(db: sqlite3.Connection) -> None:
    for table in GOOD:
        for _id, _seq, other, column, *_ in db.execute(f"PRAGMA foreign_key_list({table})"):
            with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
                rows.insert(db, table, another(table, {column: 99}))
            assert other


def test_no_constraint_is_left_out_above(db: sqlite3.Connection) -> None:
    found = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'handover%'"
    )
    tables = dict(found.fetchall())
    assert set(tables) == set(GOOD) == set(NEXT)
    checks = {name for sql in tables.values() for name in re.findall(r"(ck_\w+) CHECK", sql)}
    assert checks == {f"ck_{table}_{name}" for table, name, _ in CHECKED}
    for table in tables:
        for _, name, unique, *_ in db.execute(f"PRAGMA index_list({table})").fetchall():
            columns = [row[2] for row in db.execute(f"PRAGMA index_info({name})")]
            said = ", ".join(f"{table}.{each}" for each in columns)
            assert not unique or said in {each for each, _ in UNIQUE}
