"""The roster over a time, as the resolver has it: every view, export, escalation and deed asks it.

It lies on the way to the first frame, so it reads a calendar only where days of one matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from floorboard.desk import centre
from floorboard.domain.calendar import NamedDay, WorkingCalendar
from floorboard.domain.instant import Instant, Interval, midnight, to_wall
from floorboard.domain.opening import Range, merged
from floorboard.domain.roster import cover, rota
from floorboard.domain.roster.cover import Gap, Need, Place
from floorboard.domain.roster.rota import Employment, Rota, Span, Staff
from floorboard.domain.ticket import NEVER
from floorboard.i18n import pick
from floorboard.store.connection import Connection
from floorboard.store.queries import floor, rules
from floorboard.store.queries import roster as queries
from floorboard.store.queries.roster import Employed
from floorboard.store.views.roster import RotaView

WEEK_SECONDS = 7 * 86400


class Somebodys(Protocol):
    """What is of one person."""

    @property
    def person_id(self) -> int: ...


Theirs = TypeVar("Theirs", bound=Somebodys)


class Book:
    """A calendar's days. Its text is read and compiled when the first of them is asked for."""

    def __init__(self, load: Callable[[], WorkingCalendar]) -> None:
        self._load = load
        self._calendar: WorkingCalendar | None = None

    @property
    def calendar(self) -> WorkingCalendar:
        if self._calendar is None:
            self._calendar = self._load()
        return self._calendar

    def named_day(self, day: date) -> NamedDay | None:
        return self.calendar.named_day(day)

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        return self.calendar.ranges_on(day)

    def announced(self, year: int) -> bool:
        return self.calendar.announced(year)


class Line(NamedTuple):
    """A rota as it is called, and what decides who is on it."""

    view: RotaView
    rota: Rota


@dataclass(slots=True)
class Plan:
    """The roster over [`start`, `end`). What lies outside isn't known to it."""

    start: Instant
    end: Instant
    zone: ZoneInfo
    book: Book
    """The centre's days; needs that name no rota hold by them."""
    lines: tuple[Line, ...]
    people: Mapping[int, Employed]
    staff: Staff
    needs: tuple[Need, ...]
    confirmed: Mapping[int, frozenset[int]]
    """Who is confirmed to know each project."""
    _spans: dict[int, list[Span]] = field(default_factory=dict)

    def line(self, code: str) -> Line | None:
        """The rota of this code, or of this name in either language."""
        exact = (each for each in self.lines if each.view.code == code)
        named = (each for each in self.lines if _is_called(each.view, code))
        return next(exact, None) or next(named, None)

    def spans(self, line: Line) -> list[Span]:
        """Who is on it, from the plan's start to its end."""
        found = self._spans.get(line.view.id)
        if found is None:
            found = rota.resolve(line.rota, self.staff, self.start, self.end)
            self._spans[line.view.id] = found
        return found

    def at(self, line: Line, when: Instant) -> Span:
        """Who is on it at `when`, and why."""
        return rota.at(line.rota, self.staff, when)

    def gaps(self, now: Instant) -> list[Gap]:
        """Where cover is missing from `now` on, by start."""
        return cover.gaps(
            self.needs,
            {line.view.id: self.spans(line) for line in self.lines},
            self.confirmed,
            self.places(),
            max(now, self.start),
            self.end,
        )

    def required(self, line: Line, when: Instant) -> int:
        """How many must be on it at `when`."""
        own = [need for need in self.needs if need.rota_id == line.view.id]
        held = cover.demands(own, self.places(), when, when + 1)
        return sum(need.count for need in own if held[need.id])

    def places(self) -> dict[int, Place]:
        """The clock and the days by which each need is meant."""
        of = {line.view.id: Place(line.rota.zone, line.rota.book) for line in self.lines}
        centres = Place(self.zone, self.book)
        return {need.id: of.get(need.rota_id or 0, centres) for need in self.needs}

    def rota_names(self) -> dict[int, str]:
        """The rotas' names in the language spoken now."""
        return {line.view.id: pick(line.view.name, line.view.name_zh) for line in self.lines}

    def name(self, person_id: int) -> str:
        """What somebody is called."""
        return self.people[person_id].name


