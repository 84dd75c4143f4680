"""The roster in words."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.roster.candidates import Reason, ReasonKind
from floorboard.domain.roster.staffing import Traffic, service
from floorboard.reports import roster, roster_files, staffing
from rostering import NOW

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (0, 1440, "all day"),
        (1020, 1500, "17:00–01:00"),
        (510, 1440, "08:30–00:00"),
        (5, 1445, "00:05–00:05"),
    ],
)
def test_hours(start: int, end: int, told: str) -> None:
    assert roster.hours(start, end) == told


def test_work_is_told_in_hours() -> None:
    week = Reason(ReasonKind.WEEK_HOURS, figure=52 * 3600 + 1800, limit=48 * 3600)
    assert roster.block(week, {}, NOW, ZONE) == "52 h 30 m in that week, 48 h at most"
    rest = Reason(ReasonKind.REST_BEFORE, figure=8 * 3600, limit=11 * 3600)
    assert roster.block(rest, {}, NOW, ZONE) == "only 8 h of rest before it, 11 h are due"
    month = Reason(ReasonKind.SECONDS, figure=144 * 3600 + 11)
    assert roster.merits([month]) == "144 h this month"


def test_nothing_is_told_in_seconds() -> None:
    none = [Reason(ReasonKind.SECONDS, figure=0), Reason(ReasonKind.REST, figure=0)]
    assert roster.merits(none) == "none yet this month, no rest beside it"
    rest = Reason(ReasonKind.REST_BEFORE, figure=0, limit=11 * 3600)
    assert roster.block(rest, {}, NOW, ZONE) == "no rest before it, 11 h are due"


def test_each_kind_of_reason_is_told_once() -> None:
    day = (NOW, NOW + 3600)
    reasons = [
        *(Reason(ReasonKind.SAME_DAY, id=rota, span=day) for rota in (1, 1, 2)),
        *(Reason(ReasonKind.WEEK_HOURS, hours * 3600, 48 * 3600) for hours in (144, 168, 151)),
        *(Reason(ReasonKind.REST_AFTER, hours * 3600, 11 * 3600) for hours in (8, 2, 9)),
    ]
    assert roster.blocks(reasons, {1: "Line", 2: "Leads"}, NOW, ZONE) == (
        "has another turn that day: Line, 11:00 – 12:00, 168 h in that week, 48 h at most,"
        " only 2 h of rest after it, 11 h are due"
    )


def test_titles() -> None:
    assert roster.month_title(date(2026, 12, 1)) == "Roster Dec 2026"
    assert roster.month_title(date(2026, 12, 1), ["Hotline"]) == "Roster Dec 2026 · Hotline"
    assert roster.calendar_title("Hotline") == "Roster · Hotline"


def test_what_changed_in_a_rota() -> None:
    from floorboard.desk.roster.defining import Change

    found = roster_files.changes(["zone"], [Change("turn", 2, 1), Change("swap", 0, 0)])
    assert found == ["changed: time zone", "turns: 2 new, 1 gone", "swaps: in another order"]


def test_staffing() -> None:
    waiting = Traffic(10.0, 180.0)
    told = staffing.lines(waiting, 14, 20, service(waiting, 14, 20), 20)
    assert told[:3] == ["load: 10.00 erlangs", "agents: 14", "to be rostered: 20"]
    assert told[3].endswith(" % within 20 s")
    assert not any(line.startswith("hang up") for line in told)
    leaving = Traffic(10.0, 180.0, 60.0)
    told = staffing.lines(leaving, 14, 20, service(leaving, 14, 20), 20)
    assert told[-2].startswith("hang up: ")
    assert told[-1].startswith("formula: Erlang A (C. Palm 1957; ")
    assert len(staffing.lines(waiting, 0, 0, None, 20)) == 4
