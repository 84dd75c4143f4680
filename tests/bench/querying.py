"""The overdue list's query through the store's own reading, against bare sqlite3."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from statistics import median

from bench.bench import MILLION, Bench, in_turn
from bench.floors import raw_query
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.store.connection import connect
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order

OVERDUE = Line("overdue query, 50 rows of 1,000,000", "sqlite3, same index", 4)

ROWS = 50
CALLS = 200
"""Queries in a row; a try's time is that of one."""


def overdue(bench: Bench) -> list[Result]:
    """Both on a connection that is held, warm, in turn."""
    path = bench.store(MILLION)
    with (
        closing(connect(path, read_only=True)) as ours,
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw,
    ):
        # An instant at which there are enough, whenever the store was made.
        now = listing.page(ours, Filter(), Order.DUE, 4 * ROWS)[-1].next_due_at
        if now is None:
            raise NotMeasured("too few tickets are due")
        wanted = Filter(due_before=now)
        queries: dict[str, Callable[[], int]] = {
            "program": lambda: len(listing.page(ours, wanted, Order.DUE, ROWS)),
            "floor": lambda: len(raw_query.overdue(raw, now, ROWS)),
        }
        for query in queries.values():
            if query() != ROWS:
                raise NotMeasured(f"not {ROWS} rows")
        _check_plan(raw, now)

        def ask(name: str) -> list[float]:
            query = queries[name]
            begun = time.perf_counter()
            for _ in range(CALLS):
                query()
            return [(time.perf_counter() - begun) / CALLS]

        (program,), (floor,) = in_turn([*queries], bench.rounds, ask).values()
    aside = milliseconds(median(program), median(floor))
    return [Result(OVERDUE, ratios(program, floor), aside)]


def _check_plan(db: sqlite3.Connection, now: int) -> None:
    """The floor must be no worse than it could be: it uses the index on due times alone."""
    plan = " ".join(str(row[3]) for row in raw_query.plan(db, now, ROWS))
    if "USING INDEX ix_ticket_open_due" not in plan or "TEMP B-TREE" in plan:
        raise NotMeasured(f"the floor's plan: {plan}")
