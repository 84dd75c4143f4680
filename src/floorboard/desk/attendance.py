"""Coming and going: everybody clocks in and out for themselves; corrections carry a reason.

Everything here can be undone, and stands in the journal with who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from floorboard.desk import centre, intake, people, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain import attendance
from floorboard.domain.attendance import (
    LONGEST_SECONDS,
    NEAR_SECONDS,
    Days,
    Figures,
    OvertimeState,
    Planned,
    Presence,
)
from floorboard.domain.instant import Instant, Interval, midnight, next_month, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Source
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import attendance as queries
from floorboard.store.queries import floor
from floorboard.store.queries import people as people_queries
from floorboard.store.queries.people import Staff
from floorboard.store.store import Deed
from floorboard.store.views.attendance import AttendanceView, OvertimeView
from floorboard.store.views.floor import ShiftView

CLOCKED = "attendance.clocked"
CORRECTED = "attendance.corrected"

REASON = N_("the reason")

REACH_SECONDS = 2 * LONGEST_SECONDS
"""How far around a time turns are looked for: far enough that stand-by is known as such."""


@dataclass(frozen=True, slots=True)
class Clocked:
    """Somebody clocked in or out. `seconds` is how late they came, or how early they left."""

    attendance: AttendanceView
    seconds: int


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """Somebody's month: their figures, and the seconds of overtime they asked for, were given and
    were refused."""

    person_id: int
    code: str
    name: str
    other_name: str
    post: str
    figures: Figures
    requested_seconds: int
    approved_seconds: int
    refused_seconds: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month's attendance, [`start`, `end`), as it stood at `at`; everybody by code."""

    at: Instant
    month: str
    zone: str
    start: Instant
    end: Instant
    shifts: tuple[ShiftView, ...]
    people: tuple[PersonMonth, ...]
    records: tuple[AttendanceView, ...]
    overtime: tuple[OvertimeView, ...]


def clock_in(desk: Desk, person_id: int | None = None) -> Clocked:
    """Somebody comes: by default, who is signed in. It is for the nearest turn of theirs, if one
    runs or begins soon. For anybody else, it takes the permission to correct."""
    with desk.deed(CLOCKED, "attendance") as deed:
        person = whose(deed, person_id, CORRECTED)
        still = queries.open_of(deed.db, person.id)
        if still is not None:
            raise Problem(
                N_("{name} is in since {time} already"),
                fix=N_("Clock out first, or have it corrected"),
                name=person.name,
                time=_shown(deed.db, still.in_at),
            )
        turn = _meant(deed.db, person.id, deed.at)
        number = _insert(deed, person.id, deed.at, None, turn, "")
        deed.after["in"] = _shown(deed.db, deed.at)
        late = attendance.lateness(deed.at, turn[0]) if turn else 0
        return Clocked(_known(deed.db, number), late)


def clock_out(desk: Desk, person_id: int | None = None) -> Clocked:
    """Somebody goes: by default, who is signed in."""
    with desk.deed(CLOCKED, "attendance") as deed:
        person = whose(deed, person_id, CORRECTED)
        found = queries.open_of(deed.db, person.id)
        if found is None:
            raise Problem(
                N_("{name} isn't in"),
                fix=N_("`floorboard attendance in` clocks in; forgotten ones are corrected"),
                name=person.name,
            )
        out_at = max(found.in_at, deed.at)  # the clock may have been put back
        deed.watch("attendance", [found.id])
        changes = {"out_at": out_at, "version": deed.version}
        rows.update(deed.db, "attendance", (found.id,), changes)
        deed.after["out"] = _shown(deed.db, out_at)
        end = found.planned_end_at
        early = attendance.left_early(out_at, end) if end is not None else 0
        return Clocked(_known(deed.db, found.id), early)


def correct(
    desk: Desk,
    number: int,
    *,
    in_at: Instant | None = None,
    out_at: Instant | None = None,
    reason: str,
) -> bool:
    """Give an attendance another start or end, for a reason; whether it had others before. What it
    was for follows its start."""
    said = intake.filled(intake.line(reason, REASON, intake.NOTE_LIMIT), REASON)
    with desk.deed(CORRECTED, f"attendance/{number}") as deed:
        found = _known(deed.db, number)
        begin, end = in_at or found.in_at, out_at or found.out_at
        if (begin, end) == (found.in_at, found.out_at):
            deed.withdraw()
            return False
        person = people.known(deed.db, found.person_id)
        _check_times(deed, begin, end)
        _check_free(deed, person, begin, end, but=number)
        turn = _stored(found)
        if begin != found.in_at:
            turn = _meant(deed.db, person.id, begin)
        deed.watch("attendance", [number])
        facts = _facts(begin, end, turn, said)
        rows.update(deed.db, "attendance", (number,), {**facts, "version": deed.version})
        deed.subject = f"person/{person.id}"
        deed.before.update(_told(deed.db, found.in_at, found.out_at))
        deed.after.update(_told(deed.db, begin, end), reason=said)
        return True


