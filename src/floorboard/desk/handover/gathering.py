"""What the store itself knows for a handover, read in one transaction, each by an index."""

from __future__ import annotations

from collections.abc import Iterator

from floorboard.desk import board, centre, checklists, presence, review
from floorboard.desk.presence import Standing
from floorboard.desk.roster import plan
from floorboard.domain.duty import CheckPhase
from floorboard.domain.handover.facts import (
    DutyFact,
    Facts,
    PersonFact,
    ProjectFact,
    RungFact,
)
from floorboard.domain.handover.record import Record
from floorboard.domain.instant import Instant
from floorboard.store.connection import Connection
from floorboard.store.queries import attendance, checks, escalations, floor, reviews
from floorboard.store.queries import checklists as lists
from floorboard.store.queries import handover_facts as figures
from floorboard.store.queries import roster as roster_queries

URGENT = 20
"""Tickets of the highest priority that are pointed out."""

RUNGS = 200
"""Open rungs that a record tells, the longest due; it says how many there are."""

PROMISES = 200
"""Promises that a record tells: so many that were broken, and so many that come next."""


def gather(db: Connection, record: Record, now: Instant) -> Facts:
    """Everything the store knows for this record, at `now`."""
    priorities = figures.priorities(db, now)
    return Facts(
        now,
        figures.totals(db, priorities, now, record.until_at),
        priorities,
        tuple(_projects(db, now)),
        figures.urgent(db, URGENT),
        figures.promises(db, now, PROMISES),
        tuple(_rungs(db)),
        tuple(_people(db, now, record.until_at)),
        tuple(_duties(db, record, now)),
    )


def _projects(db: Connection, now: Instant) -> Iterator[ProjectFact]:
    """How each project stands by the review of the day: those in use, and those with tickets."""
    day = review.day_of(db, now, centre.of(floor.settings(db)))
    written = reviews.written(db, day, now)
    for each in reviews.projects(db):
        unresolved, overdue = figures.load(db, now, each.id)
        said = written.get(each.id)
        if each.active or unresolved or said:
            state, remark = (said.state, said.remark) if said else ("", "")
            names = each.name, each.name_zh
            yield ProjectFact(each.id, *names, state, remark, unresolved, overdue)


def _rungs(db: Connection) -> Iterator[RungFact]:
    for each in escalations.page(db, RUNGS):
        people = tuple(one.name for one in each.people)
        ticket = each.ticket_id, each.title
        yield RungFact(each.id, *ticket, each.rung, each.due_at, each.acknowledged_by, people)


def _people(db: Connection, now: Instant, until: Instant) -> Iterator[PersonFact]:
    """Who is missing or away, where cover is missing, and what overtime waits for a decision."""
    floor_now = presence.within(db, now)
    clocked = floor_now.count(Standing.IN, Standing.GONE) > 0  # else nobody clocks in here at all
    for one in floor_now.people:
        if clocked and one.standing in (Standing.MISSING, Standing.GONE):
            assert one.start is not None
            assert one.end is not None
            yield PersonFact("missing", one.name, "", one.start, one.end)
    roster = plan.load(db, now, max(until, now + 1))
    for leave in roster_queries.known_leaves(db, now, until):
        times = leave.starts_at, leave.ends_at
        yield PersonFact("leave", roster.name(leave.person_id), "", *times)
    rotas = {line.view.id: line.view for line in roster.lines}
    projects = {each.id: each for each in floor.projects(db)}
    needs = {need.id: need for need in roster.needs}
    for gap in roster.gaps(now):
        need = needs[gap.need_id]
        of = rotas.get(need.rota_id or 0) or projects[need.project_id or 0]
        count = f"{gap.have}/{gap.need}"
        yield PersonFact("gap", of.name, of.name_zh, gap.start, gap.end, count)
    for asked in attendance.undecided(db):
        yield PersonFact("overtime", asked.name, "", asked.starts_at, asked.ends_at, asked.reason)


def _duties(db: Connection, record: Record, now: Instant) -> Iterator[DutyFact]:
    """What this shift missed or left, and lists that are open."""
    begun = min(record.starts_at, now)
    for check in checks.checks(db, begun, min(now, record.until_at)):
        stands = board.phase_of(check, now)
        if stands in (CheckPhase.MISSED, CheckPhase.LATE):
            what = "missed" if stands is CheckPhase.MISSED else "left"
            names = check.title, check.title_zh, check.project, check.project_zh
            yield DutyFact(what, check.id, *names, check.due_at)
    for found in lists.lists(db):
        undone = [each for each in found.items if each.done_at is None]
        late = sum(checklists.phase_of(each, now) is CheckPhase.LATE for each in undone)
        names = found.title, found.title_zh, found.project, found.project_zh
        due = min(each.due_at for each in undone)
        yield DutyFact("list", found.id, *names, due, late, len(undone))
