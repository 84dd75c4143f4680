"""Handovers to be looked at: the one under way, older ones, and two of them compared."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.handover import planned
from floorboard.desk.handover.gathering import gather
from floorboard.desk.handover.work import found
from floorboard.domain.handover.blanks import blanks
from floorboard.domain.handover.facts import Facts, TicketFact
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import Lead, Record, State
from floorboard.domain.handover.sealing import frozen_facts
from floorboard.domain.handover.since import Change, changes, compared
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import handover as queries
from floorboard.store.queries import handover_facts as figures
from floorboard.store.views.handover import HandoverRow

CHANGED = 50
"""Tickets that are told as changed since the freeze."""

LISTED = 100
"""Records that a list shows unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the floor. `since` is when they took over, by the record `number`; both are
    None before the first handover, where it is who leads by the roster."""

    lead: Lead
    since: Instant | None
    number: int | None


def current(desk: Desk) -> Look | None:
    """The handover under way; None where none was begun."""
    with desk.store.reading(snapshot=True) as db:
        record = queries.open_one(db)
        return _look(db, record, desk.now()) if record else None


def one(desk: Desk, number: int | None = None) -> Look:
    """The handover of this number; by default the one under way, or else the last one."""
    with desk.store.reading(snapshot=True) as db:
        if number is not None:
            record = found(queries.one(db, number), number)
        else:
            latest = queries.open_one(db) or queries.last_accepted(db)
            if latest is None:
                raise Problem(
                    N_("no handover was begun yet"), fix=N_("The shift lead begins the first one")
                )
            record = latest
        return _look(db, record, desk.now())


def listed(
    desk: Desk, limit: int = LISTED, *, before: int | None = None, words: str = ""
) -> list[HandoverRow]:
    """Up to `limit` records, the newest first, those below the number `before`; with `words`, those
    that hold all of them."""
    with desk.store.reading() as db:
        return queries.listed(db, limit, before=before, words=words.split())


def compare(desk: Desk, number: int, other: int | None = None) -> tuple[Change, ...]:
    """What was true when the record was frozen and still is, isn't any more, or came since: up to
    another record, by default up to now."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        first = _frozen(found(queries.one(db, number), number))
        if other is None:
            record = found(queries.one(db, number), number)
            return compared(first, gather(db, record, now))
        return compared(first, _frozen(found(queries.one(db, other), other)))


def responsible(desk: Desk) -> Responsible | None:
    """Who answers for the floor now; None where nobody took over and the roster names nobody."""
    with desk.store.reading(snapshot=True) as db:
        return responsible_within(db, desk.now())


def responsible_within(db: Connection, now: Instant) -> Responsible | None:
    """The same, as this transaction sees it."""
    taken = queries.responsible(db, now)
    if taken is not None:
        return Responsible(*taken)
    rostered = planned.Leads(db, now).at(now)
    return Responsible(rostered[0], None, None) if rostered else None


def _look(db: Connection, record: Record, now: Instant) -> Look:
    where = centre.of(floor.settings(db))
    live = None if record.state is State.ACCEPTED else gather(db, record, now)
    facts = live if record.state is State.DRAFT else frozen_facts(record)
    assert facts is not None
    offered = record.offered_at if record.state is State.OFFERED else None
    return Look(
        now,
        where.name,
        where.name_zh,
        where.zone.key,
        record,
        facts,
        blanks(record, facts) if record.state is State.DRAFT else (),
        changes(facts, live) if offered is not None and live is not None else (),
        _updated(db, record.id, offered) if offered is not None else (),
        *queries.journal_head(db),
    )


def _updated(db: Connection, number: int, offered_at: Instant) -> tuple[TicketFact, ...]:
    return figures.updated_since(db, offered_at, queries.offered_by(db, number), CHANGED)


def _frozen(record: Record) -> Facts:
    if record.state is State.DRAFT:
        raise Problem(
            N_("handover {number} is a draft: there is nothing frozen to compare"),
            number=record.id,
            fix=N_("Compare it when it is offered"),
        )
    return frozen_facts(record)
