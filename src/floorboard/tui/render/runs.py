"""Text into cells: runs of text with a role, fitted to a width and drawn as a strip.

Everything that reaches the screen passes `Strip` building here, so no control byte gets by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from floorboard.domain import plain
from floorboard.tui.render.theme import GROUND, Role, style

ELLIPSIS = "…"


class Run(NamedTuple):
    """A piece of text in one role."""

    text: str
    role: Role = "text"


Align = Literal["left", "right"]


@lru_cache(maxsize=8192)
def fit(text: str, width: int, align: Align = "left") -> str:
    """`text`, made safe and exactly `width` cells wide: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    # Only a prefix can show, and a customer may paste a hundred thousand characters.
    text = plain.cells(text[: width * 4 + 16])
    length = cell_len(text)
    if length > width:
        kept = set_cell_size(text, width - 1)
        if cell_len(text[: len(kept)]) > width - 1:  # a wide character was cut to a blank
            return kept[:-1] + ELLIPSIS + " "
        return kept + ELLIPSIS
    pad = " " * (width - length)
    return pad + text if align == "right" else text + pad


def width_of(runs: Iterable[Run]) -> int:
    """The cells that `runs` take."""
    return sum(cell_len(plain.cells(run.text)) for run in runs)


def cut(runs: Iterable[Run], width: int) -> list[Run]:
    """`runs` in at most `width` cells; the one that goes beyond ends in an ellipsis."""
    kept: list[Run] = []
    left = width
    for run in runs:
        length = width_of([run])
        if length > left:
            return [*kept, Run(fit(run.text, left), run.role)]
        kept.append(run)
        left -= length
    return kept


def line(runs: Iterable[Run], width: int, ground: str = GROUND) -> Strip:
    """`runs` as a strip of exactly `width` cells."""
    left = width
    pieces: list[tuple[str, Role]] = []
    for text, role in runs:
        if left <= 0:
            break
        safe = plain.cells(text)
        length = cell_len(safe)
        if length > left:
            safe, length = fit(safe, left), left
        pieces.append((safe, role))
        left -= length
    if left > 0:
        pieces.append((" " * left, "text"))
    return Strip([Segment(text, style(role, ground)) for text, role in _joined(pieces)], width)


def _joined(pieces: Iterable[tuple[str, Role]]) -> list[tuple[str, Role]]:
    """Neighbours of one role as one piece; blanks go with what stands before them. Every change of
    style costs some forty bytes on the way to the terminal."""
    joined: list[tuple[str, Role]] = []
    for text, role in pieces:
        if joined and (
            role == joined[-1][1] or (text.isspace() and joined[-1][1] not in ("brand", "badge"))
        ):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, role))
    return joined


def ends(left: Sequence[Run], right: Sequence[Run], width: int, gap: int = 1) -> list[Run]:
    """`left` and `right` pushed to the ends of `width` cells; `right` gives way first."""
    room = width - width_of(left)
    wanted = width_of(right)
    if wanted + gap > room:
        return [*left]
    return [*left, Run(" " * (room - wanted)), *right]


def wrap(runs: Sequence[Run], width: int, indent: int = 0) -> list[list[Run]]:
    """`runs` broken into lines of at most `width` cells, at blanks where there are any.

    Chinese has none, so a line may break between any two of its characters. Lines after the first
    begin with `indent` blanks.
    """
    lines: list[list[Run]] = [[]]
    used = 0
    for text, role in runs:
        for piece in _pieces(plain.cells(text)):
            length = cell_len(piece)
            if used + length > width and used > (indent if len(lines) > 1 else 0):
                lines.append([Run(" " * indent)] if indent else [])
                used = indent
                piece = piece.lstrip(" ")
                length = cell_len(piece)
            while length > width - used and width > used:
                # a slice, and no second count of the rest: it may be a hundred thousand long
                head = set_cell_size(piece[: 4 * width], width - used).rstrip(" ") or piece[:1]
                lines[-1].append(Run(head, role))
                piece = piece[len(head) :]
                length -= cell_len(head)
                lines.append([Run(" " * indent)] if indent else [])
                used = indent
            if piece:
                lines[-1].append(Run(piece, role))
                used += length
    return lines


_CLOSING = "、。，；：？！）】》〉」』〕"


def _pieces(text: str) -> list[str]:
    """The parts of a text between which a line may break. What closes stays with what it closes."""
    pieces: list[str] = []
    word = ""
    for character in text:
        wide = cell_len(character) > 1
        if wide or character == " ":
            if character == " ":
                pieces.append(word + " ")
            elif character in _CLOSING and _can_be_closed(word or (pieces or [""])[-1]):
                pieces.append((word or pieces.pop()) + character)
            else:
                if word:
                    pieces.append(word)
                pieces.append(character)
            word = ""
        else:
            word += character
    if word:
        pieces.append(word)
    return pieces


def _can_be_closed(piece: str) -> bool:
    """Whether what closes may stay with it: there is something, and not a row of such already."""
    return bool(piece[-2:].strip(_CLOSING))
