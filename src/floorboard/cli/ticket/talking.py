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
    say_agreed,
    text_option,
)
from floorboard.cli.ticket.finding import find, number_argument, numbers_argument
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

    with invocation.desk() as desk:
        ticket, at = find(desk, number).id, agreed(desk, until, within)
        tickets.reply(desk, ticket, read_text(text), at)
        say_agreed(desk, ticket, as_json, at)
    return 0


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

    if until is None and within is None:
        raise click.UsageError(_("By when? Give --until or --in."))

    with invocation.desk() as desk:
        ticket, at = find(desk, number).id, agreed(desk, until, within)
        assert at is not None
        tickets.promise(desk, ticket, at, read_text(text))
        say_agreed(desk, ticket, as_json, at)
    return 0


commands = (note, reply, chase, promise)
