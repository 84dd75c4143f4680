"""`handover`: shown, listed, searched, compared, exported, verified."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import relieving
from floorboard.desk import handover
from floorboard.domain.instant import iso
from floorboard.store.connection import connect

Program = Callable[..., Any]

AT = iso(relieving.CHANGE + 7 * relieving.HOUR)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with an accepted handover and one that is being written."""
    path = relieving.make(tmp_path_factory.mktemp("handover") / "floor.sqlite")
    desk = relieving.opened(path, relieving.LI)
    relieving.ticket(desk, "all is down", 1)
    number = relieving.accepted(desk)
    handover.amend(desk, number, "it was the right disk")
    relieving.set_clock(desk, relieving.CHANGE + 7 * relieving.HOUR)
    handover.begin(relieving.as_(desk, relieving.HAN))
    desk.close()
    return path


@pytest.fixture
def on_floor(made: Path, tmp_path: Path, program: Program) -> Program:
    for suffix in ("", ".key"):
        shutil.copy(f"{made}{suffix}", tmp_path / f"floor.sqlite{suffix}")
    place = ("--store", tmp_path / "floor.sqlite", "--as-of", AT)
    return lambda *words: program(*place, *words)


def test_what_is_under_way_is_shown_with_what_is_blank(on_floor: Program) -> None:
    run = on_floor("handover", "show")
    assert run.out.startswith("Shift handover 2 · draft\n")
    assert "stands since Tue 24 Nov 2026 00:00, 8 h 0 m" in run.out
    assert "Blank\n" in run.out
    found = on_floor("handover", "show", "--json").json
    assert found["record"]["state"] == "draft"
    assert [each["root_id"] for each in found["record"]["items"]] == [1, 2]


def test_an_older_one_is_shown(on_floor: Program) -> None:
    run = on_floor("handover", "show", "1")
    assert "Accepted: Tue 24 Nov 2026 00:00" in run.out
    assert "it was the right disk" in run.out
    assert "Han Xue 韩雪" in run.out
    run = on_floor("handover", "show", "9")
    assert (run.status, "there is no handover 9" in run.err) == (1, True)


def test_two_are_compared(on_floor: Program) -> None:
    run = on_floor("handover", "show", "1", "--compare")
    assert "Critical and watch items\n  still open: #1 · P1 · Open · Ann · all is down" in run.out
    run = on_floor("handover", "show", "1", "--with", "2")
    assert "a draft" in run.err
    changes = on_floor("handover", "show", "1", "--compare", "--json").json["changes"]
    assert {each["turn"] for each in changes} <= {"came", "went", "changed", "stayed"}


def test_they_are_listed_and_found(on_floor: Program) -> None:
    run = on_floor("handover", "list")
    assert run.out.splitlines()[-1] == "responsible now: Han Xue"
    assert [line.split()[0] for line in run.out.splitlines()[1:-1]] == ["2", "1"]
    found = on_floor("handover", "list", "--json").json
    assert [each["id"] for each in found["handovers"]] == [2, 1]
    assert found["responsible"]["lead"]["name"] == "Han Xue"
    found = on_floor("handover", "list", "--search", "right disk", "--json").json
    assert [each["id"] for each in found["handovers"]] == [1]
    assert on_floor("handover", "list", "--search", "nothing of it").out.startswith("no handover")
    found = on_floor("handover", "list", "--before", "2", "--limit", "1", "--json").json
    assert [each["id"] for each in found["handovers"]] == [1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_one_is_exported(on_floor: Program, tmp_path: Path, ending: str, language: str) -> None:
    file = tmp_path / f"record.{ending}"
    run = on_floor("--lang", language, "handover", "export", "1", "-o", file)
    assert run.status == 0
    text = file.read_text("utf-8")
    head = on_floor("doctor", "--json").json["journal"]["head"]
    assert head in text
    assert "it was the right disk" in text
    if ending == "json":
        assert json.loads(text)["record"]["id"] == 1
    run = on_floor("--lang", language, "handover", "export", "1", "--format", ending)
    assert "it was the right disk" in run.out


def test_a_place_that_can_t_be_written(on_floor: Program, tmp_path: Path) -> None:
    run = on_floor("handover", "export", "1", "-o", tmp_path / "nowhere" / "a.html")
    assert run.status == 1
    assert "the file can't be written" in run.err


def test_pdf_needs_a_file(on_floor: Program) -> None:
    run = on_floor("handover", "export", "1", "--format", "pdf")
    assert run.status == 1
    assert "Say where to write it with -o FILE" in run.err


def test_they_are_saved_where_the_config_says(
    on_floor: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = on_floor("handover", "save")
    assert run.status == 1
    assert "the config names no directory for handovers. Give it a [handover] table" in run.err
    config = tmp_path / "own.toml"
    config.write_text(f'[handover]\ndirectory = "{tmp_path}/papers"\nlanguages = ["zh"]\n')
    monkeypatch.setenv("FLOORBOARD_CONFIG", str(config))
    file = tmp_path / "papers" / "handover-00001_2026-11-23_Evening_zh.html"
    assert on_floor("handover", "save").out == f"{file} is written\n"
    assert "it was the right disk" in file.read_text("utf-8")
    assert on_floor("handover", "save").out == "all are saved already\n"
    assert on_floor("handover", "save", "1").out == f"{file} is written\n"
    run = on_floor("handover", "save", "2")
    assert (run.status, "handover 2 isn't accepted" in run.err) == (1, True)


def test_they_are_verified(on_floor: Program, tmp_path: Path) -> None:
    run = on_floor("handover", "verify")
    assert (run.status, run.out) == (0, "1 handover holds\n")
    assert on_floor("handover", "verify", "1", "--json").json["sound"]
    assert "1 accepted, as signed" in on_floor("doctor").out
    with closing(connect(tmp_path / "floor.sqlite")) as db:
        for name in ("accepted", "signed"):
            db.execute(f"DROP TRIGGER handover_keep_{name}")
        db.execute("UPDATE handover SET summary = 'all fine' WHERE id = 1")
    run = on_floor("handover", "verify")
    assert run.status == 1
    assert run.out.startswith("[!!] 1  the signatures don't hold")
    assert on_floor("handover", "verify", "--json").json["handovers"][0]["faults"]
    run = on_floor("doctor")
    assert run.status == 1
    assert "[!!] handovers" in run.out
    assert "handover 1: the signatures don't hold" in run.out
    assert not on_floor("doctor", "--json").json["sound"]


def test_what_nobody_took_over_in_time_is_told(
    made: Path, tmp_path: Path, program: Program
) -> None:
    """It is raised at the next look, whichever."""
    for suffix in ("", ".key"):
        shutil.copy(f"{made}{suffix}", tmp_path / f"late.sqlite{suffix}")
    desk = relieving.opened(tmp_path / "late.sqlite", now=relieving.CHANGE + 9 * relieving.HOUR)
    assert handover.raise_overdue(desk)
    desk.close()
    run = program("--store", tmp_path / "late.sqlite", "--as-of", AT, "handover", "list")
    told = "overdue: nobody has taken over what was planned for Tue 24 Nov 2026 09:00; told: Sun Li"
    assert told in run.out


def test_a_floor_without_one(program: Program, tmp_path: Path) -> None:
    path = relieving.make(tmp_path / "bare.sqlite")
    run = program("--store", str(path), "handover", "show")
    assert (run.status, "no handover was begun yet" in run.err) == (1, True)
    run = program("--store", str(path), "handover", "verify")
    assert (run.status, run.out) == (0, "0 handovers hold\n")
