"""The board, driven by keys: what it shows is what the store holds."""

from __future__ import annotations

import importlib
import threading

import pytest

from console import NOW, Boards
from floorboard.desk import board as board_desk
from floorboard.desk import duties, tickets
from floorboard.desk.desk import Desk
from floorboard.store.queries import floor as floor_queries
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order
from floorboard.store.store import Actor, Store
from floorboard.tui import app, arrangement, live


async def test_the_four_panes_show_what_the_store_holds(boards: Boards) -> None:
    async with boards() as console:
        shown = console.text()
        view = board_desk.read(console.desk)
        assert view.lead is not None
        for words in ("Overdue", "Open tickets", "On call now", "Duties this shift"):
            assert words in shown
        assert view.lead.name in shown
        assert f"{view.figures.overdue} · oldest" in shown
        assert f"{view.figures.open} open · {view.figures.due_by} due this shift" in shown
        assert f"{view.done} of {len(view.checks)}" in shown
        with console.desk.store.reading() as db:
            urgent = listing.page(db, live.overdue(NOW), Order.DUE, 500)
            next_due = listing.page(db, live.not_overdue(NOW), Order.DUE, 500)
        main = console.main
        assert [row.id for row in main.overdue.window.rows] == [row.id for row in urgent]
        assert [row.id for row in main.open.window.rows] == [row.id for row in next_due][:200]


async def test_tab_walks_the_panes_and_z_zooms(boards: Boards) -> None:
    async with boards() as console:
        wish = console.main.floor.wish
        assert wish.focus == "overdue"
        walked = []
        for _ in arrangement.PANES:
            await console.press("tab")
            walked.append(console.main.floor.wish.focus)
            focused = console.app.focused
            assert focused is not None
            assert focused.id == walked[-1]
        assert walked == ["open", "on_call", "duties", "overdue"]
        await console.press("shift+tab", "z")
        assert console.main.floor.shows("duties")
        assert not console.main.floor.shows("open")
        await console.press("escape")
        assert console.main.floor.shows("open")


async def test_digits_switch_and_escape_never_quits(boards: Boards) -> None:
    async with boards() as console:
        for key, pane in (("2", "tickets"), ("1", "open"), ("4", "open"), ("2", "tickets")):
            await console.press(key)
            assert console.main.floor.shows(pane), key
            assert (console.app.screen is console.main) is (key != "4")
        await console.press("1")
        await console.press("escape", "escape", "escape")
        assert console.app.is_running
        assert console.main.floor.shows("open")


async def test_enter_opens_the_ticket_under_the_cursor(boards: Boards) -> None:
    async with boards() as console:
        await console.press("down")
        row = console.main.overdue.current
        assert row is not None
        await console.press("enter")
        assert console.main.tickets.current == row
        shown = console.text()
        assert f"#{row.id}" in shown
        assert "History" in shown
        await console.press("escape", "escape", "escape")
        assert console.main.floor.wish.view == "board"


