"""Text to read: lines of runs, wrapped to the width, scrolled with the list keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from floorboard.tui.render.runs import Run, wrap
from floorboard.tui.render.theme import GROUND
from floorboard.tui.widgets.roll import Roll


class Paragraph(NamedTuple):
    """One line of text, however many lines of the screen it takes. Lines after the first stand
    `indent` cells in. A `link` names what it leads to, where its paper has links."""

    runs: tuple[Run, ...] = ()
    indent: int = 0
    link: str = ""


def wrapped(paragraphs: Sequence[Paragraph], width: int) -> list[list[Run]]:
    """The paragraphs as lines of at most `width` cells."""
    return [line for each in paragraphs for line in (wrap(each.runs, width, each.indent) or [[]])]


class Paper(Roll[list[Run]]):
    """A framed text. It has no cursor: the keys scroll it."""

    HERE = GROUND

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs: Sequence[Paragraph] = ()
        self._width = -1

    def write(self, paragraphs: Sequence[Paragraph], *, keep_place: bool = False) -> None:
        """Show another text, from its top unless `keep_place`."""
        self._paragraphs = paragraphs
        self._wrap(self.window.top if keep_place else 0)

    def cells(self, item: list[Run], width: int) -> list[Run]:
        return item

    def _wrap(self, top: int) -> None:
        width = self._width = self._inner_width
        if width <= 0:
            return
        lines = wrapped(self._paragraphs, width)
        window = self.window
        last = max(0, len(lines) - window.height)
        top = min(top, last)
        window.replace(lines, cursor=top, offset=0, head=True, tail=True)
        self.refresh()

    def _fit(self) -> None:
        super()._fit()
        if self._width != self._inner_width:
            self._wrap(self.window.top)

    def action_move(self, by: int) -> None:
        window = self.window
        last = max(0, len(window.rows) - window.height)
        top = min(max(window.top + by, 0), last)
        if top != window.top:
            window.top = window.cursor = top
            self.refresh()

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.window.height - 1))
