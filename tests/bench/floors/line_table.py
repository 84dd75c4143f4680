"""A bare table on Textual's line API: a million rows that are made up when they are drawn.

It takes the colour of the cursor's row. It is as wide and high as the ticket list on 120 by 40
cells, with as many columns and inks.
"""

from __future__ import annotations

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

ROWS = 1_000_000
WIDTH = 72
HEIGHT = 38

COLUMNS = (
    ("text", "  {0:<8}"),
    ("dim", "{1:<12}"),
    ("red", "P{2:<3}"),
    ("text", "{3:<22}"),
    ("amber", "{4:>11}  "),
    ("text", "{5:<10}"),
)
INKS = {"text": "#d7dbe3", "dim": "#76808f", "red": "#ff6b6b", "amber": "#ffb454"}
PROJECTS = ("Billing", "Portal", "Tax filing", "E-invoice", "E-contract", "Social ins")
PEOPLE = ("Wang Fang", "Li Na", "Zhao Lei", "Chen Jing", "Zhou Min")


class Table(ScrollView, can_focus=True):
    """The table. Its cursor is a row's number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)"),
        Binding("down", "move(1)"),
        Binding("pageup", "page(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("home", "move(-1000000)"),
    ]

    def __init__(self, cursor_colour: str) -> None:
        super().__init__()
        self.virtual_size = Size(WIDTH, ROWS)
        self.cursor = 0
        self._styles = {
            ground: {name: Style(color=ink, bgcolor=ground) for name, ink in INKS.items()}
            for ground in ("#0f131a", cursor_colour)
        }
        self._plain, self._marked = self._styles.values()

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        facts = (
            row,
            PROJECTS[row % 6],
            row % 4 + 1,
            f"Ticket about {row % 977}",
            f"{row % 90} m",
            PEOPLE[row % 5],
        )
        styles = self._marked if row == self.cursor else self._plain
        cells = [Segment(text.format(*facts), styles[ink]) for ink, text in COLUMNS]
        return Strip(cells).adjust_cell_length(self.size.width, styles["text"])

    def action_move(self, by: int) -> None:
        before, top = self.cursor, self.scroll_offset.y
        self.cursor = min(max(before + by, 0), ROWS - 1)
        height = self.size.height
        self._scroll(min(max(top, self.cursor - height + 1), self.cursor))
        if self.scroll_offset.y == top:
            for row in (before, self.cursor):
                self.refresh(Region(0, row - top, self.size.width, 1))

    def action_page(self, pages: int) -> None:
        step = (self.size.height - 1) * pages
        self.cursor = min(max(self.cursor + step, 0), ROWS - 1)
        self._scroll(min(max(self.scroll_offset.y + step, 0), ROWS - self.size.height))

    def _scroll(self, top: int) -> None:
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
            self.refresh()


class TableApp(App[None]):
    CSS = f"Table {{ width: {WIDTH}; height: {HEIGHT}; background: #0f131a; }}"

    def compose(self) -> ComposeResult:
        yield Table(sys.argv[1])

    def on_mount(self) -> None:
        self.query_one(Table).focus()


if __name__ == "__main__":
    TableApp().run()
