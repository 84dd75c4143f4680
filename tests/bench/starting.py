"""From the command to the first frame, and to the figures in it."""

from __future__ import annotations

import sys
from statistics import median

from bench.bench import FIRST_FRAME, MILLION, PROGRAM, THOUSAND, Bench, turned, wait_for
from bench.lines import Line, Result, milliseconds, ratios

VERSION = Line("floorboard --version", "python -c pass", 4)
FRAME = Line("first frame, 1,000,000 tickets", "minimal Textual app", 1.5)
LIVE = Line("live data, 1,000,000 tickets", "minimal Textual app", 2.5)
LIVE_SIZE = Line("live data, 1,000,000 tickets", "1,000 tickets", 1.2)

FIGURES = b"due this shift"
"""Words beside the figures in the frame of the open tickets."""

FLOOR_FRAME = b"a minimal Textual app"


def version(bench: Bench) -> list[Result]:
    """The quickest thing the program does, against an interpreter that does nothing."""
    argv = {
        "program": [str(PROGRAM), "--version"],
        "floor": [sys.executable, "-c", "pass"],
    }
    taken: dict[str, list[float]] = {name: [] for name in argv}
    for each in argv.values():
        bench.run(each)
    for number in range(3 * bench.rounds):
        for name in turned([*argv], number):
            taken[name].append(bench.run(argv[name]))
    aside = milliseconds(median(taken["program"]), median(taken["floor"]))
    return [Result(VERSION, ratios(taken["program"], taken["floor"]), aside)]


def board(bench: Bench) -> list[Result]:
    """The board on both stores and the minimal app, each killed as soon as its words are out."""
    floor = bench.floor("minimal_app.py")
    with bench.terminal(floor) as terminal:
        wait_for(terminal, FLOOR_FRAME)
    stores = {"million": bench.store(MILLION), "thousand": bench.store(THOUSAND)}
    names = ("floor", *stores)
    frame: dict[str, list[float]] = {name: [] for name in names}
    live: dict[str, list[float]] = {name: [] for name in names}
    bench.say(f"starting the board, {bench.rounds} rounds")
    for number in range(bench.rounds):
        for name in turned(names, number):
            with bench.terminal(floor) if name == "floor" else bench.board(stores[name]) as it:
                if name == "floor":
                    frame[name].append(wait_for(it, FLOOR_FRAME))
                    live[name].append(frame[name][-1])
                else:
                    frame[name].append(wait_for(it, FIRST_FRAME))
                    live[name].append(wait_for(it, FIGURES))
    return [
        _against(FRAME, frame["million"], frame["floor"]),
        _against(LIVE, live["million"], live["floor"]),
        _against(LIVE_SIZE, live["million"], live["thousand"]),
    ]


def _against(line: Line, values: list[float], floors: list[float]) -> Result:
    aside = milliseconds(median(values), median(floors))
    return Result(line, ratios(values, floors), aside)
