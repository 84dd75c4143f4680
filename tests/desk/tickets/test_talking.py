"""What is said about a ticket, and what that does to its clocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deeds import later, of, row, told, view
from escalating import ANN, HOUR, NOW, ticket
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.problem import Problem

Say = Callable[[Desk, int, str], None]


def test_a_note_is_for_colleagues_and_moves_nothing(desk: Desk) -> None:
    number = ticket(desk)
    before = row(desk, number)
    now = later(desk, HOUR)
    tickets.note(desk, number, " first line\nsecond ")
    assert told(desk, number)[-1] == ("note", "first line\nsecond")
    assert row(desk, number) == before | {"updated_at": now}


def test_a_reply_answers_and_starts_the_next_round(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x", priority=1))
    now = later(desk, 600)
    tickets.reply(desk, number, "we are at it")
    found = row(desk, number)
    assert (found["state"], found["first_replied_at"]) == ("open", now)
    assert found["status_reply_due_at"] == now + 4 * HOUR
    assert found["solution_due_at"] == found["next_due_at"] == NOW + 4 * HOUR
    again = later(desk, 600)
    tickets.reply(desk, number, "still")
    found = row(desk, number)
    assert (found["first_replied_at"], found["last_replied_at"]) == (now, again)


def test_a_promise_is_the_due_time_until_the_next_reply(desk: Desk) -> None:
    number = ticket(desk)
    tickets.reply(desk, number, "we look into it", NOW + 1800)
    assert told(desk, number)[-2:] == [("reply", "we look into it"), ("promised", "")]
    assert row(desk, number)["next_due_at"] == NOW + 1800
    later(desk, 60)
    tickets.promise(desk, number, NOW + 1200, "sooner")
    assert row(desk, number)["status_reply_due_at"] == NOW + 1200
    now = later(desk, HOUR)
    assert row(desk, number)["status_reply_due_at"] == NOW + 1200, "broken, and still owed"
    tickets.reply(desk, number, "here")
    assert row(desk, number)["status_reply_due_at"] == now + 4 * HOUR


@pytest.mark.parametrize(
    ("ahead", "message"),
    [
        (0, "2026-11-23 11:00 is over already"),
        (-1, "is over already"),
        (366 * 86400 + 1, "is more than a year away"),
    ],
)
def test_what_can_t_be_promised_leaves_no_reply_either(
    desk: Desk, ahead: int, message: str
) -> None:
    number = ticket(desk)
    before = of(desk)
    with pytest.raises(Problem, match=message):
        tickets.reply(desk, number, "soon", NOW + ahead)
    with pytest.raises(Problem, match=message):
        tickets.promise(desk, number, NOW + ahead)
    assert of(desk) == before
    tickets.promise(desk, number, NOW + 366 * 86400)


def test_a_customer_who_writes_again_moves_no_clock_but_ends_a_wait(desk: Desk) -> None:
    number = ticket(desk)
    due = row(desk, number)["first_reply_due_at"]
    later(desk, 60)
    tickets.chase(desk, number, "where is it?")
    assert (view(desk, number).state, row(desk, number)["first_reply_due_at"]) == ("open", due)
    tickets.wait(desk, number)
    later(desk, 60)
    tickets.chase(desk, number, "I have sent it")
    found = row(desk, number)
    assert (found["state"], found["first_replied_at"]) == ("open", None)
    assert found["solution_due_at"] == NOW + 4 * HOUR + 60, "what it waited is added"


def test_what_waits_and_was_handed_over_goes_back_there(desk: Desk) -> None:
    number = ticket(desk)
    tickets.hand_over(desk, number, "look at the log")
    tickets.wait(desk, number)
    tickets.chase(desk, number, "here it is")
    assert row(desk, number)["state"] == "second_line"
    assert row(desk, number)["first_owner_id"] == ANN


@pytest.mark.parametrize("say", [tickets.note, tickets.reply, tickets.chase])
def test_what_is_said_isn_t_empty_nor_endless(desk: Desk, say: Say) -> None:
    number = ticket(desk)
    before = of(desk)
    with pytest.raises(Problem, match="can't be empty"):
        say(desk, number, " \n\u00a0\t ")
    with pytest.raises(Problem, match="is too long"):
        say(desk, number, "x" * 100_001)
    with pytest.raises(Problem, match="there is no ticket 4711"):
        say(desk, 4711, "x")
    assert of(desk) == before


def test_two_replies_of_one_second_are_one_after_the_other(desk: Desk) -> None:
    number = ticket(desk)
    tickets.reply(desk, number, "one")
    version = view(desk, number).version
    tickets.reply(desk, number, "two")
    assert view(desk, number).version > version
    assert [body for kind, body in told(desk, number) if kind == "reply"] == ["one", "two"]
