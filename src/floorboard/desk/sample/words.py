"""What is said on the sample floor: topics, bodies and replies, in the customer's language."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from string import Formatter
from typing import Any, TypeVar

from floorboard.resources import data

LANGUAGES = ("en", "zh")

OWN_WEIGHT = 3
"""How often a title of the project's own comes up for one that is heard everywhere."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a ticket is about. `title` has words in braces, `holes` names them."""

    kind: str
    priority: int
    language: str
    title: str
    holes: tuple[str, ...]


def table(name: str) -> dict[str, Any]:
    """A file of the sample's data."""
    return tomllib.loads(data("sample", f"{name}.toml").read_text("utf-8"))


def pick(rng: Random, choices: Sequence[T]) -> T:
    """One of `choices`; several times as fast as `rng.choice`, which a million tickets feel."""
    return choices[int(rng.random() * len(choices))]


class Words:
    """Titles and sentences, drawn at random."""

    def __init__(self) -> None:
        words = table("words")
        self._fill = {
            language: {**words["fill"]["both"], **words["fill"][language]} for language in LANGUAGES
        }
        self._said: dict[tuple[str, str], list[str]] = {
            (language, what): texts
            for language in LANGUAGES
            for what, texts in words["said"][language].items()
        }
        titles = table("titles")
        common = titles.pop("any")
        self._topics = {
            (project, language): OWN_WEIGHT * _topics(own, language) + _topics(common, language)
            for project, own in titles.items()
            for language in LANGUAGES
        }

    def topic(self, rng: Random, project: str, language: str) -> Topic:
        """Something that customers of `project` call about."""
        return pick(rng, self._topics[project, language])

    def title(self, rng: Random, topic: Topic, month: int) -> str:
        """The topic's title with its words filled in; it speaks of `month` (1 to 12) or one of the
        two before it."""
        if not topic.holes:
            return topic.title
        words = self._fill[topic.language]
        filled = {hole: pick(rng, words[hole]) for hole in topic.holes}
        if "month" in filled:
            filled["month"] = words["month"][month - 1 - int(rng.random() * 3)]
        return topic.title.format(**filled)

    def said(self, rng: Random, language: str, what: str) -> str:
        """A sentence for an event, or for a ticket's body."""
        return pick(rng, self._said[language, what])


def _topics(groups: list[dict[str, Any]], language: str) -> list[Topic]:
    found = []
    for group in groups:
        for title in group[language]:
            holes = tuple(name for _, name, _, _ in Formatter().parse(title) if name)
            found.append(Topic(group["kind"], group["p"], language, title, holes))
    return found
