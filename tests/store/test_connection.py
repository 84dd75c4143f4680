"""The settings without which a store loses what it acknowledged, and who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.store import backup, connection, journal, schema
from floorboard.store.connection import connect, journal_mode, wal_is_sound
from floorboard.store.store import Actor, Store
from floorboard.store.watch import Watch

BY = Actor("console")
FULL, EXTRA = 2, 3


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def use_sqlite(patch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> None:
    """Let the program think that it runs on this SQLite."""
    patch.setattr(sqlite3, "sqlite_version_info", version)


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_which_versions_may_use_a_write_ahead_log(
    version: tuple[int, int, int], sound: bool
) -> None:
    assert wal_is_sound(version) is sound


@pytest.mark.parametrize(
    ("version", "mode", "synchronous"), [((3, 40, 1), "delete", EXTRA), ((3, 51, 3), "wal", FULL)]
)
def test_the_settings_of_a_writer(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    mode: str,
    synchronous: int,
) -> None:
    use_sqlite(monkeypatch, version)
    with closing(connect(path)) as db:
        assert pragma(db, "journal_mode") == mode
        assert pragma(db, "synchronous") == synchronous
        assert pragma(db, "foreign_keys") == 1
        assert pragma(db, "query_only") == 0
        assert pragma(db, "cache_spill") == 0
        assert db.isolation_level is None


def test_the_writers_engine_has_the_same(store: Store) -> None:
    with store.deed("looked", "settings", BY, 1) as deed:
        assert pragma(deed.db, "synchronous") == (FULL if journal_mode() == "wal" else EXTRA)
        assert pragma(deed.db, "foreign_keys") == 1
        assert pragma(deed.db, "journal_mode") == journal_mode()
        assert deed.db.in_transaction
        deed.withdraw()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO setting VALUES ('a', 'b')",
        "UPDATE setting SET value = 'b'",
        "DELETE FROM setting",
        "CREATE TABLE mine (x)",
        "DROP TABLE setting",
        "PRAGMA user_version = 3",
    ],
)
def test_a_reader_can_not_write(store: Store, statement: str) -> None:
    before = store.path.read_bytes()
    with pytest.raises(Problem, match="can't be written"), store.reading() as db:
        db.execute(statement)
    assert store.path.read_bytes() == before


def test_a_reader_that_failed_is_lent_again(store: Store) -> None:
    for _ in range(3):
        with pytest.raises(Problem, match="no such table"), store.reading(snapshot=True) as db:
            db.execute("SELECT * FROM nowhere")
    with store.reading() as db:
        assert not db.in_transaction


def test_a_snapshot_sees_one_instant(store: Store) -> None:
    written = threading.Event()

    def write() -> None:
        with store.deed("changed", "zone", BY, 1) as deed:
            deed.db.execute("INSERT INTO setting VALUES ('zone', 'UTC')")
        written.set()

    with store.reading(snapshot=True) as db:
        assert db.execute("SELECT count(*) FROM setting").fetchone() == (0,)
        writer = threading.Thread(target=write)
        writer.start()  # where there is no write-ahead log, it waits for the reader
        written.wait(0.3)
        assert db.execute("SELECT count(*) FROM setting").fetchone() == (0,)
    writer.join()
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM setting").fetchone() == (1,)


def test_a_closed_store_keeps_no_connection(store: Store) -> None:
    with store.reading() as db:
        store.close()
        db.execute("SELECT 1")
    with pytest.raises(sqlite3.ProgrammingError):
        db.execute("SELECT 1")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_may_read_what_is_made(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        path = tmp_path / "floor.sqlite"
        schema.create(path)
        backup.copy(path, tmp_path / "copy.sqlite")
        backup.copy(path, tmp_path / "copy.sqlite", replace=True)
        store = Store.open(path)
        with store.deed("said", "nothing", BY, 1):
            beside = {each.name for each in tmp_path.iterdir()}
            modes = {each: each.stat().st_mode for each in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(old)
    assert {"floor.sqlite", "floor.sqlite.key", "copy.sqlite", "copy.sqlite.key"} <= beside
    assert {stat.S_IMODE(mode) for mode in modes.values()} == {0o600}


@pytest.mark.parametrize(
    "name", ["a b?c#d%41&e=f.sqlite", "值班.sqlite", "-x", "'; DROP TABLE", "e\u0301", "\udcff"]
)
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    schema.create(path)
    store = Store.open(path)
    with store.deed("said", "nothing", BY, 1):
        pass
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    store.close()
    assert {file.name for file in tmp_path.iterdir()} - {f"{name}-wal", f"{name}-shm"} == {
        name,
        f"{name}.key",
    }


def test_a_writer_takes_the_lock_before_it_reads(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two consoles can't both act on what only one of them saw."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    other = Store.open(store.path)
    with store.deed("first", "ticket/1", BY, 1) as deed:
        with (
            pytest.raises(Problem, match="another console is writing and did not finish"),
            other.deed("second", "ticket/1", BY, 1),
        ):
            pytest.fail("it was let in")
        deed.withdraw()
    with other.deed("third", "ticket/1", BY, 1):
        pass
    other.close()


def test_the_connection_that_writes_is_kept_until_something_fails_on_it(store: Store) -> None:
    def writer() -> sqlite3.Connection:
        with store.deed("said", "nothing", BY, 1) as deed:
            return deed.db

    first = writer()
    assert writer() is first
    with pytest.raises(ZeroDivisionError), store.deed("said", "nothing", BY, 1):
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError):
        first.execute("SELECT 1")
    last = writer()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        last.execute("SELECT 1")


def test_a_deed_is_written_into_the_file_that_lies_there_now(store: Store) -> None:
    with store.deed("said", "nothing", BY, 1):
        pass
    copy = store.path.with_name("copy")
    copy.write_bytes(store.path.read_bytes())
    copy.replace(store.path)
    with store.deed("said", "nothing", BY, 1):
        pass
    with closing(connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM journal WHERE action = 'said'").fetchone() == (2,)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_store_of_another_sqlite_can_be_written_while_readers_idle(path: Path, mode: str) -> None:
    """The journal mode is changed when the store is opened: our own idle readers would later be in
    the way of it, and every write would be refused."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    store = Store.open(path)
    with store.reading() as one, store.reading() as two:
        one.execute("SELECT * FROM setting").fetchall()
        two.execute("SELECT * FROM setting").fetchall()
    watch = Watch(path)
    with store.deed("said", "nothing", BY, 1):
        pass
    watch.close()
    with store.reading() as db:
        assert pragma(db, "journal_mode") == journal_mode()
    store.close()


