"""Many rows at once leave the same schema and the same counts as rows one by one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from floorboard.domain.ticket import NEVER
from floorboard.store import bulk, health, imports
from floorboard.store.connection import connect
from floorboard.store.store import Actor, Store

# fmt: off
COLUMNS = (
    "kind", "channel", "state", "priority", "title", "opened_at", "updated_at", "source", "body",
    "owner_label", "team", "next_due_at", "reopen_count", "reassignment_count", "version",
)
# fmt: on


def rows(states: str) -> list[tuple[object, ...]]:
    """A ticket in each of the states."""
    end = ("", "", "", "", NEVER, 0, 0, 1)
    return [("incident", "web", state, 3, "t", 1, 1, *end) for state in states.split()]


def parts(path: Path) -> list[tuple[object, ...]]:
    with closing(connect(path, read_only=True)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


def test_filling_a_draft_leaves_its_schema_and_counts(path: Path) -> None:
    before = parts(path)
    with bulk.filling_draft(path) as insert:
        assert insert("ticket", COLUMNS, rows("new new solved")) == 3
    assert parts(path) == before
    found = health.examine(path)
    assert found.sound
    assert found.kept_counts == {"new": 2, "solved": 1}


def test_a_draft_whose_filling_fails_is_as_before(path: Path) -> None:
    before = path.read_bytes()

    def half() -> None:
        with bulk.filling_draft(path) as insert:
            insert("ticket", COLUMNS, rows("new"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    found = health.examine(path)
    assert (found.sound, found.counted) == (True, {})
    assert len(path.read_bytes()) == len(before)


@pytest.mark.parametrize("there", ["", "open"])
def test_an_import_leaves_schema_and_counts(store: Store, there: str) -> None:
    by = Actor("console")
    with store.deed("made", "tickets", by, 1) as deed:
        bulk.insert(deed.db, "ticket", COLUMNS, rows(there))
    before = parts(store.path)
    with store.deed("imported", "tickets", by, 1) as deed, imports.filling(deed.db):
        bulk.insert(deed.db, "ticket", COLUMNS, rows("new new solved"))
    assert parts(store.path) == before
    found = health.examine(store.path)
    assert found.sound
    assert sum(found.counted.values()) == 3 + len(there.split())


def test_what_exists_already_can_be_left_as_it_is(store: Store) -> None:
    with store.deed("made", "settings", Actor("console"), 1) as deed:
        pairs = [("a", "1"), ("b", "1")]
        assert bulk.insert(deed.db, "setting", ("key", "value"), pairs) == 2
        pairs = [("b", "2"), ("c", "2")]
        assert bulk.insert(deed.db, "setting", ("key", "value"), pairs, ignore=True) == 1
        with pytest.raises(sqlite3.IntegrityError):
            bulk.insert(deed.db, "setting", ("key", "value"), pairs)
        assert bulk.insert(deed.db, "setting", ("key", "value"), []) == 0
        found = deed.db.execute("SELECT key, value FROM setting ORDER BY key").fetchall()
    assert found == [("a", "1"), ("b", "1"), ("c", "2")]
