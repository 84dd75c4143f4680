"""The board in one look, around the clock and around DST changes."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from floorboard.desk import board, floor, sample
from floorboard.desk.board import Board, ShiftNow
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckPhase
from floorboard.domain.instant import Instant
from floorboard.store.connection import connect
from floorboard.store.views.floor import CheckView, ShiftView

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFTS = [
    ShiftView("night", "Night", "夜班", 60, 540),
    ShiftView("day", "Day", "白班", 540, 1020),
    ShiftView("evening", "Evening", "晚班", 1020, 1500),
]


def at(text: str, zone: ZoneInfo = SHANGHAI) -> Instant:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


NOW = at("2026-11-22T18:42")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Board:
    path = tmp_path_factory.mktemp("board") / "floor.sqlite"
    sample.make(path, NOW, tickets=400)
    desk = Desk.open(path, as_of=NOW)
    try:
        return board.read(desk)
    finally:
        desk.close()


def test_the_header(shown: Board) -> None:
    assert (shown.name, shown.name_zh, shown.zone) == (
        "Support centre",
        "技术支持中心",
        "Asia/Shanghai",
    )
    assert shown.shift == ShiftNow(
        "evening", "Evening", "晚班", at("2026-11-22T17:00"), at("2026-11-23T01:00")
    )
    assert shown.handover_at == at("2026-11-23T01:00")
    assert shown.lead is not None
    assert (shown.lead.name, shown.lead.other_name) == ("李伟", "Li Wei")


def test_the_figures(shown: Board) -> None:
    assert (shown.figures.open, shown.figures.overdue, shown.figures.waiting) == (140, 7, 22)
    assert 5 <= shown.figures.due_by <= 25


def test_who_is_on_call_and_the_one_gap(shown: Board) -> None:
    lines = {line.code: line for line in shown.on_call}
    hotline = lines["hotline"]
    assert [person.name for person in hotline.people] == ["王芳", "陈静"]
    assert hotline.until == hotline.next_at == at("2026-11-23T01:00")
    assert [person.name for person in hotline.next_people] == ["杨帆"]
    assert hotline.gap is not None
    assert (hotline.gap.start, hotline.gap.end) == (at("2026-11-23T01:00"), at("2026-11-23T02:00"))
    assert (hotline.gap.have, hotline.gap.need) == (1, 2)
    assert shown.gaps == 1
    assert all(line.people for line in shown.on_call)
    assert [line.code for line in shown.on_call if line.leads] == ["lead"]
    assert sum(code.startswith("second-") for code in lines) == 6


def test_a_project_that_too_few_of_those_who_are_on_know(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=1)
    with closing(connect(path)) as db, db:
        contract = db.execute("SELECT id FROM project WHERE code = 'contract'").fetchone()[0]
        db.execute(
            "INSERT INTO cover_need (project_id, count, days, from_minute, to_minute, version)"
            " VALUES (?, 20, 'sun', 1080, 1200, 1)",
            (contract,),
        )
    desk = Desk.open(path, as_of=NOW)
    (shortage,) = board.read(desk).shortages
    desk.close()
    assert shortage.name == "E-contract"
    assert (shortage.gap.start, shortage.gap.end) == (NOW, at("2026-11-22T20:00"))
    assert shortage.gap.have < shortage.gap.need == 20


def test_the_checks_of_this_shift(shown: Board) -> None:
    assert len(shown.checks) == 19
    assert (shown.late, shown.missed) == (1, 0)
    assert shown.done == 3
    late = next(line for line in shown.checks if line.phase is CheckPhase.LATE)
    assert late.check.title_zh == "热线拨测"
    assert [line.check.due_at for line in shown.checks] == sorted(
        line.check.due_at for line in shown.checks
    )


@pytest.mark.parametrize(
    ("wall", "done", "late", "missed"),
    [
        ("2026-11-23T00:59:59", 0, ["late"], ["missed"]),
        ("2026-11-23T01:00", 0, ["late"], ["missed"]),
        ("2026-11-23T01:10", 1, ["done_late"], ["missed"]),
        ("2026-11-23T02:59", 1, ["done_late"], ["missed"]),
        ("2026-11-23T03:00", 1, ["done_late"], []),
        ("2026-11-23T04:00", 1, [], []),
    ],
)
def test_what_the_last_shift_left_is_still_told(
    tmp_path: Path, wall: str, done: int, late: list[str], missed: list[str]
) -> None:
    path, now = tmp_path / "floor.sqlite", at(wall)
    floor.create(path, NOW, name="New", zone="Asia/Shanghai")
    with closing(connect(path)) as db, db:
        db.execute(
            "INSERT INTO duty (id, code, handbook, post, title, title_zh, rule, starts_on,"
            " due_minute, minutes_before, minutes_after, workdays, each_project, evidence,"
            " measure, four_eyes, active, made_until) VALUES (1, 'd', '', 'agent', 'd', 'd',"
            " 'FREQ=DAILY', '2020-01-01', 0, 60, 60, 'any', 0, 'tick', '', 0, 1, 0)"
        )
        for number, due, closes, done_at in (
            (1, "2026-11-22T23:00", "2026-11-23T00:30", None),
            (2, "2026-11-23T00:30", "2026-11-23T04:00", "2026-11-23T01:10"),
            (3, "2026-11-22T16:00", "2026-11-22T16:30", None),
            (4, "2026-11-22T20:00", "2026-11-23T05:00", "2026-11-22T19:00"),
        ):
            db.execute(
                "INSERT INTO duty_check (id, duty_id, scheduled, opens_at, due_at, closes_at,"
                " state, done_label, done_at, note, file, first_label, version)"
                " VALUES (?, 1, ?, ?, ?, ?, ?, '', ?, '', '', '', 1)",
                (
                    number,
                    due,
                    at(due) - 3600,
                    at(due),
                    at(closes),
                    "done" if done_at else "open",
                    at(done_at) if done_at else None,
                ),
            )
    desk = Desk.open(path, as_of=now)
    found = board.read(desk)
    desk.close()
    phases = {line.check.id: line.phase.value for line in found.checks}
    assert [phases[each] for each in (1,) if each in phases] == missed
    assert [phases[each] for each in (2,) if each in phases] == late
    own = now < at("2026-11-23T01:00")
    assert {line.check.id for line in found.own} == ({1, 2, 4} if own else set())
    assert 3 not in phases


def test_a_floor_without_people_has_an_empty_board(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    floor.create(path, NOW, name="New", zone="UTC")
    desk = Desk.open(path, as_of=NOW)
    empty = board.read(desk)
    desk.close()
    assert empty.lead is None
    assert (empty.on_call, empty.checks, empty.figures.open) == ((), (), 0)


@pytest.mark.parametrize(
    ("wall", "code", "starts", "ends"),
    [
        ("2026-11-22T00:59:59", "evening", "2026-11-21T17:00", "2026-11-22T01:00"),
        ("2026-11-22T01:00", "night", "2026-11-22T01:00", "2026-11-22T09:00"),
        ("2026-11-22T09:00", "day", "2026-11-22T09:00", "2026-11-22T17:00"),
        ("2026-11-22T23:59:59", "evening", "2026-11-22T17:00", "2026-11-23T01:00"),
    ],
)
def test_the_shift_at_an_instant(wall: str, code: str, starts: str, ends: str) -> None:
    now = at(wall)
    found = current(now, SHANGHAI)
    assert (found.code, found.starts_at, found.ends_at) == (code, at(starts), at(ends))


def current(now: Instant, zone: ZoneInfo) -> ShiftNow:
    days = board.shift_days(SHIFTS, now, zone)
    return next(shift for shift in days if shift.starts_at <= now < shift.ends_at)


@pytest.mark.parametrize(
    ("zone", "noon_before", "night_hours"),
    [
        ("America/Chicago", "2026-03-07T12:00", 7),
        ("America/Chicago", "2026-10-31T12:00", 9),
        ("Europe/Berlin", "2026-03-28T12:00", 7),
        ("Europe/Berlin", "2026-10-24T12:00", 9),
        ("Australia/Lord_Howe", "2026-04-04T12:00", 8.5),
    ],
)
def test_over_a_dst_change_there_is_always_a_shift_and_the_night_has_its_real_length(
    zone: str, noon_before: str, night_hours: float
) -> None:
    where = ZoneInfo(zone)
    first = at(noon_before, where)
    nights = {}
    for now in range(first, first + 2 * 86400, 300):
        found = current(now, where)
        if found.code == "night":
            nights[found.starts_at] = (found.ends_at - found.starts_at) / 3600
    assert sorted(nights.values()) == sorted([night_hours, 8])


def test_reading_it_imports_no_library_that_the_first_frame_would_wait_for(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    floor.create(path, NOW, name="New", zone="UTC")
    script = (
        "import sys; from pathlib import Path; from floorboard.desk import board, duties;"
        " from floorboard.desk.desk import Desk; desk = Desk.open(Path(sys.argv[1]));"
        " board.read(desk); duties.ensure(desk); desk.close();"
        " print(*sorted({name.partition('.')[0] for name in sys.modules} &"
        " {'sqlmodel', 'sqlalchemy', 'pendulum', 'alembic', 'holidays', 'textual', 'pypinyin'}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == ""


def test_an_earlier_instant_knows_nothing_of_later_ticks() -> None:
    check = CheckView(
        id=1,
        duty="website",
        post="agent",
        title="website checked",
        title_zh="",
        project="",
        project_zh="",
        scheduled="2026-11-22T17:30",
        opens_at=100,
        due_at=200,
        closes_at=300,
        state="done",
        done_by="王芳",
        done_at=180,
        note="fine",
        version=2,
    )
    assert board.known_at(check, 180) is check
    before = board.known_at(check, 179)
    assert (before.state, before.done_by, before.done_at, before.note) == ("open", "", None, "")
    assert board.phase_of(before, 179).value == "open"
