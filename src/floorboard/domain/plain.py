"""Text from outside as plain text: nothing in it can command a terminal or reorder a line.

Control and bidirectional characters are made visible, never obeyed and never silently dropped.
It runs at intake, and again where a view becomes cells, because a store can hold older text.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f"
_INVISIBLE += "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
_INVISIBLE += "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_BIDI}{_INVISIBLE}]")
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_FLOOD = re.compile(f"({_MARKS}{{3}}){_MARKS}+")


def clean(text: str) -> str:
    """`text` with its line breaks and tabs kept and every other unsafe character visible."""
    if text.isprintable() and text.isascii():
        return text
    return _UNSAFE.sub(_shown_in_text, text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """`text` on one line: breaks and tabs become a visible sign or a blank, the rest as `clean`."""
    if text.isprintable() and text.isascii():
        return text
    return _UNSAFE.sub(_shown_on_line, text.replace("\r\n", "\n"))


def cells(text: str) -> str:
    """`clean_line`, for a grid of cells: joiners and variation selectors, on whose width terminals
    disagree, are left out, and so is what one letter carries beyond three combining marks."""
    if text.isprintable() and text.isascii():
        return text
    return _FLOOD.sub(r"\1", _JOINERS.sub("", clean_line(text)))


def _shown_in_text(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\n\t" else _shown(found[0])


def _shown_on_line(found: re.Match[str]) -> str:
    if found[0] in "\n\r\u2028\u2029":
        return "⏎"
    return " " if found[0] == "\t" else _shown(found[0])


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if 0xD800 <= code <= 0xDFFF:
        return REPLACEMENT
    return f"‹{code:04X}›"
