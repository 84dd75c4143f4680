"""Who is on a rota, and why: the one resolver (rules.md, *Rota*).

What puts people on: turns that were planned by name, then layers of rotations, highest first; the
first of these that has somebody wins. A temporary schedule replaces all of that, overrides too,
over its span. Otherwise overrides change it: removals first, then replacements, additions last.
A swap that was taken puts the other person there. Who is on leave, hasn't joined yet or has left is
taken off at the end, so that a hole shows instead of being filled by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.roster import rotation
from floorboard.domain.roster.days import DayBook
from floorboard.domain.roster.rotation import Rotation
from floorboard.domain.roster.sweep import Lane, Piece, swept


class Source(StrEnum):
    """What puts somebody on, or takes them off."""

    TURN = "turn"
    LAYER = "layer"
    OVERRIDE = "override"
    SCHEDULE = "schedule"
    SWAP = "swap"
    LEAVE = "leave"
    EMPLOYMENT = "employment"
    """They haven't joined yet, or have left; the id is the person's."""


class Because(NamedTuple):
    """The one thing that explains it: what kind, and its number."""

    source: Source
    id: int


class On(NamedTuple):
    """Somebody who is on. `instead_of` is whom they stand for, after a replacement or a swap."""

    person_id: int
    because: Because
    instead_of: int | None = None


class Off(NamedTuple):
    """Somebody who would be on, and what took them off."""

    person_id: int
    because: Because


class Span(NamedTuple):
    """[`start`, `end`) with the same people on, and off, for the same reasons.

    Nobody on and nobody off is intended off-hours, or a schedule's gap. `because` names what the
    time belongs to, whoever it put on: the turn, the layer, the schedule; None where nothing does.
    """

    start: Instant
    end: Instant
    on: tuple[On, ...] = ()
    off: tuple[Off, ...] = ()
    because: Because | None = None

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(each.person_id for each in self.on)


class Turn(NamedTuple):
    """A person's turn that was planned by name."""

    id: int
    person_id: int
    starts_at: Instant
    ends_at: Instant


class Layer(NamedTuple):
    """A rotation, from when to when it holds."""

    id: int
    rotation: Rotation
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class OverrideKind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"


class Override(NamedTuple):
    """`person_id` is added or removed over the span, or comes instead of `replaces_id`."""

    id: int
    kind: OverrideKind
    person_id: int
    starts_at: Instant
    ends_at: Instant
    replaces_id: int | None = None


class Schedule(NamedTuple):
    """A temporary schedule: over its span only its own turns count; between them nobody is on."""

    id: int
    starts_at: Instant
    ends_at: Instant
    turns: tuple[Turn, ...] = ()


class Swap(NamedTuple):
    """A swap that was taken: `to_id` stands for `from_id` over the span."""

    id: int
    from_id: int
    to_id: int
    starts_at: Instant
    ends_at: Instant


