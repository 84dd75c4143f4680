"""The store as the layers above see it: a place to read from and one way to write."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store.connection import connect, exists, faults

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


def path_of(location: str) -> Path:
    """The file that a `--store` value names: a path, or a `sqlite:///` URL."""
    if "://" not in location:
        return _at_home(location)
    scheme, _, rest = location.partition("://")
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) < 2:
        raise Problem(
            N_("this version keeps its store in SQLite only"),
            where=location,
            fix=N_("Give a path, or sqlite:///relative/path or sqlite:////absolute/path"),
        )
    return _at_home(rest[1:])


def _at_home(location: str) -> Path:
    try:
        return Path(location).expanduser()
    except RuntimeError:  # `~somebody` who isn't known here: a name like any other, as in a shell
        return Path(location)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: the person signed in, if any, and the console they sit at."""

    console: str
    person_id: int | None = None


@dataclass(slots=True)
class Deed:
    """One write in progress: a session inside a transaction, and what the journal will say."""

    db: sqlite3.Connection
    session: Session
    at: Instant
    subject: str
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    withdrawn: bool = False

    def withdraw(self) -> None:
        """Nothing turned out to change: leave neither a write nor a journal entry."""
        self.withdrawn = True


class Store:
    """One SQLite file. Reading is by pooled read-only connections that any thread may borrow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self._engine: Engine | None = None

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open an existing store, migrating an older one after a backup."""
        if not exists(path):
            raise Problem(
                N_("there is no store here"),
                where=str(path),
                fix=N_("Run `floorboard` to make one, or `floorboard demo` for a sample floor"),
            )
        from floorboard.store import schema

        schema.bring_up_to_date(path)
        return cls(path)

    def close(self) -> None:
        """Close the idle connections; one still borrowed is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[sqlite3.Connection]:
        """Borrow a read-only connection; with `snapshot`, all its queries see one instant."""
        with self._lock:
            db = self._idle.pop() if self._idle else None
        if db is None:
            db = connect(self.path, read_only=True)
        try:
            with faults(self.path):
                if snapshot:
                    db.execute("BEGIN")
                yield db
        finally:
            if db.in_transaction:
                db.rollback()
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(db)
            if not keep:
                db.close()

    @contextmanager
    def deed(
        self,
        action: str,
        subject: str,
        by: Actor,
        at: Instant,
        facts: Mapping[str, object] | None = None,
    ) -> Iterator[Deed]:
        """One transaction that writes tables and its journal entry, or nothing.

        The write lock is taken before anything is read, so two consoles can't both act on what
        only one of them saw. When the block ends, what it did is on disk.
        """
        from sqlalchemy.exc import DBAPIError
        from sqlmodel import Session

        from floorboard.store import journal

        journal.read_key(self.path)  # without it, nobody waits for the lock
        try:
            with faults(self.path), self._writer().connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                with Session(bind=connection, join_transaction_mode="control_fully") as session:
                    session.connection()  # begins the transaction
                    deed = Deed(raw, session, at, subject, after=dict(facts or {}))
                    yield deed
                    if deed.withdrawn:
                        session.rollback()
                        return
                    session.flush()
                    entry = journal.Entry(
                        at=at,
                        person_id=by.person_id,
                        console=by.console,
                        action=action,
                        subject=deed.subject,
                        before=deed.before,
                        after=deed.after,
                    )
                    # read under the lock: a restore may have brought another one
                    journal.append(raw, journal.read_key(self.path), entry)
                    session.commit()
        except DBAPIError as error:
            with faults(self.path):
                raise error.orig or error from error

    def _writer(self) -> Engine:
        if self._engine is None:
            from floorboard.store.engine import writing_engine

            self._engine = writing_engine(self.path)
        return self._engine
