"""The register of complaints and suggestions, at the desk's time.

Where the clock stands still, what has changed since is computed anew from the histories; the
project, owner, kind and satisfaction of such a ticket are today's, because a history tells of
changes, not of fields, except that what was rated or reopened later wasn't yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from floorboard.desk import clocks, rules
from floorboard.desk.desk import Desk
from floorboard.desk.rules import Rules
from floorboard.domain.clocks import Clock, Verdict, verdict
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.register import REGISTERED, Entry
from floorboard.domain.ticket import NEVER, OPEN_STATES, ClockName, EventKind, State
from floorboard.store.connection import Connection
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import floor
from floorboard.store.queries import register as queries
from floorboard.store.queries.register import RegisterRow, Wanted


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for in the register; names as they were typed."""

    kinds: tuple[str, ...] = tuple(REGISTERED)
    states: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    start: Instant | None = None
    end: Instant | None = None
    overdue: bool = False
    late: bool = False
    """Those whose answer or solution was late, or is overdue."""
    satisfaction: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries of the register, and how many there are."""

    entries: tuple[Entry, ...]
    total: int


def entries(desk: Desk, question: Question) -> list[Entry]:
    """What the register holds of it, the one received last before the others."""
    in_force = rules.in_force(desk)
    with desk.store.reading(snapshot=True) as db:
        return _every(desk, db, in_force, question)


def page(desk: Desk, question: Question, limit: int) -> Page:
    """The `limit` entries of it that were received last."""
    now, in_force = desk.now(), rules.in_force(desk)
    with desk.store.reading(snapshot=True) as db:
        if desk.frozen or question.late:  # what the columns don't tell
            found = _every(desk, db, in_force, question)
            return Page(tuple(found[:limit]), len(found))
        wanted = replace(
            _lasting(db, question),
            states=question.states,
            satisfaction=question.satisfaction,
            overdue_at=now if question.overdue else None,
        )
        rows = queries.rows(db, wanted, limit)
        return Page(tuple(_entry(in_force, row, now) for row in rows), queries.count(db, wanted))


def _every(desk: Desk, db: Connection, in_force: Rules, question: Question) -> list[Entry]:
    now = desk.now()
    found = queries.rows(db, _lasting(db, question))
    if desk.frozen:
        found = _then(db, in_force, found, now)
    told = (_entry(in_force, row, now) for row in found)
    return [entry for entry in told if _fits(entry, question)]


def _lasting(db: Connection, question: Question) -> Wanted:
    """The part of it that doesn't depend on the instant that is looked from."""
    projects = [_projects(db, name) for name in question.projects]
    return Wanted(
        question.kinds,
        question.start,
        question.end,
        tuple(sorted({each for some in projects for each in some})),
    )


def _projects(db: Connection, name: str) -> list[int]:
    found = [each.id for each in floor.projects_named(db, name)]
    if not found:
        raise Problem(N_("there is no project {number}"), number=name)
    return found


_BEHIND = {Verdict.LATE, Verdict.OPEN_LATE}


def _fits(entry: Entry, question: Question) -> bool:
    if question.states and entry.state not in question.states:
        return False
    if question.satisfaction and entry.satisfaction not in question.satisfaction:
        return False
    if question.overdue and not entry.overdue:
        return False
    return not question.late or bool({entry.answer, entry.solution} & _BEHIND)


def _entry(in_force: Rules, row: RegisterRow, now: Instant) -> Entry:
    paused = row.state == State.WAITING and ClockName.SOLUTION in in_force.targets(
        row.kind, row.project_code, row.priority
    )
    answer = Clock(
        ClockName.FIRST_REPLY, row.opened_at, row.first_reply_due_at, row.first_replied_at
    )
    solution = Clock(
        ClockName.SOLUTION,
        row.opened_at,
        row.solution_due_at,
        row.solved_at,
        remaining_s=1 if paused else None,  # how many, the verdict doesn't ask
    )
    return Entry(
        id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        customer=row.customer,
        project_code=row.project_code,
        project=row.project,
        project_zh=row.project_zh,
        owner=row.owner,
        received_at=row.opened_at,
        answered_at=row.first_replied_at,
        answer_due_at=row.first_reply_due_at,
        answer=verdict(answer, now),
        solved_at=row.solved_at,
        solution_due_at=row.solution_due_at,
        solution=verdict(solution, now),
        overdue=row.state in OPEN_STATES and row.next_due_at < now,
        satisfaction=row.satisfaction,
        reopen_count=row.reopen_count,
    )


def _then(
    db: Connection, in_force: Rules, found: Iterator[RegisterRow], now: Instant
) -> Iterator[RegisterRow]:
    """The rows as they stood at `now`."""
    from floorboard.desk.as_of import state_then

    for row in found:
        if row.opened_at > now:
            continue
        if row.updated_at <= now:
            yield row
            continue
        facts = clock_queries.facts(db, row.id)
        assert facts is not None
        then = clocks.clocks_from(in_force, facts, now)
        state = state_then(facts, now)
        following = then.next_due if state in OPEN_STATES else None
        since = [kind for at, kind, _seq, _until in facts.events if at > now]
        yield row._replace(
            state=state.value,
            first_replied_at=then.first_reply.stopped_at,
            first_reply_due_at=then.first_reply.due_at,
            solved_at=then.solution.stopped_at,
            solution_due_at=then.solution.due_at,
            next_due_at=following[0] if following else NEVER,
            satisfaction=None if EventKind.RATED in since else row.satisfaction,
            reopen_count=max(0, row.reopen_count - since.count(EventKind.REOPENED)),
        )
