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


@command("give-back", N_("Second line is done: the ticket goes back to who handed it over."))
@number_argument
@text_option
@version_option
@json_option
@click.pass_obj
def give_back(
    invocation: Invocation, number: str, text: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.give_back(desk, ticket, read_text(text), version),
    )


@command("wait", N_("Wait for the customer from now on: the solution clock stands still."))
@numbers_argument
@optional_text_option
@version_option
@json_option
@click.pass_obj
def wait(
    invocation: Invocation, numbers: tuple[str, ...], text: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_all(
        invocation,
        Handling.WAIT,
        numbers,
        as_json,
        lambda desk: Given(read_text(text)),
        lambda desk, ticket, given: tickets.wait(desk, ticket, given.text, version),
        {"--version": version},
    )


@command("resume", N_("The wait for the customer is over."))
@number_argument
@optional_text_option
@version_option
@json_option
@click.pass_obj
def resume(
    invocation: Invocation, number: str, text: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.resume(desk, ticket, read_text(text), version),
    )


commands = (assign, take, hand_over, give_back, wait, resume)
