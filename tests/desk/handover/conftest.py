"""The floor of `relieving`: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import relieving
from floorboard.desk.desk import Desk
from floorboard.store import journal


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return relieving.make(tmp_path_factory.mktemp("handover") / "floor.sqlite")


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    """The console of the evening's lead, at midnight."""
    path = tmp_path / "floor.sqlite"
    shutil.copy(made, path)
    shutil.copy(journal.key_path(made), journal.key_path(path))
    found = relieving.opened(path, relieving.LI)
    yield found
    found.close()
