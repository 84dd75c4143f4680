"""A month's roster proposed from what is needed, looked at beside today's, and taken over.

Nothing is written until somebody accepts it, whole or for some days.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan, planning
from floorboard.desk.roster.plan import Line, Plan
from floorboard.desk.roster.planning import NewTurn, Planned
from floorboard.domain.instant import Instant, Interval, from_wall, midnight, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster import cover
from floorboard.domain.roster.candidates import Stint, stints
from floorboard.domain.roster.cover import Need
from floorboard.domain.roster.load import Load, is_night, load_of
from floorboard.domain.roster.proposal import solver
from floorboard.domain.roster.proposal.problem import (
    Assignment,
    Held,
    Proposal,
    RosterProblem,
    Slot,
    Worker,
)
from floorboard.domain.roster.proposal.search import Effort
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import roster as queries

HISTORY_DAYS = 91
"""How far back work counts when it is to be spread evenly."""

AROUND_DAYS = 8
"""How far around the period other turns bear upon rest, weeks and runs of days."""

EDGE_SECONDS = 2 * 86400
"""How far around the period needs and shifts are laid out: what crosses an edge is seen whole."""

LONGEST_SECONDS = 12 * 3600
"""What is needed outside whole shifts is cut into parts of at most this."""

SECONDS = 8.0
"""How long the search takes at most; reading and the solver's last round come on top."""

Progress = Callable[[float, int], None]
"""Hears which part is done, 0 to 1, and how many places are still missing."""


Cells = Mapping[int, Mapping[date, tuple[str, ...]]]
"""Each person's days with the shifts that begin on them, by code; other hours as `10:00–12:00`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal for a rota over [`start`, `end`), with the slots it fills and people's names.

    `today` is who is on now, and `then` who would be, once that was compared.
    """

    rota: str
    rota_id: int
    start: Instant
    end: Instant
    zone: ZoneInfo
    slots: Mapping[int, Slot]
    codes: Mapping[int, str]
    names: Mapping[int, str]
    proposal: Proposal
    today: Cells = field(default_factory=dict)
    then: Cells = field(default_factory=dict)

    def turns(self, first: Instant, last: Instant) -> list[NewTurn]:
        """What it plans in [`first`, `last`), a slot counting by its start."""
        return [
            NewTurn(self.rota_id, each.person_id, slot.start, slot.end)
            for each in self.proposal.assignments
            if first <= (slot := self.slots[each.slot_id]).start < last
        ]


