"""`attendance`: who came and went, a month's figures, clocking in and out, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from floorboard.cli.command import (
    NUMBER,
    Group,
    argument,
    as_of_option,
    command,
    json_option,
    option,
)
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, pgettext
from floorboard.reports import attendance as shown
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant
    from floorboard.store.views.attendance import AttendanceView

who_argument = argument(
    "who", metavar="WHO", help=N_("A code, a name or a part of it, pinyin or initials.")
)
reason_option = option("--reason", metavar="TEXT", required=True, help=N_("Why."))
month_option = option("--month", metavar="MONTH", help=N_("The month, like 2026-11."))


@click.group(
    "attendance",
    cls=Group,
    invoke_without_command=True,
    help=N_(
        "Show a month's attendance: shifts planned and worked, lateness, absences, hours,"
        " overtime.\n"
        "\n"
        "Late is five minutes after the planned start or more. A turn of more than sixteen hours"
        " is stand-by at home and isn't counted."
    ),
)
@month_option
@option("--person", "who", metavar="WHO", help=N_("One person's alone."))
@option("--list", "listed", is_flag=True, help=N_("Each coming and going, with its number."))
@option(
    "--xlsx",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write it to this workbook."),
)
@json_option
@as_of_option
@click.pass_context
def attendance_group(
    ctx: click.Context,
    month: str | None,
    who: str | None,
    listed: bool,
    file: Path | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from floorboard.desk import attendance

    with ctx.obj.desk(as_of) as desk:
        found = attendance.month(desk, day_of(month), person_id(desk, who))
    if file is not None:
        _write(file, shown.workbook(found))
    if as_json:
        print_json({"as_of": found.at, **_document(found)})
    elif listed:
        print_lines(_records(found.records, ZoneInfo(found.zone)))
    elif file is None:
        print_lines(shown.lines(found, terminal_width()))


commands = {"attendance": attendance_group}


def _document(found: object) -> dict[str, object]:
    from floorboard.reports.as_json import record

    document: dict[str, object] = {**record(found)}
    del document["at"]
    return document


def _records(records: Sequence[AttendanceView], zone: ZoneInfo) -> list[str]:
    columns = [
        Column(_("Number"), right=True),
        Column(_("Code")),
        Column(pgettext("person", "Name"), cut=True),
        Column(_("In")),
        Column(_("Out")),
        Column(_("Planned")),
        Column(_("Note"), cut=True),
    ]
    rows = [
        (
            each.id,
            each.code,
            each.name,
            words.stamp(each.in_at, zone),
            None if each.out_at is None else words.stamp(each.out_at, zone),
            _planned(each, zone),
            each.note,
        )
        for each in records
    ]
    return table(columns, rows, terminal_width())


def _planned(each: AttendanceView, zone: ZoneInfo) -> str:
    if each.planned_start_at is None or each.planned_end_at is None:
        return ""
    start, end = (
        words.time_of_day(at, zone) for at in (each.planned_start_at, each.planned_end_at)
    )
    return f"{start} – {end}"


@command("in", N_("Clock in, for the rostered turn that runs or begins soon."))
@option("--person", "who", metavar="WHO", help=N_("Somebody else, who forgot or can't."))
@click.pass_obj
def clock_in(invocation: Invocation, who: str | None) -> None:
    from floorboard.desk import attendance

    with invocation.desk() as desk:
        done = attendance.clock_in(desk, person_id(desk, who))
        zone = centre_zone(desk)
    one = done.attendance
    text = _("{name} is in, without a rostered turn")
    if one.planned_start_at is not None:
        text = _("{name} is in, for the turn from {start}")
        if done.seconds:
            text = _("{name} is in, {late} late for the turn from {start}")
    start = words.time_of_day(one.planned_start_at or one.in_at, zone)
    say(text, name=one.name, start=start, late=words.duration(done.seconds))


@command("out", N_("Clock out."))
@option("--person", "who", metavar="WHO", help=N_("Somebody else, who forgot or can't."))
@click.pass_obj
def clock_out(invocation: Invocation, who: str | None) -> None:
    from floorboard.desk import attendance

    with invocation.desk() as desk:
        done = attendance.clock_out(desk, person_id(desk, who))
    one = done.attendance
    assert one.out_at is not None
    text = _("{name} is out, after {worked}")
    if done.seconds:
        text = _("{name} is out, after {worked}, {early} before the end of the turn")
    worked, early = words.duration(one.out_at - one.in_at), words.duration(done.seconds)
    say(text, name=one.name, worked=worked, early=early)


@command("now", N_("Show who is in now, since when, and for which turn."))
@json_option
@as_of_option
@click.pass_obj
def who_is_in(invocation: Invocation, as_json: bool, as_of: str | None) -> None:
    from floorboard.desk import attendance

    with invocation.desk(as_of) as desk:
        found = attendance.who_is_in(desk)
        now, zone = desk.now(), centre_zone(desk)
    if as_json:
        print_json({"as_of": now, "zone": zone.key, "people": found})
    elif found:
        print_lines(_records(found, zone))
    else:
        say(_("nobody is in"))


@command("correct", N_("Put right when somebody came or went, with the reason."))
@argument("number", type=NUMBER, metavar="NUMBER", help=N_("As `attendance --list` shows it."))
@option("--in", "came", metavar="INSTANT", help=N_("When they came."))
@option("--out", "went", metavar="INSTANT", help=N_("When they went."))
@reason_option
@click.pass_obj
def correct(
    invocation: Invocation, number: int, came: str | None, went: str | None, reason: str
) -> None:
    from floorboard.desk import attendance

    if came is None and went is None:
        raise click.UsageError(_("Give --in, --out or both."))
    with invocation.desk() as desk:
        changed = attendance.correct(
            desk,
            number,
            in_at=instant(desk, came, "--in"),
            out_at=instant(desk, went, "--out"),
            reason=reason,
        )
    text = _("attendance {number} is corrected") if changed else _("nothing is another now")
    say(text, number=number)


@command("record", N_("Write down that somebody was in who didn't clock in, with the reason."))
@who_argument
@option("--in", "came", metavar="INSTANT", required=True, help=N_("When they came."))
@option("--out", "went", metavar="INSTANT", required=True, help=N_("When they went."))
@reason_option
@click.pass_obj
def record(invocation: Invocation, who: str, came: str, went: str, reason: str) -> None:
    from floorboard.desk import attendance, people

    with invocation.desk() as desk:
        person = people.found(desk, who)
        start, end = instant(desk, came, "--in"), instant(desk, went, "--out")
        assert start is not None
        assert end is not None
        number = attendance.record(desk, person.id, start, end, reason)
    say(_("attendance {number} of {name} is written down"), number=number, name=person.name)


for each in (clock_in, clock_out, who_is_in, correct, record):
    attendance_group.add_command(each)


def person_id(desk: Desk, who: str | None) -> int | None:
    """The number of whoever was named; None for nobody."""
    from floorboard.desk import people

    return None if who is None else people.found(desk, who).id


def instant(desk: Desk, written: str | None, where: str) -> Instant | None:
    """The instant that was typed after the option `where`; None for none."""
    from floorboard.cli.instants import read_instant

    if written is None:
        return None
    return read_instant(written, centre_zone(desk), desk.now(), where)


def day_of(month: str | None) -> date | None:
    """A day of the month that was named."""
    from floorboard.cli.instants import read_month

    return None if month is None else read_month(month)


def say(text: str, **facts: object) -> None:
    print_lines([clean_line(text.format(**facts))])


def _write(path: Path, content: bytes) -> None:
    try:
        path.expanduser().write_bytes(content)
    except OSError as error:
        raise Problem(
            N_("the workbook can't be written: {error}"),
            where=str(path),
            fix=N_("Choose another place"),
            error=error.strerror or error,
        ) from error
