"""The board's short lines, without a screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from floorboard import i18n
from floorboard.desk.board import Board, PersonName, ShiftNow, Shortage
from floorboard.domain.roster.cover import Gap
from floorboard.store.views.floor import EscalationCounts, FloorFigures
from floorboard.tui.render import floor_cells
from floorboard.tui.render.runs import width_of
from floorboard.tui.widgets.bars import top_runs

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


LEAD = PersonName(1, "李伟", "Li Wei")


def floor(at_work: PersonName | None, lead: PersonName = LEAD) -> Board:
    """A night with much that is wrong."""
    return Board(
        at=at(24, "01:00"),
        name="Support centre",
        name_zh="技术支持中心",
        zone="UTC",
        shift=ShiftNow("evening", "Evening", "晚班", at(24, "17:00"), at(25, "01:00")),
        handover_at=None,
        lead=lead,
        figures=FloorFigures(7, at(23, "20:00"), 30, 3, 2, 9),
        on_call=(),
        shortages=(Shortage("E-contract", "合同", Gap(1, at(24, "01:00"), at(24, "02:00"), 1, 2)),),
        checks=(),
        escalations=EscalationCounts(5, 5),
        signed_in=at_work,
        looks_only=at_work is None,
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("at_work", [None, LEAD, PersonName(2, "周建国", "Zhou Jianguo")])
@pytest.mark.parametrize("screen", [80, 100, 120, 160])
def test_shift_and_lead_stand_at_the_top(
    lang: str, at_work: PersonName | None, screen: int
) -> None:
    i18n.use(lang)
    board = floor(at_work)
    clock = floor_cells.clock(board.at, ZONE, wide=screen >= 100, frozen=False)
    width = screen - width_of(clock) - 2
    forms, right = floor_cells.top_left(board, ZONE), floor_cells.top_right(board, None, board.at)
    runs = top_runs(forms, right, width)
    text = "".join(run.text for run in runs)
    assert width_of(runs) <= width
    assert {"en": "Evening", "zh": "晚班"}[lang] in text
    assert {"en": "lead 李伟", "zh": "班长 李伟"}[lang] in text
    strong = [run.text.split()[0] for run in runs if run.role == "strong"]
    assert strong == ([] if at_work is None else [at_work.name] * (1 + (at_work == LEAD)))
    badges = [run.text for run in runs if run.role == "badge"]
    assert badges == ([] if at_work else [{"en": " looking only ", "zh": " 只读 "}[lang]])
