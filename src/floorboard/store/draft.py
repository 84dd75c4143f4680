"""A store that is filled before anybody sees it, and appears under its name whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store import journal, schema
from floorboard.store.connection import connect
from floorboard.store.store import Store


@contextmanager
def draft(path: Path) -> Iterator[Store]:
    """An empty store to fill; when the block ends well, it is the store at `path`.

    It is built in a hidden folder beside `path`. Where the block fails, nothing is left; where the
    process is killed, the next draft of that name clears the folder away.
    """
    folder = path.with_name(f".{path.name}.draft")
    try:
        if path.exists():
            raise _taken(path)
        lock = _claim(folder)
    except OSError as error:
        raise _impossible(path, error) from error
    try:
        hidden = folder / "store"
        key = journal.key_path(path)
        if key.exists():  # of a store that lay here before: its backups need it
            shutil.copyfile(key, journal.key_path(hidden))
        schema.create(hidden)
        store = Store.open(hidden)
        try:
            yield store
        finally:
            store.close()
        with closing(connect(hidden)) as db:  # what a write-ahead log holds would stay behind
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            _publish(hidden, path)
        except OSError as error:
            raise _impossible(path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _claim(folder: Path) -> int:
    """An empty `folder` that no other process drafts in; the descriptor that holds the claim."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not (folder.exists() and os.path.samestat(folder.stat(), os.fstat(lock))):
            raise BlockingIOError  # its owner finished and took it away
        for left in folder.iterdir():
            left.unlink()
    except BlockingIOError:
        os.close(lock)
        raise Problem(
            N_("another console is making this store"),
            where=str(folder),
            fix=N_("Wait until it has finished"),
        ) from None
    except BaseException:
        os.close(lock)
        raise
    return lock


def _publish(hidden: Path, path: Path) -> None:
    """Give the finished store its name; its key comes first, for nothing is written without."""
    key = journal.key_path(path)
    try:
        os.link(journal.key_path(hidden), key)
        made = True
    except FileExistsError:
        made = False
        if key.read_bytes() != journal.key_path(hidden).read_bytes():
            raise _taken(path) from None
    try:
        os.link(hidden, path)
    except FileExistsError:
        if made:
            key.unlink(missing_ok=True)
        raise _taken(path) from None


def _impossible(path: Path, error: OSError) -> Problem:
    return Problem(
        N_("the store can't be made: {error}"),
        where=str(path),
        fix=N_("Choose another place with --store"),
        error=error.strerror or error,
    )


def _taken(path: Path) -> Problem:
    return Problem(
        N_("there is a file of that name already"),
        where=str(path),
        fix=N_("Name another with --store"),
    )
