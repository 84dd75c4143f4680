"""Leaving the real program: what was begun is done first, and what hangs holds nobody up."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from floorboard.desk import floor, sign_in, tickets
from floorboard.desk.desk import Desk
from floorboard.store import bulk
from floorboard.store.queries import entries
from terminal import FLOORBOARD, Terminal

PIN = "246810"
WEEK = 7 * 86400


@dataclass
class Floor:
    """A floor where somebody is signed in, with an overdue ticket of nobody's."""

    store: Path
    home: dict[str, str]
    number: int

    def board(self, **environment: str) -> Terminal:
        settings = {"FLOORBOARD_AS": "wangfang", "FLOORBOARD_PIN": PIN, **environment}
        argv = [*FLOORBOARD, "--store", str(self.store)]
        return Terminal(argv, environment=self.home | settings)

    def actions(self) -> list[str]:
        desk = Desk.open(self.store)
        with desk.store.reading() as db:
            found = [each.action for each in entries.since(db)]
        desk.close()
        return found


@pytest.fixture
def a_floor(tmp_path: Path) -> Floor:
    store, now = tmp_path / "floor.sqlite", int(time.time())
    home = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "STATE")}
    floor.create(store, now - WEEK, name="Floor", zone="Asia/Shanghai")
    desk = Desk.open(store)
    desk.clock = lambda: now - WEEK + 60
    with desk.deed("people.managed", "people") as deed:
        columns = ("id", "code", "name", "other_name", "search", "post", "joined_on", "version")
        person = (1, "wangfang", "王芳", "Wang Fang", "wangfang wf", "deputy", "2020-01-01", 1)
        bulk.insert(deed.db, "person", columns, [person])
    number = tickets.open_ticket(desk, tickets.OpenTicket("打不开门户", priority=1))
    sign_in.set_pin(desk, 1, PIN)
    desk.close()
    return Floor(store, {**home, "LANGUAGE": "en"}, number)


@pytest.mark.parametrize("keys", ["tq", "t\x11"])
def test_a_deed_that_leaving_follows_at_once_is_done(a_floor: Floor, keys: str) -> None:
    with a_floor.board() as board:
        board.wait_for("打不开门户")
        board.wait_for("王芳")
        board.settle()
        board.press(keys)
        assert board.wait_exit() == 0
    assert "ticket.taken" in a_floor.actions()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a webhook that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_webhook_that_hangs_keeps_nobody_from_leaving(a_floor: Floor, silent: int) -> None:
    config = Path(a_floor.home["XDG_CONFIG_HOME"]) / "floorboard" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[notify]\nwebhook = "http://127.0.0.1:{silent}/"\n')
    with a_floor.board() as board:
        board.wait_for(" escalated")
        board.wait(lambda: "notification.queued" in a_floor.actions(), "a notice")
        time.sleep(0.5)
        board.press("q")
        board.wait_exit(most=4)
        assert board.status == 0
