"""Checks come into being once, days without a console included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checking import BERLIN, NOW, at, checks, daily, entries, make
from floorboard.desk import duties
from floorboard.desk.board import phase_of
from floorboard.desk.desk import Desk
from floorboard.domain.duties.schedule import Schedule
from floorboard.domain.duty import CheckPhase
from floorboard.domain.instant import from_wall
from floorboard.domain.problem import Problem

CHICAGO = ZoneInfo("America/Chicago")

MINUTES = (0, 15, 60, 90, 119, 120, 135, 150, 179, 180, 195, 540, 1425)
"""Around every hour that a DST change skips or repeats, and at the day's ends."""

SCHEDULES = [daily(minute) for minute in MINUTES]

DAY = 86400


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = make(tmp_path / "floor.sqlite", SCHEDULES)
    yield found
    found.close()


def test_what_there_is_up_to_tomorrow_comes_into_being_in_one_deed(desk: Desk) -> None:
    before = entries(desk)
    made = duties.ensure(desk)
    found = checks(desk)
    assert made == len(found)
    assert entries(desk) == before + 1
    assert {check.scheduled[:10] for check in found} == {"2026-11-21", "2026-11-22", "2026-11-23"}
    assert min(check.due_at for check in found) >= NOW - DAY  # the duties are that old


def test_where_nothing_is_missing_nothing_is_written_or_locked(desk: Desk) -> None:
    duties.ensure(desk)
    before = entries(desk)
    with desk.store.deed("held", "lock", desk.actor, desk.now()) as deed:
        assert duties.ensure(desk) == 0  # another console holds the write lock meanwhile
        deed.withdraw()
    assert entries(desk) == before


def test_a_desk_whose_clock_stands_still_writes_nothing(desk: Desk) -> None:
    desk.frozen = True
    assert duties.ensure(desk) == 0
    assert checks(desk) == []
    desk.frozen = False
    duties.ensure(desk)
    found, before = checks(desk), entries(desk)
    desk.frozen = True
    with pytest.raises(Problem, match="the clock stands still"):
        duties.done(desk, found[0].id, 1)
    assert (checks(desk), entries(desk)) == (found, before)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (CHICAGO, date(2026, 3, 8)),
        (CHICAGO, date(2026, 11, 1)),
        (BERLIN, date(2026, 3, 29)),
        (BERLIN, date(2026, 10, 25)),
    ],
)
def test_a_dst_day_neither_doubles_nor_drops_a_check(
    tmp_path: Path, zone: ZoneInfo, day: date
) -> None:
    start = from_wall(datetime.combine(day, datetime.min.time()) - timedelta(days=2), zone)
    desk = make(tmp_path / "floor.sqlite", SCHEDULES, zone=zone.key, now=start, since=start)
    for now in range(start, start + 4 * DAY, 3600):
        desk.clock = partial(int, now)
        duties.ensure(desk)
    found = checks(desk)
    desk.close()
    days = {check.scheduled[:10] for check in found}
    assert len(days) >= 5
    assert len(found) == len(days) * len(MINUTES)
    assert len({(check.duty, check.scheduled) for check in found}) == len(found)
    for minute in MINUTES:
        mine = [check for check in found if check.duty == f"d{minute}"]
        for check in mine:
            assert check.opens_at <= check.due_at < check.closes_at
            wall = datetime.fromtimestamp(check.due_at, zone).replace(tzinfo=None)
            late = wall - datetime.fromisoformat(check.scheduled)
            assert timedelta(0) <= late <= timedelta(hours=1)  # only a skipped time is later
        for one, two in pairwise(sorted(mine, key=lambda check: check.due_at)):
            assert one.closes_at <= two.opens_at


def many() -> list[Schedule]:
    """Sixty duties, each for each project, of all kinds of rules."""
    rules = ("FREQ=DAILY", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY")
    return [
        replace(daily(17 * n, rule=rules[n % 3]), code=f"s{n}", each_project=True)
        for n in range(60)
    ]


def test_after_thirty_days_without_a_console_one_look_makes_all_of_them(tmp_path: Path) -> None:
    desk = make(tmp_path / "floor.sqlite", many(), projects=6)
    duties.ensure(desk)
    first = checks(desk)
    with desk.store.reading() as db:
        counts = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM project)"
        before = db.execute(counts).fetchone()
    later = NOW + 30 * DAY
    desk.clock = lambda: later
    seen = entries(desk)
    began = time.perf_counter()
    made = duties.ensure(desk)
    took = time.perf_counter() - began
    found = checks(desk)
    assert made == 60 * 6 * 30
    assert found[: len(first)] == first, "what was there is as it was"
    assert len({(each.duty, each.project_id, each.scheduled) for each in found}) == len(found)
    missed = [each for each in found if phase_of(each, later) is CheckPhase.MISSED]
    assert {each.closes_at <= later for each in missed} == {True}
    assert len(missed) == sum(each.closes_at <= later for each in found)
    assert entries(desk) == seen + 1
    with desk.store.reading() as db:
        assert db.execute(counts).fetchone() == before
    assert duties.ensure(desk) == 0
    desk.close()
    print(f"{made} checks made in {took:.2f} s")
    assert took < 3  # a second, on a machine that does nothing else


def test_what_is_due_before_a_year_ago_is_let_go(tmp_path: Path) -> None:
    desk = make(tmp_path / "floor.sqlite", [daily(540)], since=NOW - 900 * DAY)
    assert duties.ensure(desk) == pytest.approx(366, abs=3)
    desk.close()


def test_a_new_project_has_its_checks_from_then_on(tmp_path: Path) -> None:
    each = [replace(daily(minute), each_project=True) for minute in (480, 1200)]
    desk = make(tmp_path / "floor.sqlite", each, projects=1)
    duties.ensure(desk)
    with desk.store.deed("project.made", "project", desk.actor, NOW) as deed:
        deed.db.execute(
            "INSERT INTO project (code, name, name_zh, search, active, version)"
            " VALUES ('new', 'New', '', '', 1, 1)"
        )
    duties.ensure(desk)
    theirs = [check.scheduled for check in checks(desk) if check.project == "New"]
    assert theirs == ["2026-11-22T20:00", "2026-11-23T08:00", "2026-11-23T20:00"]
    desk.close()


def test_a_clock_that_was_wrong_drops_nothing(desk: Desk) -> None:
    duties.ensure(desk)
    desk.clock = lambda: at("2026-11-29T12:00")
    duties.ensure(desk)
    desk.clock = lambda: at("2026-11-23T12:00")
    assert duties.ensure(desk) == 0
    desk.clock = lambda: at("2026-12-02T12:00")
    duties.ensure(desk)
    days = {check.scheduled[:10] for check in checks(desk) if check.duty == "d540"}
    assert len(days) == 12  # from the 22nd to the 3rd
