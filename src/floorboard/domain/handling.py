"""What can be done with a ticket, and in which state: one table for desk, screen and tests."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import OPEN_STATES, State


class Handling(StrEnum):
    """A thing done with a ticket that exists. Opening one is no handling."""

    NOTE = "note"
    REPLY = "reply"
    CHASE = "chase"
    PROMISE = "promise"
    ASSIGN = "assign"
    TAKE = "take"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    WAIT = "wait"
    RESUME = "resume"
    SOLVE = "solve"
    CLOSE = "close"
    REOPEN = "reopen"
    RATE = "rate"
    EDIT = "edit"
    LINK = "link"
    MERGE = "merge"
    SPLIT = "split"


ANY = frozenset(State)
NOT_CLOSED = ANY - {State.CLOSED}
AT_REST = frozenset({State.SOLVED, State.CLOSED})

POSSIBLE: Mapping[Handling, frozenset[State]] = {
    Handling.NOTE: ANY,
    Handling.REPLY: NOT_CLOSED,
    Handling.CHASE: ANY,
    Handling.PROMISE: OPEN_STATES,
    Handling.ASSIGN: OPEN_STATES,
    Handling.TAKE: OPEN_STATES,
    Handling.HAND_OVER: OPEN_STATES - {State.SECOND_LINE},
    Handling.GIVE_BACK: frozenset({State.SECOND_LINE}),
    Handling.WAIT: OPEN_STATES - {State.WAITING},
    Handling.RESUME: frozenset({State.WAITING}),
    Handling.SOLVE: OPEN_STATES,
    Handling.CLOSE: frozenset({State.SOLVED}),
    Handling.REOPEN: AT_REST,
    Handling.RATE: AT_REST,
    Handling.EDIT: NOT_CLOSED,
    Handling.LINK: ANY,
    Handling.MERGE: OPEN_STATES,
    Handling.SPLIT: OPEN_STATES,
}
"""The states in which each is possible."""

LEADS_TO: Mapping[Handling, State] = {
    Handling.HAND_OVER: State.SECOND_LINE,
    Handling.GIVE_BACK: State.OPEN,
    Handling.WAIT: State.WAITING,
    Handling.SOLVE: State.SOLVED,
    Handling.CLOSE: State.CLOSED,
    Handling.MERGE: State.CLOSED,
    Handling.REOPEN: State.OPEN,
}
"""The state that each leads to; `after` knows the rest."""

_BEGINS = frozenset({Handling.REPLY, Handling.PROMISE, Handling.ASSIGN, Handling.TAKE})

_RESTING = {
    State.SOLVED: N_("it is solved: reopen it first"),
    State.CLOSED: N_("it is closed: reopen it first"),
}
_REASONS = {
    Handling.HAND_OVER: N_("second line has it already"),
    Handling.GIVE_BACK: N_("second line doesn't have it"),
    Handling.WAIT: N_("it is waiting for the customer already"),
    Handling.RESUME: N_("it isn't waiting for the customer"),
    Handling.CLOSE: N_("it isn't solved yet"),
    Handling.REOPEN: N_("it is still open"),
    Handling.RATE: N_("it is still open"),
}


def refusal(handling: Handling, state: State) -> Problem | None:
    """Why `handling` isn't possible with a ticket in `state`; None where it is."""
    if state in POSSIBLE[handling]:
        return None
    if state is State.CLOSED and handling is Handling.CLOSE:
        return Problem(N_("it is closed already"))
    if state in _RESTING and not POSSIBLE[handling] & AT_REST:
        return Problem(_RESTING[state])
    return Problem(_REASONS.get(handling) or _RESTING[state])


def after(handling: Handling, state: State, *, handed_over: bool = False) -> State:
    """The state after `handling`. A new ticket is open once somebody deals with it.

    One that waited goes back to second line where it was `handed_over`; so does one on which the
    customer wrote again.
    """
    if handling in LEADS_TO:
        return LEADS_TO[handling]
    resumed = handling is Handling.RESUME or (handling is Handling.CHASE and state is State.WAITING)
    if resumed:
        return State.SECOND_LINE if handed_over else State.OPEN
    if state is State.NEW and handling in _BEGINS:
        return State.OPEN
    return state
