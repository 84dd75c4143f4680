"""`ticket assign`, `take`, `hand-over`, `give-back`, `wait` and `resume`."""

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
from floorboard.cli.ticket.finding import number_argument, numbers_argument, owner
from floorboard.cli.ticket.texted import to_many, to_one
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_


@command("assign", N_("Give tickets to somebody, or with `none` to nobody."))
@numbers_argument
@argument("who", metavar="PERSON", help=N_("A code, a name or a part of it; `none` for nobody."))
@version_option
@json_option
@click.pass_obj
def assign(
    invocation: Invocation, numbers: tuple[str, ...], who: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_all(
        invocation,
        Handling.ASSIGN,
        numbers,
        as_json,
        lambda desk: Given(owner_id=owner(desk, who)),
        lambda desk, ticket, given: tickets.assign(desk, ticket, given.owner_id, version),
        {"--version": version},
    )


@command("take", N_("Make a ticket your own; it needs --as before the command."))
@number_argument
@version_option
@json_option
@click.pass_obj
def take(invocation: Invocation, number: str, version: int | None, as_json: bool) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation, number, as_json, lambda desk, ticket: tickets.take(desk, ticket, version)
    )


@command(
    "hand-over",
    N_("Hand tickets to second line. Their owners keep following them until they are solved."),
)
@numbers_argument
@text_option
@option("--to", metavar="PERSON", help=N_("Who there gets it; otherwise whoever takes it."))
@version_option
@json_option
@click.pass_obj
def hand_over(
    invocation: Invocation,
    numbers: tuple[str, ...],
    text: str,
    to: str | None,
    version: int | None,
    as_json: bool,
) -> int:
    from floorboard.desk import tickets

    return on_all(
        invocation,
        Handling.HAND_OVER,
        numbers,
        as_json,
        lambda desk: Given(read_text(text), None if to is None else owner(desk, to)),
        lambda desk, ticket, given: tickets.hand_over(
            desk, ticket, given.text, given.owner_id, version
        ),
        {"--to": to, "--version": version},
    )


give_back = to_one(
    Handling.GIVE_BACK,
    N_("Second line is done: the ticket goes back to who handed it over."),
    text_option,
)
wait = to_many(
    Handling.WAIT,
    N_("Wait for the customer from now on: the solution clock stands still."),
    optional_text_option,
)
resume = to_one(Handling.RESUME, N_("The wait for the customer is over."), optional_text_option)

commands = (assign, take, hand_over, give_back, wait, resume)
