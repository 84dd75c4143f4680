"""How a SQLite file is opened: the settings without which a store loses what it acknowledged.

Everything that touches the file goes through `connect`. It imports nothing but the standard
library, so that the board's first rows need no ORM.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from floorboard.domain.problem import N_, Problem

Connection = sqlite3.Connection
"""What queries take; the layers above name it without importing the driver."""

APPLICATION_ID = 0x666C6264
"""'flbd' in the file's header: tells a floorboard store from any other SQLite file."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another console's transaction before it gives up."""


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the repair of the WAL reset race (3.51.3; 3.50.7 and 3.44.6)."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or ((3, 44, 6) <= version < (3, 45, 0))
    )


def journal_mode() -> str:
    """The journal mode that the SQLite at hand can be trusted with: `wal` or `delete`."""
    return "wal" if wal_is_sound(sqlite3.sqlite_version_info) else "delete"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode with the store's settings.

    Transactions are begun by hand (`BEGIN IMMEDIATE` for writers), because the driver's own
    handling begins late and leaves DDL outside. `read_only` refuses every write.
    """
    with faults(path):
        db = sqlite3.connect(
            path.absolute().as_uri() + "?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA synchronous = {'FULL' if journal_mode() == 'wal' else 'EXTRA'}")
            if read_only:
                db.execute("PRAGMA query_only = ON")
                return db
            # A large write that spills its pages would shut every reader out until it commits.
            db.execute("PRAGMA cache_spill = OFF")
            if db.execute("PRAGMA journal_mode").fetchone()[0] != journal_mode():
                db.execute(f"PRAGMA journal_mode = {journal_mode()}")
        except BaseException:
            db.close()
            raise
    return db


def exists(path: Path) -> bool:
    """Whether there is a file at `path`; a `Problem` where that can't be seen, because its folder
    is closed to us or no name can be that long."""
    try:
        return path.exists()
    except OSError as error:
        what, fix = _FAULTS[sqlite3.SQLITE_CANTOPEN]
        raise Problem(what, where=str(path), fix=fix) from error


@contextlib.contextmanager
def faults(path: Path) -> Iterator[None]:
    """Tell what SQLite refuses in words a user can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, path) from error


def told(error: sqlite3.Error, path: Path) -> Problem:
    """The `Problem` for an error of SQLite on the store at `path`."""
    what = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if what is None:
        return Problem(N_("the store reports: {error}"), where=str(path), error=error)
    return Problem(what[0], where=str(path), fix=what[1])


_FAULTS = {
    sqlite3.SQLITE_BUSY: (
        N_("another console is writing and did not finish"),
        N_("Nothing was changed; try again"),
    ),
    sqlite3.SQLITE_LOCKED: (
        N_("another console is writing and did not finish"),
        N_("Nothing was changed; try again"),
    ),
    sqlite3.SQLITE_FULL: (N_("the disk is full"), N_("Nothing was changed; make room first")),
    sqlite3.SQLITE_READONLY: (
        N_("the store can't be written"),
        N_("Check who owns the file and its folder"),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        N_("the store can't be opened"),
        N_("Check that the file exists and who owns it and its folder"),
    ),
    sqlite3.SQLITE_NOTADB: (N_("this is not a floorboard store"), N_("Name another file")),
    sqlite3.SQLITE_CORRUPT: (
        N_("the store is damaged"),
        N_("Run `floorboard doctor`, then restore a backup"),
    ),
    sqlite3.SQLITE_IOERR: (N_("the disk can't be read or written"), N_("Check the disk")),
}
