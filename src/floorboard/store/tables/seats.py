"""Seats of the floor, and who sits where."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from floorboard.store.tables.columns import check


class Seat(SQLModel, table=True):
    """A place on the floor's map, counted from 1 in both directions, with its extension.

    `parameters` are what the seat system lets one change, a JSON object of texts.
    """

    __tablename__ = "seat"
    __table_args__ = (
        check("place", "line > 0 AND place > 0"),
        Index("uq_seat_place", "line", "place", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    extension: str = ""
    line: int
    place: int
    parameters: str = "{}"
    usable: bool = True
    version: int = 1


class Sitting(SQLModel, table=True):
    """A person sits at a seat from `starts_at`; until now, where `ends_at` is null. Nobody sits at
    two seats, and no seat holds two people."""

    __tablename__ = "sitting"
    __table_args__ = (
        check("span", "ends_at >= starts_at"),
        Index("uq_sitting_seat", "seat_id", unique=True, sqlite_where=text("ends_at IS NULL")),
        Index("uq_sitting_person", "person_id", unique=True, sqlite_where=text("ends_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id")
    person_id: int = Field(foreign_key="person.id")
    starts_at: int
    ends_at: int | None = None
