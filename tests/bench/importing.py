"""An event log of 140,000 rows into a store, against reading and inserting the bare rows."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from bench import event_log
from bench.bench import Bench, turned
from bench.lines import Line, Result, milliseconds, ratios

LOG = Line("import of a 140,000-row event log", "csv.reader + sqlite3", 4)

ROWS = 140_000
ZONE = "Asia/Shanghai"


def log(bench: Bench) -> list[Result]:
    """Whole processes, each into a new file."""
    file = bench.folder / "events.csv"
    bench.say(f"writing an event log of {ROWS:,} rows")
    incidents = event_log.write(file, ROWS)
    rounds = bench.some(0.25)
    bench.say(f"importing it, {rounds} rounds")
    taken: dict[str, list[float]] = {"program": [], "floor": []}
    for number in range(rounds):
        for name in turned([*taken], number):
            target = bench.folder / f"import-{number}.sqlite"
            if name == "program":
                command = [sys.executable, "-m", "floorboard", "--store", str(target)]
                bench.run([*command, "new", "--name", "Bench", "--zone", ZONE])
                argv = [*command, "import", "tickets", str(file), "--zone", ZONE]
            else:
                argv = bench.floor("raw_import.py", str(file), str(target))
            taken[name].append(bench.run(argv))
            _remove(target)
    program = median(taken["program"])
    aside = milliseconds(program, median(taken["floor"]))
    aside += f", {ROWS / program:,.0f} rows a second into {incidents:,} tickets"
    return [Result(LOG, ratios(taken["program"], taken["floor"]), aside)]


def _remove(store: Path) -> None:
    for each in store.parent.glob(store.name + "*"):
        each.unlink()
