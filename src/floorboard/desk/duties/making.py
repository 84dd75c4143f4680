"""Checks come into being: one for each occurrence of each schedule, however many consoles look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckState
from floorboard.domain.instant import Instant, midnight, to_wall
from floorboard.store import bulk
from floorboard.store.connection import Connection
from floorboard.store.queries import duties as queries
from floorboard.store.queries import floor
from floorboard.store.views.duties import StoredSchedule

if TYPE_CHECKING:
    from floorboard.domain.duties.schedule import Occurrence

MOST_BACK = 366 * 86400
"""Seconds; what was due longer ago than this isn't made any more."""

COLUMNS = ("duty_id", "project_id", "scheduled", "opens_at", "due_at", "closes_at")
_PLAIN = ("state", "done_label", "note", "file", "first_label", "version")

Row = tuple[int, int | None, str, Instant, Instant, Instant]
"""A check's values for `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The checks that are missing, and up to when there are all with them."""

    rows: list[Row]
    schedules: tuple[int, ...]
    until: Instant


def ensure(desk: Desk) -> int:
    """See to it that all checks up to tomorrow exist; how many came into being.

    Those of days without a console are made too, a year back at most. Where none is missing, which
    one read tells, nothing is written and nobody waits. A desk whose clock stands still looks and
    doesn't write.
    """
    if desk.frozen:
        return 0
    with desk.store.reading(snapshot=True) as db:
        if not _missing(db, desk.now()).rows:
            return 0
    with desk.deed("duties.scheduled", "duties") as deed:
        found = _missing(deed.db, deed.at)  # another console may have made them, or loaded others
        if not found.rows:
            deed.withdraw()
            return 0
        insert(deed.db, found.rows)
        queries.set_made_until(deed.db, found.until, found.schedules)
        walls = [row[2] for row in found.rows]
        deed.after.update(checks=len(walls), first=min(walls), last=max(walls))
    return len(found.rows)


def insert(db: Connection, rows: list[Row]) -> None:
    """Write checks that nobody has done anything about."""
    plain = (CheckState.OPEN.value, "", "", "", "", 1)
    bulk.insert(db, "duty_check", (*COLUMNS, *_PLAIN), [(*row, *plain) for row in rows])


def row(schedule: StoredSchedule, found: Occurrence) -> Row:
    """The check that an occurrence is."""
    wall = found.scheduled.isoformat("T", "minutes")
    return (schedule.id, found.project, wall, found.opens_at, found.due_at, found.closes_at)


def _missing(db: Connection, now: Instant) -> _Found:
    stored = queries.schedules(db)
    if not stored:
        return _Found([], (), now)
    zone = centre.of(floor.settings(db)).zone
    until = midnight(to_wall(now, zone).date() + timedelta(days=2), zone)
    wanted = sorted(_wanted(db, stored, now), key=lambda row: (row[4], row[0], row[1] or 0))
    unmade = queries.unmade(db, [row[:3] for row in wanted])
    return _Found([wanted[at] for at in unmade], tuple(each.id for each in stored), until)


def _wanted(db: Connection, stored: list[StoredSchedule], now: Instant) -> Iterator[Row]:
    """What there has to be. What was due before its schedule was made isn't asked for, nor what was
    due for a project before anybody looked that knew of it."""
    from floorboard.desk.roster import plan
    from floorboard.domain.duties.schedule import occurrences

    zone, book, projects = plan.zone_of(db), plan.book_of(db), queries.projects(db)
    today = to_wall(now, zone).date()
    for each in stored:
        since = max(min(each.made_until, now), now - MOST_BACK)
        days = to_wall(since, zone).date(), today + timedelta(days=2)
        for found in occurrences(each.schedule, *days, book, zone, projects):
            if found.due_at >= since:
                yield row(each, found)
