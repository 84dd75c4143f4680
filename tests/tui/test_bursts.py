"""Keys and texts that arrive in one piece."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from textual import events

from console import Boards
from floorboard.store.connection import connect
from floorboard.tui.writing import LINGER
from handling import here, history, last
from nasty import NASTY

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What could command a terminal or reorder a line."""


async def test_keys_behind_the_opener_stand_on_its_line(boards: Boards) -> None:
    async with boards() as console:
        first, second = console.main.overdue.window.rows[:2]
        keys = ["down", "r", *"quick", "enter", "up", "c", *"note", "enter"]
        await console.pilot.press(*keys)
        await console.settle()
        await console.settle()
        assert last(console.desk, second.id).body == "quick"
        assert last(console.desk, first.id).body == "note"


async def test_one_burst_from_a_terminal(boards: Boards) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    async with boards() as console:
        first, second = console.main.overdue.window.rows[:2]
        for key in ("down", "r", "h", "i", "escape", "up", "c", "o", "k", "enter", "u", "U"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["hi"]
        assert last(console.desk, first.id).body == "ok"
        assert "ok" not in [each.body for each in history(console.desk, second.id)]
        assert "done again: note" in console.text()


@pytest.mark.parametrize("pause", [0.0, 2 * LINGER])
async def test_keys_behind_enter_go_on_while_the_deed_waits(boards: Boards, pause: float) -> None:
    """Another console is writing: what was typed is done with, and its lines go by themselves."""
    async with boards() as console:
        first, second = console.main.overdue.window.rows[:2]
        await console.press("c")
        await console.type("ok")
        with closing(connect(console.desk.store.path)) as db:
            db.execute("BEGIN IMMEDIATE")
            await console.pilot.press("enter")
            await console.pilot.pause(pause)
            if pause:
                assert not console.main.floor.wish.composing
            await console.pilot.press("down")
            await console.until(lambda: here(console).id == second.id, "the cursor")
            assert not console.main.floor.wish.composing
            assert "✓" not in console.text().splitlines()[-1]
            db.execute("ROLLBACK")
        await console.settle()
        assert last(console.desk, first.id).body == "ok"
        assert f"✓ #{first.id}" in console.text()


async def test_enter_and_a_deed_at_once_are_about_the_same_ticket(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "end", "1")
        row = console.main.overdue.window.rows[1]
        for key in ("down", "enter", "c", "o", "k", "enter"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        assert last(console.desk, row.id).body == "ok"


@pytest.mark.parametrize("name", [name for name in NASTY if name != "100,000 characters"])
async def test_whatever_is_pasted_is_text(boards: Boards, name: str) -> None:
    async with boards(size=(80, 24)) as console:
        row = here(console)
        await console.press("c")
        assert console.app.focused is not None
        console.app.focused.post_message(events.Paste(f"x{NASTY[name]}"))
        await console.settle()
        shown = console.text()
        assert not COMMANDS.search(shown)
        await console.press("enter")
        body = last(console.desk, row.id).body
        assert body.startswith("x")
        assert not COMMANDS.search(body)


async def test_a_long_text_grows_and_keeps_its_lines(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        row = here(console)
        await console.press("r")
        assert console.app.focused is not None
        console.app.focused.post_message(events.Paste("one\ntwo\n\n" + "three " * 40))
        await console.settle()
        assert console.main.floor.wish.composing > 4
        await console.press("ctrl+j")
        await console.type("end")
        await console.press("enter")
        body = last(console.desk, row.id).body
        assert body.startswith("one\ntwo\n\nthree three")
        assert body.endswith("\nend")
        assert console.main.floor.wish.composing == 0


@pytest.mark.parametrize("opener", ["slash", "colon"])
async def test_keys_behind_a_filter_are_about_its_first_ticket(boards: Boards, opener: str) -> None:
    async with boards() as console:
        await console.press("2")
        text = "filter p:3" if opener == "colon" else "p:3"
        for key in (opener, *text, "enter", "c", "o", "k", "enter"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        await console.settle()
        row = console.main.tickets.window.rows[0]
        assert (row.priority, last(console.desk, row.id).body) == (3, "ok")
