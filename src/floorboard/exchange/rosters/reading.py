"""The door for roster files: from a path to the shifts it plans."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.profiles import fold
from floorboard.exchange.rosters import crossing, dates, listed, words
from floorboard.exchange.rosters.drafts import Layout, Roster
from floorboard.exchange.rosters.grid import ROSTER_CAPS, read_grid
from floorboard.exchange.table import Caps
from floorboard.exchange.wall_clock import DateOrder


def read_roster(
    path: Path,
    period: date | None = None,
    *,
    order: DateOrder | None = None,
    sheet: str | None = None,
    shifts: Collection[str] = (),
    caps: Caps = ROSTER_CAPS,
) -> Roster:
    """The shifts that an XLSX, CSV or TSV file plans, in any of the known layouts.

    `period` is the first day of the month that is asked for: it decides the year of dates without
    one. `order` says how `05/04` is meant where the file doesn't show it, `sheet` names another
    worksheet than the first visible one. `shifts` are known codes and names, which help to tell
    people from shifts. A mistake in a cell is among the `mistakes` and stops nothing else; raises
    `Problem` where the file or its dates as a whole can't be read.
    """
    grid = read_grid(path, sheet, caps)
    listing = listed.find(grid)
    if listing is not None:
        titles = list(listing.titles())
        month = dates.settle(titles, period, path.name)
        layout, found = Layout.LIST, listed.shifts(listing, month, order, path.name)
    else:
        table = crossing.find(grid)
        if table is None:
            raise Problem(
                N_("no roster can be found in this table"),
                where=path.name,
                fix=N_("Write the days across the top or down the side, or a list with headings"),
            )
        titles = list(table.titles())
        month = dates.settle(titles, period, path.name)
        known = {fold(each) for each in shifts}
        layout, found = crossing.shifts(table, month, order, path.name, known)
    mistakes = sorted(grid.mistakes, key=lambda each: (each.line, len(each.column), each.column))
    return Roster(
        layout,
        tuple(found),
        tuple(mistakes),
        tuple(grid.notes),
        frozenset(grid.doubtful),
        words.zone(titles),
    )
