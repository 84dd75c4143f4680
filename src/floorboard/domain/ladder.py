"""The escalation ladder: which rung of it falls due when, and whom it is for (rules.md).

A rung hangs on one clock of a ticket. It is raised once in a cycle, so what was raised already is
an argument of everything here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from floorboard.domain.calendar import WorkingCalendar
from floorboard.domain.instant import Instant
from floorboard.domain.post import Post
from floorboard.domain.ticket import ClockName

if TYPE_CHECKING:
    from floorboard.domain.clocks import Clock, Clocks


class To(StrEnum):
    """What kind of addressee it is."""

    POST = "post"
    """Those of a post who are on a rota; where none of them is, everybody who holds it."""
    ROTA = "rota"
    """Whoever is on the rota of this code."""
    SECOND_LINE = "second_line"
    """Whoever is on the rota of the ticket's project, or for want of one on rota `second_line`."""
    PROJECT_MANAGER = "project_manager"
    OWNER = "owner"
    SHIFT_LEAD = "shift_lead"


SECOND_LINE_ROTA = "second_line"
"""The code of the rota that is the second line of projects without one of their own."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a rung goes, as a policy says it: who that is, the roster of the moment tells."""

    to: To
    name: str = ""
    """The post or the rota's code; empty for the other kinds."""

    @classmethod
    def parse(cls, words: str) -> Addressee:
        """`post:deputy`, `rota:duty-manager`, `second_line`, …; a `ValueError` for others."""
        kind, colon, name = words.partition(":")
        to = To(kind)
        if bool(name) != (to in (To.POST, To.ROTA)) or bool(colon) != bool(name):
            raise ValueError(words)
        return cls(to, Post(name).value if to is To.POST else name)

    def __str__(self) -> str:
        return f"{self.to}:{self.name}" if self.name else self.to.value


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: when it is raised, and to whom.

    It falls due `after_minutes` plain minutes after the due time of its clock; with a `share`
    instead when that part, between 0 and 1, of the clock's time is used. Who doesn't acknowledge
    it within `acknowledge_minutes` leaves it to the `backup`.
    """

    name: str
    clock: ClockName
    addressee: Addressee
    after_minutes: int = 0
    share: float | None = None
    acknowledge_minutes: int | None = None
    backup: Addressee | None = None


Falling = tuple[Instant, Rung]
"""A rung and the instant at which it falls due."""


def pending(
    rungs: Iterable[Rung],
    clocks: Clocks,
    calendars: Mapping[str, WorkingCalendar],
    raised: Collection[str],
) -> list[Falling]:
    """The rungs that aren't in `raised` and have an instant, by it; of one instant in the ladder's
    order. A clock that has stopped has no rungs, nor has one whose due time a pause keeps moving.
    """
    by_name = {
        each.name: each for each in (clocks.first_reply, clocks.status_reply, clocks.solution)
    }
    found: list[Falling] = []
    for rung in rungs:
        if rung.name not in raised:
            at = _falls_due(rung, by_name[rung.clock], calendars)
            if at is not None:
                found.append((at, rung))
    found.sort(key=lambda each: each[0])
    return found


def next_rung(
    rungs: Iterable[Rung],
    clocks: Clocks,
    calendars: Mapping[str, WorkingCalendar],
    raised: Collection[str],
) -> Falling | None:
    """The first of the `pending` rungs."""
    return next(iter(pending(rungs, clocks, calendars, raised)), None)


def due_rungs(
    rungs: Iterable[Rung],
    clocks: Clocks,
    calendars: Mapping[str, WorkingCalendar],
    raised: Collection[str],
    now: Instant,
) -> list[Falling]:
    """Those of the `pending` rungs that have fallen due by `now`."""
    return [each for each in pending(rungs, clocks, calendars, raised) if each[0] <= now]


def _falls_due(
    rung: Rung, clock: Clock, calendars: Mapping[str, WorkingCalendar]
) -> Instant | None:
    if clock.stopped_at is not None or clock.due_at is None:
        return None
    if rung.share is None:
        return clock.due_at + rung.after_minutes * 60
    if clock.target is None or clock.recorded or clock.promise is not None:
        return _of_agreed_time(clock, rung.share)
    budget = int(clock.target.seconds * rung.share)
    return calendars[clock.target.calendar].due(clock.started_at, budget, clock.pauses)


def _of_agreed_time(clock: Clock, share: float) -> Instant:
    """When that share of the time up to an agreed instant is over: no calendar counts it."""
    assert clock.due_at is not None
    start = clock.started_at if clock.promise is None else clock.promise.made_at
    return clock.due_at - int((1 - share) * max(0, clock.due_at - start))
