"""A console's desk: the store it works on, who works, and what time it is."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.store.store import Actor, Store


def system_clock() -> Instant:
    """This machine's time, to the second."""
    return int(time.time())


@dataclass(slots=True)
class Desk:
    """Everything a deed needs besides its own arguments.

    `clock` says what time it is; with `--as-of` it stands still, and `frozen` says so.
    """

    store: Store
    actor: Actor
    clock: Callable[[], Instant] = system_clock
    frozen: bool = False

    @classmethod
    def open(cls, path: Path, *, console: str = "", as_of: Instant | None = None) -> Desk:
        """The desk of this console on the store at `path`."""
        store = Store.open(path)
        actor = Actor(clean_line(console or socket.gethostname()))
        if as_of is None:
            return cls(store, actor)
        return cls(store, actor, lambda: as_of, frozen=True)

    def now(self) -> Instant:
        return self.clock()

    def close(self) -> None:
        self.store.close()
