"""Lists of shifts: a row for each, with the date, the person, and the shift or its hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.rosters import dates, words
from floorboard.exchange.rosters.crossing import NO_YEAR, SAY_MONTH
from floorboard.exchange.rosters.dates import Month
from floorboard.exchange.rosters.drafts import ShiftDraft, letters
from floorboard.exchange.rosters.grid import Grid
from floorboard.exchange.rosters.words import Heading
from floorboard.exchange.wall_clock import DateOrder

_WITHIN = 20
"""Titles stand above a header, but not more rows of them."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The row of the header, and the column of each heading."""

    grid: Grid
    row: int
    columns: Mapping[Heading, int]

    @property
    def date_column(self) -> int:
        """Where there is no date of its own, a shift starts on the day of its start."""
        return self.columns.get(Heading.DATE, self.columns.get(Heading.START, 0))

    def titles(self) -> list[str]:
        """What stands above the header, and the worksheet's name."""
        above = [self.grid.text(row, c) for row in range(self.row) for c in range(self.grid.width)]
        return [*above, self.grid.title]


def find(grid: Grid) -> Listing | None:
    """The header of a list in `grid`: it names a date or a start, and a person."""
    for row in range(min(len(grid.rows), _WITHIN)):
        columns: dict[Heading, int] = {}
        for column in range(len(grid.rows[row])):
            heading = words.heading(grid.text(row, column))
            if heading is not None:
                columns.setdefault(heading, column)
        if Heading.PERSON in columns and (Heading.DATE in columns or Heading.START in columns):
            return Listing(grid, row, columns)
    return None


def shifts(
    table: Listing, month: Month | None, order: DateOrder | None, where: str
) -> list[ShiftDraft]:
    """The shifts of a list. What is wrong in a cell becomes a mistake of the grid; `Problem` is
    raised where its dates can't be told."""
    grid, at = table.grid, table.date_column
    rows = [
        row
        for row in range(table.row + 1, len(grid.rows))
        if any(grid.filled(row, column) for column in table.columns.values())
        and not words.footer(grid.text(row, 0))
    ]
    readings = {row: dates.read(_day_part(grid, row, at)) for row in rows}
    found = order or dates.order_of([list(readings.values())], month, f"{where} {letters(at + 1)}")
    drafts: list[ShiftDraft] = []
    for row in rows:
        if not all(grid.sound(row, column) for column in table.columns.values()):
            grid.doubtful.add(None)
            continue
        try:
            day = dates.place(readings[row], found, month)
        except LookupError:
            raise Problem(
                NO_YEAR, where=f"{where} {letters(at + 1)}{row + 1}", fix=SAY_MONTH
            ) from None
        except ValueError:
            grid.mistake(row, at, N_("{value} is no day"), N_("Write the date, like 2026-12-31"))
            grid.doubtful.add(None)
            continue
        known = len(grid.mistakes)
        drafts += _row(table, row, day)
        if len(grid.mistakes) > known:
            grid.doubtful.add(day)
    return drafts


def _day_part(grid: Grid, row: int, column: int) -> str | int | float | date:
    """The cell without the time of day that a start may have."""
    value = grid.at(row, column)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | int | float):
        return value
    text = grid.text(row, column)
    head, _, tail = text.replace("T", " ").rpartition(" ")
    return head if ":" in tail else text


def _row(table: Listing, row: int, day: date) -> list[ShiftDraft]:
    grid, columns = table.grid, table.columns
    person_at = columns[Heading.PERSON]
    people = words.names(grid.raw(row, person_at), listed=True)
    if not people:
        grid.mistake(row, person_at, N_("nobody is named for this shift"), N_("Write a name here"))
        return []
    start = end = None
    shift: str | None = None
    for heading in (Heading.HOURS, Heading.SHIFT):
        if heading not in columns:
            continue
        text = grid.text(row, columns[heading])
        if heading is Heading.SHIFT and words.off(text) and text:
            return []
        try:
            named, from_, to = words.shift(text)
        except ValueError:
            _not_hours(grid, row, columns[heading])
            return []
        shift = named or shift
        if from_ is not None:
            start, end = from_, to
    if _filled(table, row, Heading.START) or _filled(table, row, Heading.END):
        hours = _hours(table, row, day)
        if hours is None:
            return []
        start, end = hours
    rota = grid.text(row, columns[Heading.ROTA]) or None if Heading.ROTA in columns else None
    column = 1 + (columns[Heading.SHIFT] if _filled(table, row, Heading.SHIFT) else person_at)
    return [ShiftDraft(row + 1, column, each, day, shift, start, end, rota) for each in people]


def _filled(table: Listing, row: int, heading: Heading) -> bool:
    return heading in table.columns and table.grid.filled(row, table.columns[heading])


def _hours(table: Listing, row: int, day: date) -> tuple[int, int] | None:
    """The hours from their own columns; None where a cell was reported."""
    grid, found = table.grid, []
    for heading in (Heading.START, Heading.END):
        if not _filled(table, row, heading):
            column = table.columns.get(heading, table.columns[Heading.PERSON])
            grid.mistake(
                row,
                column,
                N_("a shift has either a start and an end, or neither"),
                N_("Write both, or the name of the shift"),
            )
            return None
        column = table.columns[heading]
        try:
            found.append(words.minutes(grid.at(row, column), day))
        except ValueError:
            _not_hours(grid, row, column)
            return None
    try:
        return words.span(*found)
    except ValueError:
        _not_hours(grid, row, table.columns[Heading.END])
        return None


def _not_hours(grid: Grid, row: int, column: int) -> None:
    grid.mistake(
        row, column, N_("{value} are no hours of a day"), N_("Write them like 08:30-17:30")
    )
