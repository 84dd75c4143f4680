"""One deed on many tickets: what it will do, its progress, and a way to take it back meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.confirm import ConfirmScreen
from floorboard.tui.widgets.paper import Paragraph
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.desk.tickets import BulkOutcome
    from floorboard.desk.tickets.bulk import Progress
    from floorboard.tui.app import FloorboardApp

BAR = 40
"""Cells of the bar that shows the progress."""

REDRAW_SECONDS = 0.1


class Cancelled(Exception):
    """It was taken back while it was being done."""


class BulkScreen(Working, ConfirmScreen):
    """Asks, then does it. `outcome` says what became of it, if it was done."""

    CSS = ConfirmScreen.CSS.replace("ConfirmScreen", "BulkScreen")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", id="bulk.no", priority=True),
        Binding("enter", "answer(True)", id="bulk.yes", priority=True),
    ]

    def __init__(
        self,
        title: str,
        preview: Sequence[Paragraph],
        do: Callable[[Progress], BulkOutcome],
        *,
        possible: bool,
    ) -> None:
        keys = _("Enter does it · Esc leaves it") if possible else _("Esc back")
        super().__init__(title, preview, keys)
        self._do = do
        self._possible = possible
        self._stop = threading.Event()
        self._doing = False
        self._drawn = 0.0
        self.outcome: BulkOutcome | None = None

    def action_answer(self, yes: bool) -> None:
        if self._doing:
            if not yes:
                self._stop.set()
        elif yes and self._possible:
            self._doing = True
            self.deed(self._run)
        else:
            self.dismiss(False)

    async def _run(self) -> None:
        app = cast("FloorboardApp", self.app)
        try:
            self.outcome = await app.live.do(partial(self._do, self._progress))
        except Cancelled:
            app.tell(_("taken back: nothing was done"))
        except Problem as problem:
            app.tell(told(problem), wrong=True)
        self.dismiss(self.outcome is not None)

    def _progress(self, done: int, total: int) -> None:
        """Called from the working thread; raising there takes everything back."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._drawn >= REDRAW_SECONDS:
            self._drawn = now
            self.app.call_from_thread(self._draw, done, total)

    def _draw(self, done: int, total: int) -> None:
        filled = BAR * done // max(1, total)
        runs = (
            Run("█" * filled, "blue"),
            Run("░" * (BAR - filled), "faint"),
            Run(f" {done:,} / {total:,}", "dim"),
        )
        self.show([Paragraph(runs)], _("Esc takes it back"))