async def test_enter_folds_at_80_columns(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        await console.press("enter")
        assert console.main.floor.shows("detail")
        assert not console.main.floor.shows("tickets")
        await console.press("escape")
        assert console.main.floor.shows("tickets")


async def test_w_says_why(boards: Boards) -> None:
    async with boards() as console:
        row = console.main.overdue.current
        assert row is not None
        await console.press("w")
        shown = console.text()
        assert f"#{row.id}: why it is due then" in shown
        assert "policy" in shown
        assert "overdue by" in shown
        await console.press("escape")
        assert "why it is due then" not in console.text()


async def test_x_ticks_a_duty_on_the_record(boards: Boards) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        line = console.main.duties.current
        assert line is not None
        assert line.check.state == "open"
        await console.press("x")
        after = board_desk.read(console.desk)
        ticked = next(each for each in after.checks if each.check.id == line.check.id)
        assert ticked.check.state == "done"
        assert ticked.check.done_at == NOW
        assert f"{after.done} of {len(after.checks)}" in console.text()


async def test_ticking_what_another_console_ticked_says_so(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        line = console.main.duties.current
        assert line is not None
        duties.done(other, line.check.id, line.check.version)
        console.main._do(lambda: duties.done(console.desk, line.check.id, line.check.version))
        await console.settle()
        assert [note for note in console.app._notifications if note.severity == "warning"]


async def test_another_consoles_change_shows_within_a_second(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        await console.press("down", "down")
        row = console.main.overdue.current
        assert row is not None
        with other.store.reading() as db:
            found = floor_queries.people(db)[0]
        for each in console.main.overdue.window.rows[:3]:
            tickets.edit(other, each.id, _version(other, each.id), title="elsewhere")
        await console.until(lambda: "elsewhere" in console.text(), "the change")
        current = console.main.overdue.current
        assert current is not None
        assert current.id == row.id, "the cursor stays on its ticket"
        assert found.id > 0


def _version(desk: Desk, ticket: int) -> int:
    with desk.store.reading() as db:
        row = db.execute("SELECT version FROM ticket WHERE id = ?", (ticket,)).fetchone()
    return int(row[0])


async def test_what_falls_due_while_you_watch_turns_overdue(boards: Boards) -> None:
    async with boards() as console:
        before = len(console.main.overdue.window.rows)
        first = console.main.open.current
        assert first is not None
        assert first.next_due_at is not None
        console.time[0] = first.next_due_at + 1
        console.main.tick()
        await console.settle()
        rows = console.main.overdue.window.rows
        assert len(rows) == before + 1
        assert first.id in [row.id for row in rows]
        assert f"{before + 1} overdue" in console.text()


async def test_remaining_times_count_down(boards: Boards) -> None:
    async with boards() as console:
        await console.press("tab")
        row = console.main.open.current
        assert row is not None
        assert row.next_due_at is not None
        minutes = (row.next_due_at - NOW) // 60
        assert f"{minutes} m" in console.text()
        console.time[0] += 60
        console.main.tick()
        await console.settle()
        assert f"{minutes - 1} m" in console.text()


async def test_f2_speaks_the_other_language_at_once(boards: Boards) -> None:
    async with boards() as console:
        await console.press("f2")
        shown = console.text()
        assert "超时" in shown or "逾期" in shown
        assert "Overdue" not in shown
        await console.press("f2")
        assert "Overdue" in console.text()


@pytest.mark.parametrize("size", [(1, 1), (10, 3), (40, 8), (79, 14), (250, 70)])
async def test_no_size_breaks_it(boards: Boards, size: tuple[int, int]) -> None:
    async with boards(size=size) as console:
        await console.press("down", "2", "down", "enter", "w", "escape", "escape", "z", "1", "?")
        assert console.app.fault is None


async def test_a_store_that_cannot_be_read_is_told_and_survived(boards: Boards) -> None:
    async with boards() as console:
        console.desk.store.path.rename(console.desk.store.path.with_suffix(".away"))
        console.desk.store._idle.clear()
        await console.press("f5")
        assert [note for note in console.app._notifications if note.severity == "warning"]
        assert console.app.is_running
        console.desk.store.path.with_suffix(".away").rename(console.desk.store.path)
        await console.press("f5")
        assert console.main.overdue.window.rows


def test_the_open_pane_leaves_out_what_is_overdue() -> None:
    assert live.overdue(NOW) == Filter(due_before=NOW)
    assert live.not_overdue(NOW) == Filter(due_from=NOW)


async def test_a_console_left_open_over_midnight_has_the_new_days_checks(boards: Boards) -> None:
    async with boards() as console:
        for _ in range(3):
            console.time[0] += 86_400
            console.main.tick()
            await console.settle()
            console.main.tick()
            await console.settle()
        assert len(console.main.duties.window.rows) >= 10


async def test_a_change_made_while_the_board_starts_is_shown(boards: Boards, other: Desk) -> None:
    opening = live.Opening(other)
    with other.store.reading() as db:
        row = listing.page(db, live.overdue(NOW), Order.DUE, 1)[0]
    writer = Desk(Store.open(other.store.path), Actor("third"), lambda: NOW)
    tickets.edit(writer, row.id, _version(writer, row.id), title="written meanwhile")
    assert opening.watch.changed()
    opening.watch.close()
    writer.close()


async def test_a_notice_can_be_read(boards: Boards) -> None:
    async with boards() as console:
        console.app.tell("nobody is signed in", wrong=True)
        await console.until(lambda: bool(console.app.screen.query("Toast")), "a notice")
        style = console.app.screen.query("Toast").first().rich_style
        assert style.color is not None
        assert style.color != style.bgcolor


@pytest.mark.parametrize(
    ("size", "shown"), [((80, 24), ["two quux"]), ((120, 40), ["one quux", "two quux"])]
)
async def test_on_a_low_screen_one_message_is_shown(
    boards: Boards, size: tuple[int, int], shown: list[str]
) -> None:
    async with boards(size=size) as console:
        console.app.tell("one quux")
        console.app.tell("two quux")
        await console.settle()
        assert [each for each in ("one quux", "two quux") if each in console.text()] == shown


async def test_what_keys_need_is_imported_off_the_event_loop(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported: dict[str, threading.Thread] = {}

    def remember(name: str) -> None:
        importlib.import_module(name)
        imported[name] = threading.current_thread()

    monkeypatch.setattr(app, "import_module", remember)
    async with boards() as console:
        await console.until(lambda: len(imported) == len(app.SOON), "all of them")
    assert {f"floorboard.tui.screens.{name}" for name in ("new_ticket", "review", "sign_in")} < set(
        imported
    )
    assert threading.main_thread() not in imported.values()


async def test_a_tick_while_the_app_closes_is_nothing(boards: Boards) -> None:
    async with boards() as console:
        main, stack = console.main, console.app._screen_stack
        open_ = stack[:]
        stack.clear()
        try:
            main.tick()
        finally:
            stack.extend(open_)


@pytest.mark.parametrize(("size", "lang"), [((120, 40), "en"), ((80, 24), "zh")])
async def test_a_message_hides_nothing_but_the_keys(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        console.app.hush()
        await console.settle()
        before = console.text().split("\n")
        console.app.tell("put the cursor on a ticket first")
        await console.until(lambda: bool(console.app.screen.query("Toast")), "a notice")
        await console.settle()
        after = console.text().split("\n")
        assert after[:-1] == before[:-1]
        assert "put the cursor on a ticket first" in after[-1]


async def test_a_refusal_stays_until_a_key_that_comes_after_it_was_read(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with boards() as console:
        console.app.hush()
        console.app.tell("it is closed", wrong=True)
        console.app.tell("3 escalations more", passing=True)
        await console.settle()
        refusal, banner = console.app._notifications
        assert refusal.timeout > 3600 > banner.timeout
        await console.press("down")
        assert len(console.app._notifications) == 2, "the key was typed before it could be read"
        monkeypatch.setattr("floorboard.tui.telling.READ_SECONDS", 0.0)
        await console.press("down")
        assert [*console.app._notifications] == [banner]
