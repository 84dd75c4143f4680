"""`import tickets`: options, summary, exit codes, and that stopping it leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floorboard.cli import progress

Program = Callable[..., Any]

HEADER = "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,case_title,subject,queue"
ROWS = (
    "1,2022-01-03 09:00:00,2022-01-05 09:00:00,2022-01-04 10:00:00,ONTIME,Closed,Lamp,Works,Q1",
    "2,2022-01-03 09:30:00,2022-01-05 09:00:00,2022-01-06 10:00:00,OVERDUE,Closed,Road,Works,Q1",
    "3,2022-01-04 11:00:00,2022-01-10 11:00:00,,OVERDUE,Open,\x1b[31mTree,Parks,Q2",
)
SMALL_HEADER = "id,title,status,created,updated\n"
SMALL_ROWS = "1,One,open,2026-11-01 08:00,2026-11-01 09:00\n2,Two,closed,2026-11-01 08:00,\n"


@pytest.fixture
def floor(program: Program, tmp_path: Path) -> Program:
    store = tmp_path / "floor.sqlite"
    program("--store", store, "new", "--name", "City", "--zone", "America/New_York")

    def run(*arguments: object) -> Any:
        return program("--store", store, *arguments)

    return run


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "cases.csv"
    file.write_text("\n".join([HEADER, *ROWS]) + "\n")
    return file


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An export whose wall times are of a zone that nobody names."""
    file = tmp_path / "list.csv"
    file.write_text(SMALL_HEADER + SMALL_ROWS)
    return file


def total(floor: Program) -> int:
    return int(floor("tickets", "--all", "--json").json["total"])


def import_it(floor: Program, file: Path, *options: object) -> Any:
    return floor("import", "tickets", file, "--profile", "boston311", *options)


def test_an_export_goes_in_once(floor: Program, export: Path) -> None:
    first = import_it(floor, export)
    assert first.status == 0
    assert "3 new" in first.out
    assert first.err == ""
    again = import_it(floor, export)
    assert again.status == 0
    assert again.out.splitlines()[-1] == "nothing is new"
    assert floor("tickets", "--all", "--json").json["total"] == 3
    assert floor("doctor").status == 0


def test_what_was_recorded_agrees_with_itself(floor: Program, export: Path) -> None:
    """At an instant after the export, the recorded target and the recorded verdict agree."""
    import_it(floor, export)
    rows = floor("tickets", "--all", "--as-of", "2022-02-01", "--json").json["tickets"]
    assert len(rows) == 3
    for row in rows:
        assert row["verdict"].removeprefix("open_") == row["recorded_verdict"]
        assert row["solution_due_at"] == row["recorded_target_at"]
    before = floor("tickets", "--all", "--as-of", "2022-01-04 12:00", "--json").json["tickets"]
    assert {row["external_id"]: row["verdict"] for row in before} == {
        "1": "on_time",
        "2": "open_on_time",
        "3": "open_on_time",
    }


def test_a_ticket_is_found_by_its_own_name(floor: Program, export: Path) -> None:
    import_it(floor, export)
    text = floor("ticket", "2").out  # ours and theirs: ours wins
    assert text.startswith("#2 ")
    assert "Recorded verdict" in text
    assert "\x1b" not in floor("ticket", "3").out
    assert "␛[31mTree" in floor("tickets").out


def test_a_dry_run_changes_nothing(floor: Program, export: Path, tmp_path: Path) -> None:
    run = import_it(floor, export, "--dry-run", "--json")
    assert run.json["dry_run"] is True
    assert run.json["files"][0]["created"] == 3
    assert floor("tickets", "--all", "--json").json["total"] == 0
    assert not list(tmp_path.glob("*rejects*"))


def test_a_bad_row_stays_out_and_the_rest_goes_in(
    floor: Program, export: Path, tmp_path: Path
) -> None:
    export.write_text(export.read_text() + "4,soon,,,ONTIME,Open,Sign,Works,Q1\n")
    run = import_it(floor, export)
    assert run.status == 0
    assert "1 row stayed out" in run.out
    assert "5" in next(line for line in run.out.splitlines() if line.startswith("  !"))
    (rejects,) = tmp_path.glob("*rejects*")
    assert rejects.stat().st_mode & 0o777 == 0o600
    assert floor("tickets", "--all", "--json").json["total"] == 3


