"""A roster's table as a grid of cells, whatever file it comes in."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.delimited import DELIMITERS, find_delimiter
from floorboard.exchange.drafts import Note, Reject, shorten
from floorboard.exchange.rosters.drafts import letters
from floorboard.exchange.table import Caps, tidy, too_big, too_long, too_many_rows
from floorboard.exchange.text_encoding import find_encoding

ROSTER_CAPS = Caps(
    file_bytes=32 << 20,
    unzipped_bytes=128 << 20,
    rows=20_000,
    columns=1_000,
    area=400_000,
    cell_chars=4_096,
)
"""A roster is held in memory as a whole."""

Value = str | int | float | date | time
"""A cell; texts as they stand, a number that is whole as int, and true dates and times."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>/]*>[^<]")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")


@dataclass(slots=True)
class Grid:
    """The cells by row and column, from 0; what lies outside is blank."""

    rows: list[list[Value]]
    title: str = ""
    """The worksheet's name."""
    broken: set[tuple[int, int]] = field(default_factory=set)
    """Cells whose formula has no value in the file, or an error."""
    notes: list[Note] = field(default_factory=list)
    mistakes: list[Reject] = field(default_factory=list)
    doubtful: set[date | None] = field(default_factory=set)
    """The days of what is refused; None where it doesn't say its day."""

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> Value:
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """The cell as one tidy line."""
        return tidy(self.raw(row, column))

    def raw(self, row: int, column: int) -> str:
        """The cell as text, with its line breaks."""
        value = self.at(row, column)
        return value if isinstance(value, str) else str(value)

    def filled(self, row: int, column: int) -> bool:
        return bool(self.text(row, column)) or (row, column) in self.broken

    def mistake(self, row: int, column: int, what: str, fix: str, /, **facts: object) -> None:
        """Report a cell."""
        value, name = shorten(self.text(row, column)), letters(column + 1)
        problem = Problem(what, where=f"{name}{row + 1}", fix=fix, value=value or "–", **facts)
        cells = tuple(self.raw(row, each) for each in range(len(self.rows[row])))
        self.mistakes.append(Reject(row + 1, name, value, problem, cells))

    def sound(self, row: int, column: int) -> bool:
        """Whether the cell holds what it shows; otherwise it is reported."""
        if (row, column) not in self.broken:
            return True
        self.mistake(
            row,
            column,
            N_("the formula has no value in the file"),
            N_("Open the file in a spreadsheet program and save it again, or write the value"),
        )
        return False


def read_grid(path: Path, sheet: str | None = None, caps: Caps = ROSTER_CAPS) -> Grid:
    """The cells of an XLSX worksheet (the first visible one, or `sheet`) or of a CSV or TSV file.

    Raises `Problem` where the file as a whole can't be read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise Problem(
            N_("the file cannot be opened: {reason}"),
            where=str(path),
            reason=error.strerror or error,
        ) from error
    if not head:
        raise Problem(N_("the file is empty"), where=path.name)
    if size > caps.file_bytes:
        raise too_big(path, size, caps.file_bytes)
    if head.startswith(b"PK\x03\x04"):
        grid = _workbook(path, sheet, caps)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem(
            N_("this is an old or encrypted spreadsheet"),
            where=path.name,
            fix=N_("Save it as .xlsx without a password, or as CSV"),
        )
    else:
        grid = Grid(list(_delimited(path, caps)))
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and len(value) > caps.cell_chars:
                cells[column] = ""
                problem = too_long(len(value), caps)
                problem.where = f"{letters(column + 1)}{row + 1}"
                reject = Reject(row + 1, letters(column + 1), shorten(value), problem)
                grid.mistakes.append(reject)
    return grid


def _delimited(path: Path, caps: Caps) -> Iterator[list[Value]]:
    encoding = find_encoding(path)
    text = path.read_bytes().decode(encoding.name, encoding.errors)
    lines = text.splitlines(keepends=True)
    # A title above the table says nothing about what separates the cells.
    first = next((n for n, line in enumerate(lines) if any(d in line for d in DELIMITERS)), 0)
    delimiter = find_delimiter("".join(lines[first : first + 200]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for count, cells in enumerate(reader, 1):
            if count > caps.rows:
                raise too_many_rows(path, caps)
            if len(cells) > caps.columns:
                raise Problem(
                    N_("there are {count} columns, more than the {cap} a table may have"),
                    where=f"{path.name}:{line}",
                    count=len(cells),
                    cap=caps.columns,
                )
            line = reader.line_num + 1
            yield list(cells)
    except csv.Error as error:
        raise Problem(
            N_("the line cannot be read: {reason}"), where=f"{path.name}:{line}", reason=error
        ) from error


def _workbook(path: Path, wanted: str | None, caps: Caps) -> Grid:
    # The spreadsheet reader is a native library, loaded only for a spreadsheet.
    import python_calamine

    from floorboard.exchange.workbook import check_archive

    check_archive(path, caps)
    try:
        with path.open("rb") as file, python_calamine.load_workbook(file) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                and (
                    sheet.visible == python_calamine.SheetVisibleEnum.Visible
                    or sheet.name == wanted
                )
            ]
            if not names or (wanted and wanted not in names):
                raise Problem(
                    N_("the workbook has no visible worksheet {sheet}"),
                    where=path.name,
                    fix=N_("There are: {names}"),
                    sheet=wanted or "",
                    names=", ".join(names) or "–",
                )
            name = wanted or names[0]
            sheet = book.get_sheet_by_name(name)
            grid = Grid([[_plain(cell) for cell in row] for row in sheet.iter_rows()], name)
            _spread(grid, sheet.merged_cell_ranges or [])
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Problem(
            N_("the workbook cannot be read: {reason}"),
            where=path.name,
            fix=N_("Save it again as .xlsx, or as CSV"),
            reason=error,
        ) from error
    if len(grid.rows) > caps.rows:
        raise too_many_rows(path, caps)
    grid.notes.append(Note(N_("worksheet {sheet}"), {"sheet": name}))
    grid.broken.update(_broken(path, name))
    return grid


def _plain(cell: object) -> Value:
    """A cell of the spreadsheet reader. A duration is a time, 24:00 too, and so a text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, str | int | date | time):
        return cell
    return str(cell).replace("1 day, 0:00:00", "24:00")


def _spread(grid: Grid, merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write what stands in merged cells into each of them.

    Titles and remarks begin in the first column and run across: these stay where they are.
    """
    for (top, left), (bottom, right) in merged:
        value = grid.at(top, left)
        if value == "" or (left == 0 and right > 0):
            continue
        for row in grid.rows[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])


def _broken(path: Path, sheet: str) -> Iterator[tuple[int, int]]:
    """The cells of a worksheet whose formula has no value, which its reader takes for blank."""
    with zipfile.ZipFile(path) as archive:
        member = _member(archive, sheet)
        xml = archive.read(member) if member in archive.namelist() else b""
    for match in _CELL.finditer(xml):
        attributes, content = match.groups()
        no_value = _FORMULA.search(content) and not _RESULT.search(content)
        reference = _REFERENCE.search(attributes)
        if reference and (no_value or _ERROR.search(attributes)):
            column = 0
            for letter in reference[1]:
                column = column * 26 + letter - ord("A") + 1
            yield int(reference[2]) - 1, column - 1


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the archive a worksheet is."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        targets = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return ""
    numbers = {each.get("name"): each.get(_REFERS) for each in book.iter(f"{_MAIN}sheet")}
    for each in targets:
        if sheet in numbers and each.get("Id") == numbers[sheet]:
            target = each.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""
