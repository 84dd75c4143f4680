"""The ticket list: filtering, sorting, walking and commands, by keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from console import NOW, Boards, Console
from floorboard.desk import filtering, saved_views
from floorboard.store.connection import Connection
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order
from floorboard.tui import commands
from floorboard.tui.live import Live
from floorboard.tui.screens.duties import DutyScreen
from floorboard.tui.widgets.ticket_table import TicketTable

R = TypeVar("R")


class SlowFeed:
    """A feed whose reads wait until they are let through."""

    def __init__(self, live: Live) -> None:
        self.zone = live.zone
        self.now = live.now
        self._live = live
        self._open = asyncio.Event()

    async def read(self, query: Callable[[Connection], R]) -> R:
        await self._open.wait()
        return await self._live.read(query)

    def let_through(self) -> None:
        self._open.set()


def ids(console: Console) -> list[int]:
    return [row.id for row in console.main.tickets.window.rows]


def expected(console: Console, text: str, order: Order = Order.DUE) -> list[int]:
    wanted = filtering.resolve(console.desk, filtering.parse(text))
    with console.desk.store.reading() as db:
        return [row.id for row in listing.page(db, wanted, order, 10_000)]


@pytest.mark.parametrize(
    "text",
    [
        "overdue",
        "p:1-2",
        "state:waiting",
        "owner:none",
        "kind:complaint p:2",
        "发票",
        "project:tax",
    ],
)
async def test_typing_a_filter_narrows_the_list(boards: Boards, text: str) -> None:
    async with boards() as console:
        await console.press("slash")
        await console.type(text)
        assert ids(console) == expected(console, text)
        assert f"/ {text}" in console.text()
        await console.press("enter")
        assert console.app.focused is console.main.tickets
        await console.press("escape")
        assert ids(console) == expected(console, "")[: len(ids(console))]
        assert console.main.browser.text == ""


async def test_escape_takes_a_filter_back(boards: Boards) -> None:
    async with boards() as console:
        await console.press("slash")
        await console.type("overdue")
        await console.press("escape")
        assert console.main.browser.text == ""
        assert not console.main.floor.wish.prompting
        assert console.app.focused is console.main.tickets
        assert console.main.tickets.wanted == Filter()


async def test_a_wrong_filter_says_so_and_keeps_the_list(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2")
        before = ids(console)
        await console.press("slash")
        await console.type("colour:red")
        assert "knows no field" in console.text()
        assert ids(console) == before


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_wrong_state_says_which_there_are(boards: Boards, size: tuple[int, int]) -> None:
    async with boards(size=size) as console:
        await console.press("2", "slash")
        await console.type("state:lost")
        assert "Known are: new, open, second_line, waiting, solved, closed" in console.text()


async def test_a_shipped_view_goes_by_either_name(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "pgettext", lambda _context, word: f"<{word}>")
    for name in ("urgent", "<urgent>"):
        async with boards() as console:
            await console.press("v")
            assert "<urgent>" in console.text()
            await console.type(name)
            await console.press("enter")
            assert console.main.browser.text == "p:1-2"


async def test_a_filter_that_fits_nothing_says_so(boards: Boards) -> None:
    async with boards() as console:
        await console.press("slash")
        await console.type("zzzzqqqq")
        assert "No ticket fits" in console.text()


async def test_o_sorts_by_each_order_in_turn(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2")
        for order in (Order.PRIORITY, Order.NUMBER, Order.OPENED, Order.UPDATED, Order.DUE):
            await console.press("o")
            assert console.main.tickets.order is order
            assert ids(console) == expected(console, "", order)[: len(ids(console))]


async def test_walking_reaches_both_ends(boards: Boards) -> None:
    async with boards() as console:
        await console.press("colon")
        await console.type("filter all")
        await console.press("enter")
        whole = expected(console, "all", Order.UPDATED)
        assert len(whole) == 300
        table = console.main.tickets
        assert table.order is Order.UPDATED
        await console.press("G")
        assert table.current is not None
        assert table.current.id == whole[-1]
        await console.press("pageup", "k")
        await console.press("g")
        assert table.current.id == whole[0]
        for _ in range(9):
            await console.press("pagedown")
        assert table.current.id in whole
        seen = []
        await console.press("g")
        for _ in range(len(whole)):
            assert table.current is not None
            seen.append(table.current.id)
            await console.pilot.press("down")
            await console.until(lambda: not table._extending, "the rows that follow")
        assert seen == whole


async def test_a_number_goes_to_its_ticket(boards: Boards) -> None:
    async with boards() as console:
        row = console.main.open.current
        assert row is not None
        await console.press("colon")
        await console.type(f"#{row.id}")
        await console.press("enter")
        assert console.main.tickets.current == row
        await console.press("colon")
        await console.type("999999")
        await console.press("enter")
        assert any("999999" in note.message for note in console.app._notifications)


@pytest.mark.parametrize(
    ("line", "said"),
    [("fly", "there is no command"), ("sort age", "sort doesn't know age"), ("view x", "no view")],
)
async def test_a_wrong_command_is_told(boards: Boards, line: str, said: str) -> None:
    async with boards() as console:
        await console.press("colon")
        await console.type(line)
        await console.press("enter")
        assert any(said in note.message for note in console.app._notifications)


async def test_a_view_is_saved_shown_and_forgotten(boards: Boards) -> None:
    async with boards() as console:
        for line in ("filter p:1", "sort number", "save first things"):
            await console.press("colon")
            await console.type(line)
            await console.press("enter")
        view = saved_views.load()[-1]
        assert (view.name, view.filter, view.order) == ("first things", "p:1", Order.NUMBER)
        await console.press("1", "v")
        await console.type("first")
        await console.press("enter")
        assert console.main.browser.text == "p:1"
        assert ids(console) == expected(console, "p:1", Order.NUMBER)
        await console.press("colon")
        await console.type("forget first things")
        await console.press("enter")
        assert saved_views.load() == list(saved_views.SHIPPED)


async def test_the_palette_narrows_and_completes(boards: Boards) -> None:
    async with boards() as console:
        await console.press("ctrl+p")
        await console.type("du")
        assert "duties" in console.text()
        await console.press("enter")
        assert isinstance(console.app.screen, DutyScreen)


async def test_the_cursor_stays_on_its_ticket_when_it_moves(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "down", "down", "down")
        table = console.main.tickets
        row = table.current
        assert row is not None
        line = table.window.cursor - table.window.top
        with console.desk.store.deed("test.moved", "x", console.desk.actor, NOW) as deed:
            deed.db.execute(
                "UPDATE ticket SET next_due_at = ? WHERE id = ?", (NOW + 50_000, row.id)
            )
        await console.press("f5")
        assert table.current is not None
        assert table.current.id == row.id
        assert table.window.cursor - table.window.top == line or table.window.head


async def test_a_ticket_that_leaves_the_list_hands_the_cursor_on(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "down", "down")
        table = console.main.tickets
        row, following = table.window.rows[2:4]
        with console.desk.store.deed("test.gone", "x", console.desk.actor, NOW) as deed:
            deed.db.execute(
                "UPDATE ticket SET state = 'closed', next_clock = NULL,"
                " next_due_at = 253402300799 WHERE id = ?",
                (row.id,),
            )
        await console.press("f5")
        assert table.current is not None
        assert table.current.id == following.id


async def test_help_lists_every_key(boards: Boards) -> None:
    async with boards(size=(120, 60)) as console:
        await console.press("question_mark")
        shown = console.text()
        for key in ("pagedown", "end"):
            await console.press(key)
            shown += console.text()
        for words in ("the board", "filter the tickets", "a page down", "owner:none", "save NAME"):
            assert words in shown
        await console.press("escape")
        assert "Keys and commands" not in console.text()


async def test_a_view_with_the_same_filter_brings_its_own_order(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "o")
        assert "by priority" in console.text()
        await console.press("v")
        await console.type("open")
        await console.press("enter")
        assert console.main.tickets.order is Order.DUE
        assert ids(console) == expected(console, "")[: len(ids(console))]
        assert "by next due" in console.text()


async def test_a_damaged_file_of_views_is_told_and_survived(boards: Boards) -> None:
    async with boards() as console:
        saved_views.place().parent.mkdir(parents=True, exist_ok=True)
        saved_views.place().write_text("view = [", "utf-8")
        await console.press("v")
        assert any("saved views" in note.message for note in console.app._notifications)
        assert console.app.is_running


async def everything(console: Console) -> tuple[TicketTable, list[int]]:
    """All 300 tickets, the newest change first, the first 200 of them read."""
    await console.press("2")
    table = console.main.tickets
    table.window.most = 250
    table.show(Filter(everything=True), Order.UPDATED)
    await console.settle()
    return table, expected(console, "all", Order.UPDATED)


def slowly(console: Console, table: TicketTable) -> SlowFeed:
    feed = SlowFeed(console.main.live)
    table.attach(feed)
    return feed


def standing(table: TicketTable) -> int | None:
    return None if table.current is None else table.current.id


async def test_to_the_end_while_rows_above_are_read(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        await console.press("G")
        feed = slowly(console, table)
        table.action_move(-180)
        assert table._extending
        await console.pilot.press("G")
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[-1]
        assert table.window.tail
        assert ids(console) == whole[-len(ids(console)) :]


async def test_to_the_top_while_rows_below_are_read(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        table.action_move(180)
        assert table._extending
        await console.pilot.press("g")
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[0]
        assert table.window.head
        assert ids(console) == whole[: len(ids(console))]


async def test_moves_beyond_the_edge_are_all_made(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        table.action_move(199)
        table.action_page(1)
        table.action_page(1)
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[199 + 2 * (table.window.height - 1)]


async def test_turning_back_forgets_the_moves_beyond_the_edge(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        table.action_move(199)
        table.action_page(1)
        table.action_move(-1)
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[198]


async def test_rows_for_a_list_that_was_left_are_dropped(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        table.action_move(199)
        table.action_page(1)
        await console.pilot.press("G")
        table.action_move(-180)
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[-1]
        rows = ids(console)
        assert rows == whole[-len(rows) :]
        assert table.place_in_list() == (300 - table.window.height, 300)


async def test_the_place_in_the_list_is_that_of_this_filter(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        await console.press("G")
        last = table.current
        assert last is not None
        table.show(Filter(priorities=(1,)), Order.DUE)
        await console.settle()
        table.wanted, table.order = Filter(everything=True), Order.UPDATED
        table.go_to(last)
        await console.settle()
        assert ids(console)[-1] == whole[-1]
        assert table._rank == 300 - len(ids(console))
        table.action_move(-190)
        await console.settle()
        assert table._rank == whole.index(ids(console)[0])


async def test_reading_again_takes_no_move_back(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        table.reload()
        table.action_move(3)
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[3]
        feed = slowly(console, table)
        table.action_move(196)
        table.reload()
        table.action_page(1)
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[199 + table.window.height - 1]


async def test_reading_again_lets_a_jump_go_on(boards: Boards) -> None:
    async with boards() as console:
        table, whole = await everything(console)
        feed = slowly(console, table)
        await console.pilot.press("G")
        table.reload()
        feed.let_through()
        await console.settle()
        assert standing(table) == whole[-1]


async def test_a_more_urgent_ticket_shows_above_the_cursor(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2")
        table = console.main.tickets
        row, urgent = table.window.rows[0], table.window.rows[-1]
        with console.desk.store.deed("test.moved", "x", console.desk.actor, NOW) as deed:
            deed.db.execute(
                "UPDATE ticket SET next_due_at = ? WHERE id = ?", (NOW - 9_000_000, urgent.id)
            )
        await console.press("f5")
        assert standing(table) == row.id
        assert table.window.visible[0].id == urgent.id


async def test_a_read_sees_one_instant(boards: Boards) -> None:
    async with boards() as console:
        assert await console.main.live.read(lambda db: db.in_transaction)
