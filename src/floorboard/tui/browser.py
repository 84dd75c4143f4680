"""The ticket list and its paper: what is filtered, sorted, and read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, told
from floorboard.store.connection import Connection
from floorboard.store.queries.listing import Order, orders_for
from floorboard.store.views.listing import TicketRow
from floorboard.tui.live import Live
from floorboard.tui.marks import Marks
from floorboard.tui.render.runs import Run, width_of
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.ticket_table import TicketTable
from floorboard.tui.work import Working, ended

if TYPE_CHECKING:
    from floorboard.tui.render.ticket_paper import Sheet

NEWEST_EVENTS = 200
"""Events of a ticket that its paper shows."""

FRAME = 6
"""Cells of a list's frame beside the words in it."""

READ_AFTER = 0.05
"""Seconds the cursor rests on a ticket before its paper is read."""


class TicketBrowser:
    """Drives the list at the left and the paper at the right, working in the background of
    `host`."""

    def __init__(self, host: Working, live: Live, table: TicketTable, detail: Paper) -> None:
        self._host = host
        self._live = live
        self._table = table
        self._detail = detail
        self._paper_of: int | None = None
        self._notice: list[Run] = []
        self._order = Order.DUE
        """The order that was asked for; a filter without an index for it takes another."""
        self.text = ""
        """The filter as it was typed."""

    # What it says

    def relabel(self) -> None:
        """Say everything again, in the language spoken now."""
        table = self._table
        title = _("Tickets")
        if self.text:
            title += f" / {self.text}"
        total = len(table.window.rows) if table.total is None else table.total
        foot = _("reading …")
        if not table.busy:
            foot = _("{count} · by {order}").format(
                count=f"{total:,}", order=order_name(table.order)
            )
        shown = self._notice or marked_foot(table.marks) or [Run(foot, "dim")]
        table.say(title, shown, _("No ticket fits."))
        self._detail.say(f"#{self._paper_of}" if self._paper_of else _("Ticket"))

    # What to show

    def filter(self, text: str, at: TicketRow | None = None, order: Order | None = None) -> None:
        """Filter by what is typed, with the cursor on `at` and in `order`, if they are given."""
        self.text = text
        self._table.going = at
        self._host.work(partial(self._filter, text, at, order), "filter")

    async def settled(self) -> None:
        """Wait until the list that was asked for last is being read, if it wasn't yet."""
        while filtering := self._host.under_way("filter"):
            await ended(filtering)

    async def _filter(self, text: str, at: TicketRow | None, order: Order | None) -> None:
        """A wrong filter says so in the frame, and leaves the list as it was."""
        from floorboard.desk import filtering

        try:
            typed = filtering.parse(text)
            wanted = await self._live.do(lambda: filtering.resolve(self._live.desk, typed))
        except Problem as problem:
            self._notice = [Run(self._fitting(problem), "amber")]
            self._table.going = None
            self.relabel()
            return
        self._notice = []
        table = self._table
        self._order = order or self._order
        order = self._order if self._order in orders_for(wanted) else orders_for(wanted)[0]
        if at is not None:
            table.wanted, table.order = wanted, order
            table.go_to(at)
        elif (wanted, order) != (table.wanted, table.order) or not table.window.rows:
            table.show(wanted, order)
        self.relabel()
        self.read_paper()

    def reload(self) -> None:
        """Read list and paper again, as time went on or somebody wrote."""
        wanted = self._table.wanted
        if wanted.due_before is not None:
            wanted = replace(wanted, due_before=self._live.now())
        self._table.reload(wanted)
        self.read_paper(keep_place=True)

    def _fitting(self, problem: Problem) -> str:
        """A problem in the list's frame; where there is room for what is possible alone, that."""
        whole, fix = told(problem), _(problem.fix).format(**problem.facts)
        room = self._table.size.width - FRAME
        return fix if width_of([Run(fix)]) <= room < width_of([Run(whole)]) and fix else whole

    def sort_by_next(self) -> None:
        """Sort by the order that follows the present one."""
        orders = orders_for(self._table.wanted)
        self.sort_by(orders[(orders.index(self._table.order) + 1) % len(orders)])

    def sort_by(self, order: Order) -> None:
        """Sort by `order`; a `Problem` where the filter has no index for it."""
        known = orders_for(self._table.wanted)
        if order not in known:
            raise Problem(
                N_("closed tickets can't be sorted by {order}"),
                fix=N_("Known are: {known}"),
                order=order_name(order),
                known=_(", ").join(known),
            )
        self._order = order
        self._table.show(self._table.wanted, order)
        self.relabel()

    # The paper

    def read_paper(self, *, keep_place: bool = False) -> None:
        """Read the ticket under the cursor once the cursor rests."""
        self.relabel()
        self._host.work(partial(self._read, keep_place), "paper")

    def tick(self, now: Instant) -> None:
        """A second has passed: the paper counts minutes, and seconds around a due time."""
        row = self._table.current
        if self._paper_of is None or row is None or not self._detail.is_on_screen:
            return
        due = row.next_due_at
        if now % 60 == 0 or (due is not None and abs(due - now) <= 60):
            self.read_paper(keep_place=True)

    async def _read(self, keep_place: bool) -> None:
        row = self._table.current
        if row is None:
            self._paper_of = None
            self._detail.write(())
            self.relabel()
            return
        from floorboard.tui.render import ticket_paper  # not before the first paint

        if not keep_place:
            await asyncio.sleep(READ_AFTER)
        sheet = await self._live.read(partial(_sheet, row.id))
        if sheet is None:
            return
        same = self._paper_of == row.id
        self._paper_of = row.id
        now, zone = self._live.now(), self._live.zone
        paper = ticket_paper.paragraphs(sheet, now, zone)
        self._detail.write(paper, keep_place=keep_place and same)
        self.relabel()


def _sheet(number: int, db: Connection) -> Sheet | None:
    """All that is shown of a ticket."""
    from floorboard.store.queries import escalations, tickets
    from floorboard.tui.render.ticket_paper import Sheet

    ticket = tickets.by_id(db, number)
    if ticket is None:
        return None
    return Sheet(
        ticket,
        tickets.history(db, number, NEWEST_EVENTS),
        tickets.links(db, number),
        escalations.of_ticket(db, number),
    )


def marked_foot(marks: Marks) -> list[Run]:
    """How many tickets are marked, where any are."""
    if not marks:
        return []
    text = ngettext("{count} marked", "{count} marked", len(marks))
    return [Run(text.format(count=f"{len(marks):,}"), "amber"), Run(_(" · Esc clears"), "dim")]


def order_name(order: Order) -> str:
    """What a list is sorted by, in words."""
    return {
        Order.DUE: _("next due"),
        Order.PRIORITY: _("priority"),
        Order.NUMBER: _("number"),
        Order.OPENED: _("opened"),
        Order.UPDATED: _("changed"),
    }[order]
