"""The centre as it stands: people, projects, shifts, rotas, checks and figures."""

from __future__ import annotations

from typing import NamedTuple

from floorboard.domain.instant import Instant


class PersonView(NamedTuple):
    id: int
    code: str
    name: str
    other_name: str
    post: str


class ProjectView(NamedTuple):
    id: int
    code: str
    name: str
    name_zh: str


class ShiftView(NamedTuple):
    """A named part of the day, in minutes after the centre's midnight."""

    code: str
    name: str
    name_zh: str
    start_minute: int
    end_minute: int


class CheckView(NamedTuple):
    """An occurrence of a duty."""

    id: int
    duty: str
    """The code of its schedule."""
    post: str
    title: str
    title_zh: str
    project: str
    project_zh: str
    scheduled: str
    opens_at: Instant
    due_at: Instant
    closes_at: Instant
    state: str
    done_by: str
    """Who did it or waived it; of two, the second."""
    done_at: Instant | None
    note: str
    """Why, of one that was waived."""
    version: int
    handbook: str = ""
    """The duty of the handbook that it carries out."""
    project_id: int | None = None
    evidence: str = "tick"
    measure: str = ""
    value: int | float | None = None
    file: str = ""
    four_eyes: bool = False
    first_by: str = ""
    """The first of two that have to confirm it."""
    first_at: Instant | None = None
    done_by_id: int | None = None
    first_by_id: int | None = None


class CountView(NamedTuple):
    """What was counted on a check."""

    check: int
    due_at: Instant
    project_id: int | None
    value: int | float


class FloorFigures(NamedTuple):
    """The counts in the board's frames."""

    overdue: int
    oldest_due_at: Instant | None
    open: int
    due_by: int
    """Open tickets that fall due between now and the end of the shift."""
    waiting: int
    closed: int
    """Solved ones too."""


class EscalationCounts(NamedTuple):
    """How many raised rungs are open, and of these unacknowledged."""

    open: int
    unacknowledged: int
