"""Noticing that another connection has written, at the price of a look into the file's header."""

from __future__ import annotations

from pathlib import Path

from floorboard.store.connection import connect, faults


class Watch:
    """Tells whether anybody else has committed since the last question.

    SQLite counts commits per connection, so a watch keeps one for asking alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = connect(path, read_only=True)
        self._seen = self._version()

    def changed(self) -> bool:
        """Whether another connection has committed since the last call."""
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def close(self) -> None:
        self._db.close()

    def _version(self) -> int:
        with faults(self._path):
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
