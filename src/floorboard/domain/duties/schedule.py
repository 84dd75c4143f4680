"""Schedules of recurring duties, and the occurrences they make (rules.md, *Duties and checklists*).

An occurrence is identified by its schedule, its project and its *scheduled* wall time: the rule's,
before a day off moves it. It is due on the day that it was moved to, and belongs to that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.duties.rule import names_hours, walls
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.opening import DAY_MINUTES
from floorboard.domain.post import Post
from floorboard.domain.roster.days import DayBook

MOST_MOVED = timedelta(days=31)
"""How far off a workday may be. Where none is as near, an occurrence stays on its day."""


class Workdays(StrEnum):
    """What becomes of an occurrence that falls on a day off, which is one without opening hours."""

    ANY = "any"
    """It is kept."""
    ONLY = "only"
    """It is dropped."""
    BEFORE = "before"
    """It is due on the last workday before."""
    AFTER = "after"
    """It is due on the first workday after."""


class Evidence(StrEnum):
    """What somebody who has done it gives."""

    TICK = "tick"
    NOTE = "note"
    NUMBER = "number"
    FILE = "file"
    """A file's name."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a duty of the handbook is to be done, and by which post."""

    code: str
    duty: str
    """The handbook's id, as in `shift_lead.duty.4`."""
    post: Post
    titles: Mapping[str, str]
    rule: str
    """RFC 5545's RRULE, one that `rule.check` lets through."""
    starts_on: date
    due: int
    """The minute of the day it is due, and the first day's first one. A rule that names hours of
    its own overrides it."""
    opens: int
    """Minutes before it is due from which on it can be done."""
    closes: int
    """Minutes after it is due at which it is missed."""
    workdays: Workdays = Workdays.ANY
    each_project: bool = False
    evidence: Evidence = Evidence.TICK
    measure: str = ""
    """What a number counts, as in `phone_answered`."""
    four_eyes: bool = False

    @property
    def start(self) -> datetime:
        """The wall time that its rule begins at."""
        minute = 0 if names_hours(self.rule) else self.due
        return datetime.combine(self.starts_on, time()) + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A duty to be done once, within [`opens_at`, `closes_at`)."""

    code: str
    project: int | None
    """A project's id; None for a duty that isn't done for each of them."""
    scheduled: datetime
    """A wall time, to the minute."""
    opens_at: Instant
    due_at: Instant
    closes_at: Instant
    provisional: bool = False
    """The make-up workdays of its year aren't announced: it may still be due on another day, or
    drop out. Until they are, weekends and the holidays that are known are days off."""


def occurrences(
    schedule: Schedule,
    start_day: date,
    end_day: date,
    calendar: DayBook,
    zone: ZoneInfo,
    projects: Sequence[int] = (),
) -> list[Occurrence]:
    """What is due on the days [`start_day`, `end_day`), in order; what is done for each project,
    once for each of `projects`.

    A due time that a DST change skips is the first instant after the gap, a repeated one its first
    occurrence. Of two that would be due at the same instant one remains: the one that stands on its
    own day, else the later one. A window ends where the next one begins at the latest; one that
    would begin before the previous one was due begins midway between the two due times.
    """
    # Only neighbours whose windows can meet matter: a window's length away, and a day for DST.
    back = timedelta(days=schedule.opens // DAY_MINUTES + 2)
    ahead = timedelta(days=(schedule.opens + schedule.closes) // DAY_MINUTES + 2)
    found = _planned(schedule, start_day - back, end_day + ahead, calendar, zone)
    whom: Sequence[int | None] = projects if schedule.each_project else (None,)
    made: list[Occurrence] = []
    for previous, this, following in zip((None, *found), found, (*found[1:], None), strict=False):
        day = this.wall.date()
        if not start_day <= day < end_day:
            continue
        opens_at = _opens_at(schedule, previous, this, zone)
        closes_at = _closes_at(schedule, this, following, zone)
        provisional = schedule.workdays is not Workdays.ANY and not all(
            calendar.announced(year) for year in {day.year, this.scheduled.year}
        )
        window = opens_at, this.due_at, closes_at
        made += [
            Occurrence(schedule.code, project, this.scheduled, *window, provisional)
            for project in whom
        ]
    return made


class _Planned(NamedTuple):
    """When an occurrence is due, moved to a workday, and when its rule has it."""

    due_at: Instant
    wall: datetime
    scheduled: datetime


def _planned(
    schedule: Schedule, first: date, end: date, calendar: DayBook, zone: ZoneInfo
) -> list[_Planned]:
    """All that are due on the days [`first`, `end`), by their due times."""
    moved = schedule.workdays in (Workdays.BEFORE, Workdays.AFTER)
    reach = MOST_MOVED if moved else timedelta()
    kept: dict[Instant, _Planned] = {}
    for scheduled in walls(schedule.rule, schedule.start, first - reach, end + reach):
        wall = _placed(scheduled, schedule.workdays, calendar)
        if wall is None or not first <= wall.date() < end:
            continue
        this = _Planned(from_wall(wall, zone), wall, scheduled)
        rival = kept.get(this.due_at)
        if rival is None or _standing(this) > _standing(rival):
            kept[this.due_at] = this
    return sorted(kept.values())


def _standing(planned: _Planned) -> tuple[bool, datetime]:
    """Of two that are due at once, the higher one remains."""
    return planned.wall == planned.scheduled, planned.scheduled


def _placed(scheduled: datetime, workdays: Workdays, calendar: DayBook) -> datetime | None:
    """The wall time it is due; None where it falls out."""
    if workdays is Workdays.ANY or calendar.ranges_on(scheduled.date()):
        return scheduled
    if workdays is Workdays.ONLY:
        return None
    step = timedelta(days=-1 if workdays is Workdays.BEFORE else 1)
    wall = scheduled + step
    while abs(wall - scheduled) <= MOST_MOVED:
        if calendar.ranges_on(wall.date()):
            return wall
        wall += step
    return scheduled


def _opens_at(
    schedule: Schedule, previous: _Planned | None, this: _Planned, zone: ZoneInfo
) -> Instant:
    opens = from_wall(this.wall - timedelta(minutes=schedule.opens), zone)
    if previous is not None and opens <= previous.due_at:
        return (previous.due_at + this.due_at) // 2
    return opens


def _closes_at(
    schedule: Schedule, this: _Planned, following: _Planned | None, zone: ZoneInfo
) -> Instant:
    closes = from_wall(this.wall + timedelta(minutes=schedule.closes), zone, "end")
    if closes <= this.due_at:  # all of it fell into the hour that was skipped
        closes = this.due_at + schedule.closes * 60
    if following is None:
        return closes
    return min(closes, _opens_at(schedule, this, following, zone))
