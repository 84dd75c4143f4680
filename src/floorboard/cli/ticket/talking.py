"""`ticket note`, `reply`, `chase` and `promise`."""

from __future__ import annotations

import click

from floorboard.cli.command import command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.ticket.agreeing import agreed, agreed_options
from floorboard.cli.ticket.doing import (
    Given,
    on_all,
    on_one,
    optional_text_option,
    read_text,
    text_option,
)
from floorboard.cli.ticket.finding import number_argument, numbers_argument
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_
from floorboard.i18n import _


@command("note", N_("Add a note for colleagues. It answers nothing and moves no clock."))
@numbers_argument
@text_option
@json_option
@click.pass_obj
def note(invocation: Invocation, numbers: tuple[str, ...], text: str, as_json: bool) -> int:
    from floorboard.desk import tickets

    return on_all(
        invocation,
        Handling.NOTE,
        numbers,
        as_json,
        lambda desk: Given(read_text(text)),
        lambda desk, ticket, given: tickets.note(desk, ticket, given.text),
        {},
    )


@command(
    "reply",
    N_(
        "Put on record what the customer was told.\n"
        "\n"
        "It keeps what was promised and starts the next round of the status-reply clock. With"
        " --until or --in, the next word is promised by then."
    ),
)
@number_argument
@text_option
@agreed_options
@json_option
@click.pass_obj
def reply(
    invocation: Invocation,
    number: str,
    text: str,
    until: str | None,
    within: str | None,
    as_json: bool,
) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.reply(
            desk, ticket, read_text(text), agreed(desk, until, within)
        ),
    )


@command(
    "chase",
    N_("Put on record that the customer asked again. It ends a wait for them, no clock starts."),
)
@number_argument
@text_option
@json_option
@click.pass_obj
def chase(invocation: Invocation, number: str, text: str, as_json: bool) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.chase(desk, ticket, read_text(text)),
    )


@command("promise", N_("Agree with the customer by when they hear from us: that is due then."))
@number_argument
@agreed_options
@optional_text_option
@json_option
@click.pass_obj
def promise(
    invocation: Invocation,
    number: str,
    until: str | None,
    within: str | None,
    text: str,
    as_json: bool,
) -> int:
    from floorboard.desk import tickets
    from floorboard.desk.desk import Desk

    if until is None and within is None:
        raise click.UsageError(_("By when? Give --until or --in."))

    def act(desk: Desk, ticket: int) -> None:
        at = agreed(desk, until, within)
        assert at is not None
        tickets.promise(desk, ticket, at, read_text(text))

    return on_one(invocation, number, as_json, act)


commands = (note, reply, chase, promise)
