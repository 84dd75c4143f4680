"""How many cells of a terminal a text takes, and texts made to fit a number of cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache


def cell_width(text: str) -> int:
    """The cells that `text`, one clean line, takes: 值班主管 is 8."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells: padded, or cut with an ellipsis."""
    room = width - cell_width(text)
    if room < 0:
        text = cut(text, width)
        room = width - cell_width(text)
    return " " * room + text if right else text + " " * room


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where something was left out."""
    if cell_width(text) <= width:
        return text
    taken, room = [], width - 1
    for character in text:
        room -= _character_width(character)
        if room < 0:
            break
        taken.append(character)
    return "".join(taken) + "…" if width > 0 else ""


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at blanks and between wide characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph):
            size = cell_width(piece)
            if used and used + cell_width(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line, used = "", 0
            while size > width and cell_width(piece.rstrip()) > width:
                head = cut(piece, width + 1)[:-1] or piece[:1]
                lines.append(head)
                piece = piece[len(head) :]
                size = cell_width(piece)
            line, used = line + piece, used + size
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What a line may end after: a word with its blanks, or a wide character. Closing punctuation
    stays with what it closes."""
    piece = ""
    for character in text:
        wide = _character_width(character) == 2
        closing = wide and unicodedata.category(character) in ("Po", "Pe", "Pf")
        after_blank = piece.endswith(" ") and character != " "
        after_wide = bool(piece) and character != " " and _character_width(piece[-1]) == 2
        if piece and not closing and (after_blank or wide or after_wide):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1
