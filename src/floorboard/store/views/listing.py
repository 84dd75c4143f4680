"""A line of a ticket list."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A line of a ticket list."""

    id: int
    external_id: str | None
    kind: str
    state: str
    priority: int
    title: str
    project: str
    project_zh: str
    owner: str
    next_due_at: Instant | None
    next_clock: str | None
    opened_at: Instant
    updated_at: Instant
    version: int
