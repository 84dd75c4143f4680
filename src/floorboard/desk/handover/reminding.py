"""When it is time to hand over: the reminder on the board, and the rung when nobody takes over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from floorboard.desk.board import shift_at
from floorboard.desk.desk import Desk
from floorboard.desk.escalations.roster import Roster
from floorboard.desk.handover import planned
from floorboard.domain.handover.record import State
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee, To
from floorboard.domain.post import Post
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import handover as queries
from floorboard.store.views.handover import RungView

BEGIN_SECONDS = 30 * 60
"""So long before the planned end of a shift the board offers to begin."""

OVERDUE_SECONDS = 15 * 60
"""So long after the planned start of the next one it goes up the ladder."""

ADDRESSEE = Addressee(To.POST, Post.MANAGER.value)
"""To whom: the support manager on duty. The shift lead is who it is about."""

ACTION = "handover.overdue"


class Due(StrEnum):
    """What is to be done next."""

    BEGIN = "begin"
    OFFER = "offer"
    """A draft is there and the shift ends."""
    ACCEPT = "accept"
    """It was offered, and waits for both signatures."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is due by `planned_at`, when the next shift begins; of which record, if one is begun.
    `overdue` where it is on the ladder, or will be at the next look."""

    due: Due
    planned_at: Instant
    number: int | None
    overdue: bool


def reminder(desk: Desk) -> Reminder | None:
    """What the board reminds of now, if of anything."""
    with desk.store.reading(snapshot=True) as db:
        return _reminder(db, desk.now())


def _reminder(db: Connection, now: Instant) -> Reminder | None:
    under_way, _last = queries.standing(db)
    if under_way is not None:
        if under_way.state is not State.OFFERED and now < under_way.ends_at - BEGIN_SECONDS:
            return None
        due = Due.ACCEPT if under_way.state is State.OFFERED else Due.OFFER
        late = now >= under_way.ends_at + OVERDUE_SECONDS
        return Reminder(due, under_way.ends_at, under_way.id, late)
    change = _change(db, now)
    if change is None:
        return None
    return Reminder(Due.BEGIN, change, None, now >= change + OVERDUE_SECONDS)


def _change(db: Connection, now: Instant) -> Instant | None:
    """The change of leads that nobody has begun to hand over: the one at the beginning of this
    shift, or the one at its end, if that is near. A floor that never handed over may not mean to:
    it isn't told for ever."""
    current = shift_at(planned.shifts(db, now), now)
    if current is None:
        return None
    changes = []
    if now >= current.ends_at - BEGIN_SECONDS and not planned.handed_over(db, current):
        changes.append(current.ends_at)
    _open, last = queries.standing(db)
    near = now < current.starts_at + OVERDUE_SECONDS
    if planned.owed(db, current) and (last is not None or near):
        changes.append(current.starts_at)
    leads = planned.Leads(db, now) if changes else None
    return next((each for each in changes if leads and leads.changes(each)), None)


def raise_overdue(desk: Desk) -> bool:
    """Put it on the ladder, once, that nobody took over in time; whether it was raised now.

    Nothing happens where the clock stands still, and on a floor that never handed over: it may not
    mean to.
    """
    if desk.frozen:
        return False
    with desk.store.reading(snapshot=True) as db:
        if _overdue(db, desk.now()) is None:
            return False
    with desk.deed(ACTION, "handover") as deed:
        planned_at = _overdue(deed.db, deed.at)
        if planned_at is None:  # another console was quicker
            deed.withdraw()
            return False
        people, gap = Roster(deed.db, deed.at).find_or_lead(ADDRESSEE, None, None)
        rows.insert(
            deed.db,
            "handover_rung",
            {
                "planned_at": planned_at,
                "raised_at": deed.at,
                "addressee": str(ADDRESSEE),
                "gap": gap,
            },
        )
        for person in people:
            values = {"planned_at": planned_at, "person_id": person}
            rows.insert(deed.db, "handover_rung_person", values)
        deed.after["raised"] = [planned_at]
    return True


def rungs(desk: Desk, *, closed: bool = False) -> list[RungView]:
    """What is on the ladder because nobody took over in time, the latest first."""
    with desk.store.reading() as db:
        return queries.rungs(db, closed=closed)


def _overdue(db: Connection, now: Instant) -> Instant | None:
    """The change of shift that is overdue and isn't on the ladder yet."""
    found = _reminder(db, now)
    if found is None or not found.overdue or not any(queries.standing(db)):
        return None
    known = rows.get(db, "handover_rung", found.planned_at)
    return None if known is not None else found.planned_at
