"""What the spans of a time say of a person's turns and of changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from floorboard.domain.instant import Instant, Interval
from floorboard.domain.opening import merged
from floorboard.domain.roster.rota import Span
from floorboard.domain.roster.sweep import Lane, swept


@dataclass(frozen=True, slots=True)
class Handoff:
    """At an instant some people leave a rota, and some come on, never nobody at all; `on` is who is
    on from then."""

    at: Instant
    leaving: tuple[int, ...]
    coming: tuple[int, ...]
    on: tuple[int, ...]


def turns_of(spans: Iterable[Span], person_id: int) -> list[Interval]:
    """A person's turns in order: each as long as they are on without a break, whatever for."""
    return merged((span.start, span.end) for span in spans if person_id in span.people)


def differing(one: Sequence[Span], other: Sequence[Span]) -> list[Interval]:
    """When others are on in `one` than in `other`, which are of the same time."""
    if not one:
        return []
    lanes = [
        Lane((span.start, span.end, frozenset(span.people)) for span in spans)
        for spans in (one, other)
    ]
    parts = swept(lanes, one[0].start, one[-1].end)
    return merged(part for part in parts if lanes[0].now != lanes[1].now)


def handoffs_of(spans: Iterable[Span]) -> list[Handoff]:
    """Where the people change within `spans`, which follow one another."""
    found: list[Handoff] = []
    for before, after in pairwise(spans):
        old, new = before.people, after.people
        leaving = tuple(person for person in old if person not in new)
        coming = tuple(person for person in new if person not in old)
        if leaving or coming:
            found.append(Handoff(after.start, leaving, coming, new))
    return found
