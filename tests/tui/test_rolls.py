"""The short panes: the cursor belongs to a record, whoever else writes."""

from __future__ import annotations

from console import Boards
from floorboard.desk import duties
from floorboard.desk.desk import Desk
from floorboard.tui.render import floor_cells


async def test_the_cursor_stays_on_its_check_when_another_console_ticks(
    boards: Boards, other: Desk
) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        await console.press("down")
        pane = console.main.duties
        above, line = pane.window.rows[:2]
        assert pane.current == line
        duties.done(other, above.check.id, above.check.version)
        await console.press("f5")
        assert pane.window.rows[0] != above, "what is settled goes below"
        assert pane.current is not None
        assert pane.current.check.id == line.check.id


async def test_the_cursor_stays_with_what_is_to_be_done(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        pane = console.main.duties
        line, below = pane.window.rows[:2]
        assert pane.current == line
        duties.done(other, line.check.id, line.check.version)
        await console.press("f5")
        assert pane.current is not None
        assert pane.current.check.id == below.check.id


async def test_the_cursor_keeps_its_line_when_its_check_is_gone(boards: Boards) -> None:
    async with boards() as console:
        console.main.focus_pane("duties")
        await console.press("down")
        pane = console.main.duties
        first, _gone, *others = pane.window.rows
        pane.put([first, *others])
        assert pane.window.cursor == 1
        pane.put([first])
        assert pane.current == first
        pane.put([])
        assert pane.current is None


async def test_the_cursor_stays_on_its_rota(boards: Boards) -> None:
    async with boards() as console:
        console.main.focus_pane("on_call")
        await console.press("down")
        pane = console.main.on_call
        rows = list(pane.window.rows)
        row = pane.current
        assert row is not None
        assert row == rows[1]
        first = rows[0]
        assert isinstance(first, floor_cells.RotaRow)
        pane.put([rows[1], floor_cells.NextRow(first.line), first, *rows[2:]])
        assert pane.current == row
        assert pane.window.cursor == 0
