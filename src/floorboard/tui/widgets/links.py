"""Text to read with links in it: the cursor steps from one to the next, and the text goes along."""

from __future__ import annotations

from textual import events

from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.paper import Paper, wrapped

NONE = -1


class LinkedPaper(Paper):
    """A framed text whose paragraphs may lead somewhere. Enter opens the `link` under the cursor;
    where no link is near, the keys scroll."""

    HERE = CURSOR

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._links: list[tuple[int, str]] = []
        """The lines that are links, and where they lead."""
        self.at = NONE
        """Which of the links the cursor is on."""

    @property
    def link(self) -> str:
        """Where the link under the cursor leads, if it is on view."""
        if self.at == NONE or not self._on_view(self.at):
            return ""
        return self._links[self.at][1]

    @property
    def place(self) -> tuple[int, int]:
        """The first line on view, and the link under the cursor; for `go_to`."""
        return self.window.top, self.at

    def go_to(self, place: tuple[int, int]) -> None:
        """Show a place of this text again."""
        self.window.top = min(max(place[0], 0), self._last_top)
        self._point(min(place[1], len(self._links) - 1))

    def seek(self, link: str) -> None:
        """Point at a link, and scroll so that it is on view; nothing without such a one."""
        links = [each for _line, each in self._links]
        if link not in links:
            return
        at = links.index(link)
        line = self._links[at][0]
        top, height = self.window.top, self.window.height
        if not top <= line < top + height:
            top = line - height // 2
        self.go_to((top, at))

    def _wrap(self, top: int) -> None:
        super()._wrap(top)
        self._links = []
        lines = 0
        for each in self._paragraphs:
            if each.link:
                self._links.append((lines, each.link))
            lines += len(wrapped([each], self._width)) if self._width > 0 else 0
        self._point_on_view()

    # Moving

    def action_move(self, by: int) -> None:
        if abs(by) > 1:
            self._scroll(by)
            self._point_on_view()
        elif not self._step(by):
            self._scroll(by)
            self._step(by)

    def action_first(self) -> None:
        self.window.top = 0
        self._point_on_view()

    def action_last(self) -> None:
        self.go_to((self._last_top, len(self._links) - 1))

    def _step(self, by: int) -> bool:
        """Go to the next link if it is on view, with what it says; whether it was."""
        at = self.at + by
        if not 0 <= at < len(self._links) or not self._on_view(at):
            return False
        self._point(at)
        if by > 0:
            ends = [line for line, _link in self._links[at + 1 :]] or [len(self.window.rows)]
            start = self._links[at][0]
            self._scroll(
                min(ends[0] - self.window.top - self.window.height, start - self.window.top)
            )
        return True

    def _scroll(self, by: int) -> None:
        self.window.top = min(max(self.window.top + by, 0), self._last_top)
        self.refresh()

    def _point(self, at: int) -> None:
        self.at = at
        self.window.cursor = self._links[at][0] if at >= 0 else NONE
        self.refresh()

    def _point_on_view(self) -> None:
        """Point at the first link on view; where there is none, at the last one before it."""
        top = self.window.top
        before = sum(line < top for line, _link in self._links)
        seen = before < len(self._links) and self._on_view(before)
        self._point(before if seen else before - 1)

    def _on_view(self, at: int) -> bool:
        return 0 <= self._links[at][0] - self.window.top < self.window.height

    @property
    def _last_top(self) -> int:
        return max(0, len(self.window.rows) - self.window.height)

    def on_click(self, event: events.Click) -> None:
        """A click points at the link that it hits, or that the text hit belongs to."""
        event.prevent_default()
        line = self.window.top + event.y - self._first_row
        self._point(sum(start <= line for start, _link in self._links) - 1)
        if event.chain == 2:
            self.action_open()

    def action_open(self) -> None:
        if self.link:
            self.post_message(self.Opened(self))
