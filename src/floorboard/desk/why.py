"""`w`: why a ticket is due when it is. The words for it are made where it is shown."""

from __future__ import annotations

from floorboard.desk import rules
from floorboard.desk.clocks import clocks_from
from floorboard.desk.desk import Desk
from floorboard.domain import explanation
from floorboard.domain.explanation import ClockAccount, Explanation
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store.queries import clocks as clock_queries

__all__ = ["ClockAccount", "Explanation", "explain"]


def explain(desk: Desk, ticket_id: int, as_of: Instant | None = None) -> Explanation:
    """The account of a ticket's clocks now, or as they stood at `as_of`.

    Only the history counts what was known then: kind, project and priority are today's.
    """
    at = desk.now() if as_of is None else as_of
    in_force = rules.in_force(desk)
    with desk.store.reading(snapshot=True) as db:
        facts = clock_queries.facts(db, ticket_id)
    if facts is None:
        raise Problem(N_("there is no ticket {number}"), number=ticket_id)
    if at < facts.opened_at:
        raise Problem(N_("ticket {number} wasn't opened yet at that time"), number=ticket_id)
    clocks = clocks_from(in_force, facts, at)
    return explanation.explain(ticket_id, at, in_force.policy, clocks, in_force.calendars)
