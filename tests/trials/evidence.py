"""What a store says happened, held against what its consoles said they did."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import deeds
from deeds import Tables
from floorboard.desk.desk import Desk
from floorboard.store import health, journal
from floorboard.store.connection import connect
from floorboard.store.queries import entries
from floorboard.store.queries.entries import UNDONE, EntryView

NOW = 1_795_344_120
"""22 November 2026, 18:42 in the sample floor's zone."""

RAISED = {"escalation", "escalation_person", "escalation_note"}
"""Tables that raising rungs writes to, which keeps no rows in the journal: `deeds.check` holds them
against the rungs that it names."""


@dataclass
class Said:
    """What one console has acknowledged: the entries of its deeds, and the versions that it gave
    with them."""

    entries: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, action and subject."""
    versions: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the entry's number: the ticket, and its version as it was seen."""

    def hear(self, line: str) -> None:
        kind, *facts = json.loads(line)
        if kind == "did":
            seq, action, subject, ticket, version = facts
            self.entries.append((seq, action, subject))
            if version is not None:
                self.versions[seq] = (ticket, version)


def of_console(path: Path, name: str) -> list[tuple[int, str, str]]:
    """Number, action and subject of each entry that a console wrote, in order."""
    with closing(connect(path, read_only=True)) as db:
        return db.execute(
            "SELECT seq, action, subject FROM journal WHERE console = ? ORDER BY seq", (name,)
        ).fetchall()


def unsaid(path: Path, name: str, said: Said) -> int:
    """How many entries a console wrote and didn't say: those of its last deed at most. Every one
    that it said is there, in its order."""
    found = of_console(path, name)
    assert found[: len(said.entries)] == said.entries, name
    more = found[len(said.entries) :]
    assert len(more) <= 1 or {action for _, action, _ in more} == {"escalations.raised"}, more
    return len(more)


@dataclass(frozen=True)
class Start:
    """A store before the consoles begin: its rows, its journal's last number, and its tickets."""

    rows: Tables
    seq: int
    numbers: list[int]


def now_in(path: Path) -> Start:
    with closing(connect(path, read_only=True)) as db:
        db.execute("BEGIN")
        numbers = [row[0] for row in db.execute("SELECT id FROM ticket ORDER BY id")]
        return Start(deeds.tables(db), journal.next_seq(db) - 1, numbers)


def examine(path: Path, start: Start) -> list[EntryView]:
    """Read the whole store; an `AssertionError` where it contradicts itself. The journal's entries
    since the start.

    From the rows as they were then, the journal's entries lead one after the other to the rows
    that are there: each took over from the one before it, so none was lost or overwritten unseen,
    and none is half done.
    """
    found = health.examine(path)
    assert found.sound, found
    desk = Desk.open(path, console="examiner")
    deeds.check(desk)
    with desk.store.reading(snapshot=True) as db:
        now = deeds.tables(db)
        written = _since(db, start.seq)
    desk.close()
    rows = {
        name: {key: dict(row) for key, row in table.items()} for name, table in start.rows.items()
    }
    for entry in written:
        for each in entry.differences:
            if each.table in RAISED:
                continue
            there = rows[each.table].get(each.key)
            if each.before is None:
                assert there is None, (entry.seq, each)
                assert each.after is not None
                rows[each.table][each.key] = dict(each.after)
                continue
            assert there is not None, (entry.seq, each)
            for column, value in each.before.items():
                assert there[column] == value or column == "next_rung_at", (entry.seq, each)
            if each.after is None:
                del rows[each.table][each.key]
            else:
                there.update(each.after)
    for name in rows.keys() - RAISED - deeds.DERIVED - {"duty_check"}:
        for table in (rows[name], now[name]):
            for row in table.values():
                row.pop("next_rung_at", None)  # `deeds.check` computes it
        assert rows[name] == now[name], name
    return written


def _since(db: sqlite3.Connection, seq: int) -> list[EntryView]:
    numbers = db.execute("SELECT seq FROM journal WHERE seq > ? ORDER BY seq", (seq,)).fetchall()
    found = [entries.one(db, number) for (number,) in numbers]
    return [each for each in found if each is not None]


def check_versions(said: list[Said], written: list[EntryView]) -> int:
    """Each deed that was done to a ticket as it was seen found it so, and no two did, unless the
    first was taken back before the second; how many there were. Splitting leaves the ticket as it
    was."""
    by_seq = {entry.seq: entry for entry in written}
    given: dict[tuple[int, int], list[int]] = {}
    for seq, (ticket, version) in (pair for each in said for pair in each.versions.items()):
        entry = by_seq[seq]
        if entry.action == "ticket.split":
            continue
        before, after = entry.row("ticket", ticket)
        assert (before["version"], after["version"]) == (version, seq), entry
        given.setdefault((ticket, version), []).append(seq)
    restored: dict[tuple[int, object], list[int]] = {}
    for entry in written:
        for each in entry.differences:
            if entry.action == UNDONE and each.table == "ticket" and each.after is not None:
                place = (int(str(each.key[0])), each.after.get("version"))
                restored.setdefault(place, []).append(entry.seq)
    for seen, numbers in given.items():
        for one, two in pairwise(sorted(numbers)):
            assert any(one < back < two for back in restored.get(seen, ())), (seen, one, two)
    return sum(map(len, given.values()))
