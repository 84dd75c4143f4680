"""Attainment over all tickets, against one scan of the columns it depends on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from statistics import median

from bench.bench import MILLION, Bench, in_turn
from bench.floors import raw_attainment
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.desk import attainment
from floorboard.desk.desk import Desk
from floorboard.domain.attainment import By

WHOLE = Line("attainment, 1,000,000 tickets", "sqlite3, one scan of its columns", 3)
GROUPED = Line("attainment by project, 1,000,000", "the same scan, grouped", 3)


def figures(bench: Bench) -> list[Result]:
    """Both on connections that are held, warm, in turn."""
    path = bench.store(MILLION)
    desk = Desk.open(path)
    with (
        closing(desk),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw,
    ):
        queries: dict[str, Callable[[], int]] = {
            "whole": lambda: attainment.read(desk).total.tickets,
            "scan": lambda: raw_attainment.scan(raw),
            "grouped": lambda: attainment.read(desk, by=By.PROJECT).total.tickets,
            "grouped scan": lambda: raw_attainment.scan(raw, "project_id"),
        }
        for query in queries.values():
            if query() != MILLION:
                raise NotMeasured(f"not {MILLION} tickets")

        def ask(name: str) -> list[float]:
            begun = time.perf_counter()
            queries[name]()
            return [time.perf_counter() - begun]

        found = in_turn([*queries], bench.some(0.5), ask)
    results = []
    for line, program, floor in ((WHOLE, "whole", "scan"), (GROUPED, "grouped", "grouped scan")):
        (ours,), (theirs,) = found[program], found[floor]
        aside = milliseconds(median(ours), median(theirs))
        results.append(Result(line, ratios(ours, theirs), aside))
    return results
