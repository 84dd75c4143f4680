"""The daily review: the shift lead learns each project's unresolved problems and reports them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from floorboard.desk import board, centre, intake
from floorboard.desk.desk import Desk
from floorboard.domain.escalation import ProjectState
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.domain.review import Load, ProjectReview, Review, Standing, Unresolved
from floorboard.domain.ticket import NEVER, State
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import floor, listing
from floorboard.store.queries import reviews as queries
from floorboard.store.queries.listing import Filter, Order
from floorboard.store.queries.reviews import ReviewedProject
from floorboard.store.views.listing import TicketRow

WORST = 20
"""Tickets that are shown of each project."""

EVERYTHING = 10**9
"""More tickets than there are."""


def read(desk: Desk) -> Review:
    """The review of the day that `day_of` tells at the desk's time: each active project, and those
    that still have unresolved problems. Where the clock stands still, everything is as it was."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        where = centre.of(floor.settings(db))
        day = day_of(db, now, where)
        known = queries.projects(db)
        written = queries.written(db, day, now)
        deputies = queries.deputies(db, day)
        if desk.frozen:
            loads, worst = _then(desk, known)
        else:
            loads = queries.loads(db, now)
            worst = {
                each.id: listing.page(db, Filter(projects=(each.id,)), Order.DUE, WORST)
                for each in known
                if each.id in loads
            }
    projects = tuple(
        ProjectReview(
            each.id,
            each.code,
            each.name,
            each.name_zh,
            loads.get(each.id, Load()),
            tuple(_unresolved(row) for row in worst.get(each.id, ())),
            tuple(dict.fromkeys(name for name in (each.manager, *deputies) if name)),
            written.get(each.id),
        )
        for each in known
        if each.active or each.id in loads or each.id in written
    )
    return Review(
        day,
        now,
        where.name,
        where.name_zh,
        where.zone.key,
        projects,
        loads.get(None, Load()),
    )


class StaleReview(Problem):
    """Another one was put on record since; nothing was saved. `version` is the present one, 0 where
    none is on record any more."""

    version = 0


def put(
    desk: Desk,
    project_id: int,
    state: str,
    remark: str,
    reported_to: str,
    version: int | None = None,
) -> None:
    """Put on record how a project stands today, and to whom it was reported; what was on record for
    today gives way: that of `version`, 0 for none, where it is given, or `StaleReview`. One that
    isn't stable needs a remark that says why."""
    chosen = _state(state)
    why = intake.text(remark, N_("the remark"), intake.NOTE_LIMIT)
    if chosen is not ProjectState.STABLE:
        intake.filled(why, N_("the remark"))
    told = intake.line(reported_to, N_("to whom it was reported"))
    with desk.store.reading() as db:
        day = day_of(db, desk.now(), centre.of(floor.settings(db)))
    with desk.deed("review.written", f"review/{day}") as deed:
        if not any(each.id == project_id for each in queries.projects(deed.db)):
            raise Problem(N_("there is no project {number}"), number=project_id)
        found = queries.written(deed.db, day, NEVER).get(project_id)
        if version is not None and version != (found.version if found else 0):
            raise _stale(found)
        deed.watch("review", [day])
        load = queries.loads(deed.db, deed.at, project_id).get(project_id, Load())
        by = deed.by
        values = {
            "state": chosen.value,
            "unresolved": load.open,
            "overdue": load.overdue,
            "remark": why,
            "reported_to": told,
            "person_id": by.person_id,
            "actor": "" if by.person_id else by.console,
            "at": deed.at,
            "version": deed.version,
        }
        if found is None:
            key = {"day": day, "project_id": project_id}
            rows.insert(deed.db, "project_review", {**key, **values})
        else:
            rows.update(deed.db, "project_review", (day, project_id), values)


def _stale(found: Standing | None) -> StaleReview:
    fix = N_("Look at it again; nothing was saved")
    if found is None:
        return StaleReview(N_("what was on record was taken back meanwhile"), fix=fix)
    said = _(", ").join(filter(None, (words.project_state(found.state), found.remark)))
    stale = StaleReview(
        N_("on record by {who} meanwhile: {said}"), fix=fix, who=found.by, said=said
    )
    stale.version = found.version
    return stale


def day_of(db: Connection, now: Instant, where: centre.Centre) -> str:
    """The day whose review an instant belongs to, as ISO 8601 writes it: the centre's calendar day
    on which the shift that is on began; its present one, where none is on."""
    shift = board.shift_at(board.shift_days(floor.shifts(db), now, where.zone), now)
    return to_wall(shift.starts_at if shift else now, where.zone).date().isoformat()


def end_of(db: Connection, day: date, where: centre.Centre) -> Instant:
    """The last second of a day's review: that of its last shift, but not before midnight."""
    midnight = datetime(day.year, day.month, day.day) + timedelta(days=1)  # noqa: DTZ001 # wall
    end = from_wall(midnight, where.zone)
    shifts = board.shift_days(floor.shifts(db), end - 1, where.zone)
    begun = (each for each in shifts if to_wall(each.starts_at, where.zone).date() == day)
    return max(end, *(each.ends_at for each in begun)) - 1


def _state(value: str) -> ProjectState:
    try:
        return ProjectState(value)
    except ValueError:
        raise Problem(
            N_("there is no state {value}"),
            fix=N_("Known are: {known}"),
            value=value,
            known=_(", ").join(ProjectState),
        ) from None


def _then(
    desk: Desk, known: Iterable[ReviewedProject]
) -> tuple[dict[int | None, Load], dict[int, list[TicketRow]]]:
    """The unresolved problems of each project at the instant at which the clock stands."""
    from floorboard.desk import as_of

    def found(wanted: Filter) -> list[TicketRow]:
        return list(as_of.page(desk, wanted, Order.DUE, EVERYTHING).rows)

    now = desk.now()
    elsewhere = [row for row in found(Filter()) if not row.project]
    loads: dict[int | None, Load] = {None: _load(elsewhere, now)} if elsewhere else {}
    worst: dict[int, list[TicketRow]] = {}
    for each in known:
        unresolved = found(Filter(projects=(each.id,)))
        if unresolved:
            loads[each.id] = _load(unresolved, now)
            worst[each.id] = unresolved[:WORST]
    return loads, worst


def _load(found: list[TicketRow], now: Instant) -> Load:
    return Load(
        open=len(found),
        overdue=sum(row.next_due_at is not None and row.next_due_at < now for row in found),
        waiting=sum(row.state == State.WAITING for row in found),
        second_line=sum(row.state == State.SECOND_LINE for row in found),
        oldest_at=min(row.opened_at for row in found),
    )


def _unresolved(row: TicketRow) -> Unresolved:
    return Unresolved(
        row.id,
        row.title,
        row.state,
        row.priority,
        row.owner,
        row.opened_at,
        row.next_due_at,
        row.next_clock,
    )
