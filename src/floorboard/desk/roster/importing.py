"""Rosters that were planned elsewhere, from tables and calendars, as planned turns.

What can't be read, and whoever isn't known, stays out and is named by its cell; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan, planning, whom
from floorboard.desk.roster.planning import NewTurn
from floorboard.domain.instant import Instant, Interval, from_wall, next_month, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note
from floorboard.exchange.rosters.drafts import ShiftDraft
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import roster as queries
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView

APART_DAYS = 7
"""Days that lie further from each other in a file leave what is planned between them alone."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to import, and how.

    `rota` is a code; where it is empty, a table's own column names the rota, or there is but one.
    `month` is its first day: a calendar is read over it, and a table's dates are of it where they
    don't say so. `names` are the codes of people whom the file calls otherwise. With
    `whole_or_nothing` nothing is written where something is refused; with `keep` no turn that is
    there goes.
    """

    path: Path
    rota: str = ""
    month: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    whole_or_nothing: bool = False
    keep: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What stays out: its cell or event, what it says, and why."""

    where: str
    text: str
    problem: Problem
    days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with `written` false would do, over [`start`, `end`).

    Of what was `read`, `past` had begun already, and `outside` is of another month or rota.
    """

    rotas: tuple[str, ...]
    start: Instant
    end: Instant
    read: int
    made: int
    gone: int
    past: int
    outside: int
    refused: tuple[Refused, ...]
    notes: tuple[Note, ...]
    written: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """One turn as the file says it. `shift` is named where it has no hours of its own."""

    where: str
    person: str
    rota: str | None
    day: date | None = None
    shift: str | None = None
    hours: tuple[int, int] | None = None
    span: tuple[Instant, Instant] | None = None


@dataclass(slots=True)
class _File:
    """All that the file says, and the time that it is about, in order."""

    entries: list[_Entry]
    spans: list[Interval]
    refused: list[Refused] = field(default_factory=list)
    notes: tuple[Note, ...] = ()
    doubtful: frozenset[date | None] = frozenset()
    """The days of what is refused; None where it doesn't say its day."""

    @property
    def whole(self) -> Interval:
        """From the first of it to the last."""
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else (0, 0)


@dataclass(slots=True)
class _Floor:
    """What a file may name."""

    rotas: list[RotaView]
    shifts: list[ShiftView]
    zone: ZoneInfo


@dataclass(slots=True)
class _Sorted:
    """The turns to be, with where the file says each, and what isn't among them."""

    turns: dict[NewTurn, _Entry] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    past: int = 0
    outside: int = 0


def load(desk: Desk, request: Request) -> Imported:
    """Import a roster as one deed. The unlocked turns that its rotas have over the days of the file
    go for its own, unless they have begun; they stay on the days of what is refused. Raises
    `Problem` where the file can't be read as a whole."""
    with desk.store.reading(snapshot=True) as db:
        there = _Floor(queries.rotas(db), floor.shifts(db), plan.zone_of(db))
        chosen = whom.rota(there.rotas, request.rota) if request.rota else None
        file = _read(request, there)
        if chosen is None and not all(each.rota for each in file.entries):
            _check_only(there.rotas, request.path)
        found = _sort(db, request, there, chosen, file, desk.now())
        clearing = set() if request.keep else {turn.rota_id for turn in found.turns}
        clashes = True
        while clashes:  # what is refused keeps its day's turns, at whose time others may be
            doubtful = file.doubtful.union(*(each.days for each in found.refused))
            spans = _without(file.spans, doubtful, there.zone)
            leaving, staying = planning.standing(db, found.turns, clearing, spans, desk.now())
            clashes = _refuse_clashes(found, staying, there.zone)
    notes = file.notes if request.keep else (*file.notes, *_kept(doubtful))
    refused = sorted(file.refused + found.refused, key=lambda each: _place(each.where))
    write = not request.dry_run and not (request.whole_or_nothing and refused)
    codes = {each.id: each.code for each in there.rotas}
    rotas = tuple(codes[number] for number in sorted({each.rota_id for each in found.turns}))
    made, gone = len(found.turns.keys() - staying), len(leaving)
    if write and found.turns:
        planned = planning.write(
            desk,
            found.turns,
            f"roster/{rotas[0]}" if len(rotas) == 1 else "roster",
            clearing=clearing,
            spans=spans,
        )
        made, gone = planned.made, planned.gone
    return Imported(
        rotas,
        *file.whole,
        len(file.entries) + len(file.refused),
        made,
        gone,
        found.past,
        found.outside,
        tuple(refused),
        notes,
        write and bool(found.turns),
    )


