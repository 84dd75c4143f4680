"""What comes: when others are on, and what the spans of a time say of a person and of changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from floorboard.domain.instant import Instant, Interval
from floorboard.domain.opening import merged
from floorboard.domain.roster.rota import On, Rota, Span, Staff, resolve


@dataclass(frozen=True, slots=True)
class Handoff:
    """At an instant some people leave a rota, and some come on; never nobody at all."""

    at: Instant
    leaving: tuple[int, ...]
    coming: tuple[int, ...]


def next_change(rota: Rota, staff: Staff, when: Instant, horizon: Instant) -> Instant | None:
    """The first instant after `when` at which others are on; None before `horizon`."""
    present, later = _ahead(rota, staff, when, horizon)
    return next((span.start for span in later if set(span.people) != present), None)


def next_departure(rota: Rota, staff: Staff, when: Instant, horizon: Instant) -> Instant | None:
    """The first instant after `when` at which somebody who is on at `when` isn't; None before
    `horizon`."""
    present, later = _ahead(rota, staff, when, horizon)
    return next((span.start for span in later if not present <= set(span.people)), None)


def next_arrival(
    rota: Rota, staff: Staff, when: Instant, horizon: Instant
) -> tuple[Instant, tuple[On, ...]] | None:
    """When somebody comes on who isn't on at `when`, and who comes then; None before `horizon`."""
    present, later = _ahead(rota, staff, when, horizon)
    for span in later:
        if coming := tuple(each for each in span.on if each.person_id not in present):
            return span.start, coming
    return None


def turns_of(spans: Iterable[Span], person_id: int) -> list[Interval]:
    """A person's turns in order: each as long as they are on without a break, whatever for."""
    return merged((span.start, span.end) for span in spans if person_id in span.people)


def handoffs_of(spans: Iterable[Span]) -> list[Handoff]:
    """Where the people change within `spans`, which follow one another."""
    found: list[Handoff] = []
    for before, after in pairwise(spans):
        old, new = before.people, after.people
        leaving = tuple(person for person in old if person not in new)
        coming = tuple(person for person in new if person not in old)
        if leaving or coming:
            found.append(Handoff(after.start, leaving, coming))
    return found


def _ahead(
    rota: Rota, staff: Staff, when: Instant, horizon: Instant
) -> tuple[set[int], Iterator[Span]]:
    """Who is on at `when`, and the spans after that up to `horizon`."""
    spans = _spans(rota, staff, when, horizon)
    first = next(spans, None)
    return set(first.people if first else ()), spans


def _spans(rota: Rota, staff: Staff, start: Instant, horizon: Instant) -> Iterator[Span]:
    """Spans resolved over longer and longer times, so that a near answer is cheap. A span that
    goes on from one of these times into the next comes in two."""
    length = 86400
    while start < horizon:
        end = min(start + length, horizon)
        yield from resolve(rota, staff, start, end)
        start, length = end, 2 * length
