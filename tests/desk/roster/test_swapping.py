"""Swaps: offered, taken, refused, taken back, expired, and who may do which."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

import rostering
from floorboard.desk import sign_in, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, gaps, swapping
from floorboard.desk.roster.changing import NewOverride
from floorboard.desk.roster.swapping import Offer
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import OverrideKind
from floorboard.store.store import Actor
from rostering import ANN, BEN, CAT, DAN, LI, WANG, at

TURN = Offer("hotline", BEN, at("24 09:00"), at("24 17:00"), note="a wedding")


def states(desk: Desk) -> list[str]:
    found = swapping.listed(desk, at("23"), at("30"))
    return [swapping.state_of(each, desk.now()) for each in found]


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """The floor once people sign in: nobody does anything unsigned."""
    for person in (DAN, BEN, ANN, CAT):
        sign_in.set_pin(desk, person, "493817")
        desk.actor = Actor("desk-1", DAN)
    return desk


def test_whoever_offers_stays_on_until_somebody_takes_it(desk: Desk) -> None:
    rostering.check_undo(desk, lambda: swapping.offer(desk, TURN))
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN]
    (swap,) = swapping.listed(desk, at("23"), at("30"))
    assert (swap.to_id, swap.state, swap.expires_at) == (None, "offered", TURN.starts_at)
    rostering.check_undo(desk, lambda: swapping.take(desk, swap.id, DAN))
    assert rostering.on(desk, "hotline", "24 12:00") == [DAN]
    assert states(desk) == ["taken"]


def test_a_swap_there_and_back(desk: Desk) -> None:
    wanted = Offer(
        "nights", WANG, at("24 17:00"), at("25 01:00"), LI, at("25 17:00"), at("26 01:00")
    )
    swapping.take(desk, swapping.offer(desk, wanted), LI)
    assert rostering.turns(desk, "nights", "24 12:00", "26 12:00") == [
        "lw 24 17:00–01:00",
        "wf 25 17:00–01:00",
    ]


def test_what_was_to_come_back_must_still_be_theirs(desk: Desk) -> None:
    wanted = Offer(
        "nights", WANG, at("24 17:00"), at("25 01:00"), LI, at("25 17:00"), at("26 01:00")
    )
    number = swapping.offer(desk, wanted)
    back = NewOverride("nights", OverrideKind.REMOVE, LI, at("25 17:00"), at("26 01:00"))
    changing.override(desk, back)
    rostering.refuses(desk, lambda: swapping.take(desk, number, LI), "Li Wei isn't on Nights then")
    assert rostering.on(desk, "nights", "24 18:00") == [WANG]


def test_refused_and_taken_back(desk: Desk) -> None:
    number = swapping.offer(desk, replace(TURN, to_id=DAN))
    rostering.refuses(desk, lambda: swapping.take(desk, number, ANN), "offered to somebody else")
    rostering.refuses(desk, lambda: swapping.refuse(desk, number, ANN), "only whom it was offered")
    rostering.check_undo(desk, lambda: swapping.refuse(desk, number, DAN))
    rostering.refuses(desk, lambda: swapping.take(desk, number, DAN), "settled already")
    again = swapping.offer(desk, TURN)
    rostering.check_undo(desk, lambda: swapping.withdraw(desk, again))
    assert states(desk) == ["withdrawn", "refused"]
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN]


@pytest.mark.parametrize(("expires", "then"), [(None, "24 09:00"), (at("23 18:00"), "23 18:00")])
def test_an_offer_expires(desk: Desk, expires: int | None, then: str) -> None:
    number = swapping.offer(desk, replace(TURN, expires_at=expires))
    desk.clock = lambda: at(then) - 1
    assert states(desk) == ["offered"]
    desk.clock = lambda: at(then)
    assert states(desk) == ["expired"]
    for deed in (swapping.take, swapping.refuse):
        rostering.refuses(desk, partial(deed, desk, number, DAN), "has expired")
    assert rostering.on(desk, "hotline", "24 12:00") == [BEN]


def test_of_a_running_turn_what_remains_is_swapped(desk: Desk) -> None:
    desk.clock = lambda: at("24 11:00")
    number = swapping.offer(desk, TURN)
    desk.clock = lambda: at("24 13:00")
    assert states(desk) == ["offered"]
    rostering.check_undo(desk, lambda: swapping.take(desk, number, DAN))
    assert rostering.turns(desk, "hotline", "24", "25") == [
        "ben 24 09:00–13:00",
        "dan 24 13:00–17:00",
    ]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (replace(TURN, from_id=ANN), "Ann isn't on Hotline then"),
        (replace(TURN, to_id=BEN), "nobody swaps with themselves"),
        (replace(TURN, rota="none"), "there is no rota none"),
        (replace(TURN, to_id=99), "there is no such person"),
        (replace(TURN, starts_at=at("22 09:00"), ends_at=at("22 17:00")), "that time is over"),
        (replace(TURN, expires_at=at("23 09:00")), "would expire before"),
        (replace(TURN, expires_at=at("26 09:00")), "or after its turn"),
        (replace(TURN, return_starts_at=at("25 09:00"), return_ends_at=at("25 17:00")), "whose it"),
        (
            replace(
                TURN, to_id=DAN, return_starts_at=at("25 09:00"), return_ends_at=at("25 17:00")
            ),
            "Dan isn't on Hotline then",
        ),
    ],
)
def test_what_is_no_offer(desk: Desk, wanted: Offer, why: str) -> None:
    rostering.refuses(desk, lambda: swapping.offer(desk, wanted), why)


def test_who_is_away_takes_nothing(desk: Desk) -> None:
    changing.leave(desk, DAN, at("24"), at("25"))
    number = swapping.offer(desk, TURN)
    why = "Dan can't take this turn: on leave"
    rostering.refuses(desk, lambda: swapping.take(desk, number, DAN, anyway=True), why)
    rostering.refuses(desk, lambda: swapping.offer(desk, replace(TURN, to_id=DAN)), why)


def test_who_takes_a_turn_must_be_able_to(desk: Desk) -> None:
    desk.clock = lambda: at("23 08:00")
    evening = Offer("nights", WANG, at("24 17:00"), at("25 01:00"), BEN)
    number = swapping.offer(desk, evening)
    with pytest.raises(gaps.Unfit, match=r"Ben can't take this turn: no rest before it"):
        swapping.take(desk, number, BEN)
    rostering.check_undo(desk, lambda: swapping.take(desk, number, BEN, anyway=True))
    again = swapping.offer(desk, replace(TURN, starts_at=at("24 09:00"), ends_at=at("24 17:00")))
    add = NewOverride("nights", OverrideKind.ADD, DAN, at("24 16:00"), at("24 17:00"))
    changing.override(desk, add)
    with pytest.raises(Problem, match="Dan can't take this turn: on Nights"):
        swapping.take(desk, again, DAN, anyway=True)


def test_what_is_given_for_it_needs_no_rest(desk: Desk) -> None:
    desk.clock = lambda: at("23 08:00")
    ask = Offer("hotline", ANN, at("23 09:00"), at("23 17:00"), BEN, at("24 09:00"), at("24 17:00"))
    swapping.take(desk, swapping.offer(desk, ask), BEN)
    assert rostering.turns(desk, "hotline", "23", "25") == [
        "ben 23 09:00–17:00",
        "ann 24 09:00–17:00",
    ]


def test_what_is_no_longer_theirs_cant_be_taken(desk: Desk) -> None:
    number, second = swapping.offer(desk, TURN), swapping.offer(desk, TURN)
    swapping.take(desk, number, DAN)
    rostering.refuses(desk, lambda: swapping.take(desk, second, ANN), "Ben isn't on Hotline then")
    rostering.refuses(desk, lambda: swapping.take(desk, 99, ANN), "no swap 99")


def test_ones_own_turns_are_ones_own_business(signed: Desk) -> None:
    ann, ben, cat = (rostering.as_(signed, each) for each in (ANN, BEN, CAT))
    rostering.refuses(ann, lambda: swapping.offer(ann, TURN), "business of this post")
    number = swapping.offer(ben, TURN)
    rostering.refuses(ben, lambda: swapping.take(ben, number, ANN), "business of this post")
    rostering.refuses(ann, lambda: swapping.withdraw(ann, number), "business of this post")
    swapping.take(ann, number, ANN)
    assert rostering.on(signed, "hotline", "24 12:00") == [ANN]
    swapping.offer(cat, replace(TURN, from_id=ANN))  # the lead, for another


def test_a_swap_that_was_taken_meanwhile_isnt_undone(desk: Desk, other: Desk) -> None:
    number = swapping.offer(desk, TURN)
    swapping.take(other, number, DAN)
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)
    assert states(desk) == ["taken"]
