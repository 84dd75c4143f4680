"""The top and bottom lines: where and when we are, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from floorboard.tui.render.runs import Run, ends, line, width_of
from floorboard.tui.render.theme import BAND

GAP = "   "
"""Between two keys."""

NOTICE_SECONDS = 6.0
"""How long the line of the keys tells what was done."""


class TopLine(Widget):
    """Brand, centre, shift and who is responsible; at the right, what is wrong."""

    def __init__(self) -> None:
        super().__init__(id="top")
        self._forms: Sequence[Sequence[Run]] = ()
        self._right: Sequence[Run] = ()

    def say(self, forms: Sequence[Sequence[Run]], right: Sequence[Run]) -> None:
        """Set the words: those at the left in several forms, the fullest first."""
        if (self._forms, self._right) != (forms, right):
            self._forms, self._right = forms, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return line(top_runs(self._forms, self._right, width), width, BAND)


def top_runs(forms: Sequence[Sequence[Run]], right: Sequence[Run], width: int) -> list[Run]:
    """The first of the `forms` that fits beside `right`; the brand gives way before it does."""
    for form in (*forms, ()):
        for brand in ("floorboard", "fb", ""):
            badge = [Run(f" {brand} ", "brand"), Run(" ")] if brand else []
            left = [*badge, Run(" "), *form]
            if width_of(left) + width_of(right) + 1 <= width:
                return ends(left, right, width)
    return list(right)


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
    """What the keys do here, one that isn't possible now in grey; for a moment, what was done."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._hints: Sequence[tuple[str, str, bool]] = ()
        self._last: Sequence[tuple[str, str, bool]] = ()
        self._notice: Sequence[Run] = ()
        self._timer: Timer | None = None

    def say(
        self,
        hints: Sequence[tuple[str, str, bool]],
        last: Sequence[tuple[str, str, bool]] = (),
    ) -> None:
        """Set (key, word, possible) in order of importance; what doesn't fit is left out. `last`
        come at the end, and always."""
        if (hints, last) != (self._hints, self._last):
            self._hints, self._last = hints, last
            self.refresh()

    def tell(self, runs: Sequence[Run]) -> None:
        """Say for some seconds, in place of the keys, what was done."""
        self._notice = runs
        self.refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(NOTICE_SECONDS, self._hush)

    def _hush(self) -> None:
        self._notice = ()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._notice:
            return line([Run(" "), *self._notice], width, BAND)
        last = [run for hint in self._last for run in _hint(*hint)]
        runs = [Run(" ")]
        for hint in self._hints:
            piece = _hint(*hint)
            if width_of(runs) + width_of(piece) + width_of(last) - len(GAP) > width:
                break
            runs += piece
        return line([*runs, *last][:-1], width, BAND)


def _hint(key: str, word: str, possible: bool) -> list[Run]:
    return [
        Run(key, "blue" if possible else "faint"),
        Run(f" {word}", "dim" if possible else "faint"),
        Run(GAP),
    ]
