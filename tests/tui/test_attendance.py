"""The attendance screen, driven by keys."""

from __future__ import annotations

import pytest

from console import ANY_SIZE, NOW, Boards, Console
from floorboard.desk import attendance, overtime, people, presence, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.presence import Present, Standing
from floorboard.tui.screens.attendance import AttendanceScreen
from floorboard.tui.screens.attendance_forms import CorrectForm, OvertimeForm
from floorboard.tui.screens.confirm import ConfirmScreen
from pages import in_one_piece, opened, page, sign_in_as, told


def standing(desk: Desk, code: str) -> Present | None:
    return next((each for each in presence.read(desk).people if each.code == code), None)


@pytest.fixture
def asked(other: Desk) -> int:
    """A request for overtime, besides the sample's own."""
    for each in overtime.undecided(other):
        overtime.withdraw(other, each.id)
    person = people.found(other, "wangf").id
    sign_in_as(other, "wangf")
    return overtime.request(other, NOW - 7200, NOW - 3600, "queue of calls", person)


async def test_who_is_in_and_who_is_missing(boards: Boards, other: Desk) -> None:
    inside = [each for each in presence.read(other).people if each.standing is Standing.IN]
    assert len(inside) == 3
    gone = inside[0]
    with other.deed("floor.created", "attendance") as deed:
        sql = "DELETE FROM attendance WHERE person_id = ? AND out_at IS NULL"
        deed.db.execute(sql, (gone.person_id,))
    left = inside[1]
    attendance.clock_out(other, left.person_id)
    async with boards() as console:
        await opened(console, "attendance", AttendanceScreen)
        lines = console.text().splitlines()[1:]
        missing = next(each for each in lines if gone.name[:6] in each)
        assert "! " in missing
        assert "missing for" in missing
        assert "left at 18:42" in next(each for each in lines if left.name[:6] in each)
        assert "in since" in next(each for each in lines if inside[2].name[:6] in each)
        assert "1 in · 2 missing" in console.text()


async def test_one_key_clocks_oneself_in_and_out(boards: Boards) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "lin")
        await opened(console, "attendance", AttendanceScreen)
        assert standing(console.desk, "lin") is None
        await console.press("t")
        found = standing(console.desk, "lin")
        assert found is not None
        assert found.in_at == NOW
        assert "李娜 is in" in console.text()
        console.time[0] += 300
        await console.press("t")
        assert standing(console.desk, "lin") is None
        await console.press("u")
        assert standing(console.desk, "lin") is not None
        await console.press("u")
        assert standing(console.desk, "lin") is None


async def test_nobody_s_own_time_needs_somebody(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "attendance", AttendanceScreen)
        await console.press("t")
        assert "nobody is signed in" in told(console)


async def test_others_are_clocked_by_who_may_correct(boards: Boards, other: Desk) -> None:
    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        sign_in_as(console.desk, deputy.code)
        screen = await opened(console, "attendance", AttendanceScreen)
        first = screen.here.current
        assert first is not None
        await console.press("x")
        now = standing(console.desk, first.code)
        assert now is None or now.standing is not Standing.IN
        sign_in_as(console.desk, "wangf")
        await console.press("f5", "x")
        assert "isn't the business of this post" in told(console)


async def test_overtime_is_approved(boards: Boards, asked: int) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "zhoujg")
        await opened(console, "attendance", AttendanceScreen)
        assert "queue of calls" in console.text()
        await console.press("tab", "x")
        assert not overtime.undecided(console.desk)
        assert "overtime of 王芳 approved" in console.text()
        await console.press("u")
        assert [each.id for each in overtime.undecided(console.desk)] == [asked]


async def test_overtime_is_refused_with_a_reason(boards: Boards, asked: int) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "zhoujg")
        await opened(console, "attendance", AttendanceScreen)
        await console.press("tab", "h", "enter")
        assert "the reason" in console.text(), "the line stays"
        await console.type("xhq[/b] not agreed")
        await console.press("escape", "h")
        assert "xhq[/b] not agreed" in console.text()
        await console.press("enter")
        (found,) = overtime.listed(
            console.desk, NOW - 86400, NOW, people.found(console.desk, "wangf").id
        )
        assert (found.state, found.note) == ("refused", "xhq[/b] not agreed")
        assert not console.app.page_drafts


async def test_a_refused_deed_keeps_what_was_typed(boards: Boards, asked: int) -> None:
    async with boards() as console:
        sign_in_as(console.desk, "zhoujg")
        await opened(console, "attendance", AttendanceScreen)
        await console.press("tab", "h")
        await console.type("no")
        console.desk.frozen = True
        await console.press("enter")
        assert "the clock stands still" in console.text()
        console.desk.frozen = False
        await console.press("f5", "escape", "escape", "q")
        assert isinstance(console.app.screen, ConfirmScreen)
        assert "why is it refused?: no" in console.text()
        await console.press("escape")


