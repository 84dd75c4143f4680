"""One ticket, its history and its links."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class LinkView:
    """A ticket that another one, the one in question, is tied to. `outgoing`: that other one was
    merged into this, or split from it; else it is the other way round."""

    id: int
    title: str
    state: str
    relation: str
    outgoing: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of a ticket's history."""

    seq: int
    at: Instant
    kind: str
    actor: str
    body: str
    until: Instant | None


@dataclass(frozen=True, slots=True)
class TicketView:
    """A whole ticket, without its history."""

    id: int
    source: str
    external_id: str | None
    kind: str
    channel: str
    state: str
    priority: int
    title: str
    body: str
    project_code: str | None
    project: str
    project_zh: str
    customer: str
    organisation: str
    owner_id: int | None
    owner: str
    first_owner: str
    """Who handed it to second line and follows it until it is solved."""
    team: str
    opened_at: Instant
    first_replied_at: Instant | None
    last_replied_at: Instant | None
    solved_at: Instant | None
    closed_at: Instant | None
    first_reply_due_at: Instant | None
    status_reply_due_at: Instant | None
    solution_due_at: Instant | None
    next_due_at: Instant | None
    next_clock: str | None
    recorded_target_at: Instant | None
    recorded_verdict: str | None
    reopen_count: int
    reassignment_count: int
    satisfaction: int | None
    """From 1 to 5."""
    source_updated_at: Instant | None
    updated_at: Instant
    version: int
