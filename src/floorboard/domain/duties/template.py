"""Lists that are started by hand: a new project, a system upgrade, an emergency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.post import Post


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, and how long after its start it is due: whole days, or minutes."""

    titles: Mapping[str, str]
    post: Post
    """Who does it."""
    days: int = 0
    minutes: int = 0
    evidence: Evidence = Evidence.TICK
    measure: str = ""
    """What a number counts."""
    duty: str = ""
    """The duty of the handbook that it carries out, as in `shift_lead.duty.2`."""

    def due_at(self, started: Instant, zone: ZoneInfo) -> Instant:
        """When it is due in a list started at `started`: so many minutes later, or so many days
        later at the same wall time of `zone`."""
        if not self.days:
            return started + self.minutes * 60
        return from_wall(to_wall(started, zone) + timedelta(days=self.days), zone)


@dataclass(frozen=True, slots=True)
class Template:
    """What a list holds, in the order in which it is done."""

    code: str
    titles: Mapping[str, str]
    items: tuple[Item, ...]
