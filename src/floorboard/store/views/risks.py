"""What opens risk points, as the store has it."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class MissedView:
    """The checks of a schedule, for one project or none, that were missed since one was settled."""

    check: int
    """The last of them."""
    handbook: str
    title: str
    title_zh: str
    project_id: int | None
    times: int
    since: Instant
    """When the window of the first of them closed."""


@dataclass(frozen=True, slots=True)
class LateView:
    """An item of a list that is late."""

    checklist: int
    handbook: str
    title: str
    title_zh: str
    project_id: int | None
    due_at: Instant


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint of which a clock has run out."""

    ticket: int
    title: str
    project_id: int | None
    clock: str
    due_at: Instant
