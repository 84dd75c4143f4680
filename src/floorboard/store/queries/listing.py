"""The ticket list: which tickets, in which order, a page at a time by key.

A page is asked for *after* or *before* a key, never by its number, so it costs the same anywhere
in a million rows. A key is the tuple of the order's columns, the ticket's number last.
"""

from __future__ import annotations

import json
import sqlite3
import string
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from floorboard.domain.instant import Instant
from floorboard.domain.ticket import NEVER
from floorboard.store.views.listing import Standing, TicketRow

OPEN_SQL = "t.state IN ('new', 'open', 'second_line', 'waiting')"
"""The partial indexes' condition; SQLite compares it as an expression, so it is written once."""

Key = tuple[int, ...]

CHUNK = 200
"""Rows of a stretch: enough for several screens, read in a millisecond."""


class Order(StrEnum):
    """What a list is sorted by. Due and priority are most urgent first, the rest newest first."""

    DUE = "due"
    PRIORITY = "priority"
    NUMBER = "number"
    OPENED = "opened"
    UPDATED = "updated"

    @property
    def columns(self) -> tuple[str, ...]:
        return _COLUMNS[self]

    @property
    def descending(self) -> bool:
        return self in (Order.NUMBER, Order.OPENED, Order.UPDATED)

    def key(self, row: TicketRow) -> Key:
        """The key of `row` under this order."""
        due = NEVER if row.next_due_at is None else row.next_due_at
        match self:
            case Order.DUE:
                return (due, row.id)
            case Order.PRIORITY:
                return (row.priority, due, row.id)
            case Order.NUMBER:
                return (row.id,)
            case Order.OPENED:
                return (row.opened_at, row.id)
            case Order.UPDATED:
                return (row.updated_at, row.id)


