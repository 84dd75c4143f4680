"""The fields of a row, read from its cells: each distinct text is read once.

An event log repeats the same few thousand texts in millions of cells, so a field keeps what each
of its texts means, and a row costs look-ups instead of parsing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Generic, TypeVar

from floorboard.domain.problem import Problem
from floorboard.exchange.profiles import Field, Profile, bind, fold
from floorboard.exchange.table import tidy

T = TypeVar("T")

Record = tuple[Any, ...]
"""The cells of one row that the profile uses, all text, and at the end its line (an int)."""


class Texts(dict[str, str]):
    """What a field's texts mean, worked out at the first look at each."""

    def __init__(self, missing: frozenset[str], clean: Callable[[str], str] = tidy) -> None:
        super().__init__()
        self._missing, self._clean = missing, clean

    def __missing__(self, raw: str) -> str:
        text = self._clean(raw)
        value = "" if text.casefold() in self._missing else text
        self[raw] = value
        return value


@dataclass(slots=True)
class Reader(Generic[T]):
    """One field: `get` takes its text from a record, `known` says what the text means."""

    name: Field
    column: str
    get: Callable[[Record], str]
    known: Mapping[str, T]
    bad: dict[str, Problem] = field(default_factory=dict)
    """Texts for which a row is rejected."""

    def of(self, record: Record) -> T:
        return self.known[self.get(record)]


@dataclass(slots=True)
class Layout:
    """Which cells of a row make a record, and how each field is taken from a record."""

    pick: Callable[[Sequence[str]], tuple[str, ...]]
    getters: Mapping[Field, Callable[[Record], str]]
    columns: Mapping[Field, str]
    """For messages: the name of the first column that a field is read from."""


def lay_out(profile: Profile, header: Sequence[str], where: str) -> Layout:
    """How rows under this header become records. Problem where a needed column is absent."""
    bound = bind(profile, header, where)
    used = sorted({index for indexes in bound.values() for index in indexes})
    place = {index: position for position, index in enumerate(used)}
    return Layout(
        pick=itemgetter(*used) if len(used) > 1 else lambda cells: (cells[used[0]],),
        getters={
            name: _getter([place[index] for index in indexes], name, profile)
            for name, indexes in bound.items()
        },
        columns={name: header[indexes[0]] for name, indexes in bound.items()},
    )


def absent(_record: Record) -> str:
    """The text of a field that has no column."""
    return ""


def _getter(places: list[int], name: Field, profile: Profile) -> Callable[[Record], str]:
    missing, glue = profile.missing, profile.columns[name].joined_by
    if len(places) == 1:
        return itemgetter(places[0])
    if glue is None:
        return _first_filled(places, missing, profile.words.get(name))

    texts = Texts(missing)

    def joined(record: Record) -> str:
        return glue.join([text for place in places if (text := texts[record[place]])])

    return joined


def _first_filled(
    places: list[int], missing: frozenset[str], vocabulary: Mapping[str, str] | None
) -> Callable[[Record], str]:
    """The first text that is not missing; of words, the first one that the profile knows."""
    texts = Texts(missing)

    def first(record: Record) -> str:
        found = ""
        for place in places:
            text = texts[record[place]]
            if text and (vocabulary is None or fold(text) in vocabulary):
                return text
            found = found or text
        return found

    return first


def distinct(get: Callable[[Record], str], records: Iterable[Record]) -> set[str]:
    """Every text that a field has in these records."""
    return set(map(get, records))
