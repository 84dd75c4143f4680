"""Whom to give a ticket: who knows its project, is here now, and has the least to do."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant, to_wall
from floorboard.store.queries import floor, suggesting
from floorboard.store.queries.suggesting import Candidate


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could own a ticket, and what speaks for them."""

    person_id: int
    name: str
    other_name: str
    search: str
    """What their name is found by."""
    confirmed: bool
    """Confirmed to know the ticket's project."""
    learning: bool
    on_until: Instant | None
    """The end of the turn they are on now."""
    open: int
    """The open tickets that they have."""
    owner: bool
    """It is theirs already."""


def owners(desk: Desk, ticket_id: int | None = None) -> list[Suggestion]:
    """Everybody who works here, the best owner of a ticket first: who is confirmed for its project,
    who is on shift, who has the fewest open tickets. Without a ticket, no project counts."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        project, owner = (None, None) if ticket_id is None else suggesting.project_of(db, ticket_id)
        zone = centre.of(floor.settings(db)).zone
        today = to_wall(now, zone).date().isoformat()
        found = suggesting.candidates(db, project, now, today)
    found.sort(key=_weight)
    return [
        Suggestion(
            person_id=each.person_id,
            name=each.name,
            other_name=each.other_name,
            search=each.search,
            confirmed=each.skill == "confirmed",
            learning=each.skill == "learning",
            on_until=each.on_until,
            open=each.open,
            owner=each.person_id == owner,
        )
        for each in found
    ]


def _weight(each: Candidate) -> tuple[bool, bool, int]:
    return each.skill != "confirmed", each.on_until is None, each.open
