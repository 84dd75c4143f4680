"""Offering a handover, which freezes it, taking it back, and passing it on to somebody else."""

from __future__ import annotations

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.handover import planned
from floorboard.desk.handover.gathering import gather
from floorboard.desk.handover.work import Work, at_work
from floorboard.domain.handover import sealing
from floorboard.domain.handover.blanks import Blank, blanks
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.facts import TicketFact
from floorboard.domain.handover.record import Lead, State
from floorboard.domain.problem import N_, Problem
from floorboard.reports import handover_words as words
from floorboard.store.queries import floor
from floorboard.store.queries import handover as queries
from floorboard.store.queries import handover_facts as figures

REASON = N_("the reason")


class Incomplete(Problem):
    """It can't be offered yet: `blanks` is what is missing."""

    blanks: tuple[Blank, ...] = ()


class MajorIncident(Problem):
    """A major incident is open: offering asks once more. `tickets` are the incidents."""

    tickets: tuple[TicketFact, ...] = ()


def offer(desk: Desk, number: int, *, sure: bool = False) -> None:
    """Offer the draft: everything in it, and what the store knows at this instant, is frozen.

    Raises `Incomplete` while something is blank, and `MajorIncident` while one is open, unless
    somebody is `sure`; then the record is marked.
    """
    with at_work(desk, number, Kind.OFFER) as work:
        deed, record = work.deed, work.record
        facts = gather(deed.db, record, deed.at)
        missing = blanks(record, facts)
        if missing:
            raise _incomplete(missing)
        major = figures.major(deed.db)
        if major and not sure:
            raise _major(major)
        content = sealing.content(record, facts, deed.at, bool(major))
        digest = sealing.hashed(content)
        work.update(
            state=State.OFFERED.value,
            offered_at=deed.at,
            major=bool(major),
            content=content,
            digest=digest,
        )
        deed.after["digest"] = digest


def withdraw(desk: Desk, number: int, reason: str) -> None:
    """Take the offer back: it is a draft again. What was acknowledged and signed is gone, the
    questions and the summary stay."""
    said = intake.filled(intake.line(reason, REASON, intake.NOTE_LIMIT), REASON)
    with at_work(desk, number, Kind.WITHDRAW) as work:
        queries.forget_agreement(work.deed.db, number)
        work.update(state=State.DRAFT.value, offered_at=None, major=False, content="", digest="")
        work.deed.after["reason"] = said


def pass_on(desk: Desk, number: int, reason: str, to: int | None = None) -> Lead:
    """Somebody else takes over than it says, because that one is absent or unfit: by default the
    next in the roster's line. Who it should have been stays on record, with the reason."""
    said = intake.filled(intake.line(reason, REASON, intake.NOTE_LIMIT), REASON)
    with at_work(desk, number, Kind.PASS_ON) as work:
        deed, record = work.deed, work.record
        chosen = _somebody(work, to)
        if record.state is State.OFFERED:
            queries.forget_agreement(deed.db, number)
        planned_one = record.planned or record.incoming
        work.update(
            incoming_id=chosen.id,
            planned_id=planned_one.id if planned_one and planned_one != chosen else None,
            passed_because=said,
            summary="",
            summarised_at=None,
        )
        deed.after["reason"] = said
    return chosen


def stand_in(desk: Desk, number: int, reason: str) -> None:
    """Whoever is signed in hands over instead of the outgoing lead, who can't any more. It is a
    draft again, if it was offered; whom it was taken from stays on record, with the reason."""
    said = intake.filled(intake.line(reason, REASON, intake.NOTE_LIMIT), REASON)
    with at_work(desk, number, Kind.STAND_IN) as work:
        deed, record = work.deed, work.record
        instead_of = record.instead_of or record.outgoing
        queries.forget_agreement(deed.db, number)
        work.update(
            state=State.DRAFT.value,
            outgoing_id=deed.by.person_id,
            instead_of_id=instead_of.id if instead_of else None,
            offered_at=None,
            major=False,
            content="",
            digest="",
        )
        deed.after["reason"] = said


def _somebody(work: Work, to: int | None) -> Lead:
    record, db = work.record, work.deed.db
    if to is not None:
        person = floor.person(db, to)
        if person is None:
            raise Problem(
                N_("there is nobody with the number {number}"),
                number=to,
                fix=N_("Name somebody else"),
            )
        if record.outgoing is not None and person.id == record.outgoing.id:
            raise Problem(N_("nobody hands over to themselves"), fix=N_("Name somebody else"))
        return Lead(person.id, person.name, person.other_name)
    passed_over = {each.id for each in (record.outgoing, record.incoming, record.planned) if each}
    line = planned.Leads(db, max(work.deed.at, record.ends_at)).after(record.ends_at)
    for each in line:
        if each.id not in passed_over:
            return each
    raise Problem(
        N_("the roster names nobody else who could take over"),
        fix=N_("Name somebody"),
    )


def _incomplete(missing: tuple[Blank, ...]) -> Incomplete:
    problem = Incomplete(
        N_("it can't be offered yet, blank: {blanks}"),
        fix=N_('Fill each of them, or say "none"'),
        blanks=words.joined(map(words.blank, missing)),
    )
    problem.blanks = missing
    return problem


def _major(tickets: tuple[TicketFact, ...]) -> MajorIncident:
    problem = MajorIncident(
        N_("a major incident is open: {tickets}"),
        fix=N_("Offer it again if you are sure; the record is marked"),
        tickets=words.joined(f"#{each.ticket_id}" for each in tickets),
    )
    problem.tickets = tickets
    return problem
