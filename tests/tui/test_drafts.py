"""Texts that were begun: they stay with their ticket and deed until they are saved."""

from __future__ import annotations

import pytest

from console import NOW, Boards
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from handling import here, last, on_one


async def test_a_draft_stays_with_its_ticket_and_deed(boards: Boards) -> None:
    async with boards() as console:
        first = here(console)
        await console.press("r")
        await console.type("half a rep")
        await console.press("escape", "down")
        assert here(console).id != first.id
        await console.press("r")
        assert "half a rep" not in console.text()
        await console.press("escape", "up", "c")
        assert "half a rep" not in console.text()
        await console.press("escape", "r")
        assert "half a rep" in console.text()
        await console.type("ly")
        await console.press("enter")
        assert last(console.desk, first.id).body == "half a reply"
        assert not console.main.hands.writer.drafts


async def test_leaving_asks_while_a_draft_is_unsaved(boards: Boards) -> None:
    async with boards() as console:
        await console.press("r")
        await console.type("unsaved words")
        await console.press("escape", "q")
        assert "unsaved words" in console.text()
        await console.press("escape")
        assert console.app.is_running
        await console.press("r", "ctrl+q")
        assert "unsaved words" in console.text()
        await console.pilot.press("enter")
        await console.pilot.pause()
        assert console.app.return_code == 0


async def test_what_the_desk_refuses_is_not_lost(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("p")
        await console.type("30")
        tickets.solve(other, row.id, "solved elsewhere")
        await console.press("f5", "enter")
        assert "it is solved" in console.text(), "the line comes back and says why"
        assert console.main.composer().text == "30"


async def test_a_refused_time_or_number_is_typed_anew(boards: Boards) -> None:
    async with boards() as console:
        row = here(console)
        for key, wrong in (("p", "25:00"), ("p", "later"), ("L", "99999"), ("L", str(row.id))):
            await console.press(key)
            await console.type(wrong)
            await console.press("enter")
            assert console.main.composer().text == wrong
            await console.press("escape")
            assert not console.main.hands.writer.drafts
        await console.press("p")
        await console.type("30")
        await console.press("escape", "p")
        await console.type("45")
        await console.press("enter")
        assert last(console.desk, row.id).until == NOW + 45 * 60


async def test_a_click_elsewhere_keeps_the_draft(boards: Boards) -> None:
    async with boards() as console:
        await console.press("r")
        await console.type("half")
        await console.pilot.click("#open", offset=(10, 4))
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["half"]
        assert console.main.floor.wish.focus == "open"
        assert not console.main.floor.wish.composing
        await console.press("tab")
        assert console.app.focused is not None
        assert console.app.focused.id == "on_call"


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (250, 70)])
async def test_no_size_breaks_a_deed(boards: Boards, size: tuple[int, int]) -> None:
    async with boards(size=size) as console:
        for key in ("r", "p", "a", "e", "n", "m", "L"):
            await console.press(key)
            await console.type("7")
            await console.press("escape")
        await console.press("space", "c")
        await console.type("x")
        await console.press("enter", "escape", "escape")
        assert console.app.fault is None
