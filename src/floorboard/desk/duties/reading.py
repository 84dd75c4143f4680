"""Checks to be looked at: of a shift, a day, a week, what is late, what was missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from floorboard.desk import centre
from floorboard.desk.board import (
    DONE,
    SHIFTLESS_SECONDS,
    CheckLine,
    ShiftNow,
    known_at,
    left_over,
    phase_of,
    shift_at,
    shift_days,
)
from floorboard.desk.desk import Desk
from floorboard.desk.duties.people import Rostered
from floorboard.domain.duty import CheckPhase, CheckState, phase
from floorboard.domain.instant import Instant, midnight, to_wall
from floorboard.domain.ticket import NEVER
from floorboard.store.connection import Connection
from floorboard.store.queries import checks as queries
from floorboard.store.queries import duties as schedules
from floorboard.store.queries import floor
from floorboard.store.views.floor import CheckView

MISSED_DAYS = 31
"""How far back what was missed is looked for."""

SETTLED = frozenset({*DONE, CheckPhase.WAIVED})


class Span(StrEnum):
    """Which checks are wanted, by when they are due."""

    SHIFT = "shift"
    """In this shift; outside of any, up to the next one. What an earlier one left comes first."""
    DAY = "day"
    WEEK = "week"
    """From Monday to Sunday."""
    OVERDUE = "overdue"
    """Before now, and they can still be done."""
    MISSED = "missed"
    """Those whose window closed on them in the last `MISSED_DAYS`, the latest first."""


@dataclass(frozen=True, slots=True)
class Look:
    """The checks of a span, at `at`."""

    at: Instant
    zone: str
    span: Span
    start: Instant
    end: Instant
    shift: ShiftNow | None
    """The shift it is now, where it is the span."""
    checks: tuple[CheckLine, ...]

    def count(self, *phases: CheckPhase) -> int:
        """How many are in one of these."""
        return sum(line.phase in phases for line in self.checks)

    @property
    def own(self) -> tuple[CheckLine, ...]:
        """Those of the span itself, without what an earlier shift left."""
        return tuple(line for line in self.checks if not line.earlier)

    @property
    def done(self) -> int:
        """Checks of the span that were done, be it late."""
        return sum(line.phase in DONE for line in self.own)

    @property
    def waived(self) -> int:
        """Those that needn't be done."""
        return sum(line.phase is CheckPhase.WAIVED for line in self.own)


def look(
    desk: Desk,
    span: Span = Span.SHIFT,
    on: date | None = None,
    *,
    post: str | None = None,
    project_id: int | None = None,
) -> Look:
    """The checks of a span: of a day or a week the one around `on`, else today's; of one post or
    project alone, if any is named. Each says whom the roster puts in its post when it is due."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        zone = centre.of(floor.settings(db)).zone
        day = on or to_wall(now, zone).date()
        shift: ShiftNow | None = None
        left: list[CheckView] = []
        match span:
            case Span.SHIFT:
                days = shift_days(floor.shifts(db), now, zone)
                shift, start, end = _shift(days, now)
                left = left_over(db, days, start, now)
                found = left + queries.checks(db, start, end)
            case Span.DAY | Span.WEEK:
                first, count = (day, 1) if span is Span.DAY else (_monday(day), 7)
                start, end = (midnight(first + timedelta(days=n), zone) for n in (0, count))
                found = queries.checks(db, start, end)
            case Span.OVERDUE:
                start, end = now, NEVER
                found = queries.unfinished(db, start, end, now)
            case Span.MISSED:
                start, end = _missed(now)
                found = queries.unfinished(db, start, end, now)[::-1]
        kept = [
            known_at(each, now)
            for each in found
            if post in (None, each.post) and project_id in (None, each.project_id)
        ]
        checks = _with_people(db, kept, now, {each.id for each in left})
    return Look(now, zone.key, span, start, end, shift, checks)


def one(desk: Desk, check_id: int) -> CheckLine | None:
    """One check as it stands now."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        found = queries.check(db, check_id)
        return _with_people(db, [known_at(found, now)], now)[0] if found else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many checks are late and can still be done, and how many were missed in the last
    `MISSED_DAYS`."""

    overdue: int
    missed: int
    recurs: bool = True
    """Whether any duty recurs here at all."""


def waiting(desk: Desk) -> Waiting:
    """What isn't done, counted."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        overdue = queries.unfinished(db, now, NEVER, now)
        missed = queries.unfinished(db, *_missed(now), now)
        return Waiting(len(overdue), len(missed), bool(schedules.schedules(db)))


@dataclass(frozen=True, slots=True)
class Day:
    """What came of a duty on a day; nothing, where it wasn't due."""

    day: date
    checks: tuple[CheckLine, ...]


