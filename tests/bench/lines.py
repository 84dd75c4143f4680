"""What the table holds: lines with a limit, the values of the rounds, and how they are printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: what is measured, against which floor, and how much it may be."""

    what: str
    floor: str
    limit: float | None = None
    unit: str = "×"


@dataclass(slots=True)
class Result:
    """A line's value in each round. `aside` tells the absolute figures, `fault` why there are no
    values."""

    line: Line
    values: list[float] = field(default_factory=list)
    aside: str = ""
    fault: str = ""

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def over(self) -> bool:
        limit = self.line.limit
        return bool(self.values) and limit is not None and self.value > limit


class NotMeasured(Exception):
    """Why something could not be measured."""


def ratios(values: Iterable[float], floors: Iterable[float]) -> list[float]:
    """Round by round, how many times its floor a value is."""
    return [value / floor for value, floor in zip(values, floors, strict=True)]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 don't exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def milliseconds(*seconds: float) -> str:
    """Times for the aside, the program's first."""
    digits = 0 if min(seconds) >= 0.02 else 1 if min(seconds) >= 0.001 else 3
    return " / ".join(f"{each * 1000:.{digits}f}" for each in seconds) + " ms"


def table(results: Sequence[Result]) -> str:
    """The results as aligned plain text."""
    rows: list[tuple[str, ...]] = [("", "floor", "median", "min–max", "at most", "", "rounds", "")]
    rows += [_cells(result) for result in results]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    right = (2, 4, 6)
    return "\n".join(
        "  ".join(
            [
                f"{cell:>{width}}" if column in right else f"{cell:<{width}}"
                for column, (cell, width) in enumerate(zip(row, widths, strict=False))
            ]
            + [row[-1]]
        ).rstrip()
        for row in rows
    )


def _cells(result: Result) -> tuple[str, ...]:
    line = result.line
    limit = "" if line.limit is None else _number(line.limit) + line.unit
    if not result.values:
        return (line.what, line.floor, "–", "", limit, "not measured", "", result.fault)
    verdict = "" if line.limit is None else "OVER" if result.over else "ok"
    return (
        line.what,
        line.floor,
        _figure(result.value) + line.unit,
        f"{_figure(min(result.values))}–{_figure(max(result.values))}",
        limit,
        verdict,
        str(len(result.values)),
        result.aside,
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _number(value: float) -> str:
    return f"{value:g}"
