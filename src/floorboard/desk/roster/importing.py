"""Rosters that were planned elsewhere, from tables and calendars, as planned turns.

What can't be read, and whoever isn't known, stays out and is named by its cell; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.roster import joining, plan, planning, whom
from floorboard.desk.roster.incoming import Entry, File, Floor, Refused, read, span_of_days
from floorboard.desk.roster.planning import NewTurn
from floorboard.domain.instant import (
    DAY_SECONDS,
    Instant,
    Interval,
    from_wall,
    midnight,
    to_wall,
)
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import roster as queries
from floorboard.store.views.roster import RotaView


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


@dataclass(slots=True)
class _Sorted:
    """The turns to be, with where the file says each, and what isn't among them."""

    turns: dict[NewTurn, Entry] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    past: int = 0
    outside: int = 0


def load(desk: Desk, request: Request) -> Imported:
    """Import a roster as one deed. The unlocked turns that its rotas have over the days of the file
    go for its own, unless they have begun; they stay on the days of what is refused. Raises
    `Problem` where the file can't be read as a whole."""
    with desk.store.reading(snapshot=True) as db:
        there = Floor(queries.rotas(db), floor.shifts(db), plan.zone_of(db))
        chosen = whom.rota(there.rotas, request.rota) if request.rota else None
        only = chosen or (there.rotas[0] if len(there.rotas) == 1 else None)
        file = read(request.path, request.month, there, there.zone_of(only))
        if chosen is None and not all(each.rota for each in file.entries):
            _check_only(there.rotas, request.path)
        found = _sort(db, request, there, chosen, file, desk.now())
        _make_whole(db, found, file, desk.now())
        clearing = set() if request.keep else {turn.rota_id for turn in found.turns}
        clashes = True
        while clashes:  # what is refused keeps its day's turns, at whose time others may be
            doubtful = file.doubtful.union(*(each.days for each in found.refused))
            spans = _without(file.spans, doubtful, file.zone)
            leaving, staying = planning.standing(db, found.turns, clearing, spans, desk.now())
            clashes = _refuse_clashes(found, staying, file.zone)
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


def _sort(
    db: Connection,
    request: Request,
    there: Floor,
    chosen: RotaView | None,
    file: File,
    now: Instant,
) -> _Sorted:
    """The turns that the file's entries mean; the others by why they don't go in."""
    found = _Sorted()
    if not file.entries:
        return found
    first, last = file.whole
    around = plan.load(db, min(first, now), max(last, now) + 2 * DAY_SECONDS)
    people = whom.People(around.people.values(), around.staff.employed, request.names)
    for entry in file.entries:
        try:
            rota = chosen or there.rotas[0]
            if entry.rota:
                rota = whom.rota(there.rotas, entry.rota)
            start, end = _span(entry, file.said_zone or there.zone_of(rota), there)
            if rota != (chosen or rota) or not first <= start < last:
                found.outside += 1
                continue
            if start < now:
                found.past += 1
                continue
            turn = NewTurn(rota.id, people.found(entry.person, start, end), start, end)
            found.turns.setdefault(turn, entry)
        except Problem as problem:
            found.refused.append(_refused(entry, problem, file.zone))
    return found


def _make_whole(db: Connection, found: _Sorted, file: File, now: Instant) -> None:
    """Put together what goes on over midnights, and beyond the file where such a turn is there."""
    if not found.turns:
        return
    first, last = file.whole
    tomorrow = to_wall(now, file.zone).date() + timedelta(days=1)
    edges = max(first, midnight(tomorrow, file.zone)), last
    there = {
        NewTurn(rota_id, each.person_id, each.starts_at, each.ends_at)
        for rota_id, turns in queries.turns(db, first, last).items()
        for each in turns
    }
    shown = {joining.clipped(each, edges): each for each in there if each.ends_at > edges[0]}
    cut, found.turns = found.turns, {}
    for run in joining.runs(cut, there, file.zone):
        turn = joining.joined(run)
        entry = cut[run[0]]
        if len(run) > 1:
            entry = replace(entry, span=(turn.starts_at, turn.ends_at))
        found.turns.setdefault(shown.get(turn, turn), entry)


def _check_only(rotas: Sequence[RotaView], path: Path) -> None:
    """What names no rota can only be for the one there is."""
    if len(rotas) != 1:
        raise Problem(
            N_("nothing says for which rota this is"),
            where=path.name,
            fix=N_("Name it with --rota, one of these: {codes}"),
            codes=", ".join(each.code for each in rotas) or "–",
        )


def _span(entry: Entry, zone: ZoneInfo, there: Floor) -> tuple[Instant, Instant]:
    """When the entry's turn is; hours of its own, in `zone`, go before those of its shift."""
    if entry.span is not None:
        return entry.span
    assert entry.day is not None
    if entry.hours is not None:
        return _on_day(entry.day, *entry.hours, zone)
    shift = whom.shift(there.shifts, entry.shift)
    return _on_day(entry.day, shift.start_minute, shift.end_minute, there.zone)


def _on_day(day: date, first: int, last: int, zone: ZoneInfo) -> tuple[Instant, Instant]:
    wall = datetime.combine(day, time())
    return (
        from_wall(wall + timedelta(minutes=first), zone),
        from_wall(wall + timedelta(minutes=last), zone, "end"),
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


def _refused(entry: Entry, problem: Problem, zone: ZoneInfo) -> Refused:
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
            start, end = span_of_days(day, day + timedelta(days=1), zone)
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


def _said(entry: Entry) -> str:
    return " ".join(filter(None, (entry.person, entry.shift)))


def _place(where: str) -> tuple[int, int, str]:
    """Cells by row, then column; events after them, by name."""
    letters = where.rstrip("0123456789")
    row = where[len(letters) :]
    return (int(row), len(letters), letters) if row and letters.isupper() else (1 << 30, 0, where)
