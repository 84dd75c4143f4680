"""The journal: what is done stands there, whole or not at all, and tampering is found."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.problem import Problem
from floorboard.store import health, journal, restore, schema
from floorboard.store.connection import connect
from floorboard.store.queries import entries
from floorboard.store.store import Actor, Store
from floorboard.store.tables import Person, Setting

BY = Actor("console-1")
COLUMNS = ("seq", "at", "person_id", "console", "action", "subject", "before", "after", "previous")

Line = list[object]
"""The columns of an entry, and its hash last."""


def setting(store: Store, key: str, value: str) -> None:
    with store.deed("setting.changed", f"setting/{key}", BY, 1000, {"value": value}) as deed:
        deed.db.execute("INSERT INTO setting VALUES (?, ?)", (key, value))


@pytest.fixture
def six(store: Store) -> Path:
    """A store with six entries."""
    for number in range(1, 7):
        setting(store, f"key {number}", f"value {number}")
    return store.path


def verify(path: Path) -> journal.Verdict:
    with closing(connect(path, read_only=True)) as db:
        return journal.verify(db, journal.read_key(path))


def tamper(path: Path, *statements: str) -> None:
    """Do what the triggers refuse."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for name in ("insert", "update", "delete"):
            db.execute(f"DROP TRIGGER IF EXISTS journal_keep_{name}")
        for statement in statements:
            db.execute(statement)


def rewrite(path: Path, change: Callable[[list[Line]], Iterable[Line]]) -> None:
    """Put other entries in the place of all entries."""
    with closing(sqlite3.connect(path)) as db:
        lines = [list(row) for row in db.execute("SELECT * FROM journal ORDER BY seq")]
    tamper(path, "DELETE FROM journal")
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(f"INSERT INTO journal VALUES ({', '.join('?' * 10)})", change(lines))


def chained(lines: Iterable[Line], digest: Callable[[Line], str]) -> list[Line]:
    """The entries numbered and chained anew, as `digest` would have it."""
    previous = journal.GENESIS
    done = []
    for seq, line in enumerate(lines, 1):
        fields = [seq, *line[1:8], previous]
        previous = digest(fields)
        done.append([*fields, previous])
    return done


# Sound


def test_six_deeds_are_six_entries(six: Path) -> None:
    verdict = verify(six)
    assert (verdict.entries, verdict.sound, verdict.broken_at) == (6, True, None)
    assert len(verdict.head) == 64
    with closing(connect(six, read_only=True)) as db:
        entry = entries.one(db, 3)
    assert entry is not None
    assert (entry.seq, entry.at, entry.who, entry.action) == (
        3,
        1000,
        "console-1",
        "setting.changed",
    )
    assert (entry.before, entry.after) == ({}, {"value": "value 3"})


def test_an_empty_journal_is_sound(path: Path) -> None:
    assert verify(path) == journal.Verdict(0, journal.GENESIS)


def test_more_entries_than_are_read_at_a_time(six: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    for chunk in (1, 2, 3, 6, 7):
        monkeypatch.setattr(journal, "CHUNK", chunk)
        with closing(connect(six, read_only=True)) as db:
            verdict = journal.verify(
                db, journal.read_key(six), lambda done, total: told.append((done, total))
            )
        assert (verdict.entries, verdict.sound) == (6, True)
        assert told[-1] == (6, 6)
    assert told[:6] == [(number, 6) for number in range(1, 7)]


def test_what_is_written_meanwhile_is_verified_too(
    six: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "CHUNK", 2)
    store = Store.open(six)

    def write(done: int, total: int) -> None:
        if done < 12:
            setting(store, f"more {done}", "")

    with closing(connect(six, read_only=True)) as db:
        verdict = journal.verify(db, journal.read_key(six), write)
    store.close()
    assert verdict.sound
    assert verdict.entries > 8


FACTS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    max_size=4,
)


@given(st.lists(FACTS, max_size=5))
def test_whatever_is_written_verifies(template: Path, written: list[dict[str, object]]) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(connect(template, read_only=True)) as source:
            source.backup(db)
        key = journal.read_key(template)
        for number, facts in enumerate(written):
            entry = journal.Entry(number, None, "c", "a", "s", before={}, after=facts)
            assert journal.append(db, key, entry) == number + 1
        assert journal.verify(db, key).sound
        assert journal.verify(db, key).entries == len(written)
        assert [each.after for each in entries.since(db)] == written
        assert journal.verify(db, b"other").broken_at == 1


