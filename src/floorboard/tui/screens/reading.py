"""A text over the screen: why, help, a duty. Esc closes it, the list keys scroll it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from floorboard.i18n import _
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paper, Paragraph


class ReadingScreen(ModalScreen[None]):
    """Shows paragraphs under a title."""

    CSS = """
    ReadingScreen { align: center middle; background: #0f131a 60%; }
    ReadingScreen > Paper { width: 86; max-width: 100%; height: 80%; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,w", "dismiss", id="reading.close"),
    ]

    def __init__(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        yield Paper(id="paper")

    def on_mount(self) -> None:
        paper = self.query_one(Paper)
        paper.say(self._title, [Run(_("Esc back"), "dim")])
        paper.write(self._paragraphs)
        paper.focus()
