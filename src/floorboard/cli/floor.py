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
        "It comes with office hours in its zone, the program's policy and three shifts."
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
@option(
    "--country",
    default="",
    metavar="XX",
    help=N_("Whose public holidays it keeps; by default China's in China, none elsewhere."),
)
@click.pass_obj
def make_floor(invocation: Invocation, name: str, name_zh: str, zone: str, country: str) -> None:
    from floorboard.cli.instants import zone_named
    from floorboard.desk import floor
    from floorboard.desk.desk import system_clock

    zone = zone_named(zone, "--zone").key
    path = invocation.path
    now = system_clock()
    floor.create(path, now, name=name, name_zh=name_zh, zone=zone, country=country)
    print_lines([clean_line(_("made {path}").format(path=path))])


commands = {"new": make_floor}