_COLUMNS = {
    Order.DUE: ("t.next_due_at", "t.id"),
    Order.PRIORITY: ("t.priority", "t.next_due_at", "t.id"),
    Order.NUMBER: ("t.id",),
    Order.OPENED: ("t.opened_at", "t.id"),
    Order.UPDATED: ("t.updated_at", "t.id"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tickets. Every condition that is set must hold; the default is all open tickets."""

    everything: bool = False
    """Solved and closed ones too."""
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    projects: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    owner_label: str = ""
    """Part of an owner's name as an import recorded it, where no person of ours fits."""
    unassigned: bool = False
    due_before: Instant | None = None
    """Overdue at this instant: the due time has passed."""
    due_from: Instant | None = None
    """Not overdue at this instant."""
    words: tuple[str, ...] = ()
    nothing: bool = False
    """A condition named something that doesn't exist, so no ticket fits."""

    @property
    def open_only(self) -> bool:
        closed = {"solved", "closed"}
        return not self.everything and not closed.intersection(self.states)

    @property
    def plain(self) -> bool:
        """Whether this is just "all open tickets" or "all tickets"."""
        return replace(self, everything=False) == Filter()


def orders_for(wanted: Filter) -> tuple[Order, ...]:
    """The orders that have an index under this filter: a closed ticket has no due time."""
    if wanted.open_only:
        return tuple(Order)
    return (Order.UPDATED, Order.OPENED, Order.NUMBER)


COLUMNS_SQL = """
    t.id, t.external_id, t.kind, t.state, t.priority, t.title,
    coalesce(p.name, ''), coalesce(p.name_zh, ''), coalesce(o.name, t.owner_label),
    nullif(t.next_due_at, 253402300799), t.next_clock, t.opened_at, t.updated_at,
    t.version
"""
"""A `TicketRow`'s columns."""

JOINS_SQL = """
    LEFT JOIN project p ON p.id = t.project_id
    LEFT JOIN person o ON o.id = t.owner_id
"""

_ROW = f"SELECT {COLUMNS_SQL} FROM ticket t {JOINS_SQL}"


def page(
    db: sqlite3.Connection,
    wanted: Filter,
    order: Order,
    limit: int,
    *,
    after: Key | None = None,
    before: Key | None = None,
    start: Key | None = None,
    last: bool = False,
) -> list[TicketRow]:
    """Up to `limit` rows in list order: the first ones, or those just after / just before a key,
    from a key on (`start`, inclusive), or the `last` ones."""
    conditions, values = _where(wanted)
    backwards = last or before is not None
    anchor = after or before or start
    if anchor is not None:
        descending = order.descending != backwards
        comparison = ("<" if descending else ">") + ("=" if start is not None else "")
        holes = ", ".join("?" * len(anchor))
        conditions.append(f"({', '.join(order.columns)}) {comparison} ({holes})")
        values.extend(anchor)
    way = " DESC" if order.descending != backwards else ""
    sql = (
        f"{_ROW} WHERE {' AND '.join(conditions) or '1'}"
        f" ORDER BY {', '.join(column + way for column in order.columns)} LIMIT ?"
    )
    rows = [TicketRow(*row) for row in db.execute(sql, (*values, limit))]
    if backwards:
        rows.reverse()
    return rows


def count(db: sqlite3.Connection, wanted: Filter) -> int:
    """How many tickets the filter lets through."""
    if wanted.plain:
        where = "" if wanted.everything else f" WHERE {OPEN_SQL}"
        total = db.execute(f"SELECT coalesce(sum(n), 0) FROM ticket_count t{where}").fetchone()[0]
        return int(total)
    conditions, values = _where(wanted)
    sql = f"SELECT count(*) FROM ticket t WHERE {' AND '.join(conditions) or '1'}"
    return int(db.execute(sql, values).fetchone()[0])


def rank(db: sqlite3.Connection, wanted: Filter, order: Order, key: Key) -> int:
    """How many rows of the list stand before `key`."""
    conditions, values = _where(wanted)
    holes = ", ".join("?" * len(key))
    comparison = ">" if order.descending else "<"
    conditions.append(f"({', '.join(order.columns)}) {comparison} ({holes})")
    sql = f"SELECT count(*) FROM ticket t WHERE {' AND '.join(conditions)}"
    return int(db.execute(sql, (*values, *key)).fetchone()[0])


def ids(db: sqlite3.Connection, wanted: Filter, limit: int) -> list[int]:
    """The numbers of up to `limit` tickets that the filter lets through."""
    conditions, values = _where(wanted)
    sql = f"SELECT t.id FROM ticket t WHERE {' AND '.join(conditions) or '1'} LIMIT ?"
    return [number for (number,) in db.execute(sql, (*values, limit))]


def standing(db: sqlite3.Connection, ids: Collection[int]) -> dict[int, Standing]:
    """How each of these tickets stands that there is."""
    rows = db.execute(
        "SELECT t.id, t.state, t.owner_id, coalesce(o.name, t.owner_label) FROM json_each(?) j"
        " JOIN ticket t ON t.id = j.value LEFT JOIN person o ON o.id = t.owner_id",
        (json.dumps([*ids]),),
    )
    return {number: Standing(*rest) for number, *rest in rows}


def row(db: sqlite3.Connection, ticket_id: int) -> TicketRow | None:
    """The list's line for one ticket, whatever the filter."""
    found = db.execute(f"{_ROW} WHERE t.id = ?", (ticket_id,)).fetchone()
    return TicketRow(*found) if found else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows read around a place. `cursor` is the row to stand on."""

    rows: list[TicketRow]
    cursor: int
    head: bool
    tail: bool


def from_first(db: sqlite3.Connection, wanted: Filter, order: Order) -> Stretch:
    """The list from its first row on."""
    rows = page(db, wanted, order, CHUNK)
    return Stretch(rows, 0, head=True, tail=len(rows) < CHUNK)


def to_last(db: sqlite3.Connection, wanted: Filter, order: Order) -> Stretch:
    """The list up to its last row."""
    rows = page(db, wanted, order, CHUNK, last=True)
    return Stretch(rows, len(rows) - 1, head=len(rows) < CHUNK, tail=True)


def around(db: sqlite3.Connection, wanted: Filter, order: Order, ticket: int, key: Key) -> Stretch:
    """The list around a ticket, wherever it has moved; around `key`, where it was, if it left."""
    moved = row(db, ticket)
    for start in (order.key(moved), key) if moved is not None else (key,):
        rows = page(db, wanted, order, CHUNK, start=start)
        if start is key or (rows and rows[0].id == ticket):
            break
    ahead = page(db, wanted, order, CHUNK, before=start)
    cursor = len(ahead) if rows else len(ahead) - 1
    return Stretch(ahead + rows, cursor, head=len(ahead) < CHUNK, tail=len(rows) < CHUNK)


def _where(wanted: Filter) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []

    def among(column: str, choices: tuple[str, ...] | tuple[int, ...]) -> None:
        if choices:
            conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
            values.extend(choices)

    if wanted.open_only:
        conditions.append(OPEN_SQL)
    among("t.state", wanted.states)
    among("t.kind", wanted.kinds)
    among("t.priority", wanted.priorities)
    among("t.project_id", wanted.projects)
    if wanted.owners:
        conditions.append(_with(wanted))
        values.extend(wanted.owners * 2)
    if wanted.owner_label:
        found, spelled = _containing("t.owner_label", wanted.owner_label)
        conditions.append(f"t.owner_id IS NULL AND ({found})")
        values.extend(spelled)
    if wanted.unassigned:
        conditions.append("t.owner_id IS NULL AND t.owner_label = ''")
    if wanted.due_before is not None:
        conditions.append("t.next_due_at < ?")
        values.append(wanted.due_before)
    if wanted.due_from is not None:
        conditions.append("t.next_due_at >= ?")
        values.append(wanted.due_from)
    for word in wanted.words:
        title, spelled = _containing("t.title", word)
        external, _ = _containing("coalesce(t.external_id, '')", word)
        conditions.append(
            f"({title} OR {external} OR t.id = ? OR t.customer_id IN"
            " (SELECT c.id FROM customer c WHERE instr(c.search, ?) > 0))"
        )
        number = word.lstrip("#")
        wanted_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
        values.extend((*spelled, *spelled, wanted_id, word.lower()))
    if wanted.nothing:
        conditions.append("0")
    return conditions, values


def _with(wanted: Filter) -> str:
    """The condition that a ticket is one of its owners', or was handed to second line by one of
    them, who follows it until it is solved. Each of the two has its index, which an OR would lose.
    """
    holes = ", ".join("?" * len(wanted.owners))
    followed = (
        f"SELECT t.id FROM ticket t WHERE {OPEN_SQL}"
        f" AND t.first_owner_id IS NOT NULL AND t.first_owner_id IN ({holes})"
    )
    if not wanted.open_only:
        return f"(t.owner_id IN ({holes}) OR t.id IN ({followed}))"
    owned = f"SELECT t.id FROM ticket t WHERE {OPEN_SQL} AND t.owner_id IN ({holes})"
    return f"t.id IN ({owned} UNION {followed})"


_ASCII_LOWER = {ord(letter): ord(letter.lower()) for letter in string.ascii_uppercase}


def _containing(column: str, word: str) -> tuple[str, list[str]]:
    """The condition that `column` contains `word`, however it is cased, and its values.

    SQLite's `lower` folds ASCII alone, so a word with other letters is looked for in each spelling.
    """
    cased = (word.lower(), word.upper(), word.capitalize(), word)
    spelled = list(dict.fromkeys(each.translate(_ASCII_LOWER) for each in cased))
    return " OR ".join([f"instr(lower({column}), ?) > 0"] * len(spelled)), spelled
