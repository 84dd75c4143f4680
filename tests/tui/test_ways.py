"""What deeds ask for, read from what is typed."""

from __future__ import annotations

import pytest

from console import NOW, ZONE
from floorboard.desk.tickets.work import ACTIONS
from floorboard.domain.handling import Handling, refusal
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import State
from floorboard.tui import deeds, keymap
from floorboard.tui.deeds import Rating
from floorboard.tui.screens.deed_menu import HANDLING_OF_ACTION


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("4", Rating(4, "", False)),
        (" 5 quick and kind ", Rating(5, "quick and kind", False)),
        ("2! still fails", Rating(2, "still fails", True)),
        ("1!", Rating(1, "", True)),
        ("3!!", Rating(3, "!", True)),
    ],
)
def test_a_rating(typed: str, found: Rating) -> None:
    assert deeds.rating(typed) == found


@pytest.mark.parametrize("typed", ["", "0", "6", "12", "good", "-1", "!2", "５"])
def test_no_rating(typed: str) -> None:
    with pytest.raises(Problem):
        deeds.rating(typed)


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("#1107", 1107), (" # 12 ", 12)])
def test_a_number(typed: str, number: int) -> None:
    assert deeds.number(typed) == number


@pytest.mark.parametrize("typed", ["", "#", "12a", "-4", "1.5", "9" * 16, "²", "1 2"])
def test_no_number(typed: str) -> None:
    with pytest.raises(Problem):
        deeds.number(typed)


def test_an_empty_text_is_refused_where_one_is_needed() -> None:
    for handling, way in deeds.WAYS.items():
        if way.asks == "text":
            with pytest.raises(Problem):
                deeds.read(way, "  \n ", NOW, ZONE)
        elif way.asks == "note":
            assert deeds.read(way, "", NOW, ZONE) == "", handling


def test_every_handling_has_its_way_and_its_key() -> None:
    assert set(deeds.WAYS) == set(Handling) == set(ACTIONS)
    keys = {action.id for action in keymap.TICKET_ACTIONS}
    for handling, way in deeds.WAYS.items():
        assert way.action in keys
        name = HANDLING_OF_ACTION[way.action]
        assert name == handling.value or handling in deeds.PAIRS[name]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", deeds.PAIRS)
def test_a_key_for_two_means_the_possible_one(name: str, state: State) -> None:
    meant = deeds.meant(name, state.value)
    possible = [each for each in deeds.PAIRS[name] if refusal(each, state) is None]
    assert meant is (possible[0] if possible else deeds.PAIRS[name][0])


def test_what_can_be_taken_back_has_a_name() -> None:
    assert all(deeds.noun(action) != action for action in [*ACTIONS.values(), "ticket.opened"])
