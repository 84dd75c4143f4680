"""Signing with a PIN: the outgoing lead, then the incoming one, who is responsible from then on.

Whoever sits at the console, the signature is that of the person whose PIN was given.
"""

from __future__ import annotations

from dataclasses import replace

from floorboard.desk import overtime, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.handover.work import Work, at_work, found
from floorboard.domain.attendance import GRACE_SECONDS
from floorboard.domain.handover import sealing
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.conduct import refusal
from floorboard.domain.handover.record import Lead, Record, Side, Signature, State
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.store import rows
from floorboard.store.queries import attendance, floor
from floorboard.store.queries import handover as queries
from floorboard.store.queries import people as people_queries
from floorboard.store.store import Actor


def hand_over(desk: Desk, number: int, pin: str) -> None:
    """The outgoing lead signs. From here on nothing changes any more, unless it is withdrawn."""
    lead = _asked(desk, number, Kind.HAND_OVER)
    with at_work(_proved(desk, lead, pin), number, Kind.HAND_OVER) as work:
        _sign(work, Side.OUTGOING, sealing.agreed(work.record), work.deed.at)


def take_over(desk: Desk, number: int, pin: str) -> Record:
    """The incoming lead signs: at this instant the responsibility is theirs; the record as it
    stands from now on. Where it is late, overtime is asked for in the outgoing lead's name."""
    lead = _asked(desk, number, Kind.TAKE_OVER)
    with at_work(_proved(desk, lead, pin), number, Kind.TAKE_OVER) as work:
        record, deed = work.record, work.deed
        signed = record.signature(Side.OUTGOING)
        assert signed is not None
        at = max(deed.at, signed.at)  # the clock may have been put back
        agreed = sealing.agreed(record)
        mine = _sign(work, Side.INCOMING, agreed, at)
        seal = sealing.seal(replace(record, signatures=(signed, mine)), at)
        work.update(
            state=State.ACCEPTED.value,
            is_open=None,
            accepted_at=at,
            seal=seal,
            overtime_id=_late(work, at),
        )
        queries.close_rungs(deed.db, at)
        deed.after["seal"] = seal
        return found(queries.one(deed.db, number), number)


def countersign(desk: Desk, number: int, who: str, pin: str) -> None:
    """The manager, whom `who` names, countersigns an accepted record."""
    person = sign_in.prove(desk, who, pin)
    with at_work(_as(desk, person.id), number, Kind.COUNTERSIGN) as work:
        _sign(work, Side.MANAGER, work.record.seal, work.deed.at)


def _asked(desk: Desk, number: int, kind: Kind) -> Lead:
    """Who has to sign; a `Problem` where it isn't time. It is asked again under the lock: before,
    only so that nobody types a PIN in vain."""
    with desk.store.reading(snapshot=True) as db:
        record = found(queries.one(db, number), number)
    lead = record.outgoing if kind is Kind.HAND_OVER else record.incoming
    refused = refusal(kind, record, lead.id if lead else None)
    if refused is not None:
        raise refused
    assert lead is not None
    return lead


def _proved(desk: Desk, lead: Lead, pin: str) -> Desk:
    """A desk of the person whose PIN this is; a `Problem` where it isn't."""
    with desk.store.reading() as db:
        person = floor.person(db, lead.id)
        has_pin = people_queries.pin_hash(db, lead.id) is not None
    assert person is not None
    if not has_pin:
        raise Problem(
            N_("{name} has no PIN yet, and nobody signs without"),
            fix=N_("Give them one: `floorboard people pin`"),
            name=person.name,
        )
    sign_in.prove(desk, person.code, pin)
    return _as(desk, lead.id)


def _as(desk: Desk, person_id: int) -> Desk:
    return replace(desk, actor=Actor(desk.actor.console, person_id))


def _sign(work: Work, side: Side, digest: str, at: Instant) -> Signature:
    person_id = work.deed.by.person_id
    assert person_id is not None
    values = {"handover_id": work.record.id, "side": side.value, "person_id": person_id}
    values |= {"at": at, "digest": digest}
    rows.insert(work.deed.db, "handover_signature", values)
    work.deed.after.update(side=side.value, digest=digest)
    return Signature(side, person_id, "", at, digest)


def _late(work: Work, at: Instant) -> int | None:
    """Ask for the overtime of whoever waited to be relieved; its number, if any is due."""
    record, deed = work.record, work.deed
    assert record.outgoing is not None
    start, end = record.ends_at, min(at, record.ends_at + overtime.LONGEST_SECONDS)
    if at - start <= GRACE_SECONDS:
        return None
    if attendance.claimed(deed.db, record.outgoing.id, start, end) is not None:
        return None
    reason = _("handover {number} was accepted late").format(number=record.id)
    return overtime.put(deed, record.outgoing.id, start, end, reason)
