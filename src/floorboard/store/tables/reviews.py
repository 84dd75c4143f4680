"""The daily review of each project's unresolved problems."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from floorboard.domain.escalation import ProjectState
from floorboard.store.tables.columns import check, one_of


class ProjectReview(SQLModel, table=True):
    """How a project stood on a day of the centre (`day` is ISO), and to whom it was reported."""

    __tablename__ = "project_review"
    __table_args__ = (
        one_of("state", ProjectState),
        check("unresolved", "unresolved >= 0 AND overdue >= 0"),
    )

    day: str = Field(primary_key=True)
    project_id: int = Field(primary_key=True, foreign_key="project.id")
    state: str
    unresolved: int
    overdue: int
    remark: str = ""
    reported_to: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = ""
    at: int
    version: int = 1
