"""The ticket list: a window onto an indexed list of any length, read a page at a time by key."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from textual.message import Message

from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import listing
from floorboard.store.queries.listing import CHUNK, Filter, Order, Stretch
from floorboard.store.views.listing import TicketRow
from floorboard.tui.marks import Marks
from floorboard.tui.render import ticket_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.render.ticket_cells import Layout, Look
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.widgets.window import Side
from floorboard.tui.work import Working, ended

R = TypeVar("R")

Place = Callable[[Connection, Filter, Order], Stretch]
"""Reads the part of a list to show."""


class Feed(Protocol):
    """Where the table reads, and what time it is there."""

    zone: ZoneInfo

    def now(self) -> Instant: ...

    async def read(self, query: Callable[[Connection], R]) -> R: ...


class TicketTable(Working, Roll[TicketRow]):
    """Tickets under a filter, in an order. The cursor belongs to a record, not to a line: whatever
    another console writes, it stays on its ticket. One that was worked on under the cursor stays
    in the list, dimmed where it doesn't belong there any more, until the cursor leaves it."""

    AWAY: ClassVar[str] = CURSOR_AWAY

    @dataclass
    class Counted(Message):
        """The number of tickets under the filter is known."""

        table: TicketTable
        total: int

    def __init__(self, layout: Layout, *, id: str) -> None:
        super().__init__(id=id)
        self.columns = layout
        self.marks = Marks()
        self.wanted = Filter()
        self.order = Order.DUE
        self.total: int | None = None
        self.busy = False
        """Whether other rows, or a newer state of these, are still being read."""
        self._feed: Feed | None = None
        self._rank: int | None = 0
        self._generation = 0
        self.going: TicketRow | None = None
        """The ticket that the cursor is on its way to."""
        self._jumping: Place | None = None
        """Where the cursor goes as soon as that is read."""
        self._staying: int | None = None
        """The ticket that stays while the cursor is on it."""
        self.made: TicketRow | None = None
        """What a deed made of a ticket: a key pressed before the next reading is about that."""
        self._left: TicketRow | None = None
        """What became of that one, if it stands in a list that it doesn't belong to any more."""
        self._extending = False
        self._owed = 0
        """How far the cursor has yet to move, once the rows beyond the edge are read."""
        self._digits = 4

    def attach(self, feed: Feed) -> None:
        """Say where to read."""
        self._feed = feed

    def identity(self, item: TicketRow) -> object:
        return item.id

    @property
    def meant(self) -> TicketRow | None:
        """The ticket that a key pressed now is about: the one that the cursor is on or on its way
        to; None while it isn't known where it will stand."""
        if self.going is not None:
            return self.going
        return None if self._jumping is not None or self._owed else self._standing_now

    def stay(self, numbers: Collection[int], into: TicketRow | None) -> None:
        """These were worked on: if the cursor is on one of them, it stays there, or goes to what
        that one went `into`, with the next reading."""
        row = self.meant
        if row is not None and row.id in numbers:
            self.going = into or self.going
            self._staying = row.id if into is None else into.id

    @property
    def _standing_now(self) -> TicketRow | None:
        """The ticket under the cursor as it is now, not as it was when it stood in this list."""
        row = self.current
        if row is not None and self.made is not None and self.made.id == row.id:
            return self.made
        return row and (self._gone(row) or row)

    def _gone(self, row: TicketRow) -> TicketRow | None:
        """What became of a ticket that doesn't belong to this list any more."""
        return self._left if self._left is not None and self._left.id == row.id else None

    async def settled(self) -> None:
        """Wait until it is known where the cursor will stand."""
        while self.meant is None and (reading := self.under_way("rows", "extend")):
            await ended(reading)

    # Looks

    def cells(self, item: TicketRow, width: int) -> list[Run]:
        assert self._feed is not None
        look = Look(self._feed.now(), self._feed.zone, self._digits)
        gone = self._gone(item)
        runs = ticket_cells.runs(gone or item, self.columns, look, width)
        return runs if gone is None else [Run(run.text, "dim") for run in runs]

    def sign(self, item: TicketRow) -> Run:
        return Run("▪", "amber") if item.id in self.marks else Run(" ")

    def headings(self, width: int) -> list[Run] | None:
        return ticket_cells.headings(self.columns, width, self._digits)

    def place_in_list(self) -> tuple[int, int] | None:
        if self._rank is None or self.total is None:
            return super().place_in_list()
        return self._rank + self.window.top, max(self.total, len(self.window.rows))

    # What to show

    def show(self, wanted: Filter, order: Order, first: Stretch | None = None) -> None:
        """Show another list from its top; `first` is its beginning, where it is already read."""
        self.wanted, self.order = wanted, order
        self.total = self.going = None
        if first is not None:
            self._accept(first)
        else:
            self._jump(listing.from_first)

    def reload(self, wanted: Filter | None = None) -> None:
        """Read again, after a change or as time went on, keeping the cursor on its ticket."""
        self.wanted = wanted or self.wanted
        current = self.current
        if self._jumping is not None:
            self._jump(self._jumping)
        elif self.going is not None:
            self.go_to(self.going)
        elif current is None:
            self._jump(listing.from_first)
        else:
            self._read_anew(_around(current, self.order))

    def go_to(self, row: TicketRow) -> None:
        """Put the cursor on a ticket, wherever it stands in this list, or would stand."""
        self.total = None
        self.going = row
        self._staying = row.id
        self._jump(_around(row, self.order))

    async def return_to(self, number: int) -> None:
        """Put the cursor back on a ticket; where it isn't in this list, the cursor stays."""
        assert self._feed is not None
        wanted, order = self.wanted, self.order
        row = await self._feed.read(lambda db: _listed(db, wanted, order, number))
        if row is not None:
            self.go_to(row)

    def action_move(self, by: int) -> None:
        super().action_move(by)
        self._let_go()

    def action_page(self, pages: int) -> None:
        super().action_page(pages)
        self._let_go()

    def _let_go(self) -> None:
        """Read the list without the ticket that has left it, once the cursor isn't on it."""
        row = self.current
        if self._left is not None and row is not None and not (self.busy or self._gone(row)):
            self.reload()

    def action_first(self) -> None:
        if self.window.head and self._jumping is None:
            super().action_first()
        elif self._jumping is not listing.from_first:
            self._jump(listing.from_first)

    def action_last(self) -> None:
        if self.window.tail and self._jumping is None:
            super().action_last()
        elif self._jumping is not listing.to_last:
            self._jump(listing.to_last)

    # Reading

    def _jump(self, place: Place) -> None:
        """Read another part of the list and go there."""
        self._jumping = place
        self._read_anew(place)

    def _read_anew(self, place: Place) -> None:
        self._generation += 1
        self.busy = True
        self.work(partial(self._replace, place, self._generation), "rows")

    async def _replace(self, place: Place, generation: int) -> None:
        assert self._feed is not None
        wanted, order = self.wanted, self.order
        stays = self.current if self._jumping is None else self.going
        if stays is not None and stays.id != self._staying:
            stays = None

        def read(db: Connection) -> tuple[Stretch, TicketRow | None]:
            return _with(db, place(db, wanted, order), order, stays)

        try:
            stretch, left = await self._feed.read(read)
        except Exception:
            if generation == self._generation:
                self.going = self._jumping = None
                self.busy = False
            raise
        if generation == self._generation:
            self._accept(stretch, left, keeping=self._jumping is None)

    def _accept(
        self, stretch: Stretch, left: TicketRow | None = None, *, keeping: bool = False
    ) -> None:
        """Take over what was read; `keeping` the cursor on its ticket and all that is owed to it,
        even if it moved since."""
        before = self._standing_now
        self._left = left
        self.made = None
        cursor = stretch.cursor
        if keeping:
            cursor = self._standing(stretch.rows, cursor)
        else:
            self._owed = 0
            self.going = None
        self._jumping = None
        self.busy = False
        self._rank = 0 if stretch.head else None
        self._learn_digits(stretch.rows)
        self.window.renew(stretch.rows, cursor=cursor, head=stretch.head, tail=stretch.tail)
        self.repaint()
        if self._standing_now != before:
            self.post_message(self.Moved(self))
        self._pay()
        self.count()

    def _moved(self, before: tuple[int, int], over: int) -> None:
        if over * self._owed <= 0:
            self._owed = 0  # what is owed lies beyond the edge, and the cursor turned away from it
        super()._moved(before, over)

    def after_move(self, over: int) -> None:
        self._owed += over
        ready = self._feed is not None and not self.busy and not self._extending
        if ready and self.window.wants() is not None:
            self._extending = True
            self.work(self._extend, "extend", alone=False)

    async def _extend(self) -> None:
        """Read the rows that follow before the cursor gets there."""
        assert self._feed is not None
        try:
            while not self.busy and (side := self.window.wants()) is not None:
                rows = self.window.rows
                more = await self._feed.read(self._beyond(side))
                if rows is self.window.rows:  # else others are in place, and these don't follow
                    self._add(side, more)
        finally:
            self._extending = False

    def _beyond(self, side: Side) -> Callable[[Connection], list[TicketRow]]:
        """The query for the rows that follow on one side."""
        rows, wanted, order = self.window.rows, self.wanted, self.order
        if side == "after":
            last = order.key(rows[-1])
            return lambda db: listing.page(db, wanted, order, CHUNK, after=last)
        first = order.key(rows[0])
        return lambda db: listing.page(db, wanted, order, CHUNK, before=first)

    def _add(self, side: Side, more: list[TicketRow]) -> None:
        self._learn_digits(more)
        gone = self.window.extend(side, more, ended=len(more) < CHUNK)
        if self.window.head:
            self._rank = 0
        elif self._rank is not None:
            self._rank = max(0, self._rank + gone)
        self._pay()
        self.repaint()

    def _pay(self) -> None:
        """Make the moves that had to wait for their rows."""
        before = (self.window.cursor, self.window.top)
        owed, self._owed = self._owed, 0
        self._moved(before, self.window.move(owed))

    def _learn_digits(self, rows: list[TicketRow]) -> None:
        self._digits = max([self._digits, *(len(str(row.id)) for row in rows)])

    # Counting

    def count(self) -> None:
        """Count the list in the background, and where the window stands in it."""
        if self.window.head and self.window.tail:
            self.total = len(self.window.rows) - (self._left is not None)
            self.post_message(self.Counted(self, self.total))
            return
        self.work(partial(self._count, self._generation), "count")

    async def _count(self, generation: int) -> None:
        assert self._feed is not None
        wanted = self.wanted
        total = await self._feed.read(lambda db: listing.count(db, wanted))
        if generation != self._generation:
            return
        self.total = total
        self.post_message(self.Counted(self, total))
        if self._rank is None and self.window.tail:
            self._rank = max(0, total - len(self.window.rows))
        while self._rank is None and generation == self._generation:
            await self._find_rank(generation)
        self.repaint()

    async def _find_rank(self, generation: int) -> None:
        """Count what stands before the window, which may be moving meanwhile."""
        assert self._feed is not None
        first, wanted, order = self.window.rows[0], self.wanted, self.order
        key = order.key(first)
        rank = await self._feed.read(lambda db: listing.rank(db, wanted, order, key))
        rows = self.window.rows
        if generation == self._generation and self._rank is None and first in rows:
            self._rank = max(0, rank - rows.index(first))


def _listed(db: Connection, wanted: Filter, order: Order, number: int) -> TicketRow | None:
    """A ticket, if it is in this list."""
    row = listing.row(db, number)
    if row is None:
        return None
    found = _around(row, order)(db, wanted, order)
    return row if row in found.rows else None


def _with(
    db: Connection, found: Stretch, order: Order, row: TicketRow | None
) -> tuple[Stretch, TicketRow | None]:
    """What was found, `row` in its old place if it isn't among it; and what became of that one."""
    if row is None or any(each.id == row.id for each in found.rows):
        return found, None
    left = listing.row(db, row.id)
    if left is None:  # it was taken back
        return found, None
    key = order.key(row)
    place = sum((order.key(each) < key) is not order.descending for each in found.rows)
    rows = [*found.rows[:place], row, *found.rows[place:]]
    return replace(found, rows=rows, cursor=place), left


def _around(row: TicketRow, order: Order) -> Place:
    """The list around a ticket, or around where it stood in this order."""
    key = order.key(row)
    return lambda db, wanted, order: listing.around(db, wanted, order, row.id, key)
