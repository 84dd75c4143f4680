"""Whether a store is sound, asked in every way there is (`floorboard doctor`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from floorboard.domain.problem import Problem
from floorboard.store import handovers, journal, schema
from floorboard.store.connection import connect, faults, wal_is_sound

SQLITE = sqlite3.sqlite_version
"""The version of the SQLite library in use."""

WAL_SOUND = wal_is_sound(sqlite3.sqlite_version_info)

PRIVATE = 0o077
"""The permissions nobody but the owner may have on a store or its key."""

STEPS = 1_000_000
"""Steps of SQLite's machine between two signs of life."""


class Stage(StrEnum):
    """What takes its time in a large store."""

    PAGES = "pages"
    REFERENCES = "references"
    JOURNAL = "journal"


Progress = Callable[[Stage, int, int], None]
"""Told what is looked at, and how much is done of how much; 0 of 0 where nobody knows."""

_SYNCHRONOUS = {0: "off", 1: "normal", 2: "full", 3: "extra"}


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. `sound` is the sum of it."""

    journal_mode: str
    synchronous: str
    revision: str
    known_revision: str
    integrity: tuple[str, ...]
    """SQLite's complaints; none if every page and index is right."""
    loose_references: int
    """Rows that refer to what isn't there."""
    journal_entries: int
    journal_head: str
    journal_broken_at: int | None
    """The first entry that doesn't hold."""
    journal_fault: Problem | None
    """Why the journal can't be verified at all."""
    counted: Mapping[str, int]
    """Tickets by state, counted now."""
    kept_counts: Mapping[str, int]
    """The same as the store keeps them."""
    modes: Mapping[str, str]
    """The permissions of the store's files, in octal."""
    exposed: tuple[str, ...]
    """Those of them that others than the owner may read or write."""
    handovers: tuple[handovers.Verdict, ...] = ()
    """What was found of each accepted handover."""

    @property
    def sound(self) -> bool:
        return (
            not self.integrity
            and not self.loose_references
            and self.revision == self.known_revision
            and self.journal_broken_at is None
            and self.journal_fault is None
            and self.counts_agree
            and not self.exposed
            and all(each.sound for each in self.handovers)
        )

    @property
    def counts_agree(self) -> bool:
        kept = {state: n for state, n in self.kept_counts.items() if n}
        return kept == dict(self.counted)


def examine(path: Path, progress: Progress = lambda stage, done, total: None) -> Health:
    """Look through the whole store at `path`, in one snapshot. Nothing is written."""
    try:
        return _examine(path, progress)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise KeyboardInterrupt from error  # it reached us inside SQLite's work


def _examine(path: Path, progress: Progress) -> Health:
    def alive(stage: Stage) -> None:
        db.set_progress_handler(lambda: progress(stage, 0, 0), STEPS)

    with faults(path), closing(connect(path, read_only=True)) as db:
        revision = schema.revision(db, path)
        db.execute("BEGIN")
        alive(Stage.PAGES)
        complaints = [str(row[0]) for row in db.execute("PRAGMA integrity_check(10)")]
        alive(Stage.REFERENCES)
        loose = sum(1 for _row in db.execute("PRAGMA foreign_key_check"))
        db.set_progress_handler(None, 0)
        verdict, fault = _journal(
            db, path, lambda done, total: progress(Stage.JOURNAL, done, total)
        )
        counted = dict(db.execute("SELECT state, count(*) FROM ticket GROUP BY state"))
        kept = dict(db.execute("SELECT state, n FROM ticket_count"))
        handed_over = handovers.verify(db) if revision == schema.HEAD else []
        mode = db.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = db.execute("PRAGMA synchronous").fetchone()[0]
    modes = {
        file.name: file.stat().st_mode & 0o777
        for file in (path, journal.key_path(path))
        if file.exists()
    }
    return Health(
        journal_mode=mode,
        synchronous=_SYNCHRONOUS.get(synchronous, str(synchronous)),
        revision=revision,
        known_revision=schema.HEAD,
        integrity=() if complaints == ["ok"] else tuple(complaints),
        loose_references=loose,
        journal_entries=verdict.entries,
        journal_head=verdict.head,
        journal_broken_at=verdict.broken_at,
        journal_fault=fault,
        counted=counted,
        kept_counts=kept,
        modes={name: f"{mode:04o}" for name, mode in modes.items()},
        exposed=tuple(name for name, mode in modes.items() if mode & PRIVATE),
        handovers=tuple(handed_over),
    )


def _journal(
    db: sqlite3.Connection, path: Path, progress: journal.Progress
) -> tuple[journal.Verdict, Problem | None]:
    try:
        return journal.verify(db, journal.read_key(path), progress), None
    except Problem as problem:
        return journal.Verdict(0, journal.GENESIS), problem
