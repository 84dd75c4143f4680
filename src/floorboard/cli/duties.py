"""`duties`: the checks of this shift, of a day or a week, what is late, what was missed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.post import Post
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.board import CheckLine
    from floorboard.desk.duties.reading import Look
    from floorboard.domain.instant import Instant

SHOWN = 3
"""People of a post that are named."""


@command(
    "duties",
    N_(
        "Show the checks of this shift, or others: done, to do, late, missed and waived.\n"
        "\n"
        "Who isn't named did nothing yet: whom the roster puts in the post stands in brackets."
    ),
)
@option("--shift", is_flag=True, help=N_("Those of this shift, as without an option."))
@option(
    "--date",
    "on",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help=N_("Those of a day; with --week, those of its week."),
)
@option("--week", is_flag=True, help=N_("Those of the week from Monday to Sunday."))
@option("--overdue", is_flag=True, help=N_("Those that are late and can still be done."))
@option("--missed", is_flag=True, help=N_("Those that were missed in the last 31 days."))
@option(
    "--post",
    type=click.Choice([post.value for post in Post]),
    help=N_("Those of one post alone."),
)
@option("--project", metavar="NAME", help=N_("Those of one project: its code or part of its name."))
@json_option
@as_of_option
@click.pass_obj
def show_duties(
    invocation: Invocation,
    shift: bool,
    on: datetime | None,
    week: bool,
    overdue: bool,
    missed: bool,
    post: str | None,
    project: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from contextlib import suppress
    from zoneinfo import ZoneInfo

    from floorboard.cli.ticket import finding
    from floorboard.desk import duties
    from floorboard.desk.duties import reading

    if sum((shift, overdue, missed, week or on is not None)) > 1:
        raise click.UsageError(
            _("Give one of --shift, --overdue and --missed, or --date and --week.")
        )
    span = reading.Span.SHIFT
    for wanted, chosen in (
        (on is not None, reading.Span.DAY),
        (week, reading.Span.WEEK),
        (overdue, reading.Span.OVERDUE),
        (missed, reading.Span.MISSED),
    ):
        span = chosen if wanted else span
    with invocation.desk(as_of) as desk:
        with suppress(Problem):  # where nothing can be written, what is there is shown
            duties.ensure(desk)
        of = None if project is None else finding.project(desk, project)
        day = None if on is None else on.date()
        found = reading.look(desk, span, day, post=post, project_id=of)
    if as_json:
        print_json(_document(found))
    else:
        print_lines(_lines(found, ZoneInfo(found.zone)))


commands = {"duties": show_duties}


def _document(found: Look) -> dict[str, object]:
    from floorboard.domain.duty import CheckPhase
    from floorboard.reports.as_json import record

    return {
        "as_of": found.at,
        "zone": found.zone,
        "span": found.span,
        "shift": found.shift,
        "done": found.done,
        "waived": found.waived,
        "late": found.count(CheckPhase.LATE),
        "missed": found.count(CheckPhase.MISSED),
        "checks": [
            record(line.check, phase=line.phase, earlier=line.earlier, people=line.people)
            for line in found.checks
        ],
    }


def _lines(found: Look, zone: ZoneInfo) -> list[str]:
    if not found.checks:
        return [_("no duty is due in this shift") if found.span == "shift" else _("no duty")]
    columns = [
        Column(_("Number"), right=True),
        Column(_("Phase")),
        Column(_("Due")),
        Column(_("Post"), cut=True),
        Column(_("Duty"), cut=True),
        Column(_("Project"), cut=True),
        Column(_("By"), cut=True),
    ]
    lines = table(columns, [_row(c, found.at, zone) for c in found.checks], terminal_width())
    summary = _("{done} of {total} done").format(done=found.done, total=len(found.own))
    if found.waived:
        summary += _(", ") + _("{count} waived").format(count=found.waived)
    return [*lines, summary]


def _row(line: CheckLine, now: Instant, zone: ZoneInfo) -> list[object]:
    check = line.check
    title = pick(check.title, check.title_zh)
    if line.earlier:
        title = _("earlier shift: {duty}").format(duty=title)
    return [
        check.id,
        words.phase(line.phase.value),
        words.when(check.due_at, now, zone),
        words.post(check.post),
        title,
        pick(check.project, check.project_zh),
        _by(line, now, zone),
    ]


def _by(line: CheckLine, now: Instant, zone: ZoneInfo) -> str:
    """Who did it, when and with what; else who was the first of two; else who should."""
    check = line.check
    if check.done_at is not None:
        gave = (check.value, check.file, check.note.partition("\n")[0])
        told = _(", ").join(str(each) for each in gave if each not in (None, ""))
        by = f"{words.when(check.done_at, now, zone)} {check.done_by}"
        return words.labelled(by, told) if told else by
    if check.first_at is not None:
        return _("{who} at {when}, waits for a second person").format(
            who=check.first_by, when=words.when(check.first_at, now, zone)
        )
    names = [each.name for each in line.people[:SHOWN]]
    more = len(line.people) - len(names)
    if more:
        names.append(ngettext("{n} more", "{n} more", more).format(n=more))
    return f"({_(', ').join(names)})" if names else ""
