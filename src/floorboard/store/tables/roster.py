"""Shifts of the day, rotas, and who has which turn."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from floorboard.store.tables.columns import check


class Shift(SQLModel, table=True):
    """A named part of the centre's day, in minutes after midnight; it may end the next day."""

    __tablename__ = "shift"
    __table_args__ = (
        check("start", "start_minute BETWEEN 0 AND 1439"),
        check("end", "end_minute > start_minute AND end_minute <= start_minute + 1440"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_zh: str = ""
    start_minute: int
    end_minute: int


class Rota(SQLModel, table=True):
    """A line that must be covered by `required` people at once. `leads` marks the shift leads'."""

    __tablename__ = "rota"
    __table_args__ = (check("required", "required >= 0"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_zh: str = ""
    position: int = 0
    required: int = 1
    leads: bool = False
    project_id: int | None = Field(default=None, foreign_key="project.id")


class RotaTurn(SQLModel, table=True):
    """A person is on a rota in [`starts_at`, `ends_at`)."""

    __tablename__ = "rota_turn"
    __table_args__ = (
        UniqueConstraint("rota_id", "person_id", "starts_at"),
        check("span", "ends_at > starts_at"),
        Index("ix_rota_turn_ends_at", "ends_at", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    person_id: int = Field(foreign_key="person.id")
    starts_at: int
    ends_at: int