def test_strict_stores_nothing_if_a_row_is_bad(floor: Program, export: Path) -> None:
    export.write_text(export.read_text() + "4,soon,,,ONTIME,Open,Sign,Works,Q1\n")
    run = import_it(floor, export, "--strict")
    assert run.status == 1
    assert floor("tickets", "--all", "--json").json["total"] == 0


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--map", "title"], 2, "--map: 'title' maps nothing"),
        (["--zone", "Mars/X"], 2, "--zone: there is no time zone 'Mars/X'"),
        (["--profile", "nowhere"], 1, "nowhere"),
        (["--date-order", "myd"], 2, "'myd' is not one of"),
    ],
)
def test_what_is_refused(
    floor: Program, export: Path, options: list[str], status: int, said: str
) -> None:
    run = floor("import", "tickets", export, *options)
    assert run.status == status
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_file_that_is_not_there(floor: Program, tmp_path: Path) -> None:
    run = floor("import", "tickets", tmp_path / "none.csv")
    assert run.status == 1
    assert "none.csv" in run.err


def test_a_column_can_be_named(floor: Program, export: Path) -> None:
    run = import_it(floor, export, "--map", "title=queue", "--json")
    assert run.status == 0
    rows = floor("tickets", "--all", "--json").json["tickets"]
    assert {row["title"] for row in rows} == {"Q1", "Q2"}


def test_wall_times_without_a_zone_are_refused(floor: Program, small: Path) -> None:
    run = floor("import", "tickets", small)
    assert run.status == 1
    assert "Give --zone" in run.err
    assert total(floor) == 0


def test_the_document_says_all_of_it(floor: Program, small: Path, tmp_path: Path) -> None:
    small.write_text(SMALL_HEADER + SMALL_ROWS + "3,Three,open,soon,\n")
    run = floor("import", "tickets", small, "--zone", "UTC", "--json")
    assert run.status == 0
    assert (run.json["created"], run.json["rejected"], run.json["changes"]) == (2, 1, True)
    (file,) = run.json["files"]
    assert file["profile"] == "generic"
    (reject,) = file["rejects"]
    assert (reject["line"], reject["column"], reject["value"]) == (4, "created", "soon")
    assert "list.csv:4" in reject["reason"]
    assert file["rejects_path"] == str(tmp_path / "list.csv.rejects.csv")
    assert "local times are of UTC" in file["notes"]


def test_the_reject_file_goes_where_it_is_told(floor: Program, small: Path, tmp_path: Path) -> None:
    small.write_text(SMALL_HEADER + SMALL_ROWS + "3,Three,open,soon,\n")
    target = tmp_path / "out.csv"
    run = floor("import", "tickets", small, "--zone", "UTC", "--rejects", target)
    assert run.status == 0
    assert str(target) in run.out
    assert target.read_text("utf-8-sig").count("\n") == 2
    run = floor("import", "tickets", small, "--zone", "UTC", "--rejects", tmp_path / "no" / "x")
    assert run.status == 0
    assert "can't be written" in run.out


def test_a_file_of_bad_rows_alone_fails(floor: Program, small: Path) -> None:
    small.write_text(SMALL_HEADER + "3,Three,open,soon,\n")
    assert floor("import", "tickets", small, "--zone", "UTC").status == 1


def test_ctrl_c_says_that_nothing_is_left(
    floor: Program, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: progress.Bar, done: int, total: int) -> None:
        if done == total:  # all is stored, and not committed yet
            raise KeyboardInterrupt

    monkeypatch.setattr(progress.Bar, "__call__", interrupt)
    run = floor("import", "tickets", small, "--zone", "UTC")
    assert run.status == 130
    assert run.err.strip() == "floorboard: stopped; nothing is left half done"
    monkeypatch.undo()
    assert total(floor) == 0


def test_names_from_a_file_command_no_terminal(floor: Program, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m.csv"
    file.write_text(
        SMALL_HEADER.replace("title", "title,project") + "1,T,P\x1b]0;x\x07,open,2026-11-01,\n"
    )
    run = floor("import", "tickets", file, "--zone", "UTC", "--date-order", "ymd")
    assert run.status == 0
    assert "\x1b" not in run.out + run.err
    assert "\x07" not in run.out


def test_a_clock_that_stands_still_imports_nothing(
    program: Program, floor: Program, small: Path, tmp_path: Path
) -> None:
    at = ("--store", tmp_path / "floor.sqlite", "--as-of", "2026-11-01T00:00:00Z")
    run = program(*at, "import", "tickets", small, "--zone", "UTC")
    assert run.status == 1
    assert run.err == (
        "floorboard: the clock stands still at 2026-11-01T00:00:00Z: looking, not writing."
        " Leave out --as-of\n"
    )
    assert total(floor) == 0
