"""`roster rota`, `need`, `staffing`, `import`, `export`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rostering

Program = Callable[..., Any]


@pytest.fixture
def empty(program: Program, home: Path) -> Program:
    """A floor with one person and no rota."""
    store = home / "empty.sqlite"
    program("--store", store, "new", "--name", "Centre", "--zone", "Asia/Shanghai")

    def run(*arguments: object) -> Any:
        return program("--store", store, *arguments)

    run("people", "add", "cat", "Cat", "--post", "agent")
    return run


def test_an_empty_floor_gets_a_rota(empty: Program, tmp_path: Path) -> None:
    assert empty("roster", "rota", "list").out == "there is no rota yet\n"
    file = tmp_path / "nights.toml"
    file.write_text(rostering.NIGHTS.replace(', ["wf"], ["lw"]', ""), "utf-8")
    assert empty("roster", "rota", "load", file).out.splitlines() == [
        "nights is new",
        "  rotations: 1 new, 0 gone",
    ]
    assert empty("roster", "rota", "load", file).out == "nights: nothing is another now\n"
    assert "Cat" in empty("roster", "show", "nights").out
    assert empty("roster", "rota", "list").out.splitlines()[1].split() == [
        *("nights", "Nights", "1", "1", "0")
    ]


def test_printed_and_loaded(on_roster: Program, tmp_path: Path) -> None:
    for code in ("hotline", "nights"):
        (tmp_path / f"{code}.toml").write_text(on_roster("roster", "rota", "print", code).out)
    files = [tmp_path / "hotline.toml", tmp_path / "nights.toml"]
    done = on_roster("roster", "rota", "load", *files, "--json").json["rotas"]
    assert [(each["code"], each["new"], each["changes"]) for each in done] == [
        ("hotline", False, []),
        ("nights", False, []),
    ]
    found = on_roster("roster", "rota", "list", "--json").json["rotas"]
    assert [(each["rota"]["code"], each["needs"]) for each in found] == [
        ("hotline", 1),
        ("nights", 0),
    ]


def test_a_reload_says_what_changed(on_roster: Program, tmp_path: Path) -> None:
    file = tmp_path / "nights.toml"
    file.write_text(rostering.NIGHTS.replace("Nights", "Late").replace(', ["lw"]', ""), "utf-8")
    refused = on_roster("roster", "rota", "load", file)
    assert refused.status == 1
    assert "others would have been on nights from" in refused.err
    assert on_roster("roster", "rota", "load", file, "--anyway").out.splitlines() == [
        "nights is as the file has it now",
        "  changed: name",
        "  rotations: 1 new, 1 gone",
    ]
    assert on_roster("undo").status == 0
    assert 'name = "Nights"' in on_roster("roster", "rota", "print", "nights").out


def test_removing_a_rota(on_roster: Program) -> None:
    assert on_roster("roster", "rota", "remove", "nights").out.splitlines() == [
        "nights is gone",
        "  rotations: 0 new, 1 gone",
    ]
    on_roster("undo")
    assert on_roster("roster", "rota", "remove", "nights", "--json").json["removed"]["code"] == (
        "nights"
    )


def test_needs(on_roster: Program) -> None:
    assert on_roster("roster", "need", "nights").out == "nothing is said to be needed\n"
    options = ("--count", "2", "--project", "billing", "--days", "mon-fri", "--hours", "17-01")
    assert on_roster("roster", "need", "nights", *options).status == 2
    options = (*options[:-1], "17:00-01:00")
    lines = on_roster("roster", "need", "nights", *options).out.splitlines()
    assert lines[1].split() == ["2", "2", "Mon–Fri", "17:00–01:00", "billing"]
    found = on_roster("roster", "need", "nights", "--json").json
    (need,) = found["needs"]
    assert (need["number"], need["from_minute"], need["to_minute"]) == (2, 1020, 1500)
    assert "! Nights" in on_roster("roster", "gaps").out
    gone = on_roster("roster", "need", "nights", "--remove", "2").out
    assert gone == "nothing is said to be needed\n"
    assert "all day" in on_roster("roster", "need", "nights", "--count", "1").out


def test_staffing(on_roster: Program) -> None:
    calls = ("--calls", "120", "--minutes", "30", "--handling", "240")
    text = on_roster("roster", "staffing", *calls, "--shrinkage", "0.3").out
    assert text.splitlines()[:4] == [
        "load: 16.00 erlangs",
        "agents: 20",
        "to be rostered: 29",
        "service level: 81.7 % within 20 s",
    ]
    assert "Erlang C (" in text
    found = on_roster("roster", "staffing", *calls, "--patience", "90", "--agents", "14", "--json")
    assert (found.json["formula"], found.json["agents"]) == ("Erlang A", 14)
    assert 0.19 < found.json["service"]["abandoned"] < 0.2
    assert found.json["sources"]
    busy = on_roster("roster", "staffing", *calls, "--max-occupancy", "0.7", "--json").json
    assert busy["service"]["occupancy"] <= 0.7
    none = on_roster("roster", "staffing", "--calls", "0", "--handling", "240").out
    assert "agents: 0" in none


PLAN = "姓名,24日,25日,26日\n王 芳,白班,,\n张三,,白班,\ndan,,,晚班\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, "utf-8")
    return file


def test_import(on_roster: Program, plan: Path) -> None:
    call = ("roster", "import", plan, "--rota", "hotline", "--month", "2026-11")
    seen = on_roster(*call, "--dry-run")
    assert seen.status == 1
    assert seen.out.splitlines()[-1] == ("nothing was saved; it would make 2 turns and take 1 out")
    done = on_roster(*call)
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines() == [
        "something was refused of 2026-11-25: the turns there stay",
        "3 shifts read for hotline",
        "! C3  张三 白班  there is nobody called 张三. Say whom it means: --as 张三=CODE",
        "saved: 2 turns made, 1 taken out",
    ]
    whole = on_roster(*call, "--as", "张三=dan", "--json")
    assert whole.status == 0
    assert (whole.json["made"], whole.json["gone"], whole.json["refused"]) == (1, 1, [])
    text = on_roster("roster", "show", "hotline", "--to", "2026-11-27").out
    assert "Wang Fang" in text


def test_import_all_or_nothing(on_roster: Program, plan: Path) -> None:
    call = ("roster", "import", plan, "--rota", "hotline", "--month", "2026-11")
    run = on_roster(*call, "--unknown", "stop", "--json")
    assert (run.status, run.json["written"]) == (1, False)
    assert run.json["refused"][0]["where"] == "C3"
    kept = on_roster(*call, "--keep", "--as", "张三=dan", "--json").json
    assert (kept["made"], kept["gone"]) == (3, 0)


@pytest.mark.parametrize(("option", "name"), [("--xlsx", "r.xlsx"), ("--html", "r.html")])
def test_export(on_roster: Program, tmp_path: Path, option: str, name: str) -> None:
    file = tmp_path / name
    run = on_roster("roster", "export", option, file)
    assert run.out == f"{file} is written\n"
    assert file.stat().st_size > 1000
    assert on_roster("roster", "export", option, file, "--language", "zh").status == 0


def test_export_calendars(on_roster: Program, tmp_path: Path) -> None:
    file = tmp_path / "hotline.ics"
    run = on_roster("roster", "export", "--ics", file, "--rota", "hotline")
    assert run.out == f"{file} is written: 4 turns, 0 cancelled\n"
    on_roster("roster", "remove", "hotline", "ben", "--from", "2026-11-24", "--to", "2026-11-25")
    run = on_roster("roster", "export", "--ics", file, "--rota", "hotline", "--json")
    (found,) = run.json["files"]
    assert (found["events"], found["cancelled"]) == (3, 1)
    run = on_roster("roster", "export", "--ics", tmp_path / "all", "--month", "2026-11")
    assert len(run.out.splitlines()) == len(list((tmp_path / "all").iterdir())) > 5
    one = on_roster("roster", "export", "--ics", tmp_path / "wf.ics", "--person", "王芳")
    assert " turns, 0 cancelled" in one.out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["rota", "print", "none"], 1, "there is no rota none"),
        (["rota", "remove", "none"], 1, "there is no rota none"),
        (["rota", "load", "nowhere.toml"], 1, "the file can't be read"),
        (["rota", "load"], 2, "FILE"),
        (["need", "none"], 1, "there is no rota none"),
        (["need", "nights", "--project", "billing"], 2, "--count"),
        (["need", "nights", "--count", "0"], 1, "isn't how many people are needed"),
        (["need", "nights", "--count", "1", "--days", "never"], 1, "are no days"),
        (["need", "nights", "--count", "1", "--hours", "17:00-99:00"], 2, "are no hours"),
        (["need", "nights", "--count", "1", "--project", "tax"], 1, "there is no project tax"),
        (["need", "nights", "--remove", "1"], 1, "nights has no need 1"),
        (["staffing", "--calls", "1"], 2, "--handling"),
        (["staffing", "--calls", "-1", "--handling", "60"], 1, "isn't a number of calls"),
        (
            ["staffing", "--calls", "120", "--handling", "240", "--agents", "16"],
            1,
            "too much for 16: the queue would never end",
        ),
        (["staffing", "--calls", "9", "--handling", "60", "--level", "1"], 1, "service level"),
        (["import", "nowhere.csv", "--rota", "hotline"], 1, "nowhere.csv"),
        (["import", "nowhere.ics", "--rota", "hotline"], 1, "say which month"),
        (["import", "x.csv", "--as", "Zhang"], 2, "--as"),
        (["import", "x.csv", "--month", "12"], 2, "is not a month"),
        (["export"], 2, "Say one of"),
        (["export", "--xlsx", "a.xlsx", "--html", "a.html"], 2, "Say one of"),
        (["export", "--xlsx", "a", "--rota", "x", "--person", "y"], 2, "either"),
        (["export", "--xlsx", "a.xlsx", "--rota", "none"], 1, "there is no rota none"),
        (["export", "--xlsx", "/nowhere/a.xlsx"], 1, "can't be written"),
        (["export", "--ics", "/nowhere/at/all"], 1, "can't be made"),
    ],
)
def test_what_goes_wrong(on_roster: Program, arguments: list[str], status: int, said: str) -> None:
    run = on_roster("roster", *arguments)
    assert (run.status, run.out) == (status, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_mistake_in_a_rota_is_told_with_its_line(on_roster: Program, tmp_path: Path) -> None:
    file = tmp_path / "nights.toml"
    file.write_text(rostering.NIGHTS.replace('"lw"', '"zz"'), "utf-8")
    run = on_roster("roster", "rota", "load", file)
    assert run.status == 1
    line = rostering.NIGHTS[: rostering.NIGHTS.index("groups")].count("\n") + 1
    assert f"nights.toml:{line}: there is nobody with the code zz" in run.err
