"""The ladder of one ticket, for the deeds that move its clocks or end it."""

from __future__ import annotations

from collections.abc import Collection

from floorboard.desk.rules import Rules
from floorboard.domain import ladder
from floorboard.domain.clocks import Clocks
from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import NEVER
from floorboard.store.queries import rungs
from floorboard.store.store import Deed


def next_rung_at(rules: Rules, clocks: Clocks, raised: Collection[str] = ()) -> Instant:
    """When the next rung of a ticket falls due, of those not `raised` in its cycle; `NEVER` where
    none will. A time that is over means that the next look raises it."""
    found = ladder.next_rung(rules.policy.ladder, clocks, rules.calendars, raised)
    return NEVER if found is None else found[0]


def raised_in(deed: Deed, ticket_id: int, cycle: int) -> frozenset[str]:
    """The names of the rungs that were raised for the ticket in that cycle."""
    return rungs.raised(deed.db, [ticket_id]).get((ticket_id, cycle), frozenset())


def close_open(deed: Deed, ticket_id: int, at: Instant) -> int:
    """Close every open escalation of a ticket that is solved, or merged into another one; how many
    there were. Who did it, the ticket's history tells."""
    closed = rungs.close(deed.db, ticket_id, at, deed.version)
    kind = EscalationNoteKind.CLOSED.value
    notes = [(each, rungs.next_note(deed.db, each), at, kind, None, "", "") for each in closed]
    rungs.add(deed.db, (), (), notes)
    return len(closed)
