"""`E` on a ticket: its customer is put right."""

from __future__ import annotations

from console import ANY_SIZE, Boards, Console
from floorboard.desk import customers
from floorboard.desk.desk import Desk
from floorboard.tui.screens.customer_edit import CustomerEditScreen
from handling import notes, on_one
from pages import in_one_piece, sign_in_as


def known(console: Console, number: int) -> dict[str, object]:
    found = customers.of_ticket(console.desk, number)
    assert found is not None
    return found


async def test_name_and_number_are_put_right(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "liw")
        row = await on_one(console)
        before = known(console, row.id)
        in_one_piece(console, "E", "ctrl+u", *"zhou", "tab", "tab", "ctrl+u", *"139", "enter")
        await console.until(lambda: known(console, row.id) != before, "the name")
        after = known(console, row.id)
        assert (after["name"], after["phone"]) == ("zhou", "139")
        assert (after["organisation"], after["email"]) == (before["organisation"], before["email"])
        await console.until(lambda: console.app.screen is console.main, "the list")
        assert "zhou" in console.text(), "on the ticket's paper"
        await console.press("u")
        assert known(console, row.id) == before


async def test_what_is_refused_stays_on_the_form(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "liw")
        row = await on_one(console)
        before = known(console, row.id)
        await console.press("E", "ctrl+u", "enter")
        assert "the customer's name can't be empty" in console.text()
        await console.type("xu")
        customers.edit(other, int(str(before["id"])), {"email": "a@b.example"})
        await console.press("enter")
        assert "was changed meanwhile" in console.text()
        assert isinstance(console.app.screen, CustomerEditScreen)
        assert known(console, row.id)["name"] == before["name"]
        await console.press("escape")


async def test_who_may_not_is_told_before_anything_is_typed(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "zhengh")
        await on_one(console)
        await console.press("E")
        assert console.app.screen is console.main
        assert notes(console)


@ANY_SIZE
async def test_it_fits_every_screen(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        await on_one(console)
        await console.press("E", "tab", "down", "escape")
