"""Work in the background: started on a widget, its failure told to the app.

Textual tells only the widget that started a worker how it ended, so whoever starts one is
`Working`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.worker import Worker, WorkerState

DEED = "deed"
"""The group of work that writes: the program isn't left before it has ended."""


class Working(DOMNode):
    """A widget or screen that works in the background."""

    def work(
        self, doing: Callable[[], Coroutine[None, None, None]], group: str, *, alone: bool = True
    ) -> None:
        """Do something in the background; `alone` ends what this widget still does in `group`."""
        anything: Any = doing  # Textual accepts the result types that it can name
        self.run_worker(anything, group=group, exclusive=alone, exit_on_error=False)

    def deed(self, doing: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do something that writes, in the background: it goes on when this widget is left."""
        app: Any = self.app
        app.work(doing, DEED, alone=False)

    def under_way(self, *groups: str) -> list[Worker[Any]]:
        """What this widget still does in these groups."""
        return [
            each
            for each in self.workers
            if each.node is self and each.group in groups and not each.is_finished
        ]

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A refused deed or an unreadable store is told, and a fault of ours ends the app."""
        app: Any = self.app
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            app.failed(event.worker.error)


async def ended(workers: list[Worker[Any]]) -> None:
    """Wait until these have ended, well or not."""
    await asyncio.gather(*(each.wait() for each in workers), return_exceptions=True)


async def heard(pump: MessagePump) -> None:
    """Wait until all that was sent to it so far is heard."""
    done = asyncio.Event()
    if pump.call_later(done.set):  # else it is being closed
        await done.wait()
