"""A ticket's line, without a screen."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from floorboard import i18n
from floorboard.store.views.listing import TicketRow
from floorboard.tui.render import ticket_cells
from floorboard.tui.render.ticket_cells import OPEN, Look

NOW = 1_795_402_800
"""Monday, 23 November 2026, 03:00."""

HOUR = 3600


@pytest.mark.parametrize(
    ("lang", "hours", "said"),
    [
        ("en", 23, "23 h 0 m"),
        ("en", 30, "Tue 09:00"),
        ("zh", 30, "周二 09:00"),
        ("en", 38.5, "Tue 17:30"),
        ("en", 6 * 24 + 6, "Sun"),
        ("en", 7 * 24, "30 Nov"),
    ],
)
def test_what_falls_due_soon_says_at_what_time(lang: str, hours: float, said: str) -> None:
    due = NOW + int(hours * HOUR)
    row = TicketRow(1, None, "question", "open", 3, "T", "", "", "", due, "solution", NOW, NOW, 1)
    i18n.use(lang)
    runs = ticket_cells.runs(row, OPEN, Look(NOW, ZoneInfo("UTC")), 80)
    i18n.use("en")
    assert said in [run.text.strip() for run in runs]
