"""A ticket is opened whole, or not at all, under a number that no other one has had."""

from __future__ import annotations

import pytest

from deeds import later, of, row, told, view
from escalating import ANN, BILLING, HOUR, NOW
from floorboard.desk import tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.domain.problem import Problem


def test_what_is_known_is_kept_and_the_clocks_run(desk: Desk) -> None:
    number = tickets.open_ticket(
        desk,
        OpenTicket("  The\tprinter ", "incident", "fax", "It smokes\n", 1, BILLING, owner_id=ANN),
    )
    found = view(desk, number)
    assert (found.title, found.kind, found.channel, found.body) == (
        "The printer", "incident", "fax", "It smokes",
    )  # fmt: skip
    assert (found.priority, found.project_code, found.owner_id) == (1, "billing", ANN)
    assert (found.opened_at, found.state) == (NOW, "open")
    assert told(desk, number) == [("opened", "")]
    assert row(desk, number)["first_reply_due_at"] == found.next_due_at == NOW + 15 * 60
    assert row(desk, number)["solution_due_at"] == NOW + 4 * HOUR


def test_without_an_owner_it_is_new(desk: Desk) -> None:
    assert view(desk, tickets.open_ticket(desk, OpenTicket("x"))).state == "new"


def test_a_new_customer_comes_with_it(desk: Desk) -> None:
    caller = NewCustomer(" 王小明 ", "光明\u202e公司", "138", "w@example.com")
    number = tickets.open_ticket(desk, OpenTicket("x", new_customer=caller))
    (customer,) = of(desk)["customer"].values()
    assert (customer["name"], customer["phone"]) == ("王小明", "138")
    assert "\u202e" not in str(customer["organisation"])
    assert "wxm" in str(customer["search"])
    assert row(desk, number)["customer_id"] == customer["id"]
    again = tickets.open_ticket(desk, OpenTicket("y", customer_id=int(str(customer["id"]))))
    assert row(desk, again)["customer_id"] == customer["id"]


def test_a_number_is_never_given_again(desk: Desk) -> None:
    first = tickets.open_ticket(desk, OpenTicket("x"))
    assert undoing.undo(desk).tickets == (first,)
    assert of(desk)["ticket"] == {}
    assert tickets.open_ticket(desk, OpenTicket("y")) == first + 1


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (OpenTicket(" \t"), "the title can't be empty"),
        (OpenTicket("x" * 301), "the title is too long"),
        (OpenTicket("x", kind="riddle"), "there is no kind riddle"),
        (OpenTicket("x", channel="pigeon"), "there is no channel pigeon"),
        (OpenTicket("x", priority=0), "from 1 to 5, not 0"),
        (OpenTicket("x", project_id=99), "there is no project 99"),
        (OpenTicket("x", owner_id=99), "there is no person 99"),
        (OpenTicket("x", customer_id=99), "there is no customer 99"),
        (OpenTicket("x", new_customer=NewCustomer(" ")), "the customer's name can't be empty"),
        (OpenTicket("x", owner_id=99, new_customer=NewCustomer("z")), "there is no person 99"),
    ],
)
def test_what_can_t_be_leaves_nothing(desk: Desk, wanted: OpenTicket, message: str) -> None:
    before = of(desk)
    with pytest.raises(Problem, match=message):
        tickets.open_ticket(desk, wanted)
    assert of(desk) == before
    assert tickets.open_ticket(desk, OpenTicket("first")) == 1


def test_a_clock_that_goes_back_changes_no_order(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    later(desk, -HOUR)
    tickets.reply(desk, number, "we are at it")
    assert view(desk, number).last_replied_at == NOW
