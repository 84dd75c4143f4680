"""A table on its way in: its header, its rows, and the limits it must keep."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note, Reject, shorten


@dataclass(frozen=True, slots=True)
class Caps:
    """What a file may at most be; a file beyond any of these is refused, or its row rejected."""

    file_bytes: int = 1 << 30
    json_bytes: int = 256 << 20
    """JSON is held in memory as a whole, about ten times its size."""
    unzipped_bytes: int = 512 << 20
    rows: int = 5_000_000
    columns: int = 1_000
    area: int = 20_000_000
    """Rows × columns of a worksheet's used rectangle: the reader allocates all of it."""
    cell_chars: int = 131_072
    """Also the csv module's own limit; a greater number here does not lift that one."""
    line_chars: int = 8 << 20


@dataclass(slots=True)
class Rows:
    """The rows of one file. `cells` is read once; `rejects` fills up while it is read."""

    header: list[str]
    cells: Iterator[tuple[int, list[str]]]
    """`(line, cells)`: the line from 1 as an editor or spreadsheet shows it, and as many cells
    as the header has; every cell is text."""
    total: int
    """What `position` reaches at the end: bytes of a text file, rows of the others."""
    position: Callable[[], int]
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    padded: int = 0
    """Rows that ended early and were filled up with blanks."""


def name_columns(cells: list[str], caps: Caps, path: Path, line: int) -> list[str]:
    """The header as unique names: blanks get a number, a repeated name gets ` (2)`, ` (3)`…"""
    if len(cells) > caps.columns:
        raise Problem(
            N_("there are {count} columns, more than the {cap} a table may have"),
            where=f"{path.name}:{line}",
            count=len(cells),
            cap=caps.columns,
        )
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        plain = tidy(cell) or f"#{number}"
        name, copy = plain, 1
        while name in taken:
            copy += 1
            name = f"{plain} ({copy})"
        taken.add(name)
        names.append(name)
    return names


def tidy(text: str) -> str:
    """`text` in NFC, with runs of blanks (non-breaking ones too) as one, and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fit(rows: Rows, line: int, cells: list[str]) -> list[str] | None:
    """`cells` as wide as the header, or None where the row was rejected.

    A row that is too short is filled up with blanks: exports leave trailing cells out. Whether
    something needed is missing then shows when its columns are read. A row that is too long is
    rejected, because nobody knows which of its cells slipped; surplus blanks are let go.
    """
    width = len(rows.header)
    if len(cells) < width:
        rows.padded += 1
        return cells + [""] * (width - len(cells))
    for number, cell in enumerate(cells[width:], width + 1):
        if cell.strip():
            problem = Problem(
                N_("the row has {count} cells, the header {width}; {value} is one too many"),
                count=len(cells),
                width=width,
                value=repr(shorten(cell)),
            )
            rows.rejects.append(
                Reject(line, f"#{number}", shorten(cell, 1000), problem, tuple(cells))
            )
            return None
    return cells[:width]


def check_cells(rows: Rows, line: int, cells: list[str], caps: Caps) -> bool:
    """Whether no cell is longer than allowed; a row with such a cell is rejected."""
    for name, cell in zip(rows.header, cells, strict=False):
        if len(cell) > caps.cell_chars:
            rows.rejects.append(Reject(line, name, shorten(cell), too_long(len(cell), caps)))
            return False
    return True


def too_long(length: int, caps: Caps) -> Problem:
    return Problem(
        N_("a cell of {length} characters is longer than the {cap} allowed"),
        length=length,
        cap=caps.cell_chars,
    )


def too_many_rows(path: Path, caps: Caps) -> Problem:
    return Problem(
        N_("there are more than {cap} rows"),
        where=path.name,
        fix=N_("Split the file"),
        cap=caps.rows,
    )


def too_big(path: Path, size: int, cap: int) -> Problem:
    return Problem(
        N_("{size} MB are more than the {cap} MB this kind of file may have"),
        where=path.name,
        fix=N_("Split the file"),
        size=-(-size >> 20),
        cap=cap >> 20,
    )
