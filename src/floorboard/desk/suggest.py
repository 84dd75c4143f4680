"""Whom to give a ticket: who knows its project, is here now, and has the least to do."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.post import Post
from floorboard.domain.ticket import State
from floorboard.store.queries import suggesting

SOON = 15 * 60
"""Who comes within so many seconds is as good as here; who goes home within them is leaving."""

SEATS = (Post.AGENT, Post.SENIOR)
"""The posts that answer the customers, the first before the second."""

SECOND_LINE = (Post.SENIOR, Post.MANAGER)
"""Those that take what agents hand over."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could own a ticket or several, and what speaks for them."""

    person_id: int
    code: str
    name: str
    other_name: str
    post: str
    search: str
    """What their name is found by."""
    projects: int
    """How many projects the tickets are of."""
    confirmed: int
    """Of these, how many they are confirmed to know."""
    learning: int
    turn: Interval | None
    """From when until when they are on, now or soon; None for who isn't."""
    open: int
    """The open tickets that they have."""
    owner: bool
    """All is theirs already."""


def owners(desk: Desk, *ticket_ids: int) -> list[Suggestion]:
    """Everybody who works here, the best owner of the tickets first: who has a post for them, is
    confirmed for the most of their projects, is here for a while, has the fewest open tickets."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        projects, had, states = suggesting.whose(db, ticket_ids)
        today = to_wall(now, plan.zone_of(db)).date().isoformat()
        found = suggesting.candidates(db, projects, today)
        turns = plan.turns_near(db, now, SOON)
    posts = SECOND_LINE if states == {State.SECOND_LINE} else SEATS
    found.sort(
        key=lambda each: (
            each.post not in posts,
            -each.confirmed,
            _away(turns.get(each.person_id), now),
            posts.index(Post(each.post)) if each.post in posts else 0,
            each.open,
        )
    )
    return [
        Suggestion(
            person_id=each.person_id,
            code=each.code,
            name=each.name,
            other_name=each.other_name,
            post=each.post,
            search=each.search,
            projects=len(projects),
            confirmed=each.confirmed,
            learning=each.learning,
            turn=turns.get(each.person_id),
            open=each.open,
            owner=had == {each.person_id},
        )
        for each in found
    ]


def _away(turn: Interval | None, now: Instant) -> int:
    """0 for who is here for a while, 1 for who is about to leave, 2 for who isn't here."""
    if turn is None:
        return 2
    return int(turn[1] <= now + SOON)
