"""The search index: which pieces of text stand in which ticket, event and customer.

It is derived from the tables, so no journal entry tells of it. Rows up to a mark are in it, and
change in it within the transaction that changes them; later rows, such as an import's, are taken
in afterwards, in transactions so short that no other console waits.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from floorboard.domain.pieces import words
from floorboard.store import rows
from floorboard.store.connection import connect, faults
from floorboard.store.images import Difference
from floorboard.store.rows import Row

Progress = Callable[[int, int], None]
"""Told how many of how many rows have been taken in."""

EVENT_BITS = 20
"""A document's number is its ticket's, shifted by so many bits, plus the event's `seq`; the
ticket's own text has 0 there."""

HOLD_SECONDS = 0.08
"""How long the write lock is held at a time, about; and left to others after it."""

GENTLE_HOLD, GENTLE_REST = 0.02, 3
"""The same beside a screen that somebody works at, and how many times as long the rest is."""

FIRST, MOST = 100, 5_000
"""Rows taken in under the first lock, and under one lock at most."""

_INDEX = {"customer": "customer_search", "ticket": "ticket_search"}
_TEXTS = {
    "customer": ("name", "search", "organisation", "email", "phone"),
    "ticket": ("title", "body", "external_id"),
    "ticket_event": ("body",),
}
"""The columns that each row is found by."""


class _Place(NamedTuple):
    """A row: its table, and its ticket's or its own number; of an event, its `seq` too."""

    table: str
    number: int
    seq: int = 0

    @property
    def indexed(self) -> str:
        """Of which table the index is that it stands in."""
        return "customer" if self.table == "customer" else "ticket"

    @property
    def key(self) -> tuple[int, ...]:
        return (self.number, self.seq) if self.table == "ticket_event" else (self.number,)

    @property
    def document(self) -> int:
        return self.number if self.table == "customer" else (self.number << EVENT_BITS) + self.seq


def complete(db: sqlite3.Connection) -> bool:
    """Whether every row is in the index."""
    return not _missing(db)


def changed(db: sqlite3.Connection, differences: Iterable[Difference]) -> None:
    """Follow a change of rows inside its transaction; the tables are as they are after it.

    Of a row that was changed, a difference may hold the changed columns alone; of several on one
    row, the first comes first. A new row that follows those in the index goes into it.
    """
    told = _combined(differences)
    if not told:
        return
    before = {table: _mark(db, table) for table in _INDEX}
    marks = dict(before)
    for place in sorted(told):
        was, now = told[place]
        table, index = place.table, place.indexed
        if table == index and was is None and _is_next(db, table, marks[index], place.number):
            marks[index] = place.number
        if place.number <= marks[index]:
            whole = {} if was is None or now is None else rows.get(db, table, *place.key) or {}
            texts = ("" if row is None else _words(table, {**whole, **row}) for row in (was, now))
            _replace(db, _INDEX[index], place.document, *texts)
    for table, mark in marks.items():
        upto = min(mark, _last(db, table))  # a number that is given again must not lie below it
        if upto != before[table]:
            _set_mark(db, table, upto)


def index_some(db: sqlite3.Connection, limit: int) -> bool:
    """Take in up to `limit` more rows, customers first, inside a transaction; whether there are
    more."""
    for table, index in _INDEX.items():
        mark = _mark(db, table)
        upto = db.execute(
            f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?)",
            (mark, limit),
        ).fetchone()[0]
        if upto is not None:
            # in order of their numbers: otherwise each document would be flushed by itself
            db.executemany(
                f"INSERT INTO {index} (rowid, words) VALUES (?, ?)",
                _documents(db, table, mark, upto),
            )
            _set_mark(db, table, upto)
            break
    return not complete(db)


def build(path: Path, progress: Progress | None = None, *, gently: bool = False) -> None:
    """Take in all rows that are not in the index of the store at `path`, a few at a time.

    `gently`, it leaves this process to others most of the time.

    It may be killed at any time and begun again, and others may be at it too. What `progress`
    raises ends it.
    """
    with faults(path), closing(connect(path)) as db:
        hold, rest = (GENTLE_HOLD, GENTLE_REST) if gently else (HOLD_SECONDS, 1)
        size, total = FIRST, 0
        while left := _missing(db):
            total = max(total, left)
            if progress is not None:
                progress(total - left, total)
            held = _take_in(db, size)
            size = max(1, min(MOST, size * 2, int(size * hold / held)))
            time.sleep(rest * min(held, hold))


