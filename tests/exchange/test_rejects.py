"""The reject file: every row as it was, and nothing in it that a spreadsheet runs."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Reject
from floorboard.exchange.rejects import as_data, write_rejects

PROBLEM = Problem(N_("{value} is wrong"), where="a.csv:3", value="=1+1")


def written(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_reject_stands_before_its_own_row(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    cells = ("7", "打印机\n坏了", '=HYPERLINK("x")', "-71.0587")
    write_rejects(
        path, ["id", "title", "@note", "lon"], [Reject(3, "@note", "=1+1", PROBLEM, cells)]
    )
    assert written(path) == [
        ["line", "column", "value", "reason", "id", "title", "'@note", "lon"],
        [
            "3", "'@note", "'=1+1", "a.csv:3: =1+1 is wrong",
            "7", "打印机\n坏了", "'=HYPERLINK(\"x\")", "-71.0587",
        ],
    ]  # fmt: skip


def test_it_is_its_owners_alone_also_where_a_file_was(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.touch(0o644)
    write_rejects(path, [], [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reason_is_worded_by_the_caller(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_rejects(path, [], [Reject(3, "", "", PROBLEM)], say=lambda problem: "错误")
    assert written(path)[1][3] == "错误"


def test_a_lone_surrogate_and_nul_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_rejects(path, ["id"], [Reject(3, "id", "a\ud800b\0", PROBLEM, ("\udfff",))])
    assert "\\udfff" in path.read_text("utf-8-sig")


@pytest.mark.parametrize("text", ["=1", "+1+2", "-a", "@x", "\tx", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_runs_becomes_text(text: str) -> None:
    assert as_data(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "+49301234", "-1.5", "+1,5", "a=b", "", " =1"])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert as_data(text) == text


@given(text=st.text())
def test_nothing_written_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    shown = as_data(text)
    assert shown.removeprefix("'") == text.removeprefix("'")
    assert not shown.startswith(("=", "@", "\t", "\r"))
