"""A month of the roster, as its sheets and pages show it: people by days, and rotas by days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.i18n import _

_COLOURS = (
    "#cfe3ff",
    "#d9f2d0",
    "#ffe6b3",
    "#e6d6f7",
    "#c9f0ee",
    "#ffd6e0",
    "#e8e4c9",
    "#d4dae6",
    "#f7d9c4",
    "#dff0a8",
)
"""Light enough for black text, and to be told apart on paper; the shift's text stands on each."""

GAP_COLOUR, OFF_COLOUR = "#ff6b6b", "#e9e9e9"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A column. `off` is a day without working hours; `holiday` names it where it has a name."""

    day: date
    off: bool = False
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class MonthCell:
    """What somebody does, or who is on, on a day. `shift` is the code that gives it its colour."""

    text: str = ""
    shift: str = ""
    gap: bool = False
    """Cover is missing on this day."""

    @property
    def shown(self) -> str:
        """The text on one line; a gap is marked, as a colour alone says nothing."""
        text = clean_line(self.text)
        if not self.gap:
            return text
        return f"! {text}" if text else _("gap")


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A person or a rota, with a cell for each day."""

    label: str
    cells: tuple[MonthCell, ...]


@dataclass(frozen=True, slots=True)
class MonthShift:
    """A shift of the legend. `sign` is what stands for it in the cells, if its name doesn't."""

    code: str
    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month as of `at`. The order of the legend gives the shifts their colours."""

    title: str
    days: tuple[MonthDay, ...]
    people: tuple[MonthRow, ...]
    rotas: tuple[MonthRow, ...]
    legend: tuple[MonthShift, ...]
    at: Instant
    zone: str
    notes: tuple[str, ...] = ()
    """What a reader must know, such as make-up days that aren't announced yet."""

    def tables(self) -> Iterator[tuple[str, tuple[MonthRow, ...]]]:
        """The tables that have rows, each with what its rows are."""
        for name, rows in ((_("Rotas"), self.rotas), (_("People"), self.people)):
            if rows:
                yield name, rows


def colours(sheet: MonthSheet) -> dict[str, str]:
    """The colour of each shift code, as `#rrggbb`."""
    return {
        shift.code: _COLOURS[number % len(_COLOURS)] for number, shift in enumerate(sheet.legend)
    }
