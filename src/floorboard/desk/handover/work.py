"""What every deed on a handover does first: find the record, and ask whether it is possible now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from floorboard.desk.desk import Desk
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.conduct import refusal
from floorboard.domain.handover.record import Record
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import handover as queries
from floorboard.store.store import Deed


class Work(NamedTuple):
    """A deed under way, and the record as it is before it."""

    deed: Deed
    record: Record

    def update(self, **values: object) -> None:
        """Give the record other values; its version moves on."""
        values = {**values, "version": self.deed.version}
        rows.update(self.deed.db, "handover", (self.record.id,), values)


ACTIONS: Mapping[Kind, str] = {
    Kind.WRITE: "handover.written",
    Kind.OFFER: "handover.offered",
    Kind.WITHDRAW: "handover.withdrawn",
    Kind.PASS_ON: "handover.passed_on",
    Kind.STAND_IN: "handover.passed_on",
    Kind.ACKNOWLEDGE: "handover.acknowledged",
    Kind.ASK: "handover.asked",
    Kind.ANSWER: "handover.answered",
    Kind.SUMMARISE: "handover.summarised",
    Kind.HAND_OVER: "handover.signed",
    Kind.TAKE_OVER: "handover.accepted",
    Kind.AMEND: "handover.amended",
    Kind.COUNTERSIGN: "handover.countersigned",
}
"""What the journal and the permissions call each deed."""


@contextmanager
def at_work(desk: Desk, number: int, kind: Kind) -> Iterator[Work]:
    """A deed of this kind on a record; a `Problem` where it isn't possible now, or not for whoever
    is signed in."""
    with desk.deed(ACTIONS[kind], f"handover/{number}") as deed:
        record = found(queries.one(deed.db, number), number)
        refused = refusal(kind, record, deed.by.person_id)
        if refused is not None:
            raise refused
        deed.watch("handover", [number])
        yield Work(deed, record)


def found(record: Record | None, number: int) -> Record:
    """The record, unless there is none of that number."""
    if record is None:
        raise Problem(
            N_("there is no handover {number}"),
            fix=N_("`floorboard handover list` shows which there are"),
            number=number,
        )
    return record
