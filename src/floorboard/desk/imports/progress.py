"""How far an import has come, as rows of how many rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from floorboard.exchange.tickets import CHUNK

Progress = Callable[[int, int], None]
"""Told how many of about how many rows are done; what it raises takes the import back."""

READING = 0.65
"""The share of the time that reading takes; storing takes the rest."""

CELLS = 0.5
"""The share of the reading until all cells are there; making tickets of them takes the rest."""

STEP = 0.8
"""How many tickets that makes nobody knows: each call leaves this much of the way to go."""


class Meter:
    """Joins the reading of several files and the storing into one measure.

    Readers tell bytes and call once a chunk of rows: from both follows about how many rows there
    will be, so that the number shown is one of rows from the beginning.
    """

    def __init__(self, paths: Sequence[Path], progress: Progress | None) -> None:
        self._progress = progress
        self._sizes = [max(1, path.stat().st_size) if path.is_file() else 1 for path in paths]
        self._files = 0
        self._rows = 0
        self._chunks = 0
        self._share = 0.0
        self._left = 1.0
        self._tickets = self._stored = 0

    def reading(self, done: int, total: int) -> None:
        """A reader has come so far in its file."""
        if self._progress is None:
            return
        share = min(1.0, done / total) if total else 1.0
        if self._share < 1.0:
            self._chunks += 1
        else:
            self._left *= STEP
        self._share = share
        whole, size = sum(self._sizes), self._sizes[self._files]
        before = sum(self._sizes[: self._files])
        way = CELLS * share + (1.0 - CELLS) * (1.0 - self._left)
        rows = (self._rows + self._chunks * CHUNK) * whole / max(before + size * share, 1.0)
        self._tell(READING * (before + size * way) / whole, rows)

    def read(self, rows: int) -> None:
        """A file is read to its end, and had so many rows."""
        self._rows += rows
        self._files += 1
        self._chunks, self._share, self._left = 0, 0.0, 1.0

    def storing(self, tickets: int) -> None:
        """All files are read; so many tickets are to be stored."""
        self._tickets = tickets

    def stored(self, tickets: int) -> None:
        """So many more of them are stored."""
        self._stored += tickets
        share = self._stored / self._tickets if self._tickets else 1.0
        self._tell(READING + (1.0 - READING) * share, self._rows)

    def _tell(self, share: float, rows: float) -> None:
        if self._progress is not None:
            total = max(1, round(rows))
            self._progress(min(total, round(share * total)), total)
