"""After a handover was accepted: addenda, and whether what is kept is still what was signed."""

from __future__ import annotations

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.handover.work import at_work
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.sealing import hashed
from floorboard.domain.problem import N_
from floorboard.store import handovers, rows
from floorboard.store.handovers import Verdict

ADDENDUM = N_("the addendum")


def amend(desk: Desk, number: int, text: str) -> int:
    """Add a correction, marked as such, to an accepted record; its number."""
    said = intake.filled(intake.text(text, ADDENDUM, intake.NOTE_LIMIT), ADDENDUM)
    with at_work(desk, number, Kind.AMEND) as work:
        deed = work.deed
        mine = rows.next_id(deed.db, "handover_addendum")
        values = {
            "id": mine,
            "handover_id": number,
            "person_id": deed.by.person_id,
            "label": "" if deed.by.person_id else deed.by.console,
            "at": deed.at,
            "body": said,
            "seq": deed.seq,
        }
        rows.insert(deed.db, "handover_addendum", values)
        deed.after["digest"] = hashed(said)
    return mine


def verify(desk: Desk, number: int | None = None) -> list[Verdict]:
    """Whether accepted records hold: what was frozen, their texts, signatures and addenda, each
    against the hashes that were signed and that the journal keeps. One record, or all."""
    with desk.store.reading(snapshot=True) as db:
        return handovers.verify(db, number)
