"""Text cut into the pieces that a search index holds, and what is typed into a query for them.

Chinese, Japanese, Korean and other scripts that put no blanks between words become pairs of
neighbouring characters, so that a word of two is one look-up; words with blanks around them stay
whole. What is typed is found where a word begins, and in a script without blanks anywhere; the
last piece may go on. A number is found by its end too, as people say it on the telephone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

TAIL_LEAST = 3
"""Digits of a number's end that are looked for in texts; fewer stand in nearly all of them."""

MOST_TERMS = 8
LONGEST = 200
"""Characters of what is typed that are looked at."""

LONG_LINE = 400
"""Characters of a line that are shown of it at most."""

_CUT = 64
"""Characters of a word; what is longer, a key or a digest, goes on as another word."""

# Below U+0E00 words have blanks around them; the marks that Indic letters carry belong to them.
_WORD = r"[^\W_\u0e00-\U0010ffff]|[\u0591-\u05bd\u064b-\u065f\u0900-\u0963\u0980-\u0dff]"
# Above, all but blanks, punctuation and the private use area, which the escapes below have.
_RUN = (
    r"[\u0e00-\u167f\u1681-\u180d\u180f-\u1dbf\u1e00-\u1fff\u20a0-\u20bf\u2100-\u2fff"
    r"\u3005-\u3007\u3021-\u302f\u3031-\u309f\u30a1-\u30fa\u30fc-\ud7ff\uf900-\ufdff"
    r"\ufe70-\ufefe\U00010000-\U0010fffd]"
)
_PARTS = re.compile(f"(?:{_WORD}){{1,{_CUT}}}|{_RUN}+")
_DROPPED = re.compile("[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]")
_TAIL = re.compile(f"[0-9]{{{TAIL_LEAST},}}$")

# What SQLite's own tokenizer surely leaves alone. Every other character goes to it as two of the
# private use area, which it takes for letters: what it knows of Unicode depends on its version.
_FOREIGN = re.compile("[^ 0-9a-zа-яα-ω\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]")
_FIELD_END = "\uf8fe"
_TAIL_SIGN = "\uf8ff"


@dataclass(frozen=True, slots=True)
class Term:
    """One of the things that were typed, all of which must be found."""

    folded: str
    """As it stands in a folded text."""
    beginning: str
    """The FTS5 expression that finds what has it, a number by its beginning alone."""

    @property
    def digits(self) -> str:
        """The number that it is, or nothing."""
        text = self.folded
        return text if text.isascii() and text.isdigit() else ""

    @property
    def tail(self) -> str:
        """The FTS5 expression that finds numbers with this end; nothing where it can be none."""
        digits = self.digits
        return f'"{_TAIL_SIGN}{digits[::-1]}" *' if len(digits) >= TAIL_LEAST else ""

    @property
    def query(self) -> str:
        """The FTS5 expression that finds exactly the texts that `matches` says."""
        return f"({self.beginning} OR {self.tail})" if self.tail else self.beginning

    def matches(self, text: str) -> bool:
        """Whether `text` contains it."""
        folded = fold(text)
        if self.needle in f" {folded}":
            return True
        tail = self.digits
        return len(tail) >= TAIL_LEAST and any(
            word.endswith(tail) and _TAIL.search(word) for word in folded.split(" ")
        )

    @property
    def needle(self) -> str:
        """What to look for in ` ` + a folded text: a word is found at its beginning alone."""
        return self.folded if _is_run(self.folded) else f" {self.folded}"


def fold(text: str) -> str:
    """The words and runs of `text`, without case, marks on letters and punctuation, a blank between
    two: `Café登录-OK` is `cafe 登录 ok`."""
    return " ".join(_PARTS.findall(_plain(text)))


def words(*fields: str) -> str:
    """The pieces of a text with these fields, as the index takes them: no find reaches from one
    field into the next, and the ends of its numbers come last."""
    pieces: list[str] = []
    tails: dict[str, None] = {}
    for field in fields:
        parts = _PARTS.findall(_plain(field))
        if parts and pieces:
            pieces.append(_FIELD_END)
        for part in parts:
            if _is_run(part):
                pieces += _pairs(part)
                pieces.append(part[-1])
            else:
                pieces.append(part)
                if found := _TAIL.search(part):
                    tails[found[0][::-1]] = None
    if tails:
        pieces.append(_FIELD_END)
    return _escaped(" ".join(pieces)) + "".join(f" {_TAIL_SIGN}{tail}" for tail in tails)


def terms(typed: str) -> tuple[Term, ...]:
    """What `typed` asks for, word by word."""
    found = (term(each) for each in typed[:LONGEST].split())
    return tuple(dict.fromkeys(each for each in found if each is not None))[:MOST_TERMS]


def term(text: str) -> Term | None:
    """`text` as one thing to look for; None where nothing in it can be."""
    parts = _PARTS.findall(_plain(text[:LONGEST]))
    if not parts:
        return None
    pieces: list[str] = []
    for part in parts[:-1]:
        pieces += [*_pairs(part), part[-1]] if _is_run(part) else [part]
    last = parts[-1]
    whole = _is_run(last) and len(last) > 1
    pieces += _pairs(last) if whole else [last]
    return Term(" ".join(parts), f'"{_escaped(" ".join(pieces))}"' + ("" if whole else " *"))


def excerpt(text: str, wanted: Term) -> str:
    """The line of `text`, or the part of a long one, in which `wanted` stands."""
    if len(text) <= LONG_LINE and "\n" not in text:
        return text
    parts = (
        line[at : at + LONG_LINE]
        for line in text.splitlines()
        for at in range(0, len(line), LONG_LINE // 2)
    )
    return next((part.strip() for part in parts if wanted.matches(part)), text[:LONG_LINE])


def spans(text: str, wanted: Iterable[Term]) -> list[tuple[int, int]]:
    """Where in `text` the terms stand, as [start, end) in order, for showing them.

    It looks letter by letter, so a letter that is written with marks of its own may go unshown.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain(character) or ("" if _DROPPED.match(character) else " "):
            inside = _PARTS.match(letter) is not None
            if (
                inside
                and letters
                and letters[-1] != " "
                and _is_run(letters[-1]) != _is_run(letter)
            ):
                letters.append(" ")
                places.append(place)
            if inside or (letters and letters[-1] != " "):
                letters.append(letter if inside else " ")
                places.append(place)
    line = " " + "".join(letters)
    found: list[tuple[int, int]] = []
    for each in wanted:
        start = line.find(each.needle)
        while start >= 0:
            first = start + len(each.needle) - len(each.folded) - 1
            found.append((places[first], places[first + len(each.folded) - 1] + 1))
            start = line.find(each.needle, start + len(each.needle))
    return _joined(sorted(found))


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _plain(text: str) -> str:
    """`text` without case, compatibility forms and marks on letters; a dakuten is no such mark."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", apart))


def _is_run(part: str) -> bool:
    """Whether it is of a script without blanks."""
    return part[0] >= "\u0e00"


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _escaped(pieces: str) -> str:
    return _FOREIGN.sub(_escape, pieces)


def _escape(found: re.Match[str]) -> str:
    if found[0] == _FIELD_END:
        return found[0]
    code = ord(found[0])
    return chr(0xE000 + (code >> 12)) + chr(0xE200 + (code & 0xFFF))
