"""`backup`, `restore` and `doctor`, on real files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from floorboard.cli import progress
from floorboard.store.watch import Watch

Program = Callable[..., Any]


@pytest.fixture
def store(program: Program, tmp_path: Path) -> Path:
    path = tmp_path / "floor.sqlite"
    program("--store", path, "demo", "--tickets", 25, "--no-open")
    return path


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER journal_keep_update")
        db.execute("DROP TRIGGER journal_keep_delete")
        db.execute(statement)
        db.commit()


def total(program: Program, path: Path) -> int:
    found: int = program("--store", path, "tickets", "--all", "--json").json["total"]
    return found


def test_a_backup_comes_back(program: Program, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "one.sqlite"
    assert program("--store", store, "backup", copy).status == 0
    other = tmp_path / "other.sqlite"
    assert program("--store", other, "restore", copy).status == 0
    assert total(program, other) == 25
    assert program("--store", other, "doctor").status == 0


def test_a_backup_into_a_folder_is_named_for_the_time(
    program: Program, store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert program("--store", store, "backup", folder).status == 0
    assert len(list(folder.glob("floor-*Z.sqlite"))) == 1


def test_a_backup_overwrites_nothing(program: Program, store: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    assert program("--store", store, "backup", precious).status == 1
    assert precious.read_text() == "mine"


def test_restoring_over_a_store_needs_force_and_keeps_it(
    program: Program, store: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    program("--store", store, "backup", copy)
    target = tmp_path / "target.sqlite"
    program("--store", target, "new", "--name", "old", "--zone", "UTC")
    refused = program("--store", target, "restore", copy)
    assert refused.status == 1
    assert "--force" in refused.err
    assert total(program, target) == 0
    assert program("--store", target, "restore", "--force", copy).status == 0
    assert total(program, target) == 25
    (kept,) = tmp_path.glob("target.sqlite.replaced-*Z")
    assert total(program, kept) == 0
    assert program("--store", kept, "doctor").status == 0
    assert (target.stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:9000]),
        lambda path: path.write_bytes(b"not a store"),
        lambda path: path.with_name(path.name + ".key").unlink(),
        lambda path: tamper(path, "UPDATE journal SET action = 'other' WHERE seq = 1"),
        lambda path: tamper(path, "UPDATE alembic_version SET version_num = '9999'"),
    ],
    ids=["cut short", "no store", "no key", "rewritten journal", "newer schema"],
)
def test_an_unsound_backup_is_refused_before_anything_moves(
    program: Program, store: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    copy = tmp_path / "copy.sqlite"
    program("--store", store, "backup", copy)
    damage(copy)
    before = store.read_bytes()
    run = program("--store", store, "restore", "--force", copy)
    assert run.status == 1
    assert run.err.count("\n") == 1
    assert store.read_bytes() == before
    assert not list(tmp_path.glob("*replaced*"))
    assert not list(tmp_path.glob(".floor*"))


def test_a_store_is_not_restored_from_itself(program: Program, store: Path) -> None:
    assert program("--store", store, "restore", "--force", store).status == 1
    assert total(program, store) == 25


def test_doctor_finds_a_sound_store_sound(program: Program, store: Path) -> None:
    run = program("--store", store, "doctor", "--json")
    assert run.status == 0
    assert run.json["sound"]
    assert run.json["modes"] == {"floor.sqlite": "0600", "floor.sqlite.key": "0600"}
    assert run.json["versions"]["textual"] == "8.2.8"


@pytest.mark.parametrize(
    ("statement", "marked"),
    [
        ("UPDATE journal SET action = 'other' WHERE seq = 1", "journal"),
        ("UPDATE ticket_count SET n = n + 1 WHERE state = 'open'", "counts"),
        ("UPDATE ticket SET owner_id = 999999 WHERE id = 1", "references"),
    ],
)
def test_doctor_marks_what_is_unsound(
    program: Program, store: Path, statement: str, marked: str
) -> None:
    tamper(store, statement)
    run = program("--store", store, "doctor")
    assert run.status == 1
    assert [line.split()[1] for line in run.out.splitlines() if line.startswith("[!!]")] == [marked]


def test_doctor_sees_a_store_others_can_read(program: Program, store: Path) -> None:
    store.chmod(0o644)
    run = program("--store", store, "doctor")
    assert run.status == 1
    assert "[!!] permissions" in run.out


def test_doctor_without_a_store(program: Program) -> None:
    assert program("doctor").status == 1


def scribble(path: Path) -> None:
    """Overwrite the pages behind the first ones, as a failing disk does."""
    content = bytearray(path.read_bytes())
    for at in range(8192, len(content), 4096):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)


def test_doctor_on_a_damaged_store_fails_without_a_traceback(program: Program, store: Path) -> None:
    scribble(store)
    run = program("--store", store, "doctor")
    assert run.status == 1
    assert "Traceback" not in run.out + run.err
    assert "unexpected" not in run.err


def test_a_damaged_store_can_be_replaced(program: Program, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    program("--store", store, "backup", copy)
    scribble(store)
    assert program("--store", store, "restore", "--force", copy).status == 0
    assert total(program, store) == 25


def test_a_store_that_is_being_written_is_not_replaced(
    program: Program, store: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    program("--store", store, "backup", copy)
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        run = program("--store", store, "restore", "--force", copy)
    assert run.status == 1
    assert "another console is writing" in run.err
    assert not list(tmp_path.glob(".floor*"))


def test_a_sample_made_anew_shows_on_open_consoles_and_the_old_is_kept(
    program: Program, store: Path, tmp_path: Path
) -> None:
    watch = Watch(store)
    run = program("--store", store, "demo", "--force", "--tickets", 3, "--no-open")
    assert run.status == 0
    assert watch.changed()
    watch.close()
    (kept,) = tmp_path.glob("floor.sqlite.replaced-*Z")
    assert str(kept) in run.out
    assert (total(program, store), total(program, kept)) == (3, 25)
    assert program("--store", store, "doctor").status == 0
    assert program("--store", kept, "doctor").status == 0
    assert not list(tmp_path.glob(".floor*"))


def test_a_sample_that_can_not_be_made_leaves_the_store(
    program: Program, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: progress.Bar, done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(progress.Bar, "__call__", interrupt)
    before = store.read_bytes(), sorted(tmp_path.iterdir())
    assert program("--store", store, "demo", "--force", "--no-open").status == 130
    assert (store.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_the_duties_are_shown_where_nothing_can_be_written(program: Program, store: Path) -> None:
    with_key = program("--store", store, "duties")
    store.with_name(store.name + ".key").unlink()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=9)):
        assert program("--store", store, "duties").status == 0  # checks are missing by then
    assert program("--store", store, "duties").out == with_key.out
