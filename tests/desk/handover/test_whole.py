"""A handover from the first word to the last signature, and what each step refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import deeds
from floorboard.desk import handover, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.sign_in import WrongPin
from floorboard.domain.handover.blanks import Lack
from floorboard.domain.handover.record import ItemKind, Section, Side, State
from floorboard.domain.handover.since import Turn
from floorboard.domain.problem import Problem
from relieving import (
    ANN,
    CHANGE,
    EVE,
    HAN,
    HOUR,
    LI,
    LIU,
    NOW,
    PIN,
    SUN,
    TEXTS,
    accepted,
    agree,
    as_,
    drafted,
    fill,
    offered,
    ready,
    record,
    set_clock,
    ticket,
)


def refused(deed: Callable[[], object], why: str, desk: Desk) -> None:
    """The deed is refused for this reason, with something to do, and nothing is written."""
    before = deeds.of(desk)
    with pytest.raises(Problem, match=why) as told:
        deed()
    assert told.value.fix
    assert deeds.of(desk) == before


def test_a_night(desk: Desk) -> None:
    """The evening's lead hands over to the night's."""
    urgent = ticket(desk, "all is down", 1)
    number = handover.begin(desk)
    begun = record(desk, number)
    assert (begun.shift, begun.starts_at, begun.ends_at) == ("Evening", NOW - 7 * HOUR, CHANGE)
    assert begun.until_at == CHANGE + 8 * HOUR
    assert begun.outgoing is not None
    assert begun.incoming is not None
    assert (begun.outgoing.id, begun.incoming.id) == (LI, HAN)
    (item,) = begun.items
    assert (item.kind, item.ticket_id, item.situation) == ("critical", urgent, "all is down")
    with pytest.raises(handover.Incomplete) as missing:
        handover.offer(desk, number)
    lacks = {(each.section, each.lack) for each in missing.value.blanks}
    assert (Section.PROJECTS, Lack.STATE) in lacks
    assert (Section.ITEMS, Lack.FIELD) in lacks
    assert (Section.SYSTEMS, Lack.TEXT) in lacks
    assert "Equipment and systems" in str(missing.value)
    fill(desk, number)
    handover.offer(desk, number)
    frozen = handover.one(desk, number)
    assert (frozen.record.state, frozen.changes, frozen.tickets) == (State.OFFERED, (), ())

    same_second = ticket(desk, "right after the freeze")
    set_clock(desk, NOW + 600)
    later = ticket(desk, "after the freeze", 1)
    look = handover.one(desk, number)
    assert [each.ticket_id for each in look.tickets] == [later, same_second]
    assert Turn.CAME in {each.turn for each in look.changes if each.section is Section.ITEMS}
    assert look.facts == frozen.facts, "what was frozen doesn't change"

    han = as_(desk, HAN)
    refused(lambda: handover.hand_over(desk, number, PIN), "hasn't acknowledged: 1", desk)
    handover.acknowledge(han, number, item.id)
    question = handover.ask(han, number, Section.ITEMS, "who knows it?")
    handover.summarise(han, number, "one outage; Ann has it")
    refused(lambda: handover.hand_over(desk, number, PIN), "without an answer: 1", desk)
    handover.answer(desk, number, question, "Ann")
    refused(lambda: handover.take_over(desk, number, PIN), "signs first", desk)
    standing = handover.responsible(desk)
    assert standing is not None
    assert (standing.lead.id, standing.since) == (LI, None), "rostered, until somebody takes over"
    set_clock(desk, CHANGE - 60)
    handover.hand_over(desk, number, PIN)
    refused(lambda: handover.acknowledge(han, number, item.id), "signed already", desk)
    assert handover.responsible(desk) == standing
    done = handover.take_over(desk, number, PIN)
    assert (done.state, done.accepted_at, done.overtime_id) == ("accepted", CHANGE - 60, None)
    now = handover.responsible(desk)
    assert now is not None
    assert (now.lead.id, now.since, now.number) == (HAN, CHANGE - 60, number)
    assert [(each.side, each.person_id) for each in done.signatures] == [
        (Side.OUTGOING, LI),
        (Side.INCOMING, HAN),
    ]
    assert [each.sound for each in handover.verify(desk)] == [True]
    deeds.check(desk)


def test_no_deed_undoes_an_acceptance(desk: Desk) -> None:
    number = accepted(desk)
    before = deeds.of(desk)
    for person in (LI, HAN):
        with pytest.raises(Problem, match="has changed since"):
            undoing.undo(as_(desk, person) if person == HAN else desk)
    assert deeds.of(desk) == before
    assert record(desk, number).state is State.ACCEPTED


@pytest.mark.parametrize("step", ["begin", "write", "add", "edit", "clear", "offer", "withdraw"])
def test_what_the_outgoing_lead_does_can_be_undone(desk: Desk, step: str) -> None:
    number = 0 if step == "begin" else drafted(desk)
    if step == "withdraw":
        handover.offer(desk, number)
        handover.acknowledge(as_(desk, HAN), number, 1)
    steps: dict[str, Callable[[], object]] = {
        "begin": lambda: handover.begin(desk),
        "write": lambda: handover.write(desk, number, Section.SYSTEMS, "all fine"),
        "add": lambda: handover.add(desk, number, ItemKind.STANDING, {"situation": "no fax"}),
        "edit": lambda: handover.edit(desk, number, 1, {"situation": "two disks"}),
        "clear": lambda: handover.clear(desk, number, 1, "mended"),
        "offer": lambda: handover.offer(desk, number),
        "withdraw": lambda: handover.withdraw(desk, number, "a ticket is missing"),
    }
    before = deeds.of(desk)
    steps[step]()
    after = deeds.of(desk)
    assert after != before
    undoing.undo(desk)
    assert deeds.of(desk) == before
    undoing.redo(desk)
    assert deeds.of(desk) == after
    deeds.check(desk)


def test_what_was_written_before_an_offer_isn_t_undone_behind_it(desk: Desk) -> None:
    number = drafted(desk)
    handover.offer(desk, number)
    undoing.undo(desk)  # the offer
    handover.offer(as_(desk, LI), number)  # at another console
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)


def test_a_withdrawn_record_is_a_draft_again(desk: Desk) -> None:
    number = ready(desk)
    handover.hand_over(desk, number, PIN)
    handover.withdraw(desk, number, "a ticket is missing")
    found = record(desk, number)
    assert (found.state, found.content, found.signatures) == (State.DRAFT, "", ())
    assert found.acknowledgements == ()
    assert [each.answer for each in found.questions] == ["the left one"], "questions are kept"
    handover.offer(desk, number)
    refused(lambda: handover.hand_over(desk, number, PIN), "hasn't acknowledged", desk)


def test_one_person_can_t_sign_both_sides(desk: Desk) -> None:
    number = ready(desk)
    handover.hand_over(desk, number, PIN)
    refused(lambda: handover.hand_over(desk, number, PIN), "signed already", desk)
    handover.withdraw(desk, number, "once more")
    refused(lambda: handover.pass_on(desk, number, "alone", LI), "hands over to themselves", desk)


def test_a_wrong_pin_signs_nothing(desk: Desk) -> None:
    number = ready(desk)
    with pytest.raises(WrongPin):
        handover.hand_over(desk, number, "000000")
    assert record(desk, number).signatures == ()


def test_who_has_no_pin_can_t_sign(desk: Desk) -> None:
    number = drafted(desk)
    handover.pass_on(desk, number, "everybody is ill", ANN)
    handover.offer(desk, number)
    refused(lambda: handover.acknowledge(as_(desk, ANN), number, 1), "isn't the business", desk)


def test_only_the_outgoing_lead_writes(desk: Desk) -> None:
    number = handover.begin(desk)
    for person in (HAN, SUN):
        other = as_(desk, person)
        refused(
            lambda other=other: handover.write(other, number, Section.SYSTEMS, "x"),  # type: ignore[misc] # a default
            "Li Wei",
            desk,
        )
    refused(lambda: handover.write(as_(desk, ANN), number, Section.SYSTEMS, "x"), "post", desk)


def test_there_is_one_handover_at_a_time(desk: Desk) -> None:
    handover.begin(desk)
    refused(lambda: handover.begin(as_(desk, HAN)), "under way already", desk)


def test_a_stale_section_is_refused_with_what_is_there(desk: Desk) -> None:
    number = handover.begin(desk)
    first = handover.write(desk, number, Section.SYSTEMS, "all fine", version=0)
    second = handover.write(desk, number, Section.SYSTEMS, "all fine but one", version=first)
    assert second != first
    assert handover.write(desk, number, Section.SYSTEMS, "all fine but one") == second
    with pytest.raises(handover.StaleSection) as stale:
        handover.write(desk, number, Section.SYSTEMS, "another", version=first)
    assert stale.value.body == "all fine but one"


def test_none_is_said_of_what_is_empty(desk: Desk) -> None:
    number = handover.begin(desk)
    handover.write(desk, number, Section.STANDING, "", none=True)
    handover.add(desk, number, ItemKind.STANDING, {"situation": "no fax"})
    assert not record(desk, number).written(Section.STANDING).none
    refused(
        lambda: handover.write(desk, number, Section.STANDING, "", none=True),
        "something stands in this section",
        desk,
    )


def test_a_major_incident_asks_twice(desk: Desk) -> None:
    incident = tickets.open_ticket(desk, tickets.OpenTicket("all is down", priority=1))
    number = handover.begin(desk)
    fill(desk, number)
    with pytest.raises(handover.MajorIncident, match=f"#{incident}") as asked:
        handover.offer(desk, number)
    assert [each.ticket_id for each in asked.value.tickets] == [incident]
    handover.offer(desk, number, sure=True)
    assert record(desk, number).major


def test_late_acceptance_asks_for_overtime(desk: Desk) -> None:
    number = ready(desk)
    set_clock(desk, CHANGE + 40 * 60)
    assert handover.responsible(desk) is not None
    handover.hand_over(desk, number, PIN)
    done = handover.take_over(desk, number, PIN)
    assert done.late_seconds == 40 * 60
    with desk.store.reading() as db:
        asked = db.execute(
            "SELECT person_id, starts_at, ends_at, state, reason FROM overtime WHERE id = ?",
            (done.overtime_id,),
        ).fetchone()
    assert asked == (LI, CHANGE, CHANGE + 40 * 60, "requested", "handover 1 was accepted late")


def test_a_late_draft_is_of_the_shift_that_was_led(desk: Desk) -> None:
    """Half an hour into the night, the evening's lead still hands over the evening."""
    set_clock(desk, CHANGE + 1800)
    found = record(desk, handover.begin(desk))
    assert (found.shift, found.ends_at) == ("Evening", CHANGE)
    assert found.incoming is not None
    assert found.incoming.id == HAN


