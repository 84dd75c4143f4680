"""Copies of a store: taken while it is in use, and proved before they are trusted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store import journal
from floorboard.store.connection import connect, faults

PAGES_A_STEP = 4096
"""Pages copied before other consoles get their turn."""


def copy(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copy the store and its key to `target`, whole or not at all, through SQLite's backup API.

    A plain file copy misses what still lies in the write-ahead log.
    """
    if target.exists() and not replace:
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
                db.backup(out, pages=PAGES_A_STEP)
                out.execute("PRAGMA journal_mode = DELETE")
            prove(draft)
        key = journal.key_path(source)
        if key.exists() and key != journal.key_path(target):
            shutil.copyfile(key, journal.key_path(target))
            journal.key_path(target).chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


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
