"""What the search index finds: tickets by their texts, numbers and customers, and customers.

Every source of finds tells the ticket's numbers from the newest down, from any number on, so no
more of them is read than is shown, however many there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice

from floorboard.domain.pieces import Term, excerpt
from floorboard.store.queries.listing import COLUMNS_SQL, JOINS_SQL, OPEN_SQL
from floorboard.store.search import EVENT_BITS
from floorboard.store.views.listing import TicketRow

NEWEST = 1 << 42
"""Above every ticket's number."""

MANY = 200
"""Customers up to which each one's tickets are read by themselves; of more, one look through the
tickets from the newest down meets enough."""

STEPS = 1_000
"""Finds that are passed over before the index is asked again from further down."""

RECENT = 1_000
"""A customer's tickets among which the open ones are counted."""

_SEQ = (1 << EVENT_BITS) - 1

Hit = tuple[int, int]
"""A ticket's number, and where in it a term was found: an event's `seq`, 0 for its own texts,
`ELSEWHERE` for its number or customer."""

ELSEWHERE = -1


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A ticket that was found."""

    row: TicketRow
    customer: str
    organisation: str
    text: str
    """The line of its texts that it was found in, where its title hasn't what was looked for."""


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A customer, and how many of their newest `RECENT` tickets are open."""

    id: int
    name: str
    organisation: str
    phone: str
    email: str
    open: int


def tickets(
    db: sqlite3.Connection, typed: str, terms: Sequence[Term], limit: int
) -> tuple[list[FoundTicket], bool]:
    """Up to `limit` tickets that have all `terms`, which `typed` is made of, and whether there are
    more. The one with that number comes first, then numbers with that end, then the newest."""
    found: dict[int, list[int]] = {}
    for ticket, places in _hits(db, typed, terms):
        found.setdefault(ticket, places)
        if len(found) > limit:
            break
    shown = dict(islice(found.items(), limit))
    return _told(db, shown, terms), len(found) > limit


def customers(db: sqlite3.Connection, terms: Sequence[Term], limit: int) -> list[FoundCustomer]:
    """Up to `limit` customers that have all `terms`: first those of whose names, in letters or in
    pinyin, or their initials, the first one is all, then those that begin with it; the newest."""
    if not terms:
        return []
    rows = db.execute(
        "SELECT c.id, c.name, c.organisation, c.phone, c.email, c.search FROM customer_search s"
        " CROSS JOIN customer c ON c.id = s.rowid WHERE customer_search MATCH ?"
        " ORDER BY s.rowid DESC LIMIT 1000",
        (" AND ".join(each.query for each in terms),),
    ).fetchall()
    rows.sort(key=lambda row: _place(row[5], terms[0]))
    opened = (
        f"SELECT count(*) FROM (SELECT state FROM ticket WHERE customer_id = ?"
        f" ORDER BY id DESC LIMIT {RECENT}) t WHERE {OPEN_SQL}"
    )
    return [
        FoundCustomer(*row[:5], *db.execute(opened, row[:1]).fetchone()) for row in rows[:limit]
    ]


def _place(names: str, term: Term) -> tuple[bool, int]:
    """Whether the term isn't the whole of one of a customer's names, and where in them it begins;
    behind them all where it stands elsewhere."""
    found = f" {names} ".find(term.needle)
    return f"{term.needle} " not in f" {names} ", found if found >= 0 else NEWEST


def _hits(
    db: sqlite3.Connection, typed: str, terms: Sequence[Term]
) -> Iterator[tuple[int, list[int]]]:
    """The tickets, in the order in which they are shown; one may come again."""
    if len(terms) != 1:
        yield from _common([_Source(db, each.query, each.digits) for each in terms])
        return
    (term,) = terms
    for number in _named(db, typed, term.digits):
        yield number, [ELSEWHERE]
    sources = [_Source(db, term.beginning)]
    if term.digits:
        sources.insert(0, _Source(db, term.tail, term.digits))
    for ticket, seq in chain.from_iterable(source.down_from(NEWEST) for source in sources):
        yield ticket, [seq]


def _named(db: sqlite3.Connection, typed: str, digits: str) -> Iterator[int]:
    """The ticket with this number, and those that their sources call so."""
    if digits and len(digits) < 16 and str(int(digits)) == digits:
        yield from _first(db.execute(_EXISTS, (int(digits),)))
    name = typed.strip().lstrip("#")
    sql = "SELECT id FROM ticket WHERE external_id IN (?, ?) ORDER BY id DESC"
    yield from _first(db.execute(sql, (name, name.upper())))


def _common(sources: Sequence[_Source]) -> Iterator[tuple[int, list[int]]]:
    """What all sources tell, the newest first."""
    readers = [_Reader(source) for source in sources]
    top = NEWEST
    while readers:
        hits = []
        for reader in readers:
            hit = reader.at_most(top)
            if hit is None:
                return
            hits.append(hit)
            top = hit[0]
        if hits[0][0] == top:
            yield top, [seq for _, seq in hits]
            top -= 1


class _Source:
    """The tickets with a term, from any number down: by their texts, by their customer, and where
    the term is a number, by the end of their own."""

    def __init__(self, db: sqlite3.Connection, query: str, digits: str = "") -> None:
        self._db = db
        self._query = query
        self._digits = digits if len(digits) < 16 else ""
        callers = "SELECT rowid FROM customer_search WHERE customer_search MATCH ? LIMIT ?"
        self._customers = list(_first(db.execute(callers, (query, MANY + 1)))) if query else []

    def down_from(self, top: int) -> Iterator[Hit]:
        """The tickets up to number `top`, the newest first, each once."""
        last = 0
        for hit in merge(*self._streams(top), key=lambda hit: hit[0], reverse=True):
            if hit[0] != last:
                yield hit
            last = hit[0]

    def _streams(self, top: int) -> Iterator[Iterable[Hit]]:
        if self._query:
            yield self._texts(top)
        if self._digits:
            yield self._numbers(top)
        if len(self._customers) <= MANY:
            sql = (
                f"SELECT id, {ELSEWHERE} FROM ticket WHERE customer_id = ? AND id <= ?"
                " ORDER BY id DESC"
            )
            for customer in self._customers:
                yield self._db.execute(sql, (customer, top))
        else:
            # the plus keeps SQLite from sorting all tickets of all these customers
            yield self._db.execute(
                f"SELECT id, {ELSEWHERE} FROM ticket WHERE +customer_id IN (SELECT rowid FROM"
                " customer_search WHERE customer_search MATCH ?) AND id <= ? ORDER BY id DESC",
                (self._query, top),
            )

    def _texts(self, top: int) -> Iterator[Hit]:
        rows = self._db.execute(
            "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ? AND rowid < ?"
            " ORDER BY rowid DESC",
            (self._query, (top + 1) << EVENT_BITS),
        )
        return ((row[0] >> EVENT_BITS, row[0] & _SEQ) for row in rows)

    def _numbers(self, top: int) -> Iterator[Hit]:
        """Tickets whose number is this one, or, from two digits on, ends with it."""
        least, step = int(self._digits), 10 ** len(self._digits)
        last = self._db.execute("SELECT max(id) FROM ticket WHERE id <= ?", (top,)).fetchone()[0]
        if len(self._digits) > 1 and last is not None:
            for number in range(last - (last - least) % step, step - 1, -step):
                for found in _first(self._db.execute(_EXISTS, (number,))):
                    yield found, ELSEWHERE
        if least <= top and str(least) == self._digits:
            for found in _first(self._db.execute(_EXISTS, (least,))):
                yield found, ELSEWHERE


_EXISTS = "SELECT id FROM ticket WHERE id = ?"


class _Reader:
    """Goes down a source, step by step or at a leap."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._hits = source.down_from(NEWEST)
        self._hit = next(self._hits, None)

    def at_most(self, top: int) -> Hit | None:
        """The newest hit up to number `top`, which only ever falls."""
        for _ in range(STEPS):
            if self._hit is None or self._hit[0] <= top:
                return self._hit
            self._hit = next(self._hits, None)
        self._hits = self._source.down_from(top)
        self._hit = next(self._hits, None)
        return self._hit


