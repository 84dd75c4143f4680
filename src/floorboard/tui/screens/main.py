"""The main screen: the board's four panes and the ticket list, and every key on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from floorboard.desk import board
from floorboard.desk.board import Board, CheckLine, OnCallLine
from floorboard.domain.instant import Instant
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.store.queries import floor
from floorboard.store.queries.listing import Order
from floorboard.store.views import TicketRow
from floorboard.tui import arrangement, keymap, live
from floorboard.tui.browser import TicketBrowser
from floorboard.tui.live import Live, Opening
from floorboard.tui.render import floor_cells, ticket_cells
from floorboard.tui.render.runs import Run, width_of
from floorboard.tui.widgets.bars import Clock, KeyBar, TopLine
from floorboard.tui.widgets.floor import Floor
from floorboard.tui.widgets.panes import DutiesPane, OnCallPane
from floorboard.tui.widgets.paper import Paper, Paragraph
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.widgets.ticket_table import TicketTable
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.domain.explanation import Explanation
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.widgets.prompt import Prompt


class MainScreen(Working, Screen[None]):
    """Everything that is walked with the keyboard. Reads go through `live`, off the event loop."""

    CSS = """
    MainScreen { background: #0f131a; layout: vertical; }
    #floor { width: 100%; height: 100%; background: #0f131a; }
    #top, #clock, #keys { background: #1a2130; }
    #overdue, #open, #on_call, #duties, #tickets, #detail { background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(action.keys, action.action, id=action.id, priority=action.id in keymap.OPENERS)
        for action in keymap.ACTIONS
    ]

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self.board: Board | None = None
        self._prompt: Prompt | None = None
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action in keymap.OPENERS and isinstance(self.focused, Input))

    def on_mount(self) -> None:
        cast("FloorboardApp", self.app).main_is_ready()

    def start(self, opening: Opening) -> None:
        """Show the first data."""
        now = opening.board.at
        self.overdue.show(live.overdue(now), Order.DUE, opening.overdue)
        self.open.show(live.not_overdue(now), Order.DUE, opening.open)
        self.take_board(opening.board)
        self.focus_pane("overdue" if opening.overdue.rows else "open")

    # What it says

    def take_board(self, view: Board) -> None:
        """Show another state of the floor."""
        before, self.board = self.board, view
        upkeep = cast("FloorboardApp", self.app).upkeep
        if before is not None and view.figures.overdue > before.figures.overdue:
            upkeep.ring()
        upkeep.escalated(view.escalations.unacknowledged)
        self.on_call.put(floor_cells.roster_rows(view))
        self.duties.put(floor_cells.duty_rows(view))
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
        self.top.say(floor_cells.top_left(view, zone), floor_cells.top_right(view))
        self.overdue.say(
            _("Overdue"), floor_cells.overdue_foot(view, now), _("Nothing is overdue.")
        )
        self.open.say(_("Open tickets"), floor_cells.open_foot(view), floor_cells.open_empty(view))
        self.on_call.say(
            _("On call now"), floor_cells.roster_foot(view, now), _("No roster is kept here.")
        )
        self.duties.say(
            _("Duties this shift"), floor_cells.duties_foot(view), _("Nothing is due this shift.")
        )
        self.browser.relabel()
        self.show_clock()
        self.show_keys()

    def show_clock(self) -> None:
        """The time, at the right of the top."""
        now = self.live.now()
        seconds = not self.live.desk.frozen
        wide = self.size.width >= arrangement.WIDE
        stamp = words.stamp if wide else words.short_stamp
        text = stamp(now, self.live.zone, seconds=seconds)
        held = [Run(_("as of "), "amber")] if self.live.desk.frozen else []
        runs = [*held, Run(text, "text")]
        self.clock.say(runs)
        self.floor.rearrange(replace(self.floor.wish, clock=width_of(runs) + 2))

    def show_keys(self) -> None:
        """The keys that matter here; what isn't possible now is grey."""
        shown: list[tuple[str, str, bool]] = []
        remap = cast("FloorboardApp", self.app).remap
        shown.append(("1–4", _("screens"), True))
        for name in ("filter", "why", "help", "tick", "zoom", "sort", "views", "command"):
            action = keymap.action(name)
            key = keymap.keys_of(name, remap).split(" ")[0]
            shown.append((key, _(action.hint), self._possible(name)))
        self.keys.say(shown)

    def _possible(self, name: str) -> bool:
        if name == "why":
            return self._ticket() is not None
        if name == "tick":
            return self.floor.wish.focus == "duties"
        if name == "sort":
            return self.floor.wish.view == "tickets"
        return True

    def tick(self) -> None:
        """A second has passed."""
        self.show_clock()
        now = self.live.now()
        head = self.open.window
        due = head.rows[0].next_due_at if head.rows and head.head else None
        if now >= self._next_turn or (due is not None and due < now):
            self._next_turn = now + 3600
            cast("FloorboardApp", self.app).upkeep.look()
            self.reread()
            return
        for roll in (self.overdue, self.open, self.on_call, self.duties, self.tickets):
            roll.tick()
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

    # Going places

    def focus_pane(self, name: str) -> None:
        """Put the keyboard on a pane."""
        self.floor.rearrange(replace(self.floor.wish, focus=name))
        self.set_focus(self.query_one(f"#{name}"))
        self.show_keys()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        name = event.widget.id or ""
        if name in (*arrangement.PANES, "tickets", "detail") and name != self.floor.wish.focus:
            self.floor.rearrange(replace(self.floor.wish, focus=name))
            self.show_keys()

    def action_screen(self, name: str) -> None:
        """A digit: the board, the tickets, or one of the board's panes on the whole screen."""
        if name == "tickets":
            self.show_tickets(self.browser.text)
            return
        pane = {"roster": "on_call", "duties": "duties"}.get(name)
        focus = pane or ("overdue" if self.overdue.window.rows else "open")
        self.floor.rearrange(
            replace(self.floor.wish, view="board", zoomed=pane is not None, focus=focus)
        )
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
        if wish.view == "tickets" and wish.focus == "detail":
            self.focus_pane("tickets")
        elif wish.zoomed:
            self.action_zoom()
        elif wish.view == "tickets" and self.browser.text:
            self.show_tickets("")
        elif wish.view == "tickets":
            self.action_screen("board")

    @on(Roll.Opened)
    def _opened(self, event: Roll.Opened) -> None:
        roll = event.roll
        if isinstance(roll, TicketTable) and roll is not self.tickets:
            row = roll.current
            if row is not None:
                self.show_tickets("overdue" if roll is self.overdue else "", row)
        elif roll is self.tickets:
            self.focus_pane("detail")
        elif roll is self.on_call and self.on_call.current is not None:
            self.work(partial(self._open_rota, self.on_call.current.line), "reading")
        elif roll is self.duties and self.duties.current is not None:
            self._open_check(self.duties.current)

    async def _open_rota(self, line: OnCallLine) -> None:
        from floorboard.tui.render import floor_paper

        now, zone = self.live.now(), self.live.zone
        turns = await self.live.read(
            lambda db: floor.turns_of(db, line.code, now, now + board.ROSTER_SECONDS)
        )
        self._read(pick(line.name, line.name_zh), floor_paper.rota(line, turns, now, zone))

    def _open_check(self, line: CheckLine) -> None:
        from floorboard.tui.render import floor_paper

        self._read(_("Duty"), floor_paper.check(line, self.live.now(), self.live.zone))

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
            self._tell(_("the ticket list is sorted: press 2"))

    def _ticket(self) -> TicketRow | None:
        """The ticket that the keyboard is on."""
        focus = self.floor.wish.focus
        table = {"overdue": self.overdue, "open": self.open}.get(focus)
        if focus in ("tickets", "detail"):
            table = self.tickets
        return table.current if table is not None else None

    def action_why(self) -> None:
        """`w`: why the ticket under the cursor is due when it is."""
        row = self._ticket()
        if row is not None:
            self.work(partial(self._why, row.id), "why")
        else:
            self._tell(_("a ticket has a why: put the cursor on one"))

    async def _why(self, number: int) -> None:
        from floorboard.tui.render.why_paper import paragraphs

        found = await self.live.do(lambda: _explain(self.live, number))
        title = _("#{number}: why it is due then").format(number=number)
        self._read(title, paragraphs(found, self.live.zone))

    def action_tick(self) -> None:
        """`x`: tick the check under the cursor as done."""
        line = self.duties.current
        if self.floor.wish.focus == "duties" and line is not None:
            self.duties.action_move(1)  # on to the next; what is done goes to the end of the list
            self._do(lambda: _tick(self.live, line.check.id, line.check.version))
        else:
            self._tell(_("a duty is ticked on the duties' pane: press 4"))

    def _do(self, deed: Callable[[], object]) -> None:
        """Run a deed off the event loop, then show what it changed."""

        async def work() -> None:
            await self.live.do(deed)
            self.reread()

        self.work(work, "deed", alone=False)

    def action_copy(self) -> None:
        row = self._ticket()
        if row is not None:
            self.app.copy_to_clipboard(str(row.id))
            self._tell(_("copied {text}").format(text=row.id))

    def _tell(self, text: str) -> None:
        cast("FloorboardApp", self.app).tell(text)

    def action_refresh(self) -> None:
        self.reread()


def _explain(live: Live, number: int) -> Explanation:
    from floorboard.desk import why

    return why.explain(live.desk, number)


def _tick(live: Live, check: int, version: int) -> object:
    from floorboard.desk import duties

    return duties.tick(live.desk, check, version)
