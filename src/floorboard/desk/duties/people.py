"""Whom the roster puts in a post at an instant."""

from __future__ import annotations

from bisect import bisect_right

from floorboard.desk.board import PersonName
from floorboard.desk.roster import plan
from floorboard.desk.roster.plan import Line
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.post import Post, works_on
from floorboard.store.connection import Connection
from floorboard.store.queries import rungs


class Rostered:
    """The roster over [`start`, `end`), asked for posts."""

    def __init__(self, db: Connection, start: Instant, end: Instant) -> None:
        self._plan = plan.load(db, start, max(end, start + 1))
        self._managers = rungs.managers(db)
        self._found: dict[tuple[str, int | None, Instant], tuple[PersonName, ...]] = {}

    def people(self, post: str, project_id: int | None, at: Instant) -> tuple[PersonName, ...]:
        """Who of `post` is on at `at`: for a project's duty, those on for the project, and of the
        managers the one who manages it. Where none is on any rota, all who hold the post then."""
        key = (post, project_id, at)
        found = self._found.get(key)
        if found is None:
            named = (self._plan.people[each] for each in self._people(*key))
            found = tuple(PersonName(each.id, each.name, each.other_name) for each in named)
            self._found[key] = found
        return found

    def _people(self, post: str, project_id: int | None, at: Instant) -> list[int]:
        day = to_wall(at, self._plan.zone).date().isoformat()
        holding = [
            each.id
            for each in self._plan.people.values()
            if each.post == post and works_on(day, each.joined_on, each.left_on)
        ]
        manager = self._managers.get(project_id or 0)
        if post == Post.MANAGER and manager in holding:
            return [manager]
        everywhere, there = set[int](), set[int]()
        for line in self._plan.lines:
            on = self._on(line, at)
            everywhere.update(on)
            if line.view.project_id is not None and line.view.project_id == project_id:
                there.update(on)
        for rostered in (there, everywhere):
            found = [each for each in holding if each in rostered]
            if found:
                return found
        return holding

    def _on(self, line: Line, at: Instant) -> tuple[int, ...]:
        spans = self._plan.spans(line)
        place = bisect_right(spans, at, key=lambda span: span.start) - 1
        return spans[place].people if place >= 0 else ()
