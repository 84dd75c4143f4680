"""Escalations as they stand at the desk's time."""

from __future__ import annotations

from dataclasses import replace

from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.store.queries import escalations
from floorboard.store.views import EscalationView


def listed(desk: Desk, limit: int, *, everything: bool = False) -> list[EscalationView]:
    """Up to `limit` open ones, the longest due first; with `everything` the closed ones too, the
    last raised first. Where the clock stands still, as they stood then."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        if not desk.frozen:
            return escalations.page(db, limit, everything=everything)
        if not everything:
            return [known_at(each, now) for each in escalations.open_at(db, now, limit)]
        found = escalations.page(db, limit, everything=True)
    return [known_at(each, now) for each in found if each.raised_at <= now]


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
