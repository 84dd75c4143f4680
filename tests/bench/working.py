"""A deed on a thousand tickets at once.

It is done once by the program, on a copy of a store; what it left behind is then written with
bare sqlite3 into another copy, in one transaction with the same durability. The copies are made
anew for each try, as no row can be written twice.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from statistics import median

from bench.bench import Bench, in_turn
from bench.floors import raw_rows
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.domain.handling import Handling
from floorboard.store import journal
from floorboard.store.connection import connect

BULK = Line("bulk assign of 1,000", "sqlite3, the same rows", 5)
AT_ONCE = 1_000
TICKETS = 100_000

TABLES = ("ticket_event", "journal", "journal_ticket")
"""What the two insert into; of tickets, rows are changed."""


def bulk(bench: Bench) -> list[Result]:
    """The same thousand tickets to another owner."""
    base = bench.store(TICKETS)
    copies = _Copies(bench.folder / "bulk", base)
    owner, ids = _work(base)
    now = int(time.time())

    def program() -> float:
        desk = Desk.open(copies.fresh("program"))
        desk.clock = lambda: now
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


def _work(path: Path) -> tuple[int, list[int]]:
    """Somebody, and open tickets that aren't theirs."""
    with closing(sqlite3.connect(path)) as db:
        owner = db.execute("SELECT min(owner_id) FROM ticket").fetchone()[0]
        rows = db.execute(
            "SELECT id FROM ticket WHERE state IN ('new', 'open') AND owner_id IS NOT ?"
            " ORDER BY id LIMIT ?",
            (owner, AT_ONCE),
        )
        return owner, [row[0] for row in rows]


def _left(
    before: Path, after: Path
) -> tuple[Mapping[str, list[tuple[object, ...]]], list[dict[str, object]]]:
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
