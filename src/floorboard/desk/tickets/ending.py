"""How a ticket ends, how satisfied the customer is, and how it begins anew."""

from __future__ import annotations

from floorboard.desk import intake, ladder, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.tickets.work import ACTIONS, Work, handle, said
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import EventKind

SATISFACTION = range(1, 6)
"""From 1, the customer disagrees, to 5, very satisfied."""


def solve(desk: Desk, ticket_id: int, text: str, version: int | None = None) -> None:
    """Put on record how it was solved and that the customer was told; it closes every open rung."""
    body = said(text, N_("how it was solved"))
    with handle(desk, ticket_id, Handling.SOLVE, version) as work:
        solved(work, body)


def solved(work: Work, text: str) -> None:
    work.step(Handling.SOLVE)
    work.set(first_owner_id=None)
    work.event(EventKind.SOLVED, text)
    ladder.close_open(work.deed, work.id, work.at)


def close(desk: Desk, ticket_id: int, version: int | None = None) -> None:
    """Put a solved ticket away."""
    with handle(desk, ticket_id, Handling.CLOSE, version) as work:
        closed(work)


def closed(work: Work) -> None:
    work.step(Handling.CLOSE)
    work.event(EventKind.CLOSED)


def reopen(desk: Desk, ticket_id: int, text: str, version: int | None = None) -> None:
    """It wasn't solved after all: its clocks go on, and its ladder begins anew."""
    body = said(text, N_("why it is reopened"))
    with handle(desk, ticket_id, Handling.REOPEN, version) as work:
        _reopened(work, body)


def _reopened(work: Work, text: str) -> None:
    work.step(Handling.REOPEN)
    work.set(reopen_count=work.row["reopen_count"] + 1)
    work.event(EventKind.REOPENED, text)


def rate(
    desk: Desk, ticket_id: int, satisfaction: int, text: str = "", *, disagrees: bool = False
) -> None:
    """Put on record how satisfied the customer is, from 1 to 5. One who `disagrees` that it is
    solved has it reopened."""
    if satisfaction not in SATISFACTION:
        raise Problem(N_("satisfaction is a number from 1 to 5, not {given}"), given=satisfaction)
    body = intake.text(text, N_("the note"))
    with handle(desk, ticket_id, Handling.RATE) as work:
        work.set(satisfaction=satisfaction)
        work.event(EventKind.RATED, f"{satisfaction}/5 {body}".strip())
        if disagrees:
            permissions.check_too(work.deed, ACTIONS[Handling.REOPEN])
            _reopened(work, body)
