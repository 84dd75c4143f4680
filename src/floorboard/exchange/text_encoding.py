"""Which encoding a text file is in: its byte order mark, strict UTF-8, then GB18030.

Nothing is guessed from letter statistics: guessers take a short GBK text for Korean.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from floorboard.domain.problem import N_, Problem

_CHUNK = 1 << 20

# The UTF-32 mark begins with the UTF-16 one and therefore stands first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file. With `damaged` > 0 that many bytes are shown as U+FFFD."""

    name: str
    errors: Literal["strict", "replace"] = "strict"
    damaged: int = 0


def find_encoding(path: Path) -> Encoding:
    """The encoding of the text file at `path`; Problem where no rung of the ladder fits."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            if _first_error(path, name) is None:
                return Encoding(name)
            return Encoding(name, "replace", damaged=1)
    if b"\0" in head:
        raise not_text(path)
    error = _first_error(path, "utf-8")
    if error is None:
        return Encoding("utf-8")
    bad, foreign = _utf8_damage(path)
    if bad * 50 <= foreign:
        return Encoding("utf-8", "replace", bad)
    if _first_error(path, "gb18030") is None:
        return Encoding("gb18030")
    raise Problem(
        N_("byte {offset} is neither UTF-8 nor GB18030"),
        where=path.name,
        fix=N_("Save the file as UTF-8"),
        offset=error,
    )


def not_text(path: Path) -> Problem:
    """NUL bytes where no text has them: a binary file, or UTF-16 that does not say so."""
    return Problem(
        N_("this is not text: it holds NUL bytes"),
        where=path.name,
        fix=N_("Save it as UTF-8, or as UTF-16 with a byte order mark"),
    )


def _first_error(path: Path, encoding: str) -> int | None:
    """About where decoding fails (a byte offset), None where it does not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
            offset += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return offset + error.start
    return None


def _utf8_damage(path: Path) -> tuple[int, int]:
    """How many bytes are not UTF-8, and how many characters beyond ASCII are.

    One broken byte in a UTF-8 file must not turn all of it into well-formed GB18030 nonsense.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    bad = foreign = 0
    for chunk in chain(_chunks(path), (b"",)):
        text = decoder.decode(chunk, final=not chunk)
        if not text.isascii():
            beyond = [character for character in text if character > "\x7f"]
            escaped = sum("\udc80" <= character <= "\udcff" for character in beyond)
            bad += escaped
            foreign += len(beyond) - escaped
    return bad, foreign


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
