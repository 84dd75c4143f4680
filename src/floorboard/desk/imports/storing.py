"""Drafts into the tables: new tickets by the thousand, known ones compared and brought up to date.

Which of two exports is newer, each ticket says by `updated_at`:

- later than what the store has: the ticket is brought up to date;
- the same, with events that the store lacks: likewise;
- the same, with other fields: it is, if the export as a whole knows of something newer than its
  source has told so far; otherwise nothing says which is newer, and the ticket is left and counted;
- earlier: nothing is taken of it.

A field that people of ours ever edited is theirs from then on: the journal tells which. The state
is whose word is the last: our people's, if they did something after the export's `updated_at`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from floorboard.desk import clocks, ladder
from floorboard.desk.imports.intake import KIND_VALUES, Intake
from floorboard.desk.imports.merge import Merged, News, merge, news
from floorboard.desk.imports.progress import Meter
from floorboard.desk.rules import Rules
from floorboard.domain.clocks import Clocks, Event
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import OPEN_STATES, EventKind, State
from floorboard.exchange.drafts import TicketDraft
from floorboard.store import imports as store
from floorboard.store import search
from floorboard.store.images import Difference
from floorboard.store.queries import imports as queries
from floorboard.store.queries import numbers
from floorboard.store.queries.imports import Facts, KnownEvent, KnownTicket
from floorboard.store.rows import Row
from floorboard.store.store import Deed

CHUNK = 1_000
"""Tickets that are looked up, compared and written together."""

_COUNTING = frozenset(EventKind) - {
    EventKind.OPENED,
    EventKind.NOTE,
    EventKind.ASSIGNED,
    EventKind.CHANGED,
}
"""What moves a clock."""

_ANSWERING = frozenset({EventKind.REPLY, EventKind.SOLVED})


@dataclass(slots=True)
class Tally:
    """What became of a file's tickets."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0
    undecided: int = 0
    kept: int = 0
    events: int = 0


