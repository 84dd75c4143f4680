"""Tables with days along one side, and people or shifts along the other.

Which of the two stands in the cells is decided by the words: shifts in the cells make it a roster
of people, names in the cells a 值班表.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.rosters import dates, words
from floorboard.exchange.rosters.dates import Month, Place
from floorboard.exchange.rosters.drafts import Layout, ShiftDraft, letters
from floorboard.exchange.rosters.grid import Grid
from floorboard.exchange.rosters.words import Heading
from floorboard.exchange.wall_clock import DateOrder

NO_YEAR = N_("the dates name no year or month")
SAY_MONTH = N_("Say for which month the roster is")


@dataclass(frozen=True, slots=True)
class Entry:
    """A filled cell, and the cells that say what it is about."""

    cell: Place
    day: Place
    head: Place
    above: Place
    """The head itself, or where it is blank the nearest one above: a shift with several rows."""
    rota: Place | None = None


@dataclass(slots=True)
class Crossing:
    """Where a table has its days, what heads the other side, and which cells lie between."""

    grid: Grid
    sideways: bool
    """Whether the days stand side by side."""
    lines: list[list[Place]] = field(default_factory=list)
    """The cells of the days: those of each heading row, or of the one column."""
    entries: list[Entry] = field(default_factory=list)
    weekdays: dict[Place, Place] = field(default_factory=dict)
    """For a cell of a day, the one that says which day of the week it is."""

    def titles(self) -> Iterator[str]:
        """What stands above the days, and the worksheet's name."""
        for row in range(self.lines[0][0][0]):
            for column in range(len(self.grid.rows[row])):
                yield self.grid.text(row, column)
        yield self.grid.title


def find(grid: Grid) -> Crossing | None:
    """The table in `grid`; None where no line of days can be found."""
    for strong in (True, False):
        for least in (3, 2) if strong else (3,):
            lines = [
                line
                for row in range(len(grid.rows))
                if (
                    line := _line(
                        grid, [(row, c) for c in range(len(grid.rows[row]))], strong, least
                    )
                )
            ]
            if lines:
                return _below(grid, lines)
            for column in range(min(grid.width, 4)):
                places = [(row, column) for row in range(len(grid.rows))]
                line = _line(grid, places, strong, least)
                if line:
                    return _beside(grid, line)
    return None


def shifts(
    table: Crossing,
    month: Month | None,
    order: DateOrder | None,
    where: str,
    known: Collection[str],
) -> tuple[Layout, list[ShiftDraft]]:
    """The shifts of a table. What is wrong in a cell becomes a mistake of the grid; `Problem` is
    raised where its days can't be told."""
    grid = table.grid
    days = _days(table, month, order, where)
    by_name = _people_head(table, known)
    found: list[ShiftDraft] = []
    reported: set[Place] = set()
    for entry in table.entries:
        day, before = days.get(entry.day), len(grid.mistakes)
        drafts: list[ShiftDraft] = []
        if not grid.sound(*entry.cell):
            pass
        elif isinstance(day, date):
            read = _shifts_of_a_person if by_name else _people_of_a_shift
            drafts = list(read(grid, entry, day, reported))
        elif entry.day not in reported:
            reported.add(entry.day)
            if grid.sound(*entry.day):
                _report_day(grid, entry.day, day)
        found += drafts
        if len(grid.mistakes) > before or not (drafts or words.off(grid.text(*entry.cell))):
            grid.doubtful.add(day if isinstance(day, date) else None)
    if by_name:
        return (Layout.PEOPLE_BY_DAY if table.sideways else Layout.DAYS_BY_PERSON), found
    return (Layout.SHIFTS_BY_DAY if table.sideways else Layout.DAYS_BY_SHIFT), found


def _shifts_of_a_person(
    grid: Grid, entry: Entry, day: date, reported: set[Place]
) -> Iterator[ShiftDraft]:
    cell, head = entry.cell, entry.head
    parts = words.shifts(grid.raw(*cell))
    person = words.name(grid.text(*head))
    if parts and not person:
        if head not in reported:
            reported.add(head)
            grid.mistake(*head, N_("nobody is named for these shifts"), N_("Write a name here"))
        return
    if isinstance(grid.at(*cell), date):
        _not_a_shift(grid, cell)
        return
    for part in parts:
        try:
            shift, start, end = words.shift(part)
        except ValueError:
            _not_hours(grid, cell)
            return
        yield _draft(grid, entry, person, day, shift, start, end)


