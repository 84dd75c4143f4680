"""Entries of the journal, as people read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.store import images, rows
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
    person_id: int | None = None
    """Who was signed in, if anybody was."""

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
        j.after, j.hash, j.person_id
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: about a ticket, those about several included; written at `since` or later and
    at `until` or earlier; by somebody; with or without those that tell who signed in."""

    ticket: int | None = None
    since: Instant | None = None
    until: Instant | None = None
    person_id: int | None = None
    sign_ins: bool = True

    def condition(self) -> tuple[str, list[object]]:
        """It as SQL, and the values of its holes."""
        conditions, values = ["1"], list[object]()
        if self.ticket is not None:
            conditions.append(
                "j.seq IN (SELECT seq FROM journal WHERE subject = ?"
                " UNION SELECT seq FROM journal_ticket WHERE ticket_id = ?)"
            )
            values += [f"ticket/{self.ticket}", self.ticket]
        for condition, value in (
            ("j.at >= ?", self.since),
            ("j.at <= ?", self.until),
            ("j.person_id = ?", self.person_id),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        if not self.sign_ins:
            conditions.append("j.action NOT IN ('sign_in.tried', 'sign_in.done')")
        return " AND ".join(conditions), values


def page(db: sqlite3.Connection, wanted: Wanted, after: int, limit: int) -> list[EntryView]:
    """The first `limit` entries numbered above `after`, oldest first."""
    condition, values = wanted.condition()
    rows = db.execute(
        f"{_ENTRY} WHERE j.seq > ? AND {condition} ORDER BY j.seq LIMIT ?", (after, *values, limit)
    )
    return list(_views(rows))


def before_newest(db: sqlite3.Connection, wanted: Wanted, count: int) -> tuple[int, bool]:
    """The number above which the newest `count` entries lie, and whether there are older ones."""
    condition, values = wanted.condition()
    first, found = db.execute(
        "SELECT min(seq), count(*) FROM (SELECT j.seq FROM journal j"
        f" WHERE {condition} ORDER BY j.seq DESC LIMIT ?)",
        (*values, count + 1),
    ).fetchone()
    older = found > count
    return (first if older else (first or 1) - 1), older


def taken_back(db: sqlite3.Connection, entries: Collection[EntryView]) -> dict[int, str]:
    """Those of `entries` that were undone, or undone and redone, and which of the two came last."""
    seqs = {entry.seq for entry in entries if entry.differences}
    subjects = {entry.subject for entry in entries if entry.seq in seqs}
    rows = db.execute(
        "SELECT json_extract(after, '$.of'), action FROM journal"
        " WHERE subject IN (SELECT value FROM json_each(?)) AND seq > ? AND action IN (?, ?)"
        " ORDER BY seq",
        (json.dumps([*subjects]), min(seqs, default=0), UNDONE, REDONE),
    )
    return {of: action for of, action in rows if of in seqs}


def since(
    db: sqlite3.Connection, instant: Instant = 0, after: int = 0, limit: int = 1000
) -> Iterator[EntryView]:
    """The first `limit` entries that were written at `instant` or later and are numbered above
    `after`, oldest first."""
    yield from page(db, Wanted(since=instant), after, limit)


def newest(db: sqlite3.Connection) -> int:
    """The number of the newest entry; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])


def actions_after(db: sqlite3.Connection, seq: int) -> set[str]:
    """What was done after the entry `seq`."""
    return {row[0] for row in db.execute("SELECT action FROM journal WHERE seq > ?", (seq,))}


def of_console(db: sqlite3.Connection, console: str, limit: int) -> Iterator[EntryView]:
    """The newest `limit` entries of a console that changed rows which can be put back, or that took
    others back or did them again; newest first. What happens by itself isn't among them."""
    rows = db.execute(
        f"{_ENTRY} WHERE j.console = ? AND (j.action IN (?, ?) OR instr(j.after, '\"rows\":'))"
        " ORDER BY j.seq DESC LIMIT ?",
        (console, UNDONE, REDONE, limit),
    )
    return _views(rows)


_PEOPLE = ("owner_id", "first_owner_id", "person_id", "replaces_id", "from_id", "to_id", "first_by")

_ROSTER = ("rota_turn", "rota_override", "rota_schedule", "rota_swap", "leave", "cover_need")
"""The tables whose rows an entry changes in a few columns: the others are as they are now."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The names of what entries speak of by number. A pair is a name in both languages."""

    people: Mapping[object, str]
    projects: Mapping[object, tuple[str, str]]
    customers: Mapping[object, str]
    checks: Mapping[object, tuple[str, str]]
    """The duty of each check."""
    rotas: Mapping[object, tuple[str, str]] = field(default_factory=dict)
    rows: Mapping[tuple[str, object], Mapping[str, object]] = field(default_factory=dict)
    """Rows of the roster as they are now, by table and number, of which entries tell a part."""
    items: Mapping[object, tuple[str, str]] = field(default_factory=dict)
    """What each item of a list is."""


def mentioned(db: sqlite3.Connection, entries: Iterable[EntryView]) -> Mentioned:
    """The names that are needed to tell `entries`."""
    found: dict[str, set[object]] = {
        name: set() for name in ("person", "project", "customer", "check", "item", "rota")
    }
    parts: dict[str, set[object]] = {table: set() for table in _ROSTER}
    for entry in entries:
        kind, _slash, number = entry.subject.partition("/")
        if kind in found and number.isdecimal():
            found[kind].add(int(number))
        for each in entry.differences:
            if each.table == "project_review":
                found["project"].add(each.key[1])
            elif each.table == "rota_schedule_turn":
                found["person"].add(each.key[1])
            elif each.table in parts and each.before is not None and each.after is not None:
                parts[each.table].add(each.key[0])
            _collect(found, each.before or {})
            _collect(found, each.after or {})
    kept = dict(_kept(db, parts))
    for kept_row in kept.values():
        _collect(found, kept_row)
    wanted = {name: json.dumps([*(ids - {None})]) for name, ids in found.items()}
    given = "IN (SELECT value FROM json_each(?))"
    people = db.execute(f"SELECT id, name FROM person WHERE id {given}", (wanted["person"],))
    projects = db.execute(
        f"SELECT id, name, name_zh FROM project WHERE id {given}", (wanted["project"],)
    )
    customers = db.execute(f"SELECT id, name FROM customer WHERE id {given}", (wanted["customer"],))
    checks = db.execute(
        "SELECT k.id, d.title, d.title_zh FROM duty_check k JOIN duty d ON d.id = k.duty_id"
        f" WHERE k.id {given}",
        (wanted["check"],),
    )
    items = db.execute(
        f"SELECT id, title, title_zh FROM checklist_item WHERE id {given}", (wanted["item"],)
    )
    rotas = db.execute(f"SELECT id, name, name_zh FROM rota WHERE id {given}", (wanted["rota"],))
    return Mentioned(
        dict(people.fetchall()),
        {number: (name, name_zh) for number, name, name_zh in projects},
        dict(customers.fetchall()),
        {number: (title, title_zh) for number, title, title_zh in checks},
        {number: (name, name_zh) for number, name, name_zh in rotas},
        kept,
        {number: (title, title_zh) for number, title, title_zh in items},
    )


def _collect(found: Mapping[str, set[object]], row: Mapping[str, object]) -> None:
    """The numbers in a row of what has a name."""
    found["person"].update(row.get(column) for column in _PEOPLE)
    for name in ("project", "customer", "rota"):
        found[name].add(row.get(f"{name}_id"))


def _kept(
    db: sqlite3.Connection, parts: Mapping[str, set[object]]
) -> Iterator[tuple[tuple[str, object], Mapping[str, object]]]:
    for table, numbers in parts.items():
        for number in numbers:
            row = rows.get(db, table, number)
            if row is not None:
                yield (table, number), row


def _views(rows: Iterable[tuple[Any, ...]]) -> Iterator[EntryView]:
    for seq, at, who, console, action, subject, before, after, digest, person in rows:
        told = json.loads(before), json.loads(after)
        yield EntryView(seq, at, who, console, action, subject, *told, digest, person)
