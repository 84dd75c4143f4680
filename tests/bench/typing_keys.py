"""From a key to the row that it puts the cursor on.

A key's time runs from the write into the terminal to the end of the first synchronized frame
(`ESC[?2026h` … `ESC[?2026l`) in which something stands on the cursor's ground: the row is on the
screen then, all of it. A frame without, such as the clock's, is not the row, and the paper beside
the list, read 50 ms later, is not waited for. The next key comes when all is quiet again.

The lists are the ticket screen's, over all tickets of the store, and a bare table on Textual's
line API, as wide and as high, with as many columns and inks, over rows that it makes up.
"""

from __future__ import annotations

import os
import time
from statistics import median

from bench.bench import MILLION, THOUSAND, Bench, opened, pump, turned, wait_for
from bench.lines import Line, NotMeasured, Result, milliseconds, p95
from floorboard.tui.render.theme import CURSOR
from terminal import KEYS, Terminal

WHAT = {"down": "cursor down, p95, 1,000,000 tickets", "pgdn": "page down, p95, 1,000,000 tickets"}
AGAINST = {"thousand": ("1,000 tickets", 1.3), "bare": ("bare line-API table", 2)}

LINES = {
    (key, against): Line(what, floor, limit)
    for against, (floor, limit) in AGAINST.items()
    for key, what in WHAT.items()
}


def as_sent(ground: str) -> bytes:
    """A ground, as a terminal is told it."""
    return b"48;2;%d;%d;%d" % tuple(bytes.fromhex(ground[1:]))


GROUND = as_sent(CURSOR)
"""The cursor's."""

END_OF_FRAME = b"\x1b[?2026l"

RUN = 20
"""Keys in a row, from the top of the list; so many screens has the shorter list too."""

RUNS = 3
"""How often in a round: a p95 of fewer than sixty is little more than the worst."""

QUIET = 0.03
"""Seconds without output after which a program is at rest."""

PAPER = 0.1
"""Seconds after which the paper beside the list has been painted."""


def keys(bench: Bench) -> list[Result]:
    """Three lists open at once, the same key to each in turn."""
    lists = {
        "million": bench.board(bench.store(MILLION)),
        "thousand": bench.board(bench.store(THOUSAND)),
        "bare": bench.terminal(bench.floor("line_table.py", CURSOR)),
    }
    rounds = bench.some(0.3)
    found: dict[tuple[str, str], list[float]] = {}
    with opened([*lists.values()]):
        _all_tickets(lists["million"], b"1,000,000")
        _all_tickets(lists["thousand"], b"1,000 ")
        wait_for(lists["bare"], GROUND)
        pump([*lists.values()], 1.0)
        bench.say(f"pressing keys, {rounds} rounds")
        _round(lists, 0)  # unmeasured: every cache is as full as it gets
        for number in range(rounds):
            for key, name, seconds in _round(lists, number):
                found.setdefault((key, name), []).append(seconds)
    return [
        Result(
            line,
            [
                ours / floor
                for ours, floor in zip(found[key, "million"], found[key, against], strict=True)
            ],
            milliseconds(median(found[key, "million"]), median(found[key, against])),
        )
        for (key, against), line in LINES.items()
    ]


def _round(lists: dict[str, Terminal], number: int) -> list[tuple[str, str, float]]:
    """Some runs of each key in each list; the p95 of each."""
    taken: dict[tuple[str, str], list[float]] = {}
    for key in [*WHAT] * RUNS:
        for terminal in lists.values():
            terminal.press("home")
            pump([terminal], 0.25)
        for step in range(RUN):
            for name in turned([*lists], number + step):
                seconds = press(lists[name], key, paper=name != "bare")
                taken.setdefault((key, name), []).append(seconds)
    return [(key, name, p95(values)) for (key, name), values in taken.items()]


def press(terminal: Terminal, key: str, *, paper: bool, ground: bytes = GROUND) -> float:
    """The seconds until something stands on the cursor's ground; then wait until all is quiet."""
    while terminal.pump(0):
        pass
    seen = len(terminal.raw)
    begun = time.perf_counter()
    os.write(terminal.fd, KEYS[key].encode())
    while (end := terminal.raw.find(END_OF_FRAME, seen)) < 0 or (
        terminal.raw.find(ground, seen, end) < 0
    ):
        if end >= 0:
            seen = end + len(END_OF_FRAME)
        elif not terminal.pump(1.0) and time.perf_counter() - begun > 5:
            raise NotMeasured(f"no row was painted after {key}")
    taken = terminal.last_output - begun
    while terminal.pump(QUIET) or (paper and time.perf_counter() - begun < PAPER):
        pass
    return taken


def _all_tickets(board: Terminal, count: bytes) -> None:
    """The ticket screen with every ticket in it, closed ones too."""
    wait_for(board, b"due this shift")
    board.settle()
    board.press("2")
    board.settle()
    board.press("/")
    board.settle()
    board.press("all")
    board.settle(0.4)
    board.press("enter")
    wait_for(board, count)
    board.settle(0.4)