class Storing:
    """Stores drafts inside one deed."""

    def __init__(self, deed: Deed, rules: Rules, intake: Intake, *, empty: bool) -> None:
        self._deed, self._db, self._rules, self._intake = deed, deed.db, rules, intake
        self._empty = empty
        self._next_id = numbers.last_ticket(deed.db) + 1
        self._edited: dict[int, set[str]] | None = None
        # what the chunk at hand has to write; the new events one after the other
        self._new_tickets: list[tuple[object, ...]] = []
        self._new_events: list[object] = []
        self._tickets: list[tuple[object, ...]] = []
        self._events: list[tuple[object, ...]] = []
        self._told: list[Difference] = []

    def store(
        self, source: str, drafts: Sequence[TicketDraft], meter: Meter, *, by_row: bool
    ) -> Tally:
        """Store the drafts of one file. New tickets are numbered as they were opened, whatever the
        order of the rows; `by_row`: the export has one row a ticket."""
        tally = Tally()
        newest = max((draft.updated_at for draft in drafts), default=0)
        file = _File(source, by_row, newest, self._next_id, tally)
        ordered = sorted(drafts, key=lambda draft: (draft.opened_at, draft.external_id))
        meter.stored(0)
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            self._chunk(file, chunk)
            meter.stored(len(chunk))
        self._empty = self._empty and not tally.created
        return tally

    def _chunk(self, file: _File, drafts: Sequence[TicketDraft]) -> None:
        known: dict[str, KnownTicket] = {}
        keys: dict[int, set[str]] = {}
        if not self._empty:
            ids = [draft.external_id for draft in drafts]
            known = queries.known(self._db, file.source, ids)
        if known:
            if file.later is None:
                before = queries.newest_fact(self._db, file.source, file.first_id)
                file.later = file.newest > before
            for ticket_id, key in queries.keys(self._db, [each.id for each in known.values()]):
                keys.setdefault(ticket_id, set()).add(key)
        self._intake.look_up(file.source, drafts)
        new: list[TicketDraft] = []
        for draft in drafts:
            ticket = known.get(draft.external_id)
            if ticket is None:
                new.append(draft)
            else:
                self._compare(file, draft, ticket, keys.get(ticket.id, set()))
        self._create(file, new)
        self._intake.flush()
        store.add(self._db, self._new_tickets, self._new_events)
        store.update(self._db, self._tickets)
        store.update_events(self._db, self._events)
        search.changed(self._db, self._told)
        chunk = (self._new_tickets, self._new_events, self._tickets, self._events, self._told)
        for written in chunk:
            written.clear()

    def _create(self, file: _File, drafts: Sequence[TicketDraft]) -> None:
        intake, names = self._intake, self._intake.names
        words = self._intake.texts
        told = self._new_events
        for number, draft in enumerate(drafts, self._next_id):
            facts = intake.facts(draft, make=True)
            if draft.priority is None:
                intake.unranked += 1
            counting: list[Event] = []
            last = None
            for seq, event in enumerate(draft.events, 1):
                at, kind = event.at, event.kind
                told += (
                    number, seq, at, KIND_VALUES[kind],
                    names[event.actor], words[event.text], event.until, event.key,
                )  # fmt: skip
                if kind in _COUNTING:
                    counting.append(Event(at, kind, seq, event.until))
                    if kind in _ANSWERING:
                        last = at
            computed = self._clocks(facts, counting)
            solved = None if draft.state in OPEN_STATES else computed.solution.stopped_at
            times = (computed.first_reply.stopped_at, last, solved, draft.closed_at)
            due = clocks.due_times(self._rules, computed, draft.state)
            row = (number, file.source, draft.external_id, *facts, *times, *due)
            self._new_tickets.append((*row, draft.updated_at, draft.updated_at, 1))
        self._next_id += len(drafts)
        file.tally.created += len(drafts)
        file.tally.events += sum(len(draft.events) for draft in drafts)

    def _compare(
        self, file: _File, draft: TicketDraft, ticket: KnownTicket, keys: set[str]
    ) -> None:
        """Bring a known ticket up to date, if the draft has something newer to say."""
        tally, known = file.tally, ticket.facts
        if draft.updated_at < ticket.source_updated_at:
            tally.older += 1
            return
        told = news(draft, keys, State(known.state), by_row=file.by_row)
        facts = self._intake.facts(draft)
        ours: set[str] = set()
        if facts != known:
            ours = self._ours(ticket.id)
            taken = _keep(facts, known, ours)
            tally.kept += sum(getattr(facts, name) != getattr(taken, name) for name in _EDITABLE)
            facts = taken
        same = facts._replace(state=known.state) == self._with_person(known)
        if draft.updated_at > ticket.source_updated_at or told.fresh or (file.later and not same):
            self._update(file, draft, ticket, told, ours)
        elif same and (facts.state == known.state or self._state_is_ours(file, draft, ticket)):
            tally.unchanged += 1
        else:
            tally.undecided += 1

    def _update(
        self, file: _File, draft: TicketDraft, ticket: KnownTicket, told: News, ours: set[str]
    ) -> None:
        tally, known = file.tally, ticket.facts
        if "project_id" in ours:
            draft = replace(draft, project="")  # not made for a ticket that doesn't take it
        facts = _keep(self._intake.facts(draft, make=True), known, ours)
        if draft.priority is None:
            facts = facts._replace(priority=known.priority)
        stored = queries.events(self._db, ticket.id)
        merged = merge(stored, draft, told, self._intake.words, by_row=file.by_row)
        if merged.ours and merged.state is not draft.state:
            tally.kept += 1
        facts = facts._replace(state=merged.state.value)
        for event in merged.added:
            self._new_events += _event_row(ticket.id, event)
        self._events += [_event_row(ticket.id, event) for event in merged.changed]
        events = [Event(e.at, EventKind(e.kind), e.seq, e.until) for e in merged.events]
        computed = self._clocks(facts, events)
        raised = ladder.raised_in(self._deed, ticket.id, computed.cycle)
        if merged.state not in OPEN_STATES:
            ladder.close_open(self._deed, ticket.id, self._deed.at)
        row = (
            *(ticket.id, file.source, ticket.external_id, *facts),
            *clocks.times(events, computed, merged.state),
            *clocks.due_times(self._rules, computed, merged.state, raised),
            *(draft.updated_at, max(draft.updated_at, ticket.updated_at), self._deed.version),
        )
        self._tickets.append(row)
        self._told += _texts(ticket, facts, stored, merged)
        tally.updated += 1
        tally.events += len(merged.added)

    def _clocks(self, facts: Facts, events: Sequence[Event]) -> Clocks:
        return clocks.clocks_of(
            self._rules,
            facts.opened_at,
            events,
            facts.kind,
            self._intake.project_code(facts.project_id),
            facts.priority,
            facts.recorded_target_at,
        )

    def _ours(self, ticket_id: int) -> set[str]:
        """The fields of a ticket that were edited here. Few imports need to know."""
        if self._edited is None:
            self._edited = queries.edited(self._db)
        return self._edited.get(ticket_id, set())

    def _with_person(self, known: Facts) -> Facts:
        """`known` with the person whose name it bears, who may have come after the import."""
        if known.owner_id is not None:
            return known
        owner_id, owner_label = self._intake.owner(known.owner_label)
        return known._replace(owner_id=owner_id, owner_label=owner_label)

    def _state_is_ours(self, file: _File, draft: TicketDraft, ticket: KnownTicket) -> bool:
        """Whether the state is another than the draft's because of what was done here."""
        stored = queries.events(self._db, ticket.id)
        merged = merge(stored, draft, News((), ()), self._intake.words, by_row=file.by_row)
        return merged.ours and merged.state.value == ticket.facts.state


@dataclass(slots=True)
class _File:
    """A file that is being stored."""

    source: str
    by_row: bool
    newest: Instant
    """The newest instant that it tells."""
    first_id: int
    """The number of the first ticket that it makes."""
    tally: Tally
    later: bool | None = None
    """Whether it tells of something newer than its source has told before; None until a ticket is
    met that the store knows."""


_EDITABLE = ("title", "priority", "owner_id", "project_id")


def _keep(facts: Facts, known: Facts, ours: set[str]) -> Facts:
    """`facts` with the values of the fields that are ours."""
    for name in ours.intersection(_EDITABLE):
        facts = facts._replace(**{name: getattr(known, name)})
    if "owner_id" in ours:
        count = max(facts.reassignment_count, known.reassignment_count)
        facts = facts._replace(owner_label=known.owner_label, reassignment_count=count)
    return facts


def _event_row(ticket_id: int, event: KnownEvent) -> tuple[object, ...]:
    seq, at, kind, actor, body, until, key = event
    return (ticket_id, seq, at, kind, actor, body, until, key)


def _texts(
    ticket: KnownTicket, facts: Facts, stored: Sequence[KnownEvent], merged: Merged
) -> Iterator[Difference]:
    """Which texts of a known ticket change, for the search index."""

    def own(facts: Facts) -> Row:
        return {"title": facts.title, "body": facts.body, "external_id": ticket.external_id}

    if own(ticket.facts) != own(facts):
        yield Difference("ticket", (ticket.id,), own(ticket.facts), own(facts))
    bodies = {event.seq: event.body for event in stored}
    for event in (*merged.changed, *merged.added):
        was = bodies.get(event.seq)
        if was != event.body:
            old: Row | None = None if was is None else {"body": was}
            yield Difference("ticket_event", (ticket.id, event.seq), old, {"body": event.body})