# Tampering


@pytest.mark.parametrize("column", [*COLUMNS, "hash"])
@pytest.mark.parametrize("value", ["'x'", "NULL", "x'00ff'", "'é'", "-1", "1.5", "1e999"])
def test_no_field_of_an_entry_can_be_changed(six: Path, column: str, value: str) -> None:
    """Not even to something that no entry of ours holds, such as a blob."""
    try:
        tamper(six, f"UPDATE journal SET {column} = {value} WHERE seq = 4")
    except sqlite3.Error:  # the table refuses it
        assert verify(six).sound
        return
    if column == "person_id" and value == "NULL":
        assert verify(six).sound  # nothing was changed
        return
    verdict = verify(six)
    assert not verdict.sound
    assert verdict.broken_at in (4, -1)  # where its number was changed, that one
    assert not health.examine(six).sound


def test_neither_can_its_text_be_made_unreadable(six: Path) -> None:
    tamper(six, "UPDATE journal SET before = CAST(x'ff' AS TEXT) WHERE seq = 4")
    with pytest.raises(Problem, match="decode"):
        health.examine(six)


@pytest.mark.parametrize(
    ("statements", "broken_at"),
    [
        (['UPDATE journal SET after = \'{"value":"other"}\' WHERE seq = 3'], 3),
        (["DELETE FROM journal WHERE seq = 1"], 2),
        (["DELETE FROM journal WHERE seq = 3"], 4),
        (["DELETE FROM journal WHERE seq BETWEEN 2 AND 5"], 6),
        (
            [
                "DELETE FROM journal WHERE seq = 3",
                "UPDATE journal SET seq = seq - 1 WHERE seq > 3",
            ],
            3,
        ),
        (
            [
                "UPDATE journal SET seq = 99 WHERE seq = 2",
                "UPDATE journal SET seq = 2 WHERE seq = 3",
                "UPDATE journal SET seq = 3 WHERE seq = 99",
            ],
            2,
        ),
        (["UPDATE journal SET seq = seq + 1 WHERE seq = 6"], 7),
        (
            [
                "INSERT INTO journal SELECT 7, at, person_id, console, 'forged', subject, before,"
                " after, hash, 'beef' FROM journal WHERE seq = 6"
            ],
            7,
        ),
        (
            [
                "INSERT OR REPLACE INTO journal SELECT seq, at, person_id, 'other', action,"
                " subject, before, after, previous, hash FROM journal WHERE seq = 5"
            ],
            5,
        ),
    ],
    ids=[
        *("edited", "first deleted", "one deleted", "middle cut out", "deleted and renumbered"),
        *("two reordered", "a number left out", "one forged", "one replaced"),
    ],
)
def test_tampering_is_found(six: Path, statements: list[str], broken_at: int) -> None:
    tamper(six, *statements)
    verdict = verify(six)
    assert verdict.broken_at == broken_at
    assert health.examine(six).journal_broken_at == broken_at


def test_two_entries_can_not_swap_their_contents(six: Path) -> None:
    def swap(lines: list[Line]) -> list[Line]:
        lines[1][1:8], lines[4][1:8] = lines[4][1:8], lines[1][1:8]
        return lines

    rewrite(six, swap)
    assert verify(six).broken_at == 2


def test_without_the_key_a_history_can_not_be_made_anew(six: Path) -> None:
    def plain(fields: Line) -> str:
        content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def forged(lines: list[Line]) -> list[Line]:
        lines[2][7] = '{"value":"forged"}'
        return chained(lines, plain)

    rewrite(six, forged)
    assert verify(six).broken_at == 1


def test_with_another_stores_key_neither(six: Path) -> None:
    rewrite(six, lambda lines: chained(lines, lambda f: journal._digest(b"\0" * 32, tuple(f))))
    assert verify(six).broken_at == 1


@pytest.mark.parametrize("kept", range(6))
def test_what_is_cut_off_at_the_end_is_found(six: Path, kept: int) -> None:
    tamper(six, f"DELETE FROM journal WHERE seq > {kept}")
    assert verify(six).broken_at == kept + 1
    assert health.examine(six).journal_broken_at == kept + 1


