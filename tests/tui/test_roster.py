"""Screen 3, driven by keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from textual import events

from console import ANY_SIZE, NOW, ZONE, Boards, Console
from floorboard.config import Config
from floorboard.desk import sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, gaps, swapping
from floorboard.desk.roster.grid import By
from floorboard.domain.instant import to_wall
from floorboard.domain.roster.rota import OverrideKind
from floorboard.store.queries import roster as queries
from floorboard.store.views.roster import SwapView
from floorboard.tui.render.roster_cells import Look
from floorboard.tui.roster_menu import DEEDS
from floorboard.tui.screens.duties import DutyScreen
from floorboard.tui.screens.roster import RosterScreen
from floorboard.tui.screens.roster_fill import Choices, FillScreen
from floorboard.tui.screens.roster_forms import LeaveForm, OverrideForm, SwapForm
from floorboard.tui.screens.roster_swaps import AnswerScreen
from nasty import NASTY

DAY = 86400
TODAY = to_wall(NOW, ZONE).date()


def screen(console: Console) -> RosterScreen:
    found = console.app.screen
    assert isinstance(found, RosterScreen), found
    return found


async def opened(console: Console) -> RosterScreen:
    await console.press("3")
    return screen(console)


def in_one_piece(console: Console, *keys: str) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    for key in keys:
        character = {"exclamation_mark": "!"}.get(key, key)
        console.app.post_message(events.Key(key, character if len(character) == 1 else None))


async def calm(console: Console) -> None:
    for _ in range(4):
        await console.settle()


def missing(console: Console) -> list[gaps.GapLine]:
    return gaps.listed(console.desk, NOW, NOW + 14 * DAY)


def row_of(console: Console, code: str) -> int:
    look = screen(console).grid.look
    assert look is not None
    return next(each.id for each in look.grid.rows if each.code == code)


def look(console: Console) -> Look:
    roster = next(each for each in console.app.screen_stack if isinstance(each, RosterScreen))
    assert roster.grid.look is not None
    return roster.grid.look


def unframed(text: str) -> str:
    """The text without frames, blanks and line ends, as it may be wrapped."""
    return "".join(text.translate(dict.fromkeys(map(ord, "│┃─╭╮╰╯"))).split())


async def go(console: Console, code: str, at: date) -> None:
    screen(console).grid.go_to(row_of(console, code), at)
    await console.settle()


async def test_it_opens_on_today_and_names_the_gap(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        assert roster.grid.at == TODAY
        text = console.text()
        assert "Roster · 16 Nov – 22 Nov 2026 · by people" in text
        assert "Sun 22" in text
        assert "Evening" in text
        assert "1 gap" in text
        await console.press("escape")
        assert console.app.screen is console.main


async def test_digits_go_to_it_and_on_from_it(boards: Boards) -> None:
    async with boards() as console:
        await console.press("4", "3")
        screen(console)
        await console.press("4")
        assert isinstance(console.app.screen, DutyScreen)
        await console.press("5", "3")
        screen(console)
        await console.press("2")
        assert console.main.floor.shows("tickets")
        await console.press("colon")
        await console.type("roster")
        await console.press("enter")
        screen(console)


async def test_its_keys_are_those_that_the_config_names(boards: Boards) -> None:
    keys = {"roster.fill": "F", "roster.gap": "N", "undo": "Z"}
    async with boards(config=Config(poll_seconds=0.05, keys=keys)) as console:
        await opened(console)
        await console.press("N")
        assert "F fill" in console.text().splitlines()[-1]
        await console.press("f")
        screen(console)
        await console.press("F")
        assert isinstance(console.app.screen, FillScreen)


async def test_the_cursor_walks_over_days_that_are_read_as_it_comes_there(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        await console.press("right", "down", "right")
        assert roster.grid.at == date(2026, 11, 24)
        assert "23 Nov – 29 Nov" in console.text()
        row = roster.grid.current
        await console.press("v")
        assert "1 Nov – 30 Nov" in console.text()
        assert roster.grid.current == row or roster.grid.current is not None
        assert roster.grid.at == date(2026, 11, 24)
        await console.press("pagedown")
        assert roster.grid.at == date(2026, 12, 24)
        assert "1 Dec – 31 Dec" in console.text()
        await console.press("pageup", "pageup", "full_stop", "home")
        assert roster.grid.at == date(2026, 11, 1)
        await console.press("end")
        assert roster.grid.at == date(2026, 11, 30)
        await console.press("b")
        assert "by rotas" in console.text()
        assert "Hotline" in console.text()


async def test_a_month_on_a_narrow_screen_is_a_fortnight(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        roster = await opened(console)
        await console.press("v")
        look = roster.grid.look
        assert look is not None
        assert len(look.grid.days) == 14
        assert all(len(line) <= 80 for line in console.text().splitlines())
        first = look.grid.days[0].date
        await console.press("pagedown", "pageup")
        look = roster.grid.look
        assert look is not None
        assert look.grid.days[0].date == first


async def test_the_gap_is_found_filled_and_taken_back(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        assert len(missing(console)) == 1
        await console.press("exclamation_mark")
        gap = missing(console)[0].gap
        assert roster.grid.at == to_wall(gap.start, ZONE).date()
        assert "Mon 23 Nov · gaps" in console.text()
        await console.press("f")
        assert isinstance(console.app.screen, FillScreen)
        text = console.text()
        assert "1 of 2" in text
        assert "could fill it" in text
        assert "of rest" in text
        await console.press("enter")
        await console.until(lambda: not missing(console), "the gap to be filled")
        await calm(console)
        assert "no gaps" in console.text()
        assert "saved" in console.text().splitlines()[-1]
        at = roster.spot()
        assert at is not None
        assert [(each.start, each.end) for each in at.pieces] == [(gap.start, gap.end)]
        await console.press("u")
        await console.until(lambda: len(missing(console)) == 1, "the gap to be back")
        await calm(console)
        assert "change of who is on" in console.text().splitlines()[-1]
        await console.press("U")
        await console.until(lambda: not missing(console), "the gap to be filled again")


@pytest.mark.parametrize("has_rota", [True, False])
@pytest.mark.parametrize("by_rotas", [True, False])
async def test_a_gap_of_a_project_says_where_it_is_filled(
    boards: Boards, store: Path, has_rota: bool, by_rotas: bool
) -> None:
    with closing(sqlite3.connect(store)) as db, db:
        of = "SELECT project_id FROM rota WHERE project_id IS NOT NULL"
        project = db.execute(of).fetchone()[0]
        if not has_rota:
            db.execute("UPDATE rota SET project_id = NULL WHERE project_id = ?", [project])
        db.execute(
            "INSERT INTO cover_need (project_id, count, days, from_minute, to_minute, version)"
            " VALUES (?, 20, 'workdays', 600, 660, 1)",
            [project],
        )
    async with boards() as console:
        roster = await opened(console)
        if by_rotas:
            await console.press("b", "end")

        def here() -> bool:
            at = roster.spot()
            return at is not None and any(each.project_id == project for each in at.gaps)

        presses = 0
        while not here():
            await console.press("exclamation_mark")
            presses += 1
            assert presses < 5
        assert ("filled on" if has_rota else "no rota of its own") in console.text()
        met = roster.grid.at
        await console.press("exclamation_mark")
        assert roster.grid.at > met
        await console.press("f")
        if has_rota:
            assert isinstance(console.app.screen, FillScreen)
            assert "filled on" in console.text()
        else:
            assert isinstance(console.app.screen, RosterScreen)
            assert "has no rota of its own to put somebody on" in console.text()


async def test_the_board_follows(boards: Boards) -> None:
    async with boards() as console:
        before = console.text()
        assert "GAP" in before
        await opened(console)
        await console.press("exclamation_mark", "f", "enter")
        await console.until(lambda: not missing(console), "the gap to be filled")
        await console.press("escape")
        await calm(console)
        assert "GAP" not in console.text()


async def test_keys_that_come_in_one_piece_are_all_heard(boards: Boards) -> None:
    async with boards() as console:
        with console.desk.store.reading() as db:
            count = "SELECT count(*) FROM journal"
            before = db.execute(count).fetchone()[0]
        in_one_piece(console, "3", "exclamation_mark", "f", "enter", "u")

        def written() -> bool:
            with console.desk.store.reading() as db:
                return bool(db.execute(count).fetchone()[0] >= before + 2)

        await console.until(written, "filling and taking back")
        await calm(console)
        assert len(missing(console)) == 1
        assert isinstance(console.app.screen, RosterScreen)


async def test_somebody_stands_in_and_what_was_refused_is_still_there(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        at = roster.spot()
        assert at is not None
        assert len(at.pieces) == 1
        in_one_piece(console, "o", "w", "a", "n", "g", "f", "enter")
        await calm(console)
        await console.until(
            lambda: isinstance(console.app.screen, OverrideForm), "the form to come back"
        )
        assert "can't stand for themselves" in console.text()
        assert "wangf" in console.text()
        await console.press(*["backspace"] * 5)
        await console.type("wxm")
        await console.press("enter")
        await calm(console)
        assert isinstance(console.app.screen, RosterScreen)
        with console.desk.store.reading() as db:
            found = queries.overrides(db, at.pieces[0].start, at.pieces[0].end)
        assert [each.replaces_id for line in found.values() for each in line] == [12]
        assert "saved" in console.text()
        await console.press("escape")


async def test_what_was_begun_in_a_form_comes_back(boards: Boards) -> None:
    async with boards() as console:
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        for key, typed in (("o", "wxm"), ("t", "hej"), ("l", "moving house")):
            await console.press(key)
            await console.press(*["tab"] * (2 if key == "l" else 0))
            await console.type(typed)
            await console.press("ctrl+q")
            seen = partial(lambda typed: typed in console.text(), typed)
            await console.until(seen, typed)
            await console.press("escape", "escape")
            assert f"the draft is kept: {key}" in console.text().splitlines()[-1]
            screen(console)
            await console.press("ctrl+q")
            seen = partial(lambda typed: typed in console.text(), typed)
            await console.until(seen, typed)
            await console.press("escape", key)
            assert typed in console.text()
            await console.press("escape")
        await console.press("o", "enter")
        await calm(console)
        assert "saved" in console.text()
        await console.press("ctrl+q")
        await calm(console)
        assert "wxm" not in console.text()
        assert "hej" in console.text()


async def test_what_was_changed_by_hand_is_taken_back(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        roster = await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        at = roster.spot()
        assert at is not None
        turn = at.pieces[0]
        rota = next(each.code for each in look(console).grid.rotas if each.id == turn.rota_id)
        new = changing.NewOverride(
            rota, OverrideKind.REPLACE, 7, turn.start, turn.end, replaces_id=12
        )
        changing.override(other, new)
        await console.until(lambda: "nothing planned" in console.text(), "the other's change")
        stands_in = next(each.code for each in look(console).grid.rows if each.id == 7)
        await go(console, stands_in, date(2026, 11, 26))
        assert "changed by hand" in console.text()
        await console.press("o")
        assert "take it back" in console.text()
        await console.type("x")
        assert "take it back" in console.text()
        await console.press("shift+tab")
        await console.type("hej")
        assert "take it back" not in console.text()
        await console.press("escape", "o", "left", "shift+tab", *["backspace"] * 3, "escape")
        await console.press("o", "enter")
        await calm(console)
        assert "taken back" in console.text().splitlines()[-1]
        with console.desk.store.reading() as db:
            assert not any(queries.overrides(db, turn.start, turn.end).values())


async def test_leave_makes_a_gap_and_its_end_closes_it(boards: Boards) -> None:
    async with boards() as console:
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        before = len(missing(console))
        await console.press("l")
        assert isinstance(console.app.screen, LeaveForm)
        await console.press("tab")
        await console.type("25:00")
        await console.press("enter")
        assert "│ until       25:00 " in console.text(), "in place of what was prefilled"
        told = [
            line for line in console.text().splitlines() if "2026-11-24" in line or "isn't" in line
        ]
        assert len(told) == 2
        assert all(line.count("│") == 4 for line in told), "inside the form's frame"
        await console.press("shift+tab", "tab")
        await console.type("11-26")
        await console.press("enter")
        await console.until(lambda: len(missing(console)) == before + 1, "a gap")
        await calm(console)
        assert "leave" in console.text()
        await console.press("l")
        assert "Take back the leave?" in console.text()
        await console.press("enter")
        await console.until(lambda: len(missing(console)) == before, "no gap")


async def test_a_refused_answer_says_why(boards: Boards, other: Desk) -> None:
    """What no rule allows stays refused; of what a rule speaks against, Enter again insists."""
    async with boards() as console:
        roster = await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        at = roster.spot()
        assert at is not None
        in_one_piece(console, "t", "enter")
        await console.until(lambda: len(open_swaps(console)) > 1, "an offer")
        await calm(console)
        away = changing.leave(other, 7, at.day.start, at.day.end)
        await console.press("t")
        await console.type(look(console).grid.names[7])
        await console.press("enter")
        await calm(console)
        assert isinstance(console.app.screen, AnswerScreen)
        assert "can't take this turn: on leave" in console.text()
        assert look(console).grid.names[7] in console.text()
        await console.press("enter")
        await calm(console)
        assert "can't take this turn: on leave" in console.text()
        changing.end_leave(other, away)
        (turn,) = at.pieces
        beside = turn.start - 2 * 3600, turn.start - 3600
        changing.override(other, changing.NewOverride("hotline", OverrideKind.ADD, 7, *beside))
        await console.press("enter")
        await calm(console)
        assert "Enter takes it anyway" in console.text()
        before = len(open_swaps(console))
        await console.press("enter")
        await console.until(lambda: len(open_swaps(console)) < before, "the turn to be taken")


async def test_an_answer_that_comes_late_says_so(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        in_one_piece(console, "t", "enter")
        await console.until(lambda: len(open_swaps(console)) > 1, "an offer")
        await calm(console)
        await console.press("t")
        swapping.withdraw(other, open_swaps(console)[0].id)
        await console.press("ctrl+b")
        await calm(console)
        assert isinstance(console.app.screen, AnswerScreen)
        assert "settled already" in console.text()


def open_swaps(console: Console) -> list[SwapView]:
    found = swapping.listed(console.desk, NOW, NOW + 60 * DAY)
    return [each for each in found if swapping.state_of(each, console.desk.now()) == "offered"]


async def test_a_turn_is_offered_and_taken(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        before = len(open_swaps(console))
        await go(console, "wangf", date(2026, 11, 26))
        at = roster.spot()
        assert at is not None
        in_one_piece(console, "t", "enter")
        await console.until(lambda: len(open_swaps(console)) == before + 1, "an offer")
        await calm(console)
        assert "offered to whoever takes it" in console.text()
        await console.press("t")
        await console.type("wxm")
        await console.press("enter")
        await console.until(lambda: len(open_swaps(console)) == before, "the offer to be taken")
        with console.desk.store.reading() as db:
            taken = queries.taken_swaps(db, at.pieces[0].start, at.pieces[0].end)
        assert [each.from_id for line in taken.values() for each in line] == [12]
        await calm(console)
        await console.press("T")
        assert "taken" in console.text()


async def test_a_turn_in_return(boards: Boards) -> None:
    async with boards() as console:
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        await console.press("t")
        await console.type("hy")
        form = console.app.screen
        assert isinstance(form, SwapForm)
        await console.press("tab", "tab", "right", "enter")
        await console.until(
            lambda: any(each.return_starts_at for each in open_swaps(console)), "the offer"
        )


async def test_another_console_is_seen_and_the_cursor_stays(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        roster = await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        at = roster.spot()
        assert at is not None
        changing.leave(other, 12, at.day.start, at.day.end)
        await console.until(
            lambda: "on leave" in console.text().split("Wed")[-1], "the other's leave"
        )
        assert roster.grid.at == date(2026, 11, 26)
        current = roster.grid.current
        assert current is not None
        assert current.code == "wangf"


async def test_why_and_papers(boards: Boards) -> None:
    async with boards() as console:
        roster = await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        await console.press("w")
        assert "planned by name" in console.text()
        await console.press("escape", "left", "left", "w")
        assert console.text().count("nothing planned") == 2, "in the pane and in what was opened"
        await console.press("escape", "enter")
        assert "next turns" in console.text()
        await console.press("escape", "b")
        assert roster.grid.look is not None
        assert roster.grid.look.grid.by is By.ROTAS
        await console.press("enter")
        assert "next turns" in console.text()
        await console.press("escape", "w")
        assert "Hotline" in console.text()
        await console.press("escape", "m")
        assert "stands in" in console.text()
        await console.press(*["down"] * len(DEEDS), "enter")
        assert "Seats" in console.text()


async def test_a_rule_is_overruled_only_when_asked_again(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        await opened(console)
        await console.press("exclamation_mark", "f")
        fill = console.app.screen
        assert isinstance(fill, FillScreen)
        roll = fill.query_one(Choices)
        reasons = ["".join(run.text for run in roll.reasons(each)) for each in roll.window.rows]
        console.app.hush()
        longest = max(reasons, key=len)
        await console.pilot.press(*["down"] * reasons.index(longest))
        await console.settle()
        assert unframed(longest) in unframed(console.text()), "its line has no room for it"
        await console.type("wf")
        await console.press("enter")
        assert "fill it anyway?" in console.text()
        assert len(missing(console)) == 1
        await console.press("enter")
        await console.until(lambda: not missing(console), "the gap to be filled")


async def test_nobody_on_leave_can_be_put_there(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        gap = missing(console)[0].gap
        changing.leave(other, 12, gap.start, gap.end + DAY)
        await opened(console)
        await console.press("exclamation_mark", "f")
        await console.type("wf")
        await console.press("enter", "enter")
        assert "can't be had then" in console.text()
        assert missing(console)


async def test_looking_only_says_so_and_changes_nothing(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        sign_in.set_pin(other, 1, "246810")
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        before = len(open_swaps(console))
        for key in ("o", "t", "l", "x"):
            await console.press(key)
            screen(console)
        assert len(open_swaps(console)) == before


@pytest.mark.parametrize("first", [0, 20])
async def test_nasty_names(boards: Boards, store: Path, first: int) -> None:
    strings = [each.encode("utf-8", "replace").decode() for each in NASTY.values()][first:]
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for number, text in enumerate(strings[:22], 1):
            change = "SET name = ?, other_name = ? WHERE id = ?"
            db.execute(f"UPDATE person {change}", (text[:200], text[:200], number))
            change = "SET name = ?, name_zh = ? WHERE id = ?"
            db.execute(f"UPDATE rota {change}", (text[:200], text[:200], number))
    async with boards() as console:
        await opened(console)
        for keys in ("down", "enter escape", "w escape", "m escape", "b", "v", "o escape", "f"):
            await console.press(*keys.split())
            for line in console.text().splitlines():
                assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in line), line
                assert "\u202e" not in line


async def test_rows_are_filtered(boards: Boards) -> None:
    async with boards() as console:
        await opened(console)
        await console.press("slash")
        await console.type("wf")
        await console.press("enter")
        assert "王芳" in console.text()
        assert "何军" not in console.text()
        await console.press("escape")
        assert "何军" in console.text()


async def test_a_planned_turn_is_locked_and_unlocked(boards: Boards) -> None:
    async with boards() as console:
        await opened(console)
        await go(console, "wangf", date(2026, 11, 26))
        await console.press("x")
        await calm(console)
        assert "locked" in console.text()
        await console.press("x")
        await calm(console)
        assert "unlocked" in console.text().splitlines()[-1]


@ANY_SIZE
async def test_at_any_size(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        await console.press("3", "v", "right", "down", "b", "v", "exclamation_mark")
        assert all(len(line) <= size[0] for line in console.text().splitlines())
