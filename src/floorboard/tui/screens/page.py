"""What the screens beside the roster have in common: the frame, the line to type on, deeds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from floorboard.desk import board
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui import arrangement, deed_words, keymap, pages, taking_back
from floorboard.tui.live import Live
from floorboard.tui.pages import Draft, Drafts
from floorboard.tui.render import floor_cells
from floorboard.tui.render.runs import Run, width_of, wrap
from floorboard.tui.screens.reading import ReadingScreen
from floorboard.tui.screens.showing import Keeping, Showing
from floorboard.tui.widgets.answer import Answer, Bar
from floorboard.tui.widgets.bars import Clock, KeyBar, TopLine
from floorboard.tui.widgets.paper import Paragraph
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working, heard

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

R = TypeVar("R")

Key = tuple[str, int]
"""What is asked for, and about whom or what."""

Asked = tuple[Key, str, Callable[[str], None]]
"""What is asked, in words, and what is done with the answer."""

WHILE_TYPING = ("back", "refresh")
"""Actions whose keys are no characters."""


class PageScreen(Working, Showing, Keeping, Screen[None]):
    """One page. A subclass says what stands on it (`body`), reads it (`read`) and words it
    (`show`).

    Its keys go before those of its widgets, and wait until the page is read for the first time:
    they are about what it shows.
    """

    ASKED: ClassVar[tuple[str, ...]] = ()
    """The actions that whoever is at the console needs to be allowed."""

    SCOPED_CSS = False
    CSS = """
    PageScreen { background: #0f131a; layout: vertical; }
    PageScreen Roll { background: #0f131a; }
    PageScreen Bar, PageScreen Answer { display: none; height: 1; }
    PageScreen Answer { border: none; padding: 0 2; background: #1a2130; }
    PageScreen KeyBar, PageScreen #head { height: 1; }
    PageScreen TopLine { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("pane.next", "other(1)"),
        keymap.binding("pane.previous", "other(-1)"),
        Binding("enter", "submit", id="page.submit", priority=True),
        *map(
            keymap.binding,
            (
                *("screen.board", "screen.tickets", "screen.roster", "screen.duties"),
                *("screen.escalations", "screen.handover"),
                *("list.up", "list.down", "list.page_up", "list.page_down"),
                *("list.first", "list.last", "list.open", "undo", "redo"),
                *("back", "command", "sign_in", "lock", "refresh", "language", "help", "quit"),
            ),
        ),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__()
        self.live = live
        self.drafts = drafts
        self.refused: Mapping[str, Problem] = {}
        """Why whoever is at the console may not do something; what they may do isn't in it."""
        self._top, self._clock = TopLine(), Clock()
        self._question, self._line = Bar(), Answer(self._answered)
        self.keys = KeyBar()
        self._was_read = asyncio.Event()
        self._turn = asyncio.Lock()
        self._asked: Asked | None = None
        self._last: Asked | None = None
        """What was answered last: it is asked again where that is refused."""
        self._left: Roll[object] | None = None
        """The pane that the keyboard was on when the line was opened."""

    def compose(self) -> ComposeResult:
        yield Horizontal(self._top, self._clock, id="head")
        yield from self.body()
        yield self._question
        yield self._line
        yield self.keys

    def on_mount(self) -> None:
        self.set_focus(self.panes()[0])
        self.relabel()
        self.reread()
        self.set_interval(1.0, self._tick)

    def on_resize(self) -> None:
        self._show_clock()

    # What a subclass says

    def body(self) -> Iterable[Widget]:
        """What stands between the top line and the keys."""
        raise NotImplementedError

    def panes(self) -> Sequence[Roll[object]]:
        """What Tab walks through, the main one first."""
        raise NotImplementedError

    async def read(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError

    def show(self) -> None:
        """Put what was read on the screen, in the language spoken now."""
        raise NotImplementedError

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        """The keys: what each is, what it does, whether that is possible."""
        raise NotImplementedError

    # What it shows

    def relabel(self) -> None:
        self._show_clock()
        self.show()
        self.show_keys()

    def show_keys(self) -> None:
        """The line of the keys, for what is under the cursor now."""
        self.keys.say(self.hints(), [(self.key("back"), _("back"), True)])

    def key(self, name: str) -> str:
        """The first key of an action."""
        return keymap.keys_of(name, self.the_app.remap).split(" ")[0]

    def hint(
        self, name: str, word: str, *, action: str = "", some: bool = True
    ) -> tuple[str, str, bool]:
        """A key for the line; grey where `action` is refused or there is nothing to do it to."""
        return self.key(name), word, some and action not in self.refused

    def _show_clock(self) -> None:
        runs = floor_cells.clock(
            self.live.now(),
            self.live.zone,
            wide=self.size.width >= arrangement.WIDE,
            frozen=self.live.desk.frozen,
        )
        self._clock.styles.width = width_of(runs) + 2
        self._clock.say(runs)

    def _tick(self) -> None:
        """A second has passed."""
        self._show_clock()
        for pane in self.panes():
            pane.tick()

    def reread(self) -> None:
        self.work(self._read, "page")

    def somebody_else(self) -> None:
        self.refused = {}

    def action_refresh(self) -> None:
        self.reread()

    async def _read(self) -> None:
        desk = self.live.desk
        try:
            self.refused = await self.live.do(lambda: refusals(desk, self.ASKED))
            await self.read()
        except Problem:
            self._was_read.set()
            raise
        self.relabel()
        self._was_read.set()
        floor = await self.live.do(lambda: board.read(desk))
        self._top.say(
            floor_cells.top_left(floor, self.live.zone),
            floor_cells.top_right(floor, self.live.reminder, self.live.now()),
        )

    async def once_read(self) -> None:
        """Wait until the page was read for the first time."""
        await self._was_read.wait()

    # Moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed on, letters are letters."""
        typing = self.focused is self._line
        return typing if action == "submit" else not typing or action in WHILE_TYPING

    @property
    def pane(self) -> Roll[object]:
        """The pane that the keyboard is on."""
        panes = self.panes()
        return next((each for each in panes if each is self.focused), panes[0])

    async def action_move(self, by: int) -> None:
        await self.once_read()
        self.pane.action_move(by)

    async def action_page(self, pages: int) -> None:
        await self.once_read()
        self.pane.action_page(pages)

    async def action_first(self) -> None:
        await self.once_read()
        self.pane.action_first()

    async def action_last(self) -> None:
        await self.once_read()
        self.pane.action_last()

    async def action_open(self) -> None:
        """Enter: a subclass says what it opens."""

    def action_other(self, by: int) -> None:
        """Tab: the next pane."""
        panes = [*self.panes()]
        self.set_focus(panes[(panes.index(self.pane) + by) % len(panes)])
        self.show_keys()

    def action_back(self) -> None:
        """Esc: one step back."""
        if self.focused is self._line:
            self.keep()
            self._put_away()
        elif self.pane is not self.panes()[0]:
            self.set_focus(self.panes()[0])
            self.show_keys()
        else:
            self.dismiss()

    def action_screen(self, name: str) -> None:
        main = self.the_app.main()
        pages.go_back_to(main)
        main.action_screen(name)

    # Asking

    def ask(self, key: Key, question: str, then: Callable[[str], None], text: str = "") -> None:
        """Ask for a line of text; what was begun before, or else `text`, stands on it."""
        self._asked, self._left = (key, question, then), self.pane
        self._say(Run(question, "blue"))
        self._question.display = self._line.display = True
        draft = self.drafts.get(key)
        self._line.ask(draft.text if draft is not None else text)
        self.set_focus(self._line)

    def _ask_again(self, key: Key | None, problem: Problem) -> bool:
        """Open the line again for what was refused, and say why; False where the keyboard is at
        something else by now."""
        last = self._last
        if last is None or last[0] != key or self._asked is not None or not self.is_current:
            return False
        self.ask(*last)
        self._say(Run(told(problem), "amber"))
        return True

    def _say(self, run: Run) -> None:
        """Say something above the line, wrapped."""
        self._question.styles.height = len(wrap([Run("  "), run], self.size.width, 2))
        self._question.say([run])

    async def action_submit(self) -> None:
        """Enter on the line: what was typed before it stands there by then, and the keys behind
        it wait."""
        await heard(self._line)
        await self._line.action_submit()

    def _answered(self, text: str) -> None:
        asked = self._asked
        if asked is None:
            return
        self.keep()
        self._put_away()
        self._last = asked
        asked[2](text)

    def _put_away(self) -> None:
        self._asked = None
        self._question.display = self._line.display = False
        self.set_focus(self._left)
        self.show_keys()

    def keep(self) -> None:
        if self._asked is None:
            return
        key, question, _then = self._asked
        text = self._line.value.strip()
        if text:
            self.drafts[key] = Draft(question, text)
        else:
            self.drafts.pop(key, None)

    # Doing

    def may(self, action: str) -> bool:
        """Whether `action` is allowed; if not, why is told."""
        problem = self.refused.get(action)
        if problem is not None:
            self.the_app.refuse(told(problem))
        return problem is None

    def do(
        self, act: Callable[[Desk], R], word: Callable[[R], str], draft: Key | None = None
    ) -> None:
        """Do something off the event loop, each in its turn, and say quietly what was done; the
        `draft` that it was written on is done with then."""
        self.deed(partial(self.perform, act, word, draft))

    async def perform(
        self, act: Callable[[Desk], R], word: Callable[[R], str], draft: Key | None = None
    ) -> None:
        """As `do`, in the background already. What is refused stays on its line."""
        app = self.the_app  # this screen may be left before it is done
        try:
            async with self._turn:
                done = await self.live.do(lambda: act(self.live.desk))
        except Problem as problem:
            if not self._ask_again(draft, problem):
                raise
            return
        finally:
            app.reread()
        if draft is not None:
            self.drafts.pop(draft, None)
        text = word(done)
        if text and self.is_attached:
            self.keys.tell([Run("✓ ", "green"), Run(text)])

    def action_undo(self) -> None:
        self.do(
            taking_back.undo,
            lambda undone: _("taken back: {what}").format(what=deed_words.named(undone)),
        )

    def action_redo(self) -> None:
        self.do(
            taking_back.redo,
            lambda undone: _("done again: {what}").format(what=deed_words.named(undone)),
        )

    def open_paper(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        """Show a text over the screen."""
        self.the_app.push_screen(ReadingScreen(title, paragraphs))

    @property
    def the_app(self) -> FloorboardApp:
        return cast("FloorboardApp", self.app)


def refusals(desk: Desk, actions: Iterable[str]) -> dict[str, Problem]:
    """Why the actor may not do each of these now."""
    from floorboard.desk import permissions

    refused: dict[str, Problem] = {}
    with desk.store.reading() as db:
        for action in actions:
            try:
                desk.check_clock()
                permissions.check(db, desk.actor, action, desk.now())
            except Problem as problem:
                refused[action] = problem
    return refused
