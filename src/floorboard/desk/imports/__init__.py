"""Importing tickets: files of another system go in together, in one transaction, or not at all.

A ticket is known by (source, external id), where the source is the name of the profile. The same
file again changes nothing; `imports.storing` says which of two exports wins, field by field.
Reading is done before the store is locked, so that other consoles wait for the storing alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.desk import centre, rules
from floorboard.desk.desk import Desk
from floorboard.desk.imports.intake import Intake
from floorboard.desk.imports.progress import Meter, Progress
from floorboard.desk.imports.report import FileReport, ImportReport, Options
from floorboard.desk.imports.storing import Storing, Tally
from floorboard.desk.intake import TITLE_LIMIT
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Reject, TicketDraft, shorten
from floorboard.exchange.rejects import write_rejects
from floorboard.exchange.tickets import Reading, collector_paused, read_tickets
from floorboard.store import imports as store
from floorboard.store.queries import imports as queries

__all__ = ["FileReport", "ImportReport", "Options", "Progress", "import_tickets"]

DEFAULTS = Options()


def import_tickets(
    desk: Desk,
    paths: Sequence[Path],
    options: Options = DEFAULTS,
    progress: Progress | None = None,
) -> ImportReport:
    """Read the tickets in these files and store them; what came of it.

    What `progress` raises, an error or a kill leaves the store as it was. Raises Problem where a
    file as a whole can't be read; bad rows are reported, written to a reject file, and stay out.
    """
    desk.check_clock()  # before a long file is read in vain
    begun = time.perf_counter()
    where = _reject_files(paths, options)
    zone = centre.zone(options.zone) if isinstance(options.zone, str) else options.zone
    with collector_paused():
        meter = Meter(paths, progress)
        files = [_read(path, options, zone, meter) for path in paths]
        refused = options.strict and any(file.rejects for file in files)
        if refused:
            reports = [_report(file, Tally()) for file in files]
        else:
            reports = _store(desk, files, meter, dry_run=options.dry_run)
        if not (refused or options.dry_run):
            reports = [
                _write_rejects(report, file, path, options)
                for report, file, path in zip(reports, files, where, strict=True)
            ]
        del files
    return ImportReport(tuple(reports), options.dry_run, refused, time.perf_counter() - begun)


class _File:
    """A file that was read: the drafts that can go in, and the rejects."""

    def __init__(self, reading: Reading, seconds: float) -> None:
        self.reading = reading
        self.seconds = seconds
        self.drafts: list[TicketDraft] = []
        self.rejects: list[Reject] = [*reading.rejects]
        seen: dict[str, int] = {}
        for draft in reading.drafts:
            external_id = clean_line(draft.external_id).strip()
            if external_id != draft.external_id:
                draft = replace(draft, external_id=external_id)
            problem = _unfit(draft, seen.get(external_id))
            if problem is None:
                self.drafts.append(draft)
                seen[external_id] = draft.line
            else:
                self.rejects.append(_rejected(draft, problem, reading))
        self.rejects.sort(key=lambda reject: reject.line)


def _unfit(draft: TicketDraft, twin: int | None) -> Problem | None:
    if len(draft.external_id) > TITLE_LIMIT:
        return Problem(
            N_("the ticket's number has {length} characters, at most {limit} fit"),
            length=len(draft.external_id),
            limit=TITLE_LIMIT,
        )
    if twin is not None:
        return Problem(
            N_("the ticket {ticket} stands in line {line} too, written otherwise"),
            ticket=shorten(draft.external_id),
            line=twin,
        )
    return None


def _rejected(draft: TicketDraft, problem: Problem, reading: Reading) -> Reject:
    problem.where = f"{reading.path.name}:{draft.line}"
    return Reject(draft.line, "", shorten(draft.external_id, 1000), problem)


def _read(path: Path, options: Options, zone: ZoneInfo | None, meter: Meter) -> _File:
    begun = time.perf_counter()
    reading = read_tickets(
        path,
        profile=options.profile,
        overrides=options.overrides,
        zone=zone,
        date_order=options.date_order,
        progress=meter.reading,
    )
    meter.read(reading.rows)
    return _File(reading, time.perf_counter() - begun)


def _store(desk: Desk, files: Sequence[_File], meter: Meter, *, dry_run: bool) -> list[FileReport]:
    reports: list[FileReport] = []
    meter.storing(sum(len(file.drafts) for file in files))
    with desk.deed("tickets.imported", "import") as deed:
        intake = Intake(deed)
        empty = queries.is_empty(deed.db)
        with store.filling(deed.db):
            storing = Storing(deed, rules.within(deed), intake, empty=empty)
            for file in files:
                begun = time.perf_counter()
                intake.begin_file()
                tally = storing.store(
                    file.reading.profile.name,
                    file.drafts,
                    meter,
                    by_row=file.reading.profile.rows == "tickets",
                )
                file.seconds += time.perf_counter() - begun
                reports.append(_report(file, tally, intake))
        if dry_run or not any(report.created or report.updated for report in reports):
            deed.withdraw()
        else:
            deed.after["files"] = [_told(report) for report in reports]
    return reports


def _report(file: _File, tally: Tally, intake: Intake | None = None) -> FileReport:
    reading = file.reading
    notes = [*reading.notes]
    customers, projects = 0, list[str]()
    if intake is not None:
        notes += intake.notes()
        customers, projects = intake.new_customers, intake.new_projects
    return FileReport(
        path=reading.path,
        profile=reading.profile.name,
        rows=reading.rows,
        tickets=len(file.drafts),
        **asdict(tally),
        customers=customers,
        projects=tuple(projects),
        rejects=tuple(file.rejects),
        notes=tuple(notes),
        seconds=file.seconds,
    )


def _told(report: FileReport) -> dict[str, object]:
    """What the journal keeps of a file."""
    with report.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    counts = ("rows", "tickets", "created", "updated", "unchanged", "older", "undecided")
    return {
        "name": clean_line(report.path.name),
        "sha256": digest,
        "profile": report.profile,
        **{name: getattr(report, name) for name in (*counts, "kept", "events", "customers")},
        "projects": [*report.projects],
        "rejects": len(report.rejects),
    }


def _reject_files(paths: Sequence[Path], options: Options) -> list[Path]:
    """Where the rejects of each file go; never over a file that is imported."""
    said = options.rejects
    if said is None:
        targets = [path.with_name(f"{path.name}.rejects.csv") for path in paths]
    elif said.is_dir():
        names = [path.name for path in paths]
        targets = [
            said / f"{name}{f'.{n}' if name in names[:n] else ''}.rejects.csv"
            for n, name in enumerate(names)
        ]
    elif len(paths) > 1:
        raise Problem(
            N_("several files can't share one reject file"),
            where=str(said),
            fix=N_("Name a folder that exists"),
        )
    else:
        targets = [said]
    sources = {path.resolve() for path in paths}
    for target in targets:
        if target.resolve() in sources:
            raise Problem(
                N_("the rejects would overwrite a file that is imported"),
                where=str(target),
                fix=N_("Name another place with --rejects"),
            )
    return targets


def _write_rejects(report: FileReport, file: _File, path: Path, options: Options) -> FileReport:
    """Write the rejects, if there are any; that it fails doesn't undo what is stored."""
    if not file.rejects:
        return report
    try:
        write_rejects(path, file.reading.header, file.rejects, options.say)
    except OSError as error:
        problem = Problem(
            N_("the rejected rows can't be written: {reason}"),
            where=str(path),
            fix=N_("Name another place with --rejects"),
            reason=error.strerror or error,
        )
        return replace(report, rejects_problem=problem)
    return replace(report, rejects_path=path)