class Rota(NamedTuple):
    """A line to be covered, with everything that decides who is on it. Layers: highest first."""

    id: int
    code: str
    zone: ZoneInfo
    book: DayBook
    layers: tuple[Layer, ...] = ()
    turns: tuple[Turn, ...] = ()
    overrides: tuple[Override, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    swaps: tuple[Swap, ...] = ()


class Leave(NamedTuple):
    """Somebody is away over [`starts_at`, `ends_at`)."""

    id: int
    person_id: int
    starts_at: Instant
    ends_at: Instant


class Employment(NamedTuple):
    """Somebody works here over [`joined_at`, `left_at`)."""

    joined_at: Instant
    left_at: Instant | None = None


_EVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Staff:
    """The people: who works here when, and who is away. Who isn't in `employed` is nobody."""

    employed: Mapping[int, Employment]
    leaves: Sequence[Leave] = ()
    _absences: dict[int, list[Piece[Off]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for person, employment in self.employed.items():
            gone = Off(person, Because(Source.EMPLOYMENT, person))
            self._absences[person] = [(-_EVER, employment.joined_at, gone)]
            if employment.left_at is not None:
                self._absences[person].append((employment.left_at, _EVER, gone))
        for leave in sorted(self.leaves, key=lambda each: (each.starts_at, each.id)):
            if leave.person_id in self._absences:
                away = Off(leave.person_id, Because(Source.LEAVE, leave.id))
                self._absences[leave.person_id].append((leave.starts_at, leave.ends_at, away))

    def absences(self, person_id: int, start: Instant, end: Instant) -> list[Piece[Off]]:
        """What takes somebody off at some time in [`start`, `end`), the strongest first."""
        absences = self._absences.get(person_id)
        if absences is None:
            return [(start, end, Off(person_id, Because(Source.EMPLOYMENT, person_id)))]
        return [each for each in absences if each[0] < end and each[1] > start]


def resolve(rota: Rota, staff: Staff, start: Instant, end: Instant) -> list[Span]:
    """[`start`, `end`) in spans without overlap or hole; adjacent ones differ."""
    if end <= start:
        return []
    found: list[Span] = []
    for span in _cut(rota, staff, start, end):
        if found and _alike(found[-1], span):
            span = Span(found.pop().start, span.end, span.on, span.off, span.because)
        found.append(span)
    return found


def at(rota: Rota, staff: Staff, when: Instant) -> Span:
    """Who is on at `when`, and why, in a span of that second; `ahead` tells how long it is so."""
    return resolve(rota, staff, when, when + 1)[0]


class _Timed(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def starts_at(self) -> Instant: ...
    @property
    def ends_at(self) -> Instant: ...


T = TypeVar("T", bound=_Timed)

_OVERRIDE_ORDER = {OverrideKind.REMOVE: 0, OverrideKind.REPLACE: 1, OverrideKind.ADD: 2}


def _cut(rota: Rota, staff: Staff, start: Instant, end: Instant) -> Iterator[Span]:
    """[`start`, `end`) cut wherever something may change who is on, or why."""
    lanes = _Lanes(rota, start, end)
    absences_of = cache(lambda person: staff.absences(person, start, end))
    for opening, closing in swept(lanes.all, start, end):
        crew, because = lanes.crew()
        absences = [
            each
            for person in crew.on
            for each in absences_of(person)
            if each[0] < closing and each[1] > opening
        ]
        if not absences:
            yield Span(opening, closing, *crew.without(()), because)
            continue
        away = Lane(absences)
        for first, last in swept((away,), opening, closing):
            yield Span(first, last, *crew.without(away.now), because)


def _alike(one: Span, other: Span) -> bool:
    return (one.on, one.off, one.because) == (other.on, other.off, other.because)


class _Lanes:
    """What decides who is on a rota in [`start`, `end`) but for absences, each lane in the order
    of its rule."""

    def __init__(self, rota: Rota, start: Instant, end: Instant) -> None:
        schedules = _met(rota.schedules, start, end)
        overrides = _met(rota.overrides, start, end)
        overrides.sort(key=lambda each: _OVERRIDE_ORDER[each.kind])
        self._schedules = Lane(_pieces(schedules))
        self._scheduled = Lane(chain.from_iterable(map(_scheduled, schedules)))
        self._turns = Lane(_planned(_met(rota.turns, start, end)))
        self._layers = Lane(
            chain.from_iterable(_layered(each, rota, start, end) for each in rota.layers)
        )
        self._overrides = Lane(_pieces(overrides))
        self._swaps = Lane(_pieces(_met(rota.swaps, start, end)))
        self.all: tuple[Lane[Any], ...] = (
            self._schedules,
            self._scheduled,
            self._turns,
            self._layers,
            self._overrides,
            self._swaps,
        )

    def crew(self) -> tuple[_Crew, Because | None]:
        """Who is on at the moment but for absences, and what the time belongs to."""
        planned, because = self._plan()
        crew = _Crew(planned)
        if not self._schedules.now:
            for override in self._overrides.now:
                crew.change(override)
        for swap in self._swaps.now:
            crew.stand_in(swap.to_id, swap.from_id, Because(Source.SWAP, swap.id))
        return crew, because

    def _plan(self) -> tuple[Iterable[On], Because | None]:
        """Who is planned, and by what. Of schedules that overlap the one made last counts."""
        if self._schedules.now:
            because = Because(Source.SCHEDULE, self._schedules.now[-1].id)
            return [each for each in self._scheduled.now if each.because == because], because
        if self._turns.now:
            return self._turns.now, self._turns.now[0].because
        if self._layers.now:
            group = self._layers.now[0]
            return group, group[0].because
        return (), None


class _Crew:
    """The people on at one time, each once, while the rules are applied in order."""

    __slots__ = ("off", "on")

    def __init__(self, planned: Iterable[On]) -> None:
        self.on: dict[int, On] = {}
        self.off: dict[int, Off] = {}
        for each in planned:
            self.on.setdefault(each.person_id, each)

    def change(self, override: Override) -> None:
        """Adds, removes or replaces somebody. Who isn't on can't be removed or replaced."""
        because = Because(Source.OVERRIDE, override.id)
        if override.kind is OverrideKind.REMOVE:
            self.take_off(Off(override.person_id, because))
        elif override.replaces_id is not None:
            self.stand_in(override.person_id, override.replaces_id, because)
        elif override.person_id not in self.on:
            self.off.pop(override.person_id, None)
            self.on[override.person_id] = On(override.person_id, because)

    def stand_in(self, person_id: int, instead_of: int, because: Because) -> None:
        """Somebody takes the place of another. Who is on already doesn't come on twice: the other
        just goes."""
        if instead_of not in self.on or person_id == instead_of:
            return
        if person_id in self.on:
            self.take_off(Off(instead_of, because))
            return
        self.off.pop(person_id, None)
        new = On(person_id, because, instead_of)
        self.on = {
            each.person_id: each
            for each in (new if old.person_id == instead_of else old for old in self.on.values())
        }

    def take_off(self, off: Off) -> None:
        """Somebody goes."""
        if self.on.pop(off.person_id, None) is not None:
            self.off[off.person_id] = off

    def without(self, absences: Sequence[Off]) -> tuple[tuple[On, ...], tuple[Off, ...]]:
        """Who is on and off when these are away; the first that is said of somebody counts."""
        if not absences:
            return tuple(self.on.values()), tuple(self.off.values())
        away = {each.person_id: each for each in reversed(absences)}
        on = tuple(each for each in self.on.values() if each.person_id not in away)
        return on, (*self.off.values(), *(away[each] for each in self.on if each in away))


def _met(things: Iterable[T], start: Instant, end: Instant) -> list[T]:
    """Those that hold at some time in [`start`, `end`), in the order in which they were made."""
    met = [each for each in things if each.starts_at < end and each.ends_at > start]
    met.sort(key=lambda each: each.id)
    return met


def _pieces(things: Iterable[T]) -> Iterator[Piece[T]]:
    for each in things:
        yield each.starts_at, each.ends_at, each


def _planned(turns: Iterable[Turn]) -> Iterator[Piece[On]]:
    """Turns planned by name, those that began first before others."""
    for turn in sorted(turns, key=lambda each: (each.starts_at, each.id)):
        yield turn.starts_at, turn.ends_at, On(turn.person_id, Because(Source.TURN, turn.id))


def _scheduled(schedule: Schedule) -> Iterator[Piece[On]]:
    """The turns of a temporary schedule, as far as its span goes."""
    because = Because(Source.SCHEDULE, schedule.id)
    for turn in sorted(schedule.turns, key=lambda each: (each.starts_at, each.person_id)):
        begin, close = max(turn.starts_at, schedule.starts_at), min(turn.ends_at, schedule.ends_at)
        yield begin, close, On(turn.person_id, because)


def _layered(
    layer: Layer, rota: Rota, start: Instant, end: Instant
) -> Iterator[Piece[tuple[On, ...]]]:
    """The turns of a rotation as far as the layer holds, without those that nobody is in."""
    begin = start if layer.starts_at is None else max(start, layer.starts_at)
    close = end if layer.ends_at is None else min(end, layer.ends_at)
    because = Because(Source.LAYER, layer.id)
    for turn in rotation.turns(layer.rotation, rota.zone, rota.book, begin, close):
        group = tuple(On(each, because) for each in layer.rotation.groups[turn.group])
        if group:
            for first, last in turn.parts:
                yield max(first, begin), min(last, close), group
