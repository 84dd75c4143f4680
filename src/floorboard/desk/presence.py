"""Who is in now, and who should be: as the lead looks over the floor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from floorboard.desk import attendance, people
from floorboard.desk.desk import Desk
from floorboard.domain.attendance import (
    GRACE_SECONDS,
    LONGEST_SECONDS,
    NEAR_SECONDS,
    lateness,
    shifts_of,
)
from floorboard.domain.instant import Instant, Interval
from floorboard.store.connection import Connection
from floorboard.store.queries import attendance as queries
from floorboard.store.queries import people as people_queries
from floorboard.store.queries.people import Staff
from floorboard.store.views.attendance import AttendanceView


class Standing(StrEnum):
    """How somebody stands to the floor now, the most urgent first."""

    MISSING = "missing"
    """Their shift runs, and they didn't come."""
    GONE = "gone"
    """They left while their shift still runs."""
    DUE = "due"
    """Their shift has begun just now."""
    IN = "in"
    COMING = "coming"
    """Their shift begins soon."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in or should be. `start` and `end` are their shift's; None for who came
    without one. `late` is how many seconds beyond the grace they came late, or are missing."""

    person_id: int
    code: str
    name: str
    other_name: str
    standing: Standing
    in_at: Instant | None
    out_at: Instant | None
    start: Instant | None
    end: Instant | None
    late: int


@dataclass(frozen=True, slots=True)
class Presence:
    """The floor at `at`, the most urgent first."""

    at: Instant
    people: tuple[Present, ...]

    def count(self, *standings: Standing) -> int:
        """How many stand so."""
        return sum(each.standing in standings for each in self.people)


def read(desk: Desk) -> Presence:
    """Who is in now, and whose shift runs or begins soon."""
    with desk.store.reading(snapshot=True) as db:
        return within(db, desk.now())


def within(db: Connection, now: Instant) -> Presence:
    """The same, as this transaction sees it."""
    staff = people_queries.staff(db)
    today = people.today_at(db, now)
    planned = attendance.planned(db, now - attendance.REACH_SECONDS, now + attendance.REACH_SECONDS)
    records = queries.meeting(db, now - LONGEST_SECONDS, now + 1)
    inside = {each.person_id: each for each in queries.in_at(db, now)}
    found = []
    for person in staff:
        shift = next(
            (
                (start, end)
                for start, end in shifts_of(planned.get(person.id, []))
                if start - NEAR_SECONDS <= now < end
            ),
            None,
        )
        here = inside.get(person.id)
        if here is None and (shift is None or not person.here(today)):
            continue
        mine = [each for each in records if each.person_id == person.id]
        found.append(_present(person, here, shift, mine, now))
    order = [*Standing]
    found.sort(key=lambda each: (order.index(each.standing), -each.late, each.code))
    return Presence(now, tuple(found))


def _present(
    person: Staff,
    here: AttendanceView | None,
    shift: Interval | None,
    mine: list[AttendanceView],
    now: Instant,
) -> Present:
    start, end = shift or (None, None)
    in_at: Instant | None = None
    out_at: Instant | None = None
    late = 0
    if here is not None:
        standing, in_at = Standing.IN, here.in_at
        if here.planned_start_at is not None:
            start, end = here.planned_start_at, here.planned_end_at
            late = _late(mine, here.planned_start_at)
    else:
        assert start is not None
        came = [each for each in mine if each.out_at is not None and each.out_at > start]
        if came:
            standing, in_at, out_at = Standing.GONE, came[-1].in_at, came[-1].out_at
        elif now < start:
            standing = Standing.COMING
        elif now - start <= GRACE_SECONDS:
            standing = Standing.DUE
        else:
            standing, late = Standing.MISSING, now - start
    names = person.id, person.code, person.name, person.other_name
    return Present(*names, standing, in_at, out_at, start, end, late)


def _late(mine: list[AttendanceView], start: Instant) -> int:
    """How late somebody first came to the shift that begins at `start`."""
    first = min(each.in_at for each in mine if each.planned_start_at == start)
    return lateness(first, start)
