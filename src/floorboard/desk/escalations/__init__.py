"""The escalation ladder at work: rungs are raised, answered by people, and climb unanswered."""

from __future__ import annotations

from floorboard.desk.escalations.answering import (
    acknowledge,
    call_backup,
    comment,
    hand_back,
    refusal,
)
from floorboard.desk.escalations.raising import Raised, raise_due
from floorboard.desk.escalations.reading import Listed, known_at, listed, with_duty

__all__ = [
    "Listed",
    "Raised",
    "acknowledge",
    "call_backup",
    "comment",
    "hand_back",
    "known_at",
    "listed",
    "raise_due",
    "refusal",
    "with_duty",
]
