"""`import`: tickets from another system's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.progress import Bar
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told

if TYPE_CHECKING:
    from floorboard.desk.imports import ImportReport


@group("import", N_("Take in what other systems have exported."))
def imports() -> None: ...


commands = {"import": imports}


@command(
    "tickets",
    N_(
        "Import tickets from CSV, TSV, XLSX, JSON or JSON Lines files.\n"
        "\n"
        "All files go in together or not at all. The same file again changes nothing; a newer"
        " export updates. Rows that can't be read are written to a reject file beside their file,"
        " and the rest goes in."
    ),
)
@argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(path_type=Path),
    help=N_("What the other system has exported."),
)
@option(
    "--profile",
    metavar="NAME|FILE",
    help=N_("How the columns are called; by default the header tells which of the profiles fits."),
)
@option(
    "--map",
    "mappings",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=N_("Take FIELD from COLUMN, whatever the profile says; may be repeated."),
)
@option("--zone", metavar="ZONE", help=N_("The time zone of wall times, as Europe/Berlin."))
@option(
    "--date-order",
    type=click.Choice(["ymd", "dmy", "mdy"]),
    help=N_("How dates such as 05/04/2016 are meant, where the file leaves it open."),
)
@option("--dry-run", is_flag=True, help=N_("Say what would happen, and change nothing."))
@option("--strict", is_flag=True, help=N_("Change nothing if any row can't be read."))
@json_option
@click.pass_obj
def import_tickets(
    invocation: Invocation,
    files: tuple[Path, ...],
    profile: str | None,
    mappings: tuple[str, ...],
    zone: str | None,
    date_order: str | None,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    raise NotImplementedError


imports.add_command(import_tickets)
