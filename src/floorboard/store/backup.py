"""Copies of a store: taken while it is in use, and proved before they are trusted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store import journal
from floorboard.store.connection import connect, exists, faults

PAGES_A_STEP = 4096
"""Pages copied before other consoles get their turn."""

PATIENCE = 3
"""How often a copy begins again because another console wrote."""


def copy(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copy the store and its key to `target`, whole or not at all, through SQLite's backup API.

    A plain file copy misses what still lies in the write-ahead log.
    """
    key, kept = journal.key_path(source), journal.key_path(target)
    if not replace and (exists(target) or (exists(kept) and not _same(key, kept))):
        raise Problem(
            N_("there is a file of that name already"),
            where=str(target),
            fix=N_("Name another file; nothing was overwritten"),
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise Problem(
            N_("the copy can't be written: {error}"),
            where=str(target),
            fix=N_("Choose another place"),
            error=error.strerror or error,
        ) from error
    draft = Path(name)
    try:
        with faults(source), closing(connect(source, read_only=True)) as db:
            with closing(sqlite3.connect(draft)) as out:
                _copy_pages(db, out)
                out.execute("PRAGMA journal_mode = DELETE")
            prove(draft)
        if key.exists() and key != kept:
            kept.touch(0o600)
            kept.chmod(0o600)
            shutil.copyfile(key, kept)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


class _Overtaken(Exception):
    """Another console wrote between two steps, so the copy began again."""


def _copy_pages(db: sqlite3.Connection, out: sqlite3.Connection) -> None:
    """Copy step by step; where writes make it begin again more often than `PATIENCE` says, or a
    write-ahead log keeps the old pages anyway, copy one snapshot, for which writers may wait."""
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        left, overtaken = sys.maxsize, 0

        def step(status: int, remaining: int, pages: int) -> None:
            nonlocal left, overtaken
            overtaken += remaining >= left
            left = remaining
            if overtaken > PATIENCE:
                raise _Overtaken

        try:
            db.backup(out, pages=PAGES_A_STEP, progress=step)
        except _Overtaken:
            pass
        else:
            return
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the snapshot begins here
    db.backup(out, pages=PAGES_A_STEP)
    db.rollback()


def _same(one: Path, other: Path) -> bool:
    return one.exists() and one.read_bytes() == other.read_bytes()


def prove(path: Path) -> None:
    """Raise a `Problem` unless every page, index and reference of the store is sound."""
    with faults(path), closing(sqlite3.connect(path)) as db:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(3)")]
        loose = db.execute("PRAGMA foreign_key_check").fetchone()
    if found != ["ok"] or loose:
        raise Problem(
            N_("the store is damaged"),
            where=str(path),
            fix=N_("Run `floorboard doctor`, then restore a backup"),
        )
