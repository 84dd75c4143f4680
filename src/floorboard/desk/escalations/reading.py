"""Escalations as they stand at the desk's time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import escalations, floor
from floorboard.store.views.escalation import EscalationView
from floorboard.store.views.floor import EscalationCounts

ROSTER_SECONDS = 7 * 86400
"""How far back it looks for who had an escalation and went home."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some escalations, and how many there are."""

    escalations: tuple[EscalationView, ...]
    counts: EscalationCounts

    @property
    def left(self) -> int:
        """How many of these nobody has acknowledged, and somebody who has them went home."""
        return sum(
            each.acknowledged_at is None and any(one.off_since for one in each.people)
            for each in self.escalations
        )


def listed(desk: Desk, limit: int, *, everything: bool = False) -> Listed:
    """Up to `limit` open ones, the longest due first; with `everything` the closed ones too, the
    last raised first. Where the clock stands still, as they stood then."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        if not desk.frozen:
            found = escalations.page(db, limit, everything=everything)
            return Listed(with_duty(db, found, now), floor.escalated(db))
        then = with_duty(db, [known_at(each, now) for each in escalations.raised_by(db, now)], now)
    still_open = sorted(
        (each for each in then if each.closed_at is None), key=lambda each: (each.due_at, each.id)
    )
    unacknowledged = sum(each.acknowledged_at is None for each in still_open)
    chosen = then if everything else still_open
    return Listed(tuple(chosen[:limit]), EscalationCounts(len(still_open), unacknowledged))


def with_duty(
    db: Connection, views: Iterable[EscalationView], now: Instant
) -> tuple[EscalationView, ...]:
    """`views` that say of the open ones who isn't on duty any more: on a rota at some time since it
    was raised, or up to `ROSTER_SECONDS` ago, and on none now."""
    found = tuple(views)
    begun = [each.raised_at for each in found if each.closed_at is None]
    if not begun:
        return found
    roster = plan.load(db, max(min(begun), now - ROSTER_SECONDS), now + 1)
    ends: dict[int, Instant] = {}
    for span in (span for line in roster.lines for span in roster.spans(line)):
        for person in span.people:
            ends[person] = max(span.end, ends.get(person, span.end))

    def told(view: EscalationView) -> EscalationView:
        people = tuple(
            replace(each, off_since=ends[each.id])
            if view.raised_at < ends.get(each.id, view.raised_at) <= now
            else each
            for each in view.people
        )
        return view if view.closed_at is not None else replace(view, people=people)

    return tuple(map(told, found))


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
