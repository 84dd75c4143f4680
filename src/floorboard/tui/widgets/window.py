"""The window onto a long list: a stretch of loaded rows, a cursor, and the first row on view.

Pure: it knows nothing of screens or stores. `rows` is a contiguous stretch of the whole list;
`head` and `tail` say whether it reaches the list's ends. Its size is bounded, so a list of a
million costs what a list of a thousand does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Side = Literal["before", "after"]

MOST_ROWS = 2_000
"""Rows kept in memory; beyond it the end farther from the cursor is let go."""


class Window(Generic[T]):
    """Rows around the cursor. `cursor` and `top` are indexes into `rows`."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.most = most
        self.rows: list[T] = []
        self.cursor = 0
        self.top = 0
        self.height = 1
        self.head = True
        self.tail = True

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def visible(self) -> list[T]:
        """The rows on view, top to bottom."""
        return self.rows[self.top : self.top + self.height]

    def resize(self, height: int) -> None:
        """Show `height` rows, the cursor among them."""
        self.height = max(1, height)
        self._follow()

    def move(self, by: int) -> int:
        """Move the cursor; what could not be moved because those rows are not loaded."""
        if not self.rows:
            return 0
        wanted = self.cursor + by
        self.cursor = min(max(wanted, 0), len(self.rows) - 1)
        self._follow()
        over = wanted - self.cursor
        if (over < 0 and self.head) or (over > 0 and self.tail):
            return 0
        return over

    def page(self, pages: int) -> int:
        """Move by screens: cursor and view go together, as far as the rows reach."""
        step = max(1, self.height - 1) * pages
        offset = self.cursor - self.top
        over = self.move(step)
        self.top = self.cursor - offset
        self._follow()
        return over

    def place(self, index: int) -> None:
        """Put the cursor on a loaded row."""
        self.cursor = min(max(index, 0), max(0, len(self.rows) - 1))
        self._follow()

    def wants(self) -> Side | None:
        """The side on which rows should be loaded before the cursor gets there."""
        margin = 2 * self.height
        if not self.tail and len(self.rows) - 1 - self.cursor < margin:
            return "after"
        if not self.head and self.cursor < margin:
            return "before"
        return None

    def extend(self, side: Side, rows: Sequence[T], *, ended: bool) -> int:
        """Add the rows that follow on one side; how many rows fewer stand before the cursor.

        They may come late, when the cursor has long gone elsewhere.
        """
        before = self.cursor
        if side == "after":
            self.rows.extend(rows)
            self.tail = ended
        else:
            self.rows[:0] = rows
            self.head = ended
            self._shift(len(rows))
        self._trim()
        return before - self.cursor

    def replace(
        self, rows: Sequence[T], *, cursor: int, offset: int, head: bool, tail: bool
    ) -> None:
        """Put other rows in place, the cursor on one of them, `offset` lines below the top."""
        self.rows = list(rows)
        self.head, self.tail = head, tail
        self.cursor = min(max(cursor, 0), max(0, len(self.rows) - 1))
        self.top = self.cursor - offset
        self._follow()

    def renew(self, rows: Sequence[T], *, cursor: int, head: bool, tail: bool) -> None:
        """Put a newer state of the rows in place, the cursor on its line of the screen.

        Where the list's first row was on view, it still is, so long as the cursor is too.
        """
        offset = self.cursor - self.top
        if self.head and self.top == 0 and head and cursor < self.height:
            offset = cursor
        self.replace(rows, cursor=cursor, offset=offset, head=head, tail=tail)

    def _trim(self) -> None:
        """Let go of what is too much, several screens away from the cursor."""
        excess = len(self.rows) - max(self.most, 8 * self.height)
        if excess <= 0:
            return
        if self.cursor < len(self.rows) // 2:
            del self.rows[-excess:]
            self.tail = False
        else:
            del self.rows[:excess]
            self.head = False
            self._shift(-excess)

    def _shift(self, by: int) -> None:
        """Stay with the same rows after `by` came in before them."""
        self.top += by
        self.place(self.cursor + by)

    def _follow(self) -> None:
        """Scroll just so far that the cursor is on view and no room is wasted below."""
        self.top = min(self.top, self.cursor, max(0, len(self.rows) - self.height))
        self.top = max(self.top, self.cursor - self.height + 1, 0)
