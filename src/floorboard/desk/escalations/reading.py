"""Escalations as they stand at the desk's time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.store.queries import escalations, floor
from floorboard.store.views.escalation import EscalationView
from floorboard.store.views.floor import EscalationCounts


@dataclass(frozen=True, slots=True)
class Listed:
    """Some escalations, and how many there are."""

    escalations: tuple[EscalationView, ...]
    counts: EscalationCounts


def listed(desk: Desk, limit: int, *, everything: bool = False) -> Listed:
    """Up to `limit` open ones, the longest due first; with `everything` the closed ones too, the
    last raised first. Where the clock stands still, as they stood then."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        if not desk.frozen:
            found = escalations.page(db, limit, everything=everything)
            return Listed(tuple(found), floor.escalated(db))
        then = [known_at(each, now) for each in escalations.raised_by(db, now)]
    still_open = sorted(
        (each for each in then if each.closed_at is None), key=lambda each: (each.due_at, each.id)
    )
    unacknowledged = sum(each.acknowledged_at is None for each in still_open)
    chosen = then if everything else still_open
    return Listed(tuple(chosen[:limit]), EscalationCounts(len(still_open), unacknowledged))


def known_at(view: EscalationView, now: Instant) -> EscalationView:
    """`view` without what came of it after `now`."""
    if view.closed_at is not None and view.closed_at > now:
        view = replace(view, closed_at=None)
    if view.acknowledged_at is not None and view.acknowledged_at > now:
        view = replace(view, acknowledged_at=None, acknowledged_by="")
    if view.backup_at is not None and view.backup_at > now:
        people = tuple(person for person in view.people if not person.backup)
        view = replace(view, backup_at=None, backup_gap=False, people=people)
    return view