def _first(rows: Iterable[tuple[int]]) -> Iterator[int]:
    return (row[0] for row in rows)


# Telling


def _told(
    db: sqlite3.Connection, found: dict[int, list[int]], terms: Sequence[Term]
) -> list[FoundTicket]:
    """The tickets that were found, in that order, each with the text that it was found in."""
    rows = db.execute(
        f"SELECT {COLUMNS_SQL}, coalesce(c.name, ''), coalesce(c.organisation, '')"
        f" FROM json_each(?) j CROSS JOIN ticket t ON t.id = j.value {JOINS_SQL}"
        " LEFT JOIN customer c ON c.id = t.customer_id ORDER BY j.key",
        (json.dumps([*found]),),
    )
    read = [(TicketRow(*row), name, organisation) for *row, name, organisation in rows]
    wanted: dict[int, tuple[int, Term]] = {}
    for row, *_ in read:
        for term, seq in zip(terms, found[row.id], strict=True):
            if seq != ELSEWHERE and not term.matches(row.title):
                wanted[row.id] = ((row.id << EVENT_BITS) + seq, term)
                break
    texts = _texts(db, wanted)
    return [
        FoundTicket(row, name, organisation, texts.get(row.id, ""))
        for row, name, organisation in read
    ]


def _texts(db: sqlite3.Connection, wanted: Mapping[int, tuple[int, Term]]) -> dict[int, str]:
    """The line in which each ticket's term stands, in the document with that number."""
    bodies = db.execute(
        f"SELECT CASE d.value & {_SEQ} WHEN 0 THEN"
        f" (SELECT body FROM ticket WHERE id = d.value >> {EVENT_BITS}) ELSE"
        f" (SELECT body FROM ticket_event WHERE ticket_id = d.value >> {EVENT_BITS}"
        f" AND seq = d.value & {_SEQ}) END FROM json_each(?) d ORDER BY d.key",
        (json.dumps([document for document, _ in wanted.values()]),),
    )
    return {
        ticket: excerpt(str(body or ""), term)
        for (ticket, (_, term)), (body,) in zip(wanted.items(), bodies, strict=True)
    }
