"""Boards on real stores."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from console import NOW, ZONE, Boards, Console
from floorboard import i18n
from floorboard.config import Config
from floorboard.desk import sample
from floorboard.desk.desk import Desk
from floorboard.store.store import Actor, Store
from floorboard.tui.app import FloorboardApp
from floorboard.tui.live import Live, Opening

FRAME = 0.02
"""Seconds; a little more than Textual takes between two."""


@pytest.fixture(scope="session")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample floor, the same for every test; copy it before writing."""
    path = tmp_path_factory.mktemp("floor") / "floor.sqlite"
    sample.make(path, NOW, tickets=300, seed=7)
    return path


@pytest.fixture
def store(floor: Path, tmp_path: Path) -> Path:
    """A copy of the sample floor to work on."""
    path = tmp_path / "floor.sqlite"
    for suffix in ("", ".key"):
        shutil.copy(f"{floor}{suffix}", f"{path}{suffix}")
    return path


@pytest.fixture
def other(store: Path) -> Iterator[Desk]:
    """Another console on the same store."""
    desk = Desk(Store.open(store), Actor("another console"), lambda: NOW)
    yield desk
    desk.close()


@pytest.fixture(autouse=True)
def _no_bursts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's keys come faster than a person's, and each is meant as it stands."""
    monkeypatch.setattr("floorboard.tui.telling.BURST_SECONDS", -1.0)


@pytest.fixture(autouse=True)
def _no_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilot waits for an idle processor at each key, which a busy machine never has. A frame is
    enough: `Console.settle` waits for what is under way."""

    async def frame(*_: float) -> None:
        await asyncio.sleep(FRAME)

    async def no_time(*_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("textual.pilot.wait_for_idle", frame)
    monkeypatch.setattr("textual.app.wait_for_idle", no_time)


@pytest.fixture
def boards(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Boards]:
    """Open boards: `async with boards(size=(80, 24), lang="zh") as console`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 40), lang: str = "en", config: Config | None = None
    ) -> AsyncIterator[Console]:
        i18n.use(lang)
        time = [NOW]
        desk = Desk(Store.open(store), Actor("this console"), lambda: time[0])
        opening: Future[Opening] = Future()
        opening.set_result(Opening(desk))
        app = FloorboardApp(Live(desk, ZONE), config or Config(poll_seconds=0.05), opening)
        async with app.run_test(size=size, notifications=True) as pilot:
            console = Console(app, pilot, desk, time)
            await console.settle()
            yield console
        desk.close()
        if app.fault is not None:
            raise app.fault

    yield opened
    i18n.use("en")
