"""What another console did meanwhile is shown before it is overwritten."""

from __future__ import annotations

import pytest

from console import Boards
from floorboard.config import Config
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.tui.screens.confirm import DEAF_SECONDS
from handling import BOTH, go, here, last, on_one, ticket


@BOTH
async def test_a_stale_deed_shows_what_changed_and_may_go_on(
    boards: Boards, other: Desk, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang, config=Config(poll_seconds=600)) as console:
        row = await on_one(console)
        await console.press("s")
        await console.type("all is well")
        tickets.edit(other, row.id, row.version, priority=1, title="another title")
        await console.press("enter")
        shown = console.text()
        assert "another title" in shown
        assert "another console" in shown
        assert "all is well" in shown
        await console.press("escape")
        assert ticket(console.desk, row.id).state == "open"
        assert list(console.main.hands.writer.drafts.values()) == ["all is well"]
        tickets.edit(other, row.id, ticket(other, row.id).version, priority=2)
        await go(console, row.id)
        tickets.edit(other, row.id, ticket(other, row.id).version, priority=3)
        await console.press("s", "enter", "enter")
        assert "all is well" in console.text(), "an Enter at once wasn't meant for the question"
        await console.pilot.pause(DEAF_SECONDS)
        await console.press("enter")
        after = ticket(console.desk, row.id)
        assert (after.state, after.priority) == ("solved", 3)
        assert last(console.desk, row.id).body == "all is well"


async def test_own_deeds_in_quick_succession_are_nobody_else_s(
    boards: Boards, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the list was read again, its rows have the versions that one's own deeds replaced."""
    async with boards(config=Config(poll_seconds=600)) as console:
        row = await on_one(console)
        monkeypatch.setattr(console.app, "reread", lambda: None)
        for key, text in (("r", "we are on it"), ("a", "wf"), ("h", "the logs, please")):
            await console.press(key)
            await console.type(text)
            await console.press("enter")
        assert ticket(console.desk, row.id).state == "second_line"
        table = console.main.table()
        assert table is not None
        assert table.current is not None
        assert table.current.version == row.version, "the list wasn't read again"
        assert here(console).state == "second_line", "a key pressed now is about what it is now"
        tickets.reply(other, row.id, "they went on")
        await console.press("s")
        await console.type("done")
        await console.press("enter")
        assert "another console changed:" in console.text()
        assert "replied to the customer" in console.text()
        assert ticket(console.desk, row.id).state == "second_line"
