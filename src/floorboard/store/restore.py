"""Putting a backup in a store's place, after it was proved; what lay there before is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store import backup, journal, schema
from floorboard.store.connection import connect, exists, faults


def restore(source: Path, target: Path, now: Instant, *, replace: bool = False) -> Path | None:
    """Make `target` a copy of the backup at `source`; where the replaced store lies, or None.

    The backup is proved first: its pages, its schema, its journal under its key. Everything is
    copied beside the target before anything there is moved. Raises `Problem`, and changes nothing,
    if the backup isn't sound, or if there is a store already and `replace` doesn't say otherwise.
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
        kept = set_aside(target, now)
        journal.key_path(draft).replace(journal.key_path(target))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        journal.key_path(draft).unlink(missing_ok=True)
    return kept


def set_aside(path: Path, now: Instant) -> Path | None:
    """Give the store at `path`, if there is one, another name; that name.

    Its key and whatever SQLite keeps beside it move along, so that it stays whole. A store that
    another console is writing is refused.
    """
    if not path.exists():
        return None
    _nobody_writes(path)
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.with_name(f"{path.name}.replaced-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.replaced-{stamp}-{number}")
    for suffix in ("-wal", "-shm", "-journal", ".key", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
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
        verdict = journal.verify(db, journal.read_key(source))
    if not verdict.sound:
        raise Problem(
            N_("the journal doesn't hold from entry {entry} on"),
            where=str(source),
            fix=N_("Choose another backup; nothing was changed"),
            entry=verdict.broken_at,
        )
    backup.prove(source)


def _nobody_writes(path: Path) -> None:
    """Raise a `Problem` while another console is in the middle of a write. A damaged file is
    nobody's: it may be replaced."""
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.rollback()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise Problem(
                N_("another console is writing and did not finish"),
                where=str(path),
                fix=N_("Nothing was changed; try again"),
            ) from error
    except sqlite3.DatabaseError:
        return
