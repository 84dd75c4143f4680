"""Overrides, temporary schedules and leave: what they do and refuse, and taking them back."""

from __future__ import annotations

from functools import partial

import pytest

import rostering
from floorboard.desk import attendance, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing
from floorboard.desk.roster.changing import NewOverride, PlannedTurn
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import OverrideKind
from rostering import ANN, BEN, CAT, DAN, GUS, WANG, at

ADD, REMOVE, REPLACE = OverrideKind


def change(
    kind: OverrideKind,
    person: int,
    first: str = "24 09:00",
    last: str = "24 17:00",
    replaces: int | None = None,
    rota: str = "hotline",
) -> NewOverride:
    return NewOverride(rota, kind, person, at(first), at(last), replaces, "because")


@pytest.mark.parametrize(
    ("new", "then"),
    [
        (change(ADD, DAN), [BEN, DAN]),
        (change(REMOVE, BEN), []),
        (change(REPLACE, DAN, replaces=BEN), [DAN]),
    ],
)
def test_who_is_on_then(desk: Desk, new: NewOverride, then: list[int]) -> None:
    rostering.check_undo(desk, lambda: changing.override(desk, new))
    assert rostering.on(desk, "hotline", "24 12:00") == then
    assert rostering.on(desk, "hotline", "25 12:00") == [ANN]


def test_withdrawing(desk: Desk) -> None:
    number = changing.override(desk, change(REMOVE, BEN))
    rostering.check_undo(desk, lambda: changing.withdraw_override(desk, number))
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN]
    rostering.refuses(desk, lambda: changing.withdraw_override(desk, number), "any more")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (change(ADD, BEN), "Ben is on Hotline then already"),
        (change(REMOVE, ANN), "Ann isn't on Hotline then"),
        (change(REPLACE, DAN, replaces=ANN), "Ann isn't on Hotline then"),
        (change(REPLACE, BEN, replaces=BEN), "can't stand for themselves"),
        (change(ADD, GUS, "12-02 09:00", "12-02 17:00"), "Gus doesn't work here then"),
        (change(ADD, 99), "there is no such person"),
        (change(ADD, DAN, rota="none"), "there is no rota none"),
        (change(ADD, DAN, "24 17:00", "24 17:00"), "later than the start"),
        (change(ADD, DAN, "22 09:00", "22 17:00"), "that time is over"),
        (NewOverride("hotline", ADD, DAN, at("24"), at("24") + 401 * 86400), "more than a year"),
        (NewOverride("hotline", ADD, DAN, at("24"), at("25"), None, "x" * 301), "is too long"),
    ],
)
def test_what_is_refused(desk: Desk, new: NewOverride, why: str) -> None:
    rostering.refuses(desk, lambda: changing.override(desk, new), why)


def test_what_was_stays_when_a_running_override_is_taken_back(desk: Desk) -> None:
    number = changing.override(desk, change(ADD, DAN, "23 12:00", "23 15:00"))
    desk.clock = lambda: at("23 14:00")
    rostering.check_undo(desk, lambda: changing.withdraw_override(desk, number))
    assert DAN in rostering.on(desk, "hotline", "23 13:00")
    assert DAN not in rostering.on(desk, "hotline", "23 14:30")


@pytest.mark.parametrize(
    "new",
    [
        change(ADD, DAN, "22 09:00", "24 17:00"),
        change(REMOVE, ANN, "21 09:00", "24 17:00"),
        change(REPLACE, DAN, "21 09:00", "24 17:00", ANN),
    ],
)
def test_who_was_on_stays_whatever_is_changed_later(desk: Desk, new: NewOverride) -> None:
    desk.clock = lambda: at("23 12:00")
    was = rostering.turns(desk, "hotline", "20", "23 12:00")
    then = rostering.on(desk, "hotline", "23 13:00")
    changing.override(desk, new)
    assert rostering.turns(desk, "hotline", "20", "23 12:00") == was
    assert rostering.on(desk, "hotline", "23 13:00") != then


def test_what_is_over_stays(desk: Desk) -> None:
    number = changing.override(desk, change(ADD, DAN, "23 12:00", "23 13:00"))
    desk.clock = lambda: at("23 14:00")
    rostering.refuses(desk, lambda: changing.withdraw_override(desk, number), "that time is over")


