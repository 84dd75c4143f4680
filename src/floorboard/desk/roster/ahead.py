"""What comes: a rota's handoffs, and the next turns of a rota or of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.instant import Instant
from floorboard.domain.roster.ahead import handoffs_of
from floorboard.domain.roster.rota import Because, Leave, Span
from floorboard.store.queries import roster as queries

AHEAD_SECONDS = 62 * 86400
"""How far ahead somebody's next turns are looked for."""


@dataclass(frozen=True, slots=True)
class TurnAhead:
    """Somebody is on a rota, without a break, over [`start`, `end`). `because` is why they come."""

    rota: str
    rota_name: str
    rota_name_zh: str
    person_id: int
    name: str
    other_name: str
    start: Instant
    end: Instant
    because: Because


@dataclass(frozen=True, slots=True)
class Handoff:
    """At `at` the people on a rota change: who leaves, who comes, and who is on then; by code."""

    at: Instant
    leave: tuple[str, ...]
    come: tuple[str, ...]
    on: tuple[str, ...]


def of_rotas(desk: Desk, rotas: Collection[str], start: Instant, end: Instant) -> list[TurnAhead]:
    """The turns on the rotas of these codes, or on all, that meet [`start`, `end`), by rota and
    start; what lies outside is cut off."""
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, start, end)
    wanted = [changing.known_line(found, code) for code in rotas] or found.lines
    return [
        turn
        for line in wanted
        for turn in sorted(_turns(found, line), key=lambda turn: (turn.start, turn.person_id))
    ]


def of_person(desk: Desk, person_id: int, start: Instant, end: Instant) -> list[TurnAhead]:
    """Somebody's turns on every rota that meet [`start`, `end`), by start."""
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, start, end)
        turns = [turn for line in found.lines for turn in _turns(found, line)]
    mine = [turn for turn in turns if turn.person_id == person_id]
    return sorted(mine, key=lambda turn: (turn.start, turn.rota))


def leaves(desk: Desk, person_id: int, start: Instant, end: Instant) -> list[Leave]:
    """Somebody's leave that meets [`start`, `end`)."""
    with desk.store.reading() as db:
        return [each for each in queries.leaves(db, start, end) if each.person_id == person_id]


def handoffs(desk: Desk, rota: str, start: Instant, end: Instant) -> list[Handoff]:
    """Every instant after `start` and before `end` at which the people on a rota change."""
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, start, end, codes=[rota])
        spans = found.spans(changing.known_line(found, rota))

    def codes(people: Iterable[int]) -> tuple[str, ...]:
        return tuple(found.people[each].code for each in people)

    return [
        Handoff(each.at, codes(each.leaving), codes(each.coming), codes(each.on))
        for each in handoffs_of(spans)
    ]


def _turns(found: Plan, line: Line) -> Iterator[TurnAhead]:
    """Everybody's unbroken times on a rota."""
    begun: dict[int, tuple[Instant, Because]] = {}

    def turn(person_id: int, end: Instant) -> TurnAhead:
        start, because = begun.pop(person_id)
        person, view = found.people[person_id], line.view
        return TurnAhead(
            view.code,
            view.name,
            view.name_zh,
            person_id,
            person.name,
            person.other_name,
            start,
            end,
            because,
        )

    for span in found.spans(line):
        for person_id in [each for each in begun if each not in span.people]:
            yield turn(person_id, span.start)
        _begin(begun, span)
    for person_id in list(begun):
        yield turn(person_id, found.end)


def _begin(begun: dict[int, tuple[Instant, Because]], span: Span) -> None:
    for each in span.on:
        begun.setdefault(each.person_id, (span.start, each.because))
