"""Recurring duties, their checks, and lists that were started by hand."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.duties.schedule import Schedule
from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class StoredSchedule:
    """A schedule, its number, and how far its occurrences were made."""

    id: int
    schedule: Schedule
    active: bool
    made_until: Instant


@dataclass(frozen=True, slots=True)
class ItemView:
    """A line of a list."""

    id: int
    checklist: int
    position: int
    title: str
    title_zh: str
    handbook: str
    post: str
    due_at: Instant
    evidence: str
    measure: str
    state: str
    done_by: str
    done_at: Instant | None
    note: str
    value: int | float | None
    file: str
    version: int


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A list that was started by hand."""

    id: int
    template: str
    title: str
    title_zh: str
    project_id: int | None
    project: str
    project_zh: str
    ticket: int | None
    change: str
    owner: str
    owner_id: int | None
    started_by: str
    started_at: Instant
    version: int
    items: tuple[ItemView, ...] = ()
