"""A line to answer on, and a line that says what is asked or what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from floorboard.tui.render.runs import Run, line, wrap
from floorboard.tui.widgets.plain_input import PlainInput


class Bar(Widget):
    """A few words, wrapped."""

    def __init__(self, id: str = "bar") -> None:
        super().__init__(id=id)
        self._runs: Sequence[Run] = ()

    def say(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self.refresh()

    def render_line(self, y: int) -> Strip:
        lines = wrap([Run("  "), *self._runs], self.size.width, 2)
        return line(lines[y] if y < len(lines) else [], self.size.width)


class Answer(PlainInput):
    """The line an answer is typed on.

    Enter is taken where the letters before it were, so that answers that arrive in one piece, as a
    terminal pastes them, are read in their order: as a binding it would come after all letters.
    """

    def __init__(self, then: Callable[[str], None]) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._then = then

    def ask(self, answer: str = "", *, hidden: bool = False) -> None:
        """Begin anew, with `answer` on the line; `hidden` shows dots."""
        self.password = hidden
        self.value, self.cursor_position = answer, len(answer)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()
        else:
            await super()._on_key(event)

    async def action_submit(self) -> None:
        self._then(self.value.strip())