def history(
    desk: Desk, duty: str, days: int = 35, *, project_id: int | None = None
) -> tuple[Day, ...]:
    """The last `days` of the schedule with the code `duty`, today the last; of one project alone,
    if any is named."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        zone = centre.of(floor.settings(db)).zone
        today = to_wall(now, zone).date()
        first = today - timedelta(days=days - 1)
        start, end = (midnight(day, zone) for day in (first, today + timedelta(days=1)))
        found = queries.checks(db, start, end, duty=duty)
    by_day: dict[date, list[CheckLine]] = {}
    for each in found:
        if project_id in (None, each.project_id):
            known = known_at(each, now)
            line = CheckLine(known, phase_of(known, now))
            by_day.setdefault(to_wall(each.due_at, zone).date(), []).append(line)
    dates = (first + timedelta(days=n) for n in range(days))
    return tuple(Day(day, tuple(by_day.get(day, ()))) for day in dates)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a post's checks in a month: those that are over, done or missed, and those
    that were waived. Of a month that isn't over, what is settled by now."""

    month: date
    """Its first day."""
    post: str
    in_time: int
    late: int
    missed: int
    waived: int

    @property
    def share(self) -> float | None:
        """The part that was done, be it late, of what had to be done; None of nothing."""
        done = self.in_time + self.late
        return done / (done + self.missed) if done + self.missed else None


def kept(desk: Desk, months: int = 6) -> tuple[Kept, ...]:
    """How each post kept its duties in the last `months`, this one the last, by month and post."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        zone = centre.of(floor.settings(db)).zone
        today = to_wall(now, zone).date()
        first = today.replace(day=1)
        for _ in range(months - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        found = queries.settled(db, midnight(first, zone), now + MISSED_DAYS * 86400)
    counted: dict[tuple[date, str], Counter[CheckPhase]] = {}
    for post, state, opens_at, due_at, closes_at, done_at in found:
        known = done_at is not None and done_at <= now
        stood = CheckState(state) if known else CheckState.OPEN
        stands = phase(stood, opens_at, due_at, closes_at, done_at if known else None, now)
        month = to_wall(due_at, zone).date().replace(day=1)
        if month <= today and stands in {CheckPhase.MISSED, *SETTLED}:
            counted.setdefault((month, post), Counter())[stands] += 1
    return tuple(
        Kept(
            *key,
            in_time=count[CheckPhase.DONE],
            late=count[CheckPhase.DONE_LATE],
            missed=count[CheckPhase.MISSED],
            waived=count[CheckPhase.WAIVED],
        )
        for key, count in sorted(counted.items())
    )


def today(desk: Desk) -> date:
    """The day it is in the centre's zone."""
    with desk.store.reading() as db:
        return to_wall(desk.now(), centre.of(floor.settings(db)).zone).date()


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a measure on a day, summed up over `entries` checks."""

    day: date
    value: int | float
    entries: int


def counted(desk: Desk, measure: str, first: date, last: date) -> tuple[Counted, ...]:
    """What was counted of `measure` on each of the days from `first` to `last` on which it was."""
    with desk.store.reading(snapshot=True) as db:
        zone = centre.of(floor.settings(db)).zone
        start, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
        found = queries.counts(db, measure, start, end)
    by_day: dict[date, list[int | float]] = {}
    for each in found:
        by_day.setdefault(to_wall(each.due_at, zone).date(), []).append(each.value)
    return tuple(Counted(day, sum(values), len(values)) for day, values in by_day.items())


def by_project(lines: Iterable[CheckLine]) -> Mapping[int | None, tuple[CheckLine, ...]]:
    """Checks by their project; those of none come first."""
    found: dict[int | None, list[CheckLine]] = {None: []}
    for line in lines:
        found.setdefault(line.check.project_id, []).append(line)
    return {project: tuple(each) for project, each in found.items() if each}


def by_post(lines: Iterable[CheckLine]) -> Mapping[str, tuple[CheckLine, ...]]:
    """Checks by their post."""
    found: dict[str, list[CheckLine]] = {}
    for line in lines:
        found.setdefault(line.check.post, []).append(line)
    return {post: tuple(each) for post, each in found.items()}


def _shift(days: Sequence[ShiftNow], now: Instant) -> tuple[ShiftNow | None, Instant, Instant]:
    """The shift of `now`, and from when to when its checks are due."""
    shift = shift_at(days, now)
    if shift is not None:
        return shift, shift.starts_at, shift.ends_at
    ahead = min((each.starts_at for each in days if each.starts_at > now), default=None)
    return None, now, ahead or now + SHIFTLESS_SECONDS


def _missed(now: Instant) -> tuple[Instant, Instant]:
    """When the windows closed of what is told as missed."""
    return now - MISSED_DAYS * 86400, now


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _with_people(
    db: Connection, checks: list[CheckView], now: Instant, left: Collection[int] = ()
) -> tuple[CheckLine, ...]:
    """Checks as they stand, those numbered in `left` as an earlier shift's, with their people."""
    if not checks:
        return ()
    due = [each.due_at for each in checks]
    rostered = Rostered(db, min(due), max(due) + 1)
    return tuple(
        CheckLine(
            each,
            phase_of(each, now),
            each.id in left,
            rostered.people(each.post, each.project_id, each.due_at),
        )
        for each in checks
    )
