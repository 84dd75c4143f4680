"""Backups are whole, whoever writes meanwhile; a restored one takes a store's place whole."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.store import backup, connection, health, journal, schema
from floorboard.store.connection import connect
from floorboard.store.restore import _write_over, restore, set_aside
from floorboard.store.store import Actor, Store
from floorboard.store.watch import Watch

BY = Actor("console")
NOW = 1_790_000_000


def write(store: Store, key: str, size: int = 10) -> None:
    with store.deed("setting.changed", f"setting/{key}", BY, NOW) as deed:
        deed.db.execute("INSERT INTO setting VALUES (?, ?)", (key, "x" * size))


def settings(path: Path) -> int:
    with closing(connect(path, read_only=True)) as db:
        return int(db.execute("SELECT count(*) FROM setting").fetchone()[0])


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


@contextmanager
def writing(store: Store) -> Iterator[list[int]]:
    """Another console that writes as fast as it can; how often, in a list."""
    done = [0]
    stop = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            while not stop.is_set():
                write(store, f"busy {done[0]}")
                done[0] += 1
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()
    assert not failed


def wait_for(done: list[int], count: int) -> None:
    """Wait until the other console has written so often; it fails where it stopped."""
    end = time.monotonic() + 20
    while done[0] < count:
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_backup_holds_the_store_and_its_key(store: Store, tmp_path: Path) -> None:
    write(store, "a")
    copy = tmp_path / "below" / "copy.sqlite"
    backup.copy(store.path, copy)
    found = health.examine(copy)
    assert (found.sound, found.journal_entries, found.exposed) == (True, 1, ())
    assert journal.read_key(copy) == journal.read_key(store.path)
    assert {file.name for file in copy.parent.iterdir()} == {"copy.sqlite", "copy.sqlite.key"}
    write(store, "b")
    assert (settings(store.path), settings(copy)) == (2, 1)


def test_backups_taken_during_writes_verify(store: Store, tmp_path: Path) -> None:
    with writing(store) as done:
        for number in range(5):
            wait_for(done, done[0] + 2)
            before = done[0]
            copy = tmp_path / f"copy {number}"
            backup.copy(store.path, copy)
            found = health.examine(copy)
            assert found.sound
            assert before <= found.journal_entries == settings(copy) <= done[0] + 1


def test_a_backup_ends_however_often_others_write(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write makes a copy that goes by steps begin again."""
    for number in range(10):
        write(store, f"large {number}", size=200_000)
    monkeypatch.setattr(backup, "PAGES_A_STEP", 2)
    with writing(store) as done:
        wait_for(done, 3)
        backup.copy(store.path, tmp_path / "copy")
        wait_for(done, done[0] + 3)  # and the writer goes on
    assert health.examine(tmp_path / "copy").sound


