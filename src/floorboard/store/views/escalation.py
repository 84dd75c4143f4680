"""Raised rungs, and what people said about them."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class EscalatedPerson:
    """Somebody who has a raised rung; `backup` where they stand in."""

    id: int
    name: str
    other_name: str
    backup: bool
    off_since: Instant | None = None
    """When their duty ended, where somebody who reads the roster filled it in."""


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A rung that was raised for a ticket: when it fell due and was seen, to whom, and what came
    of it."""

    id: int
    ticket_id: int
    title: str
    priority: int
    state: str
    project: str
    project_zh: str
    cycle: int
    rung: str
    clock: str
    due_at: Instant
    raised_at: Instant
    addressee: str
    """As the ladder says it, as is `backup`."""
    backup: str
    acknowledge_by: Instant | None
    backup_at: Instant | None
    acknowledged_by: str
    """The person, or the console where nobody was signed in."""
    acknowledged_at: Instant | None
    closed_at: Instant | None
    version: int
    gap: bool
    """The addressee was nobody, and the shift lead has it: nobody, if none was on."""
    backup_gap: bool
    people: tuple[EscalatedPerson, ...]


@dataclass(frozen=True, slots=True)
class EscalationNoteView:
    """One thing that happened to a raised rung."""

    seq: int
    at: Instant
    kind: str
    actor: str
    body: str