def _read(request: Request, there: _Floor) -> _File:
    if request.path.suffix.lower() in (".ics", ".ical", ".icalendar", ".ifb"):
        return _read_calendar(request, there.zone)
    return _read_table(request, there)


def _read_calendar(request: Request, zone: ZoneInfo) -> _File:
    from floorboard.exchange.icalendars import read_duties

    if request.month is None:
        raise Problem(
            N_("a calendar goes on and on: say which month of it"),
            where=request.path.name,
            fix=N_("Add --month, like this: {examples}"),
            examples="--month 2026-12",
        )
    try:
        data = request.path.read_bytes()
    except OSError as error:
        raise Problem(
            N_("the file can't be read: {error}"),
            where=str(request.path),
            error=error.strerror or error,
        ) from error
    start, end = _midnights(request.month, next_month(request.month), zone)
    read = read_duties(data, request.path.name, start, end, zone)
    return _File(
        [_Entry(each.uid, each.person, None, span=(each.start, each.end)) for each in read.duties],
        [(start, end)],
        [Refused(each.where, "", _without_place(each)) for each in read.mistakes],
        doubtful=frozenset([None] if read.mistakes else []),
    )


def _read_table(request: Request, there: _Floor) -> _File:
    from floorboard.exchange.rosters.reading import read_roster

    known = [name for each in there.shifts for name in (each.code, each.name, each.name_zh) if name]
    read = read_roster(request.path, request.month, shifts=known)
    return _File(
        [_entry(each) for each in read.shifts],
        _days((each.day for each in read.shifts), request.month, there.zone),
        [
            Refused(each.problem.where, each.value, _without_place(each.problem))
            for each in read.mistakes
        ],
        read.notes,
        read.doubtful,
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
    return [_midnights(run[0], run[-1] + timedelta(days=1), zone) for run in runs]


def _entry(draft: ShiftDraft) -> _Entry:
    hours = None
    if draft.start is not None and draft.end is not None:
        hours = draft.start, draft.end
    return _Entry(draft.cell, draft.person, draft.rota, draft.day, draft.shift, hours)


def _sort(
    db: Connection,
    request: Request,
    there: _Floor,
    chosen: RotaView | None,
    file: _File,
    now: Instant,
) -> _Sorted:
    """The turns that the file's entries mean; the others by why they don't go in."""
    found = _Sorted()
    if not file.entries:
        return found
    first, last = file.whole
    around = plan.load(db, min(first, now), max(last, now) + 2 * plan.DAY_SECONDS)
    people = whom.People(around.people.values(), around.staff.employed, request.names)
    for entry in file.entries:
        try:
            rota = chosen or there.rotas[0]
            if entry.rota:
                rota = whom.rota(there.rotas, entry.rota)
            start, end = _span(entry, rota, there)
            if rota != (chosen or rota) or not first <= start < last:
                found.outside += 1
                continue
            if start < now:
                found.past += 1
                continue
            turn = NewTurn(rota.id, people.found(entry.person, start, end), start, end)
            found.turns.setdefault(turn, entry)
        except Problem as problem:
            found.refused.append(_refused(entry, problem, there.zone))
    return found


def _check_only(rotas: Sequence[RotaView], path: Path) -> None:
    """What names no rota can only be for the one there is."""
    if len(rotas) != 1:
        raise Problem(
            N_("nothing says for which rota this is"),
            where=path.name,
            fix=N_("Name it with --rota, one of these: {codes}"),
            codes=", ".join(each.code for each in rotas) or "–",
        )


def _span(entry: _Entry, rota: RotaView, there: _Floor) -> tuple[Instant, Instant]:
    """When the entry's turn is; hours of its own go before those of its shift."""
    if entry.span is not None:
        return entry.span
    assert entry.day is not None
    if entry.hours is not None:
        zone = centre.zone(rota.zone) if rota.zone else there.zone
        return _on_day(entry.day, *entry.hours, zone)
    shift = whom.shift(there.shifts, entry.shift)
    return _on_day(entry.day, shift.start_minute, shift.end_minute, there.zone)


def _on_day(day: date, first: int, last: int, zone: ZoneInfo) -> tuple[Instant, Instant]:
    midnight = datetime.combine(day, time())
    return (
        from_wall(midnight + timedelta(minutes=first), zone),
        from_wall(midnight + timedelta(minutes=last), zone, "end"),
    )


def _refuse_clashes(found: _Sorted, staying: Iterable[NewTurn], zone: ZoneInfo) -> bool:
    """A turn at the time of another that its person keeps, or has in the file before, stays out.
    Whether there was one."""
    before = len(found.refused)
    kept = set(staying)
    making = [turn for turn in found.turns if turn not in kept]
    for turn, other in list(planning.clashes(making, kept)):
        entry = found.turns.pop(turn, None)
        if entry is not None:
            problem = Problem(
                N_("{name} has another turn there already, from {time}"),
                name=entry.person,
                time=centre.shown(other.starts_at, zone),
                fix=N_("Correct one of the two"),
            )
            found.refused.append(_refused(entry, problem, zone))
    return len(found.refused) > before


def _refused(entry: _Entry, problem: Problem, zone: ZoneInfo) -> Refused:
    """The entry with the days that it is about."""
    first = last = entry.day
    if entry.span is not None:
        first, last = (to_wall(at, zone).date() for at in (entry.span[0], entry.span[1] - 1))
    assert first is not None
    assert last is not None
    days = frozenset(first + timedelta(days=step) for step in range((last - first).days + 1))
    return Refused(entry.where, _said(entry), problem, days)


def _without(
    spans: Iterable[Interval], days: Collection[date | None], zone: ZoneInfo
) -> list[Interval]:
    """What is left of `spans` without these days; nothing where one of them isn't known."""
    left = [] if None in days else list(spans)
    for day in days:
        if day is not None:
            start, end = _midnights(day, day + timedelta(days=1), zone)
            parts = [((a, min(b, start)), (max(a, end), b)) for a, b in left]
            left = [part for both in parts for part in both if part[0] < part[1]]
    return left


def _kept(days: Collection[date | None]) -> Iterator[Note]:
    """What an import leaves alone because of what it refused."""
    if None in days:
        yield Note(N_("something refused doesn't say its day, so every turn that is there stays"))
    elif days:
        text = ", ".join(sorted(day.isoformat() for day in days if day is not None))
        yield Note(N_("something was refused of {days}: the turns there stay"), {"days": text})


def _said(entry: _Entry) -> str:
    return " ".join(filter(None, (entry.person, entry.shift)))


def _without_place(problem: Problem) -> Problem:
    """The same problem; its place is told beside it."""
    return Problem(problem.what, where="", fix=problem.fix, **problem.facts)


def _place(where: str) -> tuple[int, int, str]:
    """Cells by row, then column; events after them, by name."""
    letters = where.rstrip("0123456789")
    row = where[len(letters) :]
    return (int(row), len(letters), letters) if row and letters.isupper() else (1 << 30, 0, where)


def _midnights(first: date, last: date, zone: ZoneInfo) -> tuple[Instant, Instant]:
    start, end = (from_wall(datetime.combine(day, time()), zone) for day in (first, last))
    return start, end
