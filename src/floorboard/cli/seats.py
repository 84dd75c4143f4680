"""`seats`: the floor's map, which seats there are, and who sits where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from floorboard.cli.command import Group, argument, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.seats import SeatMap
    from floorboard.store.views.seats import SeatView

code_argument = argument("code", metavar="CODE", help=N_("The seat's code."))
extension_option = option("--extension", metavar="NUMBER", help=N_("The telephone extension."))
set_option = option(
    "--set",
    "parameters",
    metavar="KEY=VALUE",
    multiple=True,
    help=N_("A parameter of the seat system; without a value it goes. May be given again."),
)


@click.group(
    "seats",
    cls=Group,
    invoke_without_command=True,
    help=N_("Show the seats of the floor: extensions, parameters, and who sits where since when."),
)
@json_option
@click.pass_context
def seats_group(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from floorboard.desk import seats

    with ctx.obj.desk() as desk:
        found = seats.seat_map(desk)
        zone = centre_zone(desk)
    if as_json:
        print_json({"as_of": found.at, "zone": zone.key, "seats": found.seats})
    else:
        print_lines(_lines(found, zone))


commands = {"seats": seats_group}


def _lines(found: SeatMap, zone: ZoneInfo) -> list[str]:
    """The map, a row a line, and the seats one by one."""
    if not found.seats:
        return [_("there is no seat yet")]
    places = max(map(len, found.lines))
    columns = [Column(str(place), cut=True) for place in range(1, places + 1)]
    cells = [[_cell(seat) for seat in line] for line in found.lines]
    grid = table(columns, cells, terminal_width())
    details = [
        Column(_("Seat")),
        Column(_("Extension"), cut=True),
        Column(_("Who"), cut=True),
        Column(_("Since")),
        Column(_("Parameters"), cut=True),
    ]
    rows = [
        (
            seat.code,
            seat.extension,
            _who(seat),
            words.when(seat.sitter.seated_at, found.at, zone) if seat.sitter else None,
            ", ".join(f"{key}={value}" for key, value in seat.parameters.items()),
        )
        for seat in found.seats
    ]
    taken = sum(seat.sitter is not None for seat in found.seats)
    usable = sum(seat.usable for seat in found.seats)
    text = _("{taken} taken, {free} free, {out} out of use")
    summary = text.format(taken=taken, free=usable - taken, out=len(found.seats) - usable)
    return [*grid, "", *table(details, rows, terminal_width()), summary]


def _cell(seat: SeatView | None) -> str:
    return "" if seat is None else f"{seat.code} {_who(seat) or '·'}"


def _who(seat: SeatView) -> str:
    if seat.sitter is not None:
        return pick(seat.sitter.name, seat.sitter.other_name)
    return "" if seat.usable else _("out of use")


@command("assign", N_("Let somebody sit at a seat from now on; whoever sat there gets up."))
@code_argument
@argument("who", metavar="WHO", help=N_("A code, a name or a part of it, pinyin or initials."))
@click.pass_obj
def assign(invocation: Invocation, code: str, who: str) -> None:
    from floorboard.desk import people, seats

    with invocation.desk() as desk:
        person = people.found(desk, who, left_too=False)
        done = seats.assign(desk, code, person.id)
    if done is None:
        _say(_unchanged())
        return
    text = _("{name} sits at {code}")
    if done.instead_of:
        text = _("{name} sits at {code}, where {other} sat")
    _say(text, name=person.name, code=done.seat, other=done.instead_of)


@command("free", N_("Say that nobody sits at a seat any more."))
@code_argument
@click.pass_obj
def free(invocation: Invocation, code: str) -> None:
    from floorboard.desk import seats

    with invocation.desk() as desk:
        name = seats.free(desk, code)
    _say(_("{name} doesn't sit at {code} any more") if name else _unchanged(), name=name, code=code)


@command("add", N_("Put a seat on the floor."))
@code_argument
@option("--line", type=int, required=True, metavar="N", help=N_("The line, counted from 1."))
@option("--place", type=int, required=True, metavar="N", help=N_("The place in it, from 1."))
@extension_option
@set_option
@click.pass_obj
def add(
    invocation: Invocation,
    code: str,
    line: int,
    place: int,
    extension: str | None,
    parameters: tuple[str, ...],
) -> None:
    from floorboard.desk import seats

    new = seats.NewSeat(code, line, place, extension or "", seats.read_parameters(parameters))
    with invocation.desk() as desk:
        seats.add(desk, new)
    _say(_("{code} is on the floor"), code=code)


@command("edit", N_("Change a seat: its code, extension, place or parameters."))
@code_argument
@option("--code", "new_code", metavar="CODE", help=N_("Another code."))
@extension_option
@option("--line", type=int, metavar="N", help=N_("The line, counted from 1."))
@option("--place", type=int, metavar="N", help=N_("The place in it, from 1."))
@set_option
@option("--out-of-use/--in-use", "out", default=None, help=N_("Whether nobody may sit there."))
@click.pass_obj
def edit(
    invocation: Invocation,
    code: str,
    new_code: str | None,
    extension: str | None,
    line: int | None,
    place: int | None,
    parameters: tuple[str, ...],
    out: bool | None,
) -> None:
    from floorboard.desk import seats

    changes = seats.Changes(
        new_code,
        extension,
        line,
        place,
        seats.read_parameters(parameters) or None,
        None if out is None else not out,
    )
    with invocation.desk() as desk:
        changed = seats.change(desk, code, changes)
    _say(_("{code} is changed") if changed else _unchanged(), code=new_code or code)


@command(
    "lay-out",
    N_(
        "Put many seats on the floor: a grid like 4x6, or those of a file.\n"
        "\n"
        "A grid's lines are called A, B, C, and places that have a seat keep it. A TOML file has a"
        " [[seat]] with code, line and place for each, and may give extension, usable and"
        " [seat.parameters]; seats that it doesn't name stay."
    ),
)
@option("--layout", metavar="LINESxPLACES", help=N_("So many lines of so many places."))
@option(
    "--load",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("A .toml file that says which seats there are."),
)
@click.pass_obj
def lay_out(invocation: Invocation, layout: str | None, file: Path | None) -> None:
    from floorboard.desk import seats

    if (layout is None) == (file is None):
        raise click.UsageError(_("Give either --layout or --load."))
    with invocation.desk() as desk:
        done = seats.load(desk, file) if file else seats.lay_out(desk, layout or "")
    if not done.added and not done.changed:
        _say(_unchanged())
        return
    added = ngettext("{n} seat is new", "{n} seats are new", done.added).format(n=done.added)
    _say(_("{added}, {changed} changed"), added=added, changed=done.changed)


for each in (assign, free, add, edit, lay_out):
    seats_group.add_command(each)


def _unchanged() -> str:
    return _("nothing is another now")


def _say(text: str, **facts: object) -> None:
    print_lines([clean_line(text.format(**facts))])
