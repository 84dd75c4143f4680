"""A text over the screen: why, help, a duty. Esc closes it, the list keys scroll it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from floorboard.i18n import _
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paper, Paragraph, wrapped

WIDTH = 86
"""Cells that a line of text to read may take, frame included."""


class ReadingScreen(ModalScreen[None]):
    """Shows paragraphs under a title."""

    CSS = """
    ReadingScreen { align: center middle; background: #0f131a 60%; }
    ReadingScreen > Paper {
        width: 86; height: 3; max-width: 100%; max-height: 90%; background: #0f131a;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,w", "dismiss", id="reading.close", priority=True),
    ]

    def __init__(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        yield Paper(id="paper")

    def on_mount(self) -> None:
        paper = self.query_one(Paper)
        width = min(WIDTH, self.app.size.width) - 4
        paper.styles.height = 2 + len(wrapped(self._paragraphs, width))
        paper.say(self._title, [Run(_("Esc back"), "dim")])
        paper.write(self._paragraphs)
        paper.focus()
