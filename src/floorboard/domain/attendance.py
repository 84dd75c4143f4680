"""Attendance: who came when, against when they were rostered (duty manual, *deputy*, *general*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, Interval, from_wall, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.roster.days import DayNames
from floorboard.domain.roster.load import is_holiday, is_night, is_weekend

GRACE_SECONDS = 5 * 60
"""So much after the planned start, or before the planned end, is still in time."""

NEAR_SECONDS = 2 * 3600
"""A turn that begins this soon is the one that somebody comes for."""

LONGEST_SECONDS = 16 * 3600
"""Nobody sits at the centre for longer: a longer turn is stand-by, which nobody clocks in for."""


class OvertimeState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Planned(NamedTuple):
    """A turn that somebody is rostered for, or a part of one, [`start`, `end`), on a rota. `away`:
    leave, or their last day, takes it from them."""

    start: Instant
    end: Instant
    rota_id: int
    away: bool = False


class Presence(NamedTuple):
    """Somebody was in from `in_at` on; until now where `out_at` is None. `planned` is the turn
    that it was for."""

    in_at: Instant
    out_at: Instant | None
    planned: Interval | None


class Shift(Protocol):
    """A named part of the day, in minutes after midnight."""

    @property
    def code(self) -> str: ...
    @property
    def start_minute(self) -> int: ...
    @property
    def end_minute(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Days:
    """How the centre counts its time: its zone, its shifts and its named days."""

    zone: ZoneInfo
    shifts: Sequence[Shift]
    book: DayNames


@dataclass(frozen=True, slots=True)
class Figures:
    """Somebody's attendance over a time. Turns that touch each other count as one shift.

    `late_seconds` and `early_seconds` are those of who was late, or left early, beyond the grace.
    A worked shift is a night when at least half of it is night work, and belongs to a weekend or a
    holiday by the day it begins on; make-up workdays are neither.
    """

    planned: int = 0
    """Shifts they were rostered for."""
    worked: int = 0
    """… and came to."""
    absent: int = 0
    """… and didn't, though they are over."""
    unplanned: int = 0
    """How often they came without being rostered."""
    late: int = 0
    late_seconds: int = 0
    early: int = 0
    early_seconds: int = 0
    worked_seconds: int = 0
    overtime_seconds: int = 0
    """Worked beyond the plan, approved or not."""
    by_shift: Mapping[str, int] = field(default_factory=dict)
    """Worked seconds in each shift of the day, by its code."""
    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    not_out: int = 0
    """How often they never clocked out; that counts up to the planned end."""


def lateness(in_at: Instant, start: Instant, grace: int = GRACE_SECONDS) -> int:
    """How many seconds after the planned start somebody came; 0 within `grace`."""
    return _beyond(in_at - start, grace)


def left_early(out_at: Instant, end: Instant, grace: int = GRACE_SECONDS) -> int:
    """How many seconds before the planned end somebody left; 0 within `grace`."""
    return _beyond(end - out_at, grace)


def overtime(presence: Interval, planned: Interval | None, grace: int = GRACE_SECONDS) -> int:
    """Seconds worked before the planned start and after the planned end; 0 for an end within
    `grace`. Without a plan, everything is."""
    in_at, out_at = presence
    if planned is None:
        return max(out_at - in_at, 0)
    start, end = planned
    before = min(start, out_at) - in_at
    after = out_at - max(end, in_at)
    return _beyond(before, grace) + _beyond(after, grace)


def nearest(at: Instant, turns: Iterable[Planned]) -> Planned | None:
    """The turn that somebody comes for at `at`: one that runs, or begins soon; of several, the one
    whose start is nearest."""
    near = [turn for turn in turns if turn.start - NEAR_SECONDS <= at < turn.end]
    return min(near, key=lambda turn: abs(turn.start - at), default=None)


def shifts_of(turns: Iterable[Planned]) -> list[Interval]:
    """The turns as shifts to come to, by start: those that touch or overlap are one. Stand-by is
    none, and what somebody is away for isn't either."""
    runs: list[list[Planned]] = []
    for turn in sorted(turns, key=lambda each: (each.rota_id, each.start)):
        last = runs[-1][-1] if runs else None
        if last is not None and last.rota_id == turn.rota_id and turn.start <= last.end:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return merged(
        (turn.start, turn.end)
        for run in runs
        if run[-1].end - run[0].start <= LONGEST_SECONDS
        for turn in run
        if not turn.away
    )


