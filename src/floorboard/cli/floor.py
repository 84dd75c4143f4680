"""`new`: an empty floor."""

from __future__ import annotations

import click

from floorboard.cli.command import command, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_lines
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _


@command(
    "new",
    N_(
        "Make the store of a new floor, without people and tickets.\n"
        "\n"
        "It comes with the program's calendars, its policy and three shifts."
    ),
)
@option("--name", required=True, help=N_("What the centre is called."))
@option("--name-zh", default="", help=N_("What it is called in Chinese."))
@option(
    "--zone",
    required=True,
    metavar="ZONE",
    help=N_("The time zone it lives by, as Asia/Shanghai or Europe/Berlin."),
)
@click.pass_obj
def make_floor(invocation: Invocation, name: str, name_zh: str, zone: str) -> None:
    from floorboard.desk import floor
    from floorboard.desk.desk import system_clock

    path = invocation.path
    floor.create(path, system_clock(), name=name, name_zh=name_zh, zone=zone)
    print_lines([clean_line(_("made {path}").format(path=path))])


commands = {"new": make_floor}
