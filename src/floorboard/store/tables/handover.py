"""Shift handovers. Triggers of the migration keep what was frozen and what was accepted."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from floorboard.domain.handover.record import WRITABLE, ItemKind, Section, Side, State
from floorboard.store.tables.columns import check, one_of


class Handover(SQLModel, table=True):
    """A record: the shift [`starts_at`, `ends_at`) goes over to the one that ends at `until_at`.

    `is_open` is 1 until it is accepted and null from then on, so that there is never more than one
    open record. `content` is what was frozen, `digest` its hash, `seal` that of the whole accepted
    record.
    """

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("is_open"),
        one_of("state", State),
        check("open", "(state = 'accepted') = (is_open IS NULL) AND ifnull(is_open, 1) = 1"),
        check("span", "starts_at < ends_at AND ends_at < until_at"),
        check("frozen", "(state = 'draft') = (offered_at IS NULL)"),
        check("content", "(state = 'draft') = (content = '') AND (content = '') = (digest = '')"),
        check("accepted", "(state = 'accepted') = (accepted_at IS NOT NULL)"),
        check("sealed", "(state = 'accepted') = (seal <> '')"),
        check("leads", "state <> 'accepted' OR outgoing_id IS NOT NULL"),
        check("two", "outgoing_id <> incoming_id"),
        check("summary", "(summary = '') = (summarised_at IS NULL)"),
        Index("ix_handover_accepted_at", "accepted_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    state: str = State.DRAFT.value
    is_open: int | None = 1
    shift: str = ""
    shift_zh: str = ""
    starts_at: int
    ends_at: int
    until_at: int
    outgoing_id: int | None = Field(default=None, foreign_key="person.id")
    incoming_id: int | None = Field(default=None, foreign_key="person.id")
    instead_of_id: int | None = Field(default=None, foreign_key="person.id")
    """Who was responsible on record when somebody else began it."""
    planned_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom the roster named, where it was passed on to somebody else."""
    passed_because: str = ""
    previous_id: int | None = Field(default=None, foreign_key="handover.id")
    begun_at: int
    offered_at: int | None = None
    accepted_at: int | None = None
    major: bool = False
    content: str = ""
    digest: str = ""
    seal: str = ""
    summary: str = ""
    summarised_at: int | None = None
    overtime_id: int | None = Field(default=None, foreign_key="overtime.id")
    version: int = 1


class HandoverSection(SQLModel, table=True):
    """What the outgoing lead wrote in a section, or that there is nothing to say."""

    __tablename__ = "handover_section"
    __table_args__ = (
        one_of("section", WRITABLE),
        check("none", "none = 0 OR body = ''"),
        {"sqlite_with_rowid": False},
    )

    handover_id: int = Field(primary_key=True, foreign_key="handover.id")
    section: str = Field(primary_key=True)
    body: str = ""
    none: bool = False
    version: int = 1


class HandoverItem(SQLModel, table=True):
    """One thing that is handed over. `root_id` is the item that it was in the record that had it
    first, `since_at` when that was begun."""

    __tablename__ = "handover_item"
    __table_args__ = (
        one_of("kind", ItemKind),
        Index("uq_handover_item_position", "handover_id", "position", unique=True),
        Index("uq_handover_item_root", "handover_id", "root_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    kind: str
    position: int
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    situation: str = ""
    background: str = ""
    assessment: str = ""
    recommendation: str = ""
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due_at: int | None = None
    since_at: int
    root_id: int
    cleared_at: int | None = None
    cleared_note: str = ""
    version: int = 1


class HandoverAcknowledgement(SQLModel, table=True):
    """The incoming lead has taken note of a critical item."""

    __tablename__ = "handover_acknowledgement"
    __table_args__ = (Index("ix_handover_acknowledgement_handover", "handover_id"),)

    item_id: int = Field(primary_key=True, foreign_key="handover_item.id")
    handover_id: int = Field(foreign_key="handover.id")
    person_id: int = Field(foreign_key="person.id")
    at: int


class HandoverQuestion(SQLModel, table=True):
    """What the incoming lead asked back, and the answer."""

    __tablename__ = "handover_question"
    __table_args__ = (
        one_of("section", Section),
        check("question", "length(question) > 0"),
        check("answered", "(answered_at IS NULL) = (answer = '')"),
        Index("ix_handover_question_handover", "handover_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    section: str
    asked_by: int = Field(foreign_key="person.id")
    asked_at: int
    question: str
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: int | None = None
    answer: str = ""


class HandoverSignature(SQLModel, table=True):
    """A PIN was given: once for each side, nobody for two. `digest` is that of what was signed."""

    __tablename__ = "handover_signature"
    __table_args__ = (
        UniqueConstraint("handover_id", "person_id"),
        one_of("side", Side),
        check("digest", "length(digest) = 64"),
        {"sqlite_with_rowid": False},
    )

    handover_id: int = Field(primary_key=True, foreign_key="handover.id")
    side: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    at: int
    digest: str


class HandoverAddendum(SQLModel, table=True):
    """A correction of an accepted record. `seq` is the journal's entry that has it."""

    __tablename__ = "handover_addendum"
    __table_args__ = (
        check("body", "length(body) > 0"),
        Index("ix_handover_addendum_handover", "handover_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    label: str = ""
    at: int
    body: str
    seq: int


class HandoverRung(SQLModel, table=True):
    """Nobody took over in time: raised once for the change of shift planned at `planned_at`, and
    closed when a handover is accepted. `addressee` is as the ladder says it."""

    __tablename__ = "handover_rung"
    __table_args__ = (check("raised", "raised_at >= planned_at"),)

    planned_at: int = Field(primary_key=True)
    raised_at: int
    addressee: str
    gap: bool = False
    closed_at: int | None = None


class HandoverRungPerson(SQLModel, table=True):
    """Somebody who was told of it."""

    __tablename__ = "handover_rung_person"
    __table_args__ = ({"sqlite_with_rowid": False},)

    planned_at: int = Field(primary_key=True, foreign_key="handover_rung.planned_at")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
