"""Nothing that a text holds commands a terminal, reorders a line or hides in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.plain import cells, clean, clean_line
from nasty import NASTY

ALL = [clean, clean_line, cells]
ORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""The bidirectional classes of what reorders a line."""
MARKS = set("\u061c\u200e\u200f")
INVISIBLE = set("\u00ad\u034f\u180e\u200b\u2060\u2063\u3164\ufeff\uffa0")
JOINERS = set("\u200c\u200d") | {chr(code) for code in range(0xFE00, 0xFE10)}

Cleaner = Callable[[str], str]


def unsafe(text: str, allowed: str = "") -> list[str]:
    """The characters of `text` that mustn't reach a terminal."""
    return [
        f"U+{ord(c):04X}"
        for c in text
        if c not in allowed
        and (
            unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
            or unicodedata.bidirectional(c) in ORDERING
            or c in MARKS | INVISIBLE
            or 0xE0000 <= ord(c) <= 0xE0FFF
        )
    ]


def test_there_are_forty() -> None:
    assert len(NASTY) == 40
    assert len(set(NASTY.values())) == 40
    assert len(NASTY["100,000 characters"]) == 100_000


@pytest.mark.parametrize("name", NASTY)
def test_what_is_nasty_is_made_harmless(name: str) -> None:
    assert unsafe(clean(NASTY[name]), allowed="\n\t") == []
    for cleaner in (clean_line, cells):
        cleaned = cleaner(NASTY[name])
        assert unsafe(cleaned) == []
        assert len(cleaned.splitlines()) == 1
        cleaned.encode()  # what a store and a terminal can hold
    assert not JOINERS & set(cells(NASTY[name]))


@pytest.mark.parametrize("cleaner", ALL)
@pytest.mark.parametrize("name", NASTY)
def test_cleaning_twice_is_cleaning_once(name: str, cleaner: Cleaner) -> None:
    once = cleaner(NASTY[name])
    assert cleaner(once) == once


@pytest.mark.parametrize(
    ("nasty", "text", "line"),
    [
        ("\x1b[31mred", "␛[31mred", "␛[31mred"),
        ("\x9b31m", "‹009B›31m", "‹009B›31m"),
        ("a\0b\x7f", "a␀b␡", "a␀b␡"),
        ("a\nb\tc", "a\nb\tc", "a⏎b c"),
        ("a\r\nb\rc", "a\nb\nc", "a⏎b⏎c"),
        ("a\r\r\nb", "a\n\nb", "a⏎⏎b"),
        ("a\n\rb", "a\n\nb", "a⏎⏎b"),
        ("a\u2028b\x85c", "a‹2028›b‹0085›c", "a⏎b‹0085›c"),
        ("photo\u202egnp.exe", "photo‹202E›gnp.exe", "photo‹202E›gnp.exe"),
        ("\ufeffa\u200bb", "‹FEFF›a‹200B›b", "‹FEFF›a‹200B›b"),
        ("\ud800\udcff", "\N{REPLACEMENT CHARACTER}" * 2, "\N{REPLACEMENT CHARACTER}" * 2),
        ("\U000e0041", "‹E0041›", "‹E0041›"),
        ("[/b] [@click=app.quit]", "[/b] [@click=app.quit]", "[/b] [@click=app.quit]"),
        ("", "", ""),
        ("\n", "\n", "⏎"),
    ],
)
def test_it_is_made_visible_and_not_dropped(nasty: str, text: str, line: str) -> None:
    assert clean(nasty) == text
    assert clean_line(nasty) == line
    assert cells(nasty) == line


FINE = [
    *("", " ", "cannot log in", "100 % [b] \\ $x {y}", "~!@#$%^&*()_+|`-=<>?,./:;'\""),
    *("值班主管：系统无法登录", "Ärger mit Öl – „ja“", "naïve café", "№ 5 × 3 ½ €"),
    *("שלום", "العربية", "한국어", "ไทย", "हिन्दी", "🙂🇨🇳👍🏽", "e\u0301", "\u00a0\u3000"),
    *("␛⏎‹202E›", "\N{REPLACEMENT CHARACTER}"),
]
JOINED = ["می\u200cخواهم", "👨\u200d👩\u200d👧", "❤\ufe0f", "क्\u200dष"]
"""Words and pictures that are spelled with a joiner."""


@pytest.mark.parametrize("text", FINE)
@pytest.mark.parametrize("cleaner", ALL)
def test_what_is_fine_stays_as_it_is(text: str, cleaner: Cleaner) -> None:
    assert cleaner(text) == text


@pytest.mark.parametrize("text", JOINED)
def test_joiners_stay_in_text_and_not_in_cells(text: str) -> None:
    assert clean(text) == clean_line(text) == text
    assert cells(text) == "".join(c for c in text if c not in JOINERS)


def test_every_character_there_is() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert unsafe(clean(everything), allowed="\n\t") == []
    assert unsafe(cells(everything)) == []
    printable = [c for c in everything if c.isprintable()]
    left_out = {c for c in printable if cells(c) == ""}
    assert left_out == {c for c in JOINERS if c.isprintable()}
    # only fillers and the like, which look like nothing, are shown by their number
    changed = {c for c in printable if clean(c) != c}
    assert {unicodedata.category(c) for c in changed} <= {"Lo", "Mn"}
    assert len(changed) < 500


@given(st.text(st.characters(categories=None)))
def test_any_text_is_made_harmless(text: str) -> None:
    assert unsafe(clean(text), allowed="\n\t") == []
    assert unsafe(cells(text)) == []
    for cleaner in ALL:
        once = cleaner(text)
        assert cleaner(once) == once
        once.encode()


@given(st.text(), st.text())
def test_cleaning_parts_is_cleaning_the_whole(one: str, other: str) -> None:
    """Nothing dangerous comes into being at a seam."""
    for cleaner in ALL:
        if one.endswith("\r") and other.startswith("\n"):
            continue
        assert cleaner(one) + cleaner(other) == cleaner(one + other)


def test_a_long_text_is_cleaned_at_once() -> None:
    """As is one that consists of nothing else; quadratic work would take minutes."""
    for text in ("\x1b[31m" * 200_000, "\r\n" * 500_000, "\u202e" * 500_000):
        for cleaner in ALL:
            assert len(cleaner(text)) >= len(text) // 2
