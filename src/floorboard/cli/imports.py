"""`import`: tickets from another system's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.progress import Bar
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from floorboard.desk.imports_report import FileReport, ImportReport
    from floorboard.exchange.drafts import Note
    from floorboard.exchange.wall_clock import DateOrder


REJECTS_SHOWN = 10
"""Rows that stay out, told one by one; the reject file has them all."""


@group("import", N_("Take in what other systems have exported."))
def imports() -> None: ...


commands = {"import": imports}


@command(
    "tickets",
    N_(
        "Import tickets from CSV, TSV, XLSX, JSON or JSON Lines files.\n"
        "\n"
        "All files go in together or not at all. The same file again changes nothing; a newer"
        " export updates. Rows that can't be read are written to a reject file beside their file,"
        " and the rest goes in."
    ),
)
@argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(path_type=Path),
    help=N_("What the other system has exported."),
)
@option(
    "--profile",
    metavar="NAME|FILE",
    help=N_("How the columns are called; by default the header tells which of the profiles fits."),
)
@option(
    "--map",
    "mappings",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=N_("Take FIELD from COLUMN, whatever the profile says; may be repeated."),
)
@option("--zone", metavar="ZONE", help=N_("The time zone of wall times, as Europe/Berlin."))
@option(
    "--date-order",
    type=click.Choice(["ymd", "dmy", "mdy"]),
    help=N_("How dates such as 05/04/2016 are meant, where the file leaves it open."),
)
@option("--dry-run", is_flag=True, help=N_("Say what would happen, and change nothing."))
@option("--strict", is_flag=True, help=N_("Change nothing if any row can't be read."))
@option(
    "--rejects",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help=N_("The reject file, or a folder for them; by default beside each file."),
)
@json_option
@click.pass_obj
def import_tickets(
    invocation: Invocation,
    files: tuple[Path, ...],
    profile: str | None,
    mappings: tuple[str, ...],
    zone: str | None,
    date_order: DateOrder | None,
    dry_run: bool,
    strict: bool,
    rejects: Path | None,
    as_json: bool,
) -> int:
    from floorboard.desk import imports as desk_imports
    from floorboard.desk.imports_report import Options

    options = Options(
        profile=profile,
        overrides=_overrides(mappings),
        zone=zone,
        date_order=date_order,
        dry_run=dry_run,
        strict=strict,
        rejects=rejects,
        say=told,
    )
    with invocation.desk() as desk, Bar(_("importing")) as bar:
        report = desk_imports.import_tickets(
            desk, [file.expanduser() for file in files], options, bar
        )
    if as_json:
        print_json(_document(report))
    else:
        print_lines(clean_line(line) for line in _lines(report))
    return 1 if report.refused else 0


imports.add_command(import_tickets)


def _overrides(mappings: Iterable[str]) -> dict[str, str]:
    """`--map title=Subject` as field and column."""
    overrides: dict[str, str] = {}
    for text in mappings:
        field, equals, column = text.partition("=")
        if not (equals and field.strip() and column.strip()):
            raise Problem(
                N_("{text} maps nothing"),
                where="--map",
                fix=N_("Write it like this: {example}"),
                text=repr(text),
                example="--map title=Subject",
            )
        overrides[field.strip()] = column.strip()
    return overrides


def _document(report: ImportReport) -> dict[str, object]:
    from floorboard.reports.as_json import record

    files = []
    for file in report.files:
        rejects = [
            {
                "line": reject.line,
                "column": reject.column,
                "value": reject.value,
                "reason": told(reject.problem),
            }
            for reject in file.rejects
        ]
        problem = None if file.rejects_problem is None else told(file.rejects_problem)
        notes = [_said(note) for note in file.notes]
        facts = {"rejects": rejects, "rejects_problem": problem, "notes": notes}
        files.append({**record(file), **facts})
    return {
        "dry_run": report.dry_run,
        "refused": report.refused,
        "seconds": round(report.seconds, 3),
        "files": files,
    }


def _lines(report: ImportReport) -> Iterable[str]:
    for file in report.files:
        yield from _file(file)
    if report.refused:
        yield _("nothing was stored, because rows can't be read and --strict was given")
    elif report.dry_run:
        yield _("this was a dry run: nothing was stored")
    elif not report.changes:
        yield _("nothing is new")


def _file(file: FileReport) -> Iterable[str]:
    yield _("{file}: {rows} rows, {tickets} tickets, profile {profile}, {seconds} s").format(
        file=file.path.name,
        rows=file.rows,
        tickets=file.tickets,
        profile=file.profile,
        seconds=f"{file.seconds:.1f}",
    )
    yield "  " + ", ".join(_counts(file))
    for note in file.notes:
        yield f"  {_said(note)}"
    for reject in file.rejects[:REJECTS_SHOWN]:
        yield f"  ! {told(reject.problem)}"
    left = len(file.rejects) - REJECTS_SHOWN
    if left > 0:
        yield "  " + ngettext("… and {n} more row", "… and {n} more rows", left).format(n=left)
    if file.rejects_path is not None:
        count = len(file.rejects)
        text = ngettext(
            "{n} row stayed out; it is in {path}", "{n} rows stayed out; they are in {path}", count
        )
        yield "  " + text.format(n=count, path=file.rejects_path)
    if file.rejects_problem is not None:
        yield f"  {told(file.rejects_problem)}"


def _counts(file: FileReport) -> Iterable[str]:
    """What became of the tickets; what didn't happen to any isn't told."""
    counts = (
        (file.created, _("{n} new")),
        (file.updated, _("{n} updated")),
        (file.unchanged, _("{n} as before")),
        (file.older, _("{n} older than what is stored, left alone")),
        (file.undecided, _("{n} different without saying which is newer, left alone")),
        (file.kept, _("{n} fields edited here, kept")),
        (file.events, _("{n} events")),
        (file.customers, _("{n} customers made")),
    )
    told_counts = [text.format(n=count) for count, text in counts if count]
    return told_counts or [_("no tickets")]


def _said(note: Note) -> str:
    """A note in the language spoken now."""
    facts = {
        name: told(fact) if isinstance(fact, Problem) else fact for name, fact in note.facts.items()
    }
    return _(note.what).format(**facts)