def _people_of_a_shift(
    grid: Grid, entry: Entry, day: date, reported: set[Place]
) -> Iterator[ShiftDraft]:
    cell, head = entry.cell, entry.above
    people = words.names(grid.raw(*cell))
    try:
        shift, start, end = words.shift(grid.text(*head))
    except ValueError:
        if head not in reported:
            reported.add(head)
            _not_hours(grid, head)
        return
    if people and not grid.text(*head):
        if head not in reported:
            reported.add(head)
            grid.mistake(
                *head, N_("no shift is named for these people"), N_("Write the shift here")
            )
        return
    if isinstance(grid.at(*cell), int | float | date):
        grid.mistake(*cell, N_("{value} is no name"), N_("Write the person's name"))
        return
    for person in people:
        yield _draft(grid, entry, person, day, shift, start, end)


def _draft(
    grid: Grid,
    entry: Entry,
    person: str,
    day: date,
    shift: str | None,
    start: int | None,
    end: int | None,
) -> ShiftDraft:
    rota = grid.text(*entry.rota) or None if entry.rota else None
    row, column = entry.cell
    return ShiftDraft(row + 1, column + 1, person, day, shift, start, end, rota)


def _not_a_shift(grid: Grid, cell: Place) -> None:
    grid.mistake(
        *cell,
        N_("{value} is a date where a shift should be"),
        N_("Write the shift; format the cell as text, so that nothing turns it into a date"),
    )


def _not_hours(grid: Grid, cell: Place) -> None:
    grid.mistake(*cell, N_("{value} are no hours of a day"), N_("Write them like 08:30-17:30"))


def _report_day(grid: Grid, at: Place, problem: Problem | None) -> None:
    what = N_("{value} is no day") if problem is None else problem.what
    fix = N_("Write the date, like 2026-12-31") if problem is None else problem.fix
    grid.mistake(*at, what, fix, **({} if problem is None else problem.facts))


def _line(grid: Grid, places: list[Place], strong: bool, least: int) -> list[Place]:
    """The cells of `places` that are days, if these are enough for a line of days.

    Mere numbers have to count the days, and must not be what a heading calls a number.
    """
    readings = {place: dates.read(grid.at(*place)) for place in places}
    found = [
        place for place, reading in readings.items() if reading and dates.weak(reading) != strong
    ]
    if len(found) < least or strong:
        return found if len(found) >= least else []
    numbers = [readings[place][None].day for place in found]
    steps = {after - before for before, after in pairwise(numbers) if after != 1}
    row, column = found[0]
    counted = words.heading(grid.text(max(row - 1, 0), column)) is Heading.OTHER
    return found if 1 in steps and steps <= {0, 1} and not counted else []


def _below(grid: Grid, lines: list[list[Place]]) -> Crossing:
    """The table of days side by side: what stands below each line of them."""
    table = Crossing(grid, sideways=True, lines=lines)
    ends = [*(line[0][0] for line in lines[1:]), len(grid.rows)]
    for line, end in zip(lines, ends, strict=True):
        top, first = line[0]
        # what comes after the last day is a day gone wrong if it has a number or no value
        span = range(
            first,
            1
            + max(
                column
                for column in range(first, len(grid.rows[top]))
                if (top, column) in grid.broken or any(map(str.isdecimal, grid.text(top, column)))
            ),
        )
        for row in (top - 1, top + 1):
            if _only_weekdays(grid, [(row, column) for column in span]):
                table.weekdays |= {(top, column): (row, column) for column in span}
        rows = [
            row
            for row in range(top + 1, end)
            if any(grid.filled(row, column) for column in span)
            and not any(words.footer(grid.text(row, column)) for column in range(first))
            and (row, first) not in table.weekdays.values()
        ]
        heads = {column: _heading(grid, top, column) for column in range(first)}
        head = _head_column(grid, heads, rows, max(first - 1, 0))
        rota = next((c for c, heading in heads.items() if heading is Heading.ROTA), None)
        above = (rows[0], head) if rows else (top, head)
        for row in rows:
            if grid.text(row, head):
                above = (row, head)
            table.entries += [
                Entry(
                    (row, column),
                    (top, column),
                    (row, head),
                    above,
                    None if rota is None else (row, rota),
                )
                for column in span
                if grid.filled(row, column) and _heading(grid, top, column) is not Heading.OTHER
            ]
    return table


