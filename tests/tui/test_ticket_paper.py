"""What a ticket's paper says."""

from __future__ import annotations

from console import NOW, Boards
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from handling import go, here, ticket


async def test_the_paper_says_what_is_owed_and_who_follows(boards: Boards, other: Desk) -> None:
    number = tickets.open_ticket(other, OpenTicket("stuck", owner_id=3))
    tickets.promise(other, number, NOW + 600)
    tickets.hand_over(other, number, "please")
    linked = tickets.open_ticket(other, OpenTicket("the other"))
    tickets.link(other, number, linked)
    async with boards() as console:
        await go(console, number)
        shown = console.text()
        view = ticket(console.desk, number)
        assert view.first_owner
        for words in ("followed by", view.first_owner, "tied to", f"#{linked}", "10 m  due"):
            assert words in shown, words
        assert "pending" in shown
        tickets.reply(other, number, "still at it")
        await console.press("f5")
        assert "kept" in console.text()
        await console.press("slash")
        await console.type(f"owner:{view.first_owner} stuck")
        assert here(console).id == number, "its first owner's list has it still"
