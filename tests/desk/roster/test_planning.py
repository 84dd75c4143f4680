"""Planned turns: written as one deed, locked, and never two for one person at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import rostering
from floorboard.desk import undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, planning
from floorboard.desk.roster.changing import NewOverride
from floorboard.desk.roster.planning import NewTurn, Planned
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import OverrideKind
from floorboard.store.queries import roster as queries
from rostering import ANN, BEN, CAT, DAN, GUS, at

HOTLINE = 1
WEEK = [(at("23"), at("30"))]


def turn(person: int, first: str, last: str) -> NewTurn:
    return NewTurn(HOTLINE, person, at(first), at(last))


def write(desk: Desk, turns: Sequence[NewTurn], *, clear: bool = True) -> Planned:
    return planning.write(
        desk, turns, "roster/hotline", clearing=[HOTLINE] if clear else (), spans=WEEK
    )


def numbers(desk: Desk) -> dict[str, int]:
    """The hotline's turns by person and day."""
    with desk.store.reading() as db:
        found = queries.turns(db, at("23"), at("30"))[HOTLINE]
    return {f"{each.person_id} {rostering.told(each.starts_at)[:2]}": each.id for each in found}


def test_a_week_takes_the_place_of_another(desk: Desk) -> None:
    new = [turn(CAT, "24 09:00", "24 17:00"), turn(ANN, "25 09:00", "25 17:00")]
    kept = numbers(desk)[f"{ANN} 25"]
    rostering.check_undo(desk, lambda: write(desk, new))
    assert rostering.turns(desk, "hotline", "23", "30") == [
        "ann 23 09:00–17:00",  # it has begun
        "cat 24 09:00–17:00",
        "ann 25 09:00–17:00",  # it was there already
        "ben 26 09:00–17:00",  # it is locked
    ]
    assert numbers(desk)[f"{ANN} 25"] == kept
    assert write(desk, new) == Planned(0, 0)


def test_what_it_would_do(desk: Desk) -> None:
    new = [turn(CAT, "24 09:00", "24 17:00")]
    seen = planning.foreseen(desk, new, clearing=[HOTLINE], spans=WEEK)
    assert seen == write(desk, new) == Planned(1, 2)


def test_nothing_goes_where_nothing_is_cleared(desk: Desk) -> None:
    assert write(desk, [turn(CAT, "24 09:00", "24 17:00")], clear=False) == Planned(1, 0)
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN, CAT]


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        ([turn(BEN, "26 12:00", "26 18:00")], "Ben has another turn there already"),  # locked
        ([turn(ANN, "23 12:00", "23 18:00")], "Ann has another turn there already"),  # begun
        (
            [turn(CAT, "27 09:00", "27 17:00"), turn(CAT, "27 12:00", "27 20:00")],
            "Cat has another turn there already",
        ),
        (
            [turn(CAT, "27 09:00", "27 17:00"), turn(CAT, "27 09:00", "27 20:00")],
            "Cat has another turn there already",
        ),
        ([turn(CAT, "22 09:00", "22 17:00")], "that time is over"),
        ([turn(GUS, "12-01 09:00", "12-01 17:00")], "Gus doesn't work here then"),
    ],
)
def test_what_is_refused(desk: Desk, turns: list[NewTurn], why: str) -> None:
    rostering.refuses(desk, lambda: write(desk, turns), why)


def test_locking(desk: Desk) -> None:
    number = numbers(desk)[f"{BEN} 24"]
    rostering.check_undo(desk, lambda: planning.lock(desk, [number], True))
    assert planning.lock(desk, [number], True) == 0
    write(desk, [])
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN]
    assert planning.lock(desk, [number], False) == 1
    write(desk, [])
    assert rostering.on(desk, "hotline", "24 12:00") == []
    rostering.refuses(desk, lambda: planning.lock(desk, [number], True), "any more")


def test_what_is_done_on_top_stays_when_turns_are_undone(desk: Desk, other: Desk) -> None:
    write(desk, [turn(CAT, "27 09:00", "27 17:00")])
    new = NewOverride("hotline", OverrideKind.ADD, DAN, at("27 09:00"), at("27 17:00"))
    changing.override(other, new)
    undoing.undo(desk)
    assert rostering.on(desk, "hotline", "27 12:00") == [DAN]


def test_turns_that_another_console_locked_since_arent_undone(desk: Desk, other: Desk) -> None:
    write(desk, [turn(CAT, "27 09:00", "27 17:00")])
    planning.lock(other, [numbers(desk)[f"{CAT} 27"]], True)
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)
    assert rostering.on(desk, "hotline", "27 12:00") == [CAT]
