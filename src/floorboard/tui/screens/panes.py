"""What the main screen is made of: its panes, what their frames say, and what they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from floorboard.desk import board
from floorboard.desk.board import Board
from floorboard.domain.instant import Instant
from floorboard.i18n import _
from floorboard.store.queries.listing import Order
from floorboard.tui import arrangement, keymap, live
from floorboard.tui.browser import TicketBrowser, marked_foot
from floorboard.tui.live import Live, Opening
from floorboard.tui.marks import Marks
from floorboard.tui.render import duty_cells, floor_cells, ticket_cells
from floorboard.tui.render.runs import width_of
from floorboard.tui.screens.showing import Showing
from floorboard.tui.widgets.bars import Clock, KeyBar, TopLine
from floorboard.tui.widgets.floor import Floor
from floorboard.tui.widgets.panes import DutiesPane, OnCallPane
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.widgets.ticket_table import TicketTable
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

Hint = tuple[str, str, bool]
"""A key, its word, and whether it does something now."""


class PanesScreen(Working, Showing, Screen[None]):
    """The panes. Reads go through `live`, off the event loop."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self.board: Board | None = None
        self.marks = Marks()
        self._next_turn: Instant = 0

    # Setting up

    def compose(self) -> ComposeResult:
        self.top = TopLine()
        self.clock = Clock()
        self.overdue = TicketTable(ticket_cells.OVERDUE, id="overdue")
        self.open = TicketTable(ticket_cells.OPEN, id="open")
        self.on_call = OnCallPane(id="on_call")
        self.duties = DutiesPane(id="duties")
        self.tickets = TicketTable(ticket_cells.TICKETS, id="tickets")
        self.detail = Paper(id="detail")
        self.keys = KeyBar()
        for table in (self.overdue, self.open, self.tickets):
            table.attach(self.live)
            table.marks = self.marks
        self.browser = TicketBrowser(self, self.live, self.tickets, self.detail)
        self.on_call.live = self.duties.live = self.live
        self.floor = Floor(
            self.top,
            self.clock,
            self.overdue,
            self.open,
            self.on_call,
            self.duties,
            self.tickets,
            self.detail,
            self.keys,
        )
        yield self.floor

    def start(self, opening: Opening) -> None:
        """Show the first data."""
        now = opening.board.at
        self.overdue.show(live.overdue(now), Order.DUE, opening.overdue)
        self.open.show(live.not_overdue(now), Order.DUE, opening.open)
        self.take_board(opening.board)

    # What it says

    def take_board(self, view: Board) -> None:
        """Show another state of the floor."""
        before, self.board = self.board, view
        upkeep = cast("FloorboardApp", self.app).upkeep
        if before is not None and view.figures.overdue > before.figures.overdue:
            upkeep.ring()
        upkeep.escalated(view.escalations.unacknowledged)
        if before is not None and _relieved(before, view):
            upkeep.relieved()
        self.on_call.put(floor_cells.roster_rows(view))
        self.duties.put(duty_cells.duty_rows(view))
        changes = [line.until for line in view.on_call] + [view.handover_at]
        for line in view.checks:
            check = line.check
            changes += [check.opens_at, check.due_at + 1, check.closes_at]
        ahead = [each for each in changes if each is not None and each > view.at]
        self._next_turn = min(ahead, default=view.at + 3600)
        self.floor.rearrange(
            replace(
                self.floor.wish,
                overdue=min(-(-view.figures.overdue // 4) * 4, 12),  # in steps, so that panes rest
                on_call=len(self.on_call.window.rows),
                duties=len(view.checks),
            )
        )
        self.relabel()

    def relabel(self) -> None:
        """Say everything again, in the language spoken now."""
        view = self.board
        if view is None:
            return
        now, zone = self.live.now(), self.live.zone
        right = floor_cells.top_right(view, self.live.reminder, now)
        self.top.say(floor_cells.top_left(view, zone), right)
        marked = marked_foot(self.marks)
        self.overdue.say(
            _("Overdue"), marked or floor_cells.overdue_foot(view, now), _("Nothing is overdue.")
        )
        foot = marked or floor_cells.open_foot(view)
        self.open.say(_("Open tickets"), foot, floor_cells.open_empty(view))
        self.on_call.say(
            _("On call now"), floor_cells.roster_foot(view, now), _("No roster is kept here.")
        )
        self.duties.say(
            _("Duties this shift"), duty_cells.duties_foot(view), _("Nothing is due this shift.")
        )
        self.browser.relabel()
        self.show_clock()
        self.show_keys()

    def show_clock(self) -> None:
        """The time, at the right of the top."""
        runs = floor_cells.clock(
            self.live.now(),
            self.live.zone,
            wide=self.size.width >= arrangement.WIDE,
            frozen=self.live.desk.frozen,
        )
        self.clock.say(runs)
        self.floor.rearrange(replace(self.floor.wish, clock=width_of(runs) + 2))

    def show_keys(self) -> None:
        """The keys that matter here."""
        self.keys.say(*self.hints())

    def hints(self) -> tuple[Sequence[Hint], Sequence[Hint]]:
        """The keys in order of importance, as the subclass knows them, and those that always show,
        at the end."""
        raise NotImplementedError

    def hint(self, name: str, *, possible: bool = True) -> Hint:
        """The key of an action, its first one, with its word."""
        action = keymap.action(name)
        key = keymap.keys_of(name, cast("FloorboardApp", self.app).remap).split(" ")[0]
        return key, _(action.hint), possible

    def tick(self) -> None:
        """A second has passed."""
        if not self.app.screen_stack:  # the app is closing, its clock a moment later
            return
        now = self.live.now()
        head = self.open.window
        due = head.rows[0].next_due_at if head.rows and head.head else None
        if now >= self._next_turn or (due is not None and due < now):
            self._next_turn = now + 3600
            cast("FloorboardApp", self.app).upkeep.look()
            self.reread()
            return
        if not self._covered:
            self._show_time(now)

    @property
    def _covered(self) -> bool:
        """Whether another screen lies over all of this one. Textual would paint that one anew for
        whatever changes beneath it."""
        top = self.app.screen
        return top is not self and top.styles.background.a == 1

    @on(events.ScreenResume)
    def _uncovered(self) -> None:
        if self.board is not None:
            self._show_time(self.live.now())

    def _show_time(self, now: Instant) -> None:
        """What changes with every second."""
        self.show_clock()
        for roll in (self.overdue, self.open, self.on_call, self.duties, self.tickets):
            roll.tick()
        self.browser.tick(now)
        if self.board is not None and now % 60 == 0:
            self.relabel()

    # Reading

    def reread(self) -> None:
        """Read everything again, each list keeping its cursor on its record."""
        now = self.live.now()
        self.work(self._read_board, "board")
        self.overdue.reload(live.overdue(now))
        self.open.reload(live.not_overdue(now))
        if self.floor.wish.view == "tickets" or self.tickets.window.rows:
            self.browser.reload()

    async def _read_board(self) -> None:
        self.take_board(await self.live.do(lambda: board.read(self.live.desk)))

    @on(TicketTable.Counted)
    def _counted(self, event: TicketTable.Counted) -> None:
        if event.table is self.tickets:
            self.browser.relabel()

    @on(Roll.Moved)
    def _moved(self, event: Roll.Moved) -> None:
        if event.roll is self.tickets:
            self.browser.read_paper()
        self.show_keys()


def _relieved(before: Board, view: Board) -> bool:
    """Whether another one leads the floor now, or who leads has just signed in; not where somebody
    else sits here."""
    if view.lead is None or view.signed_in not in (None, view.lead):
        return False
    return view.lead != before.lead or (view.signed_in == view.lead != before.signed_in)
