"""`ticket new`: a ticket for who is on the phone, or for what a telephone system reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.ticket import finding
from floorboard.cli.ticket.doing import read_text, standing
from floorboard.cli.ticket.shaping import kind_option, owner_option, priority_option, project_option
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import Channel, Kind
from floorboard.i18n import _

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.store.queries.customers import Caller


@command(
    "new",
    N_(
        "Open a ticket and print its number.\n"
        "\n"
        "A known telephone number finds its customer, however it is written; otherwise the name of"
        " a known customer does, or a new one is made of name and number. Which it was is said on"
        " standard error."
    ),
)
@option("--title", metavar="TEXT", required=True, help=N_("What it is about, in a line."))
@option("--customer", metavar="NAME", help=N_("The customer's name."))
@option("--phone", metavar="NUMBER", help=N_("The customer's telephone number."))
@option(
    "--body",
    metavar="TEXT|-",
    default="",
    help=N_("What the customer said; `-` reads standard input."),
)
@kind_option
@option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    default=Channel.PHONE.value,
    show_default=True,
    help=N_("How it came in."),
)
@priority_option
@project_option
@owner_option
@json_option
@click.pass_obj
def new(
    invocation: Invocation,
    title: str,
    customer: str | None,
    phone: str | None,
    body: str,
    kind: str | None,
    channel: str,
    priority: int | None,
    project: str | None,
    owner: str | None,
    as_json: bool,
) -> None:
    from floorboard.desk import tickets

    with invocation.desk() as desk:
        desk.check_clock()
        known = _known(desk, (customer or "").strip(), (phone or "").strip())
        fresh = None
        if known is None and customer:
            fresh = tickets.NewCustomer(customer, phone=phone or "")
        number = tickets.open_ticket(
            desk,
            tickets.OpenTicket(
                title=title,
                kind=kind or Kind.INCIDENT.value,
                channel=channel,
                body=read_text(body, "--body"),
                priority=priority or 3,
                project_id=None if project is None else finding.project(desk, project),
                owner_id=None if owner is None else finding.owner(desk, owner),
                customer_id=None if known is None else known.id,
                new_customer=fresh,
            ),
        )
        ticket = finding.find(desk, str(number))
    if as_json:
        told = {"name": ticket.customer, "new": fresh is not None} if ticket.customer else None
        print_json(standing(ticket) | {"customer": told})
        return
    print_lines([str(number)])
    if ticket.customer:
        said = _("customer: {name}") if fresh is None else _("new customer: {name}")
        print(clean_line(said.format(name=ticket.customer)), file=sys.stderr)


commands = (new,)


def _known(desk: Desk, name: str, phone: str) -> Caller | None:
    """The customer of this number; without one, of this name. None where there is none."""
    from floorboard.desk.customers import several
    from floorboard.store.queries import customers

    with desk.store.reading() as db:
        found = customers.by_phone(db, phone)
        if len(found) > 1 and name:
            found = [each for each in found if each.name.casefold() == name.casefold()]
        if not found and name and not phone:
            found = customers.by_name(db, name)
    if len(found) > 1:
        raise several(found, N_("Give both --customer and --phone"))
    if not found and phone and not name:
        raise Problem(
            N_("no customer has the number {phone}"),
            fix=N_("Give --customer too: then a new one is made"),
            phone=phone,
        )
    return found[0] if found else None
