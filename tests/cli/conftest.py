"""Running the program inside the test's process, with directories of its own."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

import rostering
from floorboard import __main__, i18n
from floorboard.desk import sample
from floorboard.desk.desk import Desk
from floorboard.store import journal

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""18:42 in the sample floor's zone."""

AT = "2026-11-22T18:42:00+08:00"


@dataclass(frozen=True)
class Run:
    """How a run of the program ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An environment in which nothing of this machine's user shows."""
    for name in (
        "STORE",
        "LANG",
        "CONSOLE",
        "BELL",
        "POLL_SECONDS",
        "CONFIG",
        "LOCK_MINUTES",
        "AS",
        "PIN",
    ):
        monkeypatch.delenv(f"FLOORBOARD_{name}", raising=False)
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(__main__, "_end_tidily", lambda: None)
    yield tmp_path
    i18n.use("en")


@pytest.fixture
def program(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    """Run the program with these arguments."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr("sys.argv", ["floorboard", *map(str, arguments)])
        capsys.readouterr()
        status = __main__.main()
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample floor that tests read and don't change."""
    path = tmp_path_factory.mktemp("sample") / "floor.sqlite"
    sample.make(path, NOW, tickets=150, seed=7)
    return path


@pytest.fixture
def on_sample(program: Program, sample_store: Path) -> Program:
    """Run the program on the sample floor, at the moment it was made for."""

    def run(*arguments: object) -> Run:
        return program("--store", sample_store, "--as-of", AT, *arguments)

    return run


@pytest.fixture
def on_copy(
    program: Program, sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Program:
    """Run the program on a sample floor of the test's own, nobody signed in, a minute later."""
    path = tmp_path / "floor.sqlite"
    copy(sample_store, path)
    copy(journal.key_path(sample_store), journal.key_path(path))
    monkeypatch.setattr(Desk, "now", lambda desk: desk.clock() if desk.frozen else NOW + 60)

    def run(*arguments: object, typed: str | None = None) -> Run:
        if typed is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return program("--store", path, *arguments)

    return run


@pytest.fixture(scope="session")
def roster_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor whose roster is known; see `rostering`."""
    return rostering.make(tmp_path_factory.mktemp("roster") / "floor.sqlite")


@pytest.fixture
def on_roster(
    program: Program, roster_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Program:
    """Run the program on that floor, at its own moment, nobody signed in."""
    path = tmp_path / "roster.sqlite"
    copy(roster_store, path)
    copy(journal.key_path(roster_store), journal.key_path(path))
    monkeypatch.setattr(Desk, "now", lambda desk: desk.clock() if desk.frozen else rostering.NOW)

    def run(*arguments: object) -> Run:
        return program("--store", path, *arguments)

    return run
