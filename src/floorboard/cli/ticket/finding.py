"""What is named on the command line: tickets, owners and projects, one and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floorboard.cli.command import argument
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.store.views.ticket import TicketView

number_argument = argument(
    "number", metavar="NUMBER", help=N_("Our number, or what its source system calls it.")
)
numbers_argument = argument(
    "numbers",
    metavar="NUMBER…",
    nargs=-1,
    required=True,
    help=N_("Tickets by our numbers or their sources'; several are one deed, undone as one."),
)


def find(desk: Desk, number: str) -> TicketView:
    """The ticket of our number, or the only one that a source system calls so."""
    from floorboard.store.queries import tickets

    ours = _number(number)
    with desk.store.reading() as db:
        found = None if ours is None else tickets.by_id(db, ours)
        theirs = tickets.by_external_id(db, number)
    if found is not None:
        return found
    if len(theirs) == 1:
        return theirs[0]
    if theirs:
        raise Problem(
            N_("{count} tickets are called {number}"),
            fix=N_("Name one of {numbers}"),
            count=len(theirs),
            number=number,
            numbers=_(", ").join(f"#{each.id}" for each in theirs),
        )
    raise Problem(
        N_("there is no ticket {number}"),
        fix=N_("`floorboard tickets --all` lists them"),
        number=number,
    )


def recorded(desk: Desk, number: str) -> int:
    """The number of a ticket that there is, or that the journal tells of: an opening that was
    undone took its ticket away."""
    from floorboard.store.queries import entries

    ours = _number(number)
    if ours is not None:
        with desk.store.reading() as db:
            if next(entries.of_ticket(db, ours, limit=1), None) is not None:
                return ours
    return find(desk, number).id


def owner(desk: Desk, name: str) -> int | None:
    """The person's number, None for the word for nobody."""
    from floorboard.desk import people
    from floorboard.desk.filtering import NOBODY

    if name.strip().lower() in NOBODY:
        return None
    return people.found(desk, name, left_too=False).id


def customer(desk: Desk, name: str) -> int | None:
    """The number of the one customer of this telephone number or name; None for the word for
    none."""
    from floorboard.desk import customers
    from floorboard.desk.filtering import NOBODY

    return None if name.strip().lower() in NOBODY else customers.found(desk, name).id


def project(desk: Desk, name: str) -> int | None:
    """The number of the one project of this code or name, or that contains it; None for the word
    for none."""
    from floorboard.desk.filtering import NOBODY
    from floorboard.store.queries import floor

    if name.strip().lower() in NOBODY:
        return None
    with desk.store.reading() as db:
        part = floor.projects_named(db, name) if name.strip() else []
    wanted = name.strip().casefold()
    whole = [
        each
        for each in part
        if wanted in (each.code.casefold(), each.name.casefold(), each.name_zh)
    ]
    found = whole or part
    if len(found) > 1:
        raise Problem(
            N_("several projects are called {name}"),
            fix=N_("Give the code: {codes}"),
            name=name,
            codes=_(", ").join(each.code for each in found),
        )
    if not found:
        raise Problem(N_("there is no project {number}"), number=name)
    return found[0].id


def _number(written: str) -> int | None:
    """Our number, where it can be one."""
    digits = written.removeprefix("#")
    plain = digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(digits) if plain else None
