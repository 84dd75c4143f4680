"""What a name is found by: itself, its plain letters, its pinyin and the pinyin's initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

# Characters that are read otherwise as a surname than in most words.
_SURNAMES = {
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "曾": "zeng",
    "朴": "piao",
    "区": "ou",
    "任": "ren",
    "华": "hua",
    "覃": "qin",
    "盖": "ge",
    "翟": "zhai",
    "缪": "miao",
    "尹": "yin",
}


def search_key(*names: str) -> str:
    """The lower-case words, blank-separated, that contain what people type to find the names.

    `李伟` is found by itself, `liwei`, `li wei` and `lw`; `José` by `josé` and `jose`.
    """
    words: dict[str, None] = {}
    for name in names:
        low = " ".join(name.lower().split())
        words[low] = None
        words[_plain(low)] = None
        for run in _HAN.findall(name):
            for syllables in _readings(run):
                words[" ".join(syllables)] = None
                words["".join(syllables)] = None
                words["".join(syllable[0] for syllable in syllables)] = None
    return " ".join(word for word in words if word)


class Named(Protocol):
    """Somebody with a code, and `search`, what their names are found by."""

    @property
    def code(self) -> str: ...

    @property
    def search(self) -> str: ...


Somebody = TypeVar("Somebody", bound=Named)


def matching(among: Iterable[Somebody], typed: str) -> list[Somebody]:
    """Those whose code begins with what was typed, or whose names or pinyin contain it: first the
    code itself, then a whole name or its initials, then where a word begins with it."""
    wanted = " ".join(typed.lower().split())
    found = [
        each for each in among if wanted in each.search or each.code.lower().startswith(wanted)
    ]
    return sorted(
        found,
        key=lambda each: (
            each.code.lower() != wanted,
            f" {wanted} " not in f" {each.search} ",
            f" {wanted}" not in f" {each.search}",
        ),
    )


def spelled(name: str) -> list[str]:
    """A Chinese name in pinyin without blanks, in each of its readings; none for another name."""
    run = "".join(_HAN.findall(name))
    return ["".join(syllables) for syllables in _readings(run)] if run else []


def _plain(text: str) -> str:
    """`text` folded and without the marks on its letters."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _readings(run: str) -> list[list[str]]:
    """The pinyin of Chinese characters, a syllable each; a second reading for odd surnames."""
    # imported here: only Chinese names need its dictionary, which takes long to load
    from pypinyin import lazy_pinyin

    usual = [syllable for syllable in lazy_pinyin(run) if syllable]
    surname = _SURNAMES.get(run[0])
    if not usual:
        return []
    if surname and surname != usual[0]:
        return [usual, [surname, *usual[1:]]]
    return [usual]
