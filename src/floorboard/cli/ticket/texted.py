"""The commands for deeds that take a text, and a version to be sure of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import Command, command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.ticket.doing import (
    Decorator,
    Given,
    on_all,
    on_one,
    read_text,
    version_option,
)
from floorboard.cli.ticket.finding import number_argument, numbers_argument

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.domain.handling import Handling

Act = Callable[["Desk", int, str, int | None], None]


def to_one(handling: Handling, help: str, text_option: Decorator) -> Command:
    """The command that does it to one ticket; `help` is marked with `N_`."""

    @command(_name(handling), help)
    @number_argument
    @text_option
    @version_option
    @json_option
    @click.pass_obj
    def one(
        invocation: Invocation, number: str, text: str, version: int | None, as_json: bool
    ) -> int:
        act = _deed(handling)
        return on_one(
            invocation,
            number,
            as_json,
            lambda desk, ticket: act(desk, ticket, read_text(text), version),
        )

    return one


def to_many(handling: Handling, help: str, text_option: Decorator) -> Command:
    """The command that does it to one ticket or more; `help` is marked with `N_`."""

    @command(_name(handling), help)
    @numbers_argument
    @text_option
    @version_option
    @json_option
    @click.pass_obj
    def many(
        invocation: Invocation,
        numbers: tuple[str, ...],
        text: str,
        version: int | None,
        as_json: bool,
    ) -> int:
        act = _deed(handling)
        return on_all(
            invocation,
            handling,
            numbers,
            as_json,
            lambda desk: Given(read_text(text)),
            lambda desk, ticket, given: act(desk, ticket, given.text, version),
            {"--version": version},
        )

    return many


def _name(handling: Handling) -> str:
    return handling.value.replace("_", "-")


def _deed(handling: Handling) -> Act:
    """The desk's deed, which is called as the handling is."""
    from floorboard.desk import tickets

    act: Act = getattr(tickets, handling.value)
    return act
