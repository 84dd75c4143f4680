"""The ticket list: a window onto an indexed list of any length, read a page at a time by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from textual.message import Message

from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import listing
from floorboard.store.queries.listing import CHUNK, Filter, Key, Order, Stretch
from floorboard.store.views import TicketRow
from floorboard.tui.render import ticket_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.render.ticket_cells import Layout, Look
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

R = TypeVar("R")


class Feed(Protocol):
    """Where the table reads, and what time it is there."""

    zone: ZoneInfo

    def now(self) -> Instant: ...

    async def read(self, query: Callable[[Connection], R]) -> R: ...


class TicketTable(Working, Roll[TicketRow]):
    """Tickets under a filter, in an order. The cursor belongs to a record, not to a line: whatever
    another console writes, it stays on its ticket."""

    AWAY: ClassVar[str] = CURSOR_AWAY

    @dataclass
    class Counted(Message):
        """The number of tickets under the filter is known."""

        table: TicketTable
        total: int

    def __init__(self, layout: Layout, *, id: str) -> None:
        super().__init__(id=id)
        self.columns = layout
        self.wanted = Filter()
        self.order = Order.DUE
        self.total: int | None = None
        self.busy = False
        """Whether the first rows under a new filter are still being read."""
        self._feed: Feed | None = None
        self._rank: int | None = 0
        self._generation = 0
        self._extending = False
        self._owed = 0
        self._touched = False
        self._digits = 4

    def attach(self, feed: Feed) -> None:
        """Say where to read."""
        self._feed = feed

    # Looks

    def cells(self, item: TicketRow, width: int) -> list[Run]:
        assert self._feed is not None
        look = Look(self._feed.now(), self._feed.zone, self._digits)
        return ticket_cells.runs(item, self.columns, look, width)

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
        self._touched = False
        self.total = None
        if first is not None:
            self._accept(first, rank=0)
            self.count()
        else:
            self._read_anew(lambda db: listing.from_first(db, wanted, order), rank=0, counting=True)

    def reload(self, wanted: Filter | None = None) -> None:
        """Read again, after a change or as time went on, keeping the cursor on its ticket.

        A list nobody has moved in stays at its top instead, where the most urgent stands.
        """
        self.wanted = now_wanted = wanted or self.wanted
        order, current = self.order, self.current
        if current is None or not self._touched:
            self._read_anew(
                lambda db: listing.from_first(db, now_wanted, order), rank=0, counting=True
            )
            return
        key, ticket = order.key(current), current.id
        self._read_anew(
            lambda db: listing.around(db, now_wanted, order, ticket, key), rank=None, counting=True
        )

    def go_to(self, row: TicketRow) -> None:
        """Put the cursor on a ticket of this list, wherever it stands."""
        wanted, order, key = self.wanted, self.order, self.order.key(row)
        self._touched = True
        self._read_anew(
            lambda db: listing.around(db, wanted, order, row.id, key), rank=None, counting=True
        )

    def action_first(self) -> None:
        self._touched = True
        if self.window.head:
            super().action_first()
            return
        wanted, order = self.wanted, self.order
        self._read_anew(lambda db: listing.from_first(db, wanted, order), rank=0)

    def action_last(self) -> None:
        self._touched = True
        if self.window.tail:
            super().action_last()
            return
        wanted, order = self.wanted, self.order
        self._read_anew(lambda db: listing.to_last(db, wanted, order), rank=None)

    # Reading

    def _read_anew(
        self,
        query: Callable[[Connection], Stretch],
        *,
        rank: int | None,
        counting: bool = False,
    ) -> None:
        self._generation += 1
        self.busy = True
        self.work(partial(self._replace, query, rank, self._generation, counting), "rows")

    async def _replace(
        self,
        query: Callable[[Connection], Stretch],
        rank: int | None,
        generation: int,
        counting: bool,
    ) -> None:
        assert self._feed is not None
        stretch = await self._feed.read(query)
        if generation != self._generation:
            return
        self._accept(stretch, rank)
        if counting:
            self.count()
        elif rank is None:
            self._find_rank()

    def _accept(self, stretch: Stretch, rank: int | None) -> None:
        window = self.window
        offset = window.cursor - window.top if self._touched else 0
        if rank is None and stretch.head:
            rank = 0
        elif rank is None and stretch.tail and self.total is not None:
            rank = self.total - len(stretch.rows)
        before = self.current
        self.busy = False
        self._owed = 0
        self._rank = rank
        if stretch.head and stretch.tail:
            self.total = len(stretch.rows)
        self._learn_digits(stretch.rows)
        window.replace(
            stretch.rows,
            cursor=stretch.cursor,
            offset=offset,
            head=stretch.head,
            tail=stretch.tail,
        )
        self.refresh()
        if self.current != before:
            self.post_message(self.Moved(self))
        self.after_move(0)

    def _moved(self, before: tuple[int, int], over: int) -> None:
        self._touched = True
        super()._moved(before, over)

    def after_move(self, over: int) -> None:
        if over:
            self._owed = over
        if self._extending or self.window.wants() is None or self._feed is None:
            return
        self._extending = True
        self.work(partial(self._extend, self._generation), "extend", alone=False)

    async def _extend(self, generation: int) -> None:
        """Read the rows that follow before the cursor gets there."""
        assert self._feed is not None
        try:
            while generation == self._generation and (side := self.window.wants()) is not None:
                rows = self.window.rows
                edge = self.order.key(rows[-1] if side == "after" else rows[0])
                wanted, order = self.wanted, self.order

                def query(
                    db: Connection,
                    edge: Key = edge,
                    onward: bool = side == "after",
                    wanted: Filter = wanted,
                    order: Order = order,
                ) -> list[TicketRow]:
                    if onward:
                        return listing.page(db, wanted, order, CHUNK, after=edge)
                    return listing.page(db, wanted, order, CHUNK, before=edge)

                more = await self._feed.read(query)
                if generation != self._generation:
                    return
                self._learn_digits(more)
                gone = self.window.extend(side, more, ended=len(more) < CHUNK)
                if self._rank is not None:
                    self._rank = 0 if self.window.head else max(0, self._rank + gone)
                owed, self._owed = self._owed, 0
                if owed:
                    before = (self.window.cursor, self.window.top)
                    self._owed = self.window.move(owed)
                    super()._moved(before, 0)
                self.refresh()
        finally:
            self._extending = False

    def _learn_digits(self, rows: list[TicketRow]) -> None:
        self._digits = max([self._digits, *(len(str(row.id)) for row in rows)])

    # Counting

    def count(self) -> None:
        """Count the list in the background, and where the window stands in it."""
        if self.window.head and self.window.tail:
            self.total = len(self.window.rows)
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
        if self._rank is None:
            await self._rank_now(generation)
        self.refresh()

    def _find_rank(self) -> None:
        if self._rank is None:
            self.work(partial(self._rank_now, self._generation), "count")

    async def _rank_now(self, generation: int) -> None:
        assert self._feed is not None
        if not self.window.rows:
            return
        wanted, order, key = self.wanted, self.order, self.order.key(self.window.rows[0])
        first = self.window.rows[0]
        rank = await self._feed.read(lambda db: listing.rank(db, wanted, order, key))
        if generation == self._generation and self.window.rows[:1] == [first]:
            self._rank = rank
            self.refresh()
