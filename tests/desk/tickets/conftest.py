"""A small floor whose people, projects and roster are known, without tickets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import deeds
import escalating
from floorboard.desk.desk import Desk


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return escalating.make(tmp_path_factory.mktemp("deeds") / "floor.sqlite")


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at which a shift lead is signed in."""
    found = deeds.copy_of(made, tmp_path, escalating.NOW, escalating.CAT)
    yield found
    deeds.check(found)
    found.close()
