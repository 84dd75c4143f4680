"""Tickets: edited under an optimistic lock, noted on, and given their clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from floorboard.desk import intake, rules
from floorboard.desk.desk import Desk
from floorboard.desk.rules import Rules
from floorboard.desk.stale import StaleTicket, changes_since
from floorboard.domain.clocks import Clocks, Event, compute
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER, OPEN_STATES, ClockName, EventKind, State
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries.clocks import ClockFacts
from floorboard.store.store import Deed

if TYPE_CHECKING:
    from floorboard.store.tables import Ticket

__all__ = ["DueTimes", "StaleTicket", "clocks_from", "clocks_of", "due_times", "edit", "note"]


class Kept(Enum):
    """The type of `KEPT`, because None is a value: nobody's ticket, no project."""

    KEPT = "kept"


KEPT: Final = Kept.KEPT
"""Leave the field as it is."""

PRIORITIES = range(1, 6)


class DueTimes(NamedTuple):
    """The due times that are stored with a ticket, named as its columns are."""

    first_reply_due_at: Instant | None
    status_reply_due_at: Instant | None
    solution_due_at: Instant | None
    next_due_at: Instant
    """`NEVER` where no clock runs."""
    next_clock: str | None


@dataclass(frozen=True, slots=True)
class _Change:
    """A field's old and new value, and both in words."""

    field: str
    before: object
    after: object
    said_before: str
    said_after: str


def clocks_of(
    rules: Rules,
    opened_at: Instant,
    events: Iterable[Event],
    kind: str,
    project_code: str | None,
    priority: int | None,
    recorded_target_at: Instant | None = None,
    *,
    as_of: Instant | None = None,
) -> Clocks:
    """A ticket's clocks under `rules`; a recorded target is its solution's."""
    recorded = {} if recorded_target_at is None else {ClockName.SOLUTION: recorded_target_at}
    targets = rules.targets(kind, project_code, priority)
    return compute(opened_at, events, targets, rules.calendars, recorded, as_of)


def clocks_from(rules: Rules, facts: ClockFacts, as_of: Instant | None = None) -> Clocks:
    """`clocks_of` a ticket in the store."""
    return clocks_of(
        rules,
        facts.opened_at,
        [Event(at, EventKind(kind), seq, until) for at, kind, seq, until in facts.events],
        facts.kind,
        facts.project_code,
        facts.priority,
        facts.recorded_target_at,
        as_of=as_of,
    )


def due_times(clocks: Clocks, state: State) -> DueTimes:
    """What is stored of `clocks`; a solved or closed ticket has no next due time."""
    first, status, solution = clocks.first_reply, clocks.status_reply, clocks.solution
    following = clocks.next_due if state in OPEN_STATES else None
    due, clock = following or (NEVER, None)
    return DueTimes(
        first.due_at, status.due_at, solution.due_at, due, None if clock is None else clock.value
    )


def edit(
    desk: Desk,
    ticket_id: int,
    version: int,
    *,
    title: str | Kept = KEPT,
    priority: int | Kept = KEPT,
    owner_id: int | Kept | None = KEPT,
    project_id: int | Kept | None = KEPT,
) -> int:
    """Change the fields that are given on the ticket as it was at `version`; its new version.

    Raises `StaleTicket` where somebody else changed it since. Fields that have the value already
    are no change; where nothing changes, nothing is written and the version stays.
    """
    wanted = _wanted(title, priority, owner_id, project_id)
    in_force = rules.in_force(desk)
    with desk.deed("ticket.edited", f"ticket/{ticket_id}") as deed:
        ticket = _found(deed, ticket_id)
        if ticket.version != version:
            raise changes_since(deed, ticket, version)
        changes = [
            _change(deed, ticket, field, value)
            for field, value in wanted.items()
            if getattr(ticket, field) != value
        ]
        if not changes:
            deed.withdraw()
            return version
        if any(change.field == "owner_id" for change in changes) and (
            ticket.owner_id is not None or ticket.owner_label
        ):
            ticket.reassignment_count += 1
        for change in changes:
            setattr(ticket, change.field, change.after)
            if change.field == "owner_id":
                ticket.owner_label = ""
            deed.before[change.field] = change.before
            deed.after[change.field] = change.after
        ticket.version, ticket.updated_at = version + 1, max(deed.at, ticket.updated_at)
        deed.before["version"], deed.after["version"] = version, version + 1
        deed.session.add(ticket)
        _record(deed, desk, ticket_id, changes)
        deed.session.flush()
        if {change.field for change in changes} & {"priority", "project_id"}:
            _set_clocks(deed, ticket, in_force)
        return version + 1


