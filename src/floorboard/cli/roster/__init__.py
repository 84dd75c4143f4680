"""`roster`: who is on and why, what changes it, and where nobody is."""

from __future__ import annotations

import click

from floorboard.cli.command import group
from floorboard.cli.roster import changing, cover, defining, files, reading, staffing, swapping
from floorboard.domain.problem import N_


@group(
    "roster",
    N_(
        "Show the roster, ask it why, and change it.\n"
        "\n"
        "Times are the centre's, or ISO 8601 with an offset: 2026-11-23 17:00, 17:00 for today,"
        " tomorrow 9:00, Thu 17:00. What changes the roster can be taken back with"
        " `floorboard undo`."
    ),
)
@click.pass_obj
def roster(invocation: object) -> None:
    pass


for topic in (reading, cover, changing, swapping, defining, files, staffing):
    for each in topic.commands:
        roster.add_command(each)

commands = {"roster": roster}
