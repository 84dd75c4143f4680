"""The resolver against a slow reading of the rules, asked half an hour at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.roster.rota import (
    Because,
    Employment,
    Layer,
    Leave,
    Override,
    OverrideKind,
    Rota,
    Schedule,
    Source,
    Span,
    Staff,
    Swap,
    Turn,
    at,
    resolve,
)
from floorboard.domain.roster.rotation import Rotation, Unit
from rotas import ALWAYS, UTC_ZONE
from rotas import at as utc

ORIGIN = utc("2026-03-01 00:00")
HALF_HOUR = 1800
SLOTS = 60

PEOPLE = st.integers(1, 7)
SLOT = st.integers(0, SLOTS)


def slot(number: int) -> int:
    return ORIGIN + number * HALF_HOUR


TIMES = st.tuples(SLOT, st.integers(1, 20)).map(lambda each: (slot(each[0]), slot(sum(each))))


@st.composite
def layers(draw: st.DrawFn) -> tuple[Layer, ...]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        anchor = datetime(2026, 3, 1) + timedelta(minutes=30 * draw(st.integers(-99, 99)))  # noqa: DTZ001 # a wall time
        groups = draw(st.lists(st.lists(PEOPLE, max_size=3).map(tuple), max_size=4))
        made = Rotation(Unit.HOUR, draw(st.integers(1, 9)), anchor, tuple(groups))
        start, end = draw(st.tuples(st.none() | TIMES.map(min), st.none() | TIMES.map(max)))
        found.append(Layer(number + 1, made, start, end))
    return tuple(found)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    def some(most: int) -> range:
        return range(draw(st.integers(0, most)))

    kinds = st.sampled_from(OverrideKind)
    overrides = []
    for number in some(8):
        kind = draw(kinds)
        replaces = draw(PEOPLE) if kind is OverrideKind.REPLACE else None
        overrides.append(Override(number, kind, draw(PEOPLE), *draw(TIMES), replaces))
    schedules = [
        Schedule(number, *draw(TIMES), tuple(Turn(0, draw(PEOPLE), *draw(TIMES)) for _ in some(4)))
        for number in some(2)
    ]
    swaps = [Swap(number, draw(PEOPLE), draw(PEOPLE), *draw(TIMES)) for number in some(4)]
    return Rota(
        1,
        "oncall",
        UTC_ZONE,
        ALWAYS,
        draw(layers()),
        tuple(Turn(number, draw(PEOPLE), *draw(TIMES)) for number in some(4)),
        tuple(draw(st.permutations(overrides))),
        tuple(draw(st.permutations(schedules))),
        tuple(draw(st.permutations(swaps))),
    )


@st.composite
def staffs(draw: st.DrawFn) -> Staff:
    employed = {}
    for person in draw(st.sets(PEOPLE, min_size=4)):
        joined, left = draw(st.just((0, None)) | TIMES)
        employed[person] = Employment(joined, left)
    leaves = [
        Leave(number, draw(PEOPLE), *draw(TIMES)) for number in range(draw(st.integers(0, 5)))
    ]
    return Staff(employed, leaves)


def holds(thing: Turn | Override | Schedule | Swap | Leave, when: int) -> bool:
    return thing.starts_at <= when < thing.ends_at


Crew = list[tuple[int, int | None, str, int]]
"""Who is on, instead of whom, because of what."""


def planned(rota: Rota, when: int) -> tuple[Crew, tuple[str, int] | None]:
    turns = [turn for turn in rota.turns if holds(turn, when)]
    if turns:
        turns.sort(key=lambda turn: (turn.starts_at, turn.id))
        return [(turn.person_id, None, "turn", turn.id) for turn in turns], ("turn", turns[0].id)
    for layer in rota.layers:
        if layer.starts_at is not None and when < layer.starts_at:
            continue
        if layer.ends_at is not None and when >= layer.ends_at:
            continue
        made = layer.rotation
        anchor = round((made.anchor - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 # a wall time
        passed = (when - anchor) // (made.length * 3600)
        if made.groups and made.groups[passed % len(made.groups)]:
            group = made.groups[passed % len(made.groups)]
            return [(each, None, "layer", layer.id) for each in group], ("layer", layer.id)
    return [], None


def slowly(rota: Rota, staff: Staff, when: int) -> tuple[Crew, set[tuple[int, str, int]], object]:
    """Who is on, in order; who is off; what the time belongs to."""
    schedules = [schedule for schedule in rota.schedules if holds(schedule, when)]
    if schedules:
        last = max(schedules, key=lambda schedule: schedule.id)
        turns = sorted(
            (turn for turn in last.turns if holds(turn, when)),
            key=lambda turn: (turn.starts_at, turn.person_id),
        )
        crew: Crew = [(turn.person_id, None, "schedule", last.id) for turn in turns]
        because: tuple[str, int] | None = ("schedule", last.id)
    else:
        crew, because = planned(rota, when)
    crew = [each for i, each in enumerate(crew) if each[0] not in [one[0] for one in crew[:i]]]
    off: dict[int, tuple[str, int]] = {}
    deeds: list[tuple[str, int, int | None, int]] = []
    if not schedules:
        for kind in (OverrideKind.REMOVE, OverrideKind.REPLACE, OverrideKind.ADD):
            deeds += [
                ("override", each.person_id, each.replaces_id, each.id)
                if kind is not OverrideKind.REMOVE
                else ("override", 0, each.person_id, each.id)
                for each in sorted(rota.overrides, key=lambda each: each.id)
                if each.kind is kind and holds(each, when)
            ]
    deeds += [
        ("swap", each.to_id, each.from_id, each.id)
        for each in sorted(rota.swaps, key=lambda each: each.id)
        if holds(each, when)
    ]
    for source, new, old, number in deeds:
        people = [each[0] for each in crew]
        if old is None:
            if new not in people:
                crew.append((new, None, source, number))
                off.pop(new, None)
        elif old in people and old != new:
            if new == 0 or new in people:
                del crew[people.index(old)]
                off[old] = (source, number)
            else:
                crew[people.index(old)] = (new, old, source, number)
                off.pop(new, None)
    for each in list(crew):
        person = each[0]
        employment = staff.employed.get(person)
        leaves = [
            leave for leave in staff.leaves if leave.person_id == person and holds(leave, when)
        ]
        if (
            employment is None
            or when < employment.joined_at
            or (employment.left_at is not None and when >= employment.left_at)
        ):
            off[person] = ("employment", person)
        elif leaves:
            off[person] = ("leave", min(leaves, key=lambda one: (one.starts_at, one.id)).id)
        else:
            continue
        crew.remove(each)
    return crew, {(person, *why) for person, why in off.items()}, because


def as_slowly(span: Span) -> tuple[Crew, set[tuple[int, str, int]], object]:
    because = None if span.because is None else (span.because.source.value, span.because.id)
    return (
        [(on.person_id, on.instead_of, on.because.source.value, on.because.id) for on in span.on],
        {(off.person_id, off.because.source.value, off.because.id) for off in span.off},
        because,
    )


@settings(max_examples=200, deadline=None)
@given(rotas(), staffs())
def test_every_half_hour_is_as_the_rules_say(rota: Rota, staff: Staff) -> None:
    spans = iter(resolve(rota, staff, slot(-4), slot(SLOTS + 24)))
    span = next(spans)
    for number in range(-4, SLOTS + 24):
        if span.end <= slot(number):
            span = next(spans)
        assert span.start <= slot(number) < span.end
        assert as_slowly(span) == slowly(rota, staff, slot(number))
    assert next(spans, None) is None


@settings(max_examples=100, deadline=None)
@given(rotas(), staffs(), st.integers(-9000, 90000), st.integers(1, 150_000))
def test_spans_tile_any_time_and_are_parts_of_the_whole(
    rota: Rota, staff: Staff, offset: int, length: int
) -> None:
    start, end = ORIGIN + offset, ORIGIN + offset + length
    whole = resolve(rota, staff, slot(-20), slot(SLOTS + 90))
    part = resolve(rota, staff, start, end)
    assert part == [
        Span(max(span.start, start), min(span.end, end), span.on, span.off, span.because)
        for span in whole
        if span.start < end and span.end > start
    ]
    for spans, first, last in ((whole, slot(-20), slot(SLOTS + 90)), (part, start, end)):
        assert (spans[0].start, spans[-1].end) == (first, last)
        assert all(span.start < span.end for span in spans)
        for one, two in pairwise(spans):
            assert one.end == two.start
            assert (one.on, one.off, one.because) != (two.on, two.off, two.because)


@settings(max_examples=100, deadline=None)
@given(rotas(), staffs(), st.lists(st.integers(0, SLOTS * HALF_HOUR), min_size=1, max_size=5))
def test_at_is_the_span_that_holds_it(rota: Rota, staff: Staff, moments: list[int]) -> None:
    spans = resolve(rota, staff, slot(0), slot(SLOTS + 1))
    for when in (ORIGIN + moment for moment in moments):
        (span,) = (span for span in spans if span.start <= when < span.end)
        assert at(rota, staff, when) == Span(when, when + 1, span.on, span.off, span.because)


@settings(max_examples=100, deadline=None)
@given(rotas(), staffs())
def test_every_reason_exists_and_nobody_is_on_twice(rota: Rota, staff: Staff) -> None:
    everybody = set(range(1, 8))
    known = {
        Source.TURN: {each.id for each in rota.turns},
        Source.LAYER: {each.id for each in rota.layers},
        Source.OVERRIDE: {each.id for each in rota.overrides},
        Source.SCHEDULE: {each.id for each in rota.schedules},
        Source.SWAP: {each.id for each in rota.swaps},
        Source.LEAVE: {each.id for each in staff.leaves},
        Source.EMPLOYMENT: everybody,
    }

    def exists(because: Because | None) -> bool:
        return because is None or because.id in known[because.source]

    for span in resolve(rota, staff, slot(0), slot(SLOTS + 20)):
        met = [*span.people, *(each.person_id for each in span.off)]
        assert len(met) == len(set(met))
        assert exists(span.because)
        assert all(exists(each.because) for each in span.on)
        assert all(exists(each.because) for each in span.off)