def test_a_store_whose_journal_mode_can_not_be_changed_now_can_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    other = "delete" if journal_mode() == "wal" else "wal"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA journal_mode = {other}")
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO setting VALUES ('a', 'b')")
        store = Store.open(path)
        with store.reading() as reader:
            assert reader.execute("SELECT count(*) FROM setting").fetchone() == (0,)
        store.close()
        db.execute("ROLLBACK")


def test_a_watch_notices_what_others_write(store: Store) -> None:
    watch = Watch(store.path)
    try:
        assert not watch.changed()
        with store.deed("said", "nothing", BY, 1):
            assert not watch.changed()
        assert watch.changed()
        assert not watch.changed()
        with store.deed("said", "nothing", BY, 1) as deed:
            deed.withdraw()
        assert not watch.changed()
        with store.reading() as db:
            db.execute("SELECT * FROM journal").fetchall()
        assert not watch.changed()
    finally:
        watch.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_BUSY, "another console is writing"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another console is writing"),
        (sqlite3.SQLITE_LOCKED, "another console is writing"),
        (sqlite3.SQLITE_FULL, "the disk is full"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "can't be written"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "can't be opened"),
        (sqlite3.SQLITE_NOTADB, "not a floorboard store"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "the store is damaged"),
        (sqlite3.SQLITE_IOERR_WRITE, "the disk can't be read or written"),
        (sqlite3.SQLITE_ERROR, "the store reports: as it said"),
    ],
)
def test_what_sqlite_refuses_is_told(code: int, said: str) -> None:
    error = sqlite3.OperationalError("as it said")
    error.sqlite_errorcode = code
    problem = connection.told(error, Path("floor.sqlite"))
    assert str(problem).startswith("floor.sqlite: ")
    assert said in str(problem)


def test_the_key_is_made_once(path: Path) -> None:
    before = journal.read_key(path)
    journal.make_key(path)
    assert journal.read_key(path) == before
    assert len(before) == 32