def test_the_night_lead_hands_over_the_night(desk: Desk) -> None:
    set_clock(desk, CHANGE + 1800)
    found = record(desk, handover.begin(as_(desk, HAN)))
    assert (found.shift, found.ends_at) == ("Night", CHANGE + 8 * HOUR)
    assert found.incoming is not None
    assert found.incoming.id == LIU


def test_who_took_over_without_a_record_says_so(desk: Desk) -> None:
    accepted(desk)
    set_clock(desk, CHANGE + 9 * HOUR)
    found = record(desk, handover.begin(as_(desk, LIU)))
    assert found.instead_of is not None
    assert found.instead_of.id == HAN


def test_without_the_incoming_lead_it_goes_to_the_next_in_line(desk: Desk) -> None:
    number = offered(desk)
    handover.acknowledge(as_(desk, HAN), number, 1)
    chosen = handover.pass_on(desk, number, "ill")
    found = record(desk, number)
    assert (chosen.id, found.passed_because, found.acknowledgements) == (LIU, "ill", ())
    assert found.planned is not None
    assert found.planned.id == HAN
    refused(lambda: handover.acknowledge(as_(desk, HAN), number, 1), "Liu Yang", desk)
    handover.acknowledge(as_(desk, LIU), number, 1)
    handover.pass_on(desk, number, "back again", HAN)
    assert record(desk, number).planned is None


