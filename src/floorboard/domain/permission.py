"""What each post may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.domain.post import Post

ACTIONS: tuple[str, ...] = (
    "ticket.opened",
    "ticket.noted",
    "ticket.replied",
    "ticket.chased",
    "ticket.promised",
    "ticket.assigned",
    "ticket.taken",
    "ticket.handed_over",
    "ticket.returned",
    "ticket.waiting",
    "ticket.resumed",
    "ticket.solved",
    "ticket.closed",
    "ticket.reopened",
    "ticket.merged",
    "ticket.linked",
    "ticket.edited",
    "ticket.split",
    "ticket.rated",
    "customer.made",
    "customer.edited",
    "project.made",
    "escalation.acknowledged",
    "escalation.commented",
    "escalation.handed_back",
    "escalation.backup",
    "review.written",
    "duty.ticked",
    "duty.waived",
    "checklist.started",
    "handover.begun",
    "handover.written",
    "handover.offered",
    "handover.withdrawn",
    "handover.passed_on",
    "handover.acknowledged",
    "handover.asked",
    "handover.answered",
    "handover.summarised",
    "handover.signed",
    "handover.accepted",
    "handover.amended",
    "handover.countersigned",
    "roster.defined",
    "roster.planned",
    "roster.overridden",
    "roster.swapped",
    "roster.leave",
    "seats.defined",
    "seats.assigned",
    "attendance.clocked",
    "attendance.corrected",
    "overtime.requested",
    "overtime.decided",
    "people.managed",
    "rules.loaded",
    "tickets.imported",
    "deed.undone",
)
"""What somebody does at a console; the journal calls it so too."""

OTHERS_UNDONE = "deed.undone"
"""Taking back what somebody else did; the deed itself is asked about as well."""

SYSTEM_ACTIONS = frozenset(
    {
        "duties.scheduled",
        "escalations.raised",
        "floor.created",
        "handover.overdue",
        "notification.queued",
        "notification.failed",
        "notification.sent",
        "undone",  # these two are asked about as the deed that they take back or do again
        "redone",
        "sign_in.tried",
        "sign_in.done",
        "sign_in.pin_changed",
    }
)
"""What happens by itself, and what comes before anybody is known. It is always allowed."""

MANAGING = "people.managed"
"""Whoever may do this gives others their posts and PINs."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """The posts that may do each action. It lists every action, and somebody manages people."""

    allowed: Mapping[str, frozenset[Post]]

    def __post_init__(self) -> None:
        wrong = set(ACTIONS) ^ self.allowed.keys()
        if wrong:
            raise ValueError(f"not the actions there are: {', '.join(sorted(wrong))}")
        if not self.allowed[MANAGING]:
            raise ValueError("nobody would manage people")

    def may(self, post: Post, action: str) -> bool:
        """Whether somebody of `post` may do `action`, which is one of `ACTIONS` or the system's."""
        return action in SYSTEM_ACTIONS or post in self.allowed[action]

    def who_may(self, action: str) -> tuple[Post, ...]:
        """The posts that may, in the manual's order."""
        return tuple(post for post in Post if self.may(post, action))