def load(
    db: Connection,
    start: Instant,
    end: Instant,
    *,
    codes: Sequence[str] = (),
    whole_leave: bool = False,
) -> Plan:
    """The roster over [`start`, `end`); of the rotas with these codes or names alone, if any is
    given.

    Leave takes people off only from when it was put on record: who was on stays what it was. With
    `whole_leave` it does from its start, as who was really there is looked at afterwards.
    """
    zone = zone_of(db)
    views = [
        each
        for each in queries.rotas(db)
        if not codes or any(_is_called(each, code) for code in codes)
    ]
    layers, turns = queries.layers(db), queries.turns(db, start, end)
    overrides, schedules = queries.overrides(db, start, end), queries.schedules(db, start, end)
    swaps = queries.taken_swaps(db, start, end)
    books = _books(db)
    people = queries.employed(db)
    lines = tuple(
        Line(
            view,
            Rota(
                view.id,
                view.code,
                centre.zone(view.zone) if view.zone else zone,
                books(view.calendar),
                layers.get(view.id, ()),
                turns.get(view.id, ()),
                overrides.get(view.id, ()),
                schedules.get(view.id, ()),
                swaps.get(view.id, ()),
            ),
        )
        for view in views
    )
    leaves = queries.leaves if whole_leave else queries.known_leaves
    staff = Staff(_employment(people, zone, start, end), leaves(db, start, end))
    return Plan(
        start,
        end,
        zone,
        books(""),
        lines,
        {each.id: each for each in people},
        staff,
        tuple(need for need in queries.needs(db) if not codes or _of(need, views)),
        queries.confirmed(db),
    )


def book_of(db: Connection) -> Book:
    """The centre's days."""
    return _books(db)("")


def zone_of(db: Connection) -> ZoneInfo:
    """The centre's zone."""
    return centre.of(floor.settings(db)).zone


def name_of(db: Connection, person_id: int) -> str:
    """What somebody is called."""
    return next(each.name for each in queries.employed(db) if each.id == person_id)


def turns_near(db: Connection, now: Instant, within: int = 0) -> dict[int, Interval]:
    """Who is on any rota now or comes on `within` so many seconds, from when until when, without a
    break; what goes on for longer than a week ends `NEVER`."""
    found = load(db, now, now + WEEK_SECONDS)
    turns: dict[int, list[Interval]] = {}
    for line in found.lines:
        for span in found.spans(line):
            for person_id in span.people:
                turns.setdefault(person_id, []).append((span.start, span.end))
    first = {person_id: merged(of_one)[0] for person_id, of_one in turns.items()}
    return {
        person_id: (start, NEVER if end == found.end else end)
        for person_id, (start, end) in first.items()
        if start <= now + within
    }


def by_person(found: Iterable[Theirs]) -> dict[int, list[Theirs]]:
    """What there is, by whose it is."""
    grouped: dict[int, list[Theirs]] = {}
    for each in found:
        grouped.setdefault(each.person_id, []).append(each)
    return grouped


def _is_called(view: RotaView, word: str) -> bool:
    wanted = word.casefold()
    return any(wanted == name.casefold() for name in (view.code, view.name, view.name_zh))


def _of(need: Need, views: Iterable[RotaView]) -> bool:
    return any(view.id == need.rota_id for view in views)


def _books(db: Connection) -> Callable[[str], Book]:
    """Calendars by name; the empty name is the centre's own."""
    texts = dict(rules.calendars(db))

    def book(name: str) -> Book:
        chosen = centre.calendar(name, texts)
        return _book(chosen, texts.get(chosen, ""))

    return book


@lru_cache(maxsize=32)
def _book(name: str, text: str) -> Book:
    """One for each calendar: what was counted over its days is known by it."""

    def load() -> WorkingCalendar:
        from floorboard.desk.rules import calendar_of  # most floors need no days

        return calendar_of(name, text)

    return Book(load)


def _employment(
    people: Iterable[Employed], zone: ZoneInfo, start: Instant, end: Instant
) -> dict[int, Employment]:
    """Who works here when. Days are turned into instants only where they bear upon the plan."""
    first = (to_wall(start, zone).date() - timedelta(days=1)).isoformat()
    last = (to_wall(end, zone).date() + timedelta(days=1)).isoformat()
    return {
        each.id: Employment(
            0 if each.joined_on < first else midnight(date.fromisoformat(each.joined_on), zone),
            None
            if each.left_on is None or each.left_on > last
            else midnight(date.fromisoformat(each.left_on) + timedelta(days=1), zone),
        )
        for each in people
    }
