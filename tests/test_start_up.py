"""What a fresh interpreter loads: nothing heavy before something needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terminal import Terminal

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

PAINTED = """
import json, sys
from dataclasses import is_dataclass
from pathlib import Path
from floorboard.__main__ import main
from floorboard.tui.app import FloorboardApp

def painted(app):
    ours = {name: vars(module) for name, module in sys.modules.items() if "floorboard" in name}
    classes = [
        f"{name}.{each.__name__}"
        for name, held in ours.items()
        for each in held.values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == name
    ]
    told.write_text(json.dumps([sorted(sys.modules), classes]))
    app.exit(return_code=0)

FloorboardApp._after_first_paint = painted
told = Path(sys.argv.pop())
sys.exit(main())
"""

OURS_BEFORE_PAINT = 100
"""Modules of ours that the first frame may load."""

DATACLASSES_BEFORE_PAINT = 25
"""Dataclasses among what they define. Each compiles its methods when it is imported, for about a
millisecond; a `NamedTuple` takes a fifth of that."""


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


def test_the_first_frame_loads_little(tmp_path: Path, store: Path) -> None:
    told = tmp_path / "told.json"
    folders = {f"XDG_{name}_HOME": str(tmp_path) for name in ("DATA", "CONFIG", "STATE")}
    settings = {**folders, "FLOORBOARD_STORE": str(store)}
    with Terminal([sys.executable, "-c", PAINTED, str(told)], environment=settings) as terminal:
        assert terminal.wait_exit() == 0
    modules, dataclasses = json.loads(told.read_text())
    tops = {name.partition(".")[0] for name in modules}
    assert tops & (HEAVY | {"argon2", "click", "jinja2"}) == {"rich", "textual"}
    needless = {"store.images", "store.queries.tickets", "domain.duties.schedule", "domain.policy"}
    assert not {f"floorboard.{name}" for name in needless} & {*modules}
    assert len([name for name in modules if "floorboard" in name]) <= OURS_BEFORE_PAINT
    assert len(dataclasses) <= DATACLASSES_BEFORE_PAINT, dataclasses
