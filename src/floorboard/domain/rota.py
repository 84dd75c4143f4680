"""Who is on a rota, when that changes, and where cover is missing (rules.md, *Rota*).

Every function takes the turns of one rota, in any order. A person whose turns touch or overlap is
on once, without a change in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from floorboard.domain.instant import Instant


class Turn(Protocol):
    """Somebody's turn on a rota, [`starts_at`, `ends_at`)."""

    @property
    def person_id(self) -> int: ...
    @property
    def starts_at(self) -> Instant: ...
    @property
    def ends_at(self) -> Instant: ...


T = TypeVar("T", bound=Turn)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which the same people are on; none of them, if nobody is."""

    start: Instant
    end: Instant
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which `have` people are on where `need` must be."""

    start: Instant
    end: Instant
    have: int
    need: int


def on_at(turns: Iterable[T], at: Instant) -> list[T]:
    """The turns running at `at`, the longest running first; one for each person."""
    running: dict[int, T] = {}
    for turn in sorted(turns, key=lambda turn: (turn.starts_at, turn.person_id)):
        if turn.starts_at <= at < turn.ends_at:
            running.setdefault(turn.person_id, turn)
    return list(running.values())


def spans(turns: Iterable[Turn], start: Instant, end: Instant) -> list[Span]:
    """[`start`, `end`) cut where the people on change; adjacent spans differ in their people."""
    met = [turn for turn in turns if turn.starts_at < end and turn.ends_at > start]
    edges = {start, end}
    for turn in met:
        edges.update(edge for edge in (turn.starts_at, turn.ends_at) if start < edge < end)
    cuts = sorted(edges)
    found: list[Span] = []
    for opening, closing in pairwise(cuts):
        people = tuple(turn.person_id for turn in on_at(met, opening))
        if found and set(found[-1].people) == set(people):
            found[-1] = Span(found[-1].start, closing, found[-1].people)
        else:
            found.append(Span(opening, closing, people))
    return found


def next_departure(turns: Sequence[Turn], at: Instant) -> Instant | None:
    """The first instant after `at` at which somebody who is on at `at` no longer is."""
    present = {turn.person_id for turn in on_at(turns, at)}
    last = max((turn.ends_at for turn in turns), default=at)
    for span in spans(turns, at, max(last, at) + 1):
        if not present <= set(span.people):
            return span.start
    return None


def next_arrival(turns: Sequence[T], at: Instant) -> tuple[Instant, list[T]] | None:
    """When somebody comes on next who is not on at `at`, and the turns that begin then."""
    present = {turn.person_id for turn in on_at(turns, at)}
    coming = [t for t in turns if t.starts_at > at and t.person_id not in present]
    if not coming:
        return None
    start = min(turn.starts_at for turn in coming)
    return start, on_at(coming, start)


def gaps(turns: Iterable[Turn], need: int, now: Instant, until: Instant) -> list[Gap]:
    """Where fewer than `need` people are on in [`now`, `until`), joined where as many are missing.

    The past is no gap to fix, so none begins before `now`.
    """
    found: list[Gap] = []
    for span in spans(turns, now, until):
        have = len(span.people)
        if have >= need:
            continue
        if found and found[-1].end == span.start and found[-1].have == have:
            found[-1] = Gap(found[-1].start, span.end, have, need)
        else:
            found.append(Gap(span.start, span.end, have, need))
    return found
