"""Rungs that have fallen due are raised, and those that nobody answers go to their backup.

Exactly once, whatever happens: what is due is read and written under the write lock, a ticket's
next rung moves on in the same transaction, and the store refuses the same rung a second time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from floorboard.desk import rules
from floorboard.desk.clocks import clocks_from
from floorboard.desk.desk import Desk
from floorboard.desk.escalations.roster import Roster
from floorboard.desk.rules import Rules
from floorboard.domain import ladder
from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee, Falling, Rung
from floorboard.domain.ticket import NEVER
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import numbers, rungs
from floorboard.store.queries.rungs import ORDER, Laddered
from floorboard.store.store import Deed

CHUNK = 500
"""Rungs that one transaction raises at most: nobody waits long for the write lock."""

GENTLE_REST = 0.12
"""Seconds: longer than SQLite lets a waiting writer sleep between two attempts."""

ACTION, SUBJECT = "escalations.raised", "escalations"

Progress = Callable[[int, int], None]
"""Told how many of how many tickets with a rung to raise are seen to."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a look has raised, and how many unanswered ones it has passed on."""

    raised: int = 0
    backups: int = 0


def raise_due(desk: Desk, progress: Progress | None = None, *, gently: bool = False) -> Raised:
    """Raise every rung that has fallen due, then pass the unanswered ones on to their backup.

    Where there is nothing to do, which one read tells, nothing is written and nobody waits. A desk
    whose clock stands still looks and doesn't write. `gently`, it leaves the store to others for a
    while after each transaction: who waits for the lock asks for it now and then, and would go on
    missing it.
    """
    if desk.frozen:
        return Raised()
    rest = GENTLE_REST if gently else 0.0
    with desk.store.reading(snapshot=True) as db:
        tickets, unanswered = rungs.waiting(db, desk.now())
    raised = backups = seen = 0
    more = tickets > 0
    while more:
        chunk, moved, more = _raise(desk)
        raised, seen = raised + chunk, min(seen + moved, tickets)
        if progress is not None:
            progress(seen, tickets)
        time.sleep(rest if more else 0)
    more = unanswered > 0
    while more:
        chunk = _pass_on(desk)
        backups, more = backups + chunk, chunk == CHUNK
        time.sleep(rest if more else 0)
    return Raised(raised, backups)


def _raise(desk: Desk) -> tuple[int, int, bool]:
    """Raise up to `CHUNK` rungs in one transaction: how many, how many tickets moved up with that,
    and whether there may be more."""
    with desk.deed(ACTION, SUBJECT) as deed:
        in_force = rules.within(deed)
        tickets = rungs.to_raise(deed.db, deed.at, CHUNK)
        if not tickets:  # another console was quicker
            deed.withdraw()
            return 0, 0, False
        batch = _Batch(deed, in_force.policy.ladder)
        for ticket, cycle, falling in _ladders(deed, in_force, tickets):
            batch.add(ticket, cycle, falling)
            if batch.full:
                break
        raised, moved = batch.write()
        return raised, moved, batch.full or len(tickets) == CHUNK


def _ladders(
    deed: Deed, in_force: Rules, tickets: Sequence[Laddered]
) -> Iterable[tuple[Laddered, int, list[Falling]]]:
    """Each ticket with its cycle and the rungs that aren't raised in it, by the instant.

    The stored due times say when a rung falls due after one. A rung at a share of the time needs
    the whole clock, and so does the cycle of a ticket that was ever reopened.
    """
    steps = in_force.policy.ladder
    shares = any(rung.share is not None for rung in steps)
    raised = rungs.raised(deed.db, (ticket.id for ticket in tickets))
    whole = [ticket.id for ticket in tickets if shares or ticket.reopened]
    facts = clock_queries.facts_of(deed.db, whole)
    by_columns = [(ORDER.index(rung.clock), rung.after_minutes * 60, rung) for rung in steps]
    for ticket in tickets:
        if ticket.id in facts:
            clocks = clocks_from(in_force, facts[ticket.id])
            names = raised.get((ticket.id, clocks.cycle), frozenset())
            falling = ladder.pending(steps, clocks, in_force.calendars, names)
            yield ticket, clocks.cycle, falling
        else:
            names = raised.get((ticket.id, 0), frozenset())
            falling = [
                (due + seconds, rung)
                for place, seconds, rung in by_columns
                if (due := ticket.due[place]) is not None and rung.name not in names
            ]
            falling.sort(key=itemgetter(0))
            yield ticket, 0, falling


