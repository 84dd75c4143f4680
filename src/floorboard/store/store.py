"""The store as the layers above see it: a place to read from and one way to write."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store.connection import connect, exists, faults

if TYPE_CHECKING:
    from sqlmodel import Session

    from floorboard.store.images import Difference, Watch


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
    """One write in progress: a transaction, and what the journal will say of it.

    What changes tickets says so before (`watch`): the rows before and after go into the journal,
    and the deed can be undone. `seq` is the number that its journal entry will have. `by` is who
    began it, whoever signs in while it waits for the write lock.
    """

    db: sqlite3.Connection
    by: Actor
    at: Instant
    subject: str
    seq: int
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    withdrawn: bool = False
    _session: Session | None = None
    _watch: Watch | None = None
    _differences: list[Difference] = field(default_factory=list)

    @property
    def version(self) -> int:
        """What a record that this deed changes gets as its version: no other state of it has had
        that number, or will have."""
        return self.seq

    @property
    def session(self) -> Session:
        """A session in this transaction, for the tables' models. Reading and plain rows go by
        `db`, which waits for no library."""
        if self._session is None:
            from floorboard.store.engine import session_on

            self._session = session_on(self.db)
        return self._session

    def watch(self, kind: str, ids: Iterable[object]) -> None:
        """What belongs to these is going to change; see `images.Watch.begin`."""
        if self._watch is None:
            from floorboard.store.images import Watch

            self._watch = Watch(self.db)
        self._watch.begin(kind, ids)

    @property
    def in_session(self) -> bool:
        """Whether a session was asked for."""
        return self._session is not None

    def put_back(self, differences: Iterable[Difference]) -> None:
        """Make every row as it was before what `differences` tell; see `images.put_back`."""
        from floorboard.store import images

        differences = list(differences)
        images.put_back(self.db, differences)
        self._differences += [each.reversed() for each in differences]

    def withdraw(self) -> None:
        """Nothing turned out to change: leave neither a write nor a journal entry."""
        self.withdrawn = True

    def finish(self, path: Path, action: str) -> None:
        """Write what is left to write, and the journal's entry."""
        from floorboard.store import images, journal, search

        if self._session is not None:
            self._session.flush()
        differences = self._differences
        if self._watch is not None:
            differences = differences + self._watch.differences()
        if differences:
            self.before["rows"], self.after["rows"] = images.said(differences)
            search.changed(self.db, differences)
        entry = journal.Entry(
            self.at,
            self.by.person_id,
            self.by.console,
            action,
            self.subject,
            self.before,
            self.after,
        )
        # read under the lock: a restore may have brought another one
        journal.append(self.db, journal.read_key(path), entry)
        journal.index(self.db, self.seq, self.subject, differences)


class Store:
    """One SQLite file. Reading is by pooled read-only connections that any thread may borrow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._writer: tuple[sqlite3.Connection, _Place | None] | None = None
        self._lock = threading.Lock()
        self._closed = False

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
            if self._writer is not None:
                idle.append(self._writer[0])
                self._writer = None
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
        from floorboard.store import journal

        journal.read_key(self.path)  # without it, nobody waits for the lock
        with faults(self.path), self._writing() as db:
            db.execute("BEGIN IMMEDIATE")
            deed = Deed(db, by, at, subject, journal.next_seq(db), after=dict(facts or {}))
            try:
                with _told(self.path):
                    yield deed
                    if deed.withdrawn:
                        db.execute("ROLLBACK")
                        return
                    deed.finish(self.path, action)
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if deed.in_session:
                    deed.session.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Borrow the connection that writes, for a new one would read the whole schema first. It
        isn't kept once something failed on it, nor used when another file came in its place."""
        place = _place(self.path)
        with self._lock:
            kept, self._writer = self._writer, None
        if kept is not None and kept[1] != place:
            kept[0].close()
            kept = None
        db = kept[0] if kept is not None else connect(self.path)
        sound = False
        try:
            yield db
            sound = True
        finally:
            with self._lock:
                keep = sound and self._writer is None and not self._closed
                if keep:
                    self._writer = db, place
            if not keep:
                db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction without an entry of the journal, for a table that is its own record."""
        with faults(self.path), closing(connect(self.path)) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")


_Place = tuple[int, int]
"""Which file lies at a path: its device and number."""


def _place(path: Path) -> _Place | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite refuses to the tables' library as `faults` does."""
    try:
        yield
    except Exception as error:
        refused = getattr(error, "orig", None)
        if isinstance(refused, sqlite3.Error):
            with faults(path):
                raise refused from error
        raise
