"""Attainment: which targets were kept, which were not, and which are still open.

For the present it is one scan of the due times that are stored with the tickets. Where the clock
stands still in the past, tickets that have changed since are computed anew from their histories;
what they are grouped by is today's, because a history tells of changes, not of fields.

The status-reply clock restarts at each reply, and the store holds its last round alone. With
`every_round`, all rounds are computed from the histories, however long that takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from floorboard.desk import clocks, rules
from floorboard.desk.desk import Desk
from floorboard.desk.rules import Rules
from floorboard.domain.attainment import (
    Attainment,
    By,
    Figures,
    Group,
    Tally,
    status_rounds,
)
from floorboard.domain.clocks import Clock, Event, verdict
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import ClockName, EventKind
from floorboard.store.connection import Connection
from floorboard.store.queries import attainment as queries
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import floor
from floorboard.store.queries.attainment import Key, Span, Types
from floorboard.store.queries.clocks import ClockFacts


def read(
    desk: Desk,
    start: Instant | None = None,
    end: Instant | None = None,
    by: By | None = None,
    *,
    every_round: bool = False,
) -> Attainment:
    """The figures at the desk's time."""
    now, in_force = desk.now(), rules.in_force(desk)
    with desk.store.reading(snapshot=True) as db:
        counting = _Counting(db, in_force, Span(start, end), now, by, past=desk.frozen)
        counting.unchanged()
        counting.merged()
        if desk.frozen:
            counting.replay()
        if every_round:
            counting.rounds()
        found = counting.found
        groups = () if by is None else tuple(_named(db, by, found))
    total = sum(found.values(), Figures())
    return Attainment(now, start, end, by, total, groups, counting.replayed)


class _Counting:
    """Figures by group, gathered from the columns and from the histories."""

    def __init__(
        self,
        db: Connection,
        in_force: Rules,
        span: Span,
        now: Instant,
        by: By | None,
        *,
        past: bool,
    ) -> None:
        self._db, self._rules, self._now, self._by = db, in_force, now, by
        span = replace(span, unmerged_at=now)
        self._asked = span
        self._span = replace(span, seen_at=now) if past else span
        self._types: Types = queries.types(db, span) if by is By.TYPE else ()
        self.found: dict[Key, Figures] = {}
        self.replayed = 0

    def unchanged(self) -> None:
        """The tickets whose stored due times hold at that instant."""
        self.found = queries.figures(self._db, self._span, self._now, self._by, self._types)
        for some in queries.waiting(self._db, self._span, self._by, self._types):
            targets = self._rules.targets(some.kind, some.project_code, some.priority)
            if ClockName.SOLUTION in targets:  # the clock is paused, not missing
                paused = Tally(open_on_time=some.tickets, no_target=-some.tickets)
                self._add(some.key, Figures(solution=paused))

    def merged(self) -> None:
        """The tickets that count no more, because they went on in another one."""
        span = replace(self._asked, unmerged_at=None)
        found = queries.merged(self._db, span, self._now, self._by, self._types)
        for key, count in found.items():
            self._add(key, Figures(merged=count))

    def replay(self) -> None:
        """The tickets that have changed since. What was said of them since wasn't said yet."""
        for facts, key in self._histories(changed_since=self._now):
            self._add(key, self._then(facts))
            self.replayed += 1

    def rounds(self) -> None:
        """All rounds of the status-reply clock, from every history."""
        for facts, key in self._histories():
            tally = status_rounds(
                facts.opened_at,
                [Event(at, EventKind(kind), seq, until) for at, kind, seq, until in facts.events],
                self._rules.targets(facts.kind, facts.project_code, facts.priority),
                self._rules.calendars,
                self._now,
            )
            self._add(key, Figures(rounds=tally))

    def _histories(
        self, *, changed_since: Instant | None = None
    ) -> Iterator[tuple[ClockFacts, Key]]:
        """The history and the group of each ticket that was there at that instant."""
        end = self._now + 1
        if self._asked.end is not None:
            end = min(end, self._asked.end)
        span = replace(self._asked, end=end)
        found = queries.numbers(self._db, span, self._by, self._types, changed_since=changed_since)
        for number, key in found:
            facts = clock_queries.facts(self._db, number)
            assert facts is not None
            yield facts, key

    def _then(self, facts: ClockFacts) -> Figures:
        now = self._now
        found = clocks.clocks_from(self._rules, facts, now)
        due, done = facts.recorded_target_at, found.solution.stopped_at
        recorded = Clock(ClockName.SOLUTION, facts.opened_at, due, done)
        return Figures(
            1,
            Tally.of(verdict(found.first_reply, now)),
            Tally.of(verdict(found.status_reply, now)),
            Tally.of(verdict(found.solution, now)),
            Tally.of(verdict(recorded, now)),
        )

    def _add(self, key: Key, figures: Figures) -> None:
        self.found[key] = self.found[key] + figures if key in self.found else figures


def _named(db: Connection, by: By, found: Mapping[Key, Figures]) -> Iterable[Group]:
    """The groups under their names: priorities in order, the rest by their number of tickets."""
    projects = {each.id: each for each in floor.projects(db)} if by is By.PROJECT else {}

    def order(each: tuple[Key, Figures]) -> tuple[bool, int, str]:
        key, figures = each
        return (key is None, 0 if by is By.PRIORITY else -figures.tickets, str(key))

    for key, figures in sorted(found.items(), key=order):
        project = projects.get(key) if isinstance(key, int) else None
        if project is not None:
            yield Group(project.code, project.name, project.name_zh, figures)
        else:
            name = "" if key is None else str(key)
            yield Group(name, name, "", figures)
