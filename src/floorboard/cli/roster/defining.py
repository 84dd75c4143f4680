"""`roster rota …`, `need`: which rotas there are, and how many people each needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import NUMBER, argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.roster.times import minutes, rota_argument, rota_code
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.roster.defining import Loaded, NeedLine


@group("rota", N_("Define the rotas: from TOML files into the store, and back into files."))
def rota_group() -> None: ...


@command(
    "load",
    N_(
        "Put rotas from TOML files into the store, each in place of the one of its code.\n"
        "\n"
        "Needs and rotations become the file's. Turns, overrides, schedules and swaps do too where"
        " the file has any of the kind; else they stay. data/rotas/hotline.toml is an example.\n"
        "\n"
        "A file by which others would have been on in the past year is refused."
    ),
)
@argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    help=N_("A .toml file with one rota."),
)
@option("--anyway", is_flag=True, help=N_("Even if it says that others were on than were."))
@json_option
@click.pass_obj
def load(invocation: Invocation, files: tuple[Path, ...], anyway: bool, as_json: bool) -> None:
    from floorboard.desk.roster import defining

    with invocation.desk() as desk:
        done = [defining.load(desk, file, anyway=anyway) for file in files]
    if as_json:
        print_json({"rotas": done})
        return
    print_lines(line for each in done for line in _loaded(each))


@command("print", N_("Print a rota as the TOML file that `load` takes back unchanged."))
@rota_argument
@click.pass_obj
def print_rota(invocation: Invocation, rota: str) -> None:
    from floorboard.desk.roster import defining

    with invocation.desk() as desk:
        text = defining.printed(desk, rota_code(desk, rota))
    print_lines(text.rstrip("\n").split("\n"))


@command("list", N_("List the rotas: rotations, people in them, and needs."))
@json_option
@click.pass_obj
def list_rotas(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk.roster import defining

    with invocation.desk() as desk:
        found = defining.listed(desk)
    if as_json:
        print_json({"rotas": found})
        return
    columns = [
        Column(_("Code")),
        Column(_("Name"), cut=True),
        Column(_("Rotations"), right=True),
        Column(_("People"), right=True),
        Column(_("Needs"), right=True),
    ]
    rows: list[list[object]] = [
        [
            each.rota.code,
            pick(each.rota.name, each.rota.name_zh),
            each.layers,
            each.people,
            each.needs,
        ]
        for each in found
    ]
    print_lines(table(columns, rows, terminal_width()) if rows else [_("there is no rota yet")])


@command("remove", N_("Take a rota away, with its turns, changes and needs."))
@rota_argument
@json_option
@click.pass_obj
def remove(invocation: Invocation, rota: str, as_json: bool) -> None:
    from floorboard.desk.roster import defining

    with invocation.desk() as desk:
        gone = defining.remove(desk, rota_code(desk, rota))
    if as_json:
        print_json({"removed": gone})
    else:
        print_lines([_("{code} is gone").format(code=clean_line(gone.code)), *_changes(gone)])


for each in (load, print_rota, list_rotas, remove):
    rota_group.add_command(each)


@command(
    "need",
    N_(
        "Say how many people a rota needs at once; without --count, list its needs.\n"
        "\n"
        "It holds on all days and hours unless --days and --hours limit it. With --project only"
        " people count who are confirmed for it."
    ),
)
@rota_argument
@option("--count", type=int, metavar="N", help=N_("Add a need of so many people at once."))
@option("--project", default="", metavar="CODE", help=N_("People of this project alone count."))
@option("--days", default="", metavar="DAYS", help=N_("workdays, mon-fri, sat,sun, holidays, …"))
@option("--hours", metavar="HOURS", help=N_("From and to: 17:00-01:00."))
@option(
    "--remove", "number", type=NUMBER, metavar="N", help=N_("Take the need of this number away.")
)
@json_option
@click.pass_obj
def need(
    invocation: Invocation,
    rota: str,
    count: int | None,
    project: str,
    days: str,
    hours: str | None,
    number: int | None,
    as_json: bool,
) -> None:
    from floorboard.desk.roster import defining
    from floorboard.exchange.rota_drafts import NeedDraft

    if (count is None and (project or days or hours)) or (count is not None and number is not None):
        raise click.UsageError(_("Say how many with --count, or which goes with --remove."))
    with invocation.desk() as desk:
        rota = rota_code(desk, rota)
        if count is not None:
            span = minutes(hours) if hours else (0, 1440)
            wanted = NeedDraft(count, project, days or "every_day", *span)
            defining.add_need(desk, rota, wanted)
        elif number is not None:
            defining.remove_need(desk, rota, number)
        found = defining.needs(desk, rota)
    if as_json:
        print_json({"rota": rota, "needs": list(map(_record, found))})
    else:
        print_lines(_needs(found))


commands = (rota_group, need)


def _loaded(done: Loaded) -> list[str]:
    if not done.changed:
        return [_("{code}: nothing is another now").format(code=clean_line(done.code))]
    text = _("{code} is new") if done.new else _("{code} is as the file has it now")
    return [text.format(code=clean_line(done.code)), *_changes(done)]


def _changes(done: Loaded) -> list[str]:
    from floorboard.reports import roster_files

    return [f"  {line}" for line in roster_files.changes(done.facts, done.changes)]


def _record(line: NeedLine) -> dict[str, object]:
    need = line.need
    return {
        "number": line.id,
        "count": need.count,
        "project": need.project,
        "days": need.days,
        "from_minute": need.start,
        "to_minute": need.end,
    }


def _needs(found: list[NeedLine]) -> list[str]:
    from floorboard.reports import roster

    if not found:
        return [_("nothing is said to be needed")]
    columns = [
        Column(_("No."), right=True),
        Column(_("People"), right=True),
        Column(_("Days"), cut=True),
        Column(_("Hours")),
        Column(_("Project")),
    ]
    rows: list[list[object]] = [
        [
            each.id,
            each.need.count,
            roster.days(each.need.days),
            roster.hours(each.need.start, each.need.end),
            each.need.project or "–",
        ]
        for each in found
    ]
    return table(columns, rows, terminal_width())
