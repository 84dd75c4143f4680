"""`roster show`, `why`, `handoffs`, `shifts`: the roster read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.roster import times
from floorboard.cli.roster.times import rota_argument
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.roster.ahead import TurnAhead
    from floorboard.desk.roster.why import Why
    from floorboard.domain.instant import Instant

from_option = option("--from", "start", metavar="TIME", help=N_("From when; now if left out."))
to_option = option("--to", "end", metavar="TIME", help=N_("Until when; a week if left out."))


@command("show", N_("Show who is on each rota, turn by turn."))
@argument(
    "rotas", metavar="[ROTA]…", nargs=-1, help=N_("Codes or names of rotas; all if left out.")
)
@from_option
@to_option
@json_option
@as_of_option
@click.pass_obj
def show(
    invocation: Invocation,
    rotas: tuple[str, ...],
    start: str | None,
    end: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk.roster import ahead

    with invocation.desk(as_of) as desk:
        first, last = times.period(desk, start, end, times.WEEK_DAYS)
        codes = [times.rota_code(desk, each) for each in rotas]
        turns = ahead.of_rotas(desk, codes, first, last)
        zone, now = centre_zone(desk), desk.now()
    if as_json:
        print_json({"as_of": now, "zone": zone.key, "from": first, "to": last, "turns": turns})
    else:
        print_lines(_turn_lines(turns, now, zone))


@command("shifts", N_("Show somebody's next turns; your own, if you are signed in."))
@argument("person", required=False, help=N_("Their code, name or initials."))
@from_option
@to_option
@json_option
@as_of_option
@click.pass_obj
def shifts(
    invocation: Invocation,
    person: str | None,
    start: str | None,
    end: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import ahead

    with invocation.desk(as_of) as desk:
        who = desk.actor.person_id if person is None else people.found(desk, person).id
        if who is None:
            raise click.UsageError(_("Say whose, or sign in with --as."))
        first, last = times.period(desk, start, end, 4 * times.WEEK_DAYS)
        turns = ahead.of_person(desk, who, first, last)
        zone, now = centre_zone(desk), desk.now()
    if as_json:
        print_json({"as_of": now, "zone": zone.key, "from": first, "to": last, "turns": turns})
    else:
        print_lines(_turn_lines(turns, now, zone))


@command("handoffs", N_("List every instant at which the people on a rota change."))
@rota_argument
@from_option
@to_option
@json_option
@as_of_option
@click.pass_obj
def handoffs(
    invocation: Invocation,
    rota: str,
    start: str | None,
    end: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk.roster import ahead

    with invocation.desk(as_of) as desk:
        rota = times.rota_code(desk, rota)
        first, last = times.period(desk, start, end, times.WEEK_DAYS)
        found = ahead.handoffs(desk, rota, first, last)
        zone = centre_zone(desk)
    if as_json:
        print_json({"rota": rota, "zone": zone.key, "from": first, "to": last, "handoffs": found})
        return
    columns = [
        Column(_("When")),
        Column(_("Leave"), cut=True),
        Column(_("Come"), cut=True),
        Column(_("On call"), cut=True),
    ]
    rows = [
        [
            words.stamp(each.at, zone),
            *(", ".join(people) or "–" for people in (each.leave, each.come, each.on)),
        ]
        for each in found
    ]
    empty = [_("nobody comes or goes in this time")]
    print_lines(table(columns, rows, terminal_width()) if rows else empty)


@command("why", N_("Explain why who is on a rota, now or at an instant."))
@rota_argument
@option("--at", metavar="INSTANT", help=N_("At this instant; now if left out."))
@json_option
@click.pass_obj
def why(invocation: Invocation, rota: str, at: str | None, as_json: bool) -> None:
    from floorboard.cli.instants import read_instant
    from floorboard.desk.roster import why as reasons

    with invocation.desk() as desk:
        zone, now = centre_zone(desk), desk.now()
        when = now if at is None else read_instant(at, zone, now, "--at")
        found = reasons.ask(desk, times.rota_code(desk, rota), when)
    if as_json:
        print_json({"zone": zone.key, "why": found})
    else:
        print_lines(_why_lines(found, now, zone))


commands = (show, shifts, handoffs, why)


def _turn_lines(turns: list[TurnAhead], now: Instant, zone: ZoneInfo) -> list[str]:
    if not turns:
        return [_("nobody is on in this time")]
    columns = [
        Column(_("Begins")),
        Column(_("Ends")),
        Column(_("Rota"), cut=True),
        Column(_("Person")),
    ]
    rows: list[list[object]] = [
        [
            words.stamp(turn.start, zone),
            words.stamp(turn.end, zone),
            pick(turn.rota_name, turn.rota_name_zh),
            f"{turn.name} {turn.other_name}".strip(),
        ]
        for turn in turns
    ]
    return table(columns, rows, terminal_width())


def _why_lines(found: Why, now: Instant, zone: ZoneInfo) -> list[str]:
    from floorboard.reports import roster

    span = words.stretch(found.start, found.end, now, zone)
    lines = [f"{pick(found.rota_name, found.rota_name_zh)}  {span}", ""]
    for person in found.people:
        sign = "✓" if person.on else "–"
        reason = roster.cause(person.cause, now, zone, person.instead_of)
        lines.append(f"{sign} {f'{person.name} {person.other_name}'.strip()}  {reason}")
    if not found.people:
        lines.append(_("nobody is planned then"))
    lines += [
        (
            _("! {have} of {need} from then on")
            if gap.goes_on
            else _("! {have} of {need} until {time}")
        ).format(have=gap.have, need=gap.need, time=words.when(gap.end, now, zone))
        for gap in found.gaps
    ]
    return lines + [roster.unannounced(year) for year in found.unannounced]
