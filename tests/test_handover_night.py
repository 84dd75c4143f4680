"""The floor changes hands at night in the real program, by the keyboard alone: written, refused,
offered, agreed, signed by both; then what is kept is exported, verified and defended."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from floorboard.store.store import Actor
from night import LI, PIN, Night
from terminal import FLOORBOARD, Terminal


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def sits(board: Terminal, code: str, name: str) -> None:
    """Somebody else signs in at the console."""
    board.press("i")
    board.wait_for("Who sits here?")
    board.press(code, "enter", PIN, "enter")
    board.wait_for(f"{name} is signed in")


def test_the_floor_changes_hands_by_the_keyboard_alone(night: Night, tmp_path: Path) -> None:
    with night.board() as board:
        board.wait_for("looking only")
        sits(board, "liwei", "李伟")
        board.press("6")
        board.wait_for("answers for the floor")
        board.press("n")
        board.wait_for("Handover 1")

        # nobody is rostered to come: it goes to somebody by name
        board.press("h")
        board.wait_for("Who takes over?")
        board.press("wangf\r")
        board.wait_for("why?")
        board.press("she leads tonight\r")
        board.wait_for("李伟 → 王芳")

        # offered with blanks, it is refused, and they are listed
        board.press("O")
        board.wait_for("It can't be offered yet")
        board.press("esc")
        board.wait_gone("It can't be offered yet")

        # a critical item, field by field, in one piece; the rest is none
        board.press("g", "n", "n", "n")
        board.wait_for("Critical and watch items")
        board.press("+")
        board.wait_for("A ticket's number")
        board.press("the disk is full\r")
        board.wait_for("Background")
        board.press("since noon\rholds till four\rcall Zhao at three\rzhaol\r2h\r")
        board.wait_for("call Zhao at three")
        board.wait_for("赵磊")
        for _ in range(8):
            board.press("n", "-")
            board.settle(0.2)
        board.wait_for("nothing is blank")
        board.press("O")
        board.wait_for("offered, frozen")

        # what comes after the freeze is shown apart
        desk = Desk.open(night.store)
        desk.actor = Actor("another console", LI)
        tickets.open_ticket(desk, OpenTicket("a late call", priority=1))
        desk.close()
        board.wait_for("a late call", most=10)

        # the incoming lead takes note, asks back, sums up
        sits(board, "wangf", "王芳")
        board.press("x")
        board.settle(0.8)
        board.press("x")
        board.wait_for("acknowledged")
        board.press("r")
        board.wait_for("what do you ask?")
        board.press("which disk?\r")
        board.wait_for("1 question")
        sits(board, "liwei", "李伟")
        board.press("r")
        board.wait_for("which disk?")
        board.press("the left one\r")
        board.wait_for("the left one")
        sits(board, "wangf", "王芳")
        board.press("G", "p", "e")
        board.wait_for("in your own words")
        board.press("a full disk, call Zhao\r")
        board.wait_for("a full disk, call Zhao")

        # both sign, and the board changes hands
        board.settle(0.5)
        board.press("s")
        board.wait_for("I hand the floor over")
        board.press(PIN + "\r")
        board.wait_for("1 of 2")
        board.press("s")
        board.wait_for("take over the responsibility")
        board.press(PIN + "\r")
        board.wait_for("by handover 1")
        board.press("1")
        board.wait_for("lead 王芳")
        board.press("q")
        assert board.wait_exit() == 0

    for language in ("en", "zh"):
        path = tmp_path / f"{language}.html"
        night.run("--lang", language, "handover", "export", "1", "-o", str(path))
        assert "a full disk, call Zhao" in path.read_text("utf-8")
    assert json.loads(night.run("handover", "verify", "--json"))["sound"]
    assert "sound" in night.run("journal", "--verify")

    # the store refuses to have it changed; what is forced is found
    with sqlite3.connect(night.store) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE handover SET summary = 'nothing' WHERE id = 1")
    with sqlite3.connect(night.store) as db:
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE handover SET summary = 'nothing' WHERE id = 1")
    command = [*FLOORBOARD, "--store", str(night.store), "--lang", "en", "doctor"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    marked = [line for line in found.stdout.splitlines() if line.startswith("[!!]")]
    assert any("handover 1" in line and "seal" in line for line in marked), found.stdout


def test_what_was_typed_two_seconds_ago_outlives_a_kill(night: Night) -> None:
    with night.board() as board:
        board.wait_for("looking only")
        sits(board, "liwei", "李伟")
        board.press("6")
        board.wait_for("answers for the floor")
        board.press("n")
        board.wait_for("Handover 1")
        board.press("G", "p", "p", "e")
        board.wait_for("Announcements and orders")
        board.press("the director calls at three")
        board.settle(0.3)
        time.sleep(2)
        board.signal(signal.SIGKILL)
        board.wait_exit()
    kept = json.loads(night.run("handover", "show", "1", "--json"))
    assert "the director calls at three" in json.dumps(kept, ensure_ascii=False)
    assert "sound" in night.run("journal", "--verify")
