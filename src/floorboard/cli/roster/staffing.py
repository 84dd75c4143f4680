"""`roster staffing`: how many people a volume of calls needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from floorboard.cli.command import Function, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.domain import agreed_time
from floorboard.domain.problem import N_
from floorboard.i18n import _


class _Duration(click.ParamType[float]):
    """A length of time in seconds: a number of them, or as people say it, `5m`, `1m 30s`."""

    name = "duration"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            return float(value)
        except ValueError:
            seconds = agreed_time.span(value)
        if seconds is None:
            text = _("{text} is no length of time; write it like {examples}")
            self.fail(text.format(text=repr(value), examples="300, 5m, 1m 30s, 5分钟"), param, ctx)
        return float(seconds)


_DURATION, _SHARE = _Duration(), click.FloatRange(0, 1)


def _time(name: str, help: str, **more: Any) -> Callable[[Function], Function]:
    return option(name, type=_DURATION, metavar="TIME", help=help, **more)


def _share(name: str, default: float, help: str) -> Callable[[Function], Function]:
    return option(name, type=_SHARE, default=default, show_default=True, help=help)


@command(
    "staffing",
    N_(
        "Work out how many agents a volume of calls needs, by Erlang C.\n"
        "\n"
        "With --patience callers hang up after so long on average: Erlang A. Shares are 0 to 1,"
        " times seconds, or like 5m. With --agents it tells what so many would give."
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
@_time("--handling", N_("How long a call keeps an agent, with the work after it."), required=True)
@_time(
    "--answer",
    N_("Within how long calls are to be answered."),
    default=20.0,
    show_default=True,
)
@_share("--level", 0.8, N_("The share of calls to be answered in that time."))
@_time("--patience", N_("How long callers wait on average until they hang up."))
@_share("--max-occupancy", 1.0, N_("The share of their time that agents may be busy."))
@_share(
    "--shrinkage",
    0.0,
    N_("The share of rostered time lost to breaks, training, leave and illness."),
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
