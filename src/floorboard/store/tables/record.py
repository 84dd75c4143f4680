"""What the store knows of itself: settings, the rules in force, and the journal."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel

from floorboard.store.tables.columns import check


class Setting(SQLModel, table=True):
    """A fact about the whole centre, such as its name and zone."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str


class Calendar(SQLModel, table=True):
    """A working calendar in force, as the TOML it was read from."""

    __tablename__ = "calendar"

    name: str = Field(primary_key=True)
    body: str
    loaded_at: int


class Policy(SQLModel, table=True):
    """A policy in force, as the TOML it was read from."""

    __tablename__ = "policy"

    name: str = Field(primary_key=True)
    body: str
    loaded_at: int


class Journal(SQLModel, table=True):
    """Everything that was written, in order. `hash` is keyed and covers `previous`: see
    `store.journal`. Triggers refuse to change or delete an entry."""

    __tablename__ = "journal"
    __table_args__ = (
        check("action", "length(action) > 0"),
        Index("ix_journal_subject", "subject", "seq"),
        Index("ix_journal_console", "console", "seq"),
    )

    seq: int = Field(primary_key=True)
    at: int
    person_id: int | None = Field(default=None, foreign_key="person.id")
    console: str
    action: str
    subject: str
    before: str = "{}"
    after: str = "{}"
    previous: str
    hash: str = Field(unique=True)


class JournalTicket(SQLModel, table=True):
    """Which tickets an entry about several changed, so that each one's story can be told."""

    __tablename__ = "journal_ticket"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ticket_id: int = Field(primary_key=True)
    seq: int = Field(primary_key=True, foreign_key="journal.seq")


class JournalHead(SQLModel, table=True):
    """How many entries the journal holds and the hash of the last, under a hash of their own.

    Without it nobody would see that the last entries were cut off.
    """

    __tablename__ = "journal_head"
    __table_args__ = (check("one", "id = 1"),)

    id: int = Field(primary_key=True)
    entries: int
    hash: str
    seal: str


class SearchMark(SQLModel, table=True):
    """Up to which id the rows of a search index are in it."""

    __tablename__ = "search_mark"

    name: str = Field(primary_key=True)
    last_id: int = 0