async def test_nobody_decides_their_own(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        for each in overtime.undecided(console.desk):
            overtime.withdraw(console.desk, each.id)
        me = sign_in_as(console.desk, "zhoujg")
        overtime.request(console.desk, NOW - 7200, NOW - 3600, "late", me)
        await opened(console, "attendance", AttendanceScreen)
        await console.press("tab", "x")
        assert "nobody decides their own overtime" in told(console)


async def burst(console: Console, *keys: str) -> None:
    in_one_piece(console, *keys)
    await console.settle()


async def test_overtime_is_asked_for_on_a_form(boards: Boards) -> None:
    async with boards() as console:
        me = sign_in_as(console.desk, "wangf")
        screen = await opened(console, "attendance", AttendanceScreen)
        waiting = len(screen.overtime.window.rows)
        await burst(console, "n", *"17:00", "tab", *"18:30", "enter")
        assert isinstance(console.app.screen, OvertimeForm)
        assert "the reason can't be empty" in console.text()
        await burst(console, "tab", "tab", *"queue [/b]")
        await console.press("escape")
        assert "the draft is kept: n" in console.text()
        await console.press("n")
        assert "queue [/b]" in console.text()
        await console.press("enter")
        assert "overtime of 王芳 waits for a decision" in console.text()
        assert not console.app.roster_drafts
        (mine,) = (each for each in overtime.undecided(console.desk) if each.person_id == me)
        assert (mine.starts_at, mine.ends_at) == (NOW - 102 * 60, NOW - 12 * 60)
        assert mine.reason == "queue [/b]"
        place = [each.id for each in screen.overtime.window.rows].index(mine.id)
        await burst(console, "tab", *("down",) * place, "X")
        assert len(overtime.undecided(console.desk)) == waiting
        assert mine.id not in [each.id for each in overtime.undecided(console.desk)]
        await console.press("u", "u")
        assert len(overtime.undecided(console.desk)) == waiting


async def test_who_came_when_is_put_right(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        screen = await opened(console, "attendance", AttendanceScreen)
        first = screen.here.current
        assert first is not None
        await burst(console, "e", "enter")
        assert isinstance(console.app.screen, CorrectForm)
        assert "…" in console.text(), "the newest first, which goes on"
        assert "nothing is another now" in console.text()
        await console.press("tab")
        await burst(console, *"17:20", "tab", "tab", *"the badge failed", "enter")
        assert f"attendance of {first.name} is corrected" in console.text()
        record = attendance.month(other, None, first.person_id).records[-1]
        assert (record.in_at, record.out_at) == (NOW - 82 * 60, None)
        assert record.note == "the badge failed"
        await console.press("u")
        assert attendance.month(other, None, first.person_id).records[-1].in_at == first.in_at
        # somebody else, who was in and didn't clock in
        await console.press("e", "shift+tab")
        await burst(console, *"lina", "tab")
        await console.press("left", "tab")
        await burst(console, *"11-21 09:00", "tab", *"17:00", "tab", *"forgot")
        await console.press("escape", "e")
        assert "11-21 09:00" in console.text(), "what was begun comes back"
        await console.press("enter")
        assert "attendance of 李娜 is written down" in console.text()
        records = attendance.month(other, None, people.found(other, "lin").id).records
        assert (NOW - 33 * 3600 - 42 * 60) in [each.in_at for each in records]


async def test_an_agent_s_forms_say_who_may(boards: Boards, other: Desk) -> None:
    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        sign_in_as(console.desk, "wangf")
        screen = await opened(console, "attendance", AttendanceScreen)
        assert (screen.key("ticket.edit"), "correct", False) in screen.hints()
        await console.press("e")
        assert "isn't the business of this post" in told(console)
        page(console, AttendanceScreen)


async def test_months_are_turned_and_told_by_person(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "attendance", AttendanceScreen)
        assert "Nov 2026" in console.text()
        await console.press("[")
        assert "Oct 2026" in console.text()
        await console.press("]", "]")
        assert "Dec 2026" in console.text()
        await console.press("[", "tab", "tab", "down", "enter")
        person = screen.month.window.rows[1]
        month = attendance.month(console.desk, None, person.person_id)
        assert len(month.records) > 3
        assert person.name in console.text()
        assert month.records[0].in_at
        await console.press("escape", "escape")
        page(console, AttendanceScreen)
        await console.press("escape")
        assert console.app.screen is console.main


@ANY_SIZE
async def test_it_fits(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        await opened(console, "attendance", AttendanceScreen)
        if size[0] >= 80:
            shown = console.text()
            for each in presence.read(console.desk).people:
                assert each.name[:6] in shown
            (waiting,) = overtime.undecided(console.desk)
            assert waiting.reason[:4] in shown
        await console.press("tab", "h", "escape", "tab", "end", "enter", "escape")
        await leave(console)


async def leave(console: Console) -> None:
    for _ in range(4):
        if console.app.screen is console.main:
            return
        await console.press("escape")
    raise AssertionError(console.text())
