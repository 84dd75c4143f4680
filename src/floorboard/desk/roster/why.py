"""Why somebody is on a rota, or isn't: the cause of each, with who decided it and when."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.roster.cause import Cause
from floorboard.domain.roster.cover import Gap
from floorboard.domain.roster.rota import Because, Layer, Source, Span
from floorboard.store.connection import Connection
from floorboard.store.queries import entries
from floorboard.store.queries import roster as queries

AROUND_SECONDS = 32 * 86400
"""How far around an instant the turn that holds it is looked for."""


@dataclass(frozen=True, slots=True)
class PersonWhy:
    """Somebody who is on (`on`), or would be and isn't, and why."""

    person_id: int
    code: str
    name: str
    other_name: str
    on: bool
    instead_of: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Why:
    """A rota at `at`: [`start`, `end`) in which nothing changes, who is on and who isn't, and where
    cover is missing then. `base` is what the time belongs to, if to anything. `unannounced` are the
    years whose make-up workdays aren't known, where the answer hangs on them."""

    rota: str
    rota_name: str
    rota_name_zh: str
    at: Instant
    start: Instant
    end: Instant
    people: tuple[PersonWhy, ...]
    base: Cause | None
    gaps: tuple[Gap, ...]
    unannounced: tuple[int, ...] = ()


def ask(desk: Desk, rota: str, at: Instant) -> Why:
    """Why who is on the rota `rota`, a code, at `at`."""
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, at - AROUND_SECONDS, at + AROUND_SECONDS)
        line = changing.known_line(found, rota)
        span = next(each for each in found.spans(line) if each.start <= at < each.end)
        needs = {need.id for need in found.needs if need.rota_id == line.view.id}
        return Why(
            line.view.code,
            line.view.name,
            line.view.name_zh,
            at,
            span.start,
            span.end,
            _people(db, found, line, span),
            _cause(db, found, line, span.because) if span.because else None,
            tuple(
                gap for gap in found.gaps(at) if gap.need_id in needs and gap.start <= at < gap.end
            ),
            _unannounced(line, found, at),
        )


def _people(db: Connection, found: Plan, line: Line, span: Span) -> tuple[PersonWhy, ...]:
    told = [(each.person_id, True, each.instead_of, each.because) for each in span.on]
    told += [(each.person_id, False, None, each.because) for each in span.off]
    return tuple(
        PersonWhy(
            number,
            found.people[number].code,
            found.people[number].name,
            found.people[number].other_name,
            on,
            found.name(instead_of) if instead_of is not None else "",
            _cause(db, found, line, because),
        )
        for number, on, instead_of, because in told
    )


def _cause(db: Connection, found: Plan, line: Line, because: Because) -> Cause:
    number = because.id
    match because.source:
        case Source.LAYER:
            layer = next(each for each in line.rota.layers if each.id == number)
            return _layer(db, layer)
        case Source.TURN:
            turn = next(each for each in line.rota.turns if each.id == number)
            return Cause(Source.TURN, number, starts_at=turn.starts_at, ends_at=turn.ends_at)
        case Source.OVERRIDE:
            override = queries.override(db, number)
            assert override is not None
            cause = Cause(
                Source.OVERRIDE,
                number,
                kind=override.kind,
                reason=override.reason,
                starts_at=override.starts_at,
                ends_at=override.ends_at,
            )
            return _decided(db, cause, override.version)
        case Source.SCHEDULE:
            schedule = next(each for each in line.rota.schedules if each.id == number)
            return Cause(
                Source.SCHEDULE,
                number,
                name=queries.schedule_name(db, number) or "",
                starts_at=schedule.starts_at,
                ends_at=schedule.ends_at,
            )
        case Source.SWAP:
            swap = queries.swap(db, number)
            assert swap is not None
            cause = Cause(
                Source.SWAP,
                number,
                reason=swap.note,
                starts_at=swap.starts_at,
                ends_at=swap.ends_at,
            )
            return _decided(db, cause, swap.version)
        case Source.LEAVE:
            leave = queries.leave(db, number)
            assert leave is not None
            cause = Cause(
                Source.LEAVE,
                number,
                reason=leave.reason,
                starts_at=leave.starts_at,
                ends_at=leave.ends_at,
            )
            return _decided(db, cause, leave.version)
        case Source.EMPLOYMENT:
            employed = found.staff.employed[number]
            return Cause(
                Source.EMPLOYMENT, number, starts_at=employed.joined_at, ends_at=employed.left_at
            )


def _layer(db: Connection, layer: Layer) -> Cause:
    name, place = queries.layer_name(db, layer.id) or ("", 0)
    rotation = layer.rotation
    return Cause(
        Source.LAYER,
        layer.id,
        name=name,
        place=place,
        unit=rotation.unit.value,
        length=rotation.length,
        groups=len(rotation.groups),
        days=rotation.days,
        starts_at=layer.starts_at,
        ends_at=layer.ends_at,
    )


def _decided(db: Connection, cause: Cause, version: int) -> Cause:
    """`cause` with who decided it and when: they wrote the journal's entry `version`."""
    entry = entries.one(db, version)
    return cause if entry is None else replace(cause, by=entry.who, at=entry.at)


def _unannounced(line: Line, found: Plan, at: Instant) -> tuple[int, ...]:
    """The year of `at`, where a rotation is limited to days that it doesn't know yet."""
    from floorboard.domain.roster.days import DaySet

    year = to_wall(at, line.rota.zone).year
    limited = any(DaySet.parse(each.rotation.days).needs_book for each in line.rota.layers)
    return (year,) if limited and not line.rota.book.announced(year) else ()
