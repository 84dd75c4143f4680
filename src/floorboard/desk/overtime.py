"""Overtime: asked for with a reason, decided by somebody else (duty manual, *deputy* 7)."""

from __future__ import annotations

from floorboard.desk import attendance, centre, intake
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.attendance import OvertimeState
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import attendance as queries
from floorboard.store.store import Deed
from floorboard.store.views.attendance import OvertimeView

REQUESTED = "overtime.requested"
DECIDED = "overtime.decided"

LONGEST_SECONDS = 24 * 3600
"""How long overtime may last; more is a slip of the hand."""

NOTE = N_("the note")


def request(
    desk: Desk, starts_at: Instant, ends_at: Instant, reason: str, person_id: int | None = None
) -> int:
    """Ask for overtime over [`starts_at`, `ends_at`), before or after it; its number. By default it
    is one's own; somebody else's takes the permission to correct attendance."""
    said = intake.filled(
        intake.line(reason, attendance.REASON, intake.NOTE_LIMIT), attendance.REASON
    )
    if not 0 < ends_at - starts_at <= LONGEST_SECONDS:
        raise Problem(
            N_("overtime lasts from a moment to a day"),
            fix=N_("Correct its times; nothing was saved"),
        )
    with desk.deed(REQUESTED, "overtime") as deed:
        person = attendance.whose(deed, person_id, attendance.CORRECTED)
        other = queries.claimed(deed.db, person.id, starts_at, ends_at)
        if other is not None:
            raise Problem(
                N_("overtime {number} of {name} covers that time already"),
                fix=N_("Give another time, or withdraw that one"),
                number=other.id,
                name=person.name,
            )
        number = put(deed, person.id, starts_at, ends_at, said)
        zone = plan.zone_of(deed.db)
        times = {"from": centre.shown(starts_at, zone), "to": centre.shown(ends_at, zone)}
        deed.after.update(times, reason=said)
        return number


def put(deed: Deed, person_id: int, starts_at: Instant, ends_at: Instant, reason: str) -> int:
    """Put on record that overtime is asked for; its number."""
    number = rows.next_id(deed.db, "overtime")
    deed.watch("overtime", [number])
    rows.insert(
        deed.db,
        "overtime",
        {
            "id": number,
            "person_id": person_id,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "reason": reason,
            "state": OvertimeState.REQUESTED.value,
            "requested_by": deed.by.person_id,
            "requested_at": deed.at,
            "note": "",
            "version": deed.version,
        },
    )
    return number


def approve(desk: Desk, number: int, note: str = "") -> None:
    """Say yes to somebody else's overtime."""
    _decide(desk, number, OvertimeState.APPROVED, intake.line(note, NOTE, intake.NOTE_LIMIT))


def refuse(desk: Desk, number: int, reason: str) -> None:
    """Say no to somebody else's overtime, and why."""
    said = intake.line(reason, attendance.REASON, intake.NOTE_LIMIT)
    _decide(desk, number, OvertimeState.REFUSED, intake.filled(said, attendance.REASON))


def withdraw(desk: Desk, number: int) -> None:
    """Take back what was asked for and isn't decided yet; somebody else's takes the permission to
    correct attendance."""
    with desk.deed(REQUESTED, f"overtime/{number}") as deed:
        found = _undecided(deed, number)
        attendance.whose(deed, found.person_id, attendance.CORRECTED)
        _close(deed, found, OvertimeState.WITHDRAWN, "")


def listed(
    desk: Desk, start: Instant, end: Instant, person_id: int | None = None
) -> list[OvertimeView]:
    """The overtime that begins in [`start`, `end`), of one person or of everybody, by start."""
    with desk.store.reading() as db:
        return queries.overtimes(db, start, end, person_id)


def undecided(desk: Desk) -> list[OvertimeView]:
    """What waits for a decision, by start."""
    with desk.store.reading() as db:
        return queries.undecided(db)


def _decide(desk: Desk, number: int, state: OvertimeState, note: str) -> None:
    with desk.deed(DECIDED, f"overtime/{number}") as deed:
        found = _undecided(deed, number)
        if found.person_id == deed.by.person_id:
            raise Problem(
                N_("nobody decides their own overtime"), fix=N_("Ask somebody else who may")
            )
        deed.subject = f"person/{found.person_id}"
        _close(deed, found, state, note)


def _undecided(deed: Deed, number: int) -> OvertimeView:
    found = queries.overtime(deed.db, number)
    if found is None:
        raise Problem(
            N_("there is no overtime {number}"),
            fix=N_("`floorboard overtime list` shows what was asked for"),
            number=number,
        )
    if found.state != OvertimeState.REQUESTED:
        raise Problem(
            N_("overtime {number} is decided already"),
            fix=N_("`floorboard overtime list` shows by whom"),
            number=number,
        )
    return found


def _close(deed: Deed, found: OvertimeView, state: OvertimeState, note: str) -> None:
    deed.watch("overtime", [found.id])
    facts: dict[str, object] = {"state": state.value, "note": note, "version": deed.version}
    facts |= {"decided_by": deed.by.person_id, "decided_at": deed.at}
    rows.update(deed.db, "overtime", (found.id,), facts)
    deed.after.update(overtime=state.value, **({"note": note} if note else {}))
