"""`roster staffing`: how many people a volume of calls needs."""

from __future__ import annotations

import click

from floorboard.cli.command import command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.domain.problem import N_

SHARE = click.FloatRange(0, 1)


@command(
    "staffing",
    N_(
        "Work out how many agents a volume of calls needs, by Erlang C.\n"
        "\n"
        "With --patience callers hang up after so long on average: Erlang A. Shares are 0 to 1."
        " With --agents it tells what so many would give."
    ),
)
@option("--calls", type=float, required=True, metavar="N", help=N_("Calls in the period."))
@option(
    "--minutes",
    type=float,
    default=30.0,
    show_default=True,
    help=N_("How long the period is."),
)
@option(
    "--handling",
    type=float,
    required=True,
    metavar="SECONDS",
    help=N_("How long a call keeps an agent, with the work after it."),
)
@option(
    "--answer",
    type=float,
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help=N_("Within how long calls are to be answered."),
)
@option(
    "--level",
    type=SHARE,
    default=0.8,
    show_default=True,
    help=N_("The share of calls to be answered in that time."),
)
@option(
    "--patience",
    type=float,
    metavar="SECONDS",
    help=N_("How long callers wait on average until they hang up."),
)
@option(
    "--max-occupancy",
    type=SHARE,
    default=1.0,
    show_default=True,
    help=N_("The share of their time that agents may be busy."),
)
@option(
    "--shrinkage",
    type=SHARE,
    default=0.0,
    show_default=True,
    help=N_("The share of rostered time lost to breaks, training, leave and illness."),
)
@option("--agents", type=int, metavar="N", help=N_("Tell what so many agents give."))
@json_option
@click.pass_obj
def staffing(
    invocation: Invocation,
    calls: float,
    minutes: float,
    handling: float,
    answer: float,
    level: float,
    patience: float | None,
    max_occupancy: float,
    shrinkage: float,
    agents: int | None,
    as_json: bool,
) -> None:
    from floorboard.domain.roster import staffing as erlang
    from floorboard.reports import staffing as shown

    load = erlang.offered_load(calls, minutes * 60, handling)
    traffic = erlang.Traffic(load, handling, patience)
    if agents is None:
        wanted = erlang.agents_needed(traffic, answer, level, max_occupancy)
    else:
        wanted = agents
    found = erlang.service(traffic, wanted, answer) if wanted else None
    heads = erlang.heads(wanted, shrinkage)
    if as_json:
        print_json(
            {
                "load": load,
                "agents": wanted,
                "heads": heads,
                "service": found,
                "formula": shown.formula(traffic),
                "sources": shown.sources(traffic),
            }
        )
    else:
        print_lines(shown.lines(traffic, wanted, heads, found, answer))


commands = (staffing,)
