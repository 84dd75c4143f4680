"""Taking back, and doing again."""

from __future__ import annotations

import pytest

from console import Boards
from floorboard.desk import escalations, tickets
from floorboard.desk.desk import Desk
from handling import here, history, last, notes, on_one, ticket


async def test_rungs_that_come_back_are_no_news(boards: Boards, other: Desk) -> None:
    escalations.raise_due(other)
    async with boards() as console:
        row = here(console)
        await console.press("s")
        await console.type("done")
        await console.press("enter", "escape", "u")
        assert ticket(console.desk, row.id).state == row.state
        assert "escalation" not in notes(console)
        console.app.upkeep.escalated(99)
        await console.settle()
        assert "escalations more" in notes(console)


async def test_u_takes_back_and_capital_u_does_again(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        before = history(console.desk, row.id)
        await console.press("c")
        await console.type("a note")
        await console.press("enter", "u")
        assert history(console.desk, row.id) == before
        assert f"taken back: note on #{row.id}" in console.text()
        assert here(console).id == row.id
        await console.press("U")
        assert last(console.desk, row.id).body == "a note"
        assert f"↷ done again: note on #{row.id}" in console.text()
        await console.press("U")
        assert "nothing to do again" in notes(console)
        assert "done again" not in console.text()


async def test_what_moved_on_is_not_taken_back(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("a")
        await console.type("wf")
        await console.press("enter")
        tickets.edit(other, row.id, ticket(other, row.id).version, owner_id=None)
        await console.press("u")
        assert "has changed since" in notes(console)
        await console.press("U")
        assert "nothing to do again" in notes(console)


@pytest.mark.parametrize("begun", [(), ("2", "end")])
async def test_u_brings_the_cursor_back(boards: Boards, begun: tuple[str, ...]) -> None:
    async with boards() as console:
        await console.press(*begun)
        row = here(console)
        await console.press("s")
        await console.type("done")
        await console.press("enter")
        await console.press("home" if begun else "end")
        assert here(console).id != row.id
        await console.press("u")
        assert here(console).id == row.id
        await console.press("home" if begun else "end")
        stays = here(console).id
        await console.press("U")
        assert here(console).id == stays, "the ticket that is solved again isn't in the list"
