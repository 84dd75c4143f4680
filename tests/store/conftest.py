"""An empty store for each test: laid out once, copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from floorboard.store import journal, schema
from floorboard.store.store import Store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store nobody opens, to be copied; migrating anew for each test would take too long."""
    path = tmp_path_factory.mktemp("template") / "floor.sqlite"
    schema.create(path)
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """The file of an empty store."""
    path = tmp_path / "floor.sqlite"
    shutil.copy(template, path)
    shutil.copy(journal.key_path(template), journal.key_path(path))
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty store, open."""
    store = Store.open(path)
    yield store
    store.close()
