"""Tickets, their history, and the counts by state."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from floorboard.domain.ticket import (
    NEVER,
    Channel,
    ClockName,
    EventKind,
    Kind,
    Relation,
    State,
)
from floorboard.store.tables.columns import check, one_of

OPEN_SQL = "state IN ('new', 'open', 'second_line', 'waiting')"
"""The condition of the partial indexes, to the letter: a query repeats it to be given them."""

RUNG_SQL = f"next_rung_at < {NEVER}"
"""The condition of the index on the rungs that are still to be raised, to the letter."""

REGISTERED_SQL = "kind IN ('complaint', 'suggestion')"
"""The condition of the index on what the complaints' register holds, to the letter."""

_OPEN = text(OPEN_SQL)


class Ticket(SQLModel, table=True):
    """A ticket; its `id` is the number people call it by.

    `next_due_at` is the earliest of its running clocks, written when an event moves one, so that
    "overdue" is a range of one index; `next_rung_at` likewise for the next rung of the escalation
    ladder. `first_owner_id` is who handed it to second line and keeps following it until solved.
    `version` is a number that no other state of the ticket has had or will have: the journal's
    entry that made it so. `recorded_*` is what a source system stated, kept as agreed.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("external_id", "source"),
        one_of("kind", Kind),
        one_of("channel", Channel),
        one_of("state", State),
        one_of("next_clock", ClockName),
        one_of("recorded_verdict", ("on_time", "late")),
        check("priority", "priority BETWEEN 1 AND 5"),
        check("counts", "reopen_count >= 0 AND reassignment_count >= 0"),
        check("satisfaction", "satisfaction BETWEEN 1 AND 5"),
        check("due", f"(next_clock IS NULL) = (next_due_at = {NEVER})"),
        check("at_rest", f"{OPEN_SQL} OR next_clock IS NULL"),
        Index("ix_ticket_open_due", "next_due_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_priority", "priority", "next_due_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_status_reply", "status_reply_due_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_opened", "opened_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_updated", "updated_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_id", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_project", "project_id", "next_due_at", "id", sqlite_where=_OPEN),
        Index("ix_ticket_open_owner", "owner_id", "next_due_at", "id", sqlite_where=_OPEN),
        Index(
            "ix_ticket_open_followed",
            "first_owner_id",
            "next_due_at",
            "id",
            sqlite_where=text(f"{OPEN_SQL} AND first_owner_id IS NOT NULL"),
        ),
        Index("ix_ticket_rung", "next_rung_at", "id", sqlite_where=text(RUNG_SQL)),
        Index("ix_ticket_customer", "customer_id", "id"),
        Index("ix_ticket_opened", "opened_at", "id"),
        Index("ix_ticket_register", "opened_at", "id", sqlite_where=text(REGISTERED_SQL)),
        Index("ix_ticket_updated", "updated_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = ""
    external_id: str | None = None
    kind: str
    channel: str
    state: str
    priority: int
    title: str
    body: str = ""
    project_id: int | None = Field(default=None, foreign_key="project.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    owner_label: str = ""
    first_owner_id: int | None = Field(default=None, foreign_key="person.id")
    team: str = ""
    opened_at: int
    first_replied_at: int | None = None
    last_replied_at: int | None = None
    solved_at: int | None = None
    closed_at: int | None = None
    first_reply_due_at: int | None = None
    status_reply_due_at: int | None = None
    solution_due_at: int | None = None
    next_due_at: int = NEVER
    next_clock: str | None = None
    next_rung_at: int = Field(default=NEVER, sa_column_kwargs={"server_default": text(str(NEVER))})
    recorded_target_at: int | None = None
    recorded_verdict: str | None = None
    reopen_count: int = 0
    reassignment_count: int = 0
    satisfaction: int | None = None
    source_updated_at: int | None = None
    updated_at: int
    version: int = 1


class TicketEvent(SQLModel, table=True):
    """One thing that happened to a ticket. `seq` numbers them in order of arrival; the clocks are
    computed in order of (`at`, `seq`). `source_key` makes an imported event exist once."""

    __tablename__ = "ticket_event"
    __table_args__ = (
        one_of("kind", EventKind),
        Index(
            "uq_ticket_event_source_key",
            "ticket_id",
            "source_key",
            unique=True,
            sqlite_where=text("source_key IS NOT NULL"),
        ),
        Index(
            "ix_ticket_event_until", "until", "ticket_id", sqlite_where=text("until IS NOT NULL")
        ),
        {"sqlite_with_rowid": False},
    )

    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    seq: int = Field(primary_key=True)
    at: int
    kind: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = ""
    body: str = ""
    until: int | None = None
    source_key: str | None = None


class TicketLink(SQLModel, table=True):
    """`ticket_id` is tied to `other_id`; what is related is stored once, the smaller id first."""

    __tablename__ = "ticket_link"
    __table_args__ = (
        one_of("relation", Relation),
        check("two", "ticket_id <> other_id"),
        Index("ix_ticket_link_other", "other_id"),
        {"sqlite_with_rowid": False},
    )

    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    other_id: int = Field(primary_key=True, foreign_key="ticket.id")
    relation: str = Field(primary_key=True)


class TicketCount(SQLModel, table=True):
    """How many tickets stand in each state; triggers keep it."""

    __tablename__ = "ticket_count"
    __table_args__ = (check("n", "n >= 0"),)

    state: str = Field(primary_key=True)
    n: int = 0
