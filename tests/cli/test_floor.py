"""`oncall`, `duties`, `new`, `demo` and `config`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]


def test_on_call_names_people_and_gaps(on_sample: Program) -> None:
    document = on_sample("oncall", "--json").json
    assert document["lead"]["name"]
    hotline = document["on_call"][0]
    assert len(hotline["people"]) == hotline["required"]
    assert hotline["gap"]["start"] == "2026-11-22T17:00:00Z"
    text = on_sample("oncall").out
    assert hotline["people"][0]["name"] in text
    assert "tomorrow 01:00 – 02:00: 1 of 2" in text


def test_at_asks_for_another_instant(on_sample: Program) -> None:
    then = on_sample("oncall", "--at", "2026-11-23 01:30", "--json").json
    assert then["as_of"] == "2026-11-22T17:30:00Z"
    assert len(then["on_call"][0]["people"]) == 1


def test_duties_are_those_of_the_shift(on_sample: Program) -> None:
    document = on_sample("duties", "--json").json
    assert document["checks"]
    assert {check["phase"] for check in document["checks"]} >= {"done"}
    lines = on_sample("duties").out.splitlines()
    assert len(lines) == len(document["checks"]) + 2
    assert lines[-1] == f"{document['done']} of {len(document['checks'])} done"


def test_a_new_floor_is_empty_and_sound(program: Program, tmp_path: Path) -> None:
    store = tmp_path / "new.sqlite"
    made = program("--store", store, "new", "--name", "中心", "--zone", "Europe/Berlin")
    assert made.status == 0
    assert program("--store", store, "tickets").out == "0 tickets\n"
    assert program("--store", store, "oncall").out == "there is no rota\n"
    assert program("--store", store, "duties").out == "no duty is due in this shift\n"
    assert program("--store", store, "doctor").status == 0
    again = program("--store", store, "new", "--name", "x", "--zone", "UTC")
    assert again.status == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", ""])
def test_a_floor_needs_a_zone_there_is(program: Program, tmp_path: Path, zone: str) -> None:
    run = program("--store", tmp_path / "s.sqlite", "new", "--name", "x", "--zone", zone)
    assert (run.status, "--zone: there is no time zone" in run.err) == (2, True)
    assert list(tmp_path.glob("*.sqlite*")) == []


def test_demo_makes_a_floor_of_its_own(program: Program, home: Path) -> None:
    made = program("demo", "--tickets", 30, "--no-open")
    assert made.status == 0
    path = home / "data" / "floorboard" / "sample.sqlite"
    assert str(path) in made.out
    assert program("--store", path, "tickets", "--all", "--json").json["total"] == 30
    again = program("demo", "--tickets", 30, "--no-open")
    assert again.status == 1
    assert "--force" in again.err
    forced = program("demo", "--tickets", 20, "--no-open", "--force")
    assert forced.status == 0
    assert len(list(path.parent.glob("sample.sqlite.replaced-*Z"))) == 1


def test_demo_stopped_half_way_leaves_what_was_there(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from floorboard.desk import sample

    store = tmp_path / "s.sqlite"
    program("demo", "--tickets", 20, "--no-open", "--store", store)
    before = store.read_bytes()
    real = sample.make

    def stopped(*arguments: Any, **named: Any) -> None:
        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        real(*arguments, **(named | {"progress": stop}))

    monkeypatch.setattr(sample, "make", stopped)
    run = program("demo", "--tickets", 20, "--no-open", "--force", "--store", store)
    assert run.status == 130
    assert run.err.strip() == "floorboard: stopped; nothing is left half done"
    assert store.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*sqlite*")) == [
        "s.sqlite",
        "s.sqlite.key",
    ]


def test_demo_opens_the_board_only_in_a_terminal(program: Program, tmp_path: Path) -> None:
    run = program("demo", "--tickets", 5, "--store", tmp_path / "s.sqlite")
    assert run.status == 2
    assert not (tmp_path / "s.sqlite").exists()


def test_config_shows_what_is_in_force(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "config.toml"
    file.write_text('store = "/from/file"\nbell = false\n[keys]\nsolve = "S"\n')
    monkeypatch.setenv("FLOORBOARD_CONFIG", str(file))
    shown = program("config", "--json").json
    assert shown["settings"]["store"] == "/from/file"
    assert shown["settings"]["bell"] is False
    assert shown["settings"]["keys"] == {"solve": "S"}
    monkeypatch.setenv("FLOORBOARD_STORE", "/from/environment")
    assert program("config", "--json").json["settings"]["store"] == "/from/environment"
    named = program("--store", "/from/option", "config", "--json").json
    assert named["settings"]["store"] == "/from/option"
    assert "keys.solve" in program("config").out
