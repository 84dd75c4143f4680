"""`attendance` and `overtime`: figures, the workbook, clocking, corrections and decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

Program = Callable[..., Any]


def test_the_month(on_sample: Program) -> None:
    lines = on_sample("attendance", "--month", "2026-11").out.splitlines()
    assert lines[0].split()[:4] == ["Code", "Name", "Planned", "Worked"]
    assert len(lines) == 1 + len(on_sample("people", "list", "--json").json["people"])
    found = on_sample("attendance", "--json").json
    assert (found["month"], found["as_of"]) == ("2026-11", "2026-11-22T10:42:00Z")
    assert found["start"] == "2026-10-31T16:00:00Z"
    figures = {each["code"]: each["figures"] for each in found["people"]}
    wangf = figures["wangf"]
    assert wangf["planned"] > wangf["worked"] > 5
    assert wangf["worked_seconds"] == sum(wangf["by_shift"].values())
    assert figures["zhoujg"]["planned"] == 0  # the director sits at no hotline
    assert sum(each["late"] for each in figures.values()) > 3
    assert {each["state"] for each in found["overtime"]} == {"approved", "requested"}


def test_one_person_and_each_coming_and_going(on_sample: Program) -> None:
    lines = on_sample("attendance", "--person", "wangf", "--list").out.splitlines()
    assert {line.split()[1] for line in lines[1:]} == {"wangf"}
    assert "16:5" in lines[-1] or "17:" in lines[-1]
    found = on_sample("attendance", "--person", "wangf", "--json").json
    assert [each["code"] for each in found["people"]] == ["wangf"]
    assert len(found["records"]) == len(lines) - 1
    assert on_sample("attendance", "--month", "2026-02", "--list").out.count("\n") == 1


def test_the_workbook(on_sample: Program, tmp_path: Path) -> None:
    path = tmp_path / "month.xlsx"
    run = on_sample("attendance", "--month", "2026-11", "--xlsx", path)
    assert (run.status, run.out) == (0, "")
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["2026-11", "Attendance", "Overtime"]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    found = on_sample("attendance", "--json").json
    assert [row[0] for row in sheets[0][1:]] == [each["code"] for each in found["people"]]
    place = sheets[0][0].index("Times late")
    late = [each["figures"]["late"] for each in found["people"]]
    assert [row[place] for row in sheets[0][1:]] == late
    assert len(sheets[1]) == 1 + len(found["records"])
    assert [row[6] for row in sheets[2][1:]] == ["approved", "waits for a decision"]


def test_a_workbook_that_can_not_be_written(on_sample: Program, tmp_path: Path) -> None:
    run = on_sample("attendance", "--xlsx", tmp_path / "nowhere" / "a.xlsx")
    assert (run.status, run.out) == (1, "")
    assert "the workbook can't be written" in run.err


def test_a_text_is_never_a_formula(on_copy: Program, tmp_path: Path) -> None:
    on_copy(
        *("attendance", "record", "zhengh", "--in", "2026-11-22 09:00"),
        *("--out", "2026-11-22 10:00", "--reason", "=1+1"),
    )
    path = tmp_path / "month.xlsx"
    assert on_copy("attendance", "--xlsx", path).status == 0
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Attendance").to_python()
    assert "=1+1" in [row[-1] for row in rows]


def test_clocking_in_and_out(on_copy: Program) -> None:
    done = on_copy("attendance", "in", "--person", "zhengh")
    assert (done.status, done.out) == (0, "郑浩 is in, without a rostered turn\n")
    again = on_copy("attendance", "in", "--person", "zhengh")
    assert (again.status, again.out) == (1, "")
    assert "郑浩 is in since 2026-11-22 18:43 already" in again.err
    assert "zhengh" in on_copy("attendance", "now").out
    codes = [each["code"] for each in on_copy("attendance", "now", "--json").json["people"]]
    assert codes == ["chenj", "liw", "wangf", "zhengh"]
    assert on_copy("attendance", "out", "--person", "zhengh").out.startswith(
        "郑浩 is out, after 0 s"
    )
    early = on_copy("attendance", "out", "--person", "wangf").out
    assert early.endswith("6 h 17 m before the end of the turn\n")
    assert on_copy("undo").status == 0
    assert "wangf" in on_copy("attendance", "now").out
    assert "clocked in or out  王芳" in on_copy("journal").out


def test_correcting(on_copy: Program) -> None:
    (wangf,) = [
        each
        for each in on_copy("attendance", "now", "--json").json["people"]
        if each["code"] == "wangf"
    ]
    correct = ["attendance", "correct", wangf["id"], "--reason", "terminal down"]
    done = on_copy(*correct, "--in", "2026-11-22 17:30")
    assert done.out == f"attendance {wangf['id']} is corrected\n"
    found = on_copy("attendance", "now", "--json").json["people"]
    assert [e["in_at"] for e in found if e["code"] == "wangf"] == ["2026-11-22T09:30:00Z"]
    assert on_copy(*correct, "--in", "17:30").out == "nothing is another now\n"
    text = on_copy("journal").out
    assert "in: 2026-11-22 16:50 → 2026-11-22 17:30" in text
    assert "reason: terminal down" in text


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["attendance", "--month", "November"], 2, "November"),
        (["attendance", "--month", "2026-11-15"], 2, "'2026-11-15' is not a month"),
        (["overtime", "list", "--month", "2026-13"], 2, "'2026-13' is not a month"),
        (["attendance", "correct", f"{2**63}", "--in", "09:00", "--reason", "x"], 2, "range"),
        (["overtime", "approve", f"{2**63}"], 2, "range"),
        (["overtime", "withdraw", f"{2**63 - 1}"], 1, "there is no overtime 9223372036854775807"),
        (["attendance", "in"], 1, "whose is it"),
        (["attendance", "out", "--person", "zhengh"], 1, "郑浩 isn't in"),
        (["attendance", "correct", "1", "--reason", "x"], 2, "Give --in, --out or both"),
        (["attendance", "correct", "1", "--in", "25:99", "--reason", "x"], 2, "not an instant"),
        (["attendance", "correct", "1", "--in", "09:00"], 2, "--reason"),
        (["overtime", "approve", "99"], 1, "there is no overtime 99"),
        (["overtime", "approve", "1"], 1, "overtime 1 is decided already"),
        (["overtime", "request", "20:00", "19:00", "--reason", "x"], 1, "from a moment to a day"),
    ],
)
def test_what_goes_wrong(on_copy: Program, arguments: list[str], status: int, said: str) -> None:
    run = on_copy(*arguments)
    assert (run.status, run.out) == (status, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_overtime(on_copy: Program) -> None:
    times = ["2026-11-23 17:00", "2026-11-23 19:30"]
    run = on_copy("overtime", "request", *times, "--reason", "月末", "--person", "wangf")
    assert (run.status, run.out) == (0, "overtime 3 waits for a decision\n")
    waiting = on_copy("overtime", "list", "--json").json["overtime"]
    assert [each["id"] for each in waiting] == [2, 3]
    text = on_copy("overtime", "list", "--person", "wangf").out.splitlines()
    assert text[1].split() == [
        "3", "王芳", "tomorrow", "17:00", "–", "19:30", "2.5",
        "waits", "for", "a", "decision", "月末",
    ]  # fmt: skip
    assert on_copy("overtime", "approve", 3).out == "overtime 3 is approved\n"
    assert on_copy("overtime", "refuse", 2, "--reason", "no").out == "overtime 2 is refused\n"
    again = on_copy("overtime", "request", *times, "--reason", "x", "--person", "chenj")
    assert on_copy("overtime", "withdraw", 4).status == again.status == 0
    assert on_copy("overtime", "list").out.count("\n") == 1
    month = on_copy("overtime", "list", "--month", "2026-11", "--json").json["overtime"]
    assert [each["state"] for each in month] == ["approved", "refused", "approved", "withdrawn"]
    assert "decided on overtime  王芳" in on_copy("journal").out
