"""What a store says happened, held against what its consoles said they did."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from floorboard.store import health
from floorboard.store.connection import connect

NOW = 1_795_344_120
"""22 November 2026, 18:42 in the sample floor's zone."""


@dataclass(frozen=True)
class Edit:
    """An edit of a ticket, as a console acknowledged it or as the journal has it."""

    console: str
    ticket: int
    version: int
    title: str


@dataclass(frozen=True)
class Note:
    """A note on a ticket, likewise."""

    console: str
    ticket: int
    seq: int
    text: str


@dataclass(frozen=True)
class Evidence:
    """All edits and notes that the journal tells of."""

    edits: frozenset[Edit]
    notes: frozenset[Note]


def examine(path: Path, first_titles: dict[int, str]) -> Evidence:
    """Read the whole store; an `AssertionError` where it contradicts itself.

    Each ticket's version counts its edits, each edit took over from the one before, and each entry
    of the journal has its events: so none was lost, none overwritten unseen, and none half done.
    """
    found = health.examine(path)
    assert found.sound, found
    with closing(connect(path, read_only=True)) as db:
        db.execute("BEGIN")
        edits = [edit for ticket in first_titles.items() for edit in _edits(db, *ticket)]
        notes = [note for number in first_titles for note in _notes(db, number)]
        entries = db.execute(
            "SELECT count(*) FROM journal WHERE action IN ('ticket.edited', 'ticket.noted')"
        ).fetchone()[0]
    assert entries == len(edits) + len(notes)
    return Evidence(frozenset(edits), frozenset(notes))


def titles(path: Path) -> dict[int, str]:
    """The title of each ticket, all of them at version 1."""
    with closing(connect(path, read_only=True)) as db:
        assert db.execute("SELECT count(*) FROM ticket WHERE version <> 1").fetchone() == (0,)
        return dict(db.execute("SELECT id, title FROM ticket"))


def _edits(db: sqlite3.Connection, number: int, title: str) -> list[Edit]:
    """The edits of a ticket in the journal, one version after the other."""
    edits = []
    at, assigned = 1, 0
    told = _events(db, number, "changed")
    for console, before, after in _entries(db, number, "ticket.edited"):
        assigned += "owner_id" in after
        assert (before["version"], after["version"]) == (at, at + 1)
        assert before["title"] == title
        title, at = str(after["title"]), at + 1
        edits.append(Edit(console, number, at, title))
        said = f"title: {before['title']} → {title}"
        assert any(actor == console and said in body.splitlines() for _, actor, body in told), said
    assert db.execute("SELECT version, title FROM ticket WHERE id = ?", (number,)).fetchone() == (
        at,
        title,
    )
    consoles = {edit.console for edit in edits}
    assert sum(actor in consoles for _, actor, _ in told) == len(edits)
    assert assigned == sum(actor in consoles for _, actor, _ in _events(db, number, "assigned"))
    return edits


def _notes(db: sqlite3.Connection, number: int) -> list[Note]:
    told = {seq: (actor, body) for seq, actor, body in _events(db, number, "note")}
    notes = []
    for console, _, after in _entries(db, number, "ticket.noted"):
        seq = after["event"]
        assert isinstance(seq, int)
        assert told[seq] == (console, after["note"])
        notes.append(Note(console, number, seq, str(after["note"])))
    consoles = {note.console for note in notes}
    assert len(notes) == sum(actor in consoles for actor, _ in told.values())
    return notes


def _entries(
    db: sqlite3.Connection, number: int, action: str
) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    rows = db.execute(
        "SELECT console, before, after FROM journal WHERE subject = ? AND action = ? ORDER BY seq",
        (f"ticket/{number}", action),
    )
    return [(console, json.loads(before), json.loads(after)) for console, before, after in rows]


def _events(db: sqlite3.Connection, number: int, kind: str) -> list[tuple[int, str, str]]:
    return db.execute(
        "SELECT seq, actor, body FROM ticket_event WHERE ticket_id = ? AND kind = ? ORDER BY seq",
        (number, kind),
    ).fetchall()
