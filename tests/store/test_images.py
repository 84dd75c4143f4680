"""What a deed did to the rows: read before and after, kept in the journal, put back exactly."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.store import images, rows
from floorboard.store.connection import connect
from floorboard.store.images import Difference, MovedOn, Watch
from floorboard.store.rows import KEYS

TICKET = {
    "source": "", "kind": "incident", "channel": "phone", "state": "open", "priority": 3,
    "title": "x", "body": "", "owner_label": "", "team": "", "opened_at": 1000,
    "next_due_at": 253402300799, "next_rung_at": 253402300799, "reopen_count": 0,
    "reassignment_count": 0, "updated_at": 1000, "version": 1,
}  # fmt: skip
CUSTOMER = {
    "source": "", "name": "x", "search": "", "organisation": "", "phone": "", "email": "",
    "version": 1,
}  # fmt: skip


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """A store with two tickets that have an event each, in a transaction."""
    with closing(connect(path)) as found:
        found.execute("BEGIN IMMEDIATE")
        for number in (1, 2):
            rows.insert(found, "ticket", {"id": number, **TICKET})
            event(found, number, 1, "opened")
        yield found


def event(db: sqlite3.Connection, ticket: int, seq: int, kind: str = "note") -> None:
    values = {"ticket_id": ticket, "seq": seq, "at": 1000, "kind": kind, "actor": "", "body": "x"}
    rows.insert(db, "ticket_event", values)


def escalation(db: sqlite3.Connection, number: int, ticket: int) -> None:
    values = {
        "id": number, "ticket_id": ticket, "cycle": 0, "rung": f"r{number}", "clock": "solution",
        "due_at": 900, "raised_at": 1000, "addressee": "owner", "gap": False, "backup": "",
        "acknowledge_by": 253402300799, "backup_gap": False, "acknowledged_label": "", "version": 1,
    }  # fmt: skip
    rows.insert(db, "escalation", values)


def content(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in KEYS}


def watching(db: sqlite3.Connection, *ids: int) -> Watch:
    watch = Watch(db)
    watch.begin("ticket", ids)
    return watch


def test_of_a_changed_row_the_changed_columns_alone_are_kept(db: sqlite3.Connection) -> None:
    watch = watching(db, 1)
    rows.update(db, "ticket", (1,), {"title": "y", "priority": 3, "owner_label": "z"})
    assert watch.differences() == [
        Difference(
            "ticket", (1,), {"title": "x", "owner_label": ""}, {"title": "y", "owner_label": "z"}
        )
    ]


def test_nothing_done_is_no_difference(db: sqlite3.Connection) -> None:
    watch = watching(db, 1, 2)
    rows.update(db, "ticket", (1,), {"title": "y"})
    rows.update(db, "ticket", (1,), {"title": "x"})
    event(db, 2, 2)
    rows.delete(db, "ticket_event", (2, 2))
    assert watch.differences() == []


def test_what_isn_t_watched_isn_t_seen(db: sqlite3.Connection) -> None:
    watch = watching(db, 1)
    rows.update(db, "ticket", (2,), {"title": "y"})
    event(db, 2, 2)
    assert watch.differences() == []


def test_everything_that_belongs_to_a_ticket_is_seen_in_the_order_of_its_making(
    db: sqlite3.Connection,
) -> None:
    escalation(db, 5, 1)
    rows.insert(
        db, "escalation_note",
        {"escalation_id": 5, "seq": 1, "at": 1000, "kind": "raised", "actor": "", "body": ""},
    )  # fmt: skip
    before = content(db)
    watch = watching(db, 3, 1)
    rows.insert(db, "ticket", {"id": 3, **TICKET})
    event(db, 3, 1, "opened")
    event(db, 1, 2, "linked")
    rows.insert(db, "ticket_link", {"ticket_id": 3, "other_id": 1, "relation": "split_from"})
    rows.update(db, "escalation", (5,), {"closed_at": 1200})
    rows.insert(
        db, "escalation_note",
        {"escalation_id": 5, "seq": 2, "at": 1200, "kind": "closed", "actor": "", "body": ""},
    )  # fmt: skip
    after = content(db)
    found = watch.differences()
    assert sorted((each.table, each.key) for each in found) == [
        ("escalation", (5,)),
        ("escalation_note", (5, 2)),
        ("ticket", (3,)),
        ("ticket_event", (1, 2)),
        ("ticket_event", (3, 1)),
        ("ticket_link", (3, 1, "split_from")),
    ]
    images.put_back(db, found)
    assert content(db) == before
    images.put_back(db, [each.reversed() for each in found])
    assert content(db) == after
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_row_that_was_taken_away_comes_back(db: sqlite3.Connection) -> None:
    rows.insert(db, "ticket_link", {"ticket_id": 1, "other_id": 2, "relation": "related"})
    before = content(db)
    watch = watching(db, 1)
    rows.delete(db, "ticket_link", (1, 2, "related"))
    found = watch.differences()
    assert [(each.before is None, each.after) for each in found] == [(False, None)]
    images.put_back(db, found)
    assert content(db) == before


def made(db: sqlite3.Connection) -> list[Difference]:
    """A deed that changes a ticket, adds to its history and ties it to another one."""
    watch = watching(db, 1)
    rows.update(db, "ticket", (1,), {"title": "y", "version": 2})
    event(db, 1, 2)
    rows.insert(db, "ticket_link", {"ticket_id": 1, "other_id": 2, "relation": "related"})
    return watch.differences()


@pytest.mark.parametrize(
    ("statement", "moved"),
    [
        ("UPDATE ticket SET title = 'z' WHERE id = 1", True),
        ("UPDATE ticket SET version = 3 WHERE id = 1", True),
        ("UPDATE ticket SET next_rung_at = 5 WHERE id = 1", False),
        ("UPDATE ticket SET title = 'z' WHERE id = 2", False),
        ("UPDATE ticket_event SET body = 'z' WHERE ticket_id = 1 AND seq = 2", True),
        ("UPDATE ticket_event SET body = 'z' WHERE ticket_id = 1 AND seq = 1", False),
        ("DELETE FROM ticket_event WHERE ticket_id = 1 AND seq = 2", True),
        ("DELETE FROM ticket_link", True),
        (
            "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
            " VALUES (1, 3, 1000, 'note', '', '')",
            True,
        ),
        (
            "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
            " VALUES (2, 2, 1000, 'note', '', '')",
            False,
        ),
    ],
)
def test_it_is_put_back_only_where_every_row_is_as_it_was_left(
    db: sqlite3.Connection, statement: str, moved: bool
) -> None:
    found = made(db)
    db.execute(statement)
    if moved:
        with pytest.raises(MovedOn):
            images.put_back(db, found)
    else:
        images.put_back(db, found)
        assert rows.get(db, "ticket_link", 1, 2, "related") is None


def test_what_is_made_again_must_not_be_there(db: sqlite3.Connection) -> None:
    found = made(db)
    images.put_back(db, found)
    event(db, 1, 2)
    with pytest.raises(MovedOn) as caught:
        images.put_back(db, [each.reversed() for each in found])
    assert (caught.value.difference.table, caught.value.difference.key) == ("ticket_event", (1, 2))


def test_a_row_that_something_else_names_doesn_t_go(db: sqlite3.Connection) -> None:
    watch = Watch(db)
    watch.begin("customer", [7])
    rows.insert(db, "customer", {"id": 7, **CUSTOMER})
    found = watch.differences()
    rows.update(db, "ticket", (2,), {"customer_id": 7})
    with pytest.raises(MovedOn) as caught:
        images.put_back(db, found)
    assert caught.value.difference.table == "customer"
    rows.update(db, "ticket", (2,), {"customer_id": None})
    images.put_back(db, found)
    assert rows.get(db, "customer", 7) is None


@pytest.mark.parametrize("kind", ["ticket", "escalation", "customer", "check", "review"])
def test_nothing_watched_is_nothing_seen(db: sqlite3.Connection, kind: str) -> None:
    watch = Watch(db)
    watch.begin(kind, [])
    rows.update(db, "ticket", (1,), {"title": "y"})
    assert watch.differences() == []


VALUE = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text()
ROW = st.dictionaries(st.text(min_size=1), VALUE, min_size=1)


@given(
    st.lists(
        st.builds(
            Difference,
            st.sampled_from([*KEYS]),
            st.tuples(st.integers(1, 9), st.text()),
            st.none() | ROW,
            st.none() | ROW,
        )
    )
)
def test_the_journal_hears_what_was_said(found: list[Difference]) -> None:
    kept = json.loads(json.dumps(images.said(found), ensure_ascii=True))
    assert images.heard(*kept) == found
    assert [each.reversed().reversed() for each in found] == found


def test_an_entry_without_rows_has_no_differences() -> None:
    assert images.heard(None, None) == images.heard({}, []) == []
