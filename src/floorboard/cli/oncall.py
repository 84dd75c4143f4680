"""`oncall`: who is on, until when, and where nobody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.board import Board, OnCallLine
    from floorboard.domain.instant import Instant


@command("oncall", N_("Show who is on call now, until when, who is next, and the gaps ahead."))
@option("--at", metavar="INSTANT", help=N_("Show who is on at this instant; like --as-of."))
@json_option
@as_of_option
@click.pass_obj
def show_on_call(invocation: Invocation, at: str | None, as_json: bool, as_of: str | None) -> None:
    from zoneinfo import ZoneInfo

    from floorboard.desk import board

    with invocation.desk(at or as_of) as desk:
        found = board.read(desk)
    if as_json:
        print_json(
            {
                "as_of": found.at,
                "zone": found.zone,
                "shift": found.shift,
                "lead": found.lead,
                "on_call": found.on_call,
            }
        )
    else:
        print_lines(_lines(found, ZoneInfo(found.zone)))


commands = {"oncall": show_on_call}


def _lines(found: Board, zone: ZoneInfo) -> list[str]:
    if not found.on_call:
        return [_("there is no rota")]
    columns = [
        Column(_("Rota"), cut=True),
        Column(_("On call"), cut=True),
        Column(_("Until")),
        Column(_("Next"), cut=True),
        Column(_("Gap")),
    ]
    rows = [_row(line, found.at, zone) for line in found.on_call]
    return table(columns, rows, terminal_width())


def _row(line: OnCallLine, now: Instant, zone: ZoneInfo) -> list[object]:
    from floorboard.reports import roster

    following = ""
    if line.next_at is not None:
        names = " · ".join(person.name for person in line.next_people)
        following = f"{words.when(line.next_at, now, zone)} {names}"
    gap = ""
    if line.gap is not None:
        gap = _("{span}: {people} of {required}").format(
            span=roster.gap_span(line.gap, now, zone),
            people=line.gap.have,
            required=line.gap.need,
        )
    return [
        pick(line.name, line.name_zh),
        " · ".join(person.name for person in line.people) or _("nobody"),
        "" if line.until is None else words.when(line.until, now, zone),
        following,
        gap,
    ]
