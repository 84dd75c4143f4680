"""`handover`: look at handovers, search and compare them, export, save and verify them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import (
    NUMBER,
    argument,
    command,
    group,
    json_option,
    option,
)
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.handover.archive import FORMATS
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.domain.handover.since import Change
    from floorboard.domain.instant import Instant
    from floorboard.store.views.handover import HandoverRow, RungView

number_argument = argument(
    "number",
    type=NUMBER,
    required=False,
    help=N_("The handover's number; by default the one under way, or else the last one."),
)


@group("handover", N_("The shift handover: show, list, compare, export, save and verify records."))
def handover_group() -> None: ...


commands = {"handover": handover_group}


@command(
    "show",
    N_(
        "Show a handover: its sections, what is blank, what changed since it was frozen.\n"
        "\n"
        "With --compare, what was true when it was frozen and still is, isn't any more, or came"
        " since."
    ),
)
@number_argument
@option("--compare", is_flag=True, help=N_("Compare it with the floor as it is now."))
@option("--with", "other", type=NUMBER, help=N_("Compare it with this handover instead."))
@json_option
@click.pass_obj
def show(
    invocation: Invocation, number: int | None, compare: bool, other: int | None, as_json: bool
) -> None:
    from floorboard.desk import handover
    from floorboard.reports import handover_files as shown

    with invocation.desk() as desk:
        if compare or other is not None:
            number = handover.one(desk, number).record.id
            found = handover.compare(desk, number, other)
            if as_json:
                print_json({"handover": number, "with": other, "changes": found})
            else:
                print_lines(_compared(found, desk.now(), centre_zone(desk)))
            return
        look = handover.one(desk, number)
    if as_json:
        print_json(shown.document(look))
    else:
        print_lines(shown.lines(look, terminal_width()))


@command("list", N_("List handovers, the newest first; with --search, those that hold the words."))
@option("--search", "words", default="", metavar="WORDS", help=N_("All of these words."))
@option("--limit", type=click.IntRange(1), default=50, show_default=True, help=N_("At most."))
@option("--before", type=NUMBER, help=N_("Only those below this number."))
@json_option
@click.pass_obj
def show_list(
    invocation: Invocation, words: str, limit: int, before: int | None, as_json: bool
) -> None:
    from contextlib import suppress

    from floorboard.desk import handover

    with invocation.desk() as desk:
        with suppress(Problem):  # where nothing can be written, what is there is shown
            handover.raise_overdue(desk)
        found = handover.listed(desk, limit, before=before, words=words)
        rungs = handover.rungs(desk)
        responsible = handover.responsible(desk)
        zone = centre_zone(desk)
    if as_json:
        print_json({"responsible": responsible, "overdue": rungs, "handovers": found})
        return
    lines = [*_listed(found, zone), *(_overdue(each, zone) for each in rungs)]
    if responsible is not None:
        lines.append(clean_line(_("responsible now: {name}").format(name=responsible.lead.name)))
    print_lines(lines)


@command(
    "export",
    N_(
        "Write a handover into a file: HTML that prints on A4, PDF, Markdown or JSON.\n"
        "\n"
        "In the language of --lang, with the journal's count and head on it."
    ),
)
@number_argument
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Where to write it; by default it is printed, unless it is PDF."),
)
@option(
    "--format",
    "wanted",
    type=click.Choice(FORMATS),
    help=N_("By default as the file's name ends, else HTML."),
)
@click.pass_obj
def export(
    invocation: Invocation, number: int | None, output: Path | None, wanted: str | None
) -> None:
    from floorboard.desk import handover
    from floorboard.exchange import whole
    from floorboard.reports import handover_files as files

    ending = output.suffix.lstrip(".").lower() if output else ""
    form = wanted or (ending if ending in FORMATS else FORMATS[0])
    if output is None and form == "pdf":
        raise Problem(N_("PDF isn't printed here"), fix=N_("Say where to write it with -o FILE"))
    with invocation.desk() as desk:
        look = handover.one(desk, number)
    content = files.content(look, form)
    if output is None:
        print_lines(content.decode().rstrip("\n").split("\n"))
        return
    whole.write(output.expanduser(), content)
    print_lines([_written(output)])


@command(
    "save",
    N_(
        "Save accepted handovers where [handover] in the config says.\n"
        "\n"
        "The one of this number anew; without a number, whatever isn't there yet or is older than"
        " an addendum or signature. An open board does so by itself."
    ),
)
@argument("number", type=NUMBER, required=False, help=N_("By default all that aren't saved."))
@click.pass_obj
def save(invocation: Invocation, number: int | None) -> None:
    from floorboard.config import config_path
    from floorboard.desk import handover

    archive = invocation.config.handover
    if not archive:
        raise Problem(
            N_("the config names no directory for handovers"),
            where=str(invocation.config.file or config_path()),
            fix=N_("Give it a [handover] table with a directory"),
        )
    with invocation.desk() as desk:
        if number is None:
            written = handover.save_missing(desk, archive, ever=True)
        else:
            written = handover.save(desk, archive, number)
    print_lines(map(_written, written) if written else [_("all are saved already")])


@command(
    "verify",
    N_(
        "Verify accepted handovers: content, signatures and addenda against their hashes and the"
        " journal.\n"
        "\n"
        "Leaves with 1 if anything doesn't hold. `floorboard doctor` verifies the journal too."
    ),
)
@argument("number", type=NUMBER, required=False, help=N_("By default all of them."))
@json_option
@click.pass_obj
def verify(invocation: Invocation, number: int | None, as_json: bool) -> int:
    from floorboard.desk import handover
    from floorboard.reports import handover_words as say

    with invocation.desk() as desk:
        if number is not None:
            handover.one(desk, number)  # that there is none is no fault of it
        found = handover.verify(desk, number)
    sound = all(each.sound for each in found)
    if as_json:
        print_json({"sound": sound, "handovers": found})
        return 0 if sound else 1
    lines = [
        f"[!!] {each.number}  {say.joined(map(say.fault, each.faults))}"
        for each in found
        if not each.sound
    ]
    good = sum(each.sound for each in found)
    lines.append(ngettext("{n} handover holds", "{n} handovers hold", good).format(n=f"{good:,}"))
    print_lines(lines)
    return 0 if sound else 1


for each in (show, show_list, export, save, verify):
    handover_group.add_command(each)


def _written(file: Path) -> str:
    return clean_line(_("{file} is written").format(file=file))


def _listed(found: list[HandoverRow], zone: ZoneInfo) -> list[str]:
    from floorboard.reports import handover_words as say
    from floorboard.reports import words
    from floorboard.reports.table import Column, table

    columns = [
        Column(_("Number"), right=True),
        Column(_("Shift"), cut=True),
        Column(_("Planned for")),
        Column(_("Hands over"), cut=True),
        Column(_("Takes over"), cut=True),
        Column(_("State")),
        Column(_("Accepted")),
        Column(_("Addenda"), right=True),
        Column(_("Countersigned"), cut=True),
    ]
    rows = [
        [
            each.id,
            pick(each.shift, each.shift_zh),
            words.stamp(each.ends_at, zone),
            each.outgoing,
            each.incoming,
            say.state(each.state) + (" !" if each.major else ""),
            "" if each.accepted_at is None else words.stamp(each.accepted_at, zone),
            each.addenda or "",
            each.countersigned_by,
        ]
        for each in found
    ]
    if not rows:
        return [_("no handover")]
    return table(columns, rows, terminal_width())


def _overdue(rung: RungView, zone: ZoneInfo) -> str:
    from floorboard.reports import handover_words as say
    from floorboard.reports import words

    text = _("overdue: nobody has taken over what was planned for {time}; told: {people}")
    people = say.joined(rung.people) or _("nobody could be told")
    return clean_line(text.format(time=words.stamp(rung.planned_at, zone), people=people))


def _compared(found: tuple[Change, ...], now: Instant, zone: ZoneInfo) -> list[str]:
    from floorboard.reports import handover as told
    from floorboard.reports import handover_words as say

    lines: list[str] = []
    heading = ""
    for each in found:
        if say.section(each.section) != heading:
            heading = say.section(each.section)
            lines.append(heading)
        text = told.changed(each.before, each.after, now, zone)
        lines.append(clean_line(f"  {say.turn(each.turn)}: {text}"))
    return lines
