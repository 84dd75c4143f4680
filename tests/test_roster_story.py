"""A gap before it hurts, in the real program, by the keyboard alone: found, looked into, filled; a
turn swapped; all of it taken back. The board follows, and the commands say the same."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from console import NOW
from floorboard.desk import sample, sign_in
from floorboard.desk.desk import Desk
from floorboard.store.queries import roster
from terminal import Terminal

PIN = "246810"
LEAD, DEPUTY = "liw", "wuxm"
NIGHT = "2026-11-23 01:30"
"""In the hour that somebody is missing."""
THURSDAY = "2026-11-26 10:00"


class Evening:
    """The sample floor on a Sunday at 18:42, its program in a terminal, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "floor.sqlite"
        self.home = {
            **{f"XDG_{name}_HOME": str(folder / name) for name in ("DATA", "CONFIG", "STATE")},
            "LANGUAGE": "en",
        }
        sample.make(self.store, NOW, tickets=50)
        desk = Desk.open(self.store)
        desk.clock = lambda: NOW
        with desk.store.reading() as db:
            people = {each.code: each.id for each in roster.employed(db)}
        sign_in.set_pin(desk, people[DEPUTY], PIN)
        sign_in.sign_in(desk, DEPUTY, PIN)
        sign_in.set_pin(desk, people[LEAD], PIN)
        desk.close()
        turned = folder / "turned"
        turned.write_text(str(NOW - int(time.time())))
        wrapper = str(Path(__file__).with_name("turned_clock.py"))
        self._argv = [sys.executable, wrapper, str(turned), "--store", str(self.store)]

    def board(self) -> Terminal:
        return Terminal(self._argv, environment=self.home)

    def run(self, *arguments: str) -> str:
        """What a command prints; it must end well."""
        done = subprocess.run(
            [*self._argv, "--lang", "en", *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def on(self, at: str) -> list[tuple[str, str, str]]:
        """Who is on the hotline at an instant, why, and instead of whom."""
        found = self.told("roster", "why", "hotline", "--at", at)["why"]["people"]
        return [
            (each["name"], each["cause"]["source"], each["instead_of"])
            for each in found
            if each["on"]
        ]


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return Evening(tmp_path)


def test_a_gap_is_filled_and_a_turn_swapped_by_the_keyboard_alone(evening: Evening) -> None:
    with evening.board() as board:

        def on_board(gap: bool) -> None:
            """The board's pane of who is on call shows the gap, or none."""
            board.wait(
                lambda: "On call now" in board.text() and ("GAP" in board.text()) is gap,
                f"the board {'with' if gap else 'without'} the gap",
            )

        def says(person: str, *reasons: str) -> None:
            """The line of somebody who is chosen from says why, or why not."""
            board.wait(
                lambda: any(
                    person in line and all(reason in line for reason in reasons)
                    for line in board.lines()
                ),
                f"{person}: {reasons}",
            )

        board.wait_for("looking only")
        board.press("i", LEAD, "enter", PIN, "enter")
        board.wait_gone("looking only")
        on_board(gap=True)

        # the hole in the coming night: who could fill it, and who can't
        board.press("3!f")  # all in one piece
        board.wait_for("tomorrow 01:00 – 02:00 · 1 of 2 ─")
        board.wait_for("5 could fill it")
        says("✓ 朱琳", "on this rota · ", "of r")
        says("· 王芳", "no rest before it, 11 h are due")
        says("· 杨帆", "on Hotline, tomorrow 01:00 – 09:00")
        board.press("zhul\r")  # all in one piece
        board.wait_for("saved · 朱琳 fills it")
        board.wait_for("no gaps")
        board.press("1")
        on_board(gap=False)
        assert evening.told("roster", "gaps")["gaps"] == []

        # a turn on Thursday changes hands
        board.press("3", "right", "right", "right", "right")
        board.wait_for("Thu 26 Nov · ")
        board.press("/")
        board.wait_gone("f fill")
        board.press("wangf", "enter")
        board.wait_for("f fill")
        board.wait_for("Thu 26 Nov · 王芳")
        board.press("twuxm\r")
        board.wait_for("offered to 吴晓梅")
        board.wait_for("D?09–17")
        board.press("t")
        board.wait_for("An open offer")
        board.press("enter")
        board.wait_for("吴晓梅 takes the turn")
        board.wait_gone("D?09–17")
        assert ("吴晓梅", "swap", "王芳") in evening.on(THURSDAY)

        # and all of it back
        board.press("u")
        board.wait_for("taken back: swap")
        board.wait_for("D?09–17")
        board.press("u")
        board.wait_for("D 09–17")
        board.wait_for("no gaps")
        board.press("u")
        board.wait_for("taken back: change of who is on")
        board.wait_for("1 gap")
        board.press("1")
        on_board(gap=True)
        board.press("q")
        assert board.wait_exit() == 0

    (found,) = evening.told("roster", "gaps")["gaps"]
    gap = found["gap"]["gap"]
    assert found["gap"]["rota"] == "hotline"
    assert (gap["start"], gap["have"], gap["need"]) == ("2026-11-22T17:00:00Z", 1, 2)
    assert evening.on(NIGHT) == [("杨帆", "turn", "")]
    assert ("王芳", "turn", "") in evening.on(THURSDAY)
    told = [
        *("changed who is on", "offered or settled a swap"),
        *("undid: offered or settled a swap", "undid: changed who is on"),
    ]
    story = evening.run("journal")
    places = [story.find(each) for each in told]
    assert -1 not in places, story
    assert places == sorted(places), story
    assert "sound" in evening.run("journal", "--verify")
