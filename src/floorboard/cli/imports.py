"""`import`: tickets from another system's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.progress import Bar
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, filled, ngettext, told

if TYPE_CHECKING:
    from floorboard.desk.imports.report import FileReport, ImportReport
    from floorboard.exchange.wall_clock import DateOrder

SHOWN = 10
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
    help=N_("Where the rows go that can't be read: a file, or a folder for several files."),
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
    from floorboard.cli.instants import zone_named
    from floorboard.desk import imports

    options = imports.Options(
        profile=profile,
        overrides=_overrides(mappings),
        zone=zone_named(zone, "--zone") if zone is not None else None,
        date_order=date_order,
        dry_run=dry_run,
        strict=strict,
        rejects=rejects.expanduser() if rejects else None,
        say=told,
    )
    paths = [path.expanduser() for path in files]
    with invocation.desk() as desk, Bar(_("importing")) as bar:
        report = imports.import_tickets(desk, paths, options, bar)
    if as_json:
        print_json(_document(report))
    else:
        print_lines(map(clean_line, _summary(report)))
    return 1 if report.refused or report.barren else 0


imports.add_command(import_tickets)


def _overrides(mappings: Iterable[str]) -> dict[str, str]:
    overrides = {}
    for mapping in mappings:
        field, _equals, column = (part.strip() for part in mapping.partition("="))
        if not field or not column:
            raise Problem(
                N_("{given} maps nothing"),
                where="--map",
                fix=N_("Give FIELD=COLUMN, for instance --map title=Subject"),
                given=repr(mapping),
            )
        overrides[field] = column
    return overrides


def _summary(report: ImportReport) -> Iterator[str]:
    """The report in words, a line each."""
    for file in report.files:
        tickets = ngettext("{n} ticket", "{n} tickets", file.tickets)
        yield _("{name}: {rows}, {tickets}, profile {profile}").format(
            name=file.path.name,
            rows=_rows(file.rows),
            tickets=tickets.format(n=f"{file.tickets:,}"),
            profile=file.profile,
        )
        for note in file.notes[1:]:  # the first names the profile
            yield "  · " + filled(note.what, note.facts)
        if not report.refused:
            yield "  " + ", ".join(_counts(file))
        yield from _rejected(file)
    yield _("{rows} in {seconds} s, {rate} a second").format(
        rows=_rows(report.rows),
        seconds=f"{report.seconds:.1f}",
        rate=f"{report.rows / max(report.seconds, 0.001):,.0f}",
    )
    if report.refused:
        yield _("nothing was stored: with --strict no row may stay out")
    elif report.dry_run:
        yield _("this was a dry run: nothing was stored")
    elif not report.changes:
        yield _("nothing is new")


def _rows(count: int) -> str:
    return ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")


def _counts(file: FileReport) -> Iterator[str]:
    always = {
        N_("{n} new"): file.created,
        N_("{n} updated"): file.updated,
        N_("{n} unchanged"): file.unchanged,
    }
    if_any = (
        (_("{n} left, because newer facts are known"), file.older),
        (_("{n} left, because nothing says which facts are newer"), file.undecided),
        (
            ngettext(
                "{n} field kept as it was edited here",
                "{n} fields kept as they were edited here",
                file.kept,
            ),
            file.kept,
        ),
        (ngettext("{n} event", "{n} events", file.events), file.events),
        (ngettext("{n} new customer", "{n} new customers", file.customers), file.customers),
    )
    for what, n in always.items():
        yield _(what).format(n=f"{n:,}")
    for text, n in if_any:
        if n:
            yield text.format(n=f"{n:,}")


def _rejected(file: FileReport) -> Iterator[str]:
    if not file.rejects:
        return
    count = len(file.rejects)
    text = ngettext("{count} row stayed out:", "{count} rows stayed out:", count)
    yield "  " + text.format(count=f"{count:,}")
    for reject in file.rejects[:SHOWN]:
        yield "  ! " + told(reject.problem)
    if count > SHOWN:
        yield "  … " + _("and {n} more").format(n=f"{count - SHOWN:,}")
    if file.rejects_path is not None:
        yield "  " + _("they are written to {path}").format(path=file.rejects_path)
    if file.rejects_problem is not None:
        yield "  ! " + told(file.rejects_problem)


def _document(report: ImportReport) -> dict[str, object]:
    """The report as JSON has it; notes and reasons are in words."""
    counts = (
        "rows", "tickets", "created", "updated", "unchanged", "older", "undecided", "kept",
        "events", "customers", "projects",
    )  # fmt: skip
    return {
        "dry_run": report.dry_run,
        "refused": report.refused,
        "changes": report.changes,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejects,
        "seconds": round(report.seconds, 3),
        "files": [
            {
                "path": str(file.path),
                "profile": file.profile,
                **{name: getattr(file, name) for name in counts},
                "rejects": [
                    {
                        "line": reject.line,
                        "column": reject.column,
                        "value": reject.value,
                        "reason": told(reject.problem),
                    }
                    for reject in file.rejects
                ],
                "rejects_path": None if file.rejects_path is None else str(file.rejects_path),
                "rejects_problem": told(file.rejects_problem) if file.rejects_problem else None,
                "notes": [filled(note.what, note.facts) for note in file.notes],
                "seconds": round(file.seconds, 3),
            }
            for file in report.files
        ],
    }
