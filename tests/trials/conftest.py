"""How long the trials last: short in every run, with their full counts in `make soak`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from floorboard.desk import sample
from trials.evidence import NOW

Count = Callable[[int, int], int]


@pytest.fixture(scope="session")
def count() -> Count:
    """The first number in a plain run, the second with `FLOORBOARD_SOAK=1`."""
    full = os.environ.get("FLOORBOARD_SOAK", "0") not in ("", "0")
    return lambda short, soak: soak if full else short


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A sample floor with thirty tickets."""
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=30)
    return path
