"""`roster add`, `remove`, `replace`, `leave`, `withdraw` and `schedule`: changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import NUMBER, argument, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.roster import times
from floorboard.cli.roster.cover import gap_line
from floorboard.cli.roster.times import rota_argument, span_options
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.roster.changing import PlannedTurn
    from floorboard.domain.roster.rota import OverrideKind

reason_option = option("--reason", default="", metavar="TEXT", help=N_("Why; it stays on record."))
person_argument = argument("person", help=N_("Their code, name or initials."))


@command("add", N_("Put somebody on a rota over a time, besides who is on."))
@rota_argument
@person_argument
@span_options
@reason_option
@json_option
@click.pass_obj
def add(
    invocation: Invocation,
    rota: str,
    person: str,
    start: str,
    end: str,
    reason: str,
    as_json: bool,
) -> None:
    from floorboard.domain.roster.rota import OverrideKind

    _override(invocation, OverrideKind.ADD, (rota, person, ""), (start, end), reason, as_json)


@command("remove", N_("Take somebody off a rota over a time."))
@rota_argument
@person_argument
@span_options
@reason_option
@json_option
@click.pass_obj
def remove(
    invocation: Invocation,
    rota: str,
    person: str,
    start: str,
    end: str,
    reason: str,
    as_json: bool,
) -> None:
    from floorboard.domain.roster.rota import OverrideKind

    _override(invocation, OverrideKind.REMOVE, (rota, person, ""), (start, end), reason, as_json)


@command("replace", N_("Somebody stands in for another over a time."))
@rota_argument
@argument("person", help=N_("Who is on and doesn't come."))
@argument("by", help=N_("Who comes instead."))
@span_options
@reason_option
@json_option
@click.pass_obj
def replace(
    invocation: Invocation,
    rota: str,
    person: str,
    by: str,
    start: str,
    end: str,
    reason: str,
    as_json: bool,
) -> None:
    from floorboard.domain.roster.rota import OverrideKind

    _override(invocation, OverrideKind.REPLACE, (rota, by, person), (start, end), reason, as_json)


@command(
    "leave",
    N_(
        "Somebody is away over a time: what they are rostered for becomes a gap.\n"
        "\n"
        "It may have begun: what is over of it tells the attendance why they didn't come, and who"
        " was on stays what it was."
    ),
)
@person_argument
@span_options
@reason_option
@json_option
@click.pass_obj
def leave(
    invocation: Invocation, person: str, start: str, end: str, reason: str, as_json: bool
) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import changing, gaps

    with invocation.desk() as desk:
        who, span = people.found(desk, person).id, times.span(desk, start, end)
        before = gaps.listed(desk, *span)
        number = changing.leave(desk, who, *span, reason)
        made = [each for each in gaps.listed(desk, *span) if each not in before]
        zone, now = centre_zone(desk), desk.now()
    if as_json:
        print_json({"leave": number, "gaps": made})
        return
    _told("leave", number, as_json)
    print_lines(gap_line(each, now, zone) for each in made)


@command("withdraw", N_("Take back what remains of an override, a leave or a schedule."))
@argument("kind", type=click.Choice(["override", "leave", "schedule"]), help=N_("What it is."))
@argument("number", type=NUMBER, help=N_("Its number."))
@click.pass_obj
def withdraw(invocation: Invocation, kind: str, number: int) -> None:
    from floorboard.desk.roster import changing

    with invocation.desk() as desk:
        withdrawing = {
            "leave": changing.end_leave,
            "override": changing.withdraw_override,
            "schedule": changing.withdraw_schedule,
        }
        withdrawing[kind](desk, number)
    print_lines([_("taken back")])


@command(
    "schedule",
    N_(
        "Plan a time of a rota by hand, in place of all that it has there: only the turns that are"
        " given count.\n"
        "\n"
        "A --turn is somebody and from when until when: ann=2026-12-24 09:00..2026-12-24 17:00."
    ),
)
@rota_argument
@argument("name", metavar="NAME", help=N_("What it is called."))
@span_options
@option(
    "--turn",
    "turns",
    multiple=True,
    metavar="PERSON=FROM..TO",
    help=N_("Who is on when; as often as there are turns."),
)
@json_option
@click.pass_obj
def schedule(
    invocation: Invocation,
    rota: str,
    name: str,
    start: str,
    end: str,
    turns: tuple[str, ...],
    as_json: bool,
) -> None:
    from floorboard.desk.roster import changing

    with invocation.desk() as desk:
        planned = [_turn(desk, each) for each in turns]
        code, span = times.rota_code(desk, rota), times.span(desk, start, end)
        number = changing.schedule(desk, code, name, *span, planned)
    _told("schedule", number, as_json)


commands = (add, remove, replace, leave, withdraw, schedule)


def _turn(desk: Desk, written: str) -> PlannedTurn:
    """A turn as `--turn` names it."""
    from floorboard.cli.instants import read_instant
    from floorboard.desk import people
    from floorboard.desk.roster.changing import PlannedTurn

    who, _equals, span = written.partition("=")
    start, dots, end = span.partition("..")
    if not who.strip() or not dots:
        raise Problem(
            N_("{text} is not a turn"),
            where="--turn",
            text=repr(written),
            fix=N_("Write it like this: {examples}"),
            examples="ann=2026-12-24 09:00..2026-12-24 17:00",
        )
    zone, now = centre_zone(desk), desk.now()
    return PlannedTurn(
        people.found(desk, who.strip()).id,
        read_instant(start, zone, now, "--turn"),
        read_instant(end, zone, now, "--turn", "end"),
    )


def _override(
    invocation: Invocation,
    kind: OverrideKind,
    named: tuple[str, str, str],
    span: tuple[str, str],
    reason: str,
    as_json: bool,
) -> None:
    """Make an override; `named` are the rota, who comes or goes, and who is replaced."""
    from floorboard.desk import people
    from floorboard.desk.roster import changing

    rota, person, replaced = named
    with invocation.desk() as desk:
        starts_at, ends_at = times.span(desk, *span)
        number = changing.override(
            desk,
            changing.NewOverride(
                times.rota_code(desk, rota),
                kind,
                people.found(desk, person).id,
                starts_at,
                ends_at,
                people.found(desk, replaced).id if replaced else None,
                reason,
            ),
        )
    _told("override", number, as_json)


def _told(kind: str, number: int, as_json: bool) -> None:
    if as_json:
        print_json({kind: number})
    else:
        texts = {
            "leave": _("saved as leave {number}"),
            "override": _("saved as override {number}"),
            "schedule": _("saved as schedule {number}"),
        }
        print_lines([texts[kind].format(number=number)])