def _take_in(db: sqlite3.Connection, size: int) -> float:
    """Take in some rows in one transaction; how long it held the write lock, in seconds."""
    db.execute("BEGIN IMMEDIATE")
    begun = time.perf_counter()
    try:
        index_some(db, size)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return time.perf_counter() - begun


# Following


def _combined(differences: Iterable[Difference]) -> dict[_Place, tuple[Row | None, Row | None]]:
    """What became of each row that has texts to be found by, from before the first difference on
    it until after the last. Rows whose texts stayed are left out."""
    told: dict[_Place, tuple[Row | None, Row | None]] = {}
    for each in differences:
        if each.table not in _TEXTS:
            continue
        place = _Place(each.table, *(int(str(part)) for part in each.key))
        if place not in told:
            told[place] = each.before, each.after
            continue
        was, now = told[place]
        told[place] = (
            None if was is None else {**(each.before or {}), **was},
            None if each.after is None else {**(now or {}), **each.after},
        )
    return {
        place: (was, now)
        for place, (was, now) in told.items()
        if was != now and (was is None or now is None or now.keys() & _TEXTS[place.table])
    }


def _is_next(db: sqlite3.Connection, table: str, mark: int, number: int) -> bool:
    """Whether this row is the first one after those in the index."""
    found = db.execute(f"SELECT min(id) FROM {table} WHERE id > ?", (mark,)).fetchone()
    return bool(found[0] == number)


def _replace(db: sqlite3.Connection, index: str, document: int, before: str, after: str) -> None:
    if before == after:
        return
    if before:
        sql = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', ?, ?)"
        db.execute(sql, (document, before))
    if after:
        db.execute(f"INSERT INTO {index} (rowid, words) VALUES (?, ?)", (document, after))


# Texts


def _words(table: str, row: Mapping[str, object]) -> str:
    """The pieces that a row is found by."""
    return _pieces(table, [row[column] for column in _TEXTS[table]])


def _pieces(table: str, values: Iterable[object]) -> str:
    texts = [str(value or "") for value in values]
    if table == "customer":
        texts += _numbers(texts[-1])
    return words(*texts)


def _numbers(phone: str) -> list[str]:
    """A telephone number without what groups its digits, and without its country's."""
    groups = re.findall("[0-9]+", phone)
    return ["".join(groups)] + (["".join(groups[1:])] if phone.lstrip().startswith("+") else [])


def _documents(
    db: sqlite3.Connection, table: str, after: int, upto: int
) -> Iterator[tuple[int, str]]:
    """The documents of the rows with these numbers, in order of the documents' numbers."""
    found = _documents_in(db, table, "id", after, upto)
    if table == "ticket":
        found = merge(found, _documents_in(db, "ticket_event", "ticket_id, seq", after, upto))
    return (document for document in found if document[1])


def _documents_in(
    db: sqlite3.Connection, table: str, key: str, after: int, upto: int
) -> Iterator[tuple[int, str]]:
    keys = len(key.split(","))
    first = key.split(",")[0]
    sql = (
        f"SELECT {key}, {', '.join(_TEXTS[table])} FROM {table}"
        f" WHERE {first} > ? AND {first} <= ? ORDER BY {key}"
    )
    for row in db.execute(sql, (after, upto)):
        yield _Place(table, *row[:keys]).document, _pieces(table, row[keys:])


# The marks


def _missing(db: sqlite3.Connection) -> int:
    """About how many rows are not in the index; none if none."""
    return sum(max(0, _last(db, table) - _mark(db, table)) for table in _INDEX)


def _mark(db: sqlite3.Connection, table: str) -> int:
    found = db.execute("SELECT last_id FROM search_mark WHERE name = ?", (table,)).fetchone()
    return int(found[0]) if found else 0


def _set_mark(db: sqlite3.Connection, table: str, last: int) -> None:
    db.execute("INSERT OR REPLACE INTO search_mark (name, last_id) VALUES (?, ?)", (table, last))


def _last(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
