"""`doctor`: whether the program and its store are sound."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from floorboard import __version__
from floorboard.cli.command import command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.progress import Bar
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, told
from floorboard.reports.width import cell_width

if TYPE_CHECKING:
    from floorboard.store.health import Health

PACKAGES = (
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pendulum",
    "holidays",
    "click",
    "tzdata",
)

Finding = tuple[str, str, bool]
"""What was looked at, what was found, and whether it is as it should be."""


@command(
    "doctor",
    N_(
        "Examine the program and its store.\n"
        "\n"
        "Every page, index and reference, the journal's chain, the counts, the files' permissions."
        " Leaves with 1 if anything is unsound."
    ),
)
@json_option
@click.pass_obj
def examine(invocation: Invocation, as_json: bool) -> int:
    from floorboard.store import health

    path = invocation.path
    if not path.exists():
        raise Problem(
            N_("there is no store here"),
            where=str(path),
            fix=N_("Run `floorboard` to make one, or `floorboard demo` for a sample floor"),
        )
    labels = {
        health.Stage.PAGES: _("pages"),
        health.Stage.REFERENCES: _("references"),
        health.Stage.JOURNAL: _("journal"),
    }

    def progress(stage: health.Stage, done: int, total: int) -> None:
        bar.stage(labels[stage])
        bar(done, total)

    with Bar("") as bar:
        found = health.examine(path, progress)
    versions = _versions() | {"sqlite": health.SQLITE}
    if as_json:
        print_json(
            {
                "store": str(path),
                "sound": found.sound,
                "versions": versions,
                "journal_mode": found.journal_mode,
                "synchronous": found.synchronous,
                "wal_sound": health.WAL_SOUND,
                "schema": {"found": found.revision, "known": found.known_revision},
                "integrity": found.integrity,
                "loose_references": found.loose_references,
                "journal": {
                    "entries": found.journal_entries,
                    "head": found.journal_head,
                    "broken_at_entry": found.journal_broken_at,
                    "fault": None if found.journal_fault is None else str(found.journal_fault),
                },
                "tickets": {"counted": found.counted, "kept": found.kept_counts},
                "handovers": found.handovers,
                "modes": found.modes,
            }
        )
    else:
        print_lines(_lines(str(path), versions, found))
    return 0 if found.sound else 1


commands = {"doctor": examine}


def _versions() -> dict[str, str]:
    versions = {"floorboard": __version__, "python": sys.version.split()[0]}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "-"
    return versions


def _lines(path: str, versions: dict[str, str], found: Health) -> list[str]:
    findings = [
        (_("versions"), "  ".join(f"{name} {number}" for name, number in versions.items()), True),
        (_("store"), path, True),
        *_findings(found),
    ]
    first = max(cell_width(name) for name, _found, _good in findings)
    marks = {True: "[ok]", False: "[!!]"}
    lines = [
        clean_line(f"{marks[good]} {name}{' ' * (first - cell_width(name))}  {text}")
        for name, text, good in findings
    ]
    unsound = sum(not good for _name, _text, good in findings)
    if unsound:
        return [*lines, _("unsound; restore a backup, or correct what is marked [!!]")]
    return [*lines, _("sound")]


def _findings(found: Health) -> list[Finding]:
    count = found.journal_entries
    journal = ngettext("{n} entry, head {head}", "{n} entries, head {head}", count).format(
        n=count, head=found.journal_head[:16]
    )
    tickets = sum(found.counted.values())
    if found.journal_fault is not None:
        journal = told(found.journal_fault)
    elif found.journal_broken_at is not None:
        journal = _("doesn't hold from entry {entry} on").format(entry=found.journal_broken_at)
    return [
        (
            _("settings"),
            f"journal_mode={found.journal_mode} synchronous={found.synchronous}",
            True,
        ),
        (
            _("schema"),
            _("{found}, this program knows {known}").format(
                found=found.revision, known=found.known_revision
            ),
            found.revision == found.known_revision,
        ),
        (_("integrity"), "; ".join(found.integrity) or _("every page"), not found.integrity),
        (
            _("references"),
            ngettext("{n} leads nowhere", "{n} lead nowhere", found.loose_references).format(
                n=found.loose_references
            )
            if found.loose_references
            else _("all lead somewhere"),
            not found.loose_references,
        ),
        (
            _("journal"),
            journal,
            found.journal_fault is None and found.journal_broken_at is None,
        ),
        (
            _("counts"),
            ngettext("{n} ticket, as counted", "{n} tickets, as counted", tickets).format(n=tickets)
            if found.counts_agree
            else _("the kept counts differ from the tickets"),
            found.counts_agree,
        ),
        (
            _("handovers"),
            _handovers(found),
            all(each.sound for each in found.handovers),
        ),
        (
            _("permissions"),
            "  ".join(f"{name} {mode}" for name, mode in found.modes.items()),
            not found.exposed,
        ),
    ]


def _handovers(found: Health) -> str:
    """How many accepted handovers hold, or what of which doesn't."""
    from floorboard.reports import handover_words as words

    broken = [each for each in found.handovers if not each.sound]
    if not broken:
        count = len(found.handovers)
        return ngettext("{n} accepted, as signed", "{n} accepted, as signed", count).format(n=count)
    return "; ".join(
        _("handover {number}: {faults}").format(
            number=each.number, faults=words.joined(map(words.fault, each.faults))
        )
        for each in broken
    )
