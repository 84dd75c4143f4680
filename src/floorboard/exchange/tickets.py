"""Ticket exports in, drafts out: the reading half of `floorboard import tickets`."""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.domain.problem import N_, NN_, Problem
from floorboard.exchange.drafts import Note, Reject, TicketDraft, shorten
from floorboard.exchange.fields import Layout, Record, Texts, lay_out
from floorboard.exchange.folding import Folder
from floorboard.exchange.meanings import find_meanings
from floorboard.exchange.profiles import Profile, choose_profile
from floorboard.exchange.rows import DEFAULT_CAPS, Caps, Rows, read_rows
from floorboard.exchange.wall_clock import DateOrder, ZoneNeeded

Progress = Callable[[int, int], None]
"""Told how much of how much is read (bytes or rows); what it raises ends the reading."""

CHUNK = 2_000
"""Rows between two reports of progress: a few milliseconds."""


@dataclass(slots=True)
class Reading:
    """What a file said."""

    path: Path
    profile: Profile
    header: list[str]
    rows: int
    """Rows below the header that were not blank, rejected ones included."""
    drafts: list[TicketDraft] = field(default_factory=list)
    """One for each ticket, in the order in which the tickets first stand in the file."""
    rejects: list[Reject] = field(default_factory=list)
    """Rows that stay out, by line."""
    notes: list[Note] = field(default_factory=list)
    """What was decided: encoding, delimiter, profile, date order, zone, DST, odd words."""


def read_tickets(
    path: Path,
    profile: str | None = None,
    overrides: Mapping[str, str] | None = None,
    zone: ZoneInfo | None = None,
    date_order: DateOrder | None = None,
    strict: bool = False,
    caps: Caps = DEFAULT_CAPS,
    progress: Progress | None = None,
) -> Reading:
    """The tickets in a CSV, TSV, XLSX, JSON or JSON Lines file.

    `profile` is a shipped profile's name or the path of one; without it the header decides.
    `overrides` maps fields to columns. `zone` and `date_order` win over the profile's.

    Raises Problem where the file as a whole cannot be read: its encoding, its caps, no column for
    a needed field, ambiguous dates, local times without a zone. A bad row becomes a `Reject` and
    the rest goes in, unless `strict`: then the first one is raised.
    """
    with collector_paused():
        return _read(path, profile, overrides, zone, date_order, strict, caps, progress)


def _read(
    path: Path,
    profile: str | None,
    overrides: Mapping[str, str] | None,
    zone: ZoneInfo | None,
    date_order: DateOrder | None,
    strict: bool,
    caps: Caps,
    progress: Progress | None,
) -> Reading:
    rows = read_rows(path, caps)
    chosen = choose_profile(rows.header, profile, overrides)
    layout = lay_out(chosen, rows.header, path.name)
    notes = [Note(N_("profile {name}"), {"name": chosen.name}), *rows.notes]
    records = _records(rows, layout, progress)
    if chosen.footer_zone:
        zone = _zone_in_footer(records, layout, zone, path.name, notes)
    read = len(records) + len(rows.rejects)
    meanings = find_meanings(chosen, layout, records, zone or chosen.zone, date_order, path.name)
    notes += meanings.notes
    rejects = [*rows.rejects]
    blank = 0
    if meanings.bad:
        records, refused, blank = meanings.sift(records)
        rejects += refused
    if rows.padded:
        notes.append(
            Note(
                NN_(
                    "{count} row ends early and was filled up with blanks",
                    "{count} rows end early and were filled up with blanks",
                ),
                {"count": rows.padded},
            )
        )
    folder = Folder(meanings.readers, chosen.name)
    drafts = _fold(folder, chosen, layout, records, rejects, progress, rows.total)
    rejects = _placed(rejects, path, caps)
    if strict and rejects:
        raise rejects[0].problem
    return Reading(path, chosen, rows.header, read - blank, drafts, rejects, notes)


