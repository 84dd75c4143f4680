"""The Textual app: its life from the first frame to the restored terminal."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Mapping
from concurrent.futures import Future
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import WorkerState

from floorboard import i18n
from floorboard.config import Config
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.store.watch import Watch
from floorboard.tui import hangup, keymap, pages
from floorboard.tui.key_order import KeyOrder
from floorboard.tui.live import Live, Opening
from floorboard.tui.quick_escape import joined, taken_apart
from floorboard.tui.screens.main import MainScreen
from floorboard.tui.screens.showing import Showing
from floorboard.tui.seat import Seat
from floorboard.tui.upkeep import Upkeep
from floorboard.tui.widgets.plain_input import typed_on
from floorboard.tui.work import DEED, Working, heard

if TYPE_CHECKING:
    from floorboard.desk.roster.grid import Kept
    from floorboard.tui.pages import Drafts as PageDrafts
    from floorboard.tui.roster_drafts import Drafts as RosterDrafts
    from floorboard.tui.screens.review import Drafts as ReviewDrafts

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGHUP)
"""Ends of the terminal or the session: the app leaves in order."""

RETRY_SECONDS = 2.0
"""Between two attempts to read a store that is busy."""


THREAD_TURN = 0.001
"""Seconds for which one thread may keep the others from running. What is painted goes out by a
thread of its own, which would wait for up to five times as long."""

WARM_AFTER = 0.3
"""Seconds after the first paint: nobody has asked for another screen by then."""

SOON = (
    "tui.screens.new_ticket",
    "tui.screens.review",
    "tui.screens.escalations",
    "tui.screens.roster",
    "tui.screens.roster_fill",
    "tui.screens.roster_forms",
    "tui.screens.roster_swaps",
    "desk.roster.ahead",
    "desk.roster.why",
    "desk.roster.planning",
    "tui.screens.duties",
    "desk.duties.about",
    "desk.risks",
    "tui.screens.seats",
    "tui.screens.skills",
    "tui.screens.attendance",
    "tui.screens.proposal",
    "tui.screens.find",
    "tui.screens.pick_owner",
    "tui.screens.edit",
    "tui.screens.deed_menu",
    "tui.screens.sign_in",
    "desk.sign_in",
    "tui.render.ticket_paper",
    "tui.render.help_paper",
    "tui.render.bulk_paper",
    "tui.render.why_paper",
    "tui.screens.bulk",
    "desk.filtering",
)
"""Modules that keys need, several of them for longer than a frame takes when they are imported."""


class _Left(Exception):
    """The board was left while something went on in the background."""


class FloorboardApp(Working, KeyOrder):
    """One console."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    Toast {
        background: #263048; color: #d7dbe3; width: auto; max-width: 100%; margin: 0; padding: 0 1;
    }
    ToastRack { margin: 0; }
    """

    def __init__(self, live: Live, config: Config, opening: Future[Opening]) -> None:
        super().__init__()
        self.live = live
        self.config = config
        self.remap: Mapping[str, str] = keymap.checked(config.keys, config.key_places)
        self._opening = opening
        self._main = MainScreen(live)
        self.seat = Seat(self)
        self.upkeep = Upkeep(self)
        self._watch: Watch | None = None
        self._indexing = False
        self.review_drafts: ReviewDrafts = {}
        self.page_drafts: PageDrafts = {}
        self.roster_drafts: RosterDrafts = {}
        self.roster_kept: Kept = {}
        self.fault: BaseException | None = None
        """What ended the app, if it didn't end as asked."""
        if self.remap:
            self.set_keymap(dict(self.remap))

    # Life

    def get_default_screen(self) -> MainScreen:
        return self._main

    async def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        self.seat.watch_over()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)
        if not self.is_headless:
            hangup.ignore_resuming_a_dead_terminal()
            self.set_interval(1.0, self._check_terminal)

    def main_is_ready(self) -> None:
        """The main screen stands: give it its first data, if possible before it is painted."""
        if self._opening.done() and self._opening.exception() is None:
            self._begin(self._opening.result())
        else:
            self.work(self._begin_later, "opening")
        if not self.live.desk.frozen:
            self.set_interval(1.0, self._main.tick)

    async def _begin_later(self) -> None:
        """Begin once the first data are read; a store that is busy is asked again."""
        reading: Awaitable[Opening] = asyncio.wrap_future(self._opening)
        while True:
            try:
                self._begin(await reading)
                return
            except Problem as problem:
                self.tell(told(problem), passing=True)
                await asyncio.sleep(RETRY_SECONDS)
                reading = self.live.do(lambda: Opening(self.live.desk))

    def _begin(self, opening: Opening) -> None:
        self._watch = opening.watch
        self.live.zone = ZoneInfo(opening.board.zone)
        self._main.start(opening)
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(THREAD_TURN)
        self._main.ready_lines()
        self.work(self._keep_watch, "watch")
        self.upkeep.begin()
        self.set_timer(WARM_AFTER, partial(self.work, self._warm_up, "warming"))

    async def _warm_up(self) -> None:
        """Import what the first keys need, off the event loop and one module at a time; then read
        the roster, which takes longest of what they show."""
        for name in SOON:
            await self.live.do(partial(import_module, f"floorboard.{name}"))
        from floorboard.tui import roster_reading

        try:
            await self.live.do(partial(roster_reading.warm, self.live, self.roster_kept))
        except Problem as problem:  # it is read when it is asked for
            log.info("%s", problem)

    async def _keep_watch(self) -> None:
        """Show within the poll interval what another console has written."""
        watch = self._watch
        while watch is not None:
            await asyncio.sleep(self.config.poll_seconds)
            try:
                changed = await self.live.do(watch.changed)
            except Problem as problem:
                log.warning("%s", problem)
                continue
            if changed:
                self.reread()

    def make_index(self) -> None:
        """See to it that everything can be found, in the background."""
        if not self._indexing:
            self._indexing = True
            self.work(self._make_index, "index", alone=False)

    async def _make_index(self) -> None:
        from floorboard.desk import search

        def go_on(done: int, total: int) -> None:
            if not self.is_running:
                raise _Left

        try:
            await self.live.do(lambda: search.index(self.live.desk, go_on, gently=True))
        except (_Left, Problem) as problem:  # a store that is busy is asked again by and by
            log.info("indexing stopped: %s", problem)
        finally:
            self._indexing = False

    def _check_terminal(self) -> None:
        if hangup.terminal_is_gone():
            self._leave_on(signal.SIGHUP)

    def _leave_on(self, number: int) -> None:
        if not self.is_headless and self._driver is not None and hangup.terminal_is_gone():
            hangup.write_no_more(self._driver)
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        if self._watch is not None:
            self._watch.close()

    # Going wrong

    def failed(self, error: BaseException) -> None:
        """A refused deed or an unreadable store is told; anything else is a fault of ours."""
        if isinstance(error, Problem):
            self.tell(told(error), wrong=True)
        elif isinstance(error, Exception):
            self._handle_exception(error)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key asks for; a refusal is told."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Problem as problem:
            self.tell(told(problem), wrong=True)
            return True

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.seat.touch()
            if len(self.screen_stack) > 1 and not self.screen.is_mounted:
                await heard(self.screen)  # what it consists of isn't there yet
        if isinstance(event, events.Key | events.Paste) and self.waits(event):
            return
        if isinstance(event, events.Key) and self.is_behind_a_refusal(event):
            return
        if isinstance(event, events.Key) and event.key != "escape":  # which asks `hush` first
            self.has_been_read()
        if isinstance(event, events.Key) and (joined(event) or not typed_on(self.focused)):
            for key in taken_apart(event):
                await super().on_event(key)
        else:
            await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed on, most keys are characters."""
        return not (keymap.held_back(action) and typed_on(self.focused))

    def _handle_exception(self, error: Exception) -> None:
        """Leave with status 1; `fault` is for the log."""
        self.fault = error
        self.exit(return_code=1)

    # Keys that work everywhere

    def action_language(self) -> None:
        i18n.use("zh" if i18n.language() == "en" else "en")
        for screen in self.screen_stack:
            if isinstance(screen, Showing):
                screen.relabel()
        self.reread()
        self.refresh(layout=True)

    def action_help(self) -> None:
        from floorboard.tui.render.help_paper import paragraphs
        from floorboard.tui.screens.reading import ReadingScreen

        here = self.screen.GROUP if isinstance(self.screen, Showing) else ""
        self.push_screen(ReadingScreen(_("Keys and commands"), paragraphs(self.remap, here)))

    def action_command(self) -> None:
        from floorboard.tui import commands

        commands.ask(self)

    def reread(self) -> None:
        """Show what the store holds now, on every screen that is open."""
        for screen in self.screen_stack:
            if isinstance(screen, Showing):
                screen.reread()

    def action_mute(self) -> None:
        self.upkeep.mute()

    def action_escalations(self) -> None:
        from floorboard.tui.screens.escalations import EscalationScreen

        if not isinstance(self.screen, EscalationScreen):
            pages.go_back_to(self._main)
            self.push_screen(EscalationScreen(self.live, self.page_drafts))

    def show_roster(self) -> None:
        from floorboard.tui.screens.roster import RosterScreen

        if not isinstance(self.screen, RosterScreen):
            self.push_screen(RosterScreen(self.live, self.roster_kept))

    def action_review(self) -> None:
        from floorboard.tui.screens.review import ReviewScreen

        if not isinstance(self.screen, ReviewScreen):
            self.push_screen(ReviewScreen(self.live, self.review_drafts))

    def action_find(self) -> None:
        from floorboard.tui.screens import find

        find.ask(self)

    def action_views(self) -> None:
        from floorboard.tui import commands

        commands.ask_view(self)

    def action_sign_in(self) -> None:
        self.seat.ask()

    def action_lock(self) -> None:
        self.seat.lock()

    async def action_quit(self) -> None:
        """Ctrl+Q, wherever the keyboard is."""
        self.action_quit_asking()

    def action_quit_asking(self) -> None:
        """`q`: leave, once what was begun is done, and not without asking where something is
        unsaved."""
        self.work(partial(self._leave, self.screen), "leaving")

    async def _leave(self, at: Screen[Any]) -> None:
        """Leave from a screen; a deed that didn't end well keeps the board open."""
        deeds = [each for each in self.workers if each.group == DEED]
        if deeds:  # none of them waits longer than for the write lock
            await asyncio.gather(*(each.wait() for each in deeds), return_exceptions=True)
        refused = any(each.state is not WorkerState.SUCCESS for each in deeds)
        if not refused and (self.screen is at or not deeds):
            self._leave_asking()

    def _leave_asking(self) -> None:
        from floorboard.tui import unsaved
        from floorboard.tui.screens.confirm import ConfirmScreen

        drafts = unsaved.listed(self)
        if not drafts or isinstance(self.screen, ConfirmScreen):
            self.exit(return_code=0)
            return
        screen = ConfirmScreen(
            _("Leave? This isn't saved:"),
            drafts,
            _("Enter leaves, the text is lost · Esc stays"),
        )
        self.push_screen(screen, lambda yes: self.exit(return_code=0) if yes else None)

    def action_help_quit(self) -> None:
        """Ctrl-C, which people press by habit."""
        self.tell(_("{key} leaves floorboard").format(key=keymap.keys_of("quit", self.remap)))

    def main(self) -> MainScreen:
        return self._main
