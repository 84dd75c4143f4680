"""Imports are whole or not at all, and what stays out is told."""

from __future__ import annotations

import csv
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from floorboard.desk import imports
from floorboard.desk.desk import Desk
from floorboard.desk.imports import Options
from floorboard.domain.problem import Problem
from importing import (
    LOG,
    UTC_ZONE,
    Row,
    check_clocks,
    content,
    row,
    take,
    ticket,
    ticket_count,
    write,
)


def test_bad_rows_stay_out_and_are_written_down(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, [row(), row("A-2", created="soon"), row("A-3", "lunch")])
    assert report.created == 1
    assert [(each.line, each.column) for each in report.rejects] == [(3, "created"), (4, "status")]
    assert report.rejects_path == tmp_path / "list.csv.rejects.csv"
    with report.rejects_path.open(encoding="utf-8-sig", newline="") as file:
        written = [*csv.DictReader(file)]
    assert [(each["line"], each["id"]) for each in written] == [("3", "A-2"), ("4", "A-3")]


@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}])
def test_nothing_is_left_behind(desk: Desk, tmp_path: Path, options: Mapping[str, bool]) -> None:
    before, files = content(desk), sorted(tmp_path.iterdir())
    rows = [row(), row("A-2", created="soon")]
    path = write(tmp_path / "list.csv", rows)
    report = imports.import_tickets(desk, [path], Options(zone="UTC", **options))  # type: ignore[arg-type] # any
    assert content(desk) == before
    assert sorted(tmp_path.iterdir()) == sorted([*files, path])
    assert report.refused == options.get("strict", False)
    assert report.created == (0 if report.refused else 1)
    assert report.rejects == 1


def test_a_reject_file_that_can_t_be_written_spoils_nothing(desk: Desk, tmp_path: Path) -> None:
    options = Options(zone="UTC", rejects=tmp_path / "nowhere" / "r.csv")
    report = take(desk, [row(), row("A-2", created="soon")], options)
    assert (report.created, report.rejects_path) == (1, None)
    assert "--rejects" in str(report.rejects_problem)


def test_rejects_never_overwrite_what_is_imported(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="would overwrite"):
        take(desk, [row()], Options(zone="UTC", rejects=tmp_path / "list.csv"))
    paths = [write(tmp_path / name, [row()]) for name in ("a.csv", "a.csv.rejects.csv")]
    with pytest.raises(Problem, match="would overwrite"):
        imports.import_tickets(desk, paths, UTC_ZONE)
    with pytest.raises(Problem, match="can't share one reject file"):
        imports.import_tickets(desk, paths, Options(rejects=tmp_path / "both.csv"))
    assert not ticket_count(desk)


def test_several_files_go_in_together_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", [row(), row("A-2")])
    two = write(tmp_path / "2.csv", [row(updated="2026-11-02 09:00", title="Newer"), row("A-3")])
    bad = tmp_path / "3.csv"
    bad.write_text("what,is,this\n1,2,3\n")
    before = content(desk)
    with pytest.raises(Problem, match=r"3\.csv"):
        imports.import_tickets(desk, [one, two, bad], UTC_ZONE)
    assert content(desk) == before
    report = imports.import_tickets(desk, [one, two], UTC_ZONE)
    assert (report.created, report.updated, report.tickets) == (3, 1, 4)
    assert ticket(desk).title == "Newer"
    assert len(content(desk)["journal"]) == len(before["journal"]) + 1
    check_clocks(desk)


def many(count: int) -> list[Row]:
    return [
        row(
            f"A-{n:05}", random.Random(n).choice(["open", "waiting", "resolved"]), customer=f"C {n}"
        )
        for n in range(count)
    ]


def test_what_progress_raises_takes_the_import_back(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", many(5000))
    calls: list[tuple[int, int]] = []
    imports.import_tickets(
        desk, [path], Options(zone="UTC", dry_run=True), lambda *call: calls.append(call)
    )
    assert calls[-1] == (5000, 5000)
    shares = [done / total for done, total in calls]
    assert shares == sorted(shares)
    assert len({round(share, 2) for share in shares}) > 5
    before = content(desk)

    def stop_at(number: int, error: BaseException) -> imports.Progress:
        told = iter(range(len(calls)))

        def progress(done: int, total: int) -> None:
            if next(told) == number:
                raise error

        return progress

    for number in (0, len(calls) // 2, len(calls) - 3, len(calls) - 1):
        for error in (KeyboardInterrupt(), ZeroDivisionError()):
            with pytest.raises(type(error)):
                imports.import_tickets(desk, [path], UTC_ZONE, stop_at(number, error))
            assert content(desk) == before
    imports.import_tickets(desk, [path], UTC_ZONE)
    assert ticket_count(desk) == 5000
    check_clocks(desk)


KILLED = """
import os, signal, sys
from pathlib import Path
from floorboard.desk import imports
from floorboard.desk.desk import Desk

store, file, number = sys.argv[1:]
told = iter(range(1000))

def progress(done, total):
    if next(told) == int(number):
        os.kill(os.getpid(), signal.SIGKILL)

imports.import_tickets(Desk.open(Path(store)), [Path(file)], imports.Options(zone="UTC"), progress)
"""


@pytest.mark.parametrize("number", [1, 8, 11])
@pytest.mark.parametrize("filled", [False, True])
def test_a_kill_half_way_leaves_nothing(
    desk: Desk, tmp_path: Path, number: int, filled: bool
) -> None:
    if filled:
        take(desk, [row("B-1")])
    before = content(desk)
    path = write(tmp_path / "many.csv", many(5000))
    arguments = [sys.executable, "-c", KILLED, str(desk.store.path), str(path), str(number)]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    assert content(desk) == before
    check_clocks(desk)
    imports.import_tickets(desk, [path], UTC_ZONE)
    assert ticket_count(desk) == 5000 + filled


def test_indexes_and_triggers_are_there_after_filling(desk: Desk) -> None:
    def parts() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(desk.store.path)) as db:
            return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()

    before = parts()
    take(desk, LOG)
    assert parts() == before
