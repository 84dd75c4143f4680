"""The journal: append-only, each entry bound to its predecessor by a keyed hash.

The key lies beside the store in `<store>.key`, readable by its owner alone. Without it a history
can't be rewritten so that it verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem

KEY_BYTES = 32

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

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


def append(db: sqlite3.Connection, key: bytes, entry: Entry) -> int:
    """Append `entry` in the transaction that `db` is in; its sequence number.

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
    db.execute(
        f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*fields, _digest(key, fields)),
    )
    return seq


def verify(db: sqlite3.Connection, key: bytes) -> Verdict:
    """Walk the whole chain; sequence numbers must be 1, 2, 3 … and every hash must hold."""
    previous, count = GENESIS, 0
    rows = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY seq")
    for row in rows:
        count += 1
        fields, claimed = row[:-1], row[-1]
        holds = fields[0] == count and fields[-1] == previous and _holds(key, row)
        if not holds:
            return Verdict(count, previous, broken_at=fields[0])
        previous = claimed
    return Verdict(count, previous)


def _holds(key: bytes, row: tuple[object, ...]) -> bool:
    """Whether an entry, read whole, has the hash that the key gives it."""
    return hmac.compare_digest(_digest(key, row[:-1]).encode(), str(row[-1]).encode())


def _text(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(key: bytes, fields: tuple[object, ...]) -> str:
    """HMAC-SHA-256 over the fields as a JSON list, which keeps their borders apart."""
    # `repr` for what only tampering puts there, as a blob: it must not hold, and not stop us either
    content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hmac.new(key, content.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
