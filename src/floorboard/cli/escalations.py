"""`escalations`: the raised rungs of the ladder; `escalation`: what people do with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import (
    NUMBER,
    argument,
    as_of_option,
    command,
    group,
    json_option,
    option,
)
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table
from floorboard.reports.width import wrap

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.desk.escalations import Listed
    from floorboard.domain.instant import Instant
    from floorboard.store.views.escalation import EscalationNoteView, EscalationView

MOST = 100_000

number_argument = argument("number", type=NUMBER, help=N_("The escalation's number."))
note_option = option(
    "--note",
    metavar="TEXT",
    required=True,
    help=N_("What you say about it; it stays on record."),
)


@command(
    "escalations",
    N_(
        "List the escalations that are open, the longest due first.\n"
        "\n"
        "What has fallen due meanwhile is raised first; with --as-of, nothing is."
    ),
)
@option("--all", "everything", is_flag=True, help=N_("Closed ones too, the last raised first."))
@option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=200,
    show_default=True,
    help=N_("How many escalations to show at most."),
)
@json_option
@as_of_option
@click.pass_obj
def list_escalations(
    invocation: Invocation, everything: bool, limit: int, as_json: bool, as_of: str | None
) -> None:
    from contextlib import suppress

    from floorboard.desk import escalations

    with invocation.desk(as_of) as desk:
        with suppress(Problem):  # where nothing can be written, what is there is shown
            escalations.raise_due(desk)
        found = escalations.listed(desk, limit, everything=everything)
        zone = centre_zone(desk)
        if as_json:
            print_json(
                {
                    "as_of": desk.now(),
                    "zone": zone.key,
                    "open": found.counts.open,
                    "unacknowledged": found.counts.unacknowledged,
                    "escalations": found.escalations,
                }
            )
        else:
            print_lines(_lines(found, desk.now(), zone))


@group("escalation", N_("Look at one escalation, acknowledge it, or pass it on."))
def escalation() -> None: ...


commands = {"escalations": list_escalations, "escalation": escalation}


@command("show", N_("Show an escalation: when it fell due and was raised, to whom, its notes."))
@number_argument
@json_option
@as_of_option
@click.pass_obj
def show(invocation: Invocation, number: int, as_json: bool, as_of: str | None) -> None:
    with invocation.desk(as_of) as desk:
        _show(desk, number, as_json)


def _deed(name: str, help: str, deed: str, *, silent: bool = False) -> click.Command:
    """A command that does the deed of that name in `desk.escalations`; `silent`: a note is not
    asked for."""

    def run(invocation: Invocation, number: int, note: str, as_json: bool) -> None:
        from floorboard.desk import escalations

        act: Callable[[Desk, int, str], None] = getattr(escalations, deed)
        with invocation.desk() as desk:
            act(desk, number, note)
            _show(desk, number, as_json)

    said = note_option
    if silent:
        said = option(
            "--note", metavar="TEXT", default="", help=N_("What you say about it, if anything.")
        )
    return command(name, help)(number_argument(said(json_option(click.pass_obj(run)))))


for each in (
    show,
    _deed("ack", N_("Acknowledge an escalation: you have taken it on."), "acknowledge"),
    _deed("comment", N_("Comment on an escalation."), "comment"),
    _deed("hand-back", N_("Hand an escalation back: it is unacknowledged again."), "hand_back"),
    _deed("backup", N_("Call the backup of an escalation now."), "call_backup", silent=True),
):
    escalation.add_command(each)


def _lines(found: Listed, now: Instant, zone: ZoneInfo) -> list[str]:
    counts = found.counts
    count = ngettext("{n} escalation is open", "{n} escalations are open", counts.open).format(
        n=counts.open
    )
    if counts.open:
        count += _(", {n} of them unacknowledged").format(n=counts.unacknowledged)
    if not found.escalations:
        return [count]
    columns = [
        Column(_("Number"), right=True),
        Column(_("Ticket"), right=True),
        Column(_("Project"), cut=True),
        Column(_("Late"), right=True),
        Column(_("Clock")),
        Column(_("To"), cut=True),
        Column(_("People"), cut=True),
        Column(_("Acknowledged"), cut=True),
        Column(_("Title"), cut=True),
    ]
    rows = [_row(view, now, zone) for view in found.escalations]
    return [*table(columns, rows, terminal_width()), count]


def _row(view: EscalationView, now: Instant, zone: ZoneInfo) -> list[object]:
    from floorboard.reports import escalations as told

    until = now if view.closed_at is None else view.closed_at
    return [
        view.id,
        f"#{view.ticket_id}",
        pick(view.project, view.project_zh),
        words.duration(until - view.due_at),
        words.clock(view.clock),
        told.addressee(view.addressee),
        told.people(view, now, zone),
        told.standing(view, now, zone),
        view.title,
    ]


def _show(desk: Desk, number: int, as_json: bool) -> None:
    from floorboard.desk.escalations import known_at, with_duty
    from floorboard.reports.as_json import record
    from floorboard.store.queries import escalations

    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        view = escalations.by_id(db, number)
        notes = [note for note in escalations.notes(db, number) if note.at <= now]
        views = with_duty(db, [known_at(view, now)] if view else [], now)
    if view is None or (desk.frozen and view.raised_at > now):
        raise Problem(
            N_("there is no escalation {number}"),
            number=number,
            fix=N_("`floorboard escalations --all` lists them"),
        )
    (view,), zone = views, centre_zone(desk)
    if as_json:
        print_json({"as_of": now, "escalation": record(view), "notes": notes})
    else:
        print_lines(_paper(view, notes, now, zone))


def _paper(
    view: EscalationView, notes: list[EscalationNoteView], now: Instant, zone: ZoneInfo
) -> list[str]:
    from floorboard.reports import escalations as told
    from floorboard.reports.width import cell_width

    facts = [
        (_("Ticket"), f"#{view.ticket_id}  {view.title}"),
        (_("Project"), pick(view.project, view.project_zh)),
        (_("Rung"), f"{told.rung(view.rung)}, {words.clock(view.clock)}"),
        (_("Fell due"), words.stamp(view.due_at, zone)),
        (_("Raised"), words.stamp(view.raised_at, zone)),
        (_("To"), told.addressee(view.addressee)),
        (_("Backup"), told.addressee(view.backup) if view.backup else ""),
        (_("People"), told.people(view, now, zone)),
        (_("Acknowledged"), told.standing(view, now, zone)),
    ]
    facts = [(label, value) for label, value in facts if value]
    first = max(cell_width(label) for label, _value in facts)
    lines = [_("Escalation {number}").format(number=view.id), ""]
    for label, value in facts:
        lines.append(f"{label}{' ' * (first - cell_width(label))}  {clean_line(value)}")
    lines.append("")
    for note in notes:
        actor = told.actor(note.kind, note.actor)
        who = f"  {actor}" if actor else ""
        lines.append(f"  {words.stamp(note.at, zone)}  {told.note(note.kind)}{who}")
        body = wrap(clean(note.body).replace("\t", "    "), (terminal_width() or 100) - 6)
        lines += [f"      {line}" for line in body if note.body]
    return lines