@pytest.mark.parametrize(
    "statements",
    [
        ["DELETE FROM journal_head"],
        ["DROP TABLE journal_head"],
        ["UPDATE journal_head SET seal = ''"],
        ["UPDATE journal_head SET seal = hash"],
        [
            "UPDATE journal_head SET entries = 4, hash = (SELECT hash FROM journal WHERE seq = 4)",
            "DELETE FROM journal WHERE seq > 4",
        ],
        ["DELETE FROM journal WHERE seq > 4", "DELETE FROM journal_head"],
        ["DELETE FROM journal", "DELETE FROM journal_head"],
        ["DELETE FROM journal", "DROP TABLE journal_head"],
    ],
)
def test_without_its_seal_no_journal_holds(six: Path, statements: list[str]) -> None:
    tamper(six, *statements)
    verdict = verify(six)
    assert verdict.broken_at == verdict.entries + 1
    assert not health.examine(six).sound


@pytest.mark.parametrize(
    "statements",
    [
        ["DELETE FROM journal WHERE seq > 4"],
        ["DELETE FROM journal WHERE seq > 4", "DELETE FROM journal_head"],
        ["DELETE FROM journal"],
        ["DELETE FROM journal", "DELETE FROM journal_head"],
        ["DELETE FROM journal_head"],
    ],
)
def test_a_truncated_store_that_goes_on_is_not_healed(six: Path, statements: list[str]) -> None:
    """Not even once as many entries were written again as were cut off."""
    tamper(six, *statements)
    store = Store.open(six)
    for number in range(7, 14):
        setting(store, f"key {number}", f"value {number}")
        assert not verify(six).sound
    store.close()


def test_a_deed_after_tampering_does_not_heal_it(six: Path) -> None:
    tamper(six, "UPDATE journal SET action = 'other' WHERE seq = 6")
    store = Store.open(six)
    setting(store, "key 7", "value 7")
    store.close()
    assert verify(six).broken_at == 6


