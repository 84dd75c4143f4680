"""The command: which lines to measure, how long, and where the figures go."""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import (
    asides,
    attaining,
    handing_over,
    importing,
    painting,
    querying,
    raising,
    resting,
    rostering,
    searching,
    starting,
    typing_keys,
    working,
)
from bench.bench import Bench
from bench.lines import Line, NotMeasured, Result, table

ROUNDS = 11

Measurement = Callable[[Bench], list[Result]]

MEASUREMENTS: tuple[tuple[tuple[Line, ...], Measurement], ...] = (
    ((starting.VERSION,), starting.version),
    ((starting.FRAME, starting.LIVE, starting.LIVE_SIZE), starting.board),
    (tuple(typing_keys.LINES.values()), typing_keys.keys),
    ((querying.OVERDUE,), querying.overdue),
    ((searching.TYPED,), searching.typed),
    ((attaining.WHOLE, attaining.GROUPED), attaining.figures),
    ((importing.LOG,), importing.log),
    ((raising.OVERNIGHT,), raising.overnight),
    (handing_over.LINES, handing_over.handed_over),
    ((working.DEED,), working.deed),
    ((working.BULK,), working.bulk),
    (
        (
            *(rostering.WARM, rostering.COLD, rostering.SCANNED),
            *(rostering.SPANS, rostering.LINEAR),
        ),
        rostering.resolved,
    ),
    ((rostering.MONTH, rostering.CANCELLED), rostering.proposed),
    ((painting.CURSOR, painting.MONTH, painting.OPENED), painting.month),
    (resting.LINES, resting.resting),
    ((asides.DUE,), asides.due),
    ((asides.MAKING,), asides.making),
)


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the table; the exit status."""
    asked = _parser().parse_args(arguments)
    begun = time.monotonic()
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="floorboard-bench-") as folder:
        bench = Bench(asked.rounds, Path(folder), asked.keep)
        bench.compile()
        results = [
            result
            for lines, measure in MEASUREMENTS
            if any(_wanted(line, asked.only) for line in lines)
            for result in _measured(bench, lines, measure)
            if _wanted(result.line, asked.only)
        ]
    print(table(results))
    bench.say(f"{time.monotonic() - begun:.0f} s in all")
    if asked.json is not None:
        asked.json.write_text(json.dumps([_as_json(each) for each in results], indent=1), "utf-8")
    failed = any(not result.values for result in results)
    return int(failed or (asked.strict and any(result.over for result in results)))


def _measured(bench: Bench, lines: tuple[Line, ...], measure: Measurement) -> list[Result]:
    try:
        return measure(bench)
    except (NotMeasured, OSError) as reason:
        return [Result(line, fault=str(reason)) for line in lines]


def _wanted(line: Line, only: re.Pattern[str]) -> bool:
    return only.search(f"{line.what} {line.floor}") is not None


def _as_json(result: Result) -> dict[str, object]:
    line = result.line
    return {
        "what": line.what,
        "floor": line.floor,
        "limit": line.limit,
        "unit": line.unit.strip(),
        "median": result.value if result.values else None,
        "over": result.over,
        "values": result.values,
        "aside": result.aside,
        "fault": result.fault,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py", description="Speed as ratios against floors measured in the same run."
    )
    parser.add_argument(
        "--rounds", type=_positive, default=ROUNDS, metavar="N", help=f"rounds (default {ROUNDS})"
    )
    parser.add_argument(
        "--only",
        type=re.compile,
        default=re.compile(""),
        metavar="REGEX",
        help="only the lines in whose name or floor this is found",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round's value there")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep the stores there, and use those that a run before has kept",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit status 1 if a line is over its limit"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
