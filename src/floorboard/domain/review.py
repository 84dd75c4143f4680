"""The shift lead's daily review: how each project stands, and to whom it was reported.

A review belongs to a calendar day of the centre: what is written after midnight belongs to the new
day, whatever the shift.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A ticket that is still open."""

    id: int
    title: str
    state: str
    priority: int
    owner: str
    opened_at: Instant
    next_due_at: Instant | None
    next_clock: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What was put on record about a project; the counts are those of that moment."""

    state: str
    remark: str
    reported_to: str
    unresolved: int
    overdue: int
    by: str
    at: Instant
    version: int


@dataclass(frozen=True, slots=True)
class Load:
    """A project's unresolved problems, counted."""

    open: int = 0
    overdue: int = 0
    waiting: int = 0
    second_line: int = 0
    oldest_at: Instant | None = None
    """When the oldest of them was opened."""


@dataclass(frozen=True, slots=True)
class ProjectReview:
    """A project on the day of the review.

    `worst` are some of its unresolved tickets, what is due first before the rest; `superiors` are
    whom the lead reports to, the support manager first.
    """

    project_id: int
    code: str
    name: str
    name_zh: str
    load: Load
    worst: tuple[Unresolved, ...]
    superiors: tuple[str, ...]
    written: Standing | None

    @property
    def missing(self) -> bool:
        """Whether it has unresolved problems, and nothing is on record yet."""
        return self.load.open > 0 and self.written is None


@dataclass(frozen=True, slots=True)
class Review:
    """The review of `day` as it stands at `at`."""

    day: str
    """ISO 8601."""
    at: Instant
    centre: str
    centre_zh: str
    zone: str
    projects: tuple[ProjectReview, ...]
    elsewhere: Load = field(default_factory=Load)
    """What belongs to no project."""

    @property
    def missing(self) -> int:
        """Projects that still lack their line."""
        return sum(project.missing for project in self.projects)

    @property
    def done(self) -> bool:
        """Whether every project with unresolved problems has its line."""
        return self.missing == 0