def ends(presence: Presence, now: Instant) -> Instant:
    """When a presence ended; one that didn't lasts to now, and no longer than was planned or than
    anybody sits at the centre."""
    if presence.out_at is not None:
        return presence.out_at
    last = presence.planned[1] if presence.planned else presence.in_at + LONGEST_SECONDS
    return max(presence.in_at, min(now, last))


def figures(
    presences: Sequence[Presence],
    turns: Iterable[Planned],
    now: Instant,
    days: Days,
    grace: int = GRACE_SECONDS,
) -> Figures:
    """The figures of one person's presences, sorted by start, and of their turns.

    Somebody who went out and came back to a turn is late by their first coming, and left early by
    their last going.
    """
    visits: dict[Interval, list[Presence]] = {}
    for each in presences:
        if each.planned is not None:
            visits.setdefault(each.planned, []).append(each)
    missing = [turn for turn in shifts_of(turns) if not _met(turn, presences, now)]
    late = [lateness(each[0].in_at, turn[0], grace) for turn, each in visits.items()]
    early = [
        left_early(each[-1].out_at, turn[1], grace)
        for turn, each in visits.items()
        if each[-1].out_at is not None
    ]
    spans = [(each.in_at, ends(each, now)) for each in presences]
    unplanned = [span for each, span in zip(presences, spans, strict=True) if each.planned is None]
    worked = [*visits, *unplanned]
    first_days = [to_wall(start, days.zone).date() for start, _ in worked]
    return Figures(
        planned=len(visits) + len(missing),
        worked=len(visits),
        absent=sum(end <= now for _, end in missing),
        unplanned=len(unplanned),
        late=sum(seconds > 0 for seconds in late),
        late_seconds=sum(late),
        early=sum(seconds > 0 for seconds in early),
        early_seconds=sum(early),
        worked_seconds=sum(end - start for start, end in spans),
        overtime_seconds=sum(
            overtime(span, each.planned, grace) for each, span in zip(presences, spans, strict=True)
        ),
        by_shift=_by_shift(spans, days),
        nights=sum(is_night(span, days.zone) for span in worked),
        weekends=sum(is_weekend(day, days.book) for day in first_days),
        holidays=sum(is_holiday(day, days.book) for day in first_days),
        not_out=sum(each.out_at is None and ends(each, now) < now for each in presences),
    )


def _beyond(seconds: int, grace: int) -> int:
    return seconds if seconds > grace else 0


def _met(turn: Interval, presences: Iterable[Presence], now: Instant) -> bool:
    """Whether somebody came to it: it is what they came for, or they were in during it."""
    start, end = turn
    return any(
        (each.planned is not None and start < each.planned[1] and each.planned[0] < end)
        or (each.in_at < end and start < ends(each, now))
        for each in presences
    )


def _by_shift(spans: Iterable[Interval], days: Days) -> dict[str, int]:
    """The seconds of `spans` in each shift of the day; shifts without any are left out."""
    found: dict[str, int] = {}
    for span in spans:
        for shift in days.shifts:
            seconds = _within(span, (shift.start_minute, shift.end_minute), days.zone)
            if seconds:
                found[shift.code] = found.get(shift.code, 0) + seconds
    return found


def _within(span: Interval, window: tuple[int, int], zone: ZoneInfo) -> int:
    """Seconds of `span` inside the daily `window`, in minutes after midnight."""
    start, end = span
    day, last = to_wall(start, zone).date() - timedelta(days=1), to_wall(end, zone).date()
    seconds = 0
    while day <= last:
        opens, closes = (_wall(day, window[0], zone, "start"), _wall(day, window[1], zone, "end"))
        seconds += max(min(end, closes) - max(start, opens), 0)
        day += timedelta(days=1)
    return seconds


def _wall(day: date, minute: int, zone: ZoneInfo, edge: Edge) -> Instant:
    return from_wall(
        datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute), zone, edge
    )
