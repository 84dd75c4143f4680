"""A night's work in the real program, by the keyboard alone: a call, a promise that lapses, its
escalation, second line, the solving; then the story as the journal tells it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

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


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_a_night_by_the_keyboard_alone(night: Night) -> None:
    with night.board() as board:
        board.wait_for("looking only")
        board.press("i", "wangf", "enter", PIN, "enter")
        board.wait_gone("looking only")

        # a call from somebody known, in four keystrokes besides the words
        board.press("n")
        board.wait_for("New ticket")
        board.press("zw")
        board.wait_for("张伟")
        board.press("enter", "打不开门户 [/b]", "enter")
        board.wait_for("#1")
        board.wait_for("打不开门户 [/b]")

        # promised: half an hour
        board.press("p", "30m")
        board.press("enter")
        board.wait_for("29 m")

        # nobody keeps it
        night.turn(31 * 60)
        board.wait_for("1 overdue", most=30)
        board.wait_for("1 escalated", most=30)
        board.press("5xI call them back\r")  # all in one piece
        board.wait_for("nobody is signed in")  # for half an hour nobody was there
        board.wait_for("李伟")  # who leads tonight, as the roster says
        board.press("esc", "i", "liwei", "enter", PIN, "enter")
        board.wait_gone("looking only")
        board.press("x", "enter")  # what was typed is still there
        board.wait_for("李伟, ")

        # its ticket goes to second line, and back
        board.press("\rhTLS handshake fails since 01:00\r")  # all in one piece
        board.wait_for("Phone · Second line")
        board.press("h", "certificate renewed", "enter")
        board.wait_for("Phone · Open")

        # told, solved; and that was too early, or not
        board.press("r", "It works again, please try", "enter")
        board.wait_for("answered")
        board.press("s", "certificate renewed by second line", "enter")
        board.wait_for("Phone · Solved")
        board.press("u")
        board.wait_for("taken back")
        board.press("U")
        board.wait_for("done again")
        board.press("esc", "esc", "q")
        assert board.wait_exit() == 0

    story = night.run("journal", "--ticket", "1")
    told = (
        "王芳 (",
        "opened  #1",
        "promised a time",
        "escalations were raised",
        "李伟 (",
        "acknowledged an escalation",
        "handed to second line",
        "gave back from second line",
        "replied to the customer",
        "solved  #1",
        "undid: solved",
        "redid: solved",
    )
    places = [story.find(word) for word in told]
    assert all(place >= 0 for place in places), (story, dict(zip(told, places, strict=True)))
    assert places == sorted(places), story
    assert "sound" in night.run("journal", "--verify")