def test_somebody_stands_in_for_an_outgoing_lead_who_is_gone(desk: Desk) -> None:
    number = offered(desk)
    refused(lambda: handover.stand_in(as_(desk, HAN), number, "gone"), "somebody else", desk)
    handover.stand_in(as_(desk, EVE), number, "Li Wei is ill")
    found = record(desk, number)
    assert found.outgoing is not None
    assert found.instead_of is not None
    assert (found.state, found.outgoing.id, found.instead_of.id) == (State.DRAFT, EVE, LI)
    refused(lambda: handover.offer(desk, number), "Eve", desk)
    handover.offer(as_(desk, EVE), number, sure=True)
    agree(desk, number)
    handover.hand_over(desk, number, PIN)
    handover.take_over(desk, number, PIN)
    assert handover.verify(desk)[0].sound


def test_without_a_lead_nobody_begins_unsigned(desk: Desk) -> None:
    with desk.store.deed("test", "roster", desk.actor, desk.now()) as deed:
        deed.db.execute("UPDATE rota SET leads = 0")
        deed.db.execute("DELETE FROM credential")
    refused(lambda: handover.begin(as_(desk, None)), "names no lead", desk)


def test_addenda_and_a_countersignature(desk: Desk) -> None:
    number = accepted(desk)
    refused(lambda: handover.write(desk, number, Section.SYSTEMS, "x"), "addendum", desk)
    handover.amend(desk, number, "it was the right disk")
    refused(lambda: handover.countersign(desk, number, "han", PIN), "isn't the business", desk)
    handover.countersign(desk, number, "sun", PIN)
    refused(lambda: handover.countersign(desk, number, "eve", PIN), "countersigned already", desk)
    found = record(desk, number)
    assert [each.body for each in found.addenda] == ["it was the right disk"]
    assert found.signature(Side.MANAGER) is not None
    (row,) = handover.listed(desk)
    assert (row.addenda, row.countersigned_by, row.major) == (1, "Sun Li", False)
    assert handover.verify(desk, number)[0].sound
    for deed in (undoing.undo, undoing.undo):
        with pytest.raises(Problem):
            deed(desk)


