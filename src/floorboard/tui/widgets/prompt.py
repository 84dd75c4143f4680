"""A line to type in, at the bottom of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from floorboard.tui.render.runs import Run, line
from floorboard.tui.render.theme import BAND
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.work import heard

SETTLED = 0.12
"""Seconds without a key after which what was typed is taken."""


class Lead(Widget):
    """The sign before the line."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self._sign = sign

    def render_line(self, y: int) -> Strip:
        return line([Run(f" {self._sign} ", "blue")], self.size.width, BAND)


class Prompt(Horizontal):
    """Tells what is typed while it is typed, and how it ended: Enter keeps it, Esc takes it back.

    It is mounted before it is needed, so that no key typed after `/` goes astray.
    """

    DEFAULT_CSS = """
    Prompt { height: 1; background: #1a2130; }
    Prompt Lead { width: 3; height: 1; }
    Prompt PlainInput { border: none; height: 1; padding: 0; background: #1a2130; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="prompt.cancel", priority=True),
        Binding("enter,tab,down", "accept", id="prompt.accept", priority=True),
    ]

    @dataclass
    class Typed(Message):
        """This stands on the line, and has for a moment."""

        text: str

    @dataclass
    class Closed(Message):
        """The line is done with: with a text, or taken back."""

        text: str | None

    def __init__(self, sign: str) -> None:
        super().__init__(id="prompt")
        self._sign = sign
        self._line = PlainInput(id="prompt_line", select_on_focus=False, compact=True)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Lead(self._sign)
        yield self._line

    def begin(self, text: str) -> None:
        """Take the keyboard, with `text` on the line."""
        with self.prevent(PlainInput.Changed):
            self._line.value = text
            self._line.cursor_position = len(text)
        self.screen.set_focus(self._line)

    @on(PlainInput.Changed)
    def _changed(self, event: PlainInput.Changed) -> None:
        event.stop()
        text = event.value
        self._stop_waiting()
        self._timer = self.set_timer(SETTLED, lambda: self._tell(text))

    async def action_accept(self) -> None:
        """Enter: what was typed before it stands on the line by then."""
        await heard(self._line)
        await self._close(self._line.value.strip())

    async def action_cancel(self) -> None:
        await self._close(None)

    async def _close(self, text: str | None) -> None:
        """The keys behind wait until the screen knows: they are about what it shows then."""
        self._stop_waiting()
        self.post_message(self.Closed(text))
        for each in self.ancestors_with_self:
            if each is not self.app:
                await heard(each)

    def _tell(self, text: str) -> None:
        self.post_message(self.Typed(text.strip()))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.stop()
