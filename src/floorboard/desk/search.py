"""Searching: tickets and customers by what is typed, in any script, while it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.domain.pieces import Term, terms
from floorboard.store import search as store
from floorboard.store.connection import Connection
from floorboard.store.queries import search as queries
from floorboard.store.queries.search import FoundCustomer, FoundTicket
from floorboard.store.search import Progress

LIMIT = 50
"""Finds that are shown, where nobody says how many."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    rows: tuple[FoundTicket, ...]
    more: bool
    """Whether there are more than these."""
    complete: bool
    """Whether all that is in the store could be found; its newest part may not be in the index."""
    terms: tuple[Term, ...]
    """What was looked for."""


def find(desk: Desk, text: str, limit: int = LIMIT) -> Found:
    """Up to `limit` tickets that have every word of `text` in their number, title, texts or
    customer: the one with that number first, then numbers with that end, then the newest."""
    with desk.store.reading(snapshot=True) as db:
        return find_in(db, text, limit)


def find_in(db: Connection, text: str, limit: int = LIMIT) -> Found:
    """`find` on a connection that is there."""
    wanted = terms(text)
    rows, more = queries.tickets(db, text, wanted, limit)
    return Found(tuple(rows), more, store.complete(db), wanted)


def customers(desk: Desk, text: str, limit: int = LIMIT) -> list[FoundCustomer]:
    """Up to `limit` customers by their name, its pinyin or initials, organisation, address, or the
    end of their telephone number; those first whose name begins so."""
    with desk.store.reading(snapshot=True) as db:
        return customers_in(db, text, limit)


def customers_in(db: Connection, text: str, limit: int = LIMIT) -> list[FoundCustomer]:
    """`customers` on a connection that is there."""
    return queries.customers(db, terms(text), limit)


def index(desk: Desk, progress: Progress | None = None, *, gently: bool = False) -> bool:
    """Bring the index up to date; whether there was anything to do.

    No deed and no entry of the journal: it holds nothing but what the tables do. The write lock is
    left to others time and again, and it may be ended and begun again anywhere. A desk whose clock
    stands still writes nothing. `gently`, it also leaves the processor to the screen.
    """
    with desk.store.reading() as db:
        if desk.frozen or store.complete(db):
            return False
    store.build(desk.store.path, progress, gently=gently)
    return True
