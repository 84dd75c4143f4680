"""Tickets that are open now: some overdue, some due soon, most with a time agreed.

A story is made up and its clocks are computed; one that isn't what was wanted is made up anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import log
from zoneinfo import ZoneInfo

from floorboard.desk.sample.story import Story, Teller
from floorboard.desk.sample.words import pick
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.ticket import NEVER, ClockName, EventKind, State

HOUR = 3600
STATUS_SECONDS = 4 * HOUR
"""The manual's status reply."""

OLDEST = 7 * HOUR
"""Nothing on the floor is overdue for longer."""

TRIES = 400

Wanted = Callable[[Story], bool]


def open_share(tickets: int) -> int:
    """How many of so many tickets are open: a floor has only so many hands."""
    return min(int(tickets * 0.35), int(150 + tickets * 0.02))


def stories(teller: Teller, count: int, now: Instant, zone: ZoneInfo) -> list[Story]:
    """`count` open tickets in the order they were opened."""
    floor = _Floor(teller, now, zone)
    overdue = min(round(count * 0.05), 7 + count // 500)
    soon = min(round(count * 0.055), 8 + count // 200)
    fresh = min(round(count * 0.035), 6 + count // 400)
    waiting = round(count * 0.157)
    told = [floor.overdue(number) for number in range(overdue)]
    told += [floor.soon() for _ in range(soon)]
    told += [floor.fresh() for _ in range(fresh)]
    told += [floor.agreed(waits=True) for _ in range(waiting)]
    told += [floor.agreed(waits=False) for _ in range(count - len(told))]
    return sorted(told, key=lambda story: story.opened_at)


_OVERDUE_BY = ("status", "status", "solution", "first", "status", "promise", "status")


class _Floor:
    """Tells stories that end open at `now`."""

    def __init__(self, teller: Teller, now: Instant, zone: ZoneInfo) -> None:
        self._teller = teller
        self._rng = teller.rng
        self._now = now
        self._zone = zone

    def overdue(self, number: int) -> Story:
        """Overdue by minutes or hours; by which clock goes round with `number`."""
        by = _OVERDUE_BY[number % len(_OVERDUE_BY)]
        low = self._now - OLDEST

        def late(story: Story) -> bool:
            assert story.due is not None
            return low <= story.due.next_due_at < self._now - 60

        if by == "first":
            found = self._until(self._unanswered, late, ClockName.FIRST_REPLY)
        elif by == "solution":
            found = self._until(self._unsolved, late, ClockName.SOLUTION)
        elif by == "promise":
            found = self._until(self._broken, late, ClockName.STATUS_REPLY)
        else:
            found = None
        return found or self._surely(self._silent, late)

    def soon(self) -> Story:
        """Its status reply is due within four hours."""

        def near(story: Story) -> bool:
            assert story.due is not None
            return self._now + 120 < story.due.next_due_at <= self._now + STATUS_SECONDS

        return self._surely(self._answered, near)

    def fresh(self) -> Story:
        """It has just come in, and nobody has answered yet."""
        return self._surely(self._new, self._ahead(120))

    def agreed(self, *, waits: bool) -> Story:
        """A time is agreed with the customer, later than this shift's."""
        return self._surely(
            lambda: self._promised(waits=waits), self._ahead(STATUS_SECONDS if not waits else HOUR)
        )

    def _ahead(self, seconds: int) -> Wanted:
        def holds(story: Story) -> bool:
            assert story.due is not None
            return self._now + seconds < story.due.next_due_at < NEVER

        return holds

    def _until(self, tell: Callable[[], Story], wanted: Wanted, clock: ClockName) -> Story | None:
        """A story as wanted by that clock; None where the hour of the day allows none."""
        for _ in range(TRIES):
            story = tell()
            due = self._teller.settle(story)
            if due.next_clock == clock and wanted(story):
                return story
        return None

    def _surely(self, tell: Callable[[], Story], wanted: Wanted) -> Story:
        """A story as wanted, or the last one tried."""
        for _ in range(TRIES):
            story = tell()
            self._teller.settle(story)
            if wanted(story):
                break
        return story

    def _silent(self) -> Story:
        """Answered once, and then the four hours went by."""
        replied = self._now - STATUS_SECONDS - self._lateness()
        story = self._begin(replied - 600 - self._about(14 * HOUR))
        self._teller.add(story, replied, EventKind.REPLY)
        if self._rng.random() < 0.4:
            self._teller.add(story, replied + 3 * HOUR, EventKind.CHASED)
        story.state = State.OPEN
        return story

    def _unsolved(self) -> Story:
        """Answered in time, but not solved."""
        story = self._begin(self._now - 5 * HOUR - self._about(60 * HOUR))
        self._teller.add(story, story.opened_at + 900, EventKind.REPLY)
        self._hand_over(story, story.opened_at + 2 * HOUR)
        self._teller.add(story, self._now - int(self._rng.random() * 3 * HOUR), EventKind.REPLY)
        return story

    def _unanswered(self) -> Story:
        story = self._begin(self._now - 960 - self._about(HOUR // 2))
        story.owner_id = None
        return story

    def _broken(self) -> Story:
        """A call back was agreed, and didn't come."""
        until = (self._now - self._lateness()) // 900 * 900
        replied = until - 2 * HOUR
        story = self._begin(replied - 1800 - self._about(8 * HOUR))
        self._teller.add(story, replied, EventKind.REPLY)
        self._teller.add(story, replied + 60, EventKind.PROMISED, until)
        story.state = State.OPEN
        return story

    def _answered(self) -> Story:
        replied = self._now - int(self._rng.random() * 3.9 * HOUR)
        story = self._begin(replied - 300 - self._about(9 * HOUR))
        self._teller.add(story, replied, EventKind.REPLY)
        story.state = State.OPEN
        return story

    def _new(self) -> Story:
        story = self._begin(self._now - 60 - int(self._rng.random() * 1500))
        if self._rng.random() < 0.6:
            story.owner_id = None
        return story

    def _promised(self, *, waits: bool) -> Story:
        story = self._begin(self._now - 1800 - self._about(30 * HOUR))
        age = self._now - story.opened_at
        first = story.opened_at + min(int(age * 0.4), 300 + self._about(1200))
        self._teller.add(story, first, EventKind.REPLY)
        story.state = State.OPEN
        if self._rng.random() < 0.3:
            self._hand_over(story, first + int(age * 0.1))
        agreed = self._now - int(self._rng.random() * (self._now - first) * 0.4) - 60
        if agreed > story.events[-1][0]:
            self._teller.add(story, agreed, EventKind.REPLY)
        agreed = max(agreed, story.events[-1][0])
        until = self._office_time(self._now + 4 * HOUR + self._about(40 * HOUR))
        self._teller.add(story, agreed, EventKind.PROMISED, until)
        if waits:
            self._teller.add(story, agreed, EventKind.WAITING)
            story.state = State.WAITING
        return story

    def _begin(self, opened_at: Instant) -> Story:
        story = self._teller.begin(opened_at)
        if story.channel != "phone" and self._rng.random() < 0.5:
            at = opened_at + 30
            words = f"- → {story.agent.name}"
            story.events.append((at, EventKind.ASSIGNED, story.agent.id, "", words, None))
        return story

    def _hand_over(self, story: Story, at: Instant) -> None:
        """To the second line; it mostly stays the first owner's."""
        self._teller.add(story, at, EventKind.SECOND_LINE)
        story.state = State.SECOND_LINE
        if self._rng.random() < 0.5:
            story.owner_id = pick(self._rng, story.project.second_line).id

    def _about(self, mean: int) -> int:
        """Seconds around `mean`, most of them fewer."""
        return int(-log(1.0 - self._rng.random()) * mean)

    def _lateness(self) -> int:
        return 120 + int(self._rng.random() ** 2 * (OLDEST - 600))

    def _office_time(self, at: Instant) -> Instant:
        """`at` as people agree on times: on the half hour, by day."""
        wall = to_wall(at, self._zone).replace(second=0)
        wall += timedelta(minutes=-wall.minute % 30)
        if not 8 <= wall.hour < 20:
            wall += timedelta(hours=12)
        return from_wall(wall, self._zone)
