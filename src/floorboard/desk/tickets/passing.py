"""Whose turn it is: the owner, second line and back, and the customer."""

from __future__ import annotations

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.tickets.work import Work, handle, owner_or_nobody, said
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import EventKind


def assign(desk: Desk, ticket_id: int, owner_id: int | None, version: int | None = None) -> None:
    """Make somebody the owner, or with None nobody."""
    with handle(desk, ticket_id, Handling.ASSIGN, version) as work:
        if not assigned(work, owner_id):
            work.deed.withdraw()


def assigned(work: Work, owner_id: int | None) -> bool:
    """Give it to its owner; whether it was somebody else's before."""
    if (work.row["owner_id"], work.row["owner_label"]) == (owner_id, ""):
        return False
    work.give_to(owner_id)
    if owner_id is not None:
        work.step(Handling.ASSIGN)
    return True


def take(desk: Desk, ticket_id: int, version: int | None = None) -> None:
    """Make it one's own."""
    with handle(desk, ticket_id, Handling.TAKE, version) as work:
        if not taken(work):
            raise Problem(N_("#{number} is yours already"), number=ticket_id)


def taken(work: Work) -> bool:
    """Make it one's own; whether it wasn't before."""
    person = work.deed.by.person_id
    if person is None:
        raise Problem(N_("nobody is signed in who could take it"), fix=N_("Sign in, or assign it"))
    if work.row["owner_id"] == person:
        return False
    work.give_to(person)
    work.step(Handling.TAKE)
    return True


def hand_over(
    desk: Desk, ticket_id: int, text: str, to: int | None = None, version: int | None = None
) -> None:
    """Hand it to second line: to somebody there, or to whoever takes it. Its owner keeps following
    it until it is solved."""
    body = said(text, N_("what second line must know"))
    with handle(desk, ticket_id, Handling.HAND_OVER, version) as work:
        handed_over(work, body, to)


def handed_over(work: Work, text: str, to: int | None = None) -> None:
    first = work.row["first_owner_id"] or work.row["owner_id"] or work.deed.by.person_id
    work.step(Handling.HAND_OVER)
    work.set(first_owner_id=first)
    work.event(EventKind.SECOND_LINE, text)
    work.give_to(to)


def give_back(desk: Desk, ticket_id: int, text: str, version: int | None = None) -> None:
    """Second line is done with it: it goes back to whoever handed it over, or to nobody where they
    don't work here today."""
    body = said(text, N_("what second line found"))
    with handle(desk, ticket_id, Handling.GIVE_BACK, version) as work:
        first = work.row["first_owner_id"]
        work.step(Handling.GIVE_BACK)
        work.set(first_owner_id=None)
        work.event(EventKind.RETURNED, body)
        if first is not None:
            work.give_to(owner_or_nobody(work.deed, first))


def wait(desk: Desk, ticket_id: int, text: str = "", version: int | None = None) -> None:
    """From here the centre waits for the customer: the solution clock stands still meanwhile."""
    body = intake.text(text, N_("the note"))
    with handle(desk, ticket_id, Handling.WAIT, version) as work:
        waiting(work, body)


def waiting(work: Work, text: str) -> None:
    work.step(Handling.WAIT)
    work.event(EventKind.WAITING, text)


def resume(desk: Desk, ticket_id: int, text: str = "", version: int | None = None) -> None:
    """The wait for the customer is over."""
    body = intake.text(text, N_("the note"))
    with handle(desk, ticket_id, Handling.RESUME, version) as work:
        work.step(Handling.RESUME)
        work.event(EventKind.RESUMED, body)
