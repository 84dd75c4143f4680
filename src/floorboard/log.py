"""The log: one file, readable by its owner alone, for what no user can act on.

What is written is plain text, because an error may carry what a customer wrote, and logs are read
in terminals. Local variables stay out of it: they hold what people entrusted.
"""

from __future__ import annotations

import logging
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from floorboard import __version__
from floorboard.config import state_dir
from floorboard.domain.plain import clean

LIMIT = 1_000_000
"""Bytes of the newest entries that are kept, when the log has grown to twice as many."""

ENTRY = 50_000
"""Characters of one entry; of a longer one, its end."""


def log_path() -> Path:
    return state_dir() / "floorboard.log"


def write(text: str) -> None:
    """Append an entry, which is made plain; raises OSError where it can't be kept."""
    path = log_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{stamp} floorboard {__version__}\n{clean(text[-ENTRY:]).rstrip()}\n\n")
    if path.stat().st_size > 2 * LIMIT:
        _keep_newest(path)


def log_to_file() -> None:
    """Send what the program's loggers say to the log; said twice, it is done once."""
    logger = logging.getLogger("floorboard")
    if not any(isinstance(handler, _Handler) for handler in logger.handlers):
        logger.addHandler(_Handler(logging.WARNING))
        logger.propagate = False


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            write(f"{record.levelname} {record.name}: {self.format(record)}")
        except Exception:
            # A full disk must not end the board, and a message would be painted over it.
            return


def _keep_newest(path: Path) -> None:
    """Cut the log to its newest `LIMIT` bytes, from the start of a line."""
    with path.open("rb") as file:
        file.seek(-LIMIT, os.SEEK_END)
        file.readline()
        newest = file.read()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(newest)
    Path(name).replace(path)
