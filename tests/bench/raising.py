"""What fell due overnight is raised, against inserting the same rows in one bare transaction."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from statistics import median

from bench.bench import THOUSAND, Bench, turned
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.desk import sample
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import raise_due
from floorboard.store import journal
from floorboard.store.connection import connect
from floorboard.store.queries import rungs

OVERNIGHT = Line("raising 10,000 rungs", "sqlite3, the same rows", 5)

RUNGS = 10 * THOUSAND
NOW = 1_795_402_800
"""Monday, 23 November 2026, 11:00 in the sample floor's zone."""


def overnight(bench: Bench) -> list[Result]:
    """Each on a fresh copy of a floor where that many customers weren't told how it stands."""
    bench.say(f"making a floor with {RUNGS:,} rungs to raise")
    made = _make(bench.folder / "overnight.sqlite")
    copy = bench.folder / "overnight-copy.sqlite"
    _raise(_fresh(made, copy))
    rows = _rows(copy)
    if len(rows[0]) != RUNGS:
        raise NotMeasured(f"{len(rows[0])} rungs were raised")
    taken: dict[str, list[float]] = {"program": [], "floor": []}
    for number in range(bench.some(0.5)):
        for name in turned([*taken], number):
            _fresh(made, copy)
            taken[name].append(_raise(copy) if name == "program" else _insert(copy, rows))
    aside = milliseconds(median(taken["program"]), median(taken["floor"]))
    return [Result(OVERNIGHT, ratios(taken["program"], taken["floor"]), aside)]


def _make(path: Path) -> Path:
    sample.make(path, NOW, tickets=RUNGS + 2 * THOUSAND)
    with closing(connect(path)) as db:
        db.execute("UPDATE ticket SET next_rung_at = 253402300799")
        db.execute(
            "UPDATE ticket SET state = 'open', solved_at = NULL, closed_at = NULL,"
            " status_reply_due_at = ?1 - id, solution_due_at = ?1 + 1000000,"
            " next_due_at = ?1 - id, next_clock = 'status_reply', next_rung_at = ?1 - id"
            " WHERE id IN (SELECT id FROM ticket WHERE reopen_count = 0 ORDER BY id LIMIT ?2)",
            (NOW, RUNGS),
        )
    return path


def _fresh(made: Path, copy: Path) -> Path:
    for source, target in ((made, copy), (journal.key_path(made), journal.key_path(copy))):
        copyfile(source, target)
    return copy


def _raise(path: Path) -> float:
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    begun = time.perf_counter()
    raise_due(desk)
    taken = time.perf_counter() - begun
    desk.close()
    return taken


Rows = tuple[list[tuple[object, ...]], ...]


def _rows(path: Path) -> Rows:
    """What was raised: the rows of the three tables, as they are inserted."""
    with closing(connect(path, read_only=True)) as db:
        return tuple(
            db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            for table, columns in (
                ("escalation", rungs.ESCALATION),
                ("escalation_person", rungs.PERSON),
                ("escalation_note", rungs.NOTE),
            )
        )


def _insert(path: Path, rows: Rows) -> float:
    with closing(connect(path)) as db:
        begun = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for table, columns, values in zip(
            ("escalation", "escalation_person", "escalation_note"),
            (rungs.ESCALATION, rungs.PERSON, rungs.NOTE),
            rows,
            strict=True,
        ):
            holes = ", ".join("?" * len(columns))
            db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({holes})", values)
        db.execute("COMMIT")
        return time.perf_counter() - begun
