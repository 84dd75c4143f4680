"""Handovers as lists show them."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A record: which shift, who to whom, and how it stands."""

    id: int
    state: str
    shift: str
    shift_zh: str
    starts_at: Instant
    ends_at: Instant
    outgoing: str
    incoming: str
    offered_at: Instant | None
    accepted_at: Instant | None
    major: bool
    addenda: int
    countersigned_by: str


@dataclass(frozen=True, slots=True)
class RungView:
    """Nobody took over in time."""

    planned_at: Instant
    raised_at: Instant
    addressee: str
    gap: bool
    closed_at: Instant | None
    people: tuple[str, ...]
