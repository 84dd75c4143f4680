"""A line to type in, at the bottom of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from floorboard.domain.plain import clean_line
from floorboard.tui.render import Run, line
from floorboard.tui.theme import BAND

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
    It goes away by itself."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: #1a2130; }
    Prompt Lead { width: 3; height: 1; }
    Prompt Input { border: none; height: 1; padding: 0; background: #1a2130; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="prompt.cancel", priority=True),
        Binding("tab,down", "accept", id="prompt.accept", priority=True),
    ]

    def __init__(self, sign: str, value: str) -> None:
        super().__init__(id="prompt")
        self._sign = sign
        self._value = value
        self._typed: Callable[[str], None] = lambda text: None
        self._ended: Callable[[str | None], None] = lambda text: None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Lead(self._sign)
        yield Input(self._value, id="prompt_line", select_on_focus=False, compact=True)

    def listen(self, typed: Callable[[str], None], closed: Callable[[str | None], None]) -> None:
        """Say whom to tell."""
        self._typed, self._ended = typed, closed

    def take_focus(self) -> None:
        self.call_after_refresh(lambda: self.query_one(Input).focus())

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        safe = clean_line(event.value)
        if safe != event.value:
            event.input.value = safe
            return
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SETTLED, lambda: self._typed(safe.strip()))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        text = self.query_one(Input).value.strip()
        self._typed(text)
        self._end(text)

    def action_cancel(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._end(None)

    def _end(self, text: str | None) -> None:
        self.remove()
        self._ended(text)
