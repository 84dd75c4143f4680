"""A line of a ticket list."""

from __future__ import annotations

from typing import NamedTuple

from floorboard.domain.instant import Instant


class Standing(NamedTuple):
    """What a deed on many tickets asks of each."""

    state: str
    owner_id: int | None
    owner: str
    """The owner's name; empty: nobody has it."""


class TicketRow(NamedTuple):
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
