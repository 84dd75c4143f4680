"""When the board reminds of the handover, and when it goes up the ladder."""

from __future__ import annotations

import pytest

import deeds
from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.desk.handover import Due
from relieving import (
    CHANGE,
    HAN,
    HOUR,
    PIN,
    accepted,
    agree,
    as_,
    drafted,
    offered,
    record,
    set_clock,
)

MINUTE = 60


@pytest.mark.parametrize(
    ("minutes", "due"),
    [(-60, None), (-31, None), (-30, Due.BEGIN), (0, Due.BEGIN), (14, Due.BEGIN), (15, None)],
)
def test_a_floor_that_never_handed_over_is_reminded_about_the_change(
    desk: Desk, minutes: int, due: Due | None
) -> None:
    set_clock(desk, CHANGE + minutes * MINUTE)
    found = handover.reminder(desk)
    if due is None:
        assert found is None
    else:
        assert found is not None
        assert (found.due, found.planned_at, found.number) == (due, CHANGE, None)


def test_a_floor_that_hands_over_is_reminded_until_it_does(desk: Desk) -> None:
    set_clock(desk, CHANGE - 20 * MINUTE)
    accepted(desk)
    set_clock(desk, CHANGE + 10 * HOUR)
    found = handover.reminder(desk)
    assert found is not None
    assert (found.due, found.planned_at, found.overdue) == (Due.BEGIN, CHANGE + 8 * HOUR, True)


def test_after_a_handover_nothing_is_owed(desk: Desk) -> None:
    set_clock(desk, CHANGE - 20 * MINUTE)
    accepted(desk)
    assert handover.reminder(desk) is None
    set_clock(desk, CHANGE + 7 * HOUR)
    assert handover.reminder(desk) is None
    set_clock(desk, CHANGE + 8 * HOUR - 30 * MINUTE)
    found = handover.reminder(desk)
    assert found is not None
    assert (found.due, found.planned_at) == (Due.BEGIN, CHANGE + 8 * HOUR)


def test_what_is_begun_is_reminded_of_until_it_is_accepted(desk: Desk) -> None:
    number = drafted(desk)
    assert handover.reminder(desk) is None, "an hour is left"
    set_clock(desk, CHANGE - 30 * MINUTE)
    found = handover.reminder(desk)
    assert found is not None
    assert (found.due, found.number, found.overdue) == (Due.OFFER, number, False)
    handover.offer(desk, number)
    found = handover.reminder(desk)
    assert found is not None
    assert found.due is Due.ACCEPT
    set_clock(desk, CHANGE + 15 * MINUTE)
    found = handover.reminder(desk)
    assert found is not None
    assert found.overdue


def test_what_nobody_accepts_goes_up_the_ladder_once(desk: Desk) -> None:
    number = offered(desk)
    set_clock(desk, CHANGE + 15 * MINUTE - 1)
    assert not handover.raise_overdue(desk)
    set_clock(desk, CHANGE + 15 * MINUTE)
    assert handover.raise_overdue(desk)
    assert not handover.raise_overdue(as_(desk, HAN))
    (rung,) = handover.rungs(desk)
    assert (rung.planned_at, rung.people, rung.gap) == (CHANGE, ("Sun Li",), False)
    agree(desk, number)
    handover.hand_over(desk, number, PIN)
    handover.take_over(desk, number, PIN)
    assert handover.rungs(desk) == []
    assert [each.closed_at for each in handover.rungs(desk, closed=True)] == [CHANGE + 15 * MINUTE]
    assert not handover.raise_overdue(desk)
    deeds.check(desk)


def test_it_goes_up_where_nobody_even_began(desk: Desk) -> None:
    set_clock(desk, CHANGE + HOUR)
    assert not handover.raise_overdue(desk), "a floor that never handed over may not mean to"
    set_clock(desk, CHANGE - HOUR)
    accepted(desk)
    set_clock(desk, CHANGE + 9 * HOUR)
    assert handover.raise_overdue(desk)
    assert [each.planned_at for each in handover.rungs(desk)] == [CHANGE + 8 * HOUR]


def test_who_took_over_early_hands_over_the_shift_that_comes(desk: Desk) -> None:
    set_clock(desk, CHANGE - 20 * MINUTE)
    accepted(desk)
    found = record(desk, handover.begin(as_(desk, HAN)))
    assert (found.starts_at, found.ends_at) == (CHANGE, CHANGE + 8 * HOUR)


def test_where_the_clock_stands_still_nothing_is_raised(desk: Desk) -> None:
    set_clock(desk, CHANGE + HOUR)
    desk.frozen = True
    assert not handover.raise_overdue(desk)


def test_a_floor_without_leads_is_left_alone(desk: Desk) -> None:
    with desk.store.deed("test", "roster", desk.actor, desk.now()) as deed:
        deed.db.execute("UPDATE rota SET leads = 0")
    set_clock(desk, CHANGE + HOUR)
    assert handover.reminder(desk) is None
    assert not handover.raise_overdue(desk)
