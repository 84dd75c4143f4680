"""What was said before the command: the config, the store and the instant to look from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.cli.language import speak
from floorboard.config import AUTO, Config, load
from floorboard.domain.instant import Instant
from floorboard.i18n import preferred

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Invocation:
    """A run of the program. `store` and `as_of` are as they were typed."""

    config: Config
    store: str
    as_of: str | None = None
    store_named: bool = False
    """Whether somebody said which store, here or in the config."""
    who: str = ""
    """Who signs in, by code, name or initials; empty: nobody does."""

    def elsewhere(self, store: str) -> Invocation:
        """The same on another store."""
        return replace(self, store=store, store_named=True)

    @property
    def path(self) -> Path:
        """The store's file; a `Problem` for a place that can't hold one."""
        from floorboard.store.store import path_of

        return path_of(self.store)

    @contextmanager
    def desk(self, as_of: str | None = None) -> Iterator[Desk]:
        """The desk on the store, open. The command's own `as_of` goes before the program's.

        Who was named signs in, unless the clock stands still: then nothing can be written anyway.
        """
        from floorboard.desk.desk import Desk

        desk = Desk.open(self.path, console=self.config.console)
        try:
            wanted = as_of or self.as_of
            if wanted is not None:
                instant = self._instant(wanted, desk)
                desk.clock, desk.frozen = (lambda: instant), True
            elif self.who:
                self._sign_in(desk)
            yield desk
        finally:
            desk.close()

    def person_id(self) -> int | None:
        """Who signed in for the board, which opens the store by itself; None for nobody."""
        if not self.who or not self.path.exists():
            return None
        with self.desk() as desk:
            return desk.actor.person_id

    def _sign_in(self, desk: Desk) -> None:
        from floorboard.cli.pins import pin_of
        from floorboard.desk.sign_in import sign_in

        sign_in(desk, self.who, pin_of(self.who))

    def as_of_instant(self) -> Instant | None:
        """The program's `as_of`; a wall time is one of the store's centre, and of UTC while
        there is no store."""
        if self.as_of is None:
            return None
        if not self.path.exists():
            from floorboard.cli.instants import read_instant
            from floorboard.desk.desk import system_clock

            return read_instant(self.as_of, ZoneInfo("UTC"), system_clock())
        with self.desk() as desk:
            return desk.now()

    @staticmethod
    def _instant(text: str, desk: Desk) -> Instant:
        from floorboard.cli.instants import read_instant

        return read_instant(text, centre_zone(desk), desk.now())


def begin(
    store: str | None = None,
    lang: str | None = None,
    as_of: str | None = None,
    who: str | None = None,
) -> Invocation:
    """The invocation for these options of the program; what they leave open the config says."""
    config = load()
    if lang is None:
        speak(preferred() if config.lang == AUTO else config.lang)
    named = store or config.store
    who = who or os.environ.get("FLOORBOARD_AS", "")
    return Invocation(config, named or config.store_location(), as_of, bool(named), who)


def centre_zone(desk: Desk) -> ZoneInfo:
    """The zone whose wall times the centre goes by."""
    from floorboard.store.queries import floor

    with desk.store.reading() as db:
        return ZoneInfo(floor.settings(db).get("zone", "UTC"))
