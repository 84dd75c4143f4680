"""`ticket edit`, `link`, `merge` and `split`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from floorboard.cli.command import argument, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.ticket.doing import Given, on_all, on_one, say, version_option
from floorboard.cli.ticket.finding import (
    customer,
    find,
    number_argument,
    numbers_argument,
    owner,
    project,
)
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_
from floorboard.domain.ticket import Kind
from floorboard.i18n import _

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk

kind_option = option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), help=N_("What the customer wants.")
)


class Priority(click.IntRange):
    """From 1 to 5, as a number or as it is shown: `P2`."""

    def __init__(self) -> None:
        super().__init__(1, 5)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, str) and value[:1] in ("P", "p"):
            value = value[1:]
        return super().convert(value, param, ctx)


priority_option = option("--priority", type=Priority(), help=N_("1, the most urgent, to 5."))
project_option = option(
    "--project", metavar="NAME", help=N_("A project's code, or part of its name; `none` for none.")
)
owner_option = option(
    "--owner", metavar="PERSON", help=N_("A code, a name or a part of it; `none` for nobody.")
)
customer_option = option(
    "--customer",
    metavar="NAME",
    help=N_("A telephone number, a name, pinyin or initials; `none` for none."),
)
other_argument = argument("other", metavar="OTHER", help=N_("The other ticket's number."))


@command("edit", N_("Change fields of tickets; what isn't given stays."))
@numbers_argument
@option("--title", metavar="TEXT", help=N_("The title, of one ticket alone."))
@kind_option
@priority_option
@project_option
@owner_option
@customer_option
@version_option
@json_option
@click.pass_obj
def edit(
    invocation: Invocation,
    numbers: tuple[str, ...],
    title: str | None,
    kind: str | None,
    priority: int | None,
    project: str | None,
    owner: str | None,
    customer: str | None,
    version: int | None,
    as_json: bool,
) -> int:
    plain = {"title": title, "kind": kind, "priority": priority}
    fields = {name: value for name, value in plain.items() if value is not None}
    named = {"project": project, "owner": owner, "customer": customer}
    if not fields and not any(name is not None for name in named.values()):
        raise click.UsageError(_("What is to change? Give a field's option."))
    return on_all(
        invocation,
        Handling.EDIT,
        numbers,
        as_json,
        lambda desk: Given(fields=fields | _named(desk, named)),
        lambda desk, ticket, given: _edit(desk, ticket, version, given.fields),
        {"--title": title, "--version": version},
    )


_FINDING = {"project": project, "owner": owner, "customer": customer}


def _named(desk: Desk, named: Mapping[str, str | None]) -> dict[str, object]:
    """The fields that are given by a name."""
    return {
        f"{field}_id": _FINDING[field](desk, name)
        for field, name in named.items()
        if name is not None
    }


def _edit(desk: Desk, ticket: int, version: int | None, fields: Mapping[str, object]) -> None:
    """Change it as it is now, or as it was at `version`."""
    from floorboard.desk import tickets

    seen = find(desk, str(ticket)).version if version is None else version
    tickets.edit(desk, ticket, seen, **fields)  # type: ignore[arg-type] # fields of its own


@command("link", N_("Tie two tickets together that have to do with each other."))
@number_argument
@other_argument
@json_option
@click.pass_obj
def link(invocation: Invocation, number: str, other: str, as_json: bool) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.link(desk, ticket, find(desk, other).id),
    )


@command("merge", N_("Close a ticket that is about the same as another one, which goes on."))
@number_argument
@other_argument
@version_option
@json_option
@click.pass_obj
def merge(
    invocation: Invocation, number: str, other: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    return on_one(
        invocation,
        number,
        as_json,
        lambda desk, ticket: tickets.merge(desk, ticket, find(desk, other).id, version),
    )


@command("split", N_("Open another ticket for a part of this one, and print its number."))
@number_argument
@option("--title", metavar="TEXT", required=True, help=N_("The new ticket's title."))
@version_option
@json_option
@click.pass_obj
def split(
    invocation: Invocation, number: str, title: str, version: int | None, as_json: bool
) -> int:
    from floorboard.desk import tickets

    with invocation.desk() as desk:
        ticket = find(desk, number).id
        say(desk, tickets.split(desk, ticket, title, version), as_json, split_from=ticket)
    return 0


commands = (edit, link, merge, split)
