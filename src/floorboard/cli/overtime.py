"""`overtime`: asked for, decided, taken back, listed."""

from __future__ import annotations

import click

from floorboard.cli.attendance import day_of, instant, month_option, person_id, reason_option, say
from floorboard.cli.command import NUMBER, argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_
from floorboard.i18n import _, pgettext
from floorboard.reports import attendance as shown
from floorboard.reports import words
from floorboard.reports.table import Column, table

number_argument = argument(
    "number", type=NUMBER, metavar="NUMBER", help=N_("As `overtime list` shows it.")
)


@group("overtime", N_("Ask for overtime, decide on it, and list it."))
def overtime_group() -> None: ...


commands = {"overtime": overtime_group}


@command("request", N_("Ask for overtime, before or after it, with the reason."))
@argument("start", metavar="START", help=N_("An instant: ISO 8601, or a wall time."))
@argument("end", metavar="END", help=N_("An instant: ISO 8601, or a wall time."))
@reason_option
@option("--person", "who", metavar="WHO", help=N_("Whose it is, if not your own."))
@click.pass_obj
def request(invocation: Invocation, start: str, end: str, reason: str, who: str | None) -> None:
    from floorboard.desk import overtime

    with invocation.desk() as desk:
        begins, ends = instant(desk, start, "START"), instant(desk, end, "END")
        assert begins is not None
        assert ends is not None
        number = overtime.request(desk, begins, ends, reason, person_id(desk, who))
    say(_("overtime {number} waits for a decision"), number=number)


@command("approve", N_("Approve somebody else's overtime."))
@number_argument
@option("--note", metavar="TEXT", default="", help=N_("What to say about it."))
@click.pass_obj
def approve(invocation: Invocation, number: int, note: str) -> None:
    from floorboard.desk import overtime

    with invocation.desk() as desk:
        overtime.approve(desk, number, note)
    say(_("overtime {number} is approved"), number=number)


@command("refuse", N_("Refuse somebody else's overtime, with the reason."))
@number_argument
@reason_option
@click.pass_obj
def refuse(invocation: Invocation, number: int, reason: str) -> None:
    from floorboard.desk import overtime

    with invocation.desk() as desk:
        overtime.refuse(desk, number, reason)
    say(_("overtime {number} is refused"), number=number)


@command("withdraw", N_("Take back what you asked for, while nobody has decided."))
@number_argument
@click.pass_obj
def withdraw(invocation: Invocation, number: int) -> None:
    from floorboard.desk import overtime

    with invocation.desk() as desk:
        overtime.withdraw(desk, number)
    say(_("overtime {number} is withdrawn"), number=number)


@command("list", N_("List the overtime that waits for a decision, or a month's."))
@month_option
@option("--person", "who", metavar="WHO", help=N_("One person's alone."))
@json_option
@click.pass_obj
def list_overtime(
    invocation: Invocation, month: str | None, who: str | None, as_json: bool
) -> None:
    from floorboard.desk import attendance, overtime

    with invocation.desk() as desk:
        person = person_id(desk, who)
        if month is not None:
            found = [*attendance.month(desk, day_of(month), person).overtime]
        else:
            found = [each for each in overtime.undecided(desk) if person in (None, each.person_id)]
        now, zone = desk.now(), centre_zone(desk)
    if as_json:
        print_json({"as_of": now, "zone": zone.key, "overtime": found})
        return
    columns = [
        Column(_("Number"), right=True),
        Column(pgettext("person", "Name"), cut=True),
        Column(_("When"), cut=True),
        Column(_("Hours worked"), right=True),
        Column(_("State")),
        Column(_("Decided by"), cut=True),
        Column(_("Reason"), cut=True),
    ]
    rows = [
        (
            each.id,
            each.name,
            words.stretch(each.starts_at, each.ends_at, now, zone),
            shown.hours(each.ends_at - each.starts_at),
            shown.state(each.state),
            each.decided_by,
            each.reason,
        )
        for each in found
    ]
    print_lines(table(columns, rows, terminal_width()))


for each in (request, approve, refuse, withdraw, list_overtime):
    overtime_group.add_command(each)
