"""A console's desk: the store it works on, who works, and what time it is."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from floorboard.desk import permissions
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.store.store import Actor, Deed, Store


def system_clock() -> Instant:
    """This machine's time, to the second."""
    return int(time.time())


def console_name() -> str:
    """What a console is called that nobody named: the machine and the terminal at standard input,
    for two terminals undo each their own; a script's is the machine alone."""
    machine = socket.gethostname()
    try:
        return f"{machine}:{os.ttyname(0).removeprefix('/dev/')}"
    except OSError:
        return machine


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
        actor = Actor(clean_line(console or console_name()))
        if as_of is None:
            return cls(store, actor)
        return cls(store, actor, lambda: as_of, frozen=True)

    def now(self) -> Instant:
        return self.clock()

    @contextmanager
    def deed(
        self, action: str, subject: str, facts: Mapping[str, object] | None = None
    ) -> Iterator[Deed]:
        """The one way a desk writes: a deed of its actor, now. What happened carries `deed.at`.

        Raises `Problem` where the actor may not do `action`, or the clock stands still.
        """
        self.check_clock()
        actor = self.actor  # somebody else may sign in while we wait for the write lock
        with self.store.deed(action, subject, actor, self.now(), facts) as deed:
            permissions.check(deed.db, actor, action, deed.at)
            yield deed

    def check_clock(self) -> None:
        """Raise a `Problem` where the clock stands still: what is written would lie about when."""
        if self.frozen:
            raise Problem(
                N_("the clock stands still at {instant}: looking, not writing"),
                instant=f"{datetime.fromtimestamp(self.now(), UTC):%Y-%m-%dT%H:%M:%SZ}",
                fix=N_("Leave out --as-of"),
            )

    def close(self) -> None:
        self.store.close()
