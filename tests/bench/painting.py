"""From a key to the roster's month of 200 people, against the ticket table's keys.

Both are in one program, on one floor, in turn. A key's time ends with the first synchronized frame
that shows what it asks for: the table or the grid with what was read for it, or the cursor. Opening
has no limit: the table stands there already, the roster is put together when it is opened. What it
shows was read before: grids are kept until something is done that a roster hangs on.
"""

from __future__ import annotations

import time
from datetime import date
from statistics import median

from bench import rosters
from bench.bench import Bench, pump, wait_for
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from bench.typing_keys import END_OF_FRAME, GROUND, as_sent, press
from floorboard.tui.render import theme
from terminal import Terminal

PEOPLE = f"{rosters.PEOPLE} people"
CURSOR = Line(f"month grid, cursor key, {PEOPLE}", "the ticket table's", 1.5)
MONTH = Line(f"month grid, week to month, {PEOPLE}", "the ticket table, opened")
OPENED = Line(f"roster, opened, {PEOPLE}", "the ticket table, opened")

CELL = as_sent(theme.CELL)
GRID = b"by people"
MONTH_TITLE = f"Roster · 1 {date.today():%b} ".encode()  # noqa: DTZ011 # as the program's clock shows

RUN = 10
"""Cursor keys in a row."""


def month(bench: Bench) -> list[Result]:
    """In each round the table and the grid are opened, and the cursor is moved in both."""
    bench.say("making a floor with 200 people on 50 rotas")
    store = rosters.wide(bench.folder / "month.sqlite", int(time.time()))
    names = ("table", "down", "grid", "month", "cell")
    taken: dict[str, list[float]] = {name: [] for name in names}
    with bench.board(store) as board:
        wait_for(board, b"due this shift")
        pump([board], 3.0)
        for number in range(bench.some(0.5) + 1):
            found = _round(board)
            if number:  # the first is for the caches
                for name in names:
                    taken[name].append(found[name])
    return [
        Result(
            line,
            ratios(taken[key], taken[floor]),
            milliseconds(*map(median, (taken[key], taken[floor]))),
        )
        for line, key, floor in (
            (CURSOR, "cell", "down"),
            (MONTH, "month", "table"),
            (OPENED, "grid", "table"),
        )
    ]


def _round(board: Terminal) -> dict[str, float]:
    found = {"table": _until(board, "2", GROUND)}
    found["down"] = median(press(board, "down", paper=True) for _ in range(RUN))
    found["grid"] = _until(board, "3", GRID)
    found["month"] = _until(board, "v", MONTH_TITLE)
    keys = ("right", "down") * (RUN // 2)
    found["cell"] = median(press(board, key, paper=True, ground=CELL) for key in keys)
    board.press("1")
    pump([board], 0.5)
    return found


def _until(board: Terminal, key: str, shown: bytes) -> float:
    """The seconds until a frame shows this."""
    while board.pump(0):
        pass
    seen, begun = len(board.raw), time.perf_counter()
    board.press(key)
    while (at := board.raw.find(shown, seen)) < 0 or board.raw.find(END_OF_FRAME, at) < 0:
        board.pump(1.0)
        if time.perf_counter() - begun > 10:
            raise NotMeasured(f"{shown.decode('utf-8', 'replace')} never came after {key}")
    taken = board.last_output - begun
    pump([board], 0.5)
    return taken
