"""A ticket's clocks under the rules in force, and what the store keeps of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from floorboard.desk import ladder
from floorboard.desk.rules import Rules
from floorboard.domain.clocks import Clocks, Event, compute
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import NEVER, OPEN_STATES, ClockName, EventKind, State
from floorboard.store.queries.clocks import ClockFacts


class DueTimes(NamedTuple):
    """The due times that are stored with a ticket, named as its columns are."""

    first_reply_due_at: Instant | None
    status_reply_due_at: Instant | None
    solution_due_at: Instant | None
    next_due_at: Instant
    """`NEVER` where no clock runs."""
    next_clock: str | None
    next_rung_at: Instant
    """When the next rung of the escalation ladder falls due; `NEVER` where none will."""


class Times(NamedTuple):
    """What a ticket's history amounts to, named as its columns are."""

    first_replied_at: Instant | None
    last_replied_at: Instant | None
    solved_at: Instant | None
    closed_at: Instant | None


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


def due_times(rules: Rules, clocks: Clocks, state: State, raised: Collection[str] = ()) -> DueTimes:
    """What is stored of `clocks`; a solved or closed ticket has no next due time, and no rung.

    `raised` are the rungs that were raised in this cycle already.
    """
    first, status, solution = clocks.first_reply, clocks.status_reply, clocks.solution
    due, clock = (clocks.next_due if state in OPEN_STATES else None) or (NEVER, None)
    return DueTimes(
        first.due_at,
        status.due_at,
        solution.due_at,
        due,
        None if clock is None else clock.value,
        ladder.next_rung_at(rules, clocks, raised) if state in OPEN_STATES else NEVER,
    )


def times(events: Iterable[Event], computed: Clocks, state: State) -> Times:
    """First and last reply, solving and closing: what the clocks say of when they stopped. Solving
    tells the customer too, and closing what wasn't solved solves it."""
    events = list(events)
    answers = [e.at for e in events if e.kind in (EventKind.REPLY, EventKind.SOLVED)]
    closings = [e.at for e in events if e.kind is EventKind.CLOSED]
    return Times(
        computed.first_reply.stopped_at,
        max(answers, default=None),
        None if state in OPEN_STATES else computed.solution.stopped_at,
        max(closings, default=None) if state is State.CLOSED else None,
    )