class _Batch:
    """What one transaction raises: rows of the three tables, and each ticket's next rung."""

    def __init__(self, deed: Deed, steps: Iterable[Rung]) -> None:
        self._deed = deed
        self._roster = Roster(deed.db, deed.at)
        self._said = {rung.name: _said(rung, deed.at) for rung in steps}
        self._number = numbers.next_id(deed.db, "escalation")
        self._escalations: list[tuple[object, ...]] = []
        self._people: list[tuple[object, ...]] = []
        self._notes: list[tuple[object, ...]] = []
        self._following: list[tuple[int, Instant]] = []

    @property
    def full(self) -> bool:
        return len(self._escalations) >= CHUNK

    def add(self, ticket: Laddered, cycle: int, falling: list[Falling]) -> None:
        """Raise what of a ticket's rungs has fallen due, as far as there is room."""
        room, now = CHUNK - len(self._escalations), self._deed.at
        due = [each for each in falling[:room] if each[0] <= now]
        for at, rung in due:
            self._raise(ticket, cycle, at, rung)
        left = falling[len(due) :]
        self._following.append((ticket.id, left[0][0] if left else NEVER))

    def _raise(self, ticket: Laddered, cycle: int, at: Instant, rung: Rung) -> None:
        number, now, version = self._number, self._deed.at, self._deed.version
        people, gap = self._roster.find_or_lead(rung.addressee, ticket.project_id, ticket.owner_id)
        clock, addressee, backup, by = self._said[rung.name]
        self._escalations.append(
            (
                *(number, version, ticket.id, cycle, rung.name, clock),
                *(at, now, addressee, gap, backup, by, False, ""),
            )
        )
        for person in people:
            self._people.append((number, person, False))
        self._notes.append((number, 1, now, _RAISED, None, self._deed.by.console, ""))
        self._number += 1

    def write(self) -> tuple[int, int]:
        """Write it all; how many rungs there are, and how many tickets."""
        db = self._deed.db
        rungs.add(db, self._escalations, self._people, self._notes)
        rungs.set_next(db, self._following)
        rungs.concern(db, self._deed.seq, (ticket for ticket, _ in self._following))
        self._deed.after["raised"] = [[row[0], row[2], row[4]] for row in self._escalations]
        return len(self._escalations), len(self._following)


_RAISED = EscalationNoteKind.RAISED.value


def _said(rung: Rung, now: Instant) -> tuple[str, str, str, Instant]:
    """What is stored of a rung that is raised now: its clock, addressee and backup, and by when
    somebody has to acknowledge it."""
    if rung.backup is None:
        return rung.clock.value, str(rung.addressee), "", NEVER
    minutes = rung.acknowledge_minutes
    by = NEVER if minutes is None else now + minutes * 60
    return rung.clock.value, str(rung.addressee), str(rung.backup), by


def _pass_on(desk: Desk) -> int:
    """Pass up to `CHUNK` unanswered ones on in one transaction; how many."""
    with desk.deed(ACTION, SUBJECT) as deed:
        found = rungs.unanswered(deed.db, deed.at, CHUNK)
        if not found:
            deed.withdraw()
            return 0
        roster = Roster(deed.db, deed.at)
        called: list[tuple[int, bool]] = []
        rows: list[tuple[object, ...]] = []
        notes: list[tuple[object, ...]] = []
        kind = EscalationNoteKind.BACKUP.value
        for each in found:
            who = Addressee.parse(each.backup)
            people, gap = roster.find_or_lead(who, each.project_id, each.owner_id)
            called.append((each.id, gap))
            rows += [(each.id, person, True) for person in people]
            seq = rungs.next_note(deed.db, each.id)
            notes.append((each.id, seq, deed.at, kind, None, deed.by.console, ""))
        rungs.set_backup(deed.db, deed.at, deed.version, called)
        rungs.add(deed.db, (), rows, notes)
        rungs.concern(deed.db, deed.seq, (each.ticket_id for each in found))
        deed.after["backups"] = [each.id for each in found]
        return len(found)
