"""Who may do what with a record, and when: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.handover.record import Record, Side, State
from floorboard.domain.problem import N_, Problem


class Deed(StrEnum):
    """What can be done with a record that was begun."""

    WRITE = "write"
    OFFER = "offer"
    WITHDRAW = "withdraw"
    PASS_ON = "pass_on"
    """Somebody else takes over than the roster says."""
    STAND_IN = "stand_in"
    """Somebody else hands over than who began it."""
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    SUMMARISE = "summarise"
    HAND_OVER = "hand_over"
    """The outgoing lead signs."""
    TAKE_OVER = "take_over"
    """The incoming lead signs: at this instant the responsibility moves."""
    AMEND = "amend"
    COUNTERSIGN = "countersign"


@dataclass(frozen=True, slots=True)
class _Rule:
    """In which states, by which side (None: by whoever the permissions let), and whether the
    outgoing lead has to have signed (True), must not have (False), or it doesn't matter."""

    states: frozenset[State]
    side: Side | None = None
    signed: bool | None = None


_DRAFT, _OFFERED = frozenset({State.DRAFT}), frozenset({State.OFFERED})
_OPEN, _ACCEPTED = _DRAFT | _OFFERED, frozenset({State.ACCEPTED})

_RULES: Mapping[Deed, _Rule] = {
    Deed.WRITE: _Rule(_DRAFT, Side.OUTGOING),
    Deed.OFFER: _Rule(_DRAFT, Side.OUTGOING),
    Deed.WITHDRAW: _Rule(_OFFERED, Side.OUTGOING),
    Deed.PASS_ON: _Rule(_OPEN, None, signed=False),
    Deed.STAND_IN: _Rule(_OPEN, None, signed=False),
    Deed.ACKNOWLEDGE: _Rule(_OFFERED, Side.INCOMING, signed=False),
    Deed.ASK: _Rule(_OFFERED, Side.INCOMING, signed=False),
    Deed.ANSWER: _Rule(_OFFERED, Side.OUTGOING, signed=False),
    Deed.SUMMARISE: _Rule(_OFFERED, Side.INCOMING, signed=False),
    Deed.HAND_OVER: _Rule(_OFFERED, Side.OUTGOING, signed=False),
    Deed.TAKE_OVER: _Rule(_OFFERED, Side.INCOMING, signed=True),
    Deed.AMEND: _Rule(_ACCEPTED),
    Deed.COUNTERSIGN: _Rule(_ACCEPTED, Side.MANAGER),
}

_NOT_NOW: Mapping[State, tuple[str, str]] = {
    State.DRAFT: (
        N_("this handover is still being written"),
        N_("The outgoing lead offers it first"),
    ),
    State.OFFERED: (
        N_("this handover is offered: what it says is frozen"),
        N_("The outgoing lead can withdraw it, change it and offer it again"),
    ),
    State.ACCEPTED: (
        N_("this handover is accepted: it doesn't change any more"),
        N_("Correct it by an addendum"),
    ),
}
"""Why a deed isn't possible in a state, and what is."""


def refusal(deed: Deed, record: Record, person_id: int | None) -> Problem | None:
    """Why somebody can't do it now; None where they can. `person_id` is None for a console that
    nobody signed in to: it may write where the permissions let it, never stand on a side."""
    rule = _RULES[deed]
    if record.state not in rule.states:
        what, fix = _NOT_NOW[record.state]
        return Problem(what, fix=fix)
    signed = record.signature(Side.OUTGOING) is not None
    if rule.signed is False and signed:
        return Problem(
            N_("the outgoing lead has signed already: nothing changes any more"),
            fix=N_("The incoming lead signs, or the outgoing lead withdraws it"),
        )
    return _not_theirs(rule, deed, record, person_id) or _not_ready(rule, deed, record, signed)


def _not_theirs(rule: _Rule, deed: Deed, record: Record, person_id: int | None) -> Problem | None:
    if deed is Deed.STAND_IN and (person_id is None or record.side_of(person_id) is not None):
        return Problem(
            N_("somebody else hands over for the outgoing lead, who doesn't take over either"),
            fix=N_("Sign in as somebody else"),
        )
    if rule.side is None:
        return None
    if rule.side is Side.MANAGER:
        return _no_manager(record, person_id)
    lead = record.outgoing if rule.side is Side.OUTGOING else record.incoming
    if lead is None:
        return Problem(
            N_("nobody is named who hands over")
            if rule.side is Side.OUTGOING
            else N_("nobody is named who takes over"),
            fix=N_("Pass it on to somebody first"),
        )
    if person_id == lead.id or (person_id is None and deed in (Deed.WRITE, Deed.OFFER)):
        return None
    return Problem(
        N_("this is for {name} to do, who hands over")
        if rule.side is Side.OUTGOING
        else N_("this is for {name} to do, who takes over"),
        fix=N_("Sign in as {name}"),
        name=lead.name,
    )


def _no_manager(record: Record, person_id: int | None) -> Problem | None:
    if record.signature(Side.MANAGER) is not None:
        return Problem(
            N_("this handover is countersigned already"), fix=N_("Nothing is left to sign")
        )
    if person_id is None or record.side_of(person_id) is not None:
        return Problem(
            N_("whoever handed over or took over can't countersign it"),
            fix=N_("The manager signs in to countersign"),
        )
    return None


def _not_ready(rule: _Rule, deed: Deed, record: Record, signed: bool) -> Problem | None:
    if rule.signed and not signed:
        return Problem(
            N_("the outgoing lead signs first"), fix=N_("Then the incoming lead takes over")
        )
    if deed is not Deed.HAND_OVER:
        return None
    if record.unacknowledged:
        return Problem(
            N_("critical items that the incoming lead hasn't acknowledged: {count}"),
            fix=N_("The incoming lead acknowledges each of them first"),
            count=len(record.unacknowledged),
        )
    if record.unanswered:
        return Problem(
            N_("questions without an answer: {count}"),
            fix=N_("Answer them first"),
            count=len(record.unanswered),
        )
    if not record.summary:
        return Problem(
            N_("the incoming lead's summary is missing"),
            fix=N_("The incoming lead says in their own words what they take over"),
        )
    return None
