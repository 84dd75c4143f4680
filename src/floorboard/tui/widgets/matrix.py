"""Rows by columns, framed as a list is: the names at the left stay, the cells scroll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.geometry import Region
from textual.strip import Strip

from floorboard.tui.render.runs import Run, fit, line, width_of
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.roll import Roll

T = TypeVar("T")


class Matrix(Roll[T]):
    """The cursor stands on one cell: the row's item and `column`.

    A subclass says how a row is labelled, what stands in a cell and over a column. A cell is never
    blank, or the cursor wouldn't be seen on it.
    """

    HEADS: ClassVar[int] = 2
    """The lines over the columns."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = 0
        self.column = 0
        self._left = 0

    # What a subclass says

    def label(self, item: T, width: int) -> Sequence[Run]:
        """What stands before a row."""
        raise NotImplementedError

    def label_width(self, width: int) -> int:
        """The cells that labels take of a row of `width`."""
        raise NotImplementedError

    def cell_width(self, width: int) -> int:
        """The cells that a column takes."""
        raise NotImplementedError

    def cell(self, item: T, column: int) -> Run:
        """What stands in a cell."""
        raise NotImplementedError

    def head(self, column: int, number: int) -> Run:
        """Line `number` over a column, from 0."""
        raise NotImplementedError

    def corner(self, number: int, width: int) -> Sequence[Run]:
        """Line `number` over the labels."""
        return ()

    # Drawing

    def shown(self, width: int) -> range:
        """The columns on view."""
        room = max(1, (width - self.label_width(width)) // self.cell_width(width))
        left = min(self._left, max(0, self.columns - room))
        self._left = max(min(left, self.column), self.column - room + 1, 0)
        return range(self._left, min(self.columns, self._left + room))

    def cells(self, item: T, width: int) -> list[Run]:
        label = self.label_width(width)
        runs = list(self.label(item, label))
        runs.append(Run(" " * max(0, label - width_of(runs))))
        for column in self.shown(width):
            text, role = self.cell(item, column)
            here = item is self.current and column == self.column
            runs.append(
                Run(fit(text, self.cell_width(width)), "brand" if here and self.has_focus else role)
            )
        return runs

    def headings(self, width: int) -> list[Run]:
        return self._head(0, width)

    def _head(self, number: int, width: int) -> list[Run]:
        label = self.label_width(width)
        runs = list(self.corner(number, label))
        runs.append(Run(" " * max(0, label - width_of(runs))))
        for column in self.shown(width):
            text, role = self.head(column, number)
            runs.append(Run(fit(text, self.cell_width(width)), role))
        return runs

    @property
    def _first_row(self) -> int:
        return 1 + self.HEADS

    def _row(self, y: int, frame: Role) -> Strip:
        if not 1 < y < self._first_row:
            return super()._row(y, frame)
        runs = self._head(y - 1, self._inner_width)
        padding = Run(" " * (self._inner_width - width_of(runs)))
        sides = Run("│", frame)
        return line([sides, Run(" "), *runs, padding, Run(" "), sides], self.size.width)

    # Moving

    def step(self, by: int) -> None:
        """Go to the left or to the right."""
        self.go(self.column + by)

    def go(self, column: int) -> None:
        """Put the cursor on a column."""
        before, left = self.column, self._left
        self.column = min(max(column, 0), max(0, self.columns - 1))
        self.shown(self._inner_width)
        if self.column != before:
            y = self.window.cursor - self.window.top + self._first_row
            whole = self._left != left
            self.refresh() if whole else self.refresh(Region(0, y, self.size.width, 1))
            self.post_message(self.Moved(self))

    def on_click(self, event: events.Click) -> None:
        width = self._inner_width
        place = (event.x - 2 - self.label_width(width)) // self.cell_width(width)
        columns = self.shown(width)
        if 0 <= place < len(columns) and self._item_at(event.y) is not None:
            self.go(columns[place])
        super().on_click(event)
