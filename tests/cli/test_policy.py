"""`policy`, and `calendar load`: rules of a store that is in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floorboard.desk import sample

Program = Callable[..., Any]
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def on_floor(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Run the program on a sample floor that may be changed, as its system administrator."""
    store = tmp_path / "floor.sqlite"
    program("demo", "--tickets", 150, "--no-open", "--store", store)
    monkeypatch.setenv("FLOORBOARD_AS", "zhengh")
    monkeypatch.setenv("FLOORBOARD_PIN", sample.PIN)

    def run(*arguments: object) -> Any:
        return program("--store", store, *arguments)

    return run


def test_show_tells_the_targets_in_force(on_sample: Program) -> None:
    document = on_sample("policy", "show", "--json").json
    assert (document["name"], document["rules"][0]["kind"]) == ("centre", None)
    everyone = document["rules"][0]["targets"]
    assert everyone["status_reply"] == {"minutes": 240, "calendar": "always"}
    lines = on_sample("policy", "show").out.splitlines()
    assert lines[0] == "centre  Support centre"
    assert "4 h · Always open" in lines[3]
    assert any(line.startswith("Suggestion") and " none " in line for line in lines)


def test_show_tells_the_ladder(on_sample: Program) -> None:
    ladder = on_sample("policy", "show", "--json").json["ladder"]
    assert [rung["name"] for rung in ladder] == ["status-reply", "second-line", "manager", "leader"]
    assert ladder[2] == {
        "name": "manager",
        "clock": "solution",
        "after_minutes": 240,
        "share": None,
        "to": "project_manager",
        "acknowledge_minutes": 60,
        "backup": "post:deputy",
    }
    lines = on_sample("policy", "show").out.splitlines()
    told = next(line for line in lines if line.startswith("to the manager"))
    assert "4 h after the due time" in told
    assert told.index("Project support manager") < told.index("1 h  ") < told.index("Deputy")


def test_load_says_how_many_due_times_moved(on_floor: Program, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    text = (DATA / "policies" / "centre.toml").read_text("utf-8")
    file.write_text(text.replace("minutes = 240", "minutes = 300"), "utf-8")
    loaded = on_floor("policy", "load", file, "--json").json
    assert loaded["changed"]
    assert 0 < loaded["moved"] <= loaded["recomputed"]
    assert "nothing changed" in on_floor("policy", "load", file).out
    file.write_text(text, "utf-8")
    count, moved = loaded["recomputed"], loaded["moved"]
    said = f"centre is in force; of {count} open tickets {moved} have another due time now\n"
    assert on_floor("policy", "load", file).out == said
    assert on_floor("doctor").status == 0


def test_what_is_refused(on_floor: Program, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('name = "p"\ncalendar = "nowhere"\n[[rule]]\nsolution = 1\n', "utf-8")
    run = on_floor("policy", "load", file)
    assert run.status == 1
    assert f"{file}:2: there is no calendar nowhere" in run.err
    run = on_floor("policy", "load", tmp_path / "missing.toml")
    assert (run.status, "the file can't be read" in run.err) == (1, True)
