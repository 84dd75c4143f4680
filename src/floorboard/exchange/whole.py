"""Files that are there whole, or as they were before."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from floorboard.domain.problem import N_, Problem

OPEN_TO_ALL, OURS = 0o666, 0o600
"""Who may read a file: whoever the user's mask lets, or the user alone."""


def write(path: Path, content: bytes, mode: int = OPEN_TO_ALL) -> None:
    """Put `content` at `path` whole, in place of what is there, or leave that as it is."""
    try:
        draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise Problem(
            N_("the file can't be written: {error}"),
            where=str(path),
            fix=N_("Choose another place"),
            error=getattr(error, "strerror", None) or error,
        ) from error
