"""Whether accepted handovers are still what was signed, by their own hashes and the journal's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from floorboard.domain.handover import sealing
from floorboard.domain.handover.record import Record, Side, State
from floorboard.store.queries import handover as queries


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a record. `faults` names the parts that don't hold: `content`, `text`,
    `header`, `signatures`, `seal`, `journal` (it has another seal), `addenda`, `countersign`, and
    `gone` where the journal tells of an accepted record that isn't there as such."""

    number: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(db: sqlite3.Connection, number: int | None = None) -> list[Verdict]:
    """The accepted record of this number, or all of them, those that are gone too."""
    known = set(queries.accepted_numbers(db)) | set(_told(db))
    wanted = sorted(known) if number is None else [number]
    return [Verdict(each, tuple(_faults(db, each))) for each in wanted]


def _faults(db: sqlite3.Connection, number: int) -> Iterator[str]:
    record = queries.one(db, number)
    if record is None or record.state is not State.ACCEPTED:
        yield "gone"
        return
    try:
        yield from sealing.faults(record)
    except (ValueError, TypeError, AttributeError):  # only tampering leaves no JSON there
        yield "content"
    seals = [_fact(after, "seal") for _seq, after in _entries(db, number, "accepted")]
    if seals != [record.seal]:
        yield "journal"
    told = [_fact(after, "digest") for _seq, after in _entries(db, number, "amended")]
    if told != [sealing.hashed(each.body) for each in record.addenda]:
        yield "addenda"
    if not _countersigned(db, record):
        yield "countersign"


def _countersigned(db: sqlite3.Connection, record: Record) -> bool:
    """Whether the manager's signature is there exactly if the journal tells of it."""
    entries = _entries(db, record.id, "countersigned")
    signature = record.signature(Side.MANAGER)
    told = [_fact(after, "digest") for _seq, after in entries]
    return told == ([signature.digest] if signature else [])


def _entries(db: sqlite3.Connection, number: int, deed: str) -> list[tuple[int, str]]:
    return queries.journaled(db, number, f"handover.{deed}")


def _fact(after: str, name: str) -> object:
    return json.loads(after).get(name)


def _told(db: sqlite3.Connection) -> list[int]:
    """The records that were accepted, as the journal tells it."""
    return queries.journaled_as_accepted(db)