def _records(rows: Rows, layout: Layout, progress: Progress | None) -> list[Record]:
    """The cells that the profile uses, of every row; equal texts are kept once."""
    pick, intern = layout.pick, sys.intern
    records: list[Record] = []
    read = -1
    while read < len(records):
        read = len(records)
        # row by row, while its cells are still in the processor's cache
        chunk = islice(rows.cells, CHUNK)
        records += [(*map(intern, pick(cells)), line) for line, cells in chunk]
        if progress and read < len(records):
            progress(rows.position(), rows.total)
    return records


def _zone_in_footer(
    records: list[Record], layout: Layout, zone: ZoneInfo | None, name: str, notes: list[Note]
) -> ZoneInfo | None:
    """`zone`, or else the one that a last row like `Timezone: Europe/Berlin` names; the row is
    taken out."""
    if not records:
        return zone
    text = layout.getters["external_id"](records[-1])
    _, colon, named = text.rpartition(": ")
    if not colon or sum(bool(cell) for cell in records[-1][:-1]) > 1:
        return zone
    line = records.pop()[-1]
    try:
        in_footer = ZoneInfo(named.strip())
    except (OSError, ValueError, KeyError):
        said = N_("the last row names a time zone that isn't known: {zone}")
        if zone is None:
            raise ZoneNeeded(
                said,
                where=f"{name}:{line}",
                fix=N_("Name the zone with --zone, as in --zone Europe/Berlin"),
                zone=shorten(named),
            ) from None
        notes.append(Note(said, {"zone": shorten(named)}))
        return zone
    return zone or in_footer


def _fold(
    folder: Folder,
    profile: Profile,
    layout: Layout,
    records: list[Record],
    rejects: list[Reject],
    progress: Progress | None,
    total: int,
) -> list[TicketDraft]:
    get, ids = layout.getters["external_id"], Texts(profile.missing)
    tickets: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        tickets[ids[get(record)]].append(record)
    drafts: list[TicketDraft] = []
    for number, (external_id, rows) in enumerate(tickets.items()):
        if profile.rows == "events":
            drafts.append(folder.from_log(external_id, rows))
        else:
            drafts.append(_newest(folder, external_id, rows, rejects))
        if progress and not number % CHUNK:
            progress(total, total)
    return drafts


def _newest(
    folder: Folder, external_id: str, rows: list[Record], rejects: list[Reject]
) -> TicketDraft:
    """The newest of the rows that show one ticket; the others are rejected, unless they agree."""
    if len(rows) == 1:
        return folder.from_row(external_id, rows[0])
    drafts = [folder.from_row(external_id, row) for row in rows]
    newest = max(drafts, key=lambda draft: (draft.updated_at, draft.line))
    for draft in drafts:
        if replace(draft, line=newest.line) != newest:
            problem = Problem(
                N_("the ticket {ticket} stands in line {line} too, with newer facts"),
                ticket=shorten(external_id),
                line=newest.line,
            )
            rejects.append(Reject(draft.line, "", external_id, problem))
    return newest


def _placed(rejects: list[Reject], path: Path, caps: Caps) -> list[Reject]:
    """The rejects by line, each with its place and its whole row.

    Records hold only the cells that the profile uses. Rejects are rare, so their rows are looked
    up in the file again instead of being kept for all.
    """
    wanted = {reject.line for reject in rejects if not reject.cells}
    cells: dict[int, tuple[str, ...]] = {}
    if wanted:
        for line, row in read_rows(path, caps).cells:
            if line in wanted:
                cells[line] = tuple(row)
    return [
        replace(
            reject,
            cells=reject.cells or cells.get(reject.line, ()),
            problem=Problem(
                reject.problem.what,
                where=f"{path.name}:{reject.line}",
                fix=reject.problem.fix,
                **reject.problem.facts,
            ),
        )
        for reject in sorted(rejects, key=lambda reject: reject.line)
    ]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector.

    Reading and storing make no reference cycles and many objects that stay; walking all of them
    again and again to look for cycles would take a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
