"""A question over the screen: Enter does it, Esc leaves it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paper, Paragraph, wrapped
from floorboard.tui.widgets.roll import Roll

WIDTH = 78
"""Cells of the question, frame included."""

DEAF_SECONDS = 0.4
"""How long a question that comes unasked takes no Enter."""


class Question(Paper):
    """The question's text."""


class ConfirmScreen(ModalScreen[bool]):
    """Returns whether to do it."""

    CSS = """
    ConfirmScreen { align: center middle; background: #0f131a 60%; }
    ConfirmScreen > Question {
        width: 78; height: 3; max-width: 100%; max-height: 90%; background: #0f131a;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", id="confirm.no", priority=True),
        Binding("enter", "answer(True)", id="confirm.yes", priority=True),
    ]

    def __init__(
        self, title: str, paragraphs: Sequence[Paragraph], keys: str, *, unasked: bool = False
    ) -> None:
        """`keys` says what Enter and Esc do. Where it comes `unasked`, an Enter of the first moment
        wasn't meant for it."""
        super().__init__()
        self._deaf_until = time.monotonic() + DEAF_SECONDS if unasked else 0.0
        self._title = title
        self._paragraphs = paragraphs
        self._keys = keys

    def compose(self) -> ComposeResult:
        yield Question(id="question")

    def on_mount(self) -> None:
        self.show(self._paragraphs)
        self.query_one(Question).focus()

    def show(self, paragraphs: Sequence[Paragraph], keys: str = "") -> None:
        """Put this text in the frame, which is as high as it needs to be."""
        paper = self.query_one(Question)
        width = min(WIDTH, self.app.size.width) - 4
        paper.styles.height = 2 + len(wrapped(paragraphs, width))
        paper.say(self._title, [Run(keys or self._keys, "dim")])
        paper.write(paragraphs)

    def action_answer(self, yes: bool) -> None:
        if not yes or time.monotonic() >= self._deaf_until:
            self.dismiss(yes)

    @on(Roll.Opened)
    def _clicked(self) -> None:
        """A double click on the text answers nothing."""
