"""Checks are done with what they ask for, confirmed by a second person, or waived; once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checking import CHEN, LI, NOW, WANG, asking, at, checks, daily, entries, make, one
from floorboard.desk import duties, undoing
from floorboard.desk.desk import Desk
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.problem import Problem
from floorboard.store.store import Actor


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = make(tmp_path / "floor.sqlite", [daily(540)])
    duties.ensure(found)
    yield found
    found.close()


def test_ticking_records_who_when_and_the_note(desk: Desk) -> None:
    check = one(desk)
    ticked = duties.done(desk, check.id, check.version, note="ok\x1b]0;x")
    assert (ticked.version, ticked.confirmed) == (entries(desk), True)
    done = one(desk)
    assert done.version == ticked.version
    assert (done.state, done.done_at, done.done_by) == ("done", NOW, "console")
    assert done.note == "ok␛]0;x"


def test_a_done_check_says_by_whom_and_when(desk: Desk) -> None:
    check = one(desk)
    duties.done(desk, check.id, check.version)
    for again in (
        lambda: duties.done(desk, check.id, check.version),
        lambda: duties.waive(desk, check.id, None, "why not"),
    ):
        with pytest.raises(Problem) as refused:
            again()
        assert str(refused.value) == "duty 540 was done already by console at 2026-11-22 09:10"


@pytest.mark.parametrize(
    ("wall", "message"),
    [
        ("2026-11-22T08:29:59", "can be ticked from 2026-11-22 08:30 on"),
        ("2026-11-22T10:00", "was missed: its window closed at 2026-11-22 10:00"),
        ("2026-11-23T12:00", "was missed"),
    ],
)
def test_outside_of_its_window_a_check_is_refused(desk: Desk, wall: str, message: str) -> None:
    check = one(desk)
    desk.clock = lambda: at(wall)
    before = entries(desk)
    with pytest.raises(Problem, match=message):
        duties.done(desk, check.id, check.version)
    assert entries(desk) == before


@pytest.mark.parametrize("wall", ["2026-11-22T08:30", "2026-11-22T09:59:59"])
def test_at_the_edges_of_its_window_a_check_can_be_ticked(desk: Desk, wall: str) -> None:
    check = one(desk)
    desk.clock = lambda: at(wall)
    duties.done(desk, check.id, check.version)


def test_a_check_that_does_not_exist_or_changed_is_refused(desk: Desk) -> None:
    check = one(desk)
    with pytest.raises(Problem, match="there is no check 999999"):
        duties.done(desk, 999_999, 1)
    with pytest.raises(Problem, match="was changed meanwhile"):
        duties.done(desk, check.id, check.version + 1)


def test_a_note_has_a_limit(desk: Desk) -> None:
    with pytest.raises(Problem, match="the note is too long: 3000 characters, at most 2000 fit"):
        duties.done(desk, one(desk).id, 1, note="x" * 3000)


# What is asked for


@pytest.mark.parametrize(
    ("asked", "given", "refused"),
    [
        (Evidence.TICK, {}, ""),
        (Evidence.TICK, {"note": "fine"}, ""),
        (Evidence.TICK, {"value": 3}, "asks for no number"),
        (Evidence.NOTE, {"note": "fine"}, ""),
        (Evidence.NOTE, {"note": " \n"}, "needs a note"),
        (Evidence.NUMBER, {"value": 0}, ""),
        (Evidence.NUMBER, {"value": 12.5}, ""),
        (Evidence.NUMBER, {"note": "many"}, "needs a number"),
        (Evidence.NUMBER, {"value": -1}, "-1 is no count"),
        (Evidence.NUMBER, {"value": float("nan")}, "nan is no count"),
        (Evidence.NUMBER, {"value": float("inf")}, "inf is no count"),
        (Evidence.FILE, {"file": "sheet.xlsx"}, ""),
        (Evidence.FILE, {"note": "done"}, "needs a file's name"),
    ],
)
def test_what_is_asked_for_is_demanded(
    tmp_path: Path, asked: Evidence, given: dict[str, object], refused: str
) -> None:
    desk = make(tmp_path / "floor.sqlite", [asking(asked)])
    duties.ensure(desk)
    check = one(desk)
    if refused:
        with pytest.raises(Problem, match=refused):
            duties.done(desk, check.id, 1, **given)  # type: ignore[arg-type] # any of them
        assert one(desk) == check
    else:
        duties.done(desk, check.id, 1, **given)  # type: ignore[arg-type] # any of them
        found = one(desk)
        assert found.state == "done"
        assert {name: getattr(found, name) for name in given} == given
    desk.close()


@pytest.mark.parametrize(
    ("text", "value"), [("17", 17), (" 12.5 ", 12.5), ("１２", 12), ("0", 0), ("1e3", 1000)]
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert duties.read_value(text) == value


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1_000", "12,5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is no number"):
        duties.read_value(text)


# Four eyes


@pytest.fixture
def paired(tmp_path: Path) -> Iterator[Desk]:
    """A number that two people have to confirm, at 9:00."""
    found = make(tmp_path / "floor.sqlite", [asking(Evidence.NUMBER, four_eyes=True)])
    duties.ensure(found)
    yield found
    found.close()


def seen_as(desk: Desk, person_id: int | None, console: str = "console") -> Desk:
    desk.actor = Actor(console, person_id)
    return desk


def test_four_eyes_need_a_second_person(paired: Desk) -> None:
    check = one(paired)
    first = duties.done(seen_as(paired, WANG), check.id, check.version, value=17, note="all there")
    assert not first.confirmed
    half = one(paired)
    assert (half.state, half.first_by, half.first_at, half.value) == ("open", "王芳", NOW, 17)
    with pytest.raises(Problem, match="duty 540 needs two people: 王芳 was the first"):
        duties.done(paired, check.id, half.version)
    with pytest.raises(Problem, match="王芳 counted 17 for duty 540, not 18"):
        duties.done(seen_as(paired, CHEN), check.id, half.version, value=18)
    assert one(paired) == half
    assert duties.done(paired, check.id, half.version, note="counted too").confirmed
    done = one(paired)
    assert (done.state, done.first_by, done.done_by) == ("done", "王芳", "陈静")
    assert (done.value, done.note) == (17, "all there\ncounted too")
    undoing.undo(paired)
    assert one(paired) == half


def test_who_comes_second_with_an_old_view_is_told_who_was_first(paired: Desk) -> None:
    check = one(paired)
    duties.done(seen_as(paired, WANG), check.id, check.version, value=17)
    with pytest.raises(Problem, match="done by 王芳 at 2026-11-22 09:10 and waits for a second"):
        duties.done(seen_as(paired, CHEN), check.id, check.version, value=17)


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ((None, "a"), (None, "a"), False),
        ((None, "a"), (None, "b"), True),
        ((None, "a"), (WANG, "b"), False),  # the first one may have been Wang Fang
        ((WANG, "a"), (None, "b"), False),
        ((WANG, "a"), (WANG, "b"), False),
        ((WANG, "a"), (CHEN, "a"), True),
    ],
)
def test_who_may_be_the_second(
    paired: Desk, first: tuple[int | None, str], second: tuple[int | None, str], taken: bool
) -> None:
    check = one(paired)
    duties.done(seen_as(paired, *first), check.id, None, value=1)
    seen_as(paired, *second)
    if taken:
        duties.done(paired, check.id, None)
    else:
        with pytest.raises(Problem, match="needs two people"):
            duties.done(paired, check.id, None)


# Waiving


def test_waiving_needs_a_reason_and_can_be_undone(desk: Desk) -> None:
    check = one(desk)
    with pytest.raises(Problem, match="the reason can't be empty"):
        duties.waive(desk, check.id, check.version, "  ")
    version = duties.waive(seen_as(desk, LI), check.id, check.version, "maintenance")
    waived = one(desk)
    assert (waived.state, waived.note, waived.done_by) == ("waived", "maintenance", "李伟")
    assert (waived.version, waived.done_at) == (version, NOW)
    with pytest.raises(Problem, match="was waived by 李伟 at 2026-11-22 09:10"):
        duties.done(desk, check.id, version)
    undoing.undo(desk)
    assert one(desk) == check


def test_what_is_ahead_can_be_waived_and_what_is_missed_cannot(desk: Desk) -> None:
    tomorrow = one(desk, "2026-11-23T09:00")
    duties.waive(desk, tomorrow.id, tomorrow.version, "public holiday")
    desk.clock = lambda: at("2026-11-22T11:00")
    with pytest.raises(Problem, match="was missed"):
        duties.waive(desk, one(desk).id, None, "too late")


# Several consoles

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
won = told = 0
with desk.store.reading() as db:
    numbers = [row[0] for row in db.execute(
        "SELECT id FROM duty_check WHERE opens_at <= ? AND closes_at > ? ORDER BY id",
        (desk.now(), desk.now()))]
for number in numbers:
    try:
        duties.done(desk, number, 1)
        won += 1
    except Problem as refused:
        assert "was done already by console-" in str(refused), refused
        assert sys.argv[2] not in str(refused), refused
        told += 1
print(made, won, told, len(numbers))
"""


def test_three_consoles_make_and_tick_each_check_once(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    schedules = [replace(daily(15 * n, opens=700, closes=700), code=f"s{n}") for n in range(20)]
    make(path, schedules).close()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), f"console-{i}", str(NOW)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(3)
    ]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [tuple(map(int, racer.communicate()[0].split())) for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    desk = Desk.open(path)
    found = checks(desk)
    desk.close()
    assert sum(made for made, *_ in told) == len(found)
    (count,) = {numbers for *_, numbers in told}
    assert count == 20
    assert sum(won for _, won, *_ in told) == count
    assert sum(refused for _, _, refused, _ in told) == 2 * count
    ticked = [check for check in found if check.state == "done"]
    assert len(ticked) == count
    assert len({check.version for check in ticked}) == count
