"""Text that would like to be more than text, in every field, on every screen.

What reaches the terminal is checked byte by byte in a real pseudo-terminal: no escape of the data's
own, no C0 or C1 control, no character that reorders a line.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from console import Boards
from floorboard.domain import plain
from floorboard.domain.problem import Problem
from floorboard.tui.render.runs import Run, fit, line, wrap
from nasty import NASTY
from terminal import FLOORBOARD, Terminal

STRINGS = list(NASTY.values())

FIELDS = {
    "ticket": ("title", "body", "owner_label", "team", "source", "external_id"),
    "ticket_event": ("body", "actor"),
    "customer": ("name", "organisation"),
    "person": ("name", "other_name"),
    "project": ("name", "name_zh", "code"),
    "rota": ("name", "name_zh"),
    "shift": ("name", "name_zh"),
    "duty": ("title", "title_zh"),
    "duty_check": ("note", "done_label"),
    "setting": (),
}

ROUNDS = -(-len(STRINGS) // 6)
"""Six projects are the shortest list: after so many rounds each string has stood in each field."""

ROUNDS_A_TEST = 3

WALK = (
    "tab enter w esc esc esc 3 enter esc v b enter esc w esc o esc l esc m esc T esc 4 enter esc"
    " 2 pgdn enter pgdn esc end pgup f2 1 : esc v"
)
"""Every screen, and everything that opens on one."""

OPENERS = (("/", "esc"), (":", "esc"), ("a", "esc"), ("n", "esc"), ("c", "\r"))
"""Keys that open a line to type on, and those that end it; the last one saves a note."""

LINES = len(OPENERS) if "FLOORBOARD_SOAK" in os.environ else 2
"""Lines into which each string is pasted: its own, by turns, and the note."""

_TEXTUALS_OWN = re.compile(rb"\x1b\]22;[a-z-]*\x07")
"""The pointer's shape."""

_FORBIDDEN = {
    "an OSC of the data's own": re.compile(rb"\x1b\]"),
    "a DCS, APC, PM or SOS": re.compile(rb"\x1b[P_^X]"),
    "a bell": re.compile(rb"\x07"),
    "a NUL, backspace or the like": re.compile(rb"[\x00-\x06\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"),
    "a C1 control": re.compile(rb"\xc2[\x80-\x9f]"),
}
_FORBIDDEN["a character that reorders"] = re.compile(
    "|".join(
        re.escape(chr(code))
        for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    ).encode()
)


def storable(text: str) -> str:
    """What of a string a store can hold: SQLite refuses a lone surrogate."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def spoil(path: Path, shift: int) -> None:
    """Put the strings into every text of the store, each row the next one."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for table, columns in FIELDS.items():
            keys = "ticket_id, seq" if table == "ticket_event" else "id"
            rows = [] if not columns else db.execute(f"SELECT {keys} FROM {table}").fetchall()
            for number, key in enumerate(rows):
                for place, column in enumerate(columns):
                    text = storable(STRINGS[(number + place + shift) % len(STRINGS)])
                    if column in ("code", "external_id"):
                        text += f" {number}"
                    where = " AND ".join(f"{name} = ?" for name in keys.split(", "))
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (text, *key))
        for key, place in (("name", 0), ("name_zh", 1)):
            text = storable(STRINGS[(shift + place) % len(STRINGS)])
            db.execute("UPDATE setting SET value = ? WHERE key = ?", (text, key))
        db.commit()


def kept(text: str) -> str:
    """What the store keeps of a text that is pasted into a note. Terminals' NUL is nobody's."""
    lines = plain.clean(text.replace("\0", "")).split("\n")
    return "\n".join(map(plain.cells, lines)).strip()


def notes(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {body for (body,) in db.execute("SELECT body FROM ticket_event WHERE kind='note'")}


def leave(terminal: Terminal) -> None:
    """Quit. A busy machine may read Esc and the next key as one, so it is tried again."""
    for _ in range(6):
        with contextlib.suppress(AssertionError, OSError):
            terminal.press("esc", "esc", "q")
            terminal.settle(0.3)
            terminal.press("\r")  # a draft may be unsaved
            assert terminal.wait_exit(most=4) == 0
            return
    raise AssertionError(f"it doesn't end: {terminal.text()}")


@pytest.mark.parametrize("number", range(ROUNDS_A_TEST))
def test_nothing_of_it_reaches_the_terminal(store: Path, tmp_path: Path, number: int) -> None:
    spoil(store, number * 18)
    environment = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "STATE", "DATA")}
    environment["FLOORBOARD_BELL"] = "false"
    argv = [*FLOORBOARD, "--store", str(store)]
    with Terminal(argv, environment=environment) as terminal:
        terminal.settle(0.5)
        for key in WALK.split():
            terminal.press(key)
            terminal.settle(0.12)
        expected = []
        for turn, text in enumerate(STRINGS[number::ROUNDS_A_TEST]):
            pasted = storable(text)[:2000].replace("\x1b[201~", "")
            expected.append(kept(pasted))
            *others, note = OPENERS
            for opener, end in [*(others[turn % len(others) :] + others)[: LINES - 1], note]:
                terminal.press(opener)
                terminal.settle(0.15)  # the line is on the screen before the text comes
                terminal.press(f"\x1b[200~{pasted}\x1b[201~")
                terminal.settle(0.05)
                terminal.press(end)
                terminal.settle(0.05)
        leave(terminal)
        raw = _TEXTUALS_OWN.sub(b"", bytes(terminal.raw))
    missing = set(expected) - notes(store)
    assert not missing, "these notes aren't as they were pasted"
    for what, pattern in _FORBIDDEN.items():
        found = pattern.search(raw)
        near = raw[max(0, found.start() - 60) : found.end() + 60] if found else b""
        assert found is None, f"{what}: {near!r}"


async def test_toasts_and_papers_show_it_as_text(boards: Boards, store: Path) -> None:
    spoil(store, 5)
    async with boards() as console:
        for text in STRINGS:
            console.app.failed(Problem("{text}", where=text[:200], fix="{text}", text=text[:500]))
        await console.press("enter", "w", "escape", "1", "tab", "tab", "enter", "escape")
        shown = console.text()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("name", NASTY)
def test_drawing_keeps_its_width(name: str) -> None:
    text = NASTY[name]
    for width in (1, 2, 7, 40):
        strip = line([Run(text[:500], "text"), Run("x" * 60)], width)
        assert strip.cell_length == width
        assert sum(segment.cell_length for segment in strip) == width
        assert all(segment.text.isprintable() for segment in strip)
    for wrapped in wrap([Run(text[:3000])], 30):
        assert line(wrapped, 30).cell_length == 30
    assert fit(text, 12).isprintable()


def test_what_closes_stays_with_what_it_closes() -> None:
    for width in range(6, 20):
        lines = wrap([Run("季末、年末汇总，按时交 v1.0。「好」")], width)
        assert not any(line[0].text[0] in "、，。」" for line in lines), width
    assert len(wrap([Run("。" * 1_000)], 40)) == 50


def test_a_hundred_thousand_characters_wrap_in_time_that_grows_no_faster() -> None:
    """Both are of one length; one has no place to break."""

    def seconds(text: str) -> float:
        start = time.perf_counter()
        lines = wrap([Run(text)], 40)
        taken = time.perf_counter() - start
        assert "".join(run.text for line in lines for run in line) == text
        return taken

    words = min(seconds("012345678 " * 10_000) for _ in range(2))
    assert min(seconds("0123456789" * 10_000) for _ in range(2)) < 10 * words
