"""`f`: search while it is typed, and go to the ticket that was meant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.desk import search
from floorboard.desk.search import Found
from floorboard.domain.problem import Problem
from floorboard.i18n import _, ngettext
from floorboard.store.queries.search import FoundTicket
from floorboard.store.views.listing import TicketRow
from floorboard.tui.live import Live
from floorboard.tui.render import found_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

LIMIT = 100
"""Finds that are shown."""


def ask(app: FloorboardApp) -> None:
    """Search, and show the ticket that is chosen in the ticket list."""

    def go(row: TicketRow | None) -> None:
        if row is not None:
            closed = row.state in ("solved", "closed")
            app.main().show_tickets("all" if closed else "", row)

    app.push_screen(FindScreen(app.live), go)


class Line(PlainInput):
    """The line to type on. Enter is taken where the letters before it were, so that a text that
    arrives in one piece with its Enter is searched for before anything is opened."""

    async def action_submit(self) -> None:
        cast("FindScreen", self.screen).enter()


class Finds(Roll[FoundTicket]):
    """The tickets that were found."""

    AWAY = CURSOR
    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="finds")
        self.found = Found((), more=False, complete=True, terms=())

    def show(self, found: Found) -> None:
        """Show other finds, from the first one on."""
        self.found = found
        self.window.place(0)
        self.put(found.rows)

    def cells(self, item: FoundTicket, width: int) -> list[Run]:
        digits = max(len(str(each.row.id)) for each in self.found.rows)
        return found_cells.runs(item, self.found.terms, width, digits)


class FindScreen(Working, ModalScreen[TicketRow]):
    """Returns the ticket that was chosen, or None."""

    CSS = """
    FindScreen { align: center top; background: #0f131a 60%; }
    FindScreen > Vertical {
        width: 118; max-width: 100%; height: 34; max-height: 94%; margin-top: 1;
        background: #0f131a;
    }
    FindScreen Line { border: none; height: 1; padding: 0 2; background: #1a2130; }
    FindScreen Finds { height: 1fr; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="find.cancel", priority=True),
        Binding("down,ctrl+n", "move(1)", id="find.down"),
        Binding("up", "move(-1)", id="find.up"),
        Binding("pagedown", "page(1)", id="find.page_down"),
        Binding("pageup", "page(-1)", id="find.page_up"),
    ]

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._wanted = ""
        """What is looked for now, or was last."""
        self._shown = ""
        """What the finds on the screen were found by."""
        self._entered = False
        """Whether the first find is to be opened as soon as it is there."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Line(id="line", compact=True)
            yield Finds()

    def on_mount(self) -> None:
        self._say()
        self.set_focus(self.query_one(Line))
        cast("FloorboardApp", self.app).make_index()

    async def on_key(self, event: events.Key) -> None:
        """What was typed before the line had the keyboard belongs on it."""
        line = self.query_one(Line)
        if self.focused is line:
            return
        if event.character and event.is_printable:
            line.insert_text_at_cursor(event.character)
        elif event.key == "enter":
            await line.action_submit()

    @on(Line.Changed)
    def _typed(self, event: Line.Changed) -> None:
        if not self._entered:
            self._look_for(event.value)

    def _look_for(self, text: str) -> None:
        if text != self._wanted:
            self._wanted = text
            self.work(partial(self._find, text), "find")

    async def _find(self, text: str) -> None:
        try:
            found = await self._live.read(lambda db: search.find_in(db, text, LIMIT))
        except Problem:
            self._wanted, self._entered = self._shown, False
            raise
        self._shown = text
        finds = self.query_one(Finds)
        finds.show(found)
        self._say()
        if self._entered:
            self._entered = False
            self.enter()

    def _say(self) -> None:
        finds = self.query_one(Finds)
        found = finds.found
        n = len(found.rows)
        if found.more:
            count = _("the first {n}; there are more").format(n=n)
        else:
            count = ngettext("{n} ticket", "{n} tickets", n).format(n=n)
        foot = [
            Run(f"{count} · " if found.terms else "", "dim"),
            Run(_("Enter opens · Esc back"), "dim"),
        ]
        if not found.complete:
            foot.insert(0, Run(_("the newest are still being taken in") + " · ", "amber"))
        empty = _("No ticket fits.") if found.terms else _("A number, words, a customer …")
        finds.say(_("Find"), foot, empty)

    def enter(self) -> None:
        """Open the find under the cursor, once what stands on the line was looked for."""
        text = self.query_one(Line).value
        if text != self._shown:
            self._entered = True
            self._look_for(text)
        elif (found := self.query_one(Finds).current) is not None:
            self.dismiss(found.row)

    @on(Roll.Opened)
    def _clicked(self, event: Roll.Opened) -> None:
        event.stop()
        self.enter()

    def action_move(self, by: int) -> None:
        self.query_one(Finds).action_move(by)

    def action_page(self, pages: int) -> None:
        self.query_one(Finds).action_page(pages)

    def action_cancel(self) -> None:
        self.dismiss(None)
