"""`f`: searching while typing, and what is opened."""

from __future__ import annotations

import pytest
from textual import events

from console import Boards, Console
from floorboard.desk import search
from floorboard.tui.screens.find import Finds, FindScreen, Line


def finds(console: Console) -> list[int]:
    return [each.row.id for each in console.app.screen.query_one(Finds).window.rows]


def line(console: Console) -> str:
    return console.app.screen.query_one(Line).value


async def in_one_piece(console: Console, text: str) -> None:
    """Keys that a terminal sends at once: none waits for what the one before set going."""
    keys = {"\r": "enter", " ": "space", "\x1b": "escape"}
    for character in text:
        key = keys.get(character, character)
        console.app.post_message(events.Key(key, character if character >= " " else None))
    await console.settle()


async def test_finds_follow_what_is_typed(boards: Boards) -> None:
    async with boards() as console:
        await console.press("f")
        assert isinstance(console.app.screen, FindScreen)
        for typed in ("登", "登录", "登录 w"):
            console.app.screen.query_one(Line).value = typed
            await console.settle()
            wanted = search.find(console.desk, typed, 100)
            assert finds(console) == [each.row.id for each in wanted.rows]
            assert wanted.complete
        console.app.screen.query_one(Line).value = "zzzzz"
        await console.settle()
        assert finds(console) == []
        assert "No ticket fits." in console.text()


async def test_enter_opens_the_find_under_the_cursor(boards: Boards) -> None:
    async with boards() as console:
        await console.press("f")
        await console.type("27")
        second = finds(console)[1]
        await console.press("down", "enter")
        assert not isinstance(console.app.screen, FindScreen)
        await console.until(lambda: bool(console.main.tickets.current), "the ticket list")
        current = console.main.tickets.current
        assert current is not None
        assert current.id == second
        assert console.main.floor.wish.view == "tickets"


@pytest.mark.parametrize("number", [3, 299])
async def test_a_number_typed_in_one_piece_opens_its_ticket(boards: Boards, number: int) -> None:
    async with boards() as console:
        await in_one_piece(console, f"f{number}\r")
        await console.until(lambda: not isinstance(console.app.screen, FindScreen), "the list")
        await console.settle()
        current = console.main.tickets.current
        assert current is not None
        assert current.id == number


async def test_what_is_typed_at_once_stands_on_the_line(boards: Boards) -> None:
    async with boards() as console:
        await in_one_piece(console, "fjklq1/登录")
        assert line(console) == "jklq1/登录"
        await console.press("escape")
        assert not isinstance(console.app.screen, FindScreen)


async def test_enter_on_nothing_opens_nothing_and_the_line_goes_on(boards: Boards) -> None:
    async with boards() as console:
        await in_one_piece(console, "fzzzzz\r")
        assert isinstance(console.app.screen, FindScreen)
        for _ in range(4):
            await console.press("backspace")
        await console.press("backspace", *"27")
        assert finds(console)[0] == 27


async def test_a_stale_find_is_never_shown(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older of two searches ends last."""
    import threading

    real, slow = search.find_in, threading.Event()

    def find_in(*arguments: object) -> search.Found:
        if arguments[1] == "登":
            slow.wait(2)
        return real(*arguments)  # type: ignore[arg-type] # as they come

    async with boards() as console:
        monkeypatch.setattr(search, "find_in", find_in)
        await console.pilot.press("f")
        screen_line = console.app.screen.query_one(Line)
        screen_line.value = "登"
        await console.pilot.pause()
        screen_line.value = "27"
        await console.until(lambda: finds(console)[:1] == [27], "the newer finds")
        slow.set()
        await console.settle()
        assert finds(console)[0] == 27


async def test_the_found_part_stands_out_and_nothing_is_cut_off(boards: Boards) -> None:
    for size in ((120, 40), (80, 24), (30, 8), (1, 1)):
        async with boards(size=size, lang="zh") as console:
            await console.press("f")
            console.app.screen.query_one(Line).value = "登录"
            await console.settle()
            if size[0] >= 80:
                assert "登录" in console.text().split("\n", 3)[3]
                width, _ = console.app.size
                strips = console.app.screen._compositor.render_strips(console.app.size)
                bold = [s.text for strip in strips for s in strip if s.style and s.style.bold]
                assert any(text.strip() == "登录" for text in bold)
                assert all(len(strip.text) <= width for strip in strips)
