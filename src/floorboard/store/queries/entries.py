"""Entries of the journal, as people read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.store import images
from floorboard.store.images import Difference
from floorboard.store.rows import Row

UNDONE, REDONE = "undone", "redone"
"""The actions of entries that take back another one, or that do it again; `of` names it."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """Who changed what about a subject; `before` and `after` hold the changed facts alone."""

    seq: int
    at: Instant
    who: str
    """The person, or the console where nobody was signed in."""
    console: str
    action: str
    subject: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    hash: str

    @property
    def differences(self) -> list[Difference]:
        """What it did to the store, row by row; nothing where it can't be undone."""
        return images.heard(self.before.get("rows"), self.after.get("rows"))

    @property
    def of(self) -> int | None:
        """The entry that this one takes back or does again."""
        of = self.after.get("of")
        return of if isinstance(of, int) else None

    def row(self, table: str, *key: object) -> tuple[Row, Row]:
        """The changed columns of a row, before and after; empty where it didn't change."""
        for each in self.differences:
            if each.table == table and each.key == key:
                return each.before or {}, each.after or {}
        return {}, {}


_ENTRY = """
    SELECT j.seq, j.at, coalesce(o.name, j.console), j.console, j.action, j.subject, j.before,
        j.after, j.hash
    FROM journal j LEFT JOIN person o ON o.id = j.person_id
"""


def one(db: sqlite3.Connection, seq: int) -> EntryView | None:
    """The entry of this number."""
    return next(_views(db.execute(f"{_ENTRY} WHERE j.seq = ?", (seq,))), None)


def of_ticket(db: sqlite3.Connection, number: int, limit: int = 100) -> Iterator[EntryView]:
    """The newest `limit` entries about a ticket, newest first, those about several included."""
    rows = db.execute(
        f"{_ENTRY} WHERE j.seq IN (SELECT seq FROM journal WHERE subject = ?"
        " UNION SELECT seq FROM journal_ticket WHERE ticket_id = ?) ORDER BY j.seq DESC LIMIT ?",
        (f"ticket/{number}", number, limit),
    )
    return _views(rows)


def since(
    db: sqlite3.Connection, instant: Instant = 0, after: int = 0, limit: int = 1000
) -> Iterator[EntryView]:
    """The first `limit` entries that were written at `instant` or later and are numbered above
    `after`, oldest first."""
    rows = db.execute(
        f"{_ENTRY} WHERE j.seq > ? AND j.at >= ? ORDER BY j.seq LIMIT ?", (after, instant, limit)
    )
    return _views(rows)


def of_console(db: sqlite3.Connection, console: str, limit: int) -> Iterator[EntryView]:
    """The newest `limit` entries that a console wrote, newest first."""
    rows = db.execute(f"{_ENTRY} WHERE j.console = ? ORDER BY j.seq DESC LIMIT ?", (console, limit))
    return _views(rows)


def _views(rows: Iterable[tuple[Any, ...]]) -> Iterator[EntryView]:
    for *known, before, after, digest in rows:
        yield EntryView(*known, json.loads(before), json.loads(after), digest)
