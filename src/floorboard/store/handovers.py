"""Whether accepted handovers are still what was signed, by their own hashes and the journal's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from floorboard.domain.handover import sealing
from floorboard.domain.handover.record import Side, State
from floorboard.domain.instant import Instant
from floorboard.store.queries import handover as queries
from floorboard.store.queries.handover import Told


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
    known = set(queries.accepted_numbers(db)) | set(queries.journaled_as_accepted(db))
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
    if [each.after.get("seal") for each in _told(db, number, "accepted")] != [record.seal]:
        yield "journal"
    added = [(each.at, each.person_id, sealing.hashed(each.body)) for each in record.addenda]
    if _signed(_told(db, number, "amended")) != added:
        yield "addenda"
    manager = record.signature(Side.MANAGER)
    countersigned = [(manager.at, manager.person_id, manager.digest)] if manager else []
    if _signed(_told(db, number, "countersigned")) != countersigned:
        yield "countersign"


def _told(db: sqlite3.Connection, number: int, deed: str) -> list[Told]:
    return queries.journaled(db, number, f"handover.{deed}")


def _signed(entries: list[Told]) -> list[tuple[Instant, int | None, object]]:
    """When, by whom, and which hash."""
    return [(each.at, each.person_id, each.after.get("digest")) for each in entries]
