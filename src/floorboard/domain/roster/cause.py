"""What put somebody on a rota or took them off, with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant
from floorboard.domain.roster.rota import Source


@dataclass(frozen=True, slots=True)
class Cause:
    """What put somebody on, or took them off: the facts of it, as far as it has them.

    `name` is a layer's or a temporary schedule's, `place` a layer's, from 1; `unit`, `length`,
    `groups` and `days` are its rotation's. `reason` is what was written with it. `by` and `at`
    tell who decided it and when: empty and None for what was there from the beginning.
    """

    source: Source
    id: int
    name: str = ""
    place: int = 0
    unit: str = ""
    length: int = 0
    groups: int = 0
    days: str = ""
    kind: str = ""
    reason: str = ""
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    by: str = ""
    at: Instant | None = None
