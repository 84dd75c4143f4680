"""Duties that recur daily, and their occurrences."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, text

from floorboard.domain.duty import CheckState
from floorboard.domain.post import Post
from floorboard.store.tables.columns import check, one_of


class Duty(SQLModel, table=True):
    """A daily duty of a post: due at a wall time, with a window around it, in minutes."""

    __tablename__ = "duty"
    __table_args__ = (
        one_of("post", Post),
        check("due", "due_minute BETWEEN 0 AND 1439"),
        check("window", "minutes_before > 0 AND minutes_after > 0"),
        check("no_pile", "minutes_before + minutes_after <= 1440"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    post: str
    title: str
    title_zh: str = ""
    due_minute: int
    minutes_before: int
    minutes_after: int
    active: bool = True


class DutyCheck(SQLModel, table=True):
    """One occurrence: identified by duty, project and scheduled wall time, it exists once."""

    __tablename__ = "duty_check"
    __table_args__ = (
        one_of("state", CheckState),
        check("window", "opens_at <= due_at AND due_at < closes_at"),
        check("done", "(state = 'open') = (done_at IS NULL)"),
        Index(
            "uq_duty_check_once", "duty_id", text("ifnull(project_id, 0)"), "scheduled", unique=True
        ),
        Index("ix_duty_check_due", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    scheduled: str
    opens_at: int
    due_at: int
    closes_at: int
    state: str = CheckState.OPEN.value
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_label: str = ""
    done_at: int | None = None
    note: str = ""
    version: int = 1