def test_a_backup_overwrites_neither_a_file_nor_a_key(store: Store, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine")
    (tmp_path / "two.key").write_text("of something else")
    for name in ("one", "two"):
        with pytest.raises(Problem, match="a file of that name already"):
            backup.copy(store.path, tmp_path / name)
    assert (tmp_path / "one").read_text() == "mine"
    assert (tmp_path / "two.key").read_text() == "of something else"
    assert not (tmp_path / "two").exists()


def test_the_same_key_may_lie_there(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backup.copy(store.path, copy)
    copy.unlink()
    backup.copy(store.path, copy)
    assert health.examine(copy).sound


def test_a_backup_of_a_damaged_store_leaves_nothing(store: Store, tmp_path: Path) -> None:
    store.close()
    scribble(store.path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Problem, match="damaged"):
        backup.copy(store.path, tmp_path / "copy")
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_to_where_nothing_can_be_is_a_problem(store: Store, tmp_path: Path) -> None:
    for target in (store.path / "below", tmp_path / ("x" * 300), tmp_path / ("x" * 253)):
        with pytest.raises(Problem):
            backup.copy(store.path, target)


def scribble(path: Path) -> None:
    """Overwrite the pages behind the first ones, as a failing disk does."""
    content = bytearray(path.read_bytes())
    for at in range(8192, len(content), 4096):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)


# Restoring


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A backup with one setting, taken before a second was written."""
    write(store, "a")
    copy = tmp_path / "backups" / "copy.sqlite"
    backup.copy(store.path, copy)
    write(store, "b")
    return copy


def test_a_backup_takes_the_place_and_what_lay_there_is_kept(store: Store, copy: Path) -> None:
    kept = restore(copy, store.path, NOW, replace=True)
    assert kept == store.path.with_name("floor.sqlite.replaced-20260921T141320Z")
    assert (settings(store.path), settings(kept)) == (1, 2)
    for each in (store.path, kept, copy):
        assert health.examine(each).sound
    again = restore(copy, store.path, NOW, replace=True)
    assert again == store.path.with_name("floor.sqlite.replaced-20260921T141320Z-2")


def test_a_restored_store_goes_on(store: Store, copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.sqlite"
    assert restore(copy, target, NOW) is None
    restored = Store.open(target)
    write(restored, "c")
    restored.close()
    found = health.examine(target)
    assert (found.sound, found.journal_entries) == (True, 2)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A backup of another store, with another key."""
    path = tmp_path / "other" / "floor.sqlite"
    path.parent.mkdir()
    schema.create(path)
    made = Store.open(path)
    for key in "xyz":
        write(made, key, size=20_000)
    made.close()
    return path


@pytest.fixture(params=["delete", "wal"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each journal mode; a single writer needs no repair of the write-ahead log."""
    monkeypatch.setattr(connection, "wal_is_sound", lambda version: request.param == "wal")
    return str(request.param)


@pytest.mark.parametrize("source", ["copy", "other"])
def test_open_consoles_see_what_was_restored(
    path: Path, mode: str, source: str, request: pytest.FixtureRequest
) -> None:
    store = Store.open(path)
    write(store, "a")
    backup.copy(path, path.with_name("copy"))
    write(store, "b")
    found = request.getfixturevalue(source) if source == "other" else path.with_name("copy")
    watch = Watch(path)
    with store.reading() as db:
        assert pragma(db, "journal_mode") == mode
        db.execute("SELECT count(*) FROM setting").fetchone()
    assert not watch.changed()
    kept = restore(found, path, NOW, replace=True)
    assert watch.changed()
    assert not watch.changed()
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM setting").fetchone() == (settings(found),)
    write(store, "c")
    assert watch.changed()
    watch.close()
    store.close()
    assert kept is not None
    for each in (path, kept):
        assert health.examine(each).sound
    assert (settings(path), settings(kept)) == (settings(found) + 1, 2)


CONSOLE = """
import sys
from pathlib import Path
from floorboard.store.store import Actor, Store
from floorboard.store.watch import Watch
store = Store.open(Path(sys.argv[1]))
watch = Watch(store.path)
for line in sys.stdin:
    with store.deed("asked", "floor", Actor("other"), 1) as deed:
        deed.withdraw()
    with store.reading() as db:
        said = db.execute("SELECT group_concat(key, '') FROM setting").fetchone()[0]
    print(watch.changed(), said, flush=True)
"""


def test_a_console_of_another_process_sees_what_was_restored(
    store: Store, copy: Path, other: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CONSOLE, str(store.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask() -> str:
            print(file=process.stdin, flush=True)
            return str(process.stdout.readline()).strip()  # type: ignore[union-attr] # asserted

        assert ask() == "False ab"
        restore(copy, store.path, NOW, replace=True)
        assert ask() == "True a"
        restore(other, store.path, NOW, replace=True)
        assert ask() == "True xyz"
        process.stdin.close()
    assert health.examine(store.path).sound


def test_a_reader_that_does_not_end_leaves_all_as_it_was(
    store: Store, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.store.restore.BUSY_SECONDS", 0.1)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(connection, "wal_is_sound", lambda version: False)
    before = sorted(store.path.parent.iterdir())
    with store.reading(snapshot=True) as db:
        db.execute("SELECT * FROM setting").fetchall()
        with pytest.raises(Problem, match="another console"):
            restore(copy, store.path, NOW, replace=True)
    assert sorted(store.path.parent.iterdir()) == before
    assert settings(store.path) == 2
    assert health.examine(store.path).sound


def test_a_restore_cut_off_before_the_key_can_be_done_again(
    store: Store, copy: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(BaseException):
        pass

    def cut(path: Path, new: Path, kept: Path) -> None:
        _write_over(path, new, kept)
        raise Cut

    monkeypatch.setattr("floorboard.store.restore._write_over", cut)
    with pytest.raises(Cut):
        restore(other, store.path, NOW, replace=True)
    monkeypatch.undo()
    assert settings(store.path) == 3
    with pytest.raises(Problem, match="key is another store's"):
        write(store, "lost")
    restore(other, store.path, NOW, replace=True)
    write(store, "kept")
    assert health.examine(store.path).sound


def rewritten(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER journal_keep_update")
        db.execute("UPDATE journal SET action = 'other'")


def loose(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO project (code, name, name_zh, search, manager_id, active, version)"
            " VALUES ('b', 'Billing', '', '', 99, 1, 1)"
        )


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")


def without_key(path: Path) -> None:
    journal.key_path(path).unlink()


@pytest.mark.parametrize("damage", [scribble, rewritten, loose, newer, without_key])
def test_an_unsound_backup_is_refused_and_nothing_changes(
    store: Store, copy: Path, damage: Callable[[Path], None]
) -> None:
    damage(copy)
    before = {file: file.read_bytes() for file in store.path.parent.iterdir() if file.is_file()}
    with pytest.raises(Problem):
        restore(copy, store.path, NOW, replace=True)
    after = {file: file.read_bytes() for file in store.path.parent.iterdir() if file.is_file()}
    assert after == before


def test_a_store_is_not_replaced_unasked_nor_by_itself(store: Store, copy: Path) -> None:
    with pytest.raises(Problem, match="there is a store already"):
        restore(copy, store.path, NOW)
    with pytest.raises(Problem, match="from itself"):
        restore(store.path, store.path, NOW, replace=True)
    assert settings(store.path) == 2


def test_a_store_that_is_being_written_is_not_replaced(store: Store, copy: Path) -> None:
    with store.deed("slow", "floor", BY, NOW) as deed:
        with pytest.raises(Problem, match="another console is writing"):
            restore(copy, store.path, NOW, replace=True)
        deed.withdraw()
    assert settings(store.path) == 2


def test_what_is_no_file_is_not_replaced(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(Problem, match="can't be opened"):
        restore(copy, folder, NOW, replace=True)
    assert folder.is_dir()
    assert not list(tmp_path.glob("*replaced*"))


def test_a_damaged_store_can_be_replaced(store: Store, copy: Path) -> None:
    store.close()
    scribble(store.path)
    assert restore(copy, store.path, NOW, replace=True) is not None
    assert settings(store.path) == 1


def test_what_sqlite_keeps_beside_a_store_moves_along(path: Path) -> None:
    """A journal that a crash left belongs to the store it was written for."""
    path.with_name("floor.sqlite-journal").write_bytes(b"")
    shutil.copy(path, path.with_name("unrelated"))
    kept = set_aside(path, NOW)
    assert kept is not None
    left = {file.name for file in path.parent.iterdir()}
    assert "unrelated" in left
    assert not {name for name in left if name.startswith("floor.sqlite") and "replaced" not in name}
    assert set_aside(path, NOW) is None
