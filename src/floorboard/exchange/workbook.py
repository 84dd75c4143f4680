"""XLSX workbooks: checked before they are opened, and every cell as text."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note
from floorboard.exchange.table import (
    Caps,
    Rows,
    check_cells,
    fit,
    name_columns,
    too_big,
    too_many_rows,
)

Cell = int | float | str | bool | time | date | datetime | timedelta

_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["']""")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,  # a method of compression that Python lacks
    RuntimeError,  # an encrypted member
    EOFError,
    OSError,
)
"""What the zipfile module raises for a damaged or unusual archive."""

_HEADER_WITHIN = 20
"""Exports put a title and a blank row above the header."""


def read_workbook(path: Path, caps: Caps) -> Rows:
    """The rows of the first visible worksheet of an XLSX file.

    The header is the first of the leading rows with at least two cells. Numbers are written as
    a spreadsheet shows them (5.0 as `5`), dates and times in ISO 8601.
    """
    size = path.stat().st_size
    if size > caps.file_bytes:
        raise too_big(path, size, caps.file_bytes)
    check_archive(path, caps)
    try:
        # Opened as a file: by its path the reader would go by the name, not by what is inside.
        with path.open("rb") as file, python_calamine.load_workbook(file) as book:
            name = _first_sheet(book, path)
            sheet = book.get_sheet_by_name(name)
            return _table(path, name, sheet, caps)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def check_archive(path: Path, caps: Caps) -> None:
    """Refuse a bomb: reads the archive as a stream and holds one chunk at a time.

    The reader allocates the rectangle from the first to the last used cell, so every cell's
    reference counts: a file of 5 KB with one cell at XFD1048576 would ask for 17,000,000,000 cells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Problem(
                    N_("this archive is not an XLSX workbook"),
                    where=path.name,
                    fix=N_("Save it as .xlsx, or as CSV"),
                )
            total = 0
            for member in archive.infolist():
                corner = _Corner(path, caps)
                is_sheet = member.filename.lower().startswith("xl/worksheets/")
                for chunk in _content(archive, member, caps):
                    total += len(chunk)
                    if total > caps.unzipped_bytes:
                        raise too_big(path, total, caps.unzipped_bytes)
                    if len(chunk) == _CHUNK and b"<" not in chunk and _is_xml(member):
                        raise Problem(
                            N_("a cell is longer than the {cap} characters allowed"),
                            where=path.name,
                            cap=caps.cell_chars,
                        )
                    if is_sheet:
                        corner.see(chunk)
    except _DAMAGED as error:
        raise _unreadable(path, error) from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, caps: Caps) -> Iterator[bytes]:
    """What really comes out of the archive, in chunks. The size that it claims may be a lie, and
    the zipfile module stops there; so it is told a size beyond the cap."""
    member.file_size = caps.unzipped_bytes + 2 * _CHUNK
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels"))


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        N_("the workbook cannot be read: {reason}"),
        where=path.name,
        fix=N_("Save it again as .xlsx, or as CSV"),
        reason=error,
    )


class _Corner:
    """The last row and column that a worksheet names, however far apart its cells stand."""

    def __init__(self, path: Path, caps: Caps) -> None:
        self.path, self.caps = path, caps
        self.row = self.column = 0
        self.tail = b""

    def see(self, xml: bytes) -> None:
        """Look through a piece of the sheet. Raises Problem beyond the caps."""
        references = _REFERENCE.findall(self.tail + xml)
        self.tail = xml[-64:]
        if not references:
            return
        letters, digits = zip(*references, strict=True)
        widest = max(set(letters), key=lambda name: (len(name), name.upper()))
        column = 0
        for letter in widest.upper():
            column = column * 26 + letter - ord("A") + 1
        self.column = max(self.column, column)
        self.row = max(self.row, *map(int, digits))
        if self.row * self.column > self.caps.area or self.column > self.caps.columns:
            raise Problem(
                N_("the worksheet spans {rows} rows and {columns} columns, more than can be read"),
                where=self.path.name,
                fix=N_("Delete the stray cell at its end, or save it as CSV"),
                rows=self.row,
                columns=self.column,
            )


def as_text(cell: Cell) -> str:
    """A cell as a spreadsheet shows it; whole numbers without a point, dates in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _first_sheet(book: python_calamine.CalamineWorkbook, path: Path) -> str:
    for sheet in book.sheets_metadata:
        if (
            sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ):
            return sheet.name
    raise Problem(N_("the workbook has no visible worksheet"), where=path.name)


def _table(path: Path, name: str, sheet: python_calamine.CalamineSheet, caps: Caps) -> Rows:
    lines = enumerate(sheet.iter_rows(), 1)
    header: list[str] = []
    above: list[tuple[int, list[str]]] = []
    for line, cells in lines:
        header = [as_text(cell) for cell in cells]
        above.append((line, header))
        if sum(bool(cell.strip()) for cell in header) > 1 or line >= _HEADER_WITHIN:
            break
    if sum(bool(cell.strip()) for cell in header) < 2:
        # A table of one column: its first cell is its header.
        filled = [(line, row) for line, row in above if any(cell.strip() for cell in row)]
        if not filled:
            raise Problem(N_("the worksheet {sheet} is empty"), where=path.name, sheet=name)
        header_line, header = filled[0]
        lines = enumerate(sheet.iter_rows(), 1)
        for line, _ in lines:
            if line == header_line:
                break
    else:
        header_line = above[-1][0]
    while header and not header[-1].strip():
        header.pop()
    done = [header_line]
    rows = Rows(
        header=name_columns(header, caps, path, header_line),
        cells=iter(()),
        total=sheet.total_height,
        position=lambda: done[0],
        notes=[Note(N_("worksheet {sheet}"), {"sheet": name})],
    )

    def read() -> Iterator[tuple[int, list[str]]]:
        width = len(rows.header)
        for line, row in lines:
            done[0] = line
            cells = [as_text(cell) for cell in row]
            if not any(cells):
                continue
            if line - header_line > caps.rows:
                raise too_many_rows(path, caps)
            if not check_cells(rows, line, cells, caps):
                continue
            fitting = cells if len(cells) == width else fit(rows, line, cells)
            if fitting is not None:
                yield line, fitting

    rows.cells = read()
    return rows
