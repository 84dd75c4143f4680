"""`seats`, and `people skills`: the map and the matrix, and seats from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]


def test_the_map(on_sample: Program) -> None:
    text = on_sample("seats").out
    assert text.splitlines()[0].split() == ["1", "2", "3", "4", "5", "6"]
    assert "A1 李伟" in text or "A1 Li Wei" in text
    assert text.splitlines()[-1] == "3 taken, 14 free, 1 out of use"
    found = on_sample("seats", "--json").json["seats"]
    assert [each["code"] for each in found[:2]] == ["A1", "A2"]
    assert (found[0]["line"], found[0]["place"], found[0]["extension"]) == (1, 1, "8001")
    assert found[0]["parameters"] == {"headset": "USB"}
    assert found[0]["sitter"]["seated_at"] == "2026-11-22T09:00:00Z"
    assert found[1]["sitter"] is None
    assert not found[-1]["usable"]


def test_sitting_down_and_getting_up(on_copy: Program) -> None:
    assert on_copy("seats", "assign", "B1", "wangf").out == "王芳 sits at B1\n"
    assert on_copy("seats", "assign", "b1", "wangf").out == "nothing is another now\n"
    assert on_copy("seats", "assign", "B1", "chenj").out == "陈静 sits at B1, where 王芳 sat\n"
    assert on_copy("seats", "free", "B1").out == "陈静 doesn't sit at B1 any more\n"
    assert on_copy("seats", "free", "B1").out == "nothing is another now\n"
    assert on_copy("undo").status == 0
    seats = on_copy("seats", "--json").json["seats"]
    assert [s["code"] for s in seats if s["sitter"] and s["sitter"]["code"] == "chenj"] == ["B1"]
    text = on_copy("journal").out
    assert "changed who sits where  B1" in text
    assert "person: 王芳 → 陈静" in text


def test_seats_come_and_change(on_copy: Program, tmp_path: Path) -> None:
    add = ["seats", "add", "D1", "--line", "4", "--place", "1"]
    assert on_copy(*add, "--extension", "9", "--set", "queue=tax").out == "D1 is on the floor\n"
    assert on_copy("seats", "edit", "D1", "--set", "queue=", "--out-of-use").status == 0
    (found,) = [s for s in on_copy("seats", "--json").json["seats"] if s["code"] == "D1"]
    assert (found["extension"], found["parameters"], found["usable"]) == ("9", {}, False)
    assert 'parameters: {"queue": "tax"} → {}' in on_copy("journal").out
    laid = on_copy("seats", "lay-out", "--layout", "4x6")
    assert laid.out == "5 seats are new, 0 changed\n"
    assert on_copy("seats", "lay-out", "--layout", "4x6").out == "nothing is another now\n"
    file = tmp_path / "seats.toml"
    file.write_text('[[seat]]\ncode = "E1"\nline = 5\nplace = 1\n', "utf-8")
    assert on_copy("seats", "lay-out", "--load", file).out == "1 seat is new, 0 changed\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["assign", "Z9", "wangf"], 1, "there is no seat Z9"),
        (["assign", "A1", "nobody"], 1, "there is nobody called nobody"),
        (["assign", "C6", "wangf"], 1, "C6 is out of use"),
        (["add", "A1", "--line", "9", "--place", "9"], 1, "there is a seat A1 already"),
        (["add", "A1"], 2, "--line"),
        (["add", "X1", "--line", f"{2**63}", "--place", "9"], 1, "1 to"),
        (["edit", "A1", "--place", f"{2**63}"], 1, "1 to"),
        (["edit", "A1", "--set", "x"], 1, "'x' isn't a parameter"),
        (["lay-out"], 2, "Give either --layout or --load"),
        (["lay-out", "--layout", "4"], 1, "'4' isn't a layout"),
        (["lay-out", "--load", "nowhere.toml"], 1, "the file can't be read"),
    ],
)
def test_what_goes_wrong(on_copy: Program, arguments: list[str], status: int, said: str) -> None:
    run = on_copy("seats", *arguments)
    assert (run.status, run.out) == (status, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_floor_without_seats(program: Program, home: Path) -> None:
    store = home / "floor.sqlite"
    program("--store", store, "new", "--name", "Centre", "--zone", "UTC")
    assert program("--store", store, "seats").out == "there is no seat yet\n"
    assert program("--store", store, "seats", "--json").json["seats"] == []


def test_the_skill_matrix(on_sample: Program) -> None:
    lines = on_sample("people", "skills").out.splitlines()
    head = lines[0].split()
    assert head[:3] == ["Code", "Name", "Post"]
    assert head[-1] == "Confirmed"
    assert {"tax", "portal"} <= set(head)
    (whitfield,) = [line for line in lines if line.startswith("whitfield")]
    assert whitfield.endswith("1/2 !")
    assert lines[-1].startswith("carry too few projects: Daniel Whitfield")
    found = on_sample("people", "skills", "--json").json
    (row,) = [each for each in found["people"] if each["code"] == "whitfield"]
    assert (row["confirmed"], row["learning"], row["wanted"], row["missing"]) == (1, 1, 2, 1)
    assert {each["level"] for each in row["knows"].values()} == {"confirmed", "learning"}
    assert {"code", "confirmed", "wanted"} <= found["projects"][0].keys()
    assert len(found["skills"]) == sum(len(each["knows"]) for each in found["people"])


def test_the_skills_of_one(on_sample: Program) -> None:
    text = on_sample("people", "skills", "--of", "whitfield").out
    assert [line.split()[0] for line in text.splitlines()] == ["Code", "whitfield", "whitfield"]
    assert "郑浩" in text
    found = on_sample("people", "skills", "--of", "whitfield", "--json").json
    assert found.keys() == {"as_of", "skills"}
