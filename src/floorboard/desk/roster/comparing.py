"""A proposed roster beside the one there is: who is on, and who would be, as the resolver has it.

Rotations, overrides, swaps and leave count on both sides: what differs is what taking the proposal
over would change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan, planning
from floorboard.desk.roster.proposing import EDGE_SECONDS, Cells, Draft, shifts_between
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.roster.ahead import turns_of
from floorboard.domain.roster.rota import Span, Turn, resolve


def compared(desk: Desk, draft: Draft) -> Draft:
    """The proposal beside the roster as it is now."""
    turns = set(draft.turns(draft.start, draft.end))
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, draft.start - EDGE_SECONDS, draft.end + EDGE_SECONDS)
        shifts = [*shifts_between(db, found.zone, found.start, found.end)]
        going, staying = planning.standing(
            db, turns, [draft.rota_id], [(draft.start, draft.end)], desk.now()
        )
    line = changing.known_line(found, draft.rota)
    kept = [turn for turn in line.rota.turns if turn.id not in going]
    made = [Turn(0, each.person_id, each.starts_at, each.ends_at) for each in turns - staying]
    after = resolve(line.rota._replace(turns=(*kept, *made)), found.staff, found.start, found.end)
    shifts.sort(key=lambda each: (each[1], -each[2]))
    today, then = (_cells(spans, draft, shifts) for spans in (found.spans(line), after))
    return replace(draft, today=today, then=then)


def _cells(
    spans: Sequence[Span], draft: Draft, shifts: Sequence[tuple[str, Instant, Instant]]
) -> Cells:
    """Who is on when, by person and day. `shifts` are in order, of those that begin together the
    longest first."""
    found: dict[int, dict[date, tuple[str, ...]]] = {}
    for person in {number for span in spans for number in span.people}:
        for start, end in turns_of(spans, person):
            for code, begins, ends in _named(start, end, shifts):
                if draft.start <= begins < draft.end:
                    first, last = (to_wall(each, draft.zone) for each in (begins, ends))
                    days = found.setdefault(person, {})
                    said = code or f"{first:%H:%M}–{last:%H:%M}"
                    days[first.date()] = (*days.get(first.date(), ()), said)
    return found


def _named(
    start: Instant, end: Instant, shifts: Sequence[tuple[str, Instant, Instant]]
) -> Iterator[tuple[str, Instant, Instant]]:
    """The whole shifts in [`start`, `end`), by code, and what is left between them, without."""
    reached = start
    for code, first, last in shifts[bisect_left(shifts, start, key=itemgetter(1)) :]:
        if first >= end:
            break
        if reached <= first and last <= end:
            if reached < first:
                yield "", reached, first
            yield code, first, last
            reached = last
    if reached < end:
        yield "", reached, end
