"""Rungs that have fallen due are raised, and those that nobody answers go to their backup.

Exactly once, whatever happens: what is due is read and written under the write lock, a ticket's
next rung moves on in the same transaction, and the store refuses the same rung a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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
from floorboard.store.queries.rungs import Laddered
from floorboard.store.store import Deed

CHUNK = 500
"""Rungs that one transaction raises at most: nobody waits long for the write lock."""

ACTION, SUBJECT = "escalations.raised", "escalations"

Progress = Callable[[int, int], None]
"""Told how many of how many tickets with a rung to raise are seen to."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a look has raised, and how many unanswered ones it has passed on."""

    raised: int = 0
    backups: int = 0


def raise_due(desk: Desk, progress: Progress | None = None) -> Raised:
    """Raise every rung that has fallen due, then pass the unanswered ones on to their backup.

    Where there is nothing to do, which one read tells, nothing is written and nobody waits. A desk
    whose clock stands still looks and doesn't write.
    """
    if desk.frozen:
        return Raised()
    raised = backups = seen = 0
    tickets, unanswered = _waiting(desk)
    total = tickets
    while tickets:
        raised += _raise(desk)
        tickets, unanswered = _waiting(desk)
        seen = max(seen, total - tickets)
        if progress is not None:
            progress(seen, total)
    while unanswered:
        backups += _pass_on(desk)
        _, unanswered = _waiting(desk)
    return Raised(raised, backups)


def _waiting(desk: Desk) -> tuple[int, int]:
    with desk.store.reading(snapshot=True) as db:
        return rungs.waiting(db, desk.now())


@dataclass(slots=True)
class _Rows:
    """What a transaction inserts, in the order of the columns in `rungs`."""

    escalations: list[tuple[object, ...]] = field(default_factory=list)
    people: list[tuple[object, ...]] = field(default_factory=list)
    notes: list[tuple[object, ...]] = field(default_factory=list)


def _raise(desk: Desk) -> int:
    """Raise up to `CHUNK` rungs in one transaction; how many."""
    with desk.deed(ACTION, SUBJECT) as deed:
        in_force = rules.within(deed)
        tickets = rungs.to_raise(deed.db, deed.at, CHUNK)
        if not tickets:  # another console was quicker
            deed.withdraw()
            return 0
        roster = Roster(deed.db, deed.at)
        rows, following = _Rows(), []
        number = numbers.next_id(deed.db, "escalation")
        for ticket, cycle, falling in _ladders(deed, in_force, tickets):
            due = [each for each in falling if each[0] <= deed.at][: CHUNK - len(rows.escalations)]
            for at, rung in due:
                _add(rows, deed, roster, desk.actor.console, number, ticket, cycle, at, rung)
                number += 1
            left = falling[len(due) :]
            following.append((ticket.id, left[0][0] if left else NEVER))
            if len(rows.escalations) == CHUNK:
                break
        rungs.add(deed.db, rows.escalations, rows.people, rows.notes)
        rungs.set_next(deed.db, following)
        rungs.concern(deed.db, deed.seq, (ticket for ticket, _ in following))
        deed.after["raised"] = [[each[0], each[1], each[3]] for each in rows.escalations]
        return len(rows.escalations)


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
    for ticket in tickets:
        if ticket.id not in facts:
            names = raised.get((ticket.id, 0), frozenset())
            yield ticket, 0, _by_columns(steps, ticket, names)
            continue
        clocks = clocks_from(in_force, facts[ticket.id])
        names = raised.get((ticket.id, clocks.cycle), frozenset())
        if shares:
            falling = ladder.pending(steps, clocks, in_force.calendars, names)
        else:
            falling = _by_columns(steps, ticket, names)
        yield ticket, clocks.cycle, falling


def _by_columns(steps: Sequence[Rung], ticket: Laddered, raised: frozenset[str]) -> list[Falling]:
    """`ladder.pending` of a ladder without shares, from what is stored with the ticket."""
    found = [
        (due + rung.after_minutes * 60, rung)
        for rung in steps
        if (due := ticket.due[rung.clock]) is not None and rung.name not in raised
    ]
    found.sort(key=itemgetter(0))
    return found


def _add(
    rows: _Rows,
    deed: Deed,
    roster: Roster,
    console: str,
    number: int,
    ticket: Laddered,
    cycle: int,
    at: Instant,
    rung: Rung,
) -> None:
    people, gap = roster.find_or_lead(rung.addressee, ticket.project_id, ticket.owner_id)
    by = NEVER
    if rung.acknowledge_minutes is not None and rung.backup is not None:
        by = deed.at + rung.acknowledge_minutes * 60
    rows.escalations.append(
        (
            *(number, ticket.id, cycle, rung.name, rung.clock.value, at, deed.at),
            *(str(rung.addressee), gap, "" if rung.backup is None else str(rung.backup)),
            *(by, False, "", deed.version),
        )
    )
    rows.people += [(number, person, False) for person in people]
    rows.notes.append((number, 1, deed.at, EscalationNoteKind.RAISED.value, None, console, ""))


def _pass_on(desk: Desk) -> int:
    """Pass up to `CHUNK` unanswered ones on in one transaction; how many."""
    with desk.deed(ACTION, SUBJECT) as deed:
        found = rungs.unanswered(deed.db, deed.at, CHUNK)
        if not found:
            deed.withdraw()
            return 0
        roster = Roster(deed.db, deed.at)
        rows, called = _Rows(), []
        kind = EscalationNoteKind.BACKUP.value
        for each in found:
            who = Addressee.parse(each.backup)
            people, gap = roster.find_or_lead(who, each.project_id, each.owner_id)
            called.append((each.id, gap))
            rows.people += [(each.id, person, True) for person in people]
            seq = rungs.next_note(deed.db, each.id)
            rows.notes.append((each.id, seq, deed.at, kind, None, desk.actor.console, ""))
        rungs.set_backup(deed.db, deed.at, deed.version, called)
        rungs.add(deed.db, (), rows.people, rows.notes)
        rungs.concern(deed.db, deed.seq, (each.ticket_id for each in found))
        deed.after["backups"] = [each.id for each in found]
        return len(found)
