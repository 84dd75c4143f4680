"""The top and bottom lines: where and when we are, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from floorboard.tui.render.runs import Run, ends, line, width_of
from floorboard.tui.render.theme import BAND

GAP = "   "
"""Between two keys."""


class TopLine(Widget):
    """Brand, centre, shift and who is responsible; at the right, what is wrong."""

    def __init__(self) -> None:
        super().__init__(id="top")
        self._parts: Sequence[Sequence[Run]] = ()
        self._right: Sequence[Run] = ()

    def say(self, parts: Sequence[Sequence[Run]], right: Sequence[Run]) -> None:
        """Set the words. Where room is short the first parts give way: the last matters most."""
        if (self._parts, self._right) != (parts, right):
            self._parts, self._right = parts, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        for brand in (Run(" floorboard ", "brand"), Run(" fb ", "brand")):
            for first in range(len(self._parts) + 1):
                left = [brand, Run("  ")]
                for part in self._parts[first:]:
                    left += [*([Run(" · ", "dim")] if len(left) > 2 else []), *part]
                if width_of(left) + width_of(self._right) + 1 <= width:
                    return line(ends(left, self._right, width), width, BAND)
        return line(self._right, width, BAND)


class Clock(Widget):
    """The time. It stands alone, so that a second costs no more than the cells it takes."""

    def __init__(self) -> None:
        super().__init__(id="clock")
        self._runs: Sequence[Run] = ()

    def say(self, runs: Sequence[Run]) -> None:
        if runs != self._runs:
            self._runs = runs
            self.refresh()

    def render_line(self, y: int) -> Strip:
        blank = Run(" " * (self.size.width - 1 - width_of(self._runs)))
        return line([blank, *self._runs, Run(" ")], self.size.width, BAND)


class KeyBar(Widget):
    """What the keys do here. One that isn't possible now is grey."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._hints: Sequence[tuple[str, str, bool]] = ()

    def say(self, hints: Sequence[tuple[str, str, bool]]) -> None:
        """Set (key, word, possible) in order of importance; what doesn't fit is left out."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render_line(self, y: int) -> Strip:
        runs = [Run(" ")]
        for key, word, possible in self._hints:
            piece = [
                Run(key, "blue" if possible else "faint"),
                Run(f" {word}", "dim" if possible else "faint"),
                Run(GAP),
            ]
            if width_of(runs) + width_of(piece) - len(GAP) > self.size.width:
                break
            runs += piece
        return line(runs[:-1], self.size.width, BAND)
