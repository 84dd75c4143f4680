"""Putting a backup in a store's place, after it was proved; what lay there before is kept.

A sound store keeps its file and gets another content, in one transaction: consoles that have it
open see the restored one at their next look. Under a file that is renamed they would go on reading
the old one, and SQLite would take the new one's write-ahead log for the old one's.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store import backup, journal, schema
from floorboard.store.connection import BUSY_SECONDS, connect, exists, faults


def restore(source: Path, target: Path, now: Instant, *, replace: bool = False) -> Path | None:
    """Make `target` a copy of the backup at `source`; where the replaced store lies, or None.

    The backup is proved first: its pages, its schema, its journal under its key. Everything is
    copied beside the target before anything there changes. Raises `Problem`, and changes nothing,
    if the backup isn't sound, or if there is a store already and `replace` doesn't say otherwise.
    A process killed after the content changed and before the key did leaves a store that can be
    read, and whose journal refuses entries until the backup is restored again.
    """
    _prove(source)
    if target.exists():
        if target.samefile(source):
            raise Problem(N_("a store can't be restored from itself"), where=str(source))
        if not replace:
            raise Problem(
                N_("there is a store already"),
                where=str(target),
                fix=N_("Add --force to put the backup in its place; it will be kept beside it"),
            )
    draft = target.with_name(f".{target.name}.restored")
    try:
        backup.copy(source, draft, replace=True)
        kept = _free_name(target, now)
        if _keep(target, kept):
            _write_over(target, draft, kept)
            journal.key_path(draft).replace(journal.key_path(target))
            return kept
        aside = set_aside(target, now)
        journal.key_path(draft).replace(journal.key_path(target))
        draft.replace(target)
        return aside
    finally:
        draft.unlink(missing_ok=True)
        journal.key_path(draft).unlink(missing_ok=True)


def set_aside(path: Path, now: Instant) -> Path | None:
    """Give the damaged store at `path`, if there is one, another name; that name.

    Its key and whatever SQLite keeps beside it move along, so that it stays whole.
    """
    if not path.exists():
        return None
    kept = _free_name(path, now)
    for suffix in ("-wal", "-shm", "-journal", ".key", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _free_name(path: Path, now: Instant) -> Path:
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.with_name(f"{path.name}.replaced-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.replaced-{stamp}-{number}")
    return kept


def _prove(source: Path) -> None:
    if not exists(source):
        raise Problem(N_("there is no such file"), where=str(source))
    with faults(source), closing(connect(source, read_only=True)) as db:
        found = schema.revision(db, source)
        if found not in schema.REVISIONS:
            raise Problem(
                N_(
                    "a newer floorboard has written this store (schema {found}, this knows {known})"
                ),
                where=str(source),
                fix=N_("Update floorboard; nothing was changed"),
                found=found,
                known=schema.HEAD,
            )
        sealed = found != schema.REVISIONS[0]
        verdict = journal.verify(db, journal.read_key(source), sealed=sealed)
    if not verdict.sound:
        raise Problem(
            N_("the journal doesn't hold from entry {entry} on"),
            where=str(source),
            fix=N_("Choose another backup; nothing was changed"),
            entry=verdict.broken_at,
        )
    backup.prove(source)


def _keep(path: Path, kept: Path) -> bool:
    """Copy the store at `path` to `kept` while nobody writes; False where no sound store is there.

    Raises `Problem` while another console is in the middle of a write.
    """
    if not path.exists():
        return False
    with faults(path), closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as held:
        try:
            held.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                return False
            raise
        try:
            schema.revision(held, path)
            backup.prove(path)
        except Problem:  # damaged, or another program's
            return False
        backup.copy(path, kept)
    return True


def _write_over(path: Path, new: Path, kept: Path) -> None:
    """Give the store at `path` the content of `new` in one transaction; where that fails, `kept`
    isn't needed."""
    end = time.monotonic() + BUSY_SECONDS

    def step(status: int, remaining: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise Problem(
                N_("another console is writing and did not finish"),
                where=str(path),
                fix=N_("Nothing was changed; try again"),
            )

    try:
        with (
            faults(path),
            closing(connect(new, read_only=True)) as source,
            closing(connect(path)) as live,
        ):
            source.backup(live, progress=step)
    except Problem:  # Ctrl-C may come after the commit: then the copy is all there is
        kept.unlink(missing_ok=True)
        journal.key_path(kept).unlink(missing_ok=True)
        raise
