"""Whose turn it is: who has a ticket, second line, and the wait for the customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from deeds import later, of, row, told, view
from escalating import ANN, BEN, CAT, DAN, HOUR, NOW, ticket
from floorboard.desk import tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket, StaleTicket
from floorboard.domain.problem import Problem
from floorboard.store.store import Actor


def test_who_gets_a_new_ticket_opens_it(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    tickets.assign(desk, number, BEN)
    assert told(desk, number)[-1] == ("assigned", "– → Ben")
    found = row(desk, number)
    assert (found["state"], found["owner_id"], found["reassignment_count"]) == ("open", BEN, 0)
    tickets.assign(desk, number, ANN)
    tickets.assign(desk, number, None)
    assert [body for kind, body in told(desk, number)[-2:]] == ["Ben → Ann", "Ann → –"]
    found = row(desk, number)
    assert (found["state"], found["owner_id"], found["reassignment_count"]) == ("open", None, 2)


def test_an_edit_that_names_an_owner_opens_it_too(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    version = tickets.edit(desk, number, view(desk, number).version, title="y")
    assert view(desk, number).state == "new"
    version = tickets.edit(desk, number, version, owner_id=BEN)
    assert view(desk, number).state == "open"
    tickets.edit(desk, number, version, owner_id=None)
    assert view(desk, number).state == "open"


def test_giving_it_to_its_owner_is_no_deed(desk: Desk) -> None:
    number = ticket(desk)
    before = of(desk)
    tickets.assign(desk, number, ANN)
    assert of(desk) == before
    with pytest.raises(Problem, match="there is no person 99"):
        tickets.assign(desk, number, 99)
    assert of(desk) == before


def test_taking_is_for_somebody_who_is_signed_in_and_hasn_t_it(desk: Desk) -> None:
    number = ticket(desk)
    tickets.take(desk, number)
    assert row(desk, number)["owner_id"] == CAT
    with pytest.raises(Problem, match=f"#{number} is yours already"):
        tickets.take(desk, number)
    desk.actor = replace(desk.actor, person_id=None)
    with pytest.raises(Problem, match="nobody is signed in who could take it"):
        tickets.take(desk, number)


def test_second_line_and_back(desk: Desk) -> None:
    number = ticket(desk)
    tickets.hand_over(desk, number, "the log is attached", to=BEN)
    found = row(desk, number)
    assert (found["state"], found["owner_id"], found["first_owner_id"]) == ("second_line", BEN, ANN)
    assert told(desk, number)[-2:] == [
        ("second_line", "the log is attached"),
        ("assigned", "Ann → Ben"),
    ]
    with pytest.raises(Problem, match="second line has it already"):
        tickets.hand_over(desk, number, "once more")
    tickets.assign(desk, number, DAN)
    assert row(desk, number)["first_owner_id"] == ANN, "Ann keeps following it"
    tickets.give_back(desk, number, "a cable")
    found = row(desk, number)
    assert (found["state"], found["owner_id"], found["first_owner_id"]) == ("open", ANN, None)
    with pytest.raises(Problem, match="second line doesn't have it"):
        tickets.give_back(desk, number, "again")


def test_without_a_name_second_line_s_is_whoever_takes_it(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    tickets.hand_over(desk, number, "please")
    found = row(desk, number)
    assert (found["owner_id"], found["first_owner_id"]) == (None, CAT), "who handed it over"
    tickets.solve(desk, number, "done")
    assert row(desk, number)["first_owner_id"] is None


def test_a_wait_stops_the_solution_clock_alone(desk: Desk) -> None:
    number = ticket(desk)
    first = row(desk, number)
    later(desk, HOUR)
    tickets.wait(desk, number, "for the serial number")
    found = row(desk, number)
    assert (found["state"], found["solution_due_at"]) == ("waiting", None)
    assert found["status_reply_due_at"] == first["status_reply_due_at"]
    assert found["first_reply_due_at"] == first["first_reply_due_at"]
    with pytest.raises(Problem, match="waiting for the customer already"):
        tickets.wait(desk, number)
    later(desk, 2 * HOUR)
    tickets.resume(desk, number)
    found = row(desk, number)
    assert (found["state"], found["solution_due_at"]) == ("open", NOW + 6 * HOUR)
    with pytest.raises(Problem, match="it isn't waiting"):
        tickets.resume(desk, number)


def test_what_waits_at_second_line_goes_on_there(desk: Desk) -> None:
    number = ticket(desk)
    tickets.hand_over(desk, number, "please", to=BEN)
    tickets.wait(desk, number)
    tickets.resume(desk, number)
    assert view(desk, number).state == "second_line"


def test_of_two_who_saw_the_same_the_second_is_told(desk: Desk) -> None:
    number = ticket(desk)
    seen = view(desk, number).version
    tickets.assign(desk, number, BEN, seen)
    after = of(desk)
    attempts: tuple[Callable[[], None], ...] = (
        lambda: tickets.assign(desk, number, DAN, seen),
        lambda: tickets.take(desk, number, seen),
        lambda: tickets.hand_over(desk, number, "x", None, seen),
        lambda: tickets.wait(desk, number, "", seen),
        lambda: tickets.solve(desk, number, "x", seen),
    )
    for attempt in attempts:
        with pytest.raises(StaleTicket, match="by Cat: owner Ann → Ben"):
            attempt()
    assert of(desk) == after


def test_what_moves_no_field_is_told_by_its_deed(desk: Desk) -> None:
    number = ticket(desk)
    seen = view(desk, number).version
    other = Desk(desk.store, Actor("desk-2", BEN), desk.clock)
    tickets.reply(other, number, "we are at it")
    with pytest.raises(StaleTicket, match="by Ben: replied to the customer") as refused:
        tickets.take(desk, number, seen)
    assert refused.value.version == view(desk, number).version
    replied = view(desk, number).version
    tickets.promise(other, number, desk.now() + 600)
    with pytest.raises(StaleTicket, match=r"by Ben: replied to the customer, promised a time\."):
        tickets.take(desk, number, seen)
    with pytest.raises(StaleTicket, match=r"by Ben: promised a time\."):
        tickets.take(desk, number, replied)
    tickets.edit(desk, number, view(desk, number).version, priority=4)
    with pytest.raises(StaleTicket, match="by Cat: priority 1 → 4"):
        tickets.take(desk, number, seen)
    undoing.undo(desk)
    promised = view(desk, number).version
    undoing.undo(other)
    with pytest.raises(StaleTicket, match=r"by Ben: undid: promised a time\."):
        tickets.take(desk, number, promised)


def test_what_a_deed_moved_is_told_as_whoever_did_that(desk: Desk) -> None:
    number = ticket(desk)
    seen = view(desk, number).version
    tickets.edit(desk, number, seen, priority=4)
    tickets.reply(Desk(desk.store, Actor("desk-2", BEN), desk.clock), number, "we are at it")
    with pytest.raises(StaleTicket, match="by Cat: priority 1 → 4"):
        tickets.take(desk, number, seen)


def test_nobody_s_ticket_waits_at_second_line_too(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    tickets.hand_over(desk, number, "nobody has it")
    tickets.wait(desk, number)
    tickets.resume(desk, number)
    assert view(desk, number).state == "second_line"
    tickets.give_back(desk, number, "done")
    tickets.wait(desk, number)
    tickets.chase(desk, number, "well?")
    assert view(desk, number).state == "open"