def _beside(grid: Grid, line: list[Place]) -> Crossing:
    """The table of days one below the other: what stands to the right of them."""
    table = Crossing(grid, sideways=False, lines=[line])
    first, day_column = line[0]
    top = next(
        (
            row
            for row in range(first - 1, -1, -1)
            if sum(bool(grid.text(row, c)) for c in range(day_column + 1, grid.width)) > 0
        ),
        max(first - 1, 0),
    )
    rows = range(first, len(grid.rows))
    columns = [
        column
        for column in range(day_column + 1, grid.width)
        if words.heading(grid.text(top, column)) is not Heading.OTHER
    ]
    for column in (day_column - 1, day_column + 1):
        if _only_weekdays(grid, [(row, column) for row in rows]):
            table.weekdays |= {(row, day_column): (row, column) for row in rows}
            columns = [each for each in columns if each != column]
    for row in range(top + 1, len(grid.rows)):
        if words.footer(grid.text(row, day_column)) or words.footer(grid.text(row, 0)):
            continue
        table.entries += [
            Entry((row, column), (row, day_column), (top, column), (top, column))
            for column in columns
            if grid.filled(row, column)
        ]
    return table


def _heading(grid: Grid, top: int, column: int) -> Heading | None:
    """What a column is about; the word may stand in the row above the days or below them."""
    for row in (top, top - 1, top + 1):
        found = words.heading(grid.text(row, column))
        if found is not None:
            return found
    return None


def _head_column(
    grid: Grid, headings: dict[int, Heading | None], rows: list[int], usual: int
) -> int:
    """The column left of the days that names the people or the shifts."""
    for wanted in (Heading.PERSON, Heading.SHIFT):
        for column, heading in headings.items():
            if heading is wanted:
                return column
    counts = {
        column: sum(
            not grid.text(row, column).isdecimal() for row in rows if grid.text(row, column)
        )
        for column, heading in headings.items()
        if heading is None
    }
    return max(counts, key=lambda column: (counts[column], column)) if counts else usual


def _only_weekdays(grid: Grid, places: list[Place]) -> bool:
    """Whether these are names of weekdays, and not a row of shifts that are called 日."""
    texts = {text for place in places if (text := grid.text(*place))}
    return len(texts) > 1 and all(words.weekday(text) is not None for text in texts)


def _people_head(table: Crossing, known: Collection[str]) -> bool:
    """Whether people head the rows or columns, with shifts in the cells."""
    grid = table.grid
    heads = {text for entry in table.entries if (text := grid.text(*entry.above))}
    cells = {text for entry in table.entries if (text := grid.text(*entry.cell))}

    def share(texts: set[str]) -> float:
        return sum(words.looks_like_shift(text, known) for text in texts) / max(len(texts), 1)

    if share(heads) != share(cells):
        return share(heads) < share(cells)
    return len(cells) <= len(heads)


def _days(
    table: Crossing, month: Month | None, order: DateOrder | None, where: str
) -> dict[Place, date | Problem]:
    """The day of each cell that is one, or what is wrong with it."""
    grid = table.grid
    lines = [[(place, dates.read(grid.at(*place))) for place in line] for line in table.lines]
    found = order or dates.order_of([[each for _, each in line] for line in lines], month, where)
    days: dict[Place, date | Problem] = {}
    before: list[int] = []
    for line in lines:
        numbers = [reading[None].day for _, reading in line if dates.weak(reading)]
        again = numbers != sorted(numbers) or bool(
            before and numbers and numbers != before and numbers[0] <= before[-1]
        )
        before = numbers
        for place, reading in line:
            try:
                days[place] = dates.place(reading, found, month)
            except LookupError:
                at = f"{where} {letters(place[1] + 1)}{place[0] + 1}"
                raise Problem(NO_YEAR, where=at, fix=SAY_MONTH) from None
            except ValueError:
                days[place] = Problem(
                    N_("{value} is no day of the month"),
                    fix=N_("Write the date, like 2026-12-31, or remove what stands with it"),
                )
            if again and dates.weak(reading):
                days[place] = Problem(
                    N_("the day numbers begin again here, so nothing says which month {value} is"),
                    fix=N_("Write the date, like 2026-12-31"),
                )
    return days | dict(_contradicted(table, days))


def _contradicted(
    table: Crossing, days: Mapping[Place, date | Problem]
) -> Iterator[tuple[Place, Problem]]:
    """The days whose weekday is not the one written with them."""
    for place, day in days.items():
        at = table.weekdays.get(place)
        weekday = words.weekday(table.grid.text(*at)) if at else None
        if weekday is None:
            weekday = dates.weekday_in(table.grid.text(*place))
        if isinstance(day, date) and weekday is not None and day.weekday() != weekday:
            yield (
                place,
                Problem(
                    N_("{value} would be {day}, which is not the weekday written with it"),
                    fix=N_("Correct the date or the weekday"),
                    day=day.isoformat(),
                ),
            )
