"""A search as it is typed, against the least that its index can be asked for the same rows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from statistics import median

from bench.bench import MILLION, Bench, in_turn
from bench.floors import raw_search
from bench.lines import Line, NotMeasured, Result, milliseconds, p95, ratios
from floorboard.desk import search
from floorboard.domain.pieces import terms
from floorboard.store.connection import connect

TYPED = Line("search, two Chinese characters, p95, of 1,000,000", "sqlite3, FTS5", 4)

WORDS = 60
ROWS = 50


def typed(bench: Bench) -> list[Result]:
    """Both on a connection that is held, warm, in turn; each figure is the p95 of all words."""
    path = bench.store(MILLION)
    with (
        closing(connect(path, read_only=True)) as ours,
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw,
    ):
        queries = {word: terms(word)[0].query for word in _words(raw)}
        called = {word: raw_search.has_customers(raw, queries[word]) for word in queries}
        asked: dict[str, Callable[[str], list[object]]] = {
            "program": lambda word: [row.row.id for row in search.find_in(ours, word, ROWS).rows],
            "floor": lambda word: [
                row[0] for row in raw_search.find(raw, queries[word], ROWS, customers=called[word])
            ],
        }
        for word in queries:
            if asked["program"](word) != asked["floor"](word):
                raise NotMeasured(f"{word}: not the same rows")

        def ask(name: str) -> list[float]:
            taken = []
            for word in queries:
                begun = time.perf_counter()
                asked[name](word)
                taken.append(time.perf_counter() - begun)
            return [p95(taken)]

        (program,), (floor,) = in_turn([*asked], bench.rounds, ask).values()
    aside = milliseconds(median(program), median(floor))
    aside += f", indexed at {bench.indexing_rate(MILLION):,.0f} tickets a second"
    return [Result(TYPED, ratios(program, floor), aside)]


def _words(db: sqlite3.Connection) -> list[str]:
    """Pairs of Chinese characters as they stand in titles, from common to rare."""
    found: dict[str, None] = {}
    step = max(1, MILLION // (20 * WORDS))
    for (title,) in db.execute("SELECT title FROM ticket WHERE id % ? = 0", (step,)):
        pairs = (title[at : at + 2] for at in range(len(title) - 1))
        found.update(dict.fromkeys(each for each in pairs if all("一" <= c <= "龥" for c in each)))
    chosen = [*found]
    if len(chosen) < WORDS:
        raise NotMeasured("too few Chinese titles")
    return chosen[:: len(chosen) // WORDS][:WORDS]
