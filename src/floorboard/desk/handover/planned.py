"""Which change of shift a handover is about, and whom the roster names for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from floorboard.desk import centre
from floorboard.desk.board import SHIFTLESS_SECONDS, ShiftNow, shift_at, shift_days
from floorboard.desk.roster import plan
from floorboard.desk.roster.plan import Plan
from floorboard.domain.handover.record import Lead
from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import handover as queries

LINE_SECONDS = 3 * 86400
"""How far ahead in the roster somebody is looked for who takes over."""

BACK_SECONDS = 86400
"""How far back the roster is asked who led the shift before."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The shift [`starts_at`, `ends_at`) that is handed over, and when the next one ends."""

    name: str
    name_zh: str
    starts_at: Instant
    ends_at: Instant
    until_at: Instant


class Leads:
    """The leads' rotas around an instant."""

    def __init__(self, db: Connection, now: Instant) -> None:
        self._plan: Plan = plan.load(db, now - BACK_SECONDS, now + LINE_SECONDS)
        self._lines = [line for line in self._plan.lines if line.view.leads]

    @property
    def rostered(self) -> bool:
        """Whether there is such a rota at all."""
        return bool(self._lines)

    def at(self, when: Instant) -> tuple[Lead, ...]:
        """Who leads at an instant, the first of whom answers for the floor."""
        return self._named(
            person for line in self._lines for person in self._plan.at(line, when).people
        )

    def after(self, when: Instant) -> tuple[Lead, ...]:
        """Who leads at an instant, and whose turn it is afterwards, in the roster's order."""
        spans = sorted(
            (max(span.start, when), place, span.people)
            for place, line in enumerate(self._lines)
            for span in self._plan.spans(line)
            if span.end > when
        )
        return self._named(person for _start, _place, people in spans for person in people)

    def changes(self, when: Instant) -> bool:
        """Whether another leads from this instant on than before it."""
        before, after = self.at(when - 1), self.at(when)
        return self.rostered and before[:1] != after[:1] and bool(before or after)

    def _named(self, people: Iterator[int]) -> tuple[Lead, ...]:
        found = (self._plan.people[each] for each in dict.fromkeys(people))
        return tuple(Lead(each.id, each.name, each.other_name) for each in found)


def shifts(db: Connection, now: Instant) -> list[ShiftNow]:
    """The shifts around an instant."""
    return shift_days(floor.shifts(db), now, centre.of(floor.settings(db)).zone)


def owed(db: Connection, current: ShiftNow) -> bool:
    """Whether nobody has taken over the shift that is on."""
    _open, last = queries.standing(db)
    return last is None or last.ends_at < current.starts_at


def handed_over(db: Connection, current: ShiftNow) -> bool:
    """Whether the shift that is on was handed over already, before its end."""
    _open, last = queries.standing(db)
    return last is not None and last.ends_at >= current.ends_at


def of(db: Connection, now: Instant, leads: Leads, outgoing: Lead) -> Shift:
    """The shift that `outgoing` hands over now: the one that is on; the one before, if that was
    theirs and nobody has taken over from it; the next one, if this one is handed over already."""
    days = shifts(db, now)
    current = shift_at(days, now)
    if current is None:
        ended = max((each.ends_at for each in days if each.ends_at <= now), default=None)
        ahead = min((each.starts_at for each in days if each.starts_at > now), default=None)
        ends = ahead or now + SHIFTLESS_SECONDS
        return Shift("", "", ended or now - SHIFTLESS_SECONDS, ends, _until(days, ends))
    change = current.starts_at
    if owed(db, current):
        before, after = leads.at(change - 1)[:1], leads.at(change)[:1]
        earlier = [each for each in days if each.starts_at < change]
        if earlier and before == (outgoing,) != after:
            return _of(earlier[-1], change, days)
    following = shift_at(days, current.ends_at) if handed_over(db, current) else None
    chosen = following or current
    return _of(chosen, chosen.ends_at, days)


def _of(shift: ShiftNow, ends_at: Instant, days: list[ShiftNow]) -> Shift:
    times = shift.starts_at, ends_at, _until(days, ends_at)
    return Shift(shift.name, shift.name_zh, *times)


def _until(days: list[ShiftNow], when: Instant) -> Instant:
    """When the shift that is on at `when` ends."""
    following = shift_at(days, when)
    return following.ends_at if following else when + SHIFTLESS_SECONDS
