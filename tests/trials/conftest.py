"""How long the trials last: short in every run, with their full counts in `make soak`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import escalating
from floorboard.desk.desk import Desk

Count = Callable[[int, int], int]


@pytest.fixture(scope="session")
def count() -> Count:
    """The first number in a plain run, the second with `FLOORBOARD_SOAK=1`."""
    full = os.environ.get("FLOORBOARD_SOAK", "0") not in ("", "0")
    return lambda short, soak: soak if full else short


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A small floor with six tickets, all of which have come about by deeds."""
    path = escalating.make(tmp_path / "floor.sqlite")
    desk = Desk.open(path, console="maker")
    desk.clock = lambda: escalating.NOW
    for _ in range(6):
        escalating.ticket(desk)
    desk.close()
    return path
