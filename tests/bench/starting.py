"""From the command to the first frame, and to the figures in it."""

from __future__ import annotations

import sys
from statistics import median

from bench.bench import FIRST_FRAME, MILLION, PROGRAM, THOUSAND, Bench, in_turn, wait_for
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
    for each in argv.values():
        bench.run(each)
    taken = in_turn([*argv], bench.rounds, lambda name: [bench.run(argv[name])])
    return [_against(VERSION, *taken["program"], *taken["floor"])]


def board(bench: Bench) -> list[Result]:
    """The board on both stores and the minimal app, each killed as soon as its words are out."""
    floor = bench.floor("minimal_app.py")
    with bench.terminal(floor) as terminal:
        wait_for(terminal, FLOOR_FRAME)
    stores = {"million": bench.store(MILLION), "thousand": bench.store(THOUSAND)}

    def start(name: str) -> tuple[float, float]:
        if name == "floor":
            with bench.terminal(floor) as terminal:
                return (wait_for(terminal, FLOOR_FRAME),) * 2
        with bench.board(stores[name]) as terminal:
            return wait_for(terminal, FIRST_FRAME), wait_for(terminal, FIGURES)

    bench.say(f"starting the board, {bench.rounds} rounds")
    taken = in_turn(("floor", *stores), bench.rounds, start)
    (frame, live), (floor_frame, _) = taken["million"], taken["floor"]
    return [
        _against(FRAME, frame, floor_frame),
        _against(LIVE, live, floor_frame),
        _against(LIVE_SIZE, live, taken["thousand"][1]),
    ]


def _against(line: Line, values: list[float], floors: list[float]) -> Result:
    aside = milliseconds(median(values), median(floors))
    return Result(line, ratios(values, floors), aside)