def propose(
    desk: Desk,
    rota: str,
    first: date,
    days: int,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Draft:
    """A roster for the rota of this code over `days` days from `first` on, but not for the past.

    What it takes is read in one go; the search then needs no store. A `Problem` where nothing is
    needed or nobody could do it.
    """
    with desk.store.reading(snapshot=True) as db:
        task = _task(db, rota, first, days, desk.now())
    effort = Effort(
        seconds=SECONDS,
        now=time.monotonic,
        progress=progress or (lambda _done, _missing: None),
        cancelled=cancelled,
    )
    found = solver.propose(task.problem, effort)
    return Draft(
        rota,
        task.line.view.id,
        task.start,
        task.end,
        task.plan.zone,
        {slot.id: slot for slot in task.problem.slots},
        {number: person.code for number, person in task.plan.people.items()},
        {number: person.name for number, person in task.plan.people.items()},
        found,
    )


def accept(desk: Desk, draft: Draft, days: Collection[date] | None = None) -> Planned:
    """Take the proposal over, for some `days` of it or whole: one deed, undone as one.

    The turns that stand there go, but for those that are locked or have begun.
    """
    spans = _spans(draft, days)
    return planning.write(
        desk,
        _within(draft, spans),
        f"roster/{draft.rota}",
        clearing=[draft.rota_id],
        spans=spans,
    )


def foreseen(desk: Desk, draft: Draft, days: Collection[date] | None = None) -> Planned:
    """What `accept` would do now."""
    spans = _spans(draft, days)
    return planning.foreseen(
        desk,
        _within(draft, spans),
        clearing=[draft.rota_id],
        spans=spans,
    )


def _spans(draft: Draft, days: Collection[date] | None) -> list[Interval]:
    """The days as time, as far as the proposal goes; all of it without days."""
    if days is None:
        return [(draft.start, draft.end)]
    found = []
    for day in sorted(days):
        start, end = (midnight(day + timedelta(days=step), draft.zone) for step in (0, 1))
        found.append((max(start, draft.start), min(end, draft.end)))
    return [(start, end) for start, end in found if start < end]


def _within(draft: Draft, spans: Sequence[Interval]) -> list[NewTurn]:
    return [turn for start, end in spans for turn in draft.turns(start, end)]


@dataclass(frozen=True, slots=True)
class _Task:
    plan: Plan
    line: Line
    start: Instant
    end: Instant
    problem: RosterProblem


def _task(db: Connection, rota: str, first: date, days: int, now: Instant) -> _Task:
    zone = plan.zone_of(db)
    midnights = [midnight(first + timedelta(days=step), zone) for step in (0, days)]
    start, end = max(midnights[0], now), midnights[1]
    if end <= start:
        raise Problem(
            N_("that time is over: the roster isn't changed afterwards"),
            fix=N_("Choose a month to come"),
        )
    history = midnight(first - timedelta(days=HISTORY_DAYS), zone)
    found = plan.load(db, history, end + AROUND_DAYS * 86400)
    line = changing.known_line(found, rota)
    slots = _slots(db, found, line, start, end)
    if not slots:
        raise Problem(
            N_("nothing is needed on {rota} in this time"),
            rota=line.view.name,
            fix=N_("Say how many must be on it, with `floorboard roster need`"),
        )
    locked = queries.locked_turns(db, line.view.id, start, end)
    problem = _problem(found, line, slots, locked, start)
    if not problem.workers:
        raise Problem(
            N_("nobody has been on {rota} lately"),
            rota=line.view.name,
            fix=N_("Put somebody on it by hand first"),
        )
    return _Task(found, line, start, end, problem)


def _slots(
    db: Connection, found: Plan, line: Line, start: Instant, end: Instant
) -> tuple[Slot, ...]:
    """What the rota needs that begins in [`start`, `end`), in order: each need on each shift that
    lies within it, and on its own where it asks for more than whole shifts. Where the centre has no
    shifts, a day is one."""
    own = [need for need in found.needs if need.rota_id == line.view.id]
    around = (start - EDGE_SECONDS, end + EDGE_SECONDS)
    held = cover.demands(own, found.places(), *around)
    shifts = [*shifts_between(db, found.zone, *around)]
    wanted: list[tuple[Instant, Instant, str, Need]] = []
    for need in own:
        for since, until in held[need.id]:
            whole = [each for each in shifts if since <= each[1] and each[2] <= until]
            wanted += [(first, last, code, need) for code, first, last in whole]
            covered = merged((first, last) for _code, first, last in whole)
            wanted += [
                (first, last, "", need)
                for rest in _between(covered, since, until)
                for first, last in _parts(*rest)
            ]
    inside = [each for each in wanted if start <= each[0] < end]
    inside.sort(key=lambda each: each[:2])  # equal ones in the order of the shifts and needs
    return tuple(
        _slot(number, found, line, need, code, (first, last))
        for number, (first, last, code, need) in enumerate(inside)
    )


def _between(covered: Sequence[Interval], start: Instant, end: Instant) -> Iterator[Interval]:
    """What of [`start`, `end`) isn't covered by these, which lie within it in order."""
    for first, last in covered:
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _parts(start: Instant, end: Instant) -> Iterator[Interval]:
    """Even parts, none of them longer than somebody should work at a stretch."""
    count = -(-(end - start) // LONGEST_SECONDS)
    edges = [start + (end - start) * step // count for step in range(count + 1)]
    yield from pairwise(edges)


def _slot(number: int, found: Plan, line: Line, need: Need, code: str, span: Interval) -> Slot:
    load = load_of([span], found.zone, found.book)
    return Slot(
        number,
        line.view.id,
        to_wall(span[0], found.zone).date(),
        code,
        *span,
        need.count,
        need.project_id,
        bool(load.nights),
        bool(load.weekends),
        bool(load.holidays),
    )


def shifts_between(
    db: Connection, zone: ZoneInfo, start: Instant, end: Instant
) -> Iterator[tuple[str, Instant, Instant]]:
    """The shifts that begin in [`start`, `end`), in order; whole days where there are none."""
    shifts = [(each.code, each.start_minute, each.end_minute) for each in floor.shifts(db)]
    day, last = to_wall(start, zone).date(), to_wall(end - 1, zone).date()
    while day <= last:
        wall = datetime.combine(day, datetime.min.time())
        for code, opens, closes in shifts or [("", 0, 1440)]:
            begins = from_wall(wall + timedelta(minutes=opens), zone)
            if start <= begins < end:
                yield code, begins, from_wall(wall + timedelta(minutes=closes), zone, "end")
        day += timedelta(days=1)


def _problem(
    found: Plan,
    line: Line,
    slots: Sequence[Slot],
    locked: Sequence[tuple[int, Instant, Instant]],
    start: Instant,
) -> RosterProblem:
    own = stints({line.view.id: found.spans(line)})
    others = stints({each.view.id: found.spans(each) for each in found.lines if each is not line})
    people = sorted({turn.person_id for turn in line.rota.turns} | own.keys())
    here = [number for number in people if _works(found, number, slots)]
    loads = {
        number: load_of(
            [(each.start, each.end) for each in own.get(number, ()) if each.start < start],
            found.zone,
            found.book,
        )
        for number in here
    }
    seasoned = [
        loads[number] for number in here if found.staff.employed[number].joined_at <= found.start
    ]
    cells, kept = _locked(slots, locked)
    workers = []
    for number in here:
        newcomer = found.staff.employed[number].joined_at > found.start
        before = [each for each in own.get(number, ()) if each.start < start]
        after = [each for each in own.get(number, ()) if each.start >= slots[-1].end]
        held = [*before, *after, *others.get(number, ()), *kept.get(number, ())]
        workers.append(
            Worker(
                number,
                frozenset(each for each, knows in found.confirmed.items() if number in knows),
                tuple(_away(found, number, slots)),
                _average(seasoned) if newcomer and seasoned else loads[number],
                tuple(_held(found, held, slots)),
            )
        )
    present = {worker.person_id for worker in workers}
    return RosterProblem(
        tuple(slots),
        tuple(workers),
        frozenset(each for each in cells if each.person_id in present),
    )


def _works(found: Plan, number: int, slots: Sequence[Slot]) -> bool:
    employed = found.staff.employed[number]
    return employed.joined_at < slots[-1].end and (
        employed.left_at is None or employed.left_at > slots[0].start
    )


def _away(found: Plan, number: int, slots: Sequence[Slot]) -> Iterator[Interval]:
    employed = found.staff.employed[number]
    if employed.joined_at > slots[0].start:
        yield slots[0].start, employed.joined_at
    if employed.left_at is not None and employed.left_at < slots[-1].end:
        yield employed.left_at, slots[-1].end
    for leave in found.staff.leaves:
        if leave.person_id == number:
            yield leave.starts_at, leave.ends_at


def _held(found: Plan, stints: Sequence[Stint], slots: Sequence[Slot]) -> Iterator[Held]:
    """Turns near enough to the period to bear upon it."""
    near = AROUND_DAYS * 86400
    for each in stints:
        if each.end > slots[0].start - near and each.start < slots[-1].end + near:
            night = is_night((each.start, each.end), found.zone)
            day = to_wall(each.start, found.zone).date()
            yield Held(day, each.start, each.end, night)


def _locked(
    slots: Sequence[Slot], locked: Sequence[tuple[int, Instant, Instant]]
) -> tuple[list[Assignment], dict[int, list[Stint]]]:
    """The locked turns that are a slot's, and the others: those are held."""
    cells: list[Assignment] = []
    kept: dict[int, list[Stint]] = {}
    taken: dict[int, int] = {}
    for person_id, start, end in locked:
        slot = next(
            (
                each
                for each in slots
                if (each.start, each.end) == (start, end) and taken.get(each.id, 0) < each.count
            ),
            None,
        )
        if slot is None:
            kept.setdefault(person_id, []).append(Stint(start, end, slots[0].rota_id))
        else:
            taken[slot.id] = taken.get(slot.id, 0) + 1
            cells.append(Assignment(slot.id, person_id))
    return cells, kept


def _average(loads: Sequence[Load]) -> Load:
    whole, count = sum(loads, Load()), len(loads)
    return Load(
        whole.nights // count,
        whole.weekends // count,
        whole.holidays // count,
        whole.seconds // count,
    )
