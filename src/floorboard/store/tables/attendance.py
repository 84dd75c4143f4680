"""When people came and went, and the overtime they asked for."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from floorboard.domain.attendance import OvertimeState
from floorboard.store.tables.columns import check, one_of


class Attendance(SQLModel, table=True):
    """Somebody clocked in, and out again. The turn that it was for is kept as it stood then; both
    ends are null where none was near."""

    __tablename__ = "attendance"
    __table_args__ = (
        check("span", "out_at >= in_at"),
        check("planned", "(planned_start IS NULL) = (planned_end IS NULL)"),
        Index("ix_attendance_in_at", "in_at", "person_id"),
        Index("uq_attendance_open", "person_id", unique=True, sqlite_where=text("out_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    in_at: int
    out_at: int | None = None
    planned_start: int | None = None
    planned_end: int | None = None
    note: str = ""
    version: int = 1


class Overtime(SQLModel, table=True):
    """Overtime that somebody asks for with a reason, and what was decided."""

    __tablename__ = "overtime"
    __table_args__ = (
        one_of("state", OvertimeState),
        check("span", "ends_at > starts_at"),
        check("reason", "length(reason) > 0"),
        check("decided", "(state = 'requested') = (decided_at IS NULL)"),
        Index("ix_overtime_starts_at", "starts_at", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: int
    ends_at: int
    reason: str
    state: str = OvertimeState.REQUESTED.value
    requested_by: int | None = Field(default=None, foreign_key="person.id")
    requested_at: int
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: int | None = None
    note: str = ""
    version: int = 1
