"""What is said about a ticket: among colleagues, to the customer, and by the customer."""

from __future__ import annotations

from floorboard.desk import centre, intake, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.tickets.work import ACTIONS, Work, handle, said
from floorboard.domain.handling import Handling
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import EventKind
from floorboard.store.queries import floor

LONGEST_PROMISE = 366 * 86400
"""Seconds. A time that is further away is a slip of the keyboard."""


def note(desk: Desk, ticket_id: int, text: str) -> None:
    """Add a note for colleagues. It changes no field, so an edit that somebody else has begun
    stays possible."""
    body = said(text, N_("the note"))
    with handle(desk, ticket_id, Handling.NOTE) as work:
        noted(work, body)


def noted(work: Work, text: str) -> None:
    work.event(EventKind.NOTE, text)


def reply(desk: Desk, ticket_id: int, text: str, promise_until: Instant | None = None) -> None:
    """Put on record what the customer was told: it answers them, keeps what was promised and
    starts the next round. With `promise_until`, the next word is promised by then."""
    body = said(text, N_("the reply"))
    with handle(desk, ticket_id, Handling.REPLY) as work:
        work.step(Handling.REPLY)
        work.event(EventKind.REPLY, body)
        if promise_until is not None:
            permissions.check_too(work.deed, ACTIONS[Handling.PROMISE])
            _agree(work, promise_until, "")


def chase(desk: Desk, ticket_id: int, text: str) -> None:
    """The customer wrote or called again: it moves no clock, but ends a wait for them."""
    body = said(text, N_("what the customer said"))
    with handle(desk, ticket_id, Handling.CHASE) as work:
        work.step(Handling.CHASE)
        work.event(EventKind.CHASED, body)


def promise(desk: Desk, ticket_id: int, until: Instant, text: str = "") -> None:
    """Agree with the customer that they hear from us by `until`: that is the due time then."""
    body = intake.text(text, N_("the note"))
    with handle(desk, ticket_id, Handling.PROMISE) as work:
        work.step(Handling.PROMISE)
        _agree(work, until, body)


def _agree(work: Work, until: Instant, body: str) -> None:
    zone = centre.of(floor.settings(work.deed.db)).zone
    if until <= work.at:
        raise Problem(
            N_("{when} is over already"),
            when=centre.shown(until, zone),
            fix=N_("Promise a time that is still to come; nothing was saved"),
        )
    if until > work.at + LONGEST_PROMISE:
        raise Problem(
            N_("{when} is more than a year away"),
            when=centre.shown(until, zone),
            fix=N_("Promise a nearer time; nothing was saved"),
        )
    work.event(EventKind.PROMISED, body, until)
