"""Rows become tickets: one row as it stands, or the rows of a log folded into a history.

What a source dates before the opening happened at the opening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from floorboard.domain.instant import Instant
from floorboard.domain.ticket import Channel, EventKind, Kind, State
from floorboard.exchange.drafts import EventDraft, TicketDraft, Verdict
from floorboard.exchange.fields import Reader, Record, absent
from floorboard.exchange.profiles import Field

_DONE = frozenset({State.SOLVED, State.CLOSED})
_LEAVING = {
    State.WAITING: EventKind.RESUMED,
    State.SECOND_LINE: EventKind.RETURNED,
    State.SOLVED: EventKind.REOPENED,
    State.CLOSED: EventKind.REOPENED,
}
_ENTERING = {State.WAITING: EventKind.WAITING, State.SECOND_LINE: EventKind.SECOND_LINE}


def steps(before: State, after: State) -> tuple[EventKind, ...]:
    """What happened between two states, in order.

    Whoever stores a newer export can explain a state that its rows do not: a list of tickets
    shows only where each one stands. Closing what was not solved is solving it too.
    """
    if before is after:
        return ()
    if after is State.CLOSED:
        solving = () if before is State.SOLVED else (EventKind.SOLVED,)
        return (*solving, EventKind.CLOSED)
    if after is State.SOLVED:
        return () if before is State.CLOSED else (EventKind.SOLVED,)
    happened = (_LEAVING.get(before), _ENTERING.get(after))
    return tuple(kind for kind in happened if kind is not None)


_instant = itemgetter(0)
_STEPS = {(before, after): steps(before, after) for before in State for after in State}


@dataclass(slots=True)
class Readers:
    """Every field of a profile, ready to be read from records; absent columns read as nothing."""

    texts: Mapping[Field, Reader[str]]
    times: Mapping[Field, Reader[Instant | None]]
    counts: Mapping[Field, Reader[int]]
    state: Reader[State | None]
    """None: missing, or as in the row before."""
    priority: Reader[int | None]
    kind: Reader[Kind]
    channel: Reader[Channel]
    verdict: Reader[Verdict | None]


class _History:
    """The events of one ticket: plain tuples until all of their instants are settled."""

    __slots__ = ("events",)

    def __init__(self) -> None:
        self.events: list[tuple[Instant, EventKind, str, str, str]] = []
        """`(at, kind, stamp, actor, text)`; kind and stamp together are the event's key."""

    def add(self, kind: EventKind, at: Instant, actor: str = "") -> None:
        """An event of which nothing but its own instant tells it from others of its kind."""
        if (at, kind) not in [event[:2] for event in self.events]:
            self.events.append((at, kind, f"@{at}", actor, ""))

    def settle(self, kind: EventKind, at: Instant) -> None:
        """The last event of this kind happened at `at`: the source recorded it."""
        for index in range(len(self.events) - 1, -1, -1):
            if self.events[index][1] is kind:
                self.events[index] = (at, *self.events[index][1:])
                return
        self.add(kind, at)

    def last(self, kind: EventKind) -> Instant | None:
        for event in reversed(self.events):
            if event[1] is kind:
                return event[0]
        return None

    def drafts(self) -> tuple[EventDraft, ...]:
        self.events.sort(key=_instant)
        return tuple(
            [
                EventDraft(kind + stamp, at, kind, actor, text)
                for at, kind, stamp, actor, text in self.events
            ]
        )


