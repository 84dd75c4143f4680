"""What a terminal sends, cut anywhere: pastes come whole, and keys as ever."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste

from floorboard.tui.pasted import PasteParser

START, END = "\x1b[200~", "\x1b[201~"


def read(*pieces: str) -> list[str]:
    """What comes out: keys by their names, pastes in angle brackets."""
    parser = PasteParser()
    found = []
    for piece in pieces:
        for message in parser.feed(piece):
            if isinstance(message, Paste):
                found.append(f"<{message.text}>")
            elif isinstance(message, Key):
                found.append(message.key)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "",
        "aa\x1b[31mbb\ncc",
        "one\rtwo\x1b[31mred[/b]\x07\rthree",
        "\x1b",
        "\x1b[20",
        "\x1b[200",
        "\x1b[A\x1b[B\x1bOP",
        "\x1b]0;owned\x07",
        "\x1b[<0;1;1M",
    ],
)
def test_a_paste_is_one_text(text: str) -> None:
    sent = f"a{START}{text}{END}b"
    for cut in range(1, len(sent)):
        if cut not in (2, 3):  # one or two characters of a mark may be keys
            assert read(sent[:cut], sent[cut:]) == ["a", f"<{text}>", "b"], cut


def test_nul_is_left_out() -> None:
    assert read(f"{START}a\x00b{END}") == ["<ab>"]


def test_two_in_a_row_with_keys_between() -> None:
    assert read(f"{START}1{END}x{START}2{END}") == ["<1>", "x", "<2>"]


@pytest.mark.parametrize(
    ("sent", "keys"),
    [("\x1b[A", ["up"]), ("\x1b[20~", ["f9"]), ("j\r", ["j", "enter"]), ("汉", ["汉"])],
)
def test_keys_are_keys(sent: str, keys: list[str]) -> None:
    assert read(sent) == keys
    assert read(*sent) == keys
