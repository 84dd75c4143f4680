"""The board's short lines, without a screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from floorboard import i18n
from floorboard.domain.roster.cover import Gap
from floorboard.tui.render import floor_cells

ZONE = ZoneInfo("UTC")


def at(day: int, time: str) -> int:
    """A time in November 2026; the 23rd is a Monday."""
    return int(datetime.fromisoformat(f"2026-11-{day}T{time}+00:00").timestamp())


@pytest.mark.parametrize(
    ("now", "start", "end", "said"),
    [
        ((23, "07:01"), (24, "01:00"), (24, "02:00"), "01:00–02:00"),
        ((23, "06:59"), (24, "01:00"), (24, "02:00"), "Tue 01:00–02:00"),
        ((23, "07:01"), (23, "20:00"), (24, "04:00"), "20:00–Tue 04:00"),
        ((23, "07:01"), (24, "01:00"), (25, "02:00"), "Tue 01:00–Wed 02:00"),
        ((23, "07:01"), (22, "20:00"), (23, "08:00"), "now–08:00"),
    ],
)
def test_a_gap_says_which_day(
    now: tuple[int, str], start: tuple[int, str], end: tuple[int, str], said: str
) -> None:
    i18n.use("en")
    row = floor_cells.GapRow("Hotline", Gap(1, at(*start), at(*end), 1, 2))
    runs = floor_cells.roster_cells(row, at(*now), ZONE, 60, 10)
    assert "".join(run.text for run in runs).rstrip() == f"! GAP {said} Hotline: 1 of 2"
