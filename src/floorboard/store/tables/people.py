"""People, projects and customers."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from floorboard.domain.post import Post
from floorboard.store.tables.columns import check, one_of


class Person(SQLModel, table=True):
    """A member of staff. `search` holds the folded names, their pinyin and its initials."""

    __tablename__ = "person"
    __table_args__ = (
        one_of("post", Post),
        check("dates", "left_on IS NULL OR left_on >= joined_on"),
        check("name", "length(name) > 0"),
        Index("ix_person_search", "search"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    other_name: str = ""
    search: str = ""
    post: str
    joined_on: date
    left_on: date | None = None
    version: int = 1


class Project(SQLModel, table=True):
    """A supported project; `manager_id` is its support manager."""

    __tablename__ = "project"
    __table_args__ = (check("name", "length(name) > 0"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_zh: str = ""
    search: str = ""
    manager_id: int | None = Field(default=None, foreign_key="person.id")
    active: bool = True
    version: int = 1


class Customer(SQLModel, table=True):
    """Who calls. (`source`, `external_id`) is the identity an import knows them by."""

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        check("name", "length(name) > 0"),
        Index("ix_customer_search", "search"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    search: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""
    external_id: str | None = None
    version: int = 1
