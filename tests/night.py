"""A small floor at night, its program in a terminal of its own, and a clock to turn."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from floorboard.desk import floor, sign_in
from floorboard.desk.desk import Desk
from floorboard.store import bulk
from terminal import FLOORBOARD, Terminal

PIN = "246810"
WANG, LI, ZHAO = 1, 2, 3
PEOPLE = (
    (WANG, "wangfang", "王芳", "Wang Fang", "wangfang wf", "senior"),
    (LI, "liwei", "李伟", "Li Wei", "liwei lw", "shift_lead"),
    (ZHAO, "zhaolei", "赵磊", "Zhao Lei", "zhaolei zl", "senior"),
    (4, "sunli", "孙丽", "Sun Li", "sunli sl", "deputy"),
)
HOUR = 3600


class Night:
    """A small floor at night, its program in a terminal, and a clock to turn."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "floor.sqlite"
        self.home = {
            **{f"XDG_{name}_HOME": str(folder / name) for name in ("DATA", "CONFIG", "STATE")},
            "LANGUAGE": "en",
        }
        self._turned = folder / "turned"
        self.turn(0)
        now = int(time.time())
        floor.create(self.store, now - HOUR, name="Night floor", zone="Asia/Shanghai")
        desk = Desk.open(self.store)
        with desk.deed("people.managed", "people") as deed:
            bulk.insert(
                deed.db,
                "person",
                ("id", "code", "name", "other_name", "search", "post", "joined_on", "version"),
                [(*each, "2020-01-01", 1) for each in PEOPLE],
            )
            bulk.insert(
                deed.db,
                "project",
                ("id", "code", "name", "name_zh", "search", "active", "version"),
                [(1, "portal", "Portal", "门户", "portal", 1, 1)],
            )
            columns = (
                *("id", "code", "name", "name_zh", "position", "leads"),
                *("zone", "calendar", "version"),
            )
            rotas = [
                (1, "leads", "Leads", "班长", 1, 1, "", "", 1),
                (2, "second_line", "Second line", "二线", 2, 0, "", "", 1),
            ]
            bulk.insert(deed.db, "rota", columns, rotas)
            span = (now - 10 * HOUR, now + 10 * HOUR)
            bulk.insert(
                deed.db,
                "rota_turn",
                ("rota_id", "person_id", "starts_at", "ends_at"),
                [(1, LI, *span), (2, ZHAO, *span)],
            )
            bulk.insert(
                deed.db,
                "customer",
                ("id", "name", "search", "organisation", "phone", "email", "source", "version"),
                [(1, "张伟", "zhangwei zw", "华盛", "13800138000", "", "", 1)],
            )
        sign_in.set_pin(desk, 4, PIN)
        sign_in.sign_in(desk, "sunli", PIN)
        for person in (LI, WANG, ZHAO):
            sign_in.set_pin(desk, person, PIN)
        desk.close()

    def turn(self, seconds: int) -> None:
        """Put the program's clock on."""
        self._turned.write_text(str(seconds))

    def board(self) -> Terminal:
        wrapper = str(Path(__file__).with_name("turned_clock.py"))
        argv = [sys.executable, wrapper, str(self._turned), "--store", str(self.store)]
        return Terminal(argv, environment=self.home)

    def run(self, *arguments: str) -> str:
        """What a command prints; it must end well."""
        done = subprocess.run(
            [*FLOORBOARD, "--store", str(self.store), "--lang", "en", *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
