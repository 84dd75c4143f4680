"""The board's two short panes: who is on call, and what must be checked this shift."""

from __future__ import annotations

from collections.abc import Sequence

from floorboard.desk.board import CheckLine
from floorboard.tui.live import Live
from floorboard.tui.render import duty_cells, floor_cells
from floorboard.tui.render.floor_cells import GapRow, RosterRow
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.roll import Roll


class OnCallPane(Roll[RosterRow]):
    """Who is on each rota now, until when, and where cover is missing."""

    live: Live

    def cells(self, item: RosterRow, width: int) -> list[Run]:
        label = floor_cells.name_cells(self.window.rows, width)
        return floor_cells.roster_cells(item, self.live.now(), self.live.zone, width, label)

    def identity(self, item: RosterRow) -> object:
        if isinstance(item, GapRow):
            return GapRow, item.name
        return type(item), item.line.code


class DutiesPane(Roll[CheckLine]):
    """This shift's checks."""

    live: Live

    def cells(self, item: CheckLine, width: int) -> list[Run]:
        return duty_cells.check_cells(item, self.live.now(), self.live.zone, width)

    def identity(self, item: CheckLine) -> object:
        return item.check.id

    def _standing(self, items: Sequence[CheckLine], otherwise: int) -> int:
        """What somebody settled goes to the end of the list: the cursor stays with the rest."""
        found = super()._standing(items, otherwise)
        before = self.current
        settled = before is not None and before.phase not in duty_cells.SETTLED
        if settled and found < len(items) and items[found].phase in duty_cells.SETTLED:
            return min(otherwise, len(items) - 1)
        return found
