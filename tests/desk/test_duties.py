"""Checks come into being once, are ticked once, and survive DST changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from floorboard.desk import duties, floor
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.problem import Problem
from floorboard.store import bulk
from floorboard.store.queries import floor as queries
from floorboard.store.queries.duties import DutyView
from floorboard.store.views.floor import CheckView

CHICAGO = ZoneInfo("America/Chicago")
BERLIN = ZoneInfo("Europe/Berlin")

MINUTES = (0, 15, 60, 90, 119, 120, 135, 150, 179, 180, 195, 540, 1425)
"""Around every hour that a DST change skips or repeats, and at the day's ends."""


def opened(path: Path, zone: str, now: Instant, windows: tuple[int, int] = (30, 60)) -> Desk:
    """A desk on a floor with a duty due at each of `MINUTES`; its clock can be set."""
    floor.create(path, now, name="Centre", zone=zone)
    desk = Desk.open(path)
    desk.clock = lambda: now
    with desk.store.deed("duties.set", "duties", desk.actor, now) as deed:
        bulk.insert(
            deed.db,
            "duty",
            [
                "code",
                "post",
                "title",
                "title_zh",
                "due_minute",
                "minutes_before",
                "minutes_after",
                "active",
            ],
            [(f"d{m}", "agent", f"duty {m}", f"职责 {m}", m, *windows, True) for m in MINUTES],
        )
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = opened(tmp_path / "floor.sqlite", "Europe/Berlin", at("2026-11-22T09:10"))
    yield found
    found.close()


def at(wall: str, zone: ZoneInfo = BERLIN) -> Instant:
    return from_wall(datetime.fromisoformat(wall), zone)


def checks(desk: Desk) -> list[CheckView]:
    with desk.store.reading() as db:
        return queries.checks(db, 0, 10**11)


def entries(desk: Desk) -> int:
    with desk.store.reading() as db:
        return int(db.execute("SELECT count(*) FROM journal").fetchone()[0])


def test_yesterday_to_tomorrow_come_into_being_in_one_deed(desk: Desk) -> None:
    before = entries(desk)
    assert duties.ensure(desk) == 3 * len(MINUTES)
    assert entries(desk) == before + 1
    assert {check.scheduled[:10] for check in checks(desk)} == {
        "2026-11-21",
        "2026-11-22",
        "2026-11-23",
    }


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
        duties.tick(desk, found[0].id, 1)
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
    desk = opened(tmp_path / "floor.sqlite", zone.key, start)
    for now in range(start, start + 4 * 86400, 1800):
        desk.clock = partial(int, now)
        duties.ensure(desk)
    found = checks(desk)
    desk.close()
    days = {check.scheduled[:10] for check in found}
    assert len(days) >= 6
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


def test_a_window_that_lies_in_the_skipped_hour_still_has_its_length() -> None:
    duty = DutyView(1, "d", 135, 5, 20)  # 02:15, from 02:10 to 02:35: none of it exists
    (found,) = duties.occurrences([duty], [date(2026, 3, 29)], BERLIN)
    gap_ends = at("2026-03-29T03:00")
    assert (found.opens_at, found.due_at) == (gap_ends, gap_ends)
    assert found.closes_at == gap_ends + 20 * 60
    assert found.scheduled == "2026-03-29T02:15"


def test_a_window_over_the_repeated_hour_closes_after_its_last_occurrence() -> None:
    duty = DutyView(1, "d", 150, 30, 15)  # 02:30 to 02:45
    (found,) = duties.occurrences([duty], [date(2026, 10, 25)], BERLIN)
    assert found.closes_at - found.due_at == 15 * 60 + 3600


def test_a_window_of_a_whole_day_never_reaches_into_the_next(tmp_path: Path) -> None:
    duty = DutyView(1, "d", 150, 720, 720)
    days = [date(2026, 10, 23) + timedelta(days=step) for step in range(5)]
    found = list(duties.occurrences([duty], days, BERLIN))
    assert all(one.closes_at <= two.opens_at for one, two in pairwise(found))


