"""Screen 3: the roster by days, and what is changed on it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen

from floorboard.desk.roster.grid import By, Grid, Kept
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import Problem
from floorboard.i18n import _, ngettext
from floorboard.tui import arrangement, keymap, pages, roster_menu, roster_reading
from floorboard.tui.live import Live
from floorboard.tui.render import floor_cells, roster_cells, roster_paper
from floorboard.tui.render.roster_cells import GAPS, Look
from floorboard.tui.render.roster_paper import Spot
from floorboard.tui.render.runs import Run, width_of
from floorboard.tui.roster_hands import RosterHands
from floorboard.tui.roster_reading import AHEAD_SECONDS, RosterReading
from floorboard.tui.screens.showing import Showing
from floorboard.tui.widgets.answer import Bar
from floorboard.tui.widgets.bars import Clock, KeyBar, TopLine
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.plain_input import typed_on
from floorboard.tui.widgets.prompt import Prompt
from floorboard.tui.widgets.roster_grid import RosterGrid
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

Shown = tuple[date, int, By]
"""The first day, how many, and what the rows are."""


class RosterScreen(Working, Showing, Screen[None]):
    """The grid and, of the cell under the cursor, what it holds."""

    GROUP = "roster"
    CSS = """
    RosterScreen { background: #0f131a; layout: vertical; }
    RosterScreen RosterGrid { height: 1fr; background: #0f131a; }
    RosterScreen Paper { height: 7; background: #0f131a; }
    RosterScreen Bar { height: 1; background: #0f131a; }
    RosterScreen Prompt { display: none; }
    RosterScreen KeyBar, RosterScreen Horizontal { height: 1; }
    RosterScreen TopLine { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            keymap.binding(name, does)
            for name, does in (
                ("roster.fill", "hand('fill')"),
                ("roster.override", "hand('override')"),
                ("roster.swap", "hand('swap')"),
                ("roster.leave", "hand('leave')"),
                ("tick", "hand('lock')"),
            )
        ),
        *map(
            keymap.binding,
            (
                *("screen.board", "screen.tickets", "screen.duties", "screen.escalations"),
                "screen.handover",
                *("roster.gap", "roster.span", "roster.by", "roster.swaps", "roster.today"),
                *("filter", "why", "zoom", "copy", "command", "sign_in", "lock", "mute"),
                *("language", "refresh", "help", "back", "quit", "ticket.menu", "undo", "redo"),
            ),
        ),
    ]

    def __init__(self, live: Live, kept: Kept) -> None:
        """`kept` are the grids that were read lately."""
        super().__init__()
        self._kept = kept
        self.live = live
        self._zoomed = False
        self.hands = RosterHands(self)
        self._papers = RosterReading(self)
        self.grid = RosterGrid(to_wall(live.now(), live.zone).date())
        self._by = By.PEOPLE
        self._asked: Shown | None = None
        """What is shown, or being read."""
        self._was_read = asyncio.Event()

    def compose(self) -> ComposeResult:
        self._top, self._clock = TopLine(), Clock()
        self._legend, self._keys = Bar(), KeyBar()
        self.paper = Paper(id="paper")
        self.paper.can_focus = False
        self._prompt = Prompt("/")
        yield Horizontal(self._top, self._clock)
        yield self.grid
        yield self._legend
        yield self.paper
        yield self._prompt
        yield self._keys

    def on_mount(self) -> None:
        self.set_focus(self.grid)
        _seq, before = self._kept.get((*self.grid.wanted(), self._by), (0, None))
        if before is not None:  # it stands there until it is read anew
            before = before.later(self.live.now())
        self._fold()
        self._show(before)
        self.reread()
        self.set_interval(1.0, self._tick)

    def on_resize(self) -> None:
        self._fold()
        self._show_clock()
        self._follow()

    def _fold(self) -> None:
        """Give each part the room there is."""
        low = self.app.size.height < arrangement.LOW * 2
        self.paper.styles.height = 5 if low else 8
        self._legend.styles.height = 1 if low else 2
        self.paper.display = self.app.size.height >= arrangement.LOW and not self._zoomed

    # Reading

    def reread(self) -> None:
        """Read the days on view again; the cursor stays on its row and its day."""
        self._asked = (*self.grid.wanted(), self._by)
        self._was_read.clear()
        self.work(partial(self._read, self._asked), "grid")

    def action_refresh(self) -> None:
        self._kept.clear()
        self.reread()

    def unsettle(self) -> None:
        """What is on view is being changed: keys about it wait until it was read again."""
        self._was_read.clear()

    def _follow(self) -> None:
        """Read the days that the cursor went to, if others are on view."""
        if self.is_attached and (*self.grid.wanted(), self._by) != self._asked:
            self.reread()

    async def _read(self, shown: Shown) -> None:
        try:
            found, refused = await self.live.do(
                partial(roster_reading.read, self.live.desk, self._kept, *shown)
            )
        except Problem:
            self._was_read.set()
            raise
        self.hands.refused = refused
        self._was_read.set()
        if self.grid.look is None or self.grid.look.grid != found:
            self._show(found)
        else:
            self._show_keys()

    async def settled(self) -> tuple[Look | None, Spot | None]:
        """What the grid shows and what is under the cursor, once all that is read."""
        self._follow()
        await self._was_read.wait()
        return self.grid.look, self.spot()

    def spot(self) -> Spot | None:
        """What is under the cursor; None while it isn't read."""
        look, row, day = self.grid.look, self.grid.current, self.grid.day
        if look is None or row is None or day is None or look.grid.by is not self._by:
            return None
        return roster_paper.spot(look, row, day)

    # What it shows

    def relabel(self) -> None:
        """Say everything again, in the language spoken now."""
        look = self.grid.look
        self._show(look.grid if look is not None else None)

    def _show(self, found: Grid | None) -> None:
        """Show this, if anything was read, and what is told of it."""
        if found is not None:
            look = roster_cells.look(found)
            self.grid.show(look)
            rows = _("by people") if self._by is By.PEOPLE else _("by rotas")
            title = f"{_('Roster')} · {roster_cells.period(look)} · {rows}"
            self.grid.say(title, _foot(look))
            self._legend.say(roster_cells.legend(look, self._by is By.PEOPLE, self.app.size.width))
        self._show_clock()
        self._show_spot()

    def _show_spot(self) -> None:
        look, at = self.grid.look, self.spot()
        if look is not None and at is not None:
            self.paper.say(roster_paper.heading(look, at))
            self.paper.write(roster_paper.detail(look, at))
        else:
            self.paper.say("")
            self.paper.write([])
        self._show_keys()

    def _show_keys(self) -> None:
        look, at = self.grid.look, self.spot()
        hints = [
            self._hint(name, look is not None and self.hands.refusal(deed, look, at) is None)
            for name, deed in roster_menu.DEEDS.items()
        ]
        hints[-1:] = [self._hint("why", at is not None), hints[-1]]
        hints.insert(1, self._hint("roster.gap", look is not None))
        others = ("roster.by", "roster.span", "undo", "roster.today", "roster.swaps", "filter")
        hints += [self._hint(name, True) for name in others]
        hints.append((_("1–6"), _("screens"), True))
        self._keys.say(hints, [self._hint("ticket.menu", at is not None), self._hint("help", True)])

    def _hint(self, name: str, possible: bool) -> tuple[str, str, bool]:
        word = _("lock") if name == "tick" else _(keymap.action(name).hint)
        return keymap.keys_of(name, self._app.remap).split(" ")[0], word, possible

    def saved(self, runs: Sequence[Run]) -> None:
        """Say quietly what was done."""
        self._keys.tell(runs)

    def _show_clock(self) -> None:
        """The line at the top: the floor as the board has it, and the time."""
        floor = self._app.main().board
        if floor is not None:
            left = floor_cells.top_left(floor, self.live.zone)
            self._top.say(left, floor_cells.top_right(floor, self.live.reminder, self.live.now()))
        runs = floor_cells.clock(
            self.live.now(),
            self.live.zone,
            wide=self.app.size.width >= arrangement.WIDE,
            frozen=self.live.desk.frozen,
        )
        self._clock.styles.width = width_of(runs) + 2
        self._clock.say(runs)

    def _tick(self) -> None:
        """A second has passed."""
        self._show_clock()
        look = self.grid.look
        if look is not None and self.live.now() // 3600 != look.grid.at // 3600:
            self.reread()

    # Moving

    @on(RosterGrid.Moved)
    def _moved(self) -> None:
        self._follow()
        self._show_spot()

    def action_today(self) -> None:
        self.grid.go_to(None, to_wall(self.live.now(), self.live.zone).date())

    def action_span(self) -> None:
        self.grid.wide = not self.grid.wide
        self._follow()

    def action_by(self) -> None:
        self._by = By.ROTAS if self._by is By.PEOPLE else By.PEOPLE
        self._follow()

    async def action_gap(self) -> None:
        """`!`: to the next gap, and from the last to the first again."""
        from floorboard.desk.roster import gaps

        await self.settled()
        desk, now, zone = self.live.desk, self.live.now(), self.live.zone
        found = await self.live.do(lambda: gaps.listed(desk, now, now + AHEAD_SECONDS))
        if not found:
            self._app.tell(_("no gap in the coming two months"))
            return
        look, row = self.grid.look, self.grid.current
        rows, rotas = (look.grid.rows, look.grid.rotas) if look is not None else ((), ())
        here = self.grid.at, row.code if row is not None else ""
        rotas = rotas if self._by is By.ROTAS else ()
        day, code = roster_reading.next_gap(found, rotas, zone, here)
        self.grid.go_to(next((each.id for each in rows if each.code == code), GAPS), day)

    def action_filter(self) -> None:
        """`/`: type what the rows to show contain."""
        self._keys.display = False
        self._prompt.display = True
        self._prompt.begin(self.grid.filter)

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        if self._prompt.display:
            self._narrow(event.text)

    def on_prompt_closed(self, event: Prompt.Closed) -> None:
        self._prompt.display = False
        self._keys.display = True
        self.set_focus(self.grid)
        self._narrow(event.text or "")

    def _narrow(self, text: str) -> None:
        self.grid.narrow(text)
        self._show_spot()

    def action_zoom(self) -> None:
        """`z`: the grid alone, and back."""
        self._zoomed = not self._zoomed
        self.on_resize()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed on, letters are letters."""
        return not typed_on(self.focused) or action in keymap.BEHIND

    def action_screen(self, name: str) -> None:
        self.dismiss()
        self._app.main().action_screen(name)

    def action_back(self) -> None:
        """Esc: one step back."""
        if self.grid.filter:
            self._narrow("")
        elif self._zoomed:
            self.action_zoom()
        else:
            self.dismiss()

    # Reading papers

    @on(RosterGrid.Opened)
    def _opened(self) -> None:
        self.work(self._papers.open, "paper")

    async def action_why(self) -> None:
        """`w`: who is on, and who decided it."""
        await self._papers.why()

    async def action_swaps(self) -> None:
        """`T`: the swaps of the days on view."""
        await self._papers.swaps()

    # Doing things

    async def action_hand(self, name: str) -> None:
        await self.hands.begin(name)

    async def action_menu(self) -> None:
        """`m`: everything that can be done with the cell, and the screens beside this one."""
        from floorboard.tui.screens.deed_menu import DeedMenu

        look, at = await self.settled()
        if look is None or at is None:
            return
        entries = roster_menu.entries(
            self._app.remap, lambda deed: self.hands.refusal(deed, look, at)
        )
        self.app.push_screen(DeedMenu(roster_paper.heading(look, at), entries), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is not None and name.startswith(":"):
            pages.show(self._app, name[1:])
        elif name is not None:
            self.work(partial(self.hands.begin, name), "menu")

    def action_undo(self) -> None:
        self._app.main().hands.undo(self.saved)

    def action_redo(self) -> None:
        self._app.main().hands.redo(self.saved)

    def action_copy(self) -> None:
        look, at = self.grid.look, self.spot()
        if look is not None and at is not None:
            text = roster_paper.copied(look, at)
            self.app.copy_to_clipboard(text)
            self._app.tell(_("copied {text}").format(text=text))

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self.app)


def _foot(look: Look) -> list[Run]:
    """Named days, and how many gaps there are."""
    runs = roster_cells.holidays(look)
    count = len(look.grid.gaps)
    if count:
        text = ngettext("{count} gap", "{count} gaps", count)
        runs.append(Run("! " + text.format(count=count), "red"))
    else:
        runs.append(Run(_("no gaps"), "green"))
    return runs
