"""The roster's grid: days by people or rotas. It draws the lines that are on view and no other.

The cursor belongs to a row's number and a date, so it stays where it is whatever is read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from floorboard.desk.roster.grid import By, Row
from floorboard.domain import plain
from floorboard.i18n import _, pick
from floorboard.tui import keymap
from floorboard.tui.render import roster_cells, theme
from floorboard.tui.render.roster_cells import Look
from floorboard.tui.render.runs import Run, fit, line, width_of
from floorboard.tui.render.theme import BAND, GROUND, Role, style

NAME_CELLS = (12, 22)
"""The narrowest and the widest that the column of names may be."""

MONTH, FORTNIGHT, WEEK = 31, 14, 7

CELL = 3
"""Cells that a day takes at least."""

_ON_GAPS = -1
"""The cursor's place on the row of gaps, above the others."""


def names_width(width: int) -> int:
    """The cells of the names on a frame of `width`."""
    low, high = NAME_CELLS
    return max(low, min(high, (width - 4) // 6))


def span(at: date, wide: bool, width: int) -> tuple[date, int]:
    """The first day and the number of days around `at`: a week, or with `wide` the month, and where
    that doesn't fit a fortnight."""
    monday = at - timedelta(days=at.weekday())
    if not wide:
        return monday, WEEK
    if (width - 4 - names_width(width)) // CELL < MONTH:
        # fortnights are counted from one Monday, so that paging back comes to the same ones
        return monday - timedelta(days=(monday.toordinal() - 1) % FORTNIGHT), FORTNIGHT
    first = at.replace(day=1)
    return first, ((first + timedelta(days=31)).replace(day=1) - first).days


class RosterGrid(Widget, can_focus=True):
    """A framed grid with a cursor that walks over cells."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *map(
            keymap.binding,
            (
                *("roster.left", "roster.right", "roster.first_day", "roster.last_day"),
                *("roster.before", "roster.after", "roster.top", "roster.bottom"),
            ),
        ),
        keymap.binding("list.up", "row(-1)"),
        keymap.binding("list.down", "row(1)"),
        keymap.binding("list.open"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another cell; its day may not be on view yet."""

    @dataclass
    class Opened(Message):
        """Enter, or a double click."""

    def __init__(self, today: date) -> None:
        super().__init__(id="roster")
        self.look: Look | None = None
        self.wide = False
        self.at = today
        self.title = ""
        self.foot: Sequence[Run] = ()
        self._rows: list[Row] = []
        self._place = 0
        self._tops: list[int] = [0]
        """The line on which each row begins, and last the number of lines."""
        self._top = 0
        self._drawn = (0, 0)
        """The row that the cursor was drawn on, and the line at the top then."""
        self.filter = ""
        self._known_headings: tuple[Look | None, int, int | None, list[list[Run]]]
        self._known_headings = None, 0, None, []

    # What is on it

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        if self._place == _ON_GAPS and self.look is not None:
            return roster_cells.gaps_row(self.look.grid)
        return self._rows[self._place] if self._rows else None

    @property
    def day(self) -> int | None:
        """The place of the cursor's day among those on view."""
        if self.look is None:
            return None
        days = (self.at - self.look.grid.days[0].date).days
        return days if 0 <= days < len(self.look.grid.days) else None

    def wanted(self) -> tuple[date, int]:
        """The days that should be on view."""
        return span(self.at, self.wide, self._full)

    @property
    def _full(self) -> int:
        """The cells of its frame, also before it stands on the screen."""
        return self.size.width or self.app.size.width

    def show(self, look: Look) -> None:
        """Show another state of the roster."""
        self.look = look
        self._arrange()

    def narrow(self, text: str) -> None:
        """Only the rows that `text` is found in."""
        self.filter = " ".join(text.lower().split())
        self._arrange()

    def say(self, title: str, foot: Sequence[Run]) -> None:
        if (title, foot) != (self.title, self.foot):
            self.title, self.foot = title, foot
            self.refresh()

    def go_to(self, row: int | None, at: date) -> None:
        """Put the cursor on a day, and on the row of this number if it is on view."""
        if row == roster_cells.GAPS:
            self._place = _ON_GAPS
        else:
            self._place = next(
                (place for place, each in enumerate(self._rows) if each.id == row), self._place
            )
        self._go(at)

    def _arrange(self) -> None:
        """Settle which rows show, how high each is, and where the cursor stands among them."""
        if self.look is None:
            return
        before = self.current
        grid = self.look.grid
        self._rows = [each for each in grid.rows if self.filter in self._found_by(each)]
        same = (i for i, each in enumerate(self._rows) if before and each.id == before.id)
        if self._place != _ON_GAPS:
            self._place = max(0, min(next(same, self._place), len(self._rows) - 1))
        self._tops = [0]
        for row in self._rows:
            self._tops.append(self._tops[-1] + self._height_of(row))
        self._follow()
        self._drawn = (self._place, self._top)
        self.refresh()

    def _found_by(self, row: Row) -> str:
        assert self.look is not None
        grid = self.look.grid
        known = grid.found_by.get(row.id, "") if grid.by is By.PEOPLE else ""
        return f"{row.code} {row.title} {row.other_title} {known}".lower()

    def _height_of(self, row: Row) -> int:
        assert self.look is not None
        if self.look.grid.by is By.PEOPLE or self._cell < roster_cells.WIDE:
            return 1
        return max(
            1,
            *(
                len({(each.start, each.end) for each in pieces if each.gone is None}) + len(gaps)
                for pieces, gaps in zip(row.days, row.gaps, strict=True)
            ),
        )

    # Moving

    def action_step(self, by: int) -> None:
        self._go(self.at + timedelta(days=by))

    def action_edge(self, last: bool) -> None:
        first, count = self.wanted()
        self._go(first + timedelta(days=count - 1 if last else 0))

    def action_turn(self, by: int) -> None:
        """A week or a month on or back."""
        first, count = self.wanted()
        if self.wide and count > FORTNIGHT:
            other = first - timedelta(days=1) if by < 0 else first + timedelta(days=count)
            last = span(other, True, self._full)[1]
            self._go(other.replace(day=min(self.at.day, last)))
        else:
            self._go(self.at + timedelta(days=by * count))

    def action_row(self, by: int) -> None:
        self._place = max(_ON_GAPS, min(self._place + by, len(self._rows) - 1))
        self._go(self.at)

    def action_row_edge(self, last: bool) -> None:
        self._place = max(0, len(self._rows) - 1) if last else 0
        self._go(self.at)

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def _go(self, at: date) -> None:
        self.at = at
        self._follow()
        place, top = self._drawn
        if self._top == top and self._rows:
            days = Region(0, 1, self.size.width, self._head - 1)
            self.refresh(days, *{self._row_at(place), self._row_at(self._place)})
        else:
            self.refresh()
        self._drawn = (self._place, self._top)
        self.post_message(self.Moved())

    def _row_at(self, place: int) -> Region:
        """The lines of a row."""
        if place == _ON_GAPS:
            return Region(0, self._head - 1, self.size.width, 1)
        first, end = (self._head + top - self._top for top in self._tops[place : place + 2])
        return Region(0, first, self.size.width, end - first)

    def on_resize(self) -> None:
        self._arrange()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_row(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_row(-1)

    def on_click(self, event: events.Click) -> None:
        if self.look is None:
            return
        index = self._top + event.y - self._head
        place = next((i for i, top in enumerate(self._tops[1:]) if index < top), None)
        if event.y == self._head - 1:
            place = _ON_GAPS
        if event.y < self._head - 1 or place is None:
            return
        self._place = place
        day = (event.x - 2 - self._names) // max(1, self._cell)
        if 0 <= day < len(self.look.grid.days):
            self.at = self.look.grid.days[day].date
        self._go(self.at)
        if event.chain == 2:
            self.action_open()

    def _follow(self) -> None:
        """Scroll just so far that the cursor's row is on view."""
        room = max(1, self.size.height - 1 - self._head)
        if self._rows and self._place != _ON_GAPS:
            first, end = self._tops[self._place], self._tops[self._place + 1]
            self._top = min(max(self._top, end - room), first)
        self._top = max(0, min(self._top, self._tops[-1] - room))

    # Drawing

    @property
    def _cell(self) -> int:
        """The cells of a day."""
        assert self.look is not None
        width = self.size.width
        return max(1, (width - 4 - names_width(width)) // len(self.look.grid.days))

    @property
    def _names(self) -> int:
        """The cells of the names: what the days leave."""
        assert self.look is not None
        return max(1, self.size.width - 4 - self._cell * len(self.look.grid.days))

    @property
    def _headings(self) -> list[list[Run]]:
        """The lines over the days, made once for all the lines that ask for them."""
        look, cell, day = self.look, self._cell, self.day
        assert look is not None
        known, *asked, headings = self._known_headings
        if known is not look or asked != [cell, day]:
            headings = roster_cells.headings(look, cell, day)
            self._known_headings = look, cell, day, headings
        return headings

    @property
    def _head(self) -> int:
        """The lines above the rows: the frame, the days, and the gaps."""
        return 0 if self.look is None else 2 + len(self._headings)

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        frame: Role = "blue" if self.has_focus else "frame"
        if width < 24 or height < 3:
            return line([Run(self.title, "dim")] if y == 0 else [], width)
        if y == 0:
            return self._edge("╭─", [Run(f" {self.title} ", "strong")], "─╮", frame, left=True)
        if y == height - 1:
            foot = [Run(" "), *self.foot, Run(" ")] if self.foot else []
            return self._edge("╰─", foot, "─╯", frame, left=False)
        inner = self._inside(y)
        return Strip.join([line([Run("│", frame)], 1), inner, line([Run("│", frame)], 1)])

    def _edge(self, start: str, words: list[Run], end: str, frame: Role, *, left: bool) -> Strip:
        room = self.size.width - 4
        if width_of(words) > room:
            words = [Run(fit("".join(run.text for run in words), room), "dim")]
        fill = Run("─" * max(0, room - width_of(words)), frame)
        middle = [*words, fill] if left else [fill, *words]
        return line([Run(start, frame), *middle, Run(end, frame)], self.size.width)

    def _inside(self, y: int) -> Strip:
        width = self.size.width - 2
        if self.look is None:
            return line([Run(_(" reading the roster …") if y == 1 else "", "dim")], width)
        names = self._names
        headings = self._headings
        if y <= len(headings):
            cells = headings[y - 1]
            return line([Run(" " * (names + 1)), *cells], width)
        if y == len(headings) + 1:
            return self._gaps(names, width)
        index = self._top + y - self._head
        if index >= self._tops[-1]:
            return line(
                [Run("  " + _("nobody here fits"), "dim")]
                if not self._rows and y == self._head
                else [],
                width,
            )
        place = next(i for i, top in enumerate(self._tops[1:]) if index < top)
        return self._row(place, index - self._tops[place], names, width)

    def _gaps(self, names: int, width: int) -> Strip:
        look = self.look
        assert look is not None
        here = self._place == _ON_GAPS
        role: Role = "red" if look.grid.gaps else "text" if here else "faint"
        name = [Run(" "), Run(fit(_("gaps"), names), role)]
        cells = (roster_cells.gap_cell(look, day, self._cell) for day in range(len(look.grid.days)))
        return self._laid(name, cells, here, width)

    def _row(self, place: int, nth: int, names: int, width: int) -> Strip:
        """One line of a row: the name, then the days."""
        look, row = self.look, self._rows[place]
        assert look is not None
        here = place == self._place
        name = [Run(" "), *(self._called(row, names, here) if nth == 0 else [Run(" " * names)])]
        cell = self._cell
        cells = (self._cells(row, day, nth, cell) for day in range(len(look.grid.days)))
        return self._laid(name, cells, here, width)

    def _laid(
        self, name: Sequence[Run], cells: Iterable[Sequence[Run]], here: bool, width: int
    ) -> Strip:
        """A name and what stands on each day, on its ground; `here` is the cursor's row."""
        ground = BAND if here else GROUND
        segments: list[Segment] = []

        def add(runs: Sequence[Run], on: str) -> None:
            segments.extend(Segment(plain.cells(text), style(role, on)) for text, role in runs)

        add(name, ground)
        for day, runs in enumerate(cells):
            add(runs, theme.CELL if here and day == self.day else self._ground(day, ground))
        used = sum(segment.cell_length for segment in segments)
        add([Run(" " * max(0, width - used))], ground)
        return Strip(segments, max(width, used)).crop(0, width)

    def _ground(self, day: int, ground: str) -> str:
        assert self.look is not None
        grid = self.look.grid
        return BAND if grid.days[day].start <= grid.at < grid.days[day].end else ground

    def _cells(self, row: Row, day: int, nth: int, width: int) -> list[Run]:
        look = self.look
        assert look is not None
        if look.grid.by is By.PEOPLE:
            return roster_cells.person_cell(look, row, day, width)
        lines = roster_cells.rota_lines(look, row, day, width)
        return lines[nth] if nth < len(lines) else [Run(" " * width)]

    def _called(self, row: Row, width: int, here: bool) -> list[Run]:
        assert self.look is not None
        role: Role = "strong" if here else "text"
        if self.look.grid.by is By.ROTAS:
            return [Run(fit(pick(row.title, row.other_title), width - 1), role), Run(" ")]
        name = fit(row.title, min(width - 1, width_of([Run(row.title)])))
        room = width - 1 - width_of([Run(name)])
        other = [Run(f" {row.other_title}", "dim")]
        other = other if row.other_title and width_of(other) <= room else []
        used = width_of([Run(name), *other])
        return [Run(name, role), *other, Run(" " * (width - used))]
