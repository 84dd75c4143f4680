"""A floor to import into; modules with a floor of another kind define `desk` themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from floorboard.desk.desk import Desk
from importing import make_floor, open_copy


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_floor(tmp_path_factory.mktemp("imports") / "floor.sqlite")


@pytest.fixture
def desk(empty: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(empty, tmp_path / "floor.sqlite")
    yield found
    found.close()
