"""`customer`: who calls, put right."""

from __future__ import annotations

import click

from floorboard.cli.command import NUMBER, argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _


@group("customer", N_("Put right what is known of a customer."))
def customer() -> None: ...


@command("edit", N_("Change a customer's name, organisation or numbers; what isn't given stays."))
@argument("who", metavar="WHO", help=N_("A telephone number, a name, pinyin or initials."))
@option("--name", metavar="NAME", help=N_("The customer's name."))
@option("--organisation", metavar="NAME", help=N_("Where they work; an empty one for nowhere."))
@option("--phone", metavar="NUMBER", help=N_("The customer's telephone number."))
@option("--email", metavar="ADDRESS", help=N_("Their e-mail address."))
@option(
    "--version",
    type=NUMBER,
    metavar="N",
    help=N_("Only if the customer is still as at this version, which --json tells."),
)
@json_option
@click.pass_obj
def edit(
    invocation: Invocation,
    who: str,
    name: str | None,
    organisation: str | None,
    phone: str | None,
    email: str | None,
    version: int | None,
    as_json: bool,
) -> None:
    from floorboard.desk import customers

    fields = {"name": name, "organisation": organisation, "phone": phone, "email": email}
    written = {field: text for field, text in fields.items() if text is not None}
    if not written:
        raise click.UsageError(_("What is to change? Give a field's option."))
    with invocation.desk() as desk:
        number = customers.found(desk, who).id
        customers.edit(desk, number, written, version)
        row = customers.shown(desk, number)
    if as_json:
        print_json(row)
    else:
        told = (row["name"], row["organisation"], row["phone"], row["email"])
        print_lines([clean_line("  ".join(str(each) for each in told if each))])


customer.add_command(edit)

commands = {"customer": customer}
