"""`import tickets` from a terminal: what it says, and that stopping it leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floorboard.cli import progress

Program = Callable[..., Any]

HEADER = "id,title,status,created,updated\n"
ROWS = "1,One,open,2026-11-01 08:00,2026-11-01 09:00\n2,Two,closed,2026-11-01 08:00,\n"


@pytest.fixture
def floor(program: Program, tmp_path: Path) -> Program:
    store = tmp_path / "floor.sqlite"
    program("--store", store, "new", "--name", "City", "--zone", "Asia/Shanghai")

    def run(*arguments: object) -> Any:
        return program("--store", store, *arguments)

    return run


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(HEADER + ROWS)
    return file


def total(floor: Program) -> int:
    return int(floor("tickets", "--all", "--json").json["total"])


def test_wall_times_without_a_zone_are_refused(floor: Program, export: Path) -> None:
    run = floor("import", "tickets", export)
    assert run.status == 1
    assert "Give --zone" in run.err
    assert total(floor) == 0


def test_the_document_says_all_of_it(floor: Program, export: Path, tmp_path: Path) -> None:
    export.write_text(HEADER + ROWS + "3,Three,open,soon,\n")
    run = floor("import", "tickets", export, "--zone", "UTC", "--json")
    assert run.status == 0
    assert (run.json["created"], run.json["rejected"], run.json["changes"]) == (2, 1, True)
    (file,) = run.json["files"]
    assert file["profile"] == "generic"
    (reject,) = file["rejects"]
    assert (reject["line"], reject["column"], reject["value"]) == (4, "created", "soon")
    assert "list.csv:4" in reject["reason"]
    assert file["rejects_path"] == str(tmp_path / "list.csv.rejects.csv")
    assert "local times are of UTC" in file["notes"]


def test_the_reject_file_goes_where_it_is_told(
    floor: Program, export: Path, tmp_path: Path
) -> None:
    export.write_text(HEADER + ROWS + "3,Three,open,soon,\n")
    target = tmp_path / "out.csv"
    run = floor("import", "tickets", export, "--zone", "UTC", "--rejects", target)
    assert run.status == 0
    assert str(target) in run.out
    assert target.read_text("utf-8-sig").count("\n") == 2
    run = floor("import", "tickets", export, "--zone", "UTC", "--rejects", tmp_path / "no" / "x")
    assert run.status == 0
    assert "can't be written" in run.out


def test_a_file_of_bad_rows_alone_fails(floor: Program, export: Path) -> None:
    export.write_text(HEADER + "3,Three,open,soon,\n")
    assert floor("import", "tickets", export, "--zone", "UTC").status == 1


def test_ctrl_c_says_that_nothing_is_left(
    floor: Program, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: progress.Bar, done: int, total: int) -> None:
        if done == total:  # all is stored, and not committed yet
            raise KeyboardInterrupt

    monkeypatch.setattr(progress.Bar, "__call__", interrupt)
    run = floor("import", "tickets", export, "--zone", "UTC")
    assert run.status == 130
    assert run.err.strip() == "floorboard: stopped; nothing is left half done"
    monkeypatch.undo()
    assert total(floor) == 0


def test_names_from_a_file_command_no_terminal(floor: Program, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m.csv"
    file.write_text(
        HEADER.replace("title", "title,project") + "1,T,P\x1b]0;x\x07,open,2026-11-01,\n"
    )
    run = floor("import", "tickets", file, "--zone", "UTC", "--date-order", "ymd")
    assert run.status == 0
    assert "\x1b" not in run.out + run.err
    assert "\x07" not in run.out


def test_a_clock_that_stands_still_imports_nothing(
    program: Program, floor: Program, export: Path, tmp_path: Path
) -> None:
    at = ("--store", tmp_path / "floor.sqlite", "--as-of", "2026-11-01T00:00:00Z")
    run = program(*at, "import", "tickets", export, "--zone", "UTC")
    assert run.status == 1
    assert run.err == (
        "floorboard: the clock stands still at 2026-11-01T00:00:00Z: looking, not writing."
        " Leave out --as-of\n"
    )
    assert total(floor) == 0
