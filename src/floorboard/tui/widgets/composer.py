"""Where a text is written, at the bottom of the screen: what it is for, and the text under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from floorboard.domain import plain
from floorboard.i18n import _
from floorboard.tui.render.runs import Run, ends, fit, line, width_of
from floorboard.tui.render.theme import BAND
from floorboard.tui.widgets.plain_input import Page

MOST_LINES = 6
"""Lines of the text on view; a longer one scrolls."""

LEAST_LABEL = 8
"""Cells of what a text is for that are always there."""

ENDS = ("enter", "escape")
LINE_BREAKS = ("ctrl+j", "shift+enter", "alt+enter")


class Writing(Page, TextArea):
    """The text. It never holds what could command a terminal.

    Enter and Esc are taken where the letters before them were. What is done with may have the
    keyboard for a moment more: a key that comes behind is no letter of it, and goes on to the app.
    """

    def __init__(
        self, ended: Callable[[str], None], left: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(id="writing", compact=True, highlight_cursor_line=False)
        self._ended = ended
        self._left = left
        self.open = False

    async def _on_key(self, event: events.Key) -> None:
        if not self.open:
            event.stop()
            event.prevent_default()
            self._left()
            # at once, for the key behind it may be with the app already
            await self.app.on_event(events.Key(event.key, event.character))
            return
        if event.key in ENDS:
            event.stop()
            event.prevent_default()
            self._ended(event.key)
        elif event.key in LINE_BREAKS:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.open:
            self.insert(_shown(event.text))


def _shown(text: str) -> str:
    """`text` with its line breaks, and every other thing in it as cells may show it."""
    return "\n".join(plain.cells(part) for part in plain.clean(text).split("\n"))


class Lead(Widget):
    """What is written here, and what is made of it."""

    def __init__(self) -> None:
        super().__init__(id="lead")
        self._left: Sequence[Run] = ()
        self._which: Sequence[Run] = ()
        self._more: Sequence[Run] = ()
        self._right: Sequence[Run] = ()

    def say(self, left: Sequence[Run], which: Sequence[Run] = (), more: Sequence[Run] = ()) -> None:
        """Set what it is for, and for `which` ticket, which is always told; `more` of it where
        there is room."""
        self._left, self._which, self._more = left, which, more
        self.refresh()

    def tell(self, right: Sequence[Run]) -> None:
        """Set what is made of it."""
        if right != self._right:
            self._right = right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        which = [Run(" · "), *self._which] if self._which else []
        left = [Run(" "), *self._left, *which]
        right = [*self._right, Run(" ")]
        if width_of(left) + width_of(right) + 1 > width:
            return line(self._narrow(width), width, BAND)
        room = width - width_of(left) - width_of(right) - 2
        if room > 6 and self._more:
            left += _cut(self._more, room)
        return line(ends(left, right, width), width, BAND)

    def _narrow(self, width: int) -> list[Run]:
        """Which ticket, what for, and what is made of it: what the keys do gives way, and then the
        end of what it is for."""
        which = [*self._which, Run(" · ")] if self._which else []
        right = [] if self._right == hint() else [Run(" · "), *self._right]
        room = max(LEAST_LABEL, width - 1 - width_of(which) - width_of(right))
        return [Run(" "), *which, *_cut(self._left, room), *right]


def _cut(runs: Sequence[Run], width: int) -> list[Run]:
    """`runs` in at most `width` cells."""
    cut: list[Run] = []
    for run in runs:
        left = width - width_of(cut)
        if width_of([run]) > left:
            cut.append(Run(fit(run.text, left), run.role))
            break
        cut.append(run)
    return cut


class Composer(Vertical):
    """A text for a deed. It stands before it is needed, so that no key typed behind the one that
    opens it goes astray."""

    DEFAULT_CSS = """
    Composer { background: #1a2130; }
    Composer Lead { height: 1; background: #1a2130; }
    Composer Writing {
        height: 1fr; border: none; padding: 0 1; background: #1a2130; color: #d7dbe3;
        scrollbar-size: 1 1;
    }
    """

    def __init__(
        self,
        saved: Callable[[str], None],
        away: Callable[[str], None],
        typed: Callable[[str], None],
        left: Callable[[], None],
    ) -> None:
        """`saved` and `away` are called with the text at Enter and Esc, `typed` whenever it
        changes, `left` when a key comes behind what is done with: another takes the keyboard."""
        super().__init__(id="composer")
        self._saved, self._away, self._typed = saved, away, typed
        self.lead = Lead()
        self._left = left
        self._writing = Writing(self._ended, left)

    def compose(self) -> ComposeResult:
        yield self.lead
        yield self._writing

    @property
    def open(self) -> bool:
        """Whether something is being written."""
        return self._writing.open

    @property
    def text(self) -> str:
        return self._writing.text

    @property
    def lines(self) -> int:
        """The lines it would take now."""
        return 1 + min(max(1, self._writing.wrapped_document.height), MOST_LINES)

    def begin(self, text: str) -> None:
        """Take the keyboard, with `text` as its beginning."""
        self._writing.open = True
        with self.prevent(TextArea.Changed):
            self._writing.load_text(text)
            self._writing.move_cursor(self._writing.document.end)
        self.lead.tell(hint())
        self.screen.set_focus(self._writing)

    def select(self) -> None:
        """Select the text: the next letter takes its place."""
        self._writing.select_all()

    def resume(self) -> None:
        """Take the keyboard again."""
        self.screen.set_focus(self._writing)

    def end(self) -> None:
        """It is done with."""
        self._writing.open = False

    def leave(self) -> None:
        """Give the keyboard away, behind the keys that are on their way here."""
        self._writing.call_later(self._left)

    def _ended(self, key: str) -> None:
        (self._saved if key == "enter" else self._away)(self.text)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.open:
            self._typed(self.text)


def hint() -> list[Run]:
    """What the keys do here."""
    return [Run(_("Enter saves · Esc keeps it as a draft"), "dim")]
