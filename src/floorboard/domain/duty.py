"""Checks: one occurrence of a duty, and what becomes of it (rules.md, *Duties and checklists*)."""

from __future__ import annotations

from enum import StrEnum

from floorboard.domain.instant import Instant


class CheckState(StrEnum):
    """What a check is on record as. Due, late and missed follow from this and the instant."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"


class CheckPhase(StrEnum):
    """How a check looks at an instant."""

    AHEAD = "ahead"
    """Its window is not open yet."""
    OPEN = "open"
    LATE = "late"
    """Past its due time, but its window is still open."""
    MISSED = "missed"
    """Its window closed on it undone."""
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"


def phase(
    state: CheckState,
    opens_at: Instant,
    due_at: Instant,
    closes_at: Instant,
    done_at: Instant | None,
    now: Instant,
) -> CheckPhase:
    """The phase at `now` of a check with the window [`opens_at`, `closes_at`) due at `due_at`.

    A check done exactly at its due time is in time; one whose window closes now is missed.
    """
    if state is CheckState.WAIVED:
        return CheckPhase.WAIVED
    if state is CheckState.DONE:
        return CheckPhase.DONE_LATE if done_at is not None and done_at > due_at else CheckPhase.DONE
    if now >= closes_at:
        return CheckPhase.MISSED
    if now > due_at:
        return CheckPhase.LATE
    return CheckPhase.OPEN if now >= opens_at else CheckPhase.AHEAD
