"""`roster gaps`, `fill`, `propose`: where nobody is, who could come, a month made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.roster import times
from floorboard.cli.roster.reading import from_option, to_option
from floorboard.cli.roster.times import rota_argument
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.desk.roster.gaps import Choice, GapLine
    from floorboard.desk.roster.proposing import Draft
    from floorboard.domain.instant import Instant


@command("gaps", N_("List where cover is missing, from now on; with --who, who could fill it."))
@from_option
@to_option
@option("--who", is_flag=True, help=N_("Name for each gap who could fill it, and who can't."))
@json_option
@as_of_option
@click.pass_obj
def gaps(
    invocation: Invocation,
    start: str | None,
    end: str | None,
    who: bool,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk.roster import gaps as missing

    with invocation.desk(as_of) as desk:
        first, last = times.period(desk, start, end, 2 * times.WEEK_DAYS)
        found = missing.listed(desk, first, last)
        choices = [missing.choices(desk, line) if who else [] for line in found]
        zone, now = centre_zone(desk), desk.now()
        rotas = missing.rota_names(desk)
    if as_json:
        listed = [
            {"gap": line, "candidates": each} if who else {"gap": line}
            for line, each in zip(found, choices, strict=True)
        ]
        print_json({"as_of": now, "zone": zone.key, "from": first, "to": last, "gaps": listed})
        return
    lines = [] if found else [_("nobody is missing in this time")]
    for line, each in zip(found, choices, strict=True):
        lines.append(gap_line(line, now, zone))
        lines += [f"  {_choice(choice, rotas, now, zone)}" for choice in each]
    print_lines(lines)


@command("fill", N_("Put somebody on over the next gap of a rota, or over the one at an instant."))
@rota_argument
@argument("person", help=N_("Their code, name or initials."))
@option("--at", metavar="INSTANT", help=N_("The gap at this instant; the next if left out."))
@option("--anyway", is_flag=True, help=N_("Even if they rest too little or work too long."))
@option("--reason", default="", metavar="TEXT", help=N_("Why; it stays on record."))
@json_option
@click.pass_obj
def fill(
    invocation: Invocation,
    rota: str,
    person: str,
    at: str | None,
    anyway: bool,
    reason: str,
    as_json: bool,
) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import gaps as missing
    from floorboard.reports import roster

    with invocation.desk() as desk:
        line = _gap_of(desk, times.rota_code(desk, rota), at)
        who = people.found(desk, person)
        zone, now = centre_zone(desk), desk.now()
        span = words.stretch(line.gap.start, line.gap.end, now, zone)
        try:
            number = missing.fill(desk, line, who.id, anyway=anyway, reason=reason)
        except Problem as problem:
            if at is None:  # nobody said which gap is meant
                problem.where = f"{_name(line)} {roster.gap_span(line.gap, now, zone)}"
            raise
    if as_json:
        print_json({"override": number})
        return
    told = _("{name} is on {rota}, {span}").format(name=who.name, rota=_name(line), span=span)
    print_lines([told])


@command(
    "propose",
    N_(
        "Propose a month's turns for a rota from what it needs: everybody's rest, leave, hours and"
        " skills are kept to, and nights, weekends and holidays are spread.\n"
        "\n"
        "Nothing is saved without --accept. Locked turns stay."
    ),
)
@rota_argument
@option("--month", metavar="YYYY-MM", help=N_("The month; this one if left out."))
@option("--accept", is_flag=True, help=N_("Put it into the roster, in place of what is there."))
@json_option
@click.pass_obj
def propose(
    invocation: Invocation, rota: str, month: str | None, accept: bool, as_json: bool
) -> None:
    from floorboard.cli.progress import Bar
    from floorboard.desk.roster import proposing

    with invocation.desk() as desk:
        zone, rota = centre_zone(desk), times.rota_code(desk, rota)
        first, days = times.month(month, to_wall(desk.now(), zone).date())
        with Bar(_("Searching")) as tell:
            draft = proposing.propose(
                desk, rota, first, days, lambda done, _missing: tell(int(100 * done), 100)
            )
        planned = proposing.accept(desk, draft) if accept else None
    if as_json:
        print_json(
            {
                "rota": rota,
                "zone": zone.key,
                "from": draft.start,
                "to": draft.end,
                "turns": [
                    {
                        "person": draft.codes[each.person_id],
                        "start": each.starts_at,
                        "end": each.ends_at,
                    }
                    for each in draft.turns(draft.start, draft.end)
                ],
                "missing": draft.proposal.missing,
                "figures": draft.proposal.figures,
                "by": draft.proposal.by,
                "accepted": planned,
            }
        )
        return
    print_lines(_proposal(draft))
    if planned is not None:
        print_lines([times.saved(planned.made, planned.gone)])


commands = (gaps, fill, propose)


def _name(line: GapLine) -> str:
    rota, project = (
        pick(line.rota_name, line.rota_name_zh),
        pick(line.project_name, line.project_name_zh),
    )
    return (
        _("{rota} ({project})").format(rota=rota, project=project)
        if rota and project
        else (rota or project)
    )


def gap_line(line: GapLine, now: Instant, zone: ZoneInfo) -> str:
    """A gap on a line: where, when, how many are there."""
    from floorboard.reports import roster

    return _("! {rota}  {span}: {have} of {need}").format(
        rota=_name(line),
        span=roster.gap_span(line.gap, now, zone),
        have=line.gap.have,
        need=line.gap.need,
    )


def _choice(choice: Choice, rotas: dict[int, str], now: Instant, zone: ZoneInfo) -> str:
    from floorboard.reports import roster

    sign = "✓" if choice.free else "–"
    reason = (
        roster.merits(choice.merits)
        if choice.free
        else roster.blocks(choice.blocks, rotas, now, zone)
    )
    return f"{sign} {choice.code}  {choice.name}  {reason}"


def _gap_of(desk: Desk, rota: str, at: str | None) -> GapLine:
    from floorboard.cli.instants import read_instant
    from floorboard.desk.roster import gaps as missing

    zone, now = centre_zone(desk), desk.now()
    when = None if at is None else read_instant(at, zone, now, "--at")
    until = (now if when is None else when) + 62 * 86400
    for line in missing.listed(desk, now, until):
        meant = line.gap.end > now if when is None else line.gap.start <= when < line.gap.end
        if line.rota == rota and meant:
            return line
    raise Problem(
        N_("{rota} has no gap then"), rota=rota, fix=N_("`floorboard roster gaps` lists them all")
    )


def _proposal(draft: Draft) -> list[str]:
    columns = [
        Column(_("Person"), cut=True),
        Column(_("Turns"), right=True),
        Column(_("Nights"), right=True),
        Column(_("Weekends"), right=True),
        Column(_("Holidays"), right=True),
        Column(_("Hours worked"), right=True),
    ]
    rows: list[list[object]] = [
        [
            draft.names[each.person_id],
            each.turns,
            each.month.nights,
            each.month.weekends,
            each.month.holidays,
            round(each.month.seconds / 3600),
        ]
        for each in draft.proposal.figures
    ]
    lines = table(columns, rows, terminal_width())
    lines.append("")
    if not draft.proposal.unfilled:
        return [*lines, _("every place is filled")]
    from floorboard.reports import roster

    missing = draft.proposal.missing
    text = ngettext("{count} place stays empty", "{count} places stay empty", missing)
    lines.append(text.format(count=missing))
    for each in draft.proposal.unfilled:
        slot = draft.slots[each.slot_id]
        reasons = roster.kept_out(each.reasons)
        shift = slot.shift or f"– {words.time_of_day(slot.end, draft.zone)}"
        lines.append(f"! {words.stamp(slot.start, draft.zone)}  {shift}  {reasons}")
    return lines
