"""How far a search has come, drawn ten times a second while it goes on."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from floorboard.i18n import _, ngettext
from floorboard.tui.render.runs import Run, line

REPAINT_SECONDS = 0.1
LONGEST = 60
"""The cells of the bar at most."""


class Progress(Widget, can_focus=True):
    """A bar. `heard` may be called from any thread."""

    def __init__(self) -> None:
        super().__init__(id="progress")
        self._title = ""
        self._done = 0.0
        self._missing: int | None = None

    def on_mount(self) -> None:
        self.set_interval(REPAINT_SECONDS, self._repaint)

    def say(self, title: str) -> None:
        self._title = title
        self.refresh()

    def begin(self) -> None:
        """Nothing is done yet."""
        self._done, self._missing = 0.0, None

    def heard(self, done: float, missing: int) -> None:
        """Which part is done, 0 to 1, and how many places are still missing."""
        self._done, self._missing = done, missing

    def _repaint(self) -> None:
        if self.display:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        match y - max(0, self.size.height // 2 - 2):
            case 0:
                return line([Run("  "), Run(self._title, "strong")], width)
            case 1:
                cells = max(0, min(LONGEST, width - 12))
                full = int(cells * min(max(self._done, 0.0), 1.0))
                bar = [Run("█" * full, "blue"), Run("░" * (cells - full), "faint")]
                return line([Run("  "), *bar, Run(f" {self._done:4.0%}", "text")], width)
            case 2:
                return line([Run("  "), *self._left(), Run(_("Esc stops it"), "dim")], width)
        return line([], width)

    def _left(self) -> list[Run]:
        if self._missing is None:
            return []
        if not self._missing:
            return [Run(_("every place is filled"), "green"), Run(" · ", "faint")]
        text = ngettext("{count} place is missing", "{count} places are missing", self._missing)
        return [Run(text.format(count=self._missing), "amber"), Run(" · ", "faint")]
