"""Figures without a limit: they tell of a change before anybody feels it."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from random import Random
from statistics import median

from bench.bench import MILLION, Bench, in_turn
from bench.lines import Line, NotMeasured, Result, ratios
from floorboard.domain.calendar import WorkingCalendar
from floorboard.exchange.calendars import read_calendar
from floorboard.resources import data

DUE = Line("a due time in office hours", "bisect over intervals")
MAKING = Line("sample floor, rows a second", "–", unit="")

BEGIN, END = 1_767_225_600, 1_782_864_000  # the first half of 2026
CALLS = 20_000


def due(bench: Bench) -> list[Result]:
    """The shipped calendar with its holidays, compiled, and the bisection at its heart alone."""
    calendar = read_calendar(data("calendars", "centre.toml").read_text("utf-8"), "centre.toml")
    bare = _bare(calendar)
    random = Random(1)
    asked = [(random.randrange(BEGIN, END), random.randrange(60, 200_000)) for _ in range(CALLS)]
    if any(calendar.due(*each) != bare(*each) for each in asked):
        raise NotMeasured("the floor is wrong")
    ways: dict[str, Callable[[int, int], int]] = {"program": calendar.due, "floor": bare}

    def ask(name: str) -> list[float]:
        way = ways[name]
        begun = time.perf_counter()
        for start, budget in asked:
            way(start, budget)
        return [(time.perf_counter() - begun) / CALLS]

    (program,), (floor,) = in_turn([*ways], bench.rounds, ask).values()
    aside = f"{median(program) * 1e6:.2f} / {median(floor) * 1e6:.2f} µs"
    return [Result(DUE, ratios(program, floor), aside)]


def making(bench: Bench) -> list[Result]:
    """How quickly the store of a million was made, now or when it was kept."""
    return [Result(MAKING, [bench.making_rate(MILLION)])]


def _bare(calendar: WorkingCalendar) -> Callable[[int, int], int]:
    """The same question to sorted lists, without pauses, budgets of zero or calendars that end."""
    opens: list[int] = []
    closes: list[int] = []
    at = BEGIN - 86400
    while at < END + 60 * 86400:
        change = calendar.next_change(at)
        if change is None:
            raise NotMeasured("the calendar never opens")
        (opens if calendar.is_open(change) else closes).append(change)
        at = change
    closes = [close for close in closes if close > opens[0]]
    totals = [*accumulate(close - open for open, close in zip(opens, closes, strict=False))]

    def due(start: int, budget: int) -> int:
        i = bisect_right(closes, start)
        total = totals[i] - closes[i] + max(start, opens[i]) + budget
        i = bisect_left(totals, total)
        return closes[i] - totals[i] + total

    return due
