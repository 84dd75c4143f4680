"""Live data for the screen: reads off the event loop, and the watch for other consoles' writes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from floorboard.desk import board
from floorboard.desk.board import Board
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order, Stretch
from floorboard.store.watch import Watch

if TYPE_CHECKING:
    from floorboard.desk.handover import Reminder

R = TypeVar("R")


class Opening:
    """What the board shows first, read in one go while the screen is being set up."""

    def __init__(self, desk: Desk) -> None:
        now = desk.now()
        # Before anything is read, so that no change between falls through.
        self.watch = Watch(desk.store.path)
        self.board: Board = board.read(desk)
        with desk.store.reading() as db:
            self.overdue: Stretch = listing.from_first(db, overdue(now), Order.DUE)
            self.open: Stretch = listing.from_first(db, not_overdue(now), Order.DUE)


def overdue(now: Instant) -> Filter:
    """What the board's first pane lists."""
    return Filter(due_before=now)


def not_overdue(now: Instant) -> Filter:
    """What the board's second pane lists."""
    return Filter(due_from=now)


class Live:
    """Reads for widgets. Every query runs in a thread on a pooled connection of its own; when its
    reader is cancelled, the query is interrupted."""

    def __init__(self, desk: Desk, zone: ZoneInfo) -> None:
        self.desk = desk
        self.zone = zone
        self.reminder: Reminder | None = None
        """What the change of shift asks for now."""

    def now(self) -> Instant:
        return self.desk.now()

    async def read(self, query: Callable[[Connection], R]) -> R:
        """The result of `query`, which sees one instant and must not keep the connection."""
        held: list[Connection] = []
        lock = threading.Lock()  # an interrupt must not hit the connection's next borrower

        def work() -> R:
            with self.desk.store.reading(snapshot=True) as db:
                held.append(db)
                try:
                    return query(db)
                finally:
                    with lock:
                        held.clear()

        try:
            return await asyncio.to_thread(work)
        except asyncio.CancelledError:
            with lock:
                for db in held:
                    db.interrupt()
            raise

    async def do(self, deed: Callable[[], R]) -> R:
        """Run a deed, or anything else that may wait, off the event loop."""
        return await asyncio.to_thread(deed)

    async def aside(self, doing: Callable[[], R]) -> R:
        """Like `do`, for what may hang: the end of the program doesn't wait for it."""
        outcome: Future[R] = Future()
        outcome.set_running_or_notify_cancel()

        def work() -> None:
            try:
                outcome.set_result(doing())
            except BaseException as error:
                outcome.set_exception(error)

        threading.Thread(target=work, daemon=True).start()
        return await asyncio.wrap_future(outcome)
