"""Reading the journal: entries page by page, with the names that their numbers stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.store import journal
from floorboard.store.connection import Connection
from floorboard.store.journal import Progress, Verdict
from floorboard.store.queries import entries
from floorboard.store.queries.entries import EntryView, Mentioned, Wanted

PAGE = 200
"""Entries that are read at a time."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, oldest first, and what is needed to tell them."""

    entries: Sequence[EntryView]
    names: Mentioned
    taken_back: Mapping[int, str]
    """Those that were `undone`, or `redone` after that."""


@dataclass(frozen=True, slots=True)
class Story:
    """The newest entries that were asked for; `older` says that there are others before them."""

    older: bool
    pages: Iterator[Page]


def story(desk: Desk, wanted: Wanted, limit: int) -> Story:
    """The newest `limit` entries that are `wanted`, oldest first. The pages are read while they are
    asked for, and hold what is written meanwhile too."""
    with desk.store.reading() as db:
        after, older = entries.before_newest(db, wanted, limit)
    return Story(older, _pages(desk, wanted, after, limit))


def _pages(desk: Desk, wanted: Wanted, after: int, limit: int) -> Iterator[Page]:
    while limit > 0:
        with desk.store.reading(snapshot=True) as db:
            found = entries.page(db, wanted, after, min(PAGE, limit))
            page = page_of(db, found)
        if not found:
            return
        yield page
        after, limit = found[-1].seq, limit - len(found)


def page_of(db: Connection, found: Sequence[EntryView]) -> Page:
    """These entries, with what is needed to tell them."""
    return Page(found, entries.mentioned(db, found), entries.taken_back(db, found))


def verify(desk: Desk, progress: Progress | None = None) -> Verdict:
    """Walk the whole chain; see `store.journal.verify`."""
    key = journal.read_key(desk.store.path)
    with desk.store.reading() as db:
        return journal.verify(db, key, progress)
