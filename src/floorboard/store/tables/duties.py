"""Duties that recur, their occurrences, and lists that are started by hand."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, Index, SQLModel, text

from floorboard.domain.duties.schedule import Evidence, Workdays
from floorboard.domain.duty import CheckState
from floorboard.domain.post import Post
from floorboard.store.tables.columns import check, one_of

_SETTLED = "(state = 'open') = (done_at IS NULL)"


class Duty(SQLModel, table=True):
    """A recurring duty of a post: when its rule has it due, with a window around it, in minutes."""

    __tablename__ = "duty"
    __table_args__ = (
        one_of("post", Post),
        one_of("workdays", Workdays),
        one_of("evidence", Evidence),
        check("due", "due_minute BETWEEN 0 AND 1439"),
        check("window", "minutes_before > 0 AND minutes_after > 0"),
        check("rule", "length(rule) > 0"),
        check("measure", "(evidence = 'number') = (measure <> '')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    handbook: str = ""
    """The duty of the handbook that it carries out; empty for none."""
    post: str
    title: str
    title_zh: str = ""
    rule: str = "FREQ=DAILY"
    starts_on: date = date(2000, 1, 1)
    due_minute: int
    minutes_before: int
    minutes_after: int
    workdays: str = Workdays.ANY.value
    each_project: bool = False
    evidence: str = Evidence.TICK.value
    measure: str = ""
    four_eyes: bool = False
    active: bool = True
    made_until: int = 0
    """What is due before this instant was made, or was due before the duty was."""


class DutyCheck(SQLModel, table=True):
    """One occurrence: identified by duty, project and scheduled wall time, it exists once."""

    __tablename__ = "duty_check"
    __table_args__ = (
        one_of("state", CheckState),
        check("window", "opens_at <= due_at AND due_at < closes_at"),
        check("done", _SETTLED),
        check("first", "first_at IS NOT NULL OR (first_by IS NULL AND first_label = '')"),
        Index(
            "uq_duty_check_once", "duty_id", text("ifnull(project_id, 0)"), "scheduled", unique=True
        ),
        Index("ix_duty_check_due", "due_at"),
        Index("ix_duty_check_closes", "closes_at"),
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
    """Who did it or waived it; of two that have to confirm it, the second."""
    done_label: str = ""
    done_at: int | None = None
    note: str = ""
    """Why, of one that was waived."""
    value: float | None = None
    file: str = ""
    first_by: int | None = Field(default=None, foreign_key="person.id")
    """The first of two that have to confirm it."""
    first_label: str = ""
    first_at: int | None = None
    version: int = 1


class Checklist(SQLModel, table=True):
    """A list that was started by hand, from a template."""

    __tablename__ = "checklist"
    __table_args__ = (Index("ix_checklist_ticket_id", "ticket_id"),)

    id: int | None = Field(default=None, primary_key=True)
    template: str
    title: str
    title_zh: str = ""
    project_id: int | None = Field(default=None, foreign_key="project.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    change: str = ""
    """The number or name of the change that it is about."""
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    """Who sees to it that all of it is done."""
    started_by: int | None = Field(default=None, foreign_key="person.id")
    started_label: str = ""
    started_at: int
    version: int = 1


class ChecklistItem(SQLModel, table=True):
    """A line of such a list."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        one_of("post", Post),
        one_of("evidence", Evidence),
        one_of("state", CheckState),
        check("done", _SETTLED),
        check("measure", "(evidence = 'number') = (measure <> '')"),
        Index("uq_checklist_item_position", "checklist_id", "position", unique=True),
        Index("ix_checklist_item_open", "due_at", sqlite_where=text("state = 'open'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    checklist_id: int = Field(foreign_key="checklist.id")
    position: int
    title: str
    title_zh: str = ""
    handbook: str = ""
    post: str
    due_at: int
    evidence: str = Evidence.TICK.value
    measure: str = ""
    state: str = CheckState.OPEN.value
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_label: str = ""
    done_at: int | None = None
    note: str = ""
    value: float | None = None
    file: str = ""
    version: int = 1
