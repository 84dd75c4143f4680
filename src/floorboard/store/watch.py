"""Noticing that another connection has written, at the price of a look into the file's header."""

from __future__ import annotations

import threading
from pathlib import Path

from floorboard.store.connection import connect, faults


class Watch:
    """Tells whether anybody else has committed since the last question.

    SQLite counts commits per connection, so a watch keeps one for asking alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._closed = False
        self._db = connect(path, read_only=True)
        self._seen = self._version()

    def changed(self) -> bool:
        """Whether another connection has committed since the last call."""
        with self._lock:
            if self._closed:
                return False
            before, self._seen = self._seen, self._version()
            return before != self._seen

    def close(self) -> None:
        """Stop watching; a question that another thread is asking is answered first."""
        with self._lock:
            self._closed = True
            self._db.close()

    def _version(self) -> int:
        with faults(self._path):
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
