"""The main screen's keys: going places, and doing things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from rich.control import Control
from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from floorboard.desk import board
from floorboard.desk.board import CheckLine, OnCallLine
from floorboard.i18n import _, pick
from floorboard.store.queries.listing import Order
from floorboard.store.views.listing import TicketRow
from floorboard.tui import arrangement, keymap, pages
from floorboard.tui.hands import Hands
from floorboard.tui.key_order import Awaited
from floorboard.tui.live import Live, Opening
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.panes import Hint, PanesScreen
from floorboard.tui.widgets.paper import Paragraph
from floorboard.tui.widgets.plain_input import typed_on
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.widgets.ticket_table import TicketTable

if TYPE_CHECKING:
    from floorboard.domain.explanation import Explanation
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.screens.duties import DutyScreen
    from floorboard.tui.widgets.composer import Composer
    from floorboard.tui.widgets.prompt import Prompt

ON_TICKETS = ("reply", "promise", "assign", "solve", "hand", "note", "take", "edit")
"""Deeds in the line of keys, most used first."""


class MainScreen(Awaited, PanesScreen):
    """Everything that is walked with the keyboard."""

    CSS = """
    MainScreen { background: #0f131a; layout: vertical; }
    #floor { width: 100%; height: 100%; background: #0f131a; }
    #top, #clock, #keys { background: #1a2130; }
    #overdue, #open, #on_call, #duties, #tickets, #detail { background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(action.keys, action.action, id=action.id, priority=action.id not in keymap.BEHIND)
        for action in (*keymap.ACTIONS, *keymap.TICKET_ACTIONS)
    ]

    def __init__(self, live: Live) -> None:
        super().__init__(live)
        self.hands = Hands(self)
        self._prompt: Prompt | None = None
        self._composer: Composer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed on, most keys are characters."""
        return not (keymap.held_back(action) and typed_on(self.focused))

    def on_mount(self) -> None:
        cast("FloorboardApp", self.app).main_is_ready()

    def start(self, opening: Opening) -> None:
        super().start(opening)
        self.focus_pane("overdue" if opening.overdue.rows else "open")

    def reread(self) -> None:
        super().reread()
        self.hands.read_permissions()

    def hints(self) -> tuple[Sequence[Hint], Sequence[Hint]]:
        row = self.ticket()
        deeds = [
            self.hint(f"ticket.{name}", possible=not self.hands.refusal(name, row))
            for name in ON_TICKETS
        ]
        general = [
            (_("1–6"), _("screens"), True),
            *(self.hint(name) for name in ("filter", "find")),
            self.hint("tick", possible=self.floor.wish.focus == "duties"),
            self.hint("zoom"),
            self.hint("sort", possible=self.floor.wish.view == "tickets"),
            *(self.hint(name) for name in ("views", "command")),
        ]
        if row is None and not self.marks:
            return [*general[:1], self.hint("ticket.new"), *general[1:]], [self.hint("help")]
        others = [self.hint("why", possible=row is not None), self.hint("undo"), *general[1:3]]
        last = [self.hint("ticket.menu"), self.hint("help")]
        return [self.hint("ticket.new"), *deeds, *others], last

    # Going places

    def focus_pane(self, name: str) -> None:
        """Put the keyboard on a pane."""
        self.floor.rearrange(replace(self.floor.wish, focus=name))
        if not self._writing:
            self.set_focus(self.query_one(f"#{name}"))
        self.show_keys()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        name = event.widget.id or ""
        if name not in (*arrangement.PANES, "tickets", "detail"):
            return
        if event.widget is not self.focused:  # the keyboard went on meanwhile
            return
        if name != self.floor.wish.focus:
            self.floor.rearrange(replace(self.floor.wish, focus=name))
            self.show_keys()
        if self._writing:  # a click went elsewhere
            self.hands.writer.put_away(self.composer().text)

    def action_screen(self, name: str) -> None:
        """A digit: the board, the tickets, or a screen of its own."""
        if name == "tickets":
            self.show_tickets(self.browser.text)
            return
        if name == "roster":
            cast("FloorboardApp", self.app).show_roster()
            return
        if name in ("duties", "handover"):
            pages.show(cast("FloorboardApp", self.app), name)
            return
        focus = "overdue" if self.overdue.window.rows else "open"
        self.floor.rearrange(replace(self.floor.wish, view="board", zoomed=False, focus=focus))
        self.focus_pane(focus)

    def action_pane(self, step: int) -> None:
        """Tab: the next pane on view."""
        wish = self.floor.wish
        ring = arrangement.PANES if wish.view == "board" else ("tickets", "detail")
        here = ring.index(wish.focus) if wish.focus in ring else 0
        self.focus_pane(ring[(here + step) % len(ring)])

    def action_zoom(self) -> None:
        self.floor.rearrange(replace(self.floor.wish, zoomed=not self.floor.wish.zoomed))

    def action_back(self) -> None:
        """Esc: one step back, and never out."""
        wish = self.floor.wish
        if self.marks and cast("FloorboardApp", self.app).hush():
            return  # a refusal is over the screen: it goes first
        if self.marks:
            self.marks.clear()
            self.show_marks()
        elif wish.view == "tickets" and wish.focus == "detail":
            self.focus_pane("tickets")
        elif wish.zoomed:
            self.action_zoom()
        elif wish.view == "tickets" and self.browser.text:
            self.show_tickets("")
        elif wish.view == "tickets":
            self.action_screen("board")

    @on(Roll.Opened)
    async def _opened(self, event: Roll.Opened) -> None:
        roll = event.roll
        if isinstance(roll, TicketTable) and roll is not self.tickets:
            row = roll.current
            if row is not None:
                self.show_tickets("overdue" if roll is self.overdue else "", row)
        elif roll is self.tickets:
            self.focus_pane("detail")
        elif roll is self.on_call and self.on_call.current is not None:
            line = self.on_call.current.line
            if line is None:
                self.action_screen("roster")
            else:
                self.work(partial(self._open_rota, line), "reading")
        elif roll is self.duties and self.duties.current is not None:
            await self._open_check(self.duties.current)

    async def _open_rota(self, line: OnCallLine) -> None:
        from floorboard.desk.roster import ahead
        from floorboard.tui.render import floor_paper

        now, zone = self.live.now(), self.live.zone
        turns = await self.live.do(
            lambda: ahead.of_rotas(self.live.desk, [line.code], now, now + board.ROSTER_SECONDS)
        )
        self._read(pick(line.name, line.name_zh), floor_paper.rota(line, turns, now, zone))

    async def _open_check(self, line: CheckLine) -> DutyScreen:
        from floorboard.tui.screens import duties

        return await duties.show_at(cast("FloorboardApp", self.app), line.check.id)

    def _read(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        from floorboard.tui.screens.reading import ReadingScreen

        self.app.push_screen(ReadingScreen(title, paragraphs))

    def show_tickets(
        self, text: str, at: TicketRow | None = None, order: Order | None = None
    ) -> None:
        """The ticket list under a filter; with `at`, the cursor on it and its paper in focus."""
        self.floor.rearrange(
            replace(self.floor.wish, view="tickets", focus="tickets", zoomed=False)
        )
        self.focus_pane("detail" if at is not None else "tickets")
        self.browser.filter(text, at, order)

    # Doing things

    def ready_lines(self) -> None:
        """Mount what is typed on before it is needed, so that no key goes astray."""
        self.ready_prompt()
        self.composer()
        self.hands.read_permissions()

    def composer(self) -> Composer:
        """Where texts are written, mounted if it wasn't yet."""
        from floorboard.tui.widgets.composer import Composer

        if self._composer is None:
            writer = self.hands.writer
            self._composer = Composer(writer.saved, writer.put_away, writer.typed, self.written)
            self.floor.mount(self._composer)
        return self._composer

    def ready_prompt(self) -> Prompt:
        """The line to type a filter in, mounted if it wasn't yet."""
        from floorboard.tui.widgets.prompt import Prompt

        if self._prompt is None:
            self._prompt = Prompt("/")
            self.floor.mount(self._prompt)
        return self._prompt

    def action_filter(self) -> None:
        """`/`: type a filter; the list follows."""
        if self.floor.wish.view != "tickets":
            self.show_tickets(self.browser.text)
        self.floor.rearrange(replace(self.floor.wish, prompting=True, focus="tickets"))
        self.ready_prompt().begin(self.browser.text)

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        if self.floor.wish.prompting:
            self.browser.filter(event.text)

    def on_prompt_closed(self, event: Prompt.Closed) -> None:
        self.floor.rearrange(replace(self.floor.wish, prompting=False))
        if event.text == self.browser.text:
            self.focus_pane("tickets")
        else:
            self.show_tickets(event.text or "")

    def action_sort(self) -> None:
        if self.floor.wish.view == "tickets":
            self.browser.sort_by_next()
        else:
            self.tell(_("the ticket list is sorted: press 2"))

    def table(self) -> TicketTable | None:
        """The list that the keyboard is on, or whose paper it is on."""
        name = self.floor.wish.focus
        if name in ("tickets", "detail"):
            return self.tickets
        return {"overdue": self.overdue, "open": self.open}.get(name)

    def ticket(self) -> TicketRow | None:
        """The ticket that the keyboard is on."""
        table = self.table()
        return table.meant if table is not None else None

    def stay(
        self,
        numbers: Sequence[int],
        into: TicketRow | None = None,
        made: TicketRow | None = None,
    ) -> None:
        """These were worked on: a key pressed now is still about the one under the cursor, or
        about the one that it went `into`. `made` is what became of it; the lists are read anew a
        moment later."""
        table = self.table()
        if table is not None:
            table.stay(numbers, into)
            table.made = made

    async def settled(self) -> None:
        """Wait until it is known which ticket a key is about."""
        table = self.table()
        if table is None or table.going is not None:
            return
        if table is self.tickets:
            await self.browser.settled()
        await table.settled()

    async def action_why(self) -> None:
        """`w`: why the ticket under the cursor is due when it is."""
        await self.settled()
        row, line = self.ticket(), self.duties.current
        if row is not None:
            self.work(partial(self._why, row.id), "why")
        elif self.floor.wish.focus == "duties" and line is not None:
            screen = await self._open_check(line)
            await screen.action_why()
        else:
            self.tell(_("a ticket has a why: put the cursor on one"))

    async def _why(self, number: int) -> None:
        from floorboard.tui.render.why_paper import paragraphs

        found = await self.live.do(lambda: _explain(self.live, number))
        title = _("#{number}: why it is due then").format(number=number)
        self._read(title, paragraphs(found, self.live.zone))

    async def action_tick(self) -> None:
        """`x`: tick the check under the cursor as done; what asks for more is asked on screen 4."""
        line = self.duties.current
        if self.floor.wish.focus != "duties" or line is None:
            self.tell(_("a duty is ticked on the duties' pane, or on screen 4"))
        elif line.check.evidence != "tick" and line.check.done_at is None:
            screen = await self._open_check(line)
            await screen.action_tick()
        else:
            self.duties.action_move(1)  # on to the next; what is done goes to the end of the list
            self._do(lambda: _tick(self.live, line.check.id, line.check.version))

    def _do(self, deed: Callable[[], object]) -> None:
        """Run a deed off the event loop, then show what it changed."""

        async def work() -> None:
            await self.live.do(deed)
            self.reread()

        self.work(work, "deed", alone=False)

    # Doing things with tickets

    def action_new_ticket(self) -> None:
        self.hands.new_ticket()

    async def action_handle(self, name: str) -> None:
        await self.settled()
        self.hands.begin(name)

    async def action_customer(self) -> None:
        """`E`: the customer of the ticket under the cursor."""
        from floorboard.tui.screens import customer_edit

        await self.settled()
        row = self.ticket()
        if row is None:
            self.tell(_("put the cursor on a ticket first"))
        else:
            await customer_edit.begin(cast("FloorboardApp", self.app), row.id)

    async def action_menu(self) -> None:
        await self.settled()
        self.hands.menu()

    def action_undo(self) -> None:
        self.hands.undo()

    def action_redo(self) -> None:
        self.hands.redo()

    async def action_mark(self) -> None:
        """Space: mark the ticket, and on to the next."""
        await self.settled()
        table, row = self.table(), self.ticket()
        if table is not None and row is not None:
            self.marks.toggle(row.id)
            table.action_move(1)
            self.show_marks()

    async def action_mark_on(self, by: int) -> None:
        """Mark the ticket and its neighbour, and go there."""
        await self.settled()
        table, row = self.table(), self.ticket()
        if table is not None and row is not None:
            self.marks.add([row.id])
            table.action_move(by)
            self.marks.add([each.id for each in (table.current,) if each is not None])
            self.show_marks()

    async def action_mark_range(self) -> None:
        await self.settled()
        table, row = self.table(), self.ticket()
        if table is not None and row is not None:
            self.marks.up_to(row.id, [each.id for each in table.window.rows])
            self.show_marks()

    async def action_mark_all(self) -> None:
        await self.browser.settled()
        table = self.table()
        if table is not None:
            self.hands.many.mark_all(table.wanted)

    def show_marks(self) -> None:
        """Draw the marks as they are now, in every list."""
        for table in (self.overdue, self.open, self.tickets):
            table.repaint()
        self.relabel()

    def compose_in(self, lines: int) -> None:
        """Give what is being written so many lines of the screen; with none it is put away."""
        self.floor.rearrange(replace(self.floor.wish, composing=lines))
        if not lines:
            self.focus_pane(self.floor.wish.focus)

    @property
    def _writing(self) -> bool:
        return self._composer is not None and self._composer.open

    def written(self) -> None:
        """Put the composer away, unless something else is being written on it already."""
        if self.floor.wish.composing and not self._writing:
            self.compose_in(0)

    def saved(self, runs: Sequence[Run]) -> None:
        """Say quietly what was done: at once, and on what stands there."""
        self.keys.tell(runs)
        if self.floor.wish.composing and not self._writing:
            lead = self.composer().lead
            lead.say(list(runs))
            lead.tell([])
            self._paint(lead)

    def _paint(self, widget: Widget) -> None:
        """Put a line on the terminal at once. Textual has no public way to do so before its next
        frame, which may be 1/60 s away, and each frame goes through every pane on view: both take
        longer than a deed."""
        driver = self.app._driver
        if driver is None or not self.is_current:
            return
        at = widget.region.offset
        for row, strip in enumerate(widget.render_lines(widget.size.region)):
            place = Control.move_to(at.x, at.y + row).segment.text
            driver.write(place + strip.render(self.app.console))

    # What else there is

    def action_copy(self) -> None:
        row = self.ticket()
        if row is not None:
            self.app.copy_to_clipboard(str(row.id))
            self.tell(_("copied {text}").format(text=row.id))

    def tell(self, text: str) -> None:
        cast("FloorboardApp", self.app).tell(text)

    def action_refresh(self) -> None:
        self.reread()


def _explain(live: Live, number: int) -> Explanation:
    from floorboard.desk import why

    return why.explain(live.desk, number)


def _tick(live: Live, check: int, version: int) -> object:
    from floorboard.desk import duties

    return duties.done(live.desk, check, version)
