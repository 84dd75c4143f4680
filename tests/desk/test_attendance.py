"""Coming and going, corrections, a month's figures, and overtime that somebody else decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

import deeds
from floorboard.desk import attendance, overtime, people, sign_in, undoing
from floorboard.desk.attendance import PersonMonth
from floorboard.desk.desk import Desk
from floorboard.desk.people import NewPerson
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.store import bulk
from floorboard.store.views.attendance import AttendanceView, OvertimeView

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR = 60, 3600


def at(text: str) -> int:
    """An instant of November 2026: `23 09:00`."""
    return int(datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI).timestamp())


def when(desk: Desk, text: str) -> None:
    """Make it that time."""
    now = at(text)
    desk.clock = lambda: now


@pytest.fixture
def wf(desk: Desk) -> int:
    return people.found(desk, "wf").id


@pytest.fixture
def posts(desk: Desk) -> dict[str, int]:
    """People of several posts, who sign in."""
    found = {
        post.value: people.add(desk, NewPerson(post.value, post.value.title(), post))
        for post in (Post.DIRECTOR, Post.DEPUTY, Post.GENERAL, Post.SENIOR)
    }
    sign_in.set_pin(desk, found["director"], "246810")
    return found


@pytest.fixture
def rostered(desk: Desk, wf: int) -> None:
    """wf is on a day shift on the 23rd, an evening on the 24th, and stands by on the 25th."""
    with desk.store.deed("made", "rota", desk.actor, desk.now()) as deed:
        columns = ("id", "code", "name", "name_zh", "position", "leads", "zone", "calendar")
        named = [(1, "hotline", "Hotline", "", 1, 0, "", ""), (2, "tax", "Tax", "", 2, 0, "", "")]
        bulk.insert(deed.db, "rota", (*columns, "version"), [(*row, 1) for row in named])
        turns = [
            (1, wf, at("23 09:00"), at("23 17:00")),
            (1, wf, at("24 17:00"), at("25 01:00")),
            (2, wf, at("25 09:00"), at("26 09:00")),
        ]
        fields = ("rota_id", "person_id", "starts_at", "ends_at")
        bulk.insert(deed.db, "rota_turn", fields, turns)


def records(desk: Desk, person: int) -> list[AttendanceView]:
    return list(attendance.month(desk, date(2026, 11, 1), person).records)


def figures(desk: Desk, person: int) -> PersonMonth:
    (found,) = attendance.month(desk, date(2026, 11, 1), person).people
    return found


@pytest.mark.parametrize(
    ("came", "planned", "late"),
    [
        ("23 06:30", None, 0),
        ("23 08:50", "23 09:00", 0),
        ("23 09:05", "23 09:00", 0),
        ("23 09:12", "23 09:00", 12 * MINUTE),
        ("24 15:30", "24 17:00", 0),
        ("25 09:00", None, 0),  # stand-by at home
        ("25 08:00", None, 0),
        ("26 08:00", None, 0),
    ],
)
def test_clocking_in_is_for_the_nearest_turn(
    desk: Desk, wf: int, rostered: None, came: str, planned: str | None, late: int
) -> None:
    when(desk, came)
    done = attendance.clock_in(desk, wf)
    assert done.seconds == late
    assert done.attendance.planned_start_at == (at(planned) if planned else None)
    assert (done.attendance.in_at, done.attendance.out_at) == (at(came), None)


def test_a_day(desk: Desk, wf: int, rostered: None) -> None:
    when(desk, "23 08:55")
    attendance.clock_in(desk, wf)
    assert [each.code for each in attendance.who_is_in(desk)] == ["wf"]
    with pytest.raises(Problem, match="Wang Fang is in since 2026-11-23 08:55 already"):
        attendance.clock_in(desk, wf)
    when(desk, "23 16:20")
    assert attendance.clock_out(desk, wf).seconds == 40 * MINUTE
    assert attendance.who_is_in(desk) == []
    with pytest.raises(Problem, match="Wang Fang isn't in"):
        attendance.clock_out(desk, wf)
    found = figures(desk, wf).figures
    assert (found.planned, found.worked, found.absent) == (2, 1, 0)
    assert (found.early_seconds, found.worked_seconds) == (40 * MINUTE, 445 * MINUTE)
    when(desk, "25 12:00")
    assert figures(desk, wf).figures.absent == 1


def test_what_they_are_on_leave_for_is_no_absence(desk: Desk, wf: int, rostered: None) -> None:
    with desk.store.deed("made", "leave", desk.actor, desk.now()) as deed:
        fields = ("person_id", "starts_at", "ends_at", "reason", "version")
        bulk.insert(deed.db, "leave", fields, [(wf, at("24 00:00"), at("26 00:00"), "", 1)])
    when(desk, "30 12:00")
    found = figures(desk, wf).figures
    assert (found.planned, found.absent) == (1, 1)  # the 23rd


def test_a_shift_belongs_to_the_month_that_it_begins_in(desk: Desk, wf: int) -> None:
    with desk.store.deed("made", "rota", desk.actor, desk.now()) as deed:
        fields = ("person_id", "in_at", "out_at", "planned_start", "planned_end", "note", "version")
        first, last = at("01 00:00"), at("30 23:00")
        shifts = [
            (wf, first - 600, first + 8 * HOUR, first, first + 8 * HOUR, "", 1),
            (wf, last, last + 8 * HOUR, last, last + 8 * HOUR, "", 1),
        ]
        bulk.insert(deed.db, "attendance", fields, shifts)
    desk.clock = lambda: at("30 23:00") + 86400
    assert [each.in_at for each in records(desk, wf)] == [first - 600, last]
    for other in (date(2026, 10, 9), date(2026, 12, 9)):
        assert attendance.month(desk, other, wf).records == ()


def test_who_has_a_line_in_the_month(desk: Desk, wf: int) -> None:
    people.leave(desk, wf, date(2026, 10, 31))
    people.add(desk, NewPerson("new", "New", Post.AGENT, joined_on=date(2026, 12, 1)))
    assert [each.code for each in attendance.month(desk).people] == ["cj"]
    assert [e.code for e in attendance.month(desk, date(2026, 10, 5)).people] == ["cj", "wf"]
    assert [e.code for e in attendance.month(desk, date(2026, 12, 5)).people] == ["cj", "new"]


def test_how_it_stood_then(desk: Desk, wf: int, rostered: None) -> None:
    when(desk, "23 09:00")
    attendance.clock_in(desk, wf)
    when(desk, "23 17:00")
    attendance.clock_out(desk, wf)
    when(desk, "23 12:00")
    assert [each.code for each in attendance.who_is_in(desk)] == ["wf"]
    assert figures(desk, wf).figures.worked_seconds == 3 * HOUR
    when(desk, "23 08:00")
    assert figures(desk, wf).figures.worked == 0


def test_corrections(desk: Desk, wf: int, rostered: None) -> None:
    when(desk, "23 10:00")
    number = attendance.clock_in(desk, wf).attendance.id
    when(desk, "23 20:00")
    assert attendance.correct(desk, number, in_at=at("23 09:00"), reason="terminal down")
    assert attendance.correct(desk, number, out_at=at("23 17:00"), reason="forgot")
    assert not attendance.correct(desk, number, out_at=at("23 17:00"), reason="forgot")
    (one,) = records(desk, wf)
    assert (one.in_at, one.out_at, one.note) == (at("23 09:00"), at("23 17:00"), "forgot")
    assert figures(desk, wf).figures.late == 0
    assert attendance.correct(desk, number, in_at=at("23 06:00"), reason="early bird")
    assert records(desk, wf)[0].planned_start_at is None


@pytest.mark.parametrize(
    ("came", "went", "reason", "why"),
    [
        ("23 09:00", "23 21:00", "x", "still to come"),
        ("23 21:00", "23 22:00", "x", "still to come"),
        ("23 17:00", "23 17:00", "x", "the end must be later"),
        ("23 17:00", "23 09:00", "x", "the end must be later"),
        ("23 09:00", "23 17:00", " ", "the reason can't be empty"),
        ("23 05:30", "23 08:00", "x", r"was in then already, from 2026-11-23 05:00 on \(attend"),
        ("23 04:00", "23 12:00", "x", "was in then already"),
    ],
)
def test_what_is_no_correction(
    desk: Desk, wf: int, rostered: None, came: str, went: str, reason: str, why: str
) -> None:
    when(desk, "23 20:00")
    attendance.record(desk, wf, at("23 05:00"), at("23 06:00"), "paper")
    number = attendance.record(desk, wf, at("23 09:00"), at("23 16:00"), "paper")
    before = deeds.of(desk)
    with pytest.raises(Problem, match=why):
        attendance.correct(desk, number, in_at=at(came), out_at=at(went), reason=reason)
    assert deeds.of(desk) == before
    with pytest.raises(Problem, match="there is no attendance 99"):
        attendance.correct(desk, 99, in_at=at("23 09:00"), reason="x")


def test_everything_is_taken_back(desk: Desk, wf: int, rostered: None) -> None:
    when(desk, "24 12:00")
    steps: list[Callable[[], object]] = [
        lambda: attendance.record(desk, wf, at("23 09:00"), at("23 16:00"), "paper"),
        lambda: attendance.correct(desk, 1, out_at=at("23 17:00"), reason="x"),
        lambda: attendance.clock_in(desk, wf),
        lambda: attendance.clock_out(desk, wf),
        lambda: overtime.request(desk, at("24 17:00"), at("24 18:00"), "calls", wf),
        lambda: overtime.approve(desk, 1),
        lambda: overtime.request(desk, at("25 17:00"), at("25 18:00"), "calls", wf),
        lambda: overtime.withdraw(desk, 2),
    ]
    states = [deeds.of(desk)]
    for step in steps:
        step()
        states.append(deeds.of(desk))
    for state in reversed(states[:-1]):
        undoing.undo(desk)
        assert deeds.of(desk) == state
    for state in states[1:]:
        undoing.redo(desk)
        assert deeds.of(desk) == state


def test_everybody_clocks_for_themselves(desk: Desk, posts: dict[str, int], wf: int) -> None:
    with pytest.raises(Problem, match="nobody is signed in: this console looks"):
        attendance.clock_in(desk)
    sign_in.sign_in_as(desk, posts["senior"])
    assert attendance.clock_in(desk).attendance.code == "senior"
    assert attendance.clock_out(desk).attendance.code == "senior"
    for deed in (
        lambda: attendance.clock_in(desk, wf),
        lambda: attendance.correct(desk, 1, in_at=at("23 08:00"), reason="x"),
        lambda: attendance.record(desk, wf, at("22 08:00"), at("22 09:00"), "x"),
        lambda: overtime.request(desk, at("24 17:00"), at("24 18:00"), "calls", wf),
    ):
        with pytest.raises(Problem, match=r"\(Senior support engineer\); who may: .*General"):
            deed()
    sign_in.sign_in_as(desk, posts["general"])
    assert attendance.clock_in(desk, wf).attendance.code == "wf"


def test_on_a_floor_without_pins_somebody_has_to_be_named(desk: Desk) -> None:
    with pytest.raises(Problem, match="whose is it"):
        attendance.clock_in(desk)


def ask(desk: Desk, person: int | None = None) -> int:
    return overtime.request(desk, at("24 17:00"), at("24 19:00"), "month end", person)


def asked(desk: Desk) -> OvertimeView:
    (found,) = overtime.listed(desk, at("24 00:00"), at("25 00:00"))
    return found


def test_overtime_is_approved_by_the_deputy(desk: Desk, posts: dict[str, int]) -> None:
    sign_in.sign_in_as(desk, posts["senior"])
    number = ask(desk)
    assert [each.id for each in overtime.undecided(desk)] == [number]
    with pytest.raises(Problem, match="overtime 1 of Senior covers that time already"):
        ask(desk)
    with pytest.raises(Problem, match="isn't the business of this post"):
        overtime.approve(desk, number)
    sign_in.sign_in_as(desk, posts["deputy"])
    overtime.approve(desk, number, "ok")
    found = asked(desk)
    assert (found.state, found.decided_by, found.note) == ("approved", "Deputy", "ok")
    assert (found.requested_by, found.decided_at) == ("Senior", desk.now())
    assert overtime.undecided(desk) == []
    month = figures(desk, posts["senior"])
    assert (month.approved_seconds, month.requested_seconds) == (2 * HOUR, 0)
    with pytest.raises(Problem, match="overtime 1 is decided already"):
        overtime.refuse(desk, number, "no")


def test_nobody_decides_their_own(desk: Desk, posts: dict[str, int]) -> None:
    sign_in.sign_in_as(desk, posts["deputy"])
    number = ask(desk)
    with pytest.raises(Problem, match="nobody decides their own overtime"):
        overtime.approve(desk, number)
    with pytest.raises(Problem, match="nobody decides their own overtime"):
        overtime.refuse(desk, number, "no")
    sign_in.sign_in_as(desk, posts["director"])
    overtime.refuse(desk, number, "hire somebody")
    assert (asked(desk).state, asked(desk).note) == ("refused", "hire somebody")


def test_refusing_says_why(desk: Desk, wf: int) -> None:
    number = ask(desk, wf)
    with pytest.raises(Problem, match="the reason can't be empty"):
        overtime.refuse(desk, number, " ")


def test_withdrawing(desk: Desk, posts: dict[str, int], wf: int) -> None:
    sign_in.sign_in_as(desk, wf)
    number = ask(desk)
    sign_in.sign_in_as(desk, posts["senior"])
    with pytest.raises(Problem, match="isn't the business of this post"):
        overtime.withdraw(desk, number)
    sign_in.sign_in_as(desk, wf)
    overtime.withdraw(desk, number)
    assert asked(desk).state == "withdrawn"
    assert figures(desk, wf).requested_seconds == 0
    assert ask(desk) == number + 1  # that time is free again


@pytest.mark.parametrize(
    ("start", "end", "reason", "why"),
    [
        ("24 17:00", "24 17:00", "x", "from a moment to a day"),
        ("24 17:00", "24 16:00", "x", "from a moment to a day"),
        ("24 17:00", "25 17:01", "x", "from a moment to a day"),
        ("24 17:00", "24 18:00", "", "the reason can't be empty"),
    ],
)
def test_what_is_no_overtime(
    desk: Desk, wf: int, start: str, end: str, reason: str, why: str
) -> None:
    with pytest.raises(Problem, match=why):
        overtime.request(desk, at(start), at(end), reason, wf)
    with pytest.raises(Problem, match="there is no overtime 7"):
        overtime.approve(desk, 7)