class Folder:
    """Makes a `TicketDraft` of the records of one ticket."""

    def __init__(self, readers: Readers, source: str) -> None:
        self.readers, self.source = readers, source
        texts, times = readers.texts, readers.times
        self._owner, self._group = texts["owner"], texts["group"]
        self._actor, self._opener = texts["updated_by"], texts["opened_by"]
        self._opened, self._updated = times["opened_at"], times["updated_at"]
        self._solved, self._closed = times["solved_at"], times["closed_at"]
        self._target = times["target_at"]
        self._reopened = readers.counts["reopen_count"]
        self._reassigned = readers.counts["reassignment_count"]
        self._texts = {
            name: (texts[name].get, texts[name].known)
            for name in ("title", "text", "project", "customer")
            if texts[name].get is not absent
        }
        self._replies: Sequence[tuple[EventKind, Reader[Instant | None]]] = (
            (EventKind.REPLY, times["first_reply_at"]),
            (EventKind.REPLY, times["last_reply_at"]),
            (EventKind.CHASED, times["chased_at"]),
        )

    def from_row(self, external_id: str, record: Record) -> TicketDraft:
        """A ticket of which one row says where it stands now."""
        opened_at = self._opened.of(record) or 0
        solved_at, closed_at = self._solved.of(record), self._closed.of(record)
        state = self.readers.state.of(record) or (
            State.CLOSED if closed_at else State.SOLVED if solved_at else State.NEW
        )
        latest = max(
            opened_at,
            self._updated.of(record) or 0,
            (solved_at or 0) if state in _DONE else 0,
            (closed_at or 0) if state is State.CLOSED else 0,
        )
        history = _History()
        history.events.append((opened_at, EventKind.OPENED, "", self._opener.of(record), ""))
        for kind, reader in self._replies:
            at = reader.of(record)
            if at is None or (kind is EventKind.CHASED and at <= opened_at):
                continue  # whoever opened the ticket didn't chase it by that
            history.add(kind, max(at, opened_at))
            latest = max(latest, at)
        actor = self._actor.of(record)
        if state in _DONE:
            solved_at = solved_at or closed_at or latest
            history.add(EventKind.SOLVED, max(solved_at, opened_at), actor)
        if state is State.CLOSED:
            closed_at = closed_at or latest
            history.add(EventKind.CLOSED, max(closed_at, opened_at), actor)
        if state in _ENTERING:
            history.add(_ENTERING[state], latest, actor)
        return self._draft(external_id, [record], opened_at, latest, state, history)

    def from_log(self, external_id: str, records: Sequence[Record]) -> TicketDraft:
        """A ticket of which each row shows an update. The order of the rows does not matter.

        They are taken by update time, then by the count of updates, then by what they say, so
        that every export of the log gives the same events the same keys.
        """
        readers = self.readers
        time_of, times = self._updated.get, self._updated.known
        count_of, counts = readers.counts["update_count"].get, readers.counts["update_count"].known
        state_of, states = readers.state.get, readers.state.known
        owner_of, owners = self._owner.get, self._owner.known
        group_of, groups = self._group.get, self._group.known
        priority_of = readers.priority.get
        actor_of, actors = self._actor.get, self._actor.known
        ordered = sorted(
            [(times[time_of(record)] or 0, counts[count_of(record)], record) for record in records]
        )
        first = ordered[0][2]
        opened_at = self._opened.of(first) or 0
        state, owner, group = State.NEW, owners[owner_of(first)], groups[group_of(first)]
        priority = priority_of(first)
        history = _History()
        events = history.events
        events.append((opened_at, EventKind.OPENED, "", self._opener.of(first), ""))
        place, nth = "", 1
        before: Record = ()
        for at, count, record in ordered:
            stamp = f":{count}@{at}"
            if stamp != place:
                place, nth = stamp, 1
            elif record[:-1] == before[:-1]:
                continue
            else:
                nth += 1
                stamp += f"#{nth}"
            if at < opened_at:
                at = opened_at
            actor = actors[actor_of(record)]
            told = len(events)
            new_state = states[state_of(record)] or state
            if new_state is not state:
                for kind in _STEPS[state, new_state]:
                    events.append((at, kind, stamp, actor, ""))
                state = new_state
            new_owner, new_group = owners[owner_of(record)], groups[group_of(record)]
            if new_owner != owner or new_group != group:
                parts = (new_group if new_group != group else "", new_owner)
                text = " · ".join(filter(None, parts if new_owner != owner else parts[:1]))
                events.append((at, EventKind.ASSIGNED, stamp, actor, text))
                owner, group = new_owner, new_group
            new_priority = priority_of(record)
            if new_priority != priority:
                text = f"{priority} → {new_priority}"
                events.append((at, EventKind.CHANGED, stamp, actor, text))
                priority = new_priority
            elif len(events) == told and before:
                events.append((at, EventKind.CHANGED, stamp, actor, ""))
            before = record
        newest = ordered[-1][2]
        latest = max(opened_at, ordered[-1][0])
        self._settle(history, opened_at, state, newest)
        by_age = [record for _, _, record in reversed(ordered)]
        return self._draft(external_id, by_age, opened_at, latest, state, history)

    def _settle(self, history: _History, opened_at: Instant, state: State, newest: Record) -> None:
        """Put the last solving and closing where the source itself records them.

        Many logs show the recorded times in every row, also in rows from before; they count only
        when the ticket stands solved or closed.
        """
        if state not in _DONE:
            return
        solved_at, closed_at = self._solved.of(newest), self._closed.of(newest)
        if solved_at is not None:
            history.settle(EventKind.SOLVED, max(solved_at, opened_at))
        if state is State.CLOSED and closed_at is not None:
            at_once = history.last(EventKind.SOLVED) == history.last(EventKind.CLOSED)
            if solved_at is None and at_once:
                history.settle(EventKind.SOLVED, max(closed_at, opened_at))
            history.settle(EventKind.CLOSED, max(closed_at, opened_at))

    def _draft(
        self,
        external_id: str,
        records: Sequence[Record],
        opened_at: Instant,
        latest: Instant,
        state: State,
        history: _History,
    ) -> TicketDraft:
        """The ticket; `records` stand newest first, and a blank is filled from an older one."""
        readers, newest = self.readers, records[0]
        solved_at = history.last(EventKind.SOLVED) if state in _DONE else None
        closed_at = history.last(EventKind.CLOSED) if state is State.CLOSED else None
        title = self._text("title", records)
        text = self._text("text", records)
        return TicketDraft(
            source=self.source,
            external_id=external_id,
            title=title or external_id,
            text="" if text == title else text,
            kind=readers.kind.of(newest),
            channel=readers.channel.of(newest),
            state=state,
            priority=readers.priority.of(newest),
            project=self._text("project", records),
            customer=self._text("customer", records),
            owner=self._owner.of(newest),
            group=self._group.of(newest),
            opened_at=opened_at,
            updated_at=max(latest, solved_at or 0, closed_at or 0),
            solved_at=solved_at,
            closed_at=closed_at,
            target_at=self._target.of(newest),
            verdict=readers.verdict.of(newest),
            reopen_count=self._reopened.of(newest),
            reassignment_count=self._reassigned.of(newest),
            events=history.drafts(),
            line=min(record[-1] for record in records),
        )

    def _text(self, name: Field, records: Sequence[Record]) -> str:
        if name in self._texts:
            get, known = self._texts[name]
            for record in records:
                if text := known[get(record)]:
                    return text
        return ""
