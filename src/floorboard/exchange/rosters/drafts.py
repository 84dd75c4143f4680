"""What a roster file says, before anybody knows its people and shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from floorboard.exchange.drafts import Note, Reject


class Layout(StrEnum):
    """How the table is laid out."""

    PEOPLE_BY_DAY = "people_by_day"
    """A row for each person, a column for each day, shifts in the cells."""
    DAYS_BY_PERSON = "days_by_person"
    LIST = "list"
    """A row for each shift, with columns for the date, the person and the shift."""
    DAYS_BY_SHIFT = "days_by_shift"
    """A row for each day, a column for each shift, names in the cells: 值班表."""
    SHIFTS_BY_DAY = "shifts_by_day"
    """A row for each shift, a column for each day, names in the cells; often week below week."""


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A person's shift on a day, as a cell says it; `row` and `column` count from 1.

    `shift` is the text that names it, None where there is none. `start` and `end` are minutes
    after the midnight that begins `day`; the end may lie on the next day.
    """

    row: int
    column: int
    person: str
    day: date
    shift: str | None = None
    start: int | None = None
    end: int | None = None
    rota: str | None = None

    @property
    def cell(self) -> str:
        """The cell's name in a spreadsheet: `C7`."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Roster:
    """All that could be read of a file. Each of the `mistakes` names its cell."""

    layout: Layout
    shifts: tuple[ShiftDraft, ...]
    mistakes: tuple[Reject, ...] = ()
    """`line` is the row, `column` its letters, and the problem's `where` the cell."""
    notes: tuple[Note, ...] = ()
    doubtful: frozenset[date | None] = frozenset()
    """The days of the mistakes; None for those that don't say their day."""
    zone: str = ""
    """The time zone that its title names."""


def letters(column: int) -> str:
    """What a spreadsheet calls the column of this number, from 1: A … Z, AA …"""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
