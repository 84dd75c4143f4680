"""How far an import has come, as rows of how many rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from floorboard.exchange.tickets import CHUNK

Progress = Callable[[int, int], None]
"""Told how many of about how many rows are done; what it raises takes the import back."""

READING = 0.65
"""The share of the time that reading takes; storing takes the rest."""


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

    def reading(self, done: int, total: int) -> None:
        """A reader has come so far in its file."""
        if self._progress is None:
            return
        share = min(1.0, done / total) if total else 1.0
        if self._share < 1.0:
            self._chunks += 1
        self._share = share
        size = self._sizes[self._files]
        bytes_read = sum(self._sizes[: self._files]) + size * share
        rows = self._rows + self._chunks * CHUNK
        whole = sum(self._sizes)
        self._tell(READING * bytes_read / whole, rows * whole / max(bytes_read, 1.0))

    def read(self, rows: int) -> None:
        """A file is read to its end, and had so many rows."""
        self._rows += rows
        self._files += 1
        self._chunks, self._share = 0, 0.0

    def stored(self, done: int, total: int) -> None:
        """So many of the tickets are stored."""
        share = done / total if total else 1.0
        self._tell(READING + (1.0 - READING) * share, self._rows)

    def _tell(self, share: float, rows: float) -> None:
        if self._progress is not None:
            total = max(1, round(rows))
            self._progress(min(total, round(share * total)), total)