def due_now(desk: Desk) -> CheckView:
    """The check of 09:00 today, whose window is open at 09:10."""
    duties.ensure(desk)
    return next(c for c in checks(desk) if c.scheduled == "2026-11-22T09:00")


def test_ticking_records_who_when_and_the_note(desk: Desk) -> None:
    check = due_now(desk)
    version = duties.tick(desk, check.id, check.version, "ok\x1b]0;x")
    assert version == entries(desk)
    done = next(c for c in checks(desk) if c.id == check.id)
    assert done.version == version
    assert (done.state, done.done_at, done.done_by) == ("done", desk.now(), desk.actor.console)
    assert done.note == "ok␛]0;x"


def test_a_done_check_says_by_whom_and_when(desk: Desk) -> None:
    check = due_now(desk)
    duties.tick(desk, check.id, check.version)
    with pytest.raises(Problem) as refused:
        duties.tick(desk, check.id, check.version)
    assert str(refused.value) == (
        f"duty 540 was done already by {desk.actor.console} at 2026-11-22 09:10"
    )


@pytest.mark.parametrize(
    ("wall", "message"),
    [
        ("2026-11-22T08:29:59", "can be ticked from 2026-11-22 08:30 on"),
        ("2026-11-22T10:00", "was missed: its window closed at 2026-11-22 10:00"),
        ("2026-11-23T12:00", "was missed"),
    ],
)
def test_outside_of_its_window_a_check_is_refused(desk: Desk, wall: str, message: str) -> None:
    check = due_now(desk)
    desk.clock = lambda: at(wall)
    before = entries(desk)
    with pytest.raises(Problem, match=message):
        duties.tick(desk, check.id, check.version)
    assert entries(desk) == before


@pytest.mark.parametrize("wall", ["2026-11-22T08:30", "2026-11-22T09:59:59"])
def test_at_the_edges_of_its_window_a_check_can_be_ticked(desk: Desk, wall: str) -> None:
    check = due_now(desk)
    desk.clock = lambda: at(wall)
    duties.tick(desk, check.id, check.version)


def test_a_check_that_does_not_exist_or_changed_is_refused(desk: Desk) -> None:
    check = due_now(desk)
    with pytest.raises(Problem, match="there is no check 999999"):
        duties.tick(desk, 999_999, 1)
    with pytest.raises(Problem, match="was changed meanwhile"):
        duties.tick(desk, check.id, check.version + 1)


def test_a_note_has_a_limit(desk: Desk) -> None:
    check = due_now(desk)
    with pytest.raises(Problem, match="the note is too long: 3000 characters, at most 2000 fit"):
        duties.tick(desk, check.id, check.version, "x" * 3000)


RACER = """
import sys
from pathlib import Path
from floorboard.desk import duties
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem

desk = Desk.open(Path(sys.argv[1]), console=sys.argv[2])
desk.clock = lambda: int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
made = duties.ensure(desk)
won = 0
with desk.store.reading() as db:
    numbers = [row[0] for row in db.execute(
        "SELECT id FROM duty_check WHERE opens_at <= ? AND closes_at > ? ORDER BY id",
        (desk.now(), desk.now()))]
for number in numbers:
    try:
        duties.tick(desk, number, 1)
        won += 1
    except Problem as refused:
        assert "was done already by" in str(refused), refused
print(made, won, len(numbers))
"""


def test_two_consoles_make_and_tick_each_check_once(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    now = at("2026-11-22T02:20")
    opened(path, "Europe/Berlin", now, windows=(600, 600)).close()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), f"console-{i}", str(now)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(2)
    ]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [racer.communicate()[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert sum(int(made) for made, _, _ in told) == 3 * len(MINUTES)
    count = int(told[0][2])
    assert count > 8
    assert sum(int(won) for _, won, _ in told) == count
    desk = Desk.open(path)
    ticked = [check for check in checks(desk) if check.state == "done"]
    desk.close()
    assert len(ticked) == count
    assert len({check.version for check in ticked}) == count
