"""`n`: a ticket for whoever is on the phone."""

from __future__ import annotations

import pytest
from textual import events

from console import Boards
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.store.queries import listing
from floorboard.store.views.listing import TicketRow
from floorboard.tui.widgets.hits import Hits, name_and_phone
from handling import BOTH, here, notes, ticket
from pages import in_one_piece


def caller(desk: Desk) -> tuple[str, int, int]:
    """A customer with an open ticket and a project: name, number, project."""
    with desk.store.reading() as db:
        row = db.execute(
            "SELECT c.name, t.id, t.project_id FROM ticket t JOIN customer c"
            " ON c.id = t.customer_id WHERE t.state = 'open' AND t.project_id IS NOT NULL"
            " AND (SELECT count(*) FROM customer d WHERE d.search LIKE c.search || '%') = 1"
            " AND t.id = (SELECT max(id) FROM ticket WHERE customer_id = c.id)"
            " ORDER BY t.id DESC LIMIT 1"
        ).fetchone()
    return row[0], row[1], row[2]


def listing_row(desk: Desk, number: int) -> TicketRow:
    with desk.store.reading() as db:
        row = listing.row(db, number)
    assert row is not None
    return row


def project_of(desk: Desk, number: int) -> int:
    with desk.store.reading() as db:
        found = db.execute("SELECT project_id FROM ticket WHERE id = ?", (number,)).fetchone()
    return int(found[0])


@BOTH
async def test_a_known_caller_takes_four_keys(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        name, known, project = caller(console.desk)
        await console.press("n")
        await console.type(name)
        assert f"#{known}" in console.text()
        await console.press("enter")
        await console.type("it fails again")
        await console.press("enter")
        row = here(console)
        made = ticket(console.desk, row.id)
        assert row.id > 300
        assert (made.title, made.customer, made.channel) == ("it fails again", name, "phone")
        assert (made.kind, made.priority) == ("incident", 3)
        assert project_of(console.desk, row.id) == project
        assert f"✓ #{row.id}" in console.text()


async def test_the_callers_open_ticket_can_be_gone_to(boards: Boards) -> None:
    async with boards() as console:
        name, known, _ = caller(console.desk)
        await console.press("n")
        await console.type(name)
        await console.press("down", "enter")
        assert here(console).id == known


async def test_a_new_caller_is_made(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Zoë Quux")
        await console.press("enter")
        await console.type("cannot print")
        await console.press("tab", "right", "right", "tab", "right", "tab", "1", "enter")
        assert "new customer “Zoë Quux”? Enter again" in console.text()
        await console.press("enter")
        made = ticket(console.desk, here(console).id)
        assert (made.customer, made.title) == ("Zoë Quux", "cannot print")
        assert (made.kind, made.channel, made.priority) == ("request", "email", 1)
        await console.press("u")
        assert "taken back: the new ticket" in console.text()


async def test_a_number_behind_a_new_name_is_the_phone(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Zoë Quux 8705 123-45-67")
        await console.press("enter")
        await console.type("cannot print")
        await console.press("enter")
        assert "new customer “Zoë Quux · 8705 123-45-67”? Enter again" in console.text()
        await console.press("enter")
        number = here(console).id
        assert ticket(console.desk, number).customer == "Zoë Quux"
        with console.desk.store.reading() as db:
            row = db.execute("SELECT phone FROM customer ORDER BY id DESC LIMIT 1").fetchone()
        assert row[0].replace("-", "").replace(" ", "") == "87051234567"


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("Zoë 87051234567", ("Zoë", "87051234567")),
        ("张伟13800007156", ("张伟", "13800007156")),
        ("Zoë +7 (705) 123 45 67", ("Zoë", "+7 (705) 123 45 67")),
        ("Studio 54", ("Studio 54", "")),
        ("Branch 2026", ("Branch 2026", "")),
        ("87051234567", ("87051234567", "")),
        ("", ("", "")),
    ],
)
def test_what_of_it_is_the_phone(typed: str, apart: tuple[str, str]) -> None:
    assert name_and_phone(typed) == apart


async def test_a_slip_is_asked_about_until_it_is_corrected(boards: Boards) -> None:
    """Nobody is put on record by one Enter; the arrow to the row says that it is meant."""
    async with boards() as console:
        in_one_piece(console, "n", *"qqqx", "enter", *"again", "enter")
        await console.settle()
        await console.settle()
        assert "new customer “qqqx”? Enter again" in console.text()
        name, _, _ = caller(console.desk)
        await console.press("shift+tab", *["backspace"] * 4)
        await console.type(name)
        await console.press("enter", "enter")
        assert ticket(console.desk, here(console).id).customer == name
        await console.press("n")
        await console.type(name[:-1])
        rows = console.app.screen.query_one(Hits).window.rows
        await console.press(*["down"] * (len(rows) - 1), "enter")
        await console.type("x")
        await console.press("enter")
        assert ticket(console.desk, here(console).id).customer == name[:-1]


async def test_another_customer(boards: Boards) -> None:
    async with boards() as console:
        name, number, _ = caller(console.desk)
        console.main.show_tickets("", listing_row(console.desk, number))
        await console.settle()
        await console.press("e", *["tab"] * 4)
        await console.type("nobody called so")
        await console.press("enter")
        assert "no customer is called" in notes(console)
        await console.press("ctrl+u")
        await console.type("zw")
        await console.press("enter")
        await console.settle()
        assert ticket(console.desk, number).customer == "张伟" != name
        await console.press("u")
        assert ticket(console.desk, number).customer == name


async def test_a_call_typed_in_one_piece(boards: Boards) -> None:
    async with boards() as console:
        name, _, project = caller(console.desk)
        keys = ["n", *name, "enter", *"again", "enter"]
        for key in keys:
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        await console.settle()
        made = here(console)
        assert (made.title, ticket(console.desk, made.id).customer) == ("again", name)
        assert project_of(console.desk, made.id) == project


async def test_esc_right_behind_keeps_what_was_typed(boards: Boards) -> None:
    async with boards() as console:
        in_one_piece(console, "n", "escape")
        await console.settle()
        assert console.app.screen is console.main
        in_one_piece(console, "n", "x", "escape")
        await console.settle()
        call = console.main.hands.call
        assert call is not None
        assert call.who == "x"


async def test_a_ticket_without_a_title_is_not_saved(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Zoë")
        await console.press("enter", "enter")
        assert "needs a title" in notes(console)
        await console.press("escape")
        with console.desk.store.reading() as db:
            assert db.execute("SELECT max(id) FROM ticket").fetchone()[0] == 300


async def test_it_is_said_how_many_are_open_where_not_all_are_shown(
    boards: Boards, other: Desk
) -> None:
    new = NewCustomer("Zoë Quux", phone="010 5551234")
    first = tickets.open_ticket(other, OpenTicket("cannot print", new_customer=new))
    with other.store.reading() as db:
        found = db.execute("SELECT customer_id FROM ticket WHERE id = ?", (first,)).fetchone()
    for count in range(4):
        tickets.open_ticket(other, OpenTicket(f"again {count}", customer_id=found[0]))
    async with boards() as console:
        await console.press("n")
        await console.type("Quux")
        await console.press("enter")
        assert "Open already: 3 of 5" in console.text()
