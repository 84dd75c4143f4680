"""The floor of these tests, and two consoles on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

import rostering
from floorboard.desk.desk import Desk
from floorboard.store import journal
from floorboard.store.store import Actor


@pytest.fixture(scope="session")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rostering.make(tmp_path_factory.mktemp("roster") / "floor.sqlite")


@pytest.fixture
def desk(floor: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    copyfile(floor, path)
    copyfile(journal.key_path(floor), journal.key_path(path))
    found = Desk.open(path)
    found.actor = Actor("desk-1")
    found.clock = lambda: rostering.NOW
    yield found
    found.close()


@pytest.fixture
def other(desk: Desk) -> Desk:
    return rostering.as_(desk, None)
