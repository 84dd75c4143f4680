"""`report`: figures over tickets, the daily review, complaints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, group, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_, Problem

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant


@group("report", N_("Reports: attainment of targets, the daily review, complaints."))
def report() -> None: ...


commands = {"report": report}

from_option = option(
    "--from",
    "start",
    metavar="DAY",
    help=N_("Tickets opened at or after this: a day or an instant, in the centre's zone."),
)
to_option = option(
    "--to",
    "end",
    metavar="DAY",
    help=N_("Tickets opened before this; a day itself doesn't belong to it."),
)
zone_option = option(
    "--zone", metavar="ZONE", help=N_("The time zone to read and show times in, not the centre's.")
)


@command(
    "attainment",
    N_(
        "Which targets were kept: first reply, status reply, solution, recorded targets.\n"
        "\n"
        "Each with counts of on time, late, still open (on time or overdue as of the instant) and"
        " without a target. A rate is on time / (on time + late), pooled over all tickets.\n"
        "\n"
        "The status-reply clock restarts at each reply; counted is the last round of each ticket,"
        " and with --rounds every one of them too.\n"
        "\n"
        "--by type groups by title: imports make it of the columns that say what it is about."
    ),
)
@from_option
@to_option
@zone_option
@option(
    "--by",
    type=click.Choice(["project", "priority", "kind", "type"]),
    help=N_("Figures for each of these too."),
)
@option(
    "--rounds",
    is_flag=True,
    help=N_("Count every round of the status-reply clock, from the histories; this takes longer."),
)
@json_option
@as_of_option
@click.pass_obj
def show_attainment(
    invocation: Invocation,
    start: str | None,
    end: str | None,
    zone: str | None,
    by: str | None,
    rounds: bool,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import attainment
    from floorboard.domain.attainment import By
    from floorboard.reports import attainment as shown

    with invocation.desk(as_of) as desk:
        where = zone_of(desk, zone)
        bounds = period(desk, where, start, end)
        found = attainment.read(desk, *bounds, By(by) if by else None, every_round=rounds)
    if as_json:
        print_json(shown.document(found, where))
    else:
        print_lines(shown.lines(found, where, terminal_width()))


report.add_command(show_attainment)


def zone_of(desk: Desk, name: str | None) -> ZoneInfo:
    """The zone that was asked for, or the centre's."""
    from floorboard.cli.instants import zone_named

    return centre_zone(desk) if name is None else zone_named(name, "--zone")


def period(
    desk: Desk, zone: ZoneInfo, start: str | None, end: str | None
) -> tuple[Instant | None, Instant | None]:
    """What `--from` and `--to` mean. Periods that follow on each other neither overlap nor leave
    anything out."""
    from floorboard.cli.instants import read_instant

    now = desk.now()
    first = None if start is None else read_instant(start, zone, now, "--from")
    last = None if end is None else read_instant(end, zone, now, "--to")
    if first is not None and last is not None and last <= first:
        raise Problem(
            N_("the period ends before it begins"),
            where="--to",
            fix=N_("Give a day after the one that --from names"),
        )
    return first, last


@command(
    "daily",
    N_(
        "The daily review: each project's unresolved problems, state, remark, reported to whom.\n"
        "\n"
        "A review belongs to a calendar day of the centre. A past day is shown as it stood at its"
        " end. On the board, D writes it."
    ),
)
@option("--date", "day", metavar="DAY", help=N_("The day, as 2026-11-22; by default today."))
@option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    default="text",
    show_default=True,
    help=N_("Text for a terminal, or a page to print on A4."),
)
@option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write it to this file, not to the terminal."),
)
@json_option
@as_of_option
@click.pass_obj
def show_daily(
    invocation: Invocation,
    day: str | None,
    form: str,
    output: Path | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import review
    from floorboard.reports import as_json as json_text
    from floorboard.reports import review as shown

    with invocation.desk(as_of) as desk:
        _look_at_day(desk, day)
        found = review.read(desk)
    if as_json:
        text = json_text.text(shown.document(found))
    elif form == "html":
        text = shown.html(found)
    else:
        width = terminal_width() if output is None else None
        text = "\n".join(shown.lines(found, width))
    if output is None:
        print_lines(text.splitlines())
    else:
        _write(output, text)


report.add_command(show_daily)


def _look_at_day(desk: Desk, wanted: str | None) -> None:
    """Look from the end of a day that is over; today as it is now."""
    from datetime import date

    from floorboard.desk import centre, review
    from floorboard.store.queries import floor

    if wanted is None:
        return
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        raise Problem(
            N_("{text} is not a day"),
            where="--date",
            fix=N_("Write it like this: {examples}"),
            text=repr(wanted),
            examples="2026-11-22",
        ) from None
    with desk.store.reading() as db:
        where = centre.of(floor.settings(db))
        today = review.day_of(db, desk.now(), where)
        end = review.end_of(db, day, where)
    if day.isoformat() > today:
        raise Problem(
            N_("{day} is still to come"),
            where="--date",
            fix=N_("Name today or a day before"),
            day=day.isoformat(),
        )
    if day.isoformat() < today:
        desk.clock, desk.frozen = (lambda: end), True


def _write(path: Path, text: str) -> None:
    try:
        path.expanduser().write_text(f"{text.rstrip()}\n", "utf-8")
    except OSError as error:
        raise Problem(
            N_("the report can't be written: {error}"),
            where=str(path),
            fix=N_("Choose another place with -o"),
            error=error.strerror or error,
        ) from error


@command(
    "complaints",
    N_(
        "Complaints and suggestions in figures: received, answered and solved in time, reopened,"
        " satisfaction.\n"
        "\n"
        "For each kind, and with --by for each project or month of it too. `floorboard complaints`"
        " lists them."
    ),
)
@from_option
@to_option
@zone_option
@option(
    "--by",
    type=click.Choice(["kind", "project", "month"]),
    help=N_("Figures for each of these."),
)
@json_option
@as_of_option
@click.pass_obj
def show_complaints(
    invocation: Invocation,
    start: str | None,
    end: str | None,
    zone: str | None,
    by: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import register
    from floorboard.domain.register import By
    from floorboard.reports import register as shown

    with invocation.desk(as_of) as desk:
        where = zone_of(desk, zone)
        first, last = period(desk, where, start, end)
        found = register.entries(desk, register.Question(start=first, end=last))
        now = desk.now()
    wanted = By(by) if by else None
    if as_json:
        document = shown.figures_document(found, wanted, where)
        print_json({"as_of": now, "from_at": first, "to_at": last, **document})
    else:
        print_lines(shown.figures(found, wanted, where, terminal_width()))


report.add_command(show_complaints)
