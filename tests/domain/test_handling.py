"""What can be done with a ticket, in which state, and where it leads: the whole table."""

from __future__ import annotations

import pytest

from floorboard import i18n
from floorboard.domain.handling import Handling, after, refusal
from floorboard.domain.ticket import State

GRID = """
             new          open         second_line  waiting      solved       closed
note         new          open         second_line  waiting      solved       closed
reply        open         open         second_line  waiting      solved       -
chase        new          open         second_line  open         solved       closed
promise      open         open         second_line  waiting      -            -
assign       open         open         second_line  waiting      -            -
take         open         open         second_line  waiting      -            -
hand_over    second_line  second_line  -            second_line  -            -
give_back    -            -            open         -            -            -
wait         waiting      waiting      waiting      -            -            -
resume       -            -            -            open         -            -
solve        solved       solved       solved       solved       -            -
close        -            -            -            -            closed       -
reopen       -            -            -            -            open         open
rate         -            -            -            -            solved       closed
edit         new          open         second_line  waiting      solved       -
link         new          open         second_line  waiting      solved       closed
merge        closed       closed       closed       closed       -            -
split        new          open         second_line  waiting      -            -
"""
"""A handling on the left, the state it is done in on top: where it leads; `-` where it can't be."""


def grid() -> dict[tuple[Handling, State], State | None]:
    top, *rows = [line.split() for line in GRID.strip().splitlines()]
    assert all(len(row) == 1 + len(top) for row in rows)
    return {
        (Handling(handling), State(state)): None if cell == "-" else State(cell)
        for handling, *cells in rows
        for state, cell in zip(top, cells, strict=True)
    }


def test_the_grid_has_every_handling_in_every_state() -> None:
    assert grid().keys() == {(handling, state) for handling in Handling for state in State}


@pytest.mark.parametrize(("handling", "state"), grid())
def test_what_is_possible_and_where_it_leads(handling: Handling, state: State) -> None:
    wanted = grid()[handling, state]
    refused = refusal(handling, state)
    assert (refused is None) == (wanted is not None)
    if wanted is not None:
        assert after(handling, state) is wanted


@pytest.mark.parametrize("handling", Handling)
def test_a_ticket_that_waited_goes_back_to_second_line_where_that_has_it(
    handling: Handling,
) -> None:
    ends_wait = handling in (Handling.CHASE, Handling.RESUME)
    wanted = State.SECOND_LINE if ends_wait else after(handling, State.WAITING)
    assert after(handling, State.WAITING, handed_over=True) is wanted


@pytest.mark.parametrize(
    ("handling", "state", "reason"),
    [
        (Handling.REPLY, State.CLOSED, "it is closed: reopen it first"),
        (Handling.EDIT, State.CLOSED, "it is closed: reopen it first"),
        (Handling.PROMISE, State.SOLVED, "it is solved: reopen it first"),
        (Handling.ASSIGN, State.CLOSED, "it is closed: reopen it first"),
        (Handling.HAND_OVER, State.SECOND_LINE, "second line has it already"),
        (Handling.HAND_OVER, State.SOLVED, "it is solved: reopen it first"),
        (Handling.GIVE_BACK, State.OPEN, "second line doesn't have it"),
        (Handling.GIVE_BACK, State.CLOSED, "it is closed: reopen it first"),
        (Handling.WAIT, State.WAITING, "it is waiting for the customer already"),
        (Handling.RESUME, State.NEW, "it isn't waiting for the customer"),
        (Handling.SOLVE, State.SOLVED, "it is solved: reopen it first"),
        (Handling.CLOSE, State.OPEN, "it isn't solved yet"),
        (Handling.CLOSE, State.CLOSED, "it is closed already"),
        (Handling.REOPEN, State.WAITING, "it is still open"),
        (Handling.RATE, State.NEW, "it is still open"),
    ],
)
def test_the_reason_says_what_stands_in_the_way(
    handling: Handling, state: State, reason: str
) -> None:
    refused = refusal(handling, state)
    assert refused is not None
    assert i18n.told(refused) == reason
