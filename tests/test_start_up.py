"""What a fresh interpreter loads: nothing heavy before something needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
    "dateutil",
    "holidays",
    "icalendar",
    "pendulum",
    "pydantic",
    "pypinyin",
    "python_calamine",
    "rich",
    "sqlalchemy",
    "sqlmodel",
    "textual",
    "tomlkit",
    "xlsxwriter",
}

PROBE = """
import json, sys
from floorboard.__main__ import main
sys.argv = ["floorboard", *sys.argv[1:]]
status = main()
print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded(tmp_path: Path, *arguments: str) -> set[str]:
    """The top-level modules in memory after a run that must succeed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FLOORBOARD_")}
    folders = {f"XDG_{name}_HOME": str(tmp_path) for name in ("DATA", "CONFIG", "STATE")}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env=environment | folders,
        capture_output=True,
        check=True,
    )
    status, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0
    return set(modules)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from floorboard.desk import sample
    from floorboard.desk.desk import system_clock

    path = tmp_path_factory.mktemp("store") / "floor.sqlite"
    sample.make(path, system_clock(), tickets=40)
    return path


def test_version_loads_nothing(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--version")
    assert modules & (HEAVY | {"click", "sqlite3", "dataclasses"}) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["oncall"],
        ["oncall", "--json"],
        ["--as-of", "2026-11-22T18:42:00+08:00", "oncall"],
        ["overdue"],
        ["tickets", "--filter", "owner:王芳"],
        ["doctor"],
    ],
)
def test_looking_loads_nothing_heavy(tmp_path: Path, store: Path, arguments: list[str]) -> None:
    assert loaded(tmp_path, "--store", str(store), *arguments) & HEAVY == set()


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") & (HEAVY | {"sqlite3"}) == set()
