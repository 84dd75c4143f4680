"""A floor whose roster is known, and a clock to turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from escalating import HOUR, NOW, At, make
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.store import health, journal
from importing import open_copy


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("escalating") / "floor.sqlite")


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(made, tmp_path / "floor.sqlite")
    for path in (found.store.path, journal.key_path(found.store.path)):
        path.chmod(0o600)
    found.clock = lambda: NOW
    yield found
    assert health.examine(found.store.path).sound
    found.close()


@pytest.fixture
def at(desk: Desk) -> At:
    """Set the desk's clock to so many hours after the beginning."""

    def move(hours: float) -> Instant:
        now = NOW + round(hours * HOUR)
        desk.clock = lambda: now
        return now

    return move
