"""`complaints`: the register of complaints and suggestions."""

from __future__ import annotations

import click

from floorboard.cli.command import as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.report import from_option, period, to_option, zone_of, zone_option
from floorboard.domain.problem import N_
from floorboard.domain.ticket import State


@command(
    "complaints",
    N_(
        "List complaints and suggestions: received, answered, solved, in time or late, rated.\n"
        "\n"
        "All of them, the newest first; options narrow. Repeat one for a choice."
    ),
)
@option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["complaint", "suggestion"]),
    help=N_("Only complaints, or only suggestions."),
)
@option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help=N_("Only those in this state."),
)
@option(
    "--project",
    "projects",
    multiple=True,
    metavar="NAME",
    help=N_("Only this project: its code, or part of its name."),
)
@from_option
@to_option
@zone_option
@option("--overdue", is_flag=True, help=N_("Only open ones that are past their next due time."))
@option("--late", is_flag=True, help=N_("Only those answered or solved late, or overdue."))
@option(
    "--satisfaction",
    multiple=True,
    type=click.IntRange(1, 5),
    help=N_("Only those that the customer rated so."),
)
@option(
    "--limit",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help=N_("How many to show at most."),
)
@json_option
@as_of_option
@click.pass_obj
def list_complaints(
    invocation: Invocation,
    kinds: tuple[str, ...],
    states: tuple[str, ...],
    projects: tuple[str, ...],
    start: str | None,
    end: str | None,
    zone: str | None,
    overdue: bool,
    late: bool,
    satisfaction: tuple[int, ...],
    limit: int,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import register
    from floorboard.domain.register import REGISTERED
    from floorboard.reports import register as shown

    with invocation.desk(as_of) as desk:
        where = zone_of(desk, zone)
        first, last = period(desk, where, start, end)
        question = register.Question(
            kinds=kinds or tuple(REGISTERED),
            states=states,
            projects=projects,
            start=first,
            end=last,
            overdue=overdue,
            late=late,
            satisfaction=satisfaction,
        )
        found = register.page(desk, question, limit)
        now = desk.now()
    if as_json:
        document = {"as_of": now, "zone": where.key, "total": found.total, "entries": found.entries}
        print_json(document)
    else:
        print_lines(shown.lines(found.entries, found.total, now, where, terminal_width()))


commands = {"complaints": list_complaints}