def test_older_records_are_found_and_compared(desk: Desk) -> None:
    first = ticket(desk, "first", 1)
    number = accepted(desk)
    assert [each.id for each in handover.listed(desk, words="disk full")] == [number]
    assert [each.id for each in handover.listed(desk, words="韩雪")] == [number]
    assert handover.listed(desk, words="disk printer") == []
    second = ticket(desk, "second", 1)
    tickets.solve(as_(desk, LI), first, "done")
    turns = {
        each.before.key if each.before else each.after.key: each.turn  # type: ignore[union-attr] # one is there
        for each in handover.compare(desk, number)
        if each.section is Section.ITEMS
    }
    assert turns == {first: Turn.WENT, second: Turn.CAME}


def test_items_are_carried_until_they_are_cleared(desk: Desk) -> None:
    urgent = ticket(desk, "all is down", 1)
    number = handover.begin(desk)
    standing = handover.add(desk, number, ItemKind.STANDING, {"situation": "no fax"})
    gone = handover.add(desk, number, ItemKind.STANDING, {"situation": "no heating"})
    fill(desk, number)
    handover.offer(desk, number, sure=True)
    refused(lambda: handover.clear(desk, number, standing, "x"), "frozen", desk)
    handover.withdraw(desk, number, "the heating works")
    handover.clear(desk, number, gone, "warm again")
    handover.offer(desk, number, sure=True)
    agree(desk, number)
    handover.hand_over(desk, number, PIN)
    handover.take_over(desk, number, PIN)
    set_clock(desk, CHANGE + 7 * HOUR)
    night = as_(desk, HAN)
    following = record(desk, handover.begin(night))
    assert [(each.ticket_id, each.situation, each.since_at) for each in following.items] == [
        (urgent, "the disk is full", NOW),
        (None, "no fax", NOW),
    ]
    carried = following.items[1]
    assert carried.carried
    refused(lambda: handover.drop(night, following.id, carried.id), "doesn't just go", desk)
    handover.clear(night, following.id, carried.id, "fax is back")


def test_the_deputy_may_begin_but_looks_like_nobody_s_lead(desk: Desk) -> None:
    found = record(desk, handover.begin(as_(desk, EVE)))
    assert found.outgoing is not None
    assert found.outgoing.id == EVE


def test_texts_are_whole(desk: Desk) -> None:
    number = handover.begin(desk)
    with pytest.raises(Problem, match="too long"):
        handover.write(desk, number, Section.SYSTEMS, "x" * 4001)
    with pytest.raises(ValueError, match="not texts"):
        handover.add(desk, number, ItemKind.WATCH, {"title": "x"})
    handover.add(desk, number, ItemKind.WATCH, TEXTS)