@pytest.fixture
def first_schema(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with three entries as the first schema had them: without a sealed head."""
    from alembic import command

    old = tmp_path / "old.sqlite"
    with monkeypatch.context() as patch:
        upgrade = command.upgrade
        patch.setattr(command, "upgrade", lambda config, to: upgrade(config, "0001"))
        patch.setattr(journal, "begin_seal", lambda db, key: None)
        schema.create(old)
    with closing(connect(old)) as db:
        for number in range(3):
            entry = journal.Entry(number, None, "c", "a", "s", before={}, after={})
            journal.append(db, journal.read_key(old), entry)
    return old


def test_an_older_store_is_sealed_when_it_is_migrated(first_schema: Path) -> None:
    schema.bring_up_to_date(first_schema)
    assert verify(first_schema).sound
    tamper(first_schema, "DELETE FROM journal WHERE seq = 3")
    assert verify(first_schema).broken_at == 3


def test_an_older_backup_can_be_restored(first_schema: Path, six: Path) -> None:
    restore.restore(first_schema, six, 1000, replace=True)
    Store.open(six).close()
    assert (verify(six).entries, verify(six).sound) == (3, True)
    tamper(first_schema, "UPDATE journal SET at = 9 WHERE seq = 2")
    with pytest.raises(Problem, match="doesn't hold from entry 2"):
        restore.restore(first_schema, six, 1000, replace=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET action = 'other'",
        "UPDATE journal SET action = action",
        "UPDATE OR REPLACE journal SET seq = 2 WHERE seq = 3",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE seq = 6",
        "REPLACE INTO journal SELECT seq, at, person_id, 'other', action, subject, before, after,"
        " previous, hash FROM journal",
        "REPLACE INTO journal SELECT seq + 100, at, person_id, 'other', action, subject, before,"
        " after, previous, hash FROM journal",
        "INSERT INTO journal SELECT * FROM journal WHERE TRUE"
        " ON CONFLICT (seq) DO UPDATE SET console = 'other'",
    ],
)
def test_the_table_is_append_only(six: Path, statement: str) -> None:
    with closing(connect(six)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    assert verify(six) == journal.Verdict(6, verify(six).head)


# One deed is one transaction


def state(path: Path) -> list[tuple[object, ...]]:
    with closing(connect(path, read_only=True)) as db:
        return [
            *db.execute("SELECT key, value FROM setting"),
            *db.execute("SELECT seq, hash FROM journal"),
            *db.execute("SELECT code FROM person"),
        ]


class Stop(BaseException):
    """Something that nothing between catches."""


def fail(error: BaseException) -> Callable[[], NoReturn]:
    def do() -> NoReturn:
        raise error

    return do


@pytest.mark.parametrize(
    "error", [ValueError("no"), Problem("no"), KeyboardInterrupt("no"), Stop("no")], ids=repr
)
def test_a_deed_that_fails_leaves_nothing(store: Store, error: BaseException) -> None:
    setting(store, "before", "it")
    before = state(store.path)
    stop = fail(error)

    def half() -> None:
        with store.deed("half", "floor", BY, 1) as deed:
            deed.db.execute("INSERT INTO setting VALUES ('a', 'b')")
            deed.session.add(Setting(key="c", value="d"))
            deed.session.flush()
            stop()

    with pytest.raises(type(error), match="no"):
        half()
    assert state(store.path) == before
    setting(store, "after", "it")  # and the lock is free
    assert verify(store.path).entries == 2


def test_what_the_tables_refuse_is_a_problem_and_leaves_nothing(store: Store) -> None:
    before = state(store.path)

    def by_session() -> None:
        with store.deed("hired", "person/1", BY, 1) as deed:
            deed.session.add(Setting(key="c", value="d"))
            deed.session.add(Person(code="x", name="", post="agent", joined_on=date(2026, 1, 1)))

    def by_hand() -> None:
        with store.deed("hired", "person/1", BY, 1) as deed:
            deed.db.execute("INSERT INTO setting VALUES ('a', 'b')")
            deed.db.execute("INSERT INTO setting VALUES ('a', 'b')")

    for do in (by_session, by_hand):
        with pytest.raises(Problem, match=r"the store reports: .* constraint failed"):
            do()
        assert state(store.path) == before


def test_an_entry_that_can_not_be_written_takes_the_deed_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "append", lambda *arguments: fail(OSError("no"))())
    with pytest.raises(OSError, match="no"):
        setting(store, "a", "b")
    assert state(store.path) == []


def test_a_withdrawn_deed_leaves_neither_row_nor_entry(store: Store) -> None:
    setting(store, "before", "it")
    before = state(store.path)
    with store.deed("nothing", "floor", BY, 1) as deed:
        deed.db.execute("INSERT INTO setting VALUES ('a', 'b')")
        deed.session.add(Setting(key="c", value="d"))
        deed.withdraw()
    assert state(store.path) == before


def test_the_entry_says_what_the_deed_found_out_meanwhile(store: Store) -> None:
    with store.deed("made", "ticket/?", Actor("c", None), 7, {"given": 1}) as deed:
        deed.session.add(Setting(key="c", value="d"))  # flushed with the deed
        deed.subject = "ticket/12"
        deed.before["state"] = None
        deed.after["state"] = "新"
    with store.reading() as db:
        (entry,) = entries.of_ticket(db, 12)
        assert db.execute("SELECT value FROM setting").fetchone() == ("d",)
    assert entry.before == {"state": None}
    assert entry.after == {"given": 1, "state": "新"}


def test_nobody_sees_a_deed_before_its_end(store: Store) -> None:
    with store.deed("made", "floor", BY, 1) as deed:
        deed.db.execute("INSERT INTO setting VALUES ('a', 'b')")
        with store.reading() as db:
            assert db.execute("SELECT * FROM setting").fetchall() == []
    with store.reading() as db:
        assert db.execute("SELECT * FROM setting").fetchall() == [("a", "b")]


def test_the_newest_entries_come_first(store: Store) -> None:
    for number in range(5):
        with store.deed(f"did {number}", "ticket/1", BY, number):
            pass
    setting(store, "a", "b")
    with store.reading() as db:
        found = list(entries.of_ticket(db, 1, limit=3))
    assert [entry.action for entry in found] == ["did 4", "did 3", "did 2"]


def test_nothing_is_written_under_another_stores_key(six: Path, tmp_path: Path) -> None:
    """As a restore leaves it that was cut off between the store and its key."""
    other = tmp_path / "other.sqlite"
    schema.create(other)
    own = journal.key_path(six).read_text()
    journal.key_path(six).write_text(journal.key_path(other).read_text())
    store = Store.open(six)
    with pytest.raises(Problem, match="key is another store's"):
        setting(store, "key 7", "value 7")
    journal.key_path(six).write_text(own)
    setting(store, "key 7", "value 7")
    store.close()
    assert verify(six).sound
