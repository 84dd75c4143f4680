"""The journal: append-only, each entry bound to its predecessor by a keyed hash.

The key lies beside the store in `<store>.key`, readable by its owner alone. Without it a history
can't be rewritten so that it verifies. A chain can't tell its own end, so count and head are sealed
under the key too, from a store's first moment on: what was cut off shows, and no later entry heals
it. That a whole store was put back to an older one shows in count and head alone; who wants to know
keeps them elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store.images import Difference

KEY_BYTES = 32

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

CHUNK = 500
"""Entries that are read at a time when all are: between two, others can write."""

Progress = Callable[[int, int], None]
"""Told how many entries of how many are looked through."""

_COLUMNS = "seq, at, person_id, console, action, subject, before, after, previous, hash"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one deed changed. `before` and `after` hold the changed facts alone."""

    at: Instant
    person_id: int | None
    console: str
    action: str
    subject: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `broken_at` is the first entry that doesn't hold, if any."""

    entries: int
    head: str
    broken_at: int | None = None

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def key_path(store: Path) -> Path:
    """Where the key of the store lies."""
    return store.with_name(store.name + ".key")


def make_key(store: Path) -> None:
    """Write a new key beside `store`; an existing one is kept."""
    try:
        handle = os.open(key_path(store), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def read_key(store: Path) -> bytes:
    """The key of the store; a `Problem` if it is gone, because nothing may be written without."""
    try:
        key = bytes.fromhex(key_path(store).read_text().strip())
        if len(key) != KEY_BYTES:  # an emptied file would be a key that everybody knows
            raise ValueError
    except FileNotFoundError:
        raise Problem(
            N_("the journal's key is missing"),
            where=str(key_path(store)),
            fix=N_("Put it back from a backup; until then the store can only be read"),
        ) from None
    except (ValueError, OSError):
        raise Problem(
            N_("the journal's key is damaged"),
            where=str(key_path(store)),
            fix=N_("Put it back from a backup; until then the store can only be read"),
        ) from None
    return key


def next_seq(db: sqlite3.Connection) -> int:
    """The number that the next entry will have."""
    last = db.execute("SELECT max(seq) FROM journal").fetchone()[0]
    return int(last or 0) + 1


def append(db: sqlite3.Connection, key: bytes, entry: Entry) -> int:
    """Append `entry` in the transaction that `db` is in, and seal the head; its sequence number.

    Raises `Problem` under a key that isn't this store's, which a restore that was cut off leaves:
    the chain would break, and what was written would go with the next restore.
    """
    last = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    if last is not None and not _holds(key, last):  # rewritten, or the key is another's
        first = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY seq LIMIT 1").fetchone()
        if not _holds(key, first):
            raise Problem(
                N_("the journal's key is another store's"),
                fix=N_("Nothing was changed; restore a backup, which brings its key"),
            )
    seq, previous = (last[0] + 1, last[-1]) if last else (1, GENESIS)
    fields = (
        seq,
        entry.at,
        entry.person_id,
        entry.console,
        entry.action,
        entry.subject,
        _text(entry.before),
        _text(entry.after),
        previous,
    )
    digest = _digest(key, fields)
    db.execute(
        f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*fields, digest),
    )
    if _sealed(db) == _seal(
        key, seq - 1, previous
    ):  # else some were cut off: nothing may heal that
        db.execute(
            "UPDATE journal_head SET entries = ?, hash = ?, seal = ?",
            (seq, digest, _seal(key, seq, digest)),
        )
    return seq


def begin_seal(db: sqlite3.Connection, key: bytes) -> None:
    """Seal the entries that a store without a seal has: of a new one none, of one that an older
    program wrote all there are."""
    if _sealed(db) is not None:
        return
    last = db.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    entries, head = last or (0, GENESIS)
    db.execute(
        "INSERT INTO journal_head (id, entries, hash, seal) VALUES (1, ?, ?, ?)",
        (entries, head, _seal(key, entries, head)),
    )


def index(
    db: sqlite3.Connection, seq: int, subject: str, differences: Iterable[Difference]
) -> None:
    """Note which tickets an entry changed besides the one that is its subject."""
    tickets = {_ticket(each) for each in differences} - {None}
    others = [(number, seq) for number in tickets if subject != f"ticket/{number}"]
    db.executemany("INSERT INTO journal_ticket (ticket_id, seq) VALUES (?, ?)", others)


def _ticket(difference: Difference) -> object:
    """The ticket that a row belongs to, where the row says it."""
    if difference.table.startswith("ticket"):
        return difference.key[0]
    row = difference.after or difference.before or {}
    return row.get("ticket_id") if difference.table == "escalation" else None


def verify(
    db: sqlite3.Connection,
    key: bytes,
    progress: Progress | None = None,
    *,
    sealed: bool = True,
) -> Verdict:
    """Walk the whole chain; sequence numbers must be 1, 2, 3 …, every hash must hold, and the last
    entry must be the one that is `sealed` as the head, which stores of the first schema don't have.

    It reads some entries at a time, so that nobody who writes waits for it; what is written
    meanwhile is verified too.
    """
    previous, count, after = GENESIS, 0, _BEFORE_ALL
    total = 0 if progress is None else next_seq(db) - 1
    while True:
        rows, seal = _chunk(db, after)
        for row in rows[:CHUNK]:
            count += 1
            if row[0] != count or row[-2] != previous or not _holds(key, row):
                return Verdict(count, previous, broken_at=row[0])
            previous, after = row[-1], row[0]
        if progress is not None:
            progress(count, total)
        if len(rows) <= CHUNK:
            break
    if sealed and seal != _seal(key, count, previous):  # some were cut off
        return Verdict(count, previous, broken_at=count + 1)
    return Verdict(count, previous)


_BEFORE_ALL = -(2**63)


def _chunk(db: sqlite3.Connection, after: int) -> tuple[list[tuple[Any, ...]], str | None]:
    """`CHUNK` entries above `after`, one more where there is one, and the seal at that moment."""
    alone = not db.in_transaction
    if alone:
        db.execute("BEGIN")
    try:
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
            (after, CHUNK + 1),
        ).fetchall()
        return rows, _sealed(db)
    finally:
        if alone:
            db.execute("ROLLBACK")


def _holds(key: bytes, row: tuple[object, ...]) -> bool:
    """Whether an entry, read whole, has the hash that the key gives it."""
    return hmac.compare_digest(_digest(key, row[:-1]).encode(), str(row[-1]).encode())


def _sealed(db: sqlite3.Connection) -> str | None:
    """The seal as it stands in the store; None where there is none, or somebody took its table."""
    try:
        head = db.execute("SELECT seal FROM journal_head").fetchone()
    except sqlite3.OperationalError:
        return None
    return None if head is None else str(head[0])


def _seal(key: bytes, entries: int, last: str) -> str:
    """A keyed hash over how many entries there are and the hash of the last."""
    return _digest(key, ("head", entries, last))


def _text(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(key: bytes, fields: tuple[object, ...]) -> str:
    """HMAC-SHA-256 over the fields as a JSON list, which keeps their borders apart."""
    # `repr` for what only tampering puts there, as a blob: it must not hold, and not stop us either
    content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hmac.new(key, content.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
