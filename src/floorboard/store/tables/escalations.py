"""Raised rungs of the escalation ladder, and what is to be sent out about them."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.ticket import NEVER, ClockName
from floorboard.store.tables.columns import check, one_of

UNANSWERED_SQL = "closed_at IS NULL AND acknowledged_at IS NULL AND backup_at IS NULL"
"""The condition of the index on what may have to go to its backup, to the letter."""


class Escalation(SQLModel, table=True):
    """A rung that was raised for a ticket, once in a cycle; reopening starts the next cycle.

    `due_at` is when it fell due, `raised_at` when a console saw it. `addressee` and `backup` are
    as the ladder says them; `gap` means that the addressee was nobody, and the shift lead has it.
    `acknowledge_by` is `NEVER` where nobody stands behind it.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("ticket_id", "cycle", "rung"),
        one_of("clock", ClockName),
        check("raised", "raised_at >= due_at"),
        Index("ix_escalation_open", "due_at", "id", sqlite_where=text("closed_at IS NULL")),
        Index(
            "ix_escalation_unanswered", "acknowledge_by", "id", sqlite_where=text(UNANSWERED_SQL)
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    cycle: int
    rung: str
    clock: str
    due_at: int
    raised_at: int
    addressee: str
    gap: bool = False
    backup: str = ""
    acknowledge_by: int = NEVER
    backup_at: int | None = None
    backup_gap: bool = False
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    acknowledged_label: str = ""
    acknowledged_at: int | None = None
    closed_at: int | None = None
    version: int = 1


class EscalationPerson(SQLModel, table=True):
    """Somebody who has it; `backup` where they stand in."""

    __tablename__ = "escalation_person"
    __table_args__ = (Index("ix_escalation_person", "person_id"), {"sqlite_with_rowid": False})

    escalation_id: int = Field(primary_key=True, foreign_key="escalation.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    backup: bool = False


class EscalationNote(SQLModel, table=True):
    """One thing that happened to a raised rung."""

    __tablename__ = "escalation_note"
    __table_args__ = (one_of("kind", EscalationNoteKind), {"sqlite_with_rowid": False})

    escalation_id: int = Field(primary_key=True, foreign_key="escalation.id")
    seq: int = Field(primary_key=True)
    at: int
    kind: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = ""
    body: str = ""


class Notification(SQLModel, table=True):
    """Something that waits to be sent by the way the config names, or was. Its `key` tells what it
    is about, so that no two consoles send the same. `failure` is why the last attempt failed."""

    __tablename__ = "notification"
    __table_args__ = (
        check("attempts", "attempts >= 0"),
        Index("ix_notification_waiting", "next_try_at", "id", sqlite_where=text("done_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    made_at: int
    body: str
    attempts: int = 0
    next_try_at: int
    done_at: int | None = None
    failure: str = ""
