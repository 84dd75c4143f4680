"""The ticket list as it stood at an instant.

The due times in the store describe the present. Where the clock stands still before the newest
change, they are computed anew from each ticket's history: its state and clocks are those of the
instant, its title, owner, project and priority those of today, because a history tells of changes,
not of fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from floorboard.desk import rules
from floorboard.desk.clocks import clocks_from, due_times
from floorboard.desk.desk import Desk
from floorboard.domain.clocks import Verdict, verdict
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import NEVER, OPEN_STATES, EventKind, State
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import listing
from floorboard.store.queries import tickets as ticket_queries
from floorboard.store.queries.clocks import ClockFacts
from floorboard.store.queries.listing import Filter, Key, Order
from floorboard.store.views.listing import TicketRow
from floorboard.store.views.ticket import TicketView

PAGE = 1000
"""Tickets replayed between two looks at the store."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, how many the whole list has, and the key to go on after."""

    rows: tuple[TicketRow, ...]
    total: int
    next: Key | None
    replayed: bool
    """Whether the rows were computed from history, because the instant lies in the past."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a ticket's solution stood at an instant, beside what its source system recorded."""

    verdict: Verdict
    solution_due_at: Instant | None
    recorded_verdict: str | None
    recorded_target_at: Instant | None


def page(desk: Desk, wanted: Filter, order: Order, limit: int, after: Key | None = None) -> Page:
    """Up to `limit` rows at the desk's time, after the key `after`, with the list's length."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        # A clock that runs shows the present, even where another console's is ahead of it.
        newest = listing.page(db, Filter(everything=True), Order.UPDATED, 1) if desk.frozen else ()
        if not newest or now >= newest[0].updated_at:
            rows = listing.page(db, wanted, order, limit + 1, after=after)
            total = listing.count(db, wanted)
            return _cut(rows, limit, order, total, replayed=False)
    found = sorted(_then(desk, wanted, now), key=order.key, reverse=order.descending)
    rest: Iterable[TicketRow] = found
    if after is not None:
        rest = (row for row in found if _comes_after(order, order.key(row), after))
    return _cut(list(rest), limit, order, len(found), replayed=True)


def outcomes(desk: Desk, ticket_ids: Iterable[int]) -> dict[int, Outcome]:
    """How the solution of each of these tickets stood at the desk's time, by ticket."""
    in_force, now = rules.in_force(desk), desk.now()
    found: dict[int, Outcome] = {}
    with desk.store.reading(snapshot=True) as db:
        for ticket_id in ticket_ids:
            facts = clock_queries.facts(db, ticket_id)
            ticket = ticket_queries.by_id(db, ticket_id)
            if facts is None or ticket is None:
                continue
            solution = clocks_from(in_force, facts, now).solution
            found[ticket_id] = Outcome(
                verdict(solution, now),
                solution.due_at,
                ticket.recorded_verdict,
                ticket.recorded_target_at,
            )
    return found


def ticket(desk: Desk, view: TicketView) -> TicketView:
    """`view` as the ticket stood at the desk's time; as it is, if it hasn't changed since."""
    now = desk.now()
    if not desk.frozen or now >= view.updated_at:
        return view
    with desk.store.reading(snapshot=True) as db:
        facts = clock_queries.facts(db, view.id)
    assert facts is not None
    clocks, state = clocks_from(rules.in_force(desk), facts, now), state_then(facts, now)
    due = due_times(rules.in_force(desk), clocks, state)
    replies = [at for at, kind, _seq, _until in facts.events if kind == EventKind.REPLY]
    return replace(
        view,
        state=state.value,
        first_replied_at=clocks.first_reply.stopped_at,
        last_replied_at=max((at for at in replies if at <= now), default=None),
        solved_at=clocks.solution.stopped_at,
        closed_at=_until(view.closed_at, now),
        first_reply_due_at=due.first_reply_due_at,
        status_reply_due_at=due.status_reply_due_at,
        solution_due_at=due.solution_due_at,
        next_due_at=None if due.next_due_at == NEVER else due.next_due_at,
        next_clock=due.next_clock,
    )


def state_then(facts: ClockFacts, now: Instant) -> State:
    """The state that the events up to `now` leave a ticket in."""
    state = State.NEW
    for at, kind, _seq, _until in facts.events:
        if at > now:
            break
        event = EventKind(kind)
        if event is EventKind.CHASED:
            state = State.OPEN if state is State.WAITING else state
        elif event in (EventKind.REPLY, EventKind.ASSIGNED):
            state = State.OPEN if state is State.NEW else state
        else:
            state = _STATE_AFTER.get(event, state)
    return state


_STATE_AFTER = {
    EventKind.SECOND_LINE: State.SECOND_LINE,
    EventKind.RETURNED: State.OPEN,
    EventKind.WAITING: State.WAITING,
    EventKind.RESUMED: State.OPEN,
    EventKind.SOLVED: State.SOLVED,
    EventKind.CLOSED: State.CLOSED,
    EventKind.REOPENED: State.OPEN,
}


def _then(desk: Desk, wanted: Filter, now: Instant) -> Iterator[TicketRow]:
    """The rows that the filter lets through, as they stood at `now`, in no order."""
    lasting = replace(wanted, everything=True, states=(), due_before=None, due_from=None)
    in_force = rules.in_force(desk)
    key: Key | None = None
    with desk.store.reading(snapshot=True) as db:
        while True:
            rows = listing.page(db, lasting, Order.NUMBER, PAGE, after=key)
            for row in rows:
                if row.opened_at > now:
                    continue
                if row.updated_at > now:
                    facts = clock_queries.facts(db, row.id)
                    assert facts is not None
                    state = state_then(facts, now)
                    due = due_times(in_force, clocks_from(in_force, facts, now), state)
                    row = row._replace(
                        state=state.value,
                        next_due_at=None if due.next_due_at == NEVER else due.next_due_at,
                        next_clock=due.next_clock,
                    )
                if _fits(row, wanted):
                    yield row
            if len(rows) < PAGE:
                return
            key = Order.NUMBER.key(rows[-1])


def _until(at: Instant | None, now: Instant) -> Instant | None:
    return at if at is not None and at <= now else None


def _fits(row: TicketRow, wanted: Filter) -> bool:
    """Whether the parts of the filter that depend on the instant let `row` through."""
    if wanted.open_only and row.state not in OPEN_STATES:
        return False
    if wanted.states and row.state not in wanted.states:
        return False
    due = NEVER if row.next_due_at is None else row.next_due_at
    if wanted.due_before is not None and due >= wanted.due_before:
        return False
    return wanted.due_from is None or due >= wanted.due_from


def _comes_after(order: Order, key: Key, after: Key) -> bool:
    return key < after if order.descending else key > after


def _cut(rows: list[TicketRow], limit: int, order: Order, total: int, *, replayed: bool) -> Page:
    """The first `limit` of `rows`; there is a next page if there was one more."""
    more = len(rows) > limit
    shown = tuple(rows[:limit])
    return Page(shown, total, order.key(shown[-1]) if more and shown else None, replayed)
