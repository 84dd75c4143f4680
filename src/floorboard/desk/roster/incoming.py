"""What a roster file says, before anybody knows whom and which shift it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.desk import centre
from floorboard.desk.roster import whom
from floorboard.domain.instant import Instant, Interval, midnight, next_month
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note
from floorboard.exchange.rosters.drafts import ShiftDraft
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView

APART_DAYS = 7
"""Days that lie further from each other in a file leave what is planned between them alone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What stays out: its cell or event, what it says, and why."""

    where: str
    text: str
    problem: Problem
    days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn as the file says it. `shift` is named where it has no hours of its own."""

    where: str
    person: str
    rota: str | None
    day: date | None = None
    shift: str | None = None
    hours: tuple[int, int] | None = None
    span: tuple[Instant, Instant] | None = None


@dataclass(slots=True)
class File:
    """All that the file says, and the time that it is about, in order."""

    entries: list[Entry]
    spans: list[Interval]
    zone: ZoneInfo
    """That of its days."""
    refused: list[Refused] = field(default_factory=list)
    notes: tuple[Note, ...] = ()
    doubtful: frozenset[date | None] = frozenset()
    """The days of what is refused; None where it doesn't say its day."""
    said_zone: ZoneInfo | None = None
    """That of all its hours, where it says one; else they are of their rota's."""

    @property
    def whole(self) -> Interval:
        """From the first of it to the last."""
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else (0, 0)


@dataclass(slots=True)
class Floor:
    """What a file may name."""

    rotas: list[RotaView]
    shifts: list[ShiftView]
    zone: ZoneInfo

    def zone_of(self, rota: RotaView | None) -> ZoneInfo:
        """The rota's own zone, or else the centre's."""
        return centre.zone(rota.zone) if rota and rota.zone else self.zone


def read(path: Path, month: date | None, there: Floor, zone: ZoneInfo) -> File:
    """What the file at `path` says, of `month` where it doesn't say which; its days are of `zone`
    unless it names another. Raises `Problem` where it can't be read as a whole."""
    if path.suffix.lower() in (".ics", ".ical", ".icalendar", ".ifb"):
        return _read_calendar(path, month, there.zone)
    return _read_table(path, month, there, zone)


def _read_calendar(path: Path, month: date | None, zone: ZoneInfo) -> File:
    from floorboard.exchange.icalendars import read_duties

    if month is None:
        raise Problem(
            N_("a calendar goes on and on: say which month of it"),
            where=path.name,
            fix=N_("Add --month, like this: {examples}"),
            examples="--month 2026-12",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Problem(
            N_("the file can't be read: {error}"),
            where=str(path),
            error=error.strerror or error,
        ) from error
    start, end = span_of_days(month, next_month(month), zone)
    found = read_duties(data, path.name, start, end, zone)
    return File(
        [Entry(each.uid, each.person, None, span=(each.start, each.end)) for each in found.duties],
        [(start, end)],
        zone,
        [Refused(each.where, "", _without_place(each)) for each in found.mistakes],
        doubtful=frozenset([None] if found.mistakes else []),
    )


def _read_table(path: Path, month: date | None, there: Floor, zone: ZoneInfo) -> File:
    from floorboard.exchange.rosters.reading import read_roster

    # a rota's name says that it is all day
    named: list[ShiftView | RotaView] = [*there.shifts, *there.rotas]
    known = [name for each in named for name in (each.code, each.name, each.name_zh) if name]
    found = read_roster(path, month, shifts=known)
    said = ZoneInfo(found.zone) if found.zone else None
    texts = {each.shift for each in found.shifts if each.shift and each.start is None}
    all_day = {text for text in texts if whom.names_rota(there.rotas, there.shifts, text)}
    return File(
        [_entry(each, all_day) for each in found.shifts],
        _days((each.day for each in found.shifts), month, said or zone),
        said or zone,
        [
            Refused(each.problem.where, each.value, _without_place(each.problem))
            for each in found.mistakes
        ],
        found.notes,
        found.doubtful,
        said,
    )


def _days(days: Iterable[date], month: date | None, zone: ZoneInfo) -> list[Interval]:
    """The days as time, as far as they are of the month, with the days off between them. One that
    is more than `APART_DAYS` from the others stands alone: its year may be a slip."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if month is not None and not month <= day < next_month(month):
            continue
        if runs and (day - runs[-1][-1]).days <= APART_DAYS:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [span_of_days(run[0], run[-1] + timedelta(days=1), zone) for run in runs]


def _entry(draft: ShiftDraft, all_day: Collection[str]) -> Entry:
    hours = None
    if draft.start is not None and draft.end is not None:
        hours = draft.start, draft.end
    elif draft.shift in all_day:
        rota = draft.rota or draft.shift
        return Entry(draft.cell, draft.person, rota, draft.day, draft.shift, (0, 1440))
    return Entry(draft.cell, draft.person, draft.rota, draft.day, draft.shift, hours)


def _without_place(problem: Problem) -> Problem:
    """The same problem; its place is told beside it."""
    return Problem(problem.what, where="", fix=problem.fix, **problem.facts)


def span_of_days(first: date, last: date, zone: ZoneInfo) -> tuple[Instant, Instant]:
    """From the midnight that begins `first` to that of `last`."""
    return midnight(first, zone), midnight(last, zone)
