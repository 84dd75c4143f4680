"""Daily duties: their occurrences come into being, and are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.desk import centre, intake
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckPhase, CheckState, phase
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import pick
from floorboard.store import bulk
from floorboard.store.queries import duties, floor
from floorboard.store.queries.duties import DutyView

COLUMNS = ("duty_id", "scheduled", "opens_at", "due_at", "closes_at")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When a duty is to be done on one day. `scheduled` is its wall time and identifies it."""

    duty_id: int
    scheduled: str
    opens_at: Instant
    due_at: Instant
    closes_at: Instant


def occurrences(
    daily: Iterable[DutyView], days: Iterable[date], zone: ZoneInfo
) -> Iterator[Occurrence]:
    """Each duty once on each day, whatever the zone's clock does on it.

    A due time that a DST change skips is the first instant after the gap, a repeated one its first
    occurrence. The window never closes at or before its due time, nor after the next one opens.
    """
    wanted = list(days)
    for duty in daily:
        before, after = (
            timedelta(minutes=duty.minutes_before),
            timedelta(minutes=duty.minutes_after),
        )
        for day in wanted:
            wall = datetime.combine(day, time()) + timedelta(minutes=duty.due_minute)
            due = from_wall(wall, zone)
            closes = from_wall(wall + after, zone, "end")
            closes = min(closes, from_wall(wall + timedelta(days=1) - before, zone))
            if closes <= due:  # all of the window fell into the hour that was skipped
                closes = due + int(after.total_seconds())
            opens = min(from_wall(wall - before, zone), due)
            yield Occurrence(duty.id, wall.isoformat("T", "minutes"), opens, due, closes)


def ensure(desk: Desk) -> int:
    """See to it that the checks of yesterday, today and tomorrow exist; how many came into being.

    Where none is missing, which one read tells, nothing is written and nobody waits. A desk whose
    clock stands still looks and doesn't write.
    """
    if desk.frozen:
        return 0
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        zone = centre.of(floor.settings(db)).zone
        today = to_wall(now, zone).date()
        days = [today + timedelta(days=step) for step in (-1, 0, 1)]
        wanted = list(occurrences(duties.daily(db), days, zone))
        around = (now - 4 * 86400, now + 4 * 86400)
        there = duties.scheduled(db, *around)
    missing = [each for each in wanted if (each.duty_id, each.scheduled) not in there]
    if not missing:
        return 0
    rows = [(o.duty_id, o.scheduled, o.opens_at, o.due_at, o.closes_at) for o in missing]
    with desk.deed("duties.scheduled", "duties") as deed:
        added = bulk.insert(
            deed.db,
            "duty_check",
            (*COLUMNS, "state", "done_label", "note", "version"),
            [(*row, CheckState.OPEN.value, "", "", 1) for row in rows],
            ignore=True,
        )
        if not added:
            deed.withdraw()
        deed.after.update(checks=added, first=rows[0][1], last=rows[-1][1])
    return added


def tick(desk: Desk, check_id: int, version: int, note: str = "") -> int:
    """Put on record that the check was done now; its new version.

    Refused where it is done already, where its window closed on it or isn't open yet, and where
    the check isn't as it was at `version`.
    """
    from floorboard.store.tables import Duty, DutyCheck, Person

    kept = intake.text(note, N_("the note"), intake.NOTE_LIMIT)
    with desk.deed("duty.ticked", f"check/{check_id}") as deed:
        deed.watch("check", [check_id])
        check = deed.session.get(DutyCheck, check_id)
        if check is None:
            raise Problem(N_("there is no check {number}"), number=check_id)
        duty = deed.session.get(Duty, check.duty_id)
        assert duty is not None
        zone = centre.of(floor.settings(deed.db)).zone
        if check.done_at is not None:
            person = deed.session.get(Person, check.done_by) if check.done_by else None
            raise Problem(
                N_("{duty} was done already by {who} at {when}")
                if check.state == CheckState.DONE
                else N_("{duty} was waived by {who} at {when}"),
                duty=pick(duty.title, duty.title_zh),
                who=person.name if person else check.done_label,
                when=centre.shown(check.done_at, zone),
            )
        stands = phase(
            CheckState(check.state), check.opens_at, check.due_at, check.closes_at, None, deed.at
        )
        if stands is CheckPhase.MISSED:
            raise Problem(
                N_("{duty} was missed: its window closed at {when}"),
                duty=pick(duty.title, duty.title_zh),
                when=centre.shown(check.closes_at, zone),
                fix=N_("Note it in the handover"),
            )
        if stands is CheckPhase.AHEAD:
            raise Problem(
                N_("{duty} can be ticked from {when} on"),
                duty=pick(duty.title, duty.title_zh),
                when=centre.shown(check.opens_at, zone),
            )
        if check.version != version:
            raise Problem(
                N_("{duty} was changed meanwhile"),
                duty=pick(duty.title, duty.title_zh),
                fix=N_("Look at it again; nothing was saved"),
            )
        check.state = CheckState.DONE.value
        check.done_by, check.done_at = deed.by.person_id, deed.at
        check.done_label = "" if deed.by.person_id else deed.by.console
        check.note = kept
        check.version = deed.version
        deed.session.add(check)
        return check.version
