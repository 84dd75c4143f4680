"""`ticket solve`, `close`, `reopen` and `rate`."""

from __future__ import annotations

import click

from floorboard.cli.command import argument, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.ticket.doing import (
    Given,
    on_all,
    on_one,
    optional_text_option,
    read_text,
    text_option,
    version_option,
)
from floorboard.cli.ticket.finding import number_argument, numbers_argument
from floorboard.cli.ticket.texted import to_many, to_one
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_

solve = to_many(
    Handling.SOLVE,
    N_("Put on record how tickets were solved, and that the customer was told."),
    text_option,
)


@command("close", N_("Put solved tickets away."))
@numbers_argument
@version_option
@json_option
@click.pass_obj
def close(
    invocation: Invocation, numbers: tuple[str, ...], version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_all(
        invocation,
        Handling.CLOSE,
        numbers,
        as_json,
        lambda desk: Given(),
        lambda desk, ticket, given: tickets.close(desk, ticket, version),
        {"--version": version},
    )


reopen = to_one(
    Handling.REOPEN, N_("It wasn't solved after all: the ticket's clocks go on."), text_option
)


@command("rate", N_("Put on record how satisfied the customer is with a solved ticket."))
@number_argument
@argument(
    "satisfaction",
    metavar="1-5",
    type=click.IntRange(1, 5),
    help=N_("From 1, not at all, to 5, very satisfied."),
)
@optional_text_option
@option("--disagrees", is_flag=True, help=N_("The customer says it isn't solved: reopen it."))
@json_option
@click.pass_obj
def rate(
    invocation: Invocation,
    number: str,
    satisfaction: int,
    text: str,
    disagrees: bool,
    as_json: bool,
) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.rate(
            desk, ticket, satisfaction, read_text(text), disagrees=disagrees
        ),
    )


commands = (solve, close, reopen, rate)