def record(desk: Desk, person_id: int, in_at: Instant, out_at: Instant, reason: str) -> int:
    """Write down that somebody was in who clocked neither in nor out, for a reason; its number."""
    said = intake.filled(intake.line(reason, REASON, intake.NOTE_LIMIT), REASON)
    with desk.deed(CORRECTED, "attendance") as deed:
        person = people.known(deed.db, person_id)
        _check_times(deed, in_at, out_at)
        _check_free(deed, person, in_at, out_at)
        turn = _meant(deed.db, person.id, in_at)
        number = _insert(deed, person.id, in_at, out_at, turn, said)
        deed.after.update(_told(deed.db, in_at, out_at), reason=said)
        return number


def who_is_in(desk: Desk) -> list[AttendanceView]:
    """Who is in now, by code."""
    with desk.store.reading() as db:
        return queries.in_at(db, desk.now())


def month(desk: Desk, day: date | None = None, person_id: int | None = None) -> Month:
    """The attendance of the month that holds `day`, by default today's; of one person, or of all
    who work here in it."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        zone = plan.zone_of(db)
        first = (day or to_wall(now, zone).date()).replace(day=1)
        start, end = midnight(first, zone), midnight(next_month(first), zone)
        shifts = floor.shifts(db)
        days = Days(zone, shifts, plan.load(db, start, end).book)
        records = [
            each
            for each in queries.meeting(db, start - NEAR_SECONDS, end, person_id)
            if start <= _begins(each) < end and each.in_at <= now
        ]
        asked = queries.overtimes(db, start, end, person_id)
        records_of, asked_of = plan.by_person(records), plan.by_person(asked)
        # a shift that begins within the month may touch one from before it, or go on after it
        turns = {
            person: [
                Planned(begins, ends, 0)
                for begins, ends in attendance.shifts_of(each)
                if start <= begins < end
            ]
            for person, each in planned(db, start - REACH_SECONDS, end + REACH_SECONDS).items()
        }
        last = to_wall(end - 1, zone).date().isoformat()
        staff = [
            each
            for each in people_queries.staff(db)
            if (person_id is None and each.joined_on <= last and not each.gone(first.isoformat()))
            or each.id == person_id
            or each.id in {**records_of, **asked_of}
        ]
        return Month(
            now,
            f"{first:%Y-%m}",
            zone.key,
            start,
            end,
            tuple(shifts),
            tuple(
                _person(
                    each,
                    turns.get(each.id, []),
                    records_of.get(each.id, []),
                    asked_of.get(each.id, []),
                    now,
                    days,
                )
                for each in staff
            ),
            tuple(records),
            tuple(asked),
        )


def whose(deed: Deed, person_id: int | None, for_others: str) -> Staff:
    """Whom a deed about oneself is about: who is signed in, or somebody else, for which it takes
    the permission `for_others` as well."""
    number = deed.by.person_id if person_id is None else person_id
    if number is None:
        raise Problem(
            N_("nobody is signed in: whose is it?"),
            fix=N_("Sign in, or name somebody with --person"),
        )
    if number != deed.by.person_id:
        permissions.check_too(deed, for_others)
    person = people.present(deed, number)
    deed.subject = f"person/{person.id}"
    return person


def planned(db: Connection, start: Instant, end: Instant) -> dict[int, list[Planned]]:
    """The turns that people are rostered for and that meet [`start`, `end`), by person, as the
    resolver has them: in parts, and as far as they lie within it. Leave that was told afterwards
    takes them away too."""
    found: dict[int, list[Planned]] = {}
    roster = plan.load(db, start, end, whole_leave=True)
    for line in roster.lines:
        for span in roster.spans(line):
            # who was replaced isn't away: the turn is another's
            gone = {
                each.person_id
                for each in span.off
                if each.because.source in (Source.LEAVE, Source.EMPLOYMENT)
            }
            for person in {*span.people, *gone}:
                turn = Planned(span.start, span.end, line.view.id, away=person in gone)
                found.setdefault(person, []).append(turn)
    return found


def _meant(db: Connection, person_id: int, at: Instant) -> Interval | None:
    """The shift that somebody comes for at `at`; None where none is near."""
    turns = planned(db, at - REACH_SECONDS, at + REACH_SECONDS).get(person_id, [])
    shifts = [Planned(start, end, 0) for start, end in attendance.shifts_of(turns)]
    found = attendance.nearest(at, shifts)
    return None if found is None else (found.start, found.end)


def _person(
    person: Staff,
    turns: Sequence[Planned],
    records: Sequence[AttendanceView],
    asked: Sequence[OvertimeView],
    now: Instant,
    days: Days,
) -> PersonMonth:
    """The month of somebody whose turns, records and overtime these are."""
    mine = [Presence(each.in_at, _out_at(each, now), _stored(each)) for each in records]
    seconds = {
        state: sum(each.ends_at - each.starts_at for each in asked if each.state == state)
        for state in OvertimeState
    }
    return PersonMonth(
        person.id,
        person.code,
        person.name,
        person.other_name,
        person.post,
        attendance.figures(mine, turns, now, days),
        seconds[OvertimeState.REQUESTED],
        seconds[OvertimeState.APPROVED],
        seconds[OvertimeState.REFUSED],
    )


def _insert(
    deed: Deed,
    person_id: int,
    in_at: Instant,
    out_at: Instant | None,
    turn: Interval | None,
    note: str,
) -> int:
    number = rows.next_id(deed.db, "attendance")
    deed.watch("attendance", [number])
    facts = {"id": number, "person_id": person_id, **_facts(in_at, out_at, turn, note)}
    rows.insert(deed.db, "attendance", {**facts, "version": deed.version})
    deed.subject = f"person/{person_id}"
    return number


def _facts(
    in_at: Instant, out_at: Instant | None, turn: Interval | None, note: str
) -> dict[str, object]:
    start, end = turn or (None, None)
    times = {"in_at": in_at, "out_at": out_at, "planned_start": start, "planned_end": end}
    return {**times, "note": note}


def _told(db: Connection, in_at: Instant, out_at: Instant | None) -> dict[str, object]:
    """The times as the journal tells them."""
    return {"in": _shown(db, in_at), "out": None if out_at is None else _shown(db, out_at)}


def _known(db: Connection, number: int) -> AttendanceView:
    """The attendance of this number; a `Problem` if there is none."""
    found = queries.one(db, number)
    if found is None:
        raise Problem(
            N_("there is no attendance {number}"),
            fix=N_("`floorboard attendance --person CODE` shows their numbers"),
            number=number,
        )
    return found


def _check_times(deed: Deed, in_at: Instant, out_at: Instant | None) -> None:
    if max(in_at, out_at or 0) > deed.at:
        raise Problem(N_("that time is still to come"), fix=N_("Correct it; nothing was saved"))
    if out_at is not None and out_at <= in_at:
        raise Problem(
            N_("the end must be later than the start"), fix=N_("Correct one; nothing was saved")
        )


def _check_free(
    deed: Deed, person: Staff, start: Instant, end: Instant | None, but: int | None = None
) -> None:
    """Nobody is in twice at once."""
    others = queries.meeting(deed.db, start, deed.at + 1 if end is None else end, person.id)
    for each in others:
        if each.id != but:
            raise Problem(
                N_("{name} was in then already, from {time} on (attendance {number})"),
                fix=N_("Correct that one, or give another time; nothing was saved"),
                name=person.name,
                time=_shown(deed.db, each.in_at),
                number=each.id,
            )


def _stored(found: AttendanceView) -> Interval | None:
    start, end = found.planned_start_at, found.planned_end_at
    return None if start is None or end is None else (start, end)


def _begins(found: AttendanceView) -> Instant:
    """What decides the month of an attendance: the start of its shift, or its own."""
    return found.in_at if found.planned_start_at is None else found.planned_start_at


def _out_at(found: AttendanceView, now: Instant) -> Instant | None:
    """When they went, as it was known at `now`."""
    return None if found.out_at is None or found.out_at > now else found.out_at


def _shown(db: Connection, at: Instant) -> str:
    return centre.shown(at, plan.zone_of(db))
