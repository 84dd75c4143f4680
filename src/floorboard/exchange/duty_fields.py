"""What the files of schedules and of checklists have in common: fields that both know."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.post import Post
from floorboard.domain.problem import N_
from floorboard.exchange.toml_source import TomlTable

LANGUAGES = ("en", "zh")
"""The languages that every title is written in."""

MOST_MINUTES = 366 * 24 * 60
"""A window, or the time until an item is due, is a year at most."""

Word = TypeVar("Word", bound=StrEnum)

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEASURE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LENGTH = re.compile(r"([0-9]{1,6})([mhd])")
_UNITS = {"m": 1, "h": 60, "d": 24 * 60}


def code(table: TomlTable, taken: Collection[str]) -> str:
    """A name of its own, which is none of those `taken`."""
    text = table.text("code")
    if not _CODE.fullmatch(text):
        raise table.wrong("code", 'code = "month-statistics"')
    if text in taken:
        raise table.problem(
            "code",
            N_("there are two of the code {code}"),
            N_("What is on record goes by the code: give each one of its own"),
            code=text,
        )
    return text


def titles(table: TomlTable) -> Mapping[str, str]:
    """A title in all `LANGUAGES`."""
    found = table.wording("title")
    for language in LANGUAGES:
        if language not in found:
            raise table.problem(
                "title",
                N_("the title lacks the language {language}"),
                N_("Write it like this: {expected}"),
                language=language,
                expected='title = { en = "…", zh = "…" }',
            )
    return found


def duty(table: TomlTable, duties: Collection[str]) -> str:
    """The id of one of the handbook's `duties`."""
    text = table.text("duty")
    if text not in duties:
        post = text.partition(".")[0]
        same = [each for each in duties if each.startswith(f"{post}.")]
        raise table.problem(
            "duty",
            N_("the handbook has no duty {duty}"),
            N_("Known are: {known}"),
            duty=text,
            known=", ".join(same or sorted({f"{each.partition('.')[0]}.…" for each in duties}))
            or "—",
        )
    return text


def word(table: TomlTable, key: str, words: type[Word]) -> Word:
    """One of `words`."""
    try:
        return words(table.text(key))
    except ValueError:
        raise table.wrong(key, " | ".join(f'{key} = "{each}"' for each in words)) from None


def post(table: TomlTable) -> Post:
    """One of the eight posts."""
    return word(table, "post", Post)


def length(table: TomlTable, key: str) -> tuple[int, str]:
    """A length of time, as in `90m`, `8h` and `5d`: its minutes, and the unit it is written in.

    It is longer than nothing, and a year at most.
    """
    match = _LENGTH.fullmatch(table.text(key))
    minutes = int(match[1]) * _UNITS[match[2]] if match else 0
    if match is None or not 0 < minutes <= MOST_MINUTES:
        raise table.wrong(key, f'{key} = "90m" | {key} = "8h" | {key} = "5d"')
    return minutes, match[2]


def measures(root: TomlTable) -> tuple[str, ...]:
    """The names of what numbers count, as the file's head lists them."""
    found = root.texts("measures")
    if not all(_MEASURE.fullmatch(each) for each in found):
        raise root.wrong("measures", 'measures = ["phone_answered", "fax"]')
    return found


def evidence(table: TomlTable, measures: Collection[str]) -> tuple[Evidence, str]:
    """What is asked for, and which of `measures` it counts if it is a number."""
    kind = word(table, "evidence", Evidence) if "evidence" in table else Evidence.TICK
    if kind is Evidence.NUMBER:
        table.need("measure")
    elif "measure" in table:
        raise table.problem(
            "measure",
            N_("only a number measures something"),
            N_('Remove it, or write evidence = "number"'),
        )
    measure = table.text("measure")
    if measure and measure not in measures:
        raise table.problem(
            "measure",
            N_("the list of measures at the head of the file has no {measure}"),
            N_("Correct it, or add it to measures = […]. Known are: {known}"),
            measure=measure,
            known=", ".join(measures) or "—",
        )
    return kind, measure
