"""What queries return: small frozen records, the same for screen, `--json`, reports and tests.

Instants are seconds since the epoch, UTC. A name comes with its form in the other language; which
one is shown is for the layer that shows it.
"""

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


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    code: str
    name: str
    other_name: str
    post: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    id: int
    code: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A named part of the day, in minutes after the centre's midnight."""

    code: str
    name: str
    name_zh: str
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class RotaView:
    id: int
    code: str
    name: str
    name_zh: str
    required: int
    leads: bool


@dataclass(frozen=True, slots=True)
class TurnView:
    """Somebody's turn on a rota, [`starts_at`, `ends_at`)."""

    rota_id: int
    person_id: int
    name: str
    other_name: str
    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True, slots=True)
class CheckView:
    """An occurrence of a duty."""

    id: int
    duty: str
    post: str
    title: str
    title_zh: str
    project: str
    project_zh: str
    scheduled: str
    opens_at: Instant
    due_at: Instant
    closes_at: Instant
    state: str
    done_by: str
    done_at: Instant | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class FloorFigures:
    """The counts in the board's frames."""

    overdue: int
    oldest_due_at: Instant | None
    open: int
    due_by: int
    """Open tickets that fall due between now and the end of the shift."""
    waiting: int
    closed: int
    """Solved ones too."""


@dataclass(frozen=True, slots=True)
class EscalatedPerson:
    """Somebody who has a raised rung; `backup` where they stand in."""

    id: int
    name: str
    other_name: str
    backup: bool


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


@dataclass(frozen=True, slots=True)
class EscalationCounts:
    """How many raised rungs are open, and of these unacknowledged."""

    open: int
    unacknowledged: int
