"""Shifts of the day, rotas, and everything that decides who is on one."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from floorboard.domain.roster.rota import OverrideKind
from floorboard.domain.roster.rotation import Advance, Unit
from floorboard.domain.roster.swap import SwapState
from floorboard.store.tables.columns import check, one_of


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
    """A line that people are on. `leads` marks the shift leads'.

    An empty zone is the centre's, an empty calendar the first of the centre's that knows days.
    """

    __tablename__ = "rota"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_zh: str = ""
    position: int = 0
    leads: bool = False
    project_id: int | None = Field(default=None, foreign_key="project.id")
    zone: str = ""
    calendar: str = ""
    version: int = 1


class RotaLayer(SQLModel, table=True):
    """A rotation of a rota; position 1 is the highest. `anchor` is a wall time of the rota's zone,
    ISO 8601. It holds over [`starts_at`, `ends_at`), open where null."""

    __tablename__ = "rota_layer"
    __table_args__ = (
        UniqueConstraint("rota_id", "position"),
        one_of("unit", Unit),
        one_of("advance", Advance),
        check("length", "length > 0"),
        check("anchor_group", "anchor_group >= 0"),
        check("hours", "(from_minute IS NULL) = (to_minute IS NULL)"),
        check("from", "from_minute BETWEEN 0 AND 1439"),
        check("to", "to_minute > from_minute AND to_minute <= from_minute + 1440"),
        check("span", "ends_at > starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    position: int
    name: str = ""
    unit: str
    length: int = 1
    anchor: str
    anchor_group: int = 0
    days: str = "every_day"
    advance: str = Advance.TURNS.value
    from_minute: int | None = None
    to_minute: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None


class RotaMember(SQLModel, table=True):
    """A person's place in a group of a layer; both count from 0."""

    __tablename__ = "rota_member"

    layer_id: int = Field(primary_key=True, foreign_key="rota_layer.id")
    group_no: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")


class RotaTurn(SQLModel, table=True):
    """A person is planned on a rota in [`starts_at`, `ends_at`). Nobody's proposal moves a `locked`
    one."""

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
    locked: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})


class RotaOverride(SQLModel, table=True):
    """`person_id` is added, removed, or comes instead of `replaces_id`."""

    __tablename__ = "rota_override"
    __table_args__ = (
        one_of("kind", OverrideKind),
        check("replaces", "(kind = 'replace') = (replaces_id IS NOT NULL)"),
        check("span", "ends_at > starts_at"),
        Index("ix_rota_override_ends_at", "ends_at", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    kind: str
    person_id: int = Field(foreign_key="person.id")
    replaces_id: int | None = Field(default=None, foreign_key="person.id")
    starts_at: int
    ends_at: int
    reason: str = ""
    version: int = 1


class RotaSchedule(SQLModel, table=True):
    """A temporary schedule: over its span its own turns count alone."""

    __tablename__ = "rota_schedule"
    __table_args__ = (
        check("span", "ends_at > starts_at"),
        Index("ix_rota_schedule_ends_at", "ends_at", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    name: str = ""
    starts_at: int
    ends_at: int
    version: int = 1


class RotaScheduleTurn(SQLModel, table=True):
    """A turn of a temporary schedule."""

    __tablename__ = "rota_schedule_turn"
    __table_args__ = (check("span", "ends_at > starts_at"),)

    schedule_id: int = Field(primary_key=True, foreign_key="rota_schedule.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    starts_at: int = Field(primary_key=True)
    ends_at: int


class RotaSwap(SQLModel, table=True):
    """`from_id` offers [`starts_at`, `ends_at`) to `to_id`, or to anybody where that is null. With
    a return, they take [`return_starts_at`, `return_ends_at`) of the other's for it."""

    __tablename__ = "rota_swap"
    __table_args__ = (
        one_of("state", SwapState),
        check("span", "ends_at > starts_at"),
        check("return", "(return_starts_at IS NULL) = (return_ends_at IS NULL)"),
        check("return_span", "return_ends_at > return_starts_at"),
        check("taken", "state <> 'taken' OR to_id IS NOT NULL"),
        check("somebody_else", "to_id <> from_id"),
        Index("ix_rota_swap_ends_at", "ends_at", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    from_id: int = Field(foreign_key="person.id")
    to_id: int | None = Field(default=None, foreign_key="person.id")
    starts_at: int
    ends_at: int
    return_starts_at: int | None = None
    return_ends_at: int | None = None
    state: str = SwapState.OFFERED.value
    offered_at: int
    expires_at: int
    decided_at: int | None = None
    note: str = ""
    version: int = 1


class Leave(SQLModel, table=True):
    """Somebody is away over [`starts_at`, `ends_at`)."""

    __tablename__ = "leave"
    __table_args__ = (
        check("span", "ends_at > starts_at"),
        Index("ix_leave_ends_at", "ends_at", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: int
    ends_at: int
    reason: str = ""
    version: int = 1


class CoverNeed(SQLModel, table=True):
    """How many people must be on at once; see `domain.roster.cover.Need`."""

    __tablename__ = "cover_need"
    __table_args__ = (
        check("count", "count > 0"),
        check("of", "rota_id IS NOT NULL OR project_id IS NOT NULL"),
        check("from", "from_minute BETWEEN 0 AND 1439"),
        check("to", "to_minute > from_minute AND to_minute <= from_minute + 1440"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int | None = Field(default=None, foreign_key="rota.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    count: int = 1
    days: str = "every_day"
    from_minute: int = 0
    to_minute: int = 1440
    version: int = 1