def note(desk: Desk, ticket_id: int, text: str, by: str = "") -> None:
    """Add a note for colleagues to the ticket's history. It changes no field, so an edit that
    somebody else has begun stays possible. `by` says who writes, where nobody is signed in."""
    body = intake.filled(intake.text(text, N_("the note")), N_("the note"))
    with desk.deed("ticket.noted", f"ticket/{ticket_id}") as deed:
        ticket = _found(deed, ticket_id)
        ticket.updated_at = max(deed.at, ticket.updated_at)
        deed.session.add(ticket)
        seq = _add_event(deed, desk, ticket_id, EventKind.NOTE, body, by)
        deed.after.update(event=seq, note=body)


def _wanted(
    title: str | Kept,
    priority: int | Kept,
    owner_id: int | Kept | None,
    project_id: int | Kept | None,
) -> Mapping[str, object]:
    """The fields that were given, checked as far as they can be without the store."""
    wanted: dict[str, object] = {}
    if title is not KEPT:
        field = N_("the title")
        wanted["title"] = intake.filled(intake.line(title, field), field)
    if priority is not KEPT:
        if priority not in PRIORITIES:
            raise Problem(N_("the priority is a number from 1 to 5, not {given}"), given=priority)
        wanted["priority"] = priority
    if owner_id is not KEPT:
        wanted["owner_id"] = owner_id
    if project_id is not KEPT:
        wanted["project_id"] = project_id
    return wanted


def _found(deed: Deed, ticket_id: int) -> Ticket:
    # imported here: reading a board must not wait for the tables' library
    from floorboard.store.tables import Ticket

    ticket = deed.session.get(Ticket, ticket_id)
    if ticket is None:
        raise Problem(N_("there is no ticket {number}"), number=ticket_id)
    return ticket


def _change(deed: Deed, ticket: Ticket, field: str, value: object) -> _Change:
    before = getattr(ticket, field)
    if field == "owner_id":
        said = (_person(deed, before) or ticket.owner_label, _person(deed, value))
    elif field == "project_id":
        said = (_project(deed, before), _project(deed, value))
    else:
        said = (str(before), str(value))
    return _Change(field, before, value, *said)


def _person(deed: Deed, person_id: object) -> str:
    from floorboard.store.tables import Person

    if person_id is None:
        return ""
    person = deed.session.get(Person, person_id)
    if person is None:
        raise Problem(N_("there is no person {number}"), number=person_id)
    return person.name


def _project(deed: Deed, project_id: object) -> str:
    from floorboard.store.tables import Project

    if project_id is None:
        return ""
    project = deed.session.get(Project, project_id)
    if project is None:
        raise Problem(N_("there is no project {number}"), number=project_id)
    return project.code


def _record(deed: Deed, desk: Desk, ticket_id: int, changes: Iterable[_Change]) -> None:
    """One event for a new owner, one for all other fields; `-` stands for none."""
    other = []
    for change in changes:
        words = f"{change.said_before or '-'} → {change.said_after or '-'}"
        if change.field == "owner_id":
            _add_event(deed, desk, ticket_id, EventKind.ASSIGNED, words)
        else:
            other.append(f"{change.field.removesuffix('_id')}: {words}")
    if other:
        _add_event(deed, desk, ticket_id, EventKind.CHANGED, "\n".join(other))


def _add_event(
    deed: Deed,
    desk: Desk,
    ticket_id: int,
    kind: EventKind,
    body: str,
    by: str = "",
) -> int:
    from floorboard.store.tables import TicketEvent

    deed.session.flush()
    seq = clock_queries.next_seq(deed.db, ticket_id)
    person = desk.actor.person_id
    actor = "" if person else intake.line(by, N_("the writer's name")) or desk.actor.console
    deed.session.add(
        TicketEvent(
            ticket_id=ticket_id,
            seq=seq,
            at=deed.at,
            kind=kind.value,
            person_id=person,
            actor=actor,
            body=body,
        )
    )
    return seq


def _set_clocks(deed: Deed, ticket: Ticket, in_force: Rules) -> None:
    assert ticket.id is not None
    facts = clock_queries.facts(deed.db, ticket.id)
    assert facts is not None
    due = due_times(clocks_from(in_force, facts), State(ticket.state))
    for column, value in due._asdict().items():
        setattr(ticket, column, value)
    deed.session.add(ticket)
