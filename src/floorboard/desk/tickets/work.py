"""One ticket in the hands of a deed: its row, its new events, and its clocks when that is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from floorboard.desk import clocks, intake, ladder, permissions, rules
from floorboard.desk.desk import Desk
from floorboard.desk.rules import Rules
from floorboard.desk.stale import changes_since
from floorboard.domain.clocks import Event
from floorboard.domain.handling import Handling, after, refusal
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER, OPEN_STATES, EventKind, State
from floorboard.store import rows
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import standing
from floorboard.store.queries import tickets as queries
from floorboard.store.store import Deed

ACTIONS: Mapping[Handling, str] = {
    Handling.NOTE: "ticket.noted",
    Handling.REPLY: "ticket.replied",
    Handling.CHASE: "ticket.chased",
    Handling.PROMISE: "ticket.promised",
    Handling.ASSIGN: "ticket.assigned",
    Handling.TAKE: "ticket.taken",
    Handling.HAND_OVER: "ticket.handed_over",
    Handling.GIVE_BACK: "ticket.returned",
    Handling.WAIT: "ticket.waiting",
    Handling.RESUME: "ticket.resumed",
    Handling.SOLVE: "ticket.solved",
    Handling.CLOSE: "ticket.closed",
    Handling.REOPEN: "ticket.reopened",
    Handling.RATE: "ticket.rated",
    Handling.EDIT: "ticket.edited",
    Handling.LINK: "ticket.linked",
    Handling.MERGE: "ticket.merged",
    Handling.SPLIT: "ticket.split",
}
"""What the journal and the permissions call each handling."""

_MOVES_CLOCKS = frozenset(EventKind) - {
    EventKind.NOTE,
    EventKind.ASSIGNED,
    EventKind.LINKED,
    EventKind.RATED,
    EventKind.CHANGED,
}


@dataclass(slots=True)
class Work:
    """A ticket that a deed changes. `row` is as it was found, with what was `set` since."""

    deed: Deed
    rules: Rules
    row: dict[str, Any]
    at: Instant
    """When it happens: now, or at its last event where the machine's clock was set back, for what
    happens later must sort later."""
    _next_seq: int
    _set: dict[str, object] = field(default_factory=dict)
    _clocks_moved: bool = False

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def state(self) -> State:
        return State(self.row["state"])

    def set(self, **columns: object) -> None:
        """Give columns of the ticket other values."""
        self.row.update(columns)
        self._set.update(columns)

    def event(self, kind: EventKind, body: str = "", until: Instant | None = None) -> None:
        """Add to the ticket's history."""
        actor = self.deed.by
        rows.insert(
            self.deed.db,
            "ticket_event",
            {
                "ticket_id": self.id,
                "seq": self._next_seq,
                "at": self.at,
                "kind": kind.value,
                "person_id": actor.person_id,
                "actor": "" if actor.person_id else actor.console,
                "body": body,
                "until": until,
            },
        )
        self._next_seq += 1
        self._clocks_moved |= kind in _MOVES_CLOCKS

    def step(self, handling: Handling) -> None:
        """Bring the ticket to the state that `handling` leads to."""
        waited = self.state is State.WAITING
        back = waited and clock_queries.with_second_line(self.deed.db, self.id)
        state = after(handling, self.state, handed_over=back)
        if state is not self.state:
            self.set(state=state.value)
        if state not in OPEN_STATES:
            self.set(next_due_at=NEVER, next_clock=None, next_rung_at=NEVER)

    def give_to(self, owner_id: int | None) -> None:
        """Make somebody, or nobody, the owner, and tell so in the history.

        Raises `Problem` for who doesn't work here today.
        """
        before = self.row["owner_id"], self.row["owner_label"]
        if before == (owner_id, ""):
            return
        if owner_id is not None:
            check_owner(self.deed, owner_id)
        named = queries.person_names(self.deed.db, {before[0], owner_id} - {None})
        words = [named.get(before[0], before[1]), named.get(owner_id, "")]
        count = self.row["reassignment_count"] + (before != (None, ""))
        self.set(owner_id=owner_id, owner_label="", reassignment_count=count)
        self.event(EventKind.ASSIGNED, " → ".join(word or "–" for word in words))

    def move_clocks(self) -> None:
        """Something that the targets depend on has changed."""
        self._clocks_moved = True

    def finish(self, *, versioned: bool = True) -> None:
        """Write the row: with its clocks computed anew, where something moved them, and with its
        new version, unless only its history grew."""
        if self._clocks_moved:
            self._flush()
            self._settle()
        if self._set and versioned:
            self.set(version=self.deed.version)
        self.set(updated_at=max(self.at, self.row["updated_at"]))
        self._flush()

    def _settle(self) -> None:
        facts = clock_queries.facts(self.deed.db, self.id)
        assert facts is not None
        computed = clocks.clocks_from(self.rules, facts)
        raised = ladder.raised_in(self.deed, self.id, computed.cycle)
        events = [Event(at, EventKind(kind), seq) for at, kind, seq, _ in facts.events]
        self.set(
            **clocks.times(events, computed, self.state)._asdict(),
            **clocks.due_times(self.rules, computed, self.state, raised)._asdict(),
        )

    def _flush(self) -> None:
        if self._set:
            rows.update(self.deed.db, "ticket", (self.id,), self._set)
            self._set = {}


def begin(deed: Deed, in_force: Rules, ticket_id: int) -> Work:
    """Take up a ticket, which is watched already."""
    row = rows.get(deed.db, "ticket", ticket_id)
    if row is None:
        raise Problem(N_("there is no ticket {number}"), number=ticket_id)
    seq, latest = clock_queries.last_event(deed.db, ticket_id)
    return Work(deed, in_force, row, max(deed.at, latest), seq + 1)


@contextmanager
def handle(
    desk: Desk, ticket_id: int, handling: Handling, version: int | None = None
) -> Iterator[Work]:
    """A deed that does `handling` to a ticket.

    Raises `Problem` where it isn't possible in the ticket's state, `StaleTicket` where the ticket
    isn't as it was at `version` any more.
    """
    with desk.deed(ACTIONS[handling], f"ticket/{ticket_id}") as deed:
        deed.watch("ticket", [ticket_id])
        work = begin(deed, rules.within(deed), ticket_id)
        if version is not None and work.row["version"] != version:
            raise changes_since(deed, work.row, version)
        check(work, handling)
        found = work.row["version"]
        yield work
        if not deed.withdrawn:
            work.finish()
            deed.before["version"], deed.after["version"] = found, work.row["version"]


def check(work: Work, handling: Handling) -> None:
    """Raise a `Problem` where `handling` isn't possible with the ticket as it is."""
    refused = refusal(handling, work.state)
    if refused is not None:
        raise Problem(N_("#{number}: {reason}"), number=work.id, reason=refused)


def check_owner(deed: Deed, person_id: int) -> None:
    """Raise a `Problem` unless this is somebody who works here today."""
    found = standing.of(deed.db, person_id)
    if not found.post:
        raise Problem(N_("there is no person {number}"), number=person_id)
    if not permissions.works_here(found, deed.at):
        raise Problem(
            N_("{name} doesn't work here today"),
            name=found.name,
            fix=N_("Choose somebody else; nothing was saved"),
        )


def owner_or_nobody(deed: Deed, person_id: int | None) -> int | None:
    """The same person where they work here today, else nobody."""
    here = person_id and permissions.works_here(standing.of(deed.db, person_id), deed.at)
    return person_id if here else None


def said(text: str, field_: str) -> str:
    """What somebody wrote, clean, and not empty."""
    return intake.filled(intake.text(text, field_), field_)
