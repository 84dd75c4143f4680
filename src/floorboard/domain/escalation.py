"""The words of an escalation: what may happen to a raised rung, and how a project stands."""

from __future__ import annotations

from enum import StrEnum


class EscalationNoteKind(StrEnum):
    """What can happen to a raised rung."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    COMMENT = "comment"
    HANDED_BACK = "handed_back"
    """Who had acknowledged it gave it back: it is unacknowledged again."""
    BACKUP = "backup"
    """Nobody acknowledged it in time, or somebody called the backup."""
    CLOSED = "closed"


class ProjectState(StrEnum):
    """How a project stands (rules.md, *Handover*)."""

    STABLE = "stable"
    WATCH = "watch"
    CRITICAL = "critical"
