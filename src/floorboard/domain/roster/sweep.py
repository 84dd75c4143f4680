"""A sweep over things that hold for a time: the time cut where one begins or ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

from floorboard.domain.instant import Instant, Interval

T = TypeVar("T")

Piece = tuple[Instant, Instant, T]
"""Something that holds over [start, end)."""


class Lane(Generic[T]):
    """Pieces of one sort, in the order in which they count, and what holds at the moment."""

    __slots__ = ("_open", "now", "pieces")

    def __init__(self, pieces: Iterable[Piece[T]]) -> None:
        self.pieces = tuple(pieces)
        self._open: list[int] = []
        self.now: list[T] = []

    def toggle(self, index: int) -> None:
        """The piece of this index begins, or ends where it holds."""
        place = bisect_left(self._open, index)
        if place < len(self._open) and self._open[place] == index:
            del self._open[place], self.now[place]
        else:
            self._open.insert(place, index)
            self.now.insert(place, self.pieces[index][2])


def swept(lanes: Sequence[Lane[Any]], start: Instant, end: Instant) -> Iterator[Interval]:
    """[`start`, `end`) cut where a piece begins or ends. While a part is looked at, each lane's
    `now` is what holds in it."""
    edges: list[tuple[Instant, int, int]] = []
    for number, lane in enumerate(lanes):
        for index, (begin, close, _) in enumerate(lane.pieces):
            if begin < close and begin < end and close > start:
                edges.append((max(begin, start), number, index))
                if close < end:
                    edges.append((close, number, index))
    edges.sort()
    cursor = start
    for instant, changes in groupby(edges, key=itemgetter(0)):
        if instant > cursor:
            yield cursor, instant
            cursor = instant
        for _, number, index in changes:
            lanes[number].toggle(index)
    yield cursor, end
