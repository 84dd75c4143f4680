"""The centre as it stands: people, projects, shifts, rotas, checks and figures."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    code: str
    name: str
    other_name: str
    post: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    id: int
    code: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A named part of the day, in minutes after the centre's midnight."""

    code: str
    name: str
    name_zh: str
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class CheckView:
    """An occurrence of a duty."""

    id: int
    duty: str
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
    done_at: Instant | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class FloorFigures:
    """The counts in the board's frames."""

    overdue: int
    oldest_due_at: Instant | None
    open: int
    due_by: int
    """Open tickets that fall due between now and the end of the shift."""
    waiting: int
    closed: int
    """Solved ones too."""


@dataclass(frozen=True, slots=True)
class EscalationCounts:
    """How many raised rungs are open, and of these unacknowledged."""

    open: int
    unacknowledged: int
