"""`duty history`, `duty kept`, `duty counts`: what became of duties, and what was counted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk

code_argument = argument("code", metavar="CODE", help=N_("The code, as `duty schedules` shows it."))


@command("history", N_("Show what became of a recurring duty on each of the last days."))
@code_argument
@option(
    "--days",
    type=click.IntRange(1, 366),
    default=35,
    show_default=True,
    help=N_("How many days, today the last."),
)
@json_option
@click.pass_obj
def history(invocation: Invocation, code: str, days: int, as_json: bool) -> None:
    from floorboard.desk.duties import reading, scheduling

    with invocation.desk() as desk:
        if code not in {each.schedule.code for each in scheduling.schedules(desk)}:
            raise scheduling.unknown(code)
        found = reading.history(desk, code, days)
    if as_json:
        from floorboard.reports.as_json import record

        shown = [
            {
                "day": each.day,
                "checks": [record(line.check, phase=line.phase) for line in each.checks],
            }
            for each in found
        ]
        print_json({"duty": code, "days": shown})
        return
    columns = [Column(_("Day")), Column(_("Duties"), cut=True)]
    rows = [
        (each.day, _(", ").join(words.phase(line.phase.value) for line in each.checks))
        for each in found
        if each.checks
    ]
    print_lines(table(columns, rows, terminal_width()) if rows else [_("no duty")])


@command(
    "kept",
    N_(
        "Show how each post kept its duties, month by month.\n"
        "\n"
        "The share is what was done, be it late, of what was done or missed; what was waived is"
        " counted apart."
    ),
)
@option(
    "--months",
    type=click.IntRange(1, 120),
    default=6,
    show_default=True,
    help=N_("How many months, this one the last."),
)
@json_option
@click.pass_obj
def kept(invocation: Invocation, months: int, as_json: bool) -> None:
    from floorboard.desk.duties import reading

    with invocation.desk() as desk:
        found = reading.kept(desk, months)
    if as_json:
        from floorboard.reports.as_json import record

        print_json({"kept": [record(each, share=each.share) for each in found]})
        return
    columns = [
        Column(_("Month")),
        Column(_("Post"), cut=True),
        Column(_("Kept"), right=True),
        Column(_("In time"), right=True),
        Column(_("Late"), right=True),
        Column(_("Missed"), right=True),
        Column(_("Waived"), right=True),
    ]
    rows = [
        (
            f"{each.month:%Y-%m}",
            words.post(each.post),
            None if each.share is None else f"{each.share:.1%}",
            *(each.in_time, each.late, each.missed, each.waived),
        )
        for each in found
    ]
    print_lines(table(columns, rows, terminal_width()))


@command(
    "counts",
    N_(
        "Show what checks counted, day by day: calls, e-mails and whatever else they ask for.\n"
        "\n"
        "Without MEASURE, everything that is counted. Without days, this month."
    ),
)
@argument("measure", required=False, metavar="[MEASURE]", help=N_("One of them alone."))
@option("--from", "first", type=click.DateTime(("%Y-%m-%d",)), help=N_("The first day."))
@option("--to", "last", type=click.DateTime(("%Y-%m-%d",)), help=N_("The last day."))
@json_option
@click.pass_obj
def counts(
    invocation: Invocation,
    measure: str | None,
    first: datetime | None,
    last: datetime | None,
    as_json: bool,
) -> None:
    from floorboard.desk.duties import reading

    with invocation.desk() as desk:
        today = reading.today(desk)
        begin = today.replace(day=1) if first is None else first.date()
        end = today if last is None else last.date()
        found = {each: reading.counted(desk, each, begin, end) for each in _measures(desk, measure)}
    if as_json:
        print_json({"from": begin, "to": end, "counts": found})
        return
    columns = [
        Column(_("Day")),
        Column(_("Measure"), cut=True),
        Column(_("Count"), right=True),
    ]
    rows = [
        (each.day, clean_line(name), f"{each.value:,}")
        for name, days in found.items()
        for each in days
    ]
    print_lines(table(columns, rows, terminal_width()) if rows else [_("nothing was counted")])


def _measures(desk: Desk, wanted: str | None) -> list[str]:
    """The measure that is wanted, else each that a schedule counts; a `Problem` for one that none
    does."""
    from floorboard.desk.duties import scheduling

    known = [each.schedule.measure for each in scheduling.schedules(desk) if each.schedule.measure]
    if wanted is None:
        return list(dict.fromkeys(known))
    if wanted not in known:
        raise Problem(
            N_("nothing counts {measure}"),
            fix=N_("Known are: {known}"),
            measure=repr(wanted),
            known=", ".join(dict.fromkeys(known)),
        )
    return [wanted]


COMMANDS = (history, kept, counts)