def test_a_temporary_schedule(desk: Desk) -> None:
    turns = [PlannedTurn(DAN, at("24 10:00"), at("24 12:00"))]
    make = partial(changing.schedule, desk, "hotline", "move", at("24"), at("26"), turns)
    rostering.check_undo(desk, make)
    assert rostering.turns(desk, "hotline", "23", "27") == [
        "ann 23 09:00–17:00",
        "dan 24 10:00–12:00",
        "ben 26 09:00–17:00",
    ]
    outside = [PlannedTurn(DAN, at("23 12:00"), at("24 12:00"))]
    rostering.refuses(
        desk,
        lambda: changing.schedule(desk, "hotline", "move", at("24"), at("26"), outside),
        "a turn of Dan lies outside",
    )


def test_leave_leaves_a_hole(desk: Desk) -> None:
    rostering.check_undo(desk, lambda: changing.leave(desk, WANG, at("24"), at("25"), "ill"))
    assert rostering.on(desk, "nights", "24 18:00") == []
    rostering.refuses(
        desk, lambda: changing.leave(desk, WANG, at("24 12:00"), at("25")), "on leave then already"
    )


def test_ending_a_leave(desk: Desk) -> None:
    coming = changing.leave(desk, WANG, at("24"), at("25"))
    rostering.check_undo(desk, lambda: changing.end_leave(desk, coming))
    assert rostering.on(desk, "nights", "24 18:00") == [WANG]
    running = changing.leave(desk, ANN, at("23"), at("26"))
    assert rostering.on(desk, "hotline", "23 12:00") == []
    rostering.check_undo(desk, lambda: changing.end_leave(desk, running))
    assert rostering.on(desk, "hotline", "23 12:00") == [ANN]
    rostering.refuses(desk, lambda: changing.end_leave(desk, running), "that time is over")


def test_leave_that_is_told_late_takes_nobody_off_who_was_on(desk: Desk) -> None:
    number = changing.leave(desk, ANN, at("22"), at("26"), "ill")
    assert rostering.turns(desk, "hotline", "23", "26") == [
        "ann 23 09:00–11:00",
        "ben 24 09:00–17:00",
    ]
    with desk.store.reading() as db:
        away = [each for each in attendance.planned(db, at("23"), at("26"))[ANN] if each.away]
    assert [rostering.told(each.start) for each in away] == ["23 09:00", "25 09:00"]
    desk.clock = lambda: at("24")
    rostering.check_undo(desk, lambda: changing.end_leave(desk, number))
    assert rostering.on(desk, "hotline", "23 10:00") == [ANN]
    assert rostering.on(desk, "hotline", "23 12:00") == []
    assert rostering.on(desk, "hotline", "25 12:00") == [ANN]


def test_who_stands_in_comes_though_the_other_is_on_leave(desk: Desk) -> None:
    changing.leave(desk, BEN, at("24"), at("25"))
    changing.override(desk, change(REPLACE, DAN, replaces=BEN))
    assert rostering.on(desk, "hotline", "24 12:00") == [DAN]


def test_what_another_console_changed_since_cant_be_undone(desk: Desk, other: Desk) -> None:
    number = changing.override(desk, change(ADD, CAT))
    changing.withdraw_override(other, number)
    before = rostering.on(desk, "hotline", "24 12:00")
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)
    assert rostering.on(desk, "hotline", "24 12:00") == before


def test_a_schedule_that_has_begun_ends_now(desk: Desk) -> None:
    turns = [
        PlannedTurn(DAN, at("24 00:00"), at("24 20:00")),
        PlannedTurn(CAT, at("25 09:00"), at("25 17:00")),
    ]
    number = changing.schedule(desk, "hotline", "move", at("24 00:00"), at("26 00:00"), turns)
    later = rostering.as_(desk, None)
    later.clock = lambda: at("24 12:00")
    rostering.check_undo(later, lambda: changing.withdraw_schedule(later, number))
    assert rostering.on(later, "hotline", "24 11:00") == [DAN]
    assert rostering.on(later, "hotline", "24 13:00") == [BEN]
    assert rostering.on(later, "hotline", "25 12:00") == [ANN]
    rostering.refuses(later, lambda: changing.withdraw_schedule(later, number), "over")
