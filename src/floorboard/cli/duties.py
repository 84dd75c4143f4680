"""`duties`: the checks of this shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.board import Board, CheckLine
    from floorboard.domain.instant import Instant


@command("duties", N_("Show the checks of this shift: done, to do, late and missed."))
@json_option
@as_of_option
@click.pass_obj
def show_duties(invocation: Invocation, as_json: bool, as_of: str | None) -> None:
    from contextlib import suppress
    from zoneinfo import ZoneInfo

    from floorboard.desk import board, duties
    from floorboard.reports.as_json import record

    with invocation.desk(as_of) as desk:
        with suppress(Problem):  # where nothing can be written, what is there is shown
            duties.ensure(desk)
        found = board.read(desk)
    if as_json:
        checks = [
            record(line.check, phase=line.phase, earlier=line.earlier) for line in found.checks
        ]
        print_json(
            {
                "as_of": found.at,
                "zone": found.zone,
                "shift": found.shift,
                "done": found.done,
                "late": found.late,
                "missed": found.missed,
                "checks": checks,
            }
        )
    else:
        print_lines(_lines(found, ZoneInfo(found.zone)))


commands = {"duties": show_duties}


def _lines(found: Board, zone: ZoneInfo) -> list[str]:
    if not found.checks:
        return [_("no duty is due in this shift")]
    columns = [
        Column(_("Phase")),
        Column(_("Due")),
        Column(_("Post"), cut=True),
        Column(_("Duty"), cut=True),
        Column(_("Project"), cut=True),
        Column(_("By"), cut=True),
    ]
    lines = table(columns, [_row(c, found.at, zone) for c in found.checks], terminal_width())
    summary = _("{done} of {total} done").format(done=found.done, total=len(found.own))
    return [*lines, summary]


def _row(line: CheckLine, now: Instant, zone: ZoneInfo) -> list[object]:
    check = line.check
    by, title = check.done_by, pick(check.title, check.title_zh)
    if line.earlier:
        title = _("earlier shift: {duty}").format(duty=title)
    if check.done_at is not None:
        by = f"{words.when(check.done_at, now, zone)} {check.done_by}"
    return [
        words.phase(line.phase.value),
        words.when(check.due_at, now, zone),
        words.post(check.post),
        title,
        pick(check.project, check.project_zh),
        by,
    ]
