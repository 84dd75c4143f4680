"""Whatever file is named as the store, the answer is a store or a `Problem`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.store import backup, health, journal, restore
from floorboard.store.draft import draft
from floorboard.store.store import Actor, Store, path_of

BY = Actor("console")


def nothing(path: Path) -> Path:
    path.unlink()
    return path


def folder(path: Path) -> Path:
    path.unlink()
    path.mkdir()
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def words(path: Path) -> Path:
    path.write_text("number,title\n1,cannot log in\n" * 1000)
    return path


def cut_short(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:5000])
    return path


def only_a_header(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:100])
    return path


def another_database(path: Path) -> Path:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE ticket (id)")
    return path


def without_revision(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM alembic_version")
    return path


def without_its_table(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TABLE alembic_version")
    return path


def below_a_file(path: Path) -> Path:
    return path / "floor.sqlite"


def too_long(path: Path) -> Path:
    return path.with_name("x" * 300)


def loop(path: Path) -> Path:
    path.unlink()
    path.symlink_to(path)
    return path


def device(path: Path) -> Path:
    return Path("/dev/null")


STRANGE = [
    *(nothing, folder, empty, words, cut_short, only_a_header, another_database),
    *(without_revision, without_its_table, below_a_file, too_long, loop),
]


@pytest.mark.parametrize("strange", [*STRANGE, device])
def test_what_is_no_store_is_a_problem(path: Path, strange: Callable[[Path], Path]) -> None:
    named = strange(path)
    with pytest.raises(Problem) as refused:
        Store.open(named)
    assert str(named) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize(
    "do",
    [
        health.examine,
        lambda path: backup.copy(path, path.parent.parent / "copy"),
        lambda path: restore.restore(path, path.parent.parent / "target", 0),
    ],
    ids=["examine", "backup", "restore"],
)
def test_nor_can_it_be_examined_or_backed_up_or_restored(
    path: Path, tmp_path: Path, do: Callable[[Path], object], strange: Callable[[Path], Path]
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    moved = inner / path.name
    path.rename(moved)
    journal.key_path(path).rename(journal.key_path(moved))
    named = strange(moved)
    with suppress(Problem):  # only the copy of another sound database succeeds
        do(named)
    assert not (tmp_path / "target").exists()


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """`path` is closed to us, and to root as well, who becomes somebody else for the block."""
    modes = {up: up.stat().st_mode for up in (path, *path.parents)}
    try:
        for up, mode in modes.items():  # the way there is open
            if not mode & 0o1:
                up.chmod(mode | 0o11)
        path.chmod(0)
        if os.geteuid() == 0:
            os.seteuid(65534)
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        for up, mode in modes.items():
            if up.stat().st_mode != mode:
                up.chmod(mode)


def test_a_store_that_is_closed_to_us_is_a_problem(path: Path) -> None:
    with closed(path), pytest.raises(Problem, match="can't be opened"):
        Store.open(path)


def test_a_store_behind_a_closed_folder_is_a_problem(path: Path) -> None:
    with closed(path.parent), pytest.raises(Problem, match="can't be opened"):
        Store.open(path)


def test_a_store_without_its_key_can_be_read_but_not_written(store: Store) -> None:
    journal.key_path(store.path).unlink()
    with store.reading() as db:
        db.execute("SELECT * FROM ticket")
    with (
        pytest.raises(Problem, match="the journal's key is missing"),
        store.deed("said", "nothing", BY, 1),
    ):
        pytest.fail("it was let in")


@pytest.mark.parametrize("key", [b"", b"\n", b"00", b"zz" * 32, b"\xff" * 64, b"0" * 66])
def test_a_damaged_key_is_no_key(store: Store, key: bytes) -> None:
    """Above all an emptied file: everybody knows the empty key."""
    journal.key_path(store.path).write_bytes(key)
    with pytest.raises(Problem, match="the journal's key is damaged"):
        journal.read_key(store.path)
    with (
        pytest.raises(Problem, match="the journal's key is damaged"),
        store.deed("said", "nothing", BY, 1),
    ):
        pytest.fail("it was let in")
    assert not health.examine(store.path).sound


def test_a_folder_in_the_keys_place_is_a_problem(store: Store) -> None:
    journal.key_path(store.path).unlink()
    journal.key_path(store.path).mkdir()
    with pytest.raises(Problem, match="the journal's key"):
        journal.read_key(store.path)


# What `--store` names


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("floor.sqlite", "floor.sqlite"),
        ("/data/floor.sqlite", "/data/floor.sqlite"),
        ("./a b/值班.sqlite", "a b/值班.sqlite"),
        ("~/floor.sqlite", "/home/lead/floor.sqlite"),
        ("~nobody-of-that-name/floor.sqlite", "~nobody-of-that-name/floor.sqlite"),
        ("sqlite:///floor.sqlite", "floor.sqlite"),
        ("sqlite:///data/floor.sqlite", "data/floor.sqlite"),
        ("sqlite:////data/floor.sqlite", "/data/floor.sqlite"),
        ("sqlite:///~/floor.sqlite", "/home/lead/floor.sqlite"),
        ("C:\\floor.sqlite", "C:\\floor.sqlite"),
        ("a:b", "a:b"),
    ],
)
def test_where_a_store_lies(location: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/lead")
    assert path_of(location) == Path(path)


@pytest.mark.parametrize(
    "location",
    [
        "postgresql://host/floor",
        "postgresql+psycopg://user:secret@host/floor",
        "mysql://host/floor",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/floor.sqlite",
        "sqlite+pysqlite:///floor.sqlite",
        "SQLITE:///floor.sqlite",
        "file:///floor.sqlite",
        "://",
    ],
)
def test_what_is_not_sqlite_is_refused(location: str) -> None:
    with pytest.raises(Problem, match="keeps its store in SQLite only"):
        path_of(location)


# Making one


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def half_way() -> None:
        with draft(tmp_path / "floor.sqlite") as made, made.deed("said", "nothing", BY, 1):
            assert list(tmp_path.iterdir()) == [tmp_path / ".floor.sqlite.draft"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_way()
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_ends_well_is_a_sound_store(tmp_path: Path) -> None:
    path = tmp_path / "below" / "floor.sqlite"
    with draft(path) as made, made.deed("said", "nothing", BY, 1):
        assert not path.exists()
    assert {file.name for file in path.parent.iterdir()} == {"floor.sqlite", "floor.sqlite.key"}
    found = health.examine(path)
    assert (found.sound, found.journal_entries) == (True, 1)


def test_what_a_killed_draft_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".floor.sqlite.draft"
    left.mkdir()
    for name in ("store", "store-journal", "store.key"):
        (left / name).write_text("half")
    with draft(tmp_path / "floor.sqlite"):
        pass
    assert not left.exists()
    assert health.examine(tmp_path / "floor.sqlite").sound


def test_two_can_not_draft_one_store(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    refused = pytest.raises(Problem, match="another console is making this store")
    with draft(path), refused, draft(path):
        pytest.fail("it was let in")
    assert path.exists()


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    with pytest.raises(Problem, match="a file of that name already"), draft(path):
        path.write_text("mine")
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_the_key_of_a_store_that_lay_there_is_kept(path: Path) -> None:
    """Its backups can't be verified without."""
    key = journal.read_key(path)
    path.unlink()
    with draft(path) as made, made.deed("said", "nothing", BY, 1):
        pass
    assert journal.read_key(path) == key
    assert health.examine(path).sound


@pytest.mark.parametrize("strange", [folder, empty, words, below_a_file, too_long, device])
def test_a_draft_over_something_else_is_a_problem(
    path: Path, strange: Callable[[Path], Path]
) -> None:
    with pytest.raises(Problem), draft(strange(path)):
        pytest.fail("it was let in")
