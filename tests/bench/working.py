"""One deed from its last key to "saved" on the screen, and a deed on a thousand tickets at once.

The latter is done once by the program, on a copy of a store; what it left behind is then written
with bare sqlite3 into another copy, in one transaction with the same durability. The copies are
made anew for each try, as no row can be written twice.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.bench import FIRST_FRAME, MILLION, Bench, in_turn, pump, wait_for
from bench.floors import raw_rows
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.desk import sample, tickets
from floorboard.desk.desk import Desk
from floorboard.domain.handling import Handling
from floorboard.store import journal
from floorboard.store.connection import connect
from terminal import Terminal

DEED = Line("one deed, Enter to saved, 1,000,000 tickets", "sqlite3, the same rows", 6, " ms more")
BULK = Line("bulk assign of 1,000", "sqlite3, the same rows", 5)
AT_ONCE = 1_000
TICKETS = 100_000

TABLES = ("ticket_event", "journal", "journal_ticket")
"""What the two insert into; of tickets, rows are changed."""


SIGNED_IN = b" is signed"
SAVED = b": the note is kept"
REST = 0.5
"""Seconds between two deeds."""

DEEDS = 10
"""Deeds in a row; a try's time is their median."""


def deed(bench: Bench) -> list[Result]:
    """A note on the ticket under the cursor, against its rows in one transaction of a copy."""
    store = bench.store(MILLION)
    base, after = bench.folder / "before.sqlite", bench.folder / "after.sqlite"
    with bench.board(store) as terminal:
        wait_for(terminal, FIRST_FRAME)
        pump([terminal], 2.0)
        terminal.press("i", "lw", "enter", sample.PIN, "enter")
        wait_for(terminal, SIGNED_IN)
        pump([terminal], 2.0)
        _note(terminal)  # what writes is imported, the rules are compiled
        shutil.copyfile(store, base)
        _note(terminal)
        shutil.copyfile(store, after)
        rows, changed = _left(base, after)
        with closing(connect(base)) as db:
            measures = {
                "program": lambda: median(_note(terminal) for _ in range(DEEDS)),
                "floor": lambda: median(_write(db, rows, changed) for _ in range(DEEDS)),
            }
            taken = in_turn([*measures], bench.some(0.3), lambda name: [measures[name]()])
    (ours,), (raw,) = taken["program"], taken["floor"]
    more = [(program - floor) * 1000 for program, floor in zip(ours, raw, strict=True)]
    return [Result(DEED, more, milliseconds(median(ours), median(raw)))]


def _note(terminal: Terminal) -> float:
    """The seconds from Enter until the screen says that the note is kept."""
    terminal.press("c", "note")
    pump([terminal], REST)
    seen = len(terminal.raw)
    begun = time.perf_counter()
    os.write(terminal.fd, b"\r")
    while terminal.raw.find(SAVED, seen) < 0:
        if time.perf_counter() > begun + 10:
            raise NotMeasured("nothing was saved")
        terminal.pump(0.5)
    return terminal.last_output - begun


def _write(db: sqlite3.Connection, rows: Rows, changed: Changed) -> float:
    """The seconds that the rows take in a transaction, which is taken back outside of it. It comes
    after the same rest as the program's, in which processor and disk go to sleep."""
    time.sleep(REST)
    begun = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    raw_rows.replace(db, "ticket", changed)
    for table, found in rows.items():
        raw_rows.insert(db, table, found)
    db.execute("COMMIT")
    taken = time.perf_counter() - begun
    raw_rows.delete(db, rows)
    return taken


def bulk(bench: Bench) -> list[Result]:
    """The same thousand tickets to another owner."""
    base = bench.store(TICKETS)
    copies = _Copies(bench.folder / "bulk", base)
    lead, owner, ids = _work(base)
    now = int(time.time())

    def program() -> float:
        desk = Desk.open(copies.fresh("program"))
        desk.clock = lambda: now
        desk.actor = replace(desk.actor, person_id=lead)
        begun = time.perf_counter()
        done = tickets.bulk(desk, Handling.ASSIGN, ids, owner_id=owner).done
        taken = time.perf_counter() - begun
        desk.close()
        if done != AT_ONCE:
            raise NotMeasured(f"{done} of {AT_ONCE} were assigned")
        return taken

    program()
    rows, changed = _left(base, copies.path("program"))

    def floor() -> float:
        with closing(connect(copies.fresh("floor"))) as db:
            begun = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            raw_rows.replace(db, "ticket", changed)
            for table, found in rows.items():
                raw_rows.insert(db, table, found)
            db.execute("COMMIT")
            return time.perf_counter() - begun

    measures = {"program": program, "floor": floor}
    taken = in_turn([*measures], bench.some(0.3), lambda name: [measures[name]()])
    (ours,), (raw,) = taken["program"], taken["floor"]
    return [Result(BULK, ratios(ours, raw), milliseconds(median(ours), median(raw)))]


class _Copies:
    """Copies of a store, each beside its key."""

    def __init__(self, folder: Path, base: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._base = folder, base

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"

    def fresh(self, name: str) -> Path:
        """The copy of that name, as the store was, on disk."""
        path = self.path(name)
        for old in self._folder.glob(f"{path.name}*"):
            old.unlink()
        shutil.copyfile(self._base, path)
        shutil.copyfile(journal.key_path(self._base), journal.key_path(path))
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        return path


def _work(path: Path) -> tuple[int, int, list[int]]:
    """A shift lead, somebody, and open tickets that aren't theirs."""
    with closing(sqlite3.connect(path)) as db:
        lead = db.execute("SELECT min(id) FROM person WHERE post = 'shift_lead'").fetchone()[0]
        owner = db.execute("SELECT min(owner_id) FROM ticket").fetchone()[0]
        rows = db.execute(
            "SELECT id FROM ticket WHERE state IN ('new', 'open') AND owner_id IS NOT ?"
            " ORDER BY id LIMIT ?",
            (owner, AT_ONCE),
        )
        return lead, owner, [row[0] for row in rows]


Rows = Mapping[str, list[tuple[object, ...]]]
Changed = list[dict[str, object]]


def _left(before: Path, after: Path) -> tuple[Rows, Changed]:
    """The rows that are new in a store, table by table, and the changed columns of tickets."""
    with closing(sqlite3.connect(after)) as db:
        db.execute("ATTACH ? AS old", (str(before),))
        rows = {
            table: db.execute(f"SELECT * FROM {table} EXCEPT SELECT * FROM old.{table}").fetchall()
            for table in TABLES
        }
        cursor = db.execute("SELECT * FROM ticket EXCEPT SELECT * FROM old.ticket ORDER BY id")
        columns = [column[0] for column in cursor.description]
        changed = []
        for row in cursor.fetchall():
            was = db.execute("SELECT * FROM old.ticket WHERE id = ?", (row[0],)).fetchone()
            pairs = zip(columns, was, row, strict=True)
            changed.append({"id": row[0]} | {name: new for name, old, new in pairs if new != old})
        return rows, changed
