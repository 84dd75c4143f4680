"""A board at a frozen instant, driven by keys, and what to ask of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from floorboard.desk.desk import Desk
from floorboard.tui.app import FloorboardApp
from floorboard.tui.screens.main import MainScreen

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""18:42 in the sample floor's zone, in the evening shift."""

ZONE = ZoneInfo("Asia/Shanghai")


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
        await self.pilot.pause(0.2)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no read is under way."""
        for _ in range(4):
            await self.pilot.pause()
            workers = [w for w in self.app.workers if w.group != "watch"]
            if workers:
                with suppress(WorkerCancelled):  # another one of its group has begun
                    await self.app.workers.wait_for_complete(workers)
        await self.pilot.pause()

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
