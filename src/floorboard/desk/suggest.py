"""Whom to give a ticket: who knows its project, is here now, and has the least to do."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant, to_wall
from floorboard.store.queries import suggesting


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could own a ticket or several, and what speaks for them."""

    person_id: int
    name: str
    other_name: str
    search: str
    """What their name is found by."""
    projects: int
    """How many projects the tickets are of."""
    confirmed: int
    """Of these, how many they are confirmed to know."""
    learning: int
    on_until: Instant | None
    """Until when they are on; None for who isn't."""
    open: int
    """The open tickets that they have."""
    owner: bool
    """All is theirs already."""


def owners(desk: Desk, *ticket_ids: int) -> list[Suggestion]:
    """Everybody who works here, the best owner of the tickets first: who is confirmed for the most
    of their projects, who is on shift, who has the fewest open tickets."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        projects, had = suggesting.whose(db, ticket_ids)
        today = to_wall(now, plan.zone_of(db)).date().isoformat()
        found = suggesting.candidates(db, projects, today)
        until = plan.on_until(db, now)
    found.sort(key=lambda each: (-each.confirmed, each.person_id not in until, each.open))
    return [
        Suggestion(
            person_id=each.person_id,
            name=each.name,
            other_name=each.other_name,
            search=each.search,
            projects=len(projects),
            confirmed=each.confirmed,
            learning=each.learning,
            on_until=until.get(each.person_id),
            open=each.open,
            owner=had == {each.person_id},
        )
        for each in found
    ]
