"""Screen 4: what must be checked, driven by keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from console import ANY_SIZE, NOW, Boards, Console
from floorboard.desk import board, duties
from floorboard.desk.board import CheckLine
from floorboard.desk.desk import Desk
from floorboard.desk.duties import reading
from floorboard.desk.duties.reading import Span
from floorboard.domain.duty import CheckPhase
from floorboard.tui.render.duty_cells import By
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.duties import DutyScreen
from pages import in_one_piece, page, sign_in_as

LEAD, MANAGER, AGENT = "liw", "sunl", "wangf"


LATE = NOW + 17_000
"""23:25, when the evening's counts can be entered."""


def said(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


async def on_duties(console: Console, at: int = NOW) -> DutyScreen:
    console.time[0] = at
    await console.press("4")
    return page(console, DutyScreen)


def standing(screen: DutyScreen) -> CheckLine:
    """The check under the cursor."""
    line = screen.checks.current
    assert line is not None
    return line


async def stand_on(
    console: Console, screen: DutyScreen, evidence: str, phases: Sequence[CheckPhase] = ()
) -> CheckLine:
    """Put the cursor on a check that asks for this."""
    wanted = phases or (CheckPhase.OPEN, CheckPhase.LATE)
    for line in screen.checks.window.rows:
        if line.check.evidence == evidence and line.phase in wanted and not line.check.four_eyes:
            found = await screen.stand_on(line.check.id)
            await console.settle()
            assert found == line
            return line
    raise AssertionError(f"no check asks for {evidence}: {console.text()}")


def now_is(console: Console, line: CheckLine) -> CheckLine:
    """How a check stands in the store."""
    found = reading.one(console.desk, line.check.id)
    assert found is not None
    return found


@ANY_SIZE
async def test_it_fits_every_screen(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        screen = await on_duties(console)
        for key in ("down", "right", "right", "o", "o", "tab", "pagedown", "tab", "left", "left"):
            await console.press(key)
        assert console.app.screen is screen


async def test_the_spans_are_walked_and_turned(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_duties(console)
        seen = []
        for _ in range(5):
            found = reading.look(console.desk, screen.span)
            shown = [line.check.id for line in screen.checks.window.rows]
            assert shown == [line.check.id for line in found.checks]
            seen.append(screen.span)
            await console.press("right")
        assert seen == [*Span]
        assert screen.span is Span.SHIFT
        await console.press("right")
        assert "Duties · Sun 22 Nov" in console.text()
        await console.press("left_square_bracket")
        assert "Duties · Sat 21 Nov" in console.text()
        yesterday = {line.check.scheduled[:10] for line in screen.checks.window.rows}
        assert "2026-11-21" in yesterday
        await console.press("right", "right_square_bracket")
        assert "Duties · Mon 23 Nov – Sun 29 Nov" in console.text()


async def test_by_post_and_by_project(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_duties(console)
        for by in (By.POST, By.PROJECT):
            await console.press("o")
            assert screen.checks.by is by
            rows = screen.checks.window.rows
            keys = [
                line.check.post if by is By.POST else str(line.check.project_id) for line in rows
            ]
            changes = sum(one != two for one, two in pairwise(keys))
            assert changes == len(set(keys)) - 1, "each stands together"


async def test_search_leaves_what_fits(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_duties(console)
        every = len(screen.checks.window.rows)
        await console.press("slash")
        await console.type("calls count")
        rows = screen.checks.window.rows
        assert 0 < len(rows) < every
        assert all("calls" in line.check.title for line in rows)
        await console.press("enter")
        assert screen.focused is screen.checks
        await console.press("escape")
        assert len(screen.checks.window.rows) == every
        await console.press("escape")
        assert console.app.screen is console.main


async def test_a_tick_goes_on_to_the_next_that_is_to_be_done(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console)
        line = await stand_on(console, screen, "tick")
        await console.press("x")
        done = now_is(console, line)
        assert (done.phase in (CheckPhase.DONE, CheckPhase.DONE_LATE), done.check.done_at) == (
            True,
            NOW,
        )
        here = standing(screen)
        assert here.check.id != line.check.id
        assert here.phase in (CheckPhase.OPEN, CheckPhase.LATE)


async def test_a_number_is_asked_for_and_a_wrong_one_stays_on_its_line(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console, LATE)
        line = await stand_on(console, screen, "number")
        await console.press("x")
        assert "how many?" in console.text()
        await console.type("many")
        await console.press("enter")
        assert now_is(console, line).check.done_at is None
        assert "is no number" in console.text()
        assert screen._line.value == "many"
        await console.press("ctrl+u")
        await console.type("212 two in Tibetan")
        await console.press("enter")
        check = now_is(console, line).check
        assert (check.value, check.note) == (212, "two in Tibetan")


async def test_keys_in_one_piece_are_one_tick_with_its_number(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console, LATE)
        line = await stand_on(console, screen, "number")
        in_one_piece(console, "x", "1", "7", "enter", "u")
        await console.until(lambda: "taken back" in console.text(), "the undo")
        assert now_is(console, line).check.value is None
        await console.press("U")
        assert now_is(console, line).check.value == 17


async def test_from_the_board_x_asks_for_what_is_needed(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        pane = console.main.duties
        console.time[0] = LATE
        await console.press("f5")
        rows = pane.window.rows
        place = next(
            index
            for index, line in enumerate(rows)
            if line.check.evidence == "number" and line.phase in (CheckPhase.OPEN, CheckPhase.LATE)
        )
        line = rows[place]
        console.main.focus_pane("duties")
        in_one_piece(console, *["down"] * place, "x", "1", "2", "enter", "escape")
        await console.until(lambda: now_is(console, line).check.value == 12, "the count")
        await console.until(lambda: console.app.screen is console.main, "the board")


async def test_enter_on_the_board_s_pane_goes_to_the_check(boards: Boards) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        await console.press("down", "down")
        line = console.main.duties.current
        assert line is not None
        await console.press("enter")
        assert standing(page(console, DutyScreen)).check.id == line.check.id


async def test_waiving_needs_a_reason(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console)
        line = await stand_on(console, screen, "tick")
        await console.press("X", "enter")
        assert now_is(console, line).check.done_at is None
        assert "the reason can't be empty" in console.text()
        await console.type("fax line is down")
        await console.press("enter")
        check = now_is(console, line).check
        assert (check.state, check.note) == ("waived", "fax line is down")


async def test_what_was_waived_isnt_counted_as_done(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console)
        line = await stand_on(console, screen, "tick")
        before = [each.phase for each in screen.checks.window.rows]
        floor = board.read(console.desk)
        duties.waive(console.desk, line.check.id, None, "fax line is down")
        await console.press("f5")
        done = sum(each in (CheckPhase.DONE, CheckPhase.DONE_LATE) for each in before)
        waived = before.count(CheckPhase.WAIVED) + 1
        assert said(screen.checks.foot).startswith(f"{done} of {len(before)} · {waived} waived")
        await console.press("1")
        foot = f"{floor.done} of {len(floor.own)} · {floor.waived + 1} waived"
        assert said(console.main.duties.foot).startswith(foot)


async def test_a_note_that_was_begun_is_kept(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console)
        line = await stand_on(console, screen, "tick")
        await console.press("c")
        await console.type("all but two")
        await console.press("escape", "c")
        assert screen._line.value == "all but two"
        await console.press("enter")
        assert now_is(console, line).check.note == "all but two"
        assert not console.app.page_drafts


async def test_what_is_over_is_refused_at_the_key(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        screen = await on_duties(console)
        await console.press("right", "right", "right", "right")
        line = standing(screen)
        for key in ("x", "c", "X"):
            await console.press(key)
            assert screen.focused is screen.checks, "nothing is asked"
            assert "was missed: its window closed" in console.text()
        assert standing(screen) == line


async def test_a_missed_one_shows_its_risks_and_who_answers(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_duties(console)
        await console.press("right", "right", "right", "right")
        assert screen.span is Span.MISSED
        line = standing(screen)
        assert line.phase is CheckPhase.MISSED
        await console.press("enter")
        for words in ("answers", "Risk points", "Potential risks", "Preventive measures"):
            assert words in console.text(), words
        await console.press("G")
        for words in ("Directly responsible", "Indirectly responsible"):
            assert words in console.text(), words
        await console.press("escape", "w")
        assert "RULE" in console.text().upper()
        scheduled = datetime.fromisoformat(line.check.scheduled)
        assert f"{scheduled:%a} {scheduled.day} {scheduled:%b %Y %H:%M}" in console.text()
        assert "FREQ=" not in console.text()


async def test_who_may_not_is_told(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, AGENT)
        screen = await on_duties(console)
        line = await stand_on(console, screen, "tick")
        await console.press("X")
        assert "Deputy director" in console.text(), "who may"
        assert screen.focused is screen.checks, "nothing is asked"
        await console.press("x")
        assert now_is(console, line).check.done_by == "王芳"


async def test_another_console_was_first(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        sign_in_as(other, MANAGER)
        other.clock = lambda: LATE
        screen = await on_duties(console, LATE)
        line = await stand_on(console, screen, "number")
        await console.press("x")
        await console.type("5")
        duties.done(other, line.check.id, line.check.version, value=7)
        await console.press("enter")
        await console.settle()
        assert "was done already by 孙丽" in console.text()
        assert now_is(console, line).check.value == 7


async def test_four_eyes_are_two_people(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        sign_in_as(console.desk, LEAD)
        sign_in_as(other, MANAGER)
        with other.store.deed("rules.loaded", "schedules", other.actor, NOW) as deed:
            deed.db.execute("UPDATE duty SET four_eyes = 1")
        screen = await on_duties(console)
        line = next(line for line in screen.checks.window.rows if line.phase is CheckPhase.LATE)
        first = duties.done(other, line.check.id, note="ok")
        assert not first.confirmed
        await console.press("f5")
        await screen.stand_on(line.check.id)
        await console.settle()
        assert "1 of 2" in console.text()
        await console.press("x")
        assert now_is(console, line).phase in (CheckPhase.DONE, CheckPhase.DONE_LATE)


async def test_shares_kept(boards: Boards) -> None:
    async with boards() as console:
        await on_duties(console)
        await console.press("S")
        assert "Duties kept, by month and post" in console.text()
        assert "%" in console.text()
