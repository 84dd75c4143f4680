"""`roster import`, `export`: rosters from tables and calendars, and into them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.roster import times
from floorboard.cli.roster.times import saved
from floorboard.domain.instant import to_wall
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, NN_
from floorboard.i18n import LANGUAGES, _, filled, ngettext, told

if TYPE_CHECKING:
    from floorboard.desk.roster.exporting import Exported, Kind
    from floorboard.desk.roster.importing import Imported

REFUSED = 1
"""The exit status where something was refused."""


@command(
    "import",
    N_(
        "Import a roster: a table (.xlsx, .csv, .tsv) in any usual layout, or a calendar (.ics).\n"
        "\n"
        "Its turns take the place of those that aren't locked, over the days of the file; what has"
        " begun stays. People are known by code, name or pinyin in full, not by initials. What"
        " isn't known is refused with its cell, never guessed: what is there on that day stays as"
        " it is, and the exit status is 1."
    ),
)
@argument("file", type=click.Path(path_type=Path), help=N_("The roster's file."))
@option("--rota", default="", metavar="ROTA", help=N_("The rota that it is for, by code or name."))
@option("--month", metavar="YYYY-MM", help=N_("The month, where its dates don't say it."))
@option(
    "--as",
    "named",
    multiple=True,
    metavar="NAME=CODE",
    help=N_("Whom a name in the file means. May be given again."),
)
@option(
    "--unknown",
    type=click.Choice(["reject", "stop"]),
    default="reject",
    show_default=True,
    help=N_("What is refused stays out alone, or nothing goes in then."),
)
@option("--keep", is_flag=True, help=N_("Take none of the turns out that are there."))
@option("--dry-run", is_flag=True, help=N_("Tell what it would do, and write nothing."))
@json_option
@click.pass_obj
def import_roster(
    invocation: Invocation,
    file: Path,
    rota: str,
    month: str | None,
    named: tuple[str, ...],
    unknown: str,
    keep: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    from floorboard.desk.roster import importing

    with invocation.desk() as desk:
        zone = centre_zone(desk)
        first = times.month(month, to_wall(desk.now(), zone).date())[0] if month else None
        done = importing.load(
            desk,
            importing.Request(
                file.expanduser(),
                rota,
                first,
                dict(map(_named, named)),
                whole_or_nothing=unknown == "stop",
                keep=keep,
                dry_run=dry_run,
            ),
        )
    if as_json:
        refused = [
            {"where": each.where, "text": each.text, "reason": told(each.problem)}
            for each in done.refused
        ]
        print_json(
            {
                "rotas": done.rotas,
                "zone": zone.key,
                "from": done.start if done.read else None,
                "to": done.end if done.read else None,
                "read": done.read,
                "made": done.made,
                "gone": done.gone,
                "past": done.past,
                "outside": done.outside,
                "refused": refused,
                "notes": [filled(each.what, each.facts) for each in done.notes],
                "written": done.written,
            }
        )
    else:
        print_lines(_imported(done))
    return REFUSED if done.refused else 0


@command(
    "export",
    N_(
        "Write a month of the roster to a file: a workbook, a page for the wall, or calendars.\n"
        "\n"
        "A calendar that is there already is continued: its events keep their names, what changed"
        " counts as newer, what is no more is cancelled. A directory gets one for each person and"
        " each rota."
    ),
)
@option("--month", metavar="YYYY-MM", help=N_("The month; this one if left out."))
@option("--xlsx", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write a workbook."))
@option("--html", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write a page."))
@option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help=N_("Write a calendar, or into a directory one for each."),
)
@option("--rota", default="", metavar="ROTA", help=N_("Of this rota alone, by code or name."))
@option("--person", default="", metavar="WHO", help=N_("Of this person alone."))
@option("--language", type=click.Choice([*LANGUAGES]), help=N_("The file's language, if another."))
@json_option
@click.pass_obj
def export(
    invocation: Invocation,
    month: str | None,
    xlsx: Path | None,
    html: Path | None,
    ics: Path | None,
    rota: str,
    person: str,
    language: str | None,
    as_json: bool,
) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import exporting

    targets: tuple[tuple[Kind, Path | None], ...] = (("xlsx", xlsx), ("html", html), ("ics", ics))
    wanted = [(kind, path) for kind, path in targets if path is not None]
    if len(wanted) != 1:
        raise click.UsageError(_("Say one of --xlsx, --html and --ics."))
    if rota and person:
        raise click.UsageError(_("Say either --rota or --person."))
    ((kind, path),) = wanted
    with invocation.desk() as desk:
        zone = centre_zone(desk)
        first, _days = times.month(month, to_wall(desk.now(), zone).date())
        rota = times.rota_code(desk, rota) if rota else ""
        who = people.found(desk, person).code if person else ""
        done = exporting.export(
            desk,
            exporting.Request(kind, path.expanduser(), first, rota, who, language or ""),
        )
    if as_json:
        print_json({"files": done})
    else:
        print_lines(map(_exported, done))


commands = (import_roster, export)


def _named(text: str) -> tuple[str, str]:
    name, sign, code = text.rpartition("=")
    if not sign or not name.strip() or not code.strip():
        raise click.UsageError(
            _("Write --as like this: {example}").format(example="--as 小王=wangf")
        )
    return name.strip(), code.strip()


def _imported(done: Imported) -> list[str]:
    lines = [filled(each.what, each.facts) for each in done.notes]
    read = ngettext("{count} shift read", "{count} shifts read", done.read).format(count=done.read)
    if done.rotas:
        text = _("{read} for {rotas}")
        read = text.format(read=read, rotas=", ".join(done.rotas))
    lines.append(read)
    for count, stay in (
        (
            done.past,
            NN_(
                "{count} had begun already, and stays as it is",
                "{count} had begun already, and stay as they are",
            ),
        ),
        (
            done.outside,
            NN_(
                "{count} is of another month or rota, and stays out",
                "{count} are of another month or rota, and stay out",
            ),
        ),
    ):
        if count:
            lines.append(filled(stay, {"count": count}))
    lines += [
        f"! {each.where}  {each.text}  {told(each.problem)}".replace("    ", "  ")
        for each in done.refused
    ]
    if done.written:
        lines.append(saved(done.made, done.gone))
    else:
        text = ngettext(
            "nothing was saved; it would make {made} turn and take {gone} out",
            "nothing was saved; it would make {made} turns and take {gone} out",
            done.made,
        )
        lines.append(text.format(made=done.made, gone=done.gone))
    return list(map(clean_line, lines))


def _exported(done: Exported) -> str:
    if done.cancelled is None:
        return _("{file} is written").format(file=done.path)
    text = ngettext(
        "{file} is written: {events} turn, {cancelled} cancelled",
        "{file} is written: {events} turns, {cancelled} cancelled",
        done.events or 0,
    )
    return text.format(file=done.path, events=done.events, cancelled=done.cancelled)
