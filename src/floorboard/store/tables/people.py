"""People, projects and customers."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from floorboard.domain.post import Post, SkillLevel
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


class ProjectSkill(SQLModel, table=True):
    """Somebody learns a project, or is confirmed to know it."""

    __tablename__ = "project_skill"
    __table_args__ = (
        one_of("level", SkillLevel),
        check("confirmed", "(level = 'confirmed') = (confirmed_at IS NOT NULL)"),
        Index("ix_project_skill_project", "project_id"),
    )

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    project_id: int = Field(primary_key=True, foreign_key="project.id")
    level: str
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: int | None = None


class Credential(SQLModel, table=True):
    """The PIN that a person signs in with, as its argon2id hash."""

    __tablename__ = "credential"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    pin_hash: str
    set_at: int


class SignInFailure(SQLModel, table=True):
    """Wrong PINs since a person last signed in. It counts on every console alike."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (check("count", "count > 0"),)

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    count: int
    last_at: int
    locked_until: int | None = None


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
