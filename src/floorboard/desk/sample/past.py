"""Tickets that are solved by now: as many as wanted, spread over the days as calls are."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from random import Random
from zoneinfo import ZoneInfo

from floorboard.desk.sample.story import Story, Teller
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.ticket import EventKind, State

HOURS = (2, 1, 1, 1, 1, 1, 2, 6, 30, 58, 62, 48, 24, 40, 58, 55, 46, 30, 16, 12, 10, 8, 5, 3)
"""Calls in each hour of the day, relative to each other."""

WEEKEND = 0.25
"""Calls on a weekend day, relative to a weekday."""

MONTH_START = 1.5
"""… and in the first half of a month, when declarations and bills are due."""

CLOSES_AFTER = 2 * 86400
"""A ticket solved this long ago, and not reopened, is closed."""


def opening_times(
    rng: Random, count: int, now: Instant, days: int, zone: ZoneInfo
) -> Iterator[Instant]:
    """`count` instants in the last `days` before `now`, in order."""
    start = now - days * 86400
    weights = []
    for hour in range(days * 24):
        wall = to_wall(start + hour * 3600, zone)
        weight = HOURS[wall.hour] * (WEEKEND if wall.weekday() >= 5 else 1.0)
        weights.append(weight * (MONTH_START if wall.day <= 15 else 1.0))
    total = sum(weights)
    reached, made = 0.0, 0
    for hour, weight in enumerate(weights):
        reached += weight
        upto = count if hour == len(weights) - 1 else round(count * reached / total)
        seconds = sorted(int(rng.random() * 3600) for _ in range(upto - made))
        made = upto
        for second in seconds:
            yield min(start + hour * 3600 + second, now - 900)


def stories(teller: Teller, count: int, now: Instant, days: int, zone: ZoneInfo) -> Iterator[Story]:
    """`count` solved tickets in the order they were opened."""
    for opened_at in opening_times(teller.rng, count, now, days, zone):
        story = teller.begin(opened_at)
        _tell(teller, story, now)
        teller.settle(story)
        yield story


_OPENING = (
    (0.40, (EventKind.REPLY,)),
    (0.60, ()),
    (0.74, (EventKind.REPLY, EventKind.REPLY)),
    (0.85, (EventKind.REPLY, EventKind.WAITING, EventKind.RESUMED, EventKind.REPLY)),
    (0.95, (EventKind.REPLY, EventKind.SECOND_LINE, EventKind.REPLY)),
    (1.00, (EventKind.REPLY, EventKind.SOLVED, EventKind.REOPENED, EventKind.REPLY)),
)
"""What happens before the solving, with its cumulated share."""

_MEAN_SECONDS = {
    EventKind.REPLY: 5400,
    EventKind.WAITING: 1800,
    EventKind.RESUMED: 40_000,
    EventKind.SECOND_LINE: 3600,
    EventKind.SOLVED: 20_000,
    EventKind.REOPENED: 60_000,
}
FIRST_REPLY_SECONDS = 900


def _tell(teller: Teller, story: Story, now: Instant) -> None:
    rng = teller.rng
    chance = rng.random()
    kinds = next(steps for share, steps in _OPENING if chance < share or share == 1.0)
    offsets = []
    reached = 0.0
    for kind in (*kinds, EventKind.SOLVED):
        mean = (
            _MEAN_SECONDS[kind] if reached or kind is not EventKind.REPLY else FIRST_REPLY_SECONDS
        )
        reached += 20 - log(1.0 - rng.random()) * mean
        offsets.append(reached)
    room = now - 60 - story.opened_at
    shrink = min(1.0, room / reached)  # it is solved by now, so what began late went fast
    at = story.opened_at
    for kind, offset in zip((*kinds, EventKind.SOLVED), offsets, strict=True):
        at = story.opened_at + int(offset * shrink)
        by = story.project.second_line[0] if kind is EventKind.SECOND_LINE else None
        teller.add(story, at, kind, by=by)
    story.state = State.SOLVED
    if at + CLOSES_AFTER < now:
        story.events.append((at + CLOSES_AFTER, EventKind.CLOSED, None, "auto", "", None))
        story.state = State.CLOSED
