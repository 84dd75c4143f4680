"""What a proposal is asked for with, and shown on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.store.views.roster import RotaView
from floorboard.tui.render import proposal_cells
from floorboard.tui.render.proposal_cells import Line, Row
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.matrix import Matrix
from floorboard.tui.widgets.roll import Roll


class Rotas(Roll[RotaView]):
    """Which rota."""

    def cells(self, item: RotaView, width: int) -> list[Run]:
        return [Run(fit(pick(item.name, item.name_zh), 30), "text"), Run(f" {item.code}", "dim")]


class Months(Roll[date]):
    """Which month."""

    def cells(self, item: date, width: int) -> list[Run]:
        name = _("{month} {year}").format(month=words.month(item), year=item.year)
        return [Run(fit(name, 30), "text"), Run(f" {item:%Y-%m}", "dim")]


class Beside(Matrix[Row]):
    """The proposal beside today's roster: people by days."""

    def __init__(self) -> None:
        super().__init__(id="beside")
        self.days: Sequence[date] = ()
        self.letters: dict[str, str] = {}
        self.marked: set[date] = set()
        self.today = date.min

    def label_width(self, width: int) -> int:
        return proposal_cells.NAME

    def label(self, item: Row, width: int) -> Sequence[Run]:
        return [Run(fit(item.name, width - 1), "text")]

    def cell_width(self, width: int) -> int:
        room = (width - proposal_cells.NAME) // max(1, self.columns)
        return min(max(proposal_cells.CELL, room), proposal_cells.CELL + 1)

    def cell(self, item: Row, column: int) -> Run:
        return proposal_cells.cell(item, self.days[column], self.letters)

    def head(self, column: int, number: int) -> Run:
        return proposal_cells.head(self.days[column], number, self.marked, self.today)

    def identity(self, item: Row) -> object:
        return item.person_id


class FigureTable(Roll[Line]):
    """What the proposal means for each person."""

    def cells(self, item: Line, width: int) -> list[Run]:
        return proposal_cells.figure_line(item, width)

    def headings(self, width: int) -> list[Run]:
        return proposal_cells.figure_headings(width)

    def identity(self, item: Line) -> object:
        return item.person_id
