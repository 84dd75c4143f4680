"""Tables of plain text, aligned by the cells a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from floorboard.domain.plain import cells
from floorboard.reports.width import cell_width, fit

GAP = "  "
NARROWEST = 8
"""A column that may be cut keeps this many cells."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, the side it is aligned to, and whether a narrow terminal cuts it."""

    title: str
    right: bool = False
    cut: bool = False


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[object]], width: int | None = None
) -> list[str]:
    """The lines of a table, titles first. Cells are made plain here; None is an empty one.

    With `width`, the columns that may be cut share what is left of it; without, nothing is cut.
    """
    grid = [[cells("" if cell is None else str(cell)) for cell in row] for row in rows]
    titles = [column.title for column in columns]
    widths = [
        max([cell_width(titles[at]), *(cell_width(row[at]) for row in grid)])
        for at in range(len(columns))
    ]
    if width is not None:
        _shrink(columns, widths, width)
    return [_line(columns, widths, row) for row in [titles, *grid]]


def _shrink(columns: Sequence[Column], widths: list[int], width: int) -> None:
    """Take cells from the widest column that may be cut until the table fits, or can't."""
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while excess > 0:
        able = [at for at, column in enumerate(columns) if column.cut and widths[at] > NARROWEST]
        if not able:
            return
        widest = max(able, key=widths.__getitem__)
        widths[widest] -= 1
        excess -= 1


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    fitted = (
        fit(cell, width, right=column.right)
        for column, width, cell in zip(columns, widths, row, strict=True)
    )
    return GAP.join(fitted).rstrip()
