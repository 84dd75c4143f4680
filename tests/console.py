"""A board at a frozen instant, driven by keys, and what to ask of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from floorboard.desk.desk import Desk
from floorboard.tui.app import FloorboardApp
from floorboard.tui.screens.main import MainScreen

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""18:42 in the sample floor's zone, in the evening shift."""

ZONE = ZoneInfo("Asia/Shanghai")

ANY_SIZE = pytest.mark.parametrize(
    ("size", "lang"),
    [((120, 40), "en"), ((80, 24), "zh"), ((40, 12), "en"), ((1, 1), "zh")],
)
"""For what must fit every screen; what it looks like in either language, pictures show."""


@dataclass
class Console:
    """A running board, its keys, and the desk it works at."""

    app: FloorboardApp
    pilot: Pilot[int]
    desk: Desk
    time: list[int] = field(default_factory=lambda: [NOW])

    @property
    def main(self) -> MainScreen:
        return self.app.main()

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they set going is done."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type into the line that has the keyboard."""
        await self.pilot.press(*("space" if each == " " else each for each in text))
        await self.pilot.pause(0.15)
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message is heard, no read is under way, and what came of it is drawn:
        two frames in a row, for what is told comes a moment before what is read anew."""
        quiet = 0
        for _ in range(100):  # something may go on for ever, as a clock does
            if quiet == 2:
                return
            await self.pilot.pause()
            workers = [w for w in self.app.workers if w.group != "watch"]
            quiet = 0 if workers else quiet + 1
            if workers:
                with suppress(WorkerCancelled, WorkerFailed):  # the next has begun; the app tells
                    await self.app.workers.wait_for_complete(workers)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait at most twenty seconds for `condition`."""
        for _ in range(400):
            if condition():
                return
            await self.pilot.pause(0.05)
        raise AssertionError(f"waited in vain for {what}; the screen:\n{self.text()}")

    def text(self) -> str:
        """What stands on the screen."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips(self.app.size)[:height]
        return "\n".join(strip.text[:width].rstrip() for strip in lines)


Boards = Callable[..., AbstractAsyncContextManager[Console]]
