"""A newer export over a ticket that the store holds: one history of both.

An event is the same one if the source's key for it is the same; a newer export may correct it.
Nothing is taken out of a history: what an export doesn't show any more did happen.

An export with one row a ticket shows where the ticket stands, not how it came there, and often not
since when. So "waiting" in two exports is one wait, a recorded time of solving that is now another
one was corrected, and a state that no event explains is explained by `folding.steps` at the
instant of the update.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from floorboard.desk.as_of import state_then
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import NEVER, EventKind, State
from floorboard.exchange.drafts import EventDraft, TicketDraft
from floorboard.exchange.folding import steps
from floorboard.store.queries.clocks import ClockFacts
from floorboard.store.queries.imports import KnownEvent

Words = Callable[[EventDraft], tuple[str, str]]
"""The actor and the text of an event, as they are stored."""

_MOVING = frozenset(
    {
        EventKind.SECOND_LINE,
        EventKind.RETURNED,
        EventKind.WAITING,
        EventKind.RESUMED,
        EventKind.SOLVED,
        EventKind.CLOSED,
        EventKind.REOPENED,
    }
)
"""What changes a ticket's state."""

_STANDING = {
    EventKind.WAITING: {State.WAITING},
    EventKind.SECOND_LINE: {State.SECOND_LINE},
    EventKind.SOLVED: {State.SOLVED, State.CLOSED},
    EventKind.CLOSED: {State.CLOSED},
}
"""The states in which one of these is no news."""


@dataclass(frozen=True, slots=True)
class News:
    """The events of an export that the store doesn't have."""

    fresh: tuple[EventDraft, ...]
    moved: tuple[EventDraft, ...]
    """Solvings and closings that stand in the history with another time."""


def news(draft: TicketDraft, keys: Collection[str], state: State, *, by_row: bool) -> News:
    """What `draft` tells beyond `keys`, of a ticket that stands in `state`; `by_row`: the export
    has one row a ticket."""
    unknown = [event for event in draft.events if event.key not in keys]
    if not by_row or not unknown:
        return News(tuple(unknown), ())
    closed = next((e.at for e in draft.events if e.kind is EventKind.CLOSED), None)
    fresh: list[EventDraft] = []
    moved: list[EventDraft] = []
    for event in unknown:
        if state not in _STANDING.get(event.kind, ()):
            fresh.append(event)
        elif _recorded(event, draft, closed):
            moved.append(event)
    return News(tuple(fresh), tuple(moved))


def _recorded(event: EventDraft, draft: TicketDraft, closed: Instant | None) -> bool:
    """Whether the export itself tells the time, instead of its having been put where it fits."""
    solved_with_closing = event.kind is EventKind.SOLVED and event.at == closed
    return event.at != draft.updated_at and not solved_with_closing


@dataclass(slots=True)
class Merged:
    """A whole history, and which of its events are to be written."""

    events: list[KnownEvent]
    """By instant, and of one instant in order of arrival."""
    added: list[KnownEvent]
    changed: list[KnownEvent]
    state: State
    ours: bool
    """Whether the state is our own people's, who did something after the export's last word."""


def merge(
    stored: Sequence[KnownEvent], draft: TicketDraft, new: News, words: Words, *, by_row: bool
) -> Merged:
    """`stored` with what `draft` has to add and to correct."""
    places = {event.source_key: place for place, event in enumerate(stored) if event.source_key}
    events = [*stored]
    changed: dict[int, KnownEvent] = {}

    def correct(place: int, event: KnownEvent) -> None:
        if event != events[place]:
            events[place] = changed[place] = event

    for event in draft.events:
        if (known := places.get(event.key)) is None:
            continue
        before = events[known]
        if by_row:  # a row's last editor isn't who solved it back then
            correct(known, before._replace(at=event.at))
        else:
            correct(known, _stored(before.seq, event, words))
    for event in new.moved:
        last = _last(events, event.kind)
        if last is not None:
            correct(last, events[last]._replace(at=event.at, source_key=event.key))
    seq = max((event.seq for event in stored), default=0)
    added = [_stored(seq + n, event, words) for n, event in enumerate(new.fresh, 1)]
    told = [_stored(n, event, words) for n, event in enumerate(draft.events, 1)]
    state = _replayed([*events, *added])
    ours = any(
        event.source_key is None
        and event.at > draft.updated_at
        and EventKind(event.kind) in _MOVING
        for event in stored
    )
    if not ours:
        if state is not _replayed(told):
            for kind in steps(state, draft.state):
                stamp = f"{kind.value}@{draft.updated_at}:{draft.state.value}"
                if stamp not in places:
                    last = seq + len(added) + 1
                    at = draft.updated_at
                    added.append(KnownEvent(last, at, kind.value, "", "", None, stamp))
        state = draft.state
    whole = sorted([*events, *added], key=_order)
    return Merged(whole, added, [*changed.values()], state, ours)


def _stored(seq: int, event: EventDraft, words: Words) -> KnownEvent:
    return KnownEvent(seq, event.at, event.kind.value, *words(event), event.until, event.key)


def _last(events: Sequence[KnownEvent], kind: EventKind) -> int | None:
    """The place of the last imported event of a kind."""
    places = [n for n, e in enumerate(events) if e.kind == kind and e.source_key is not None]
    return max(places, key=lambda place: _order(events[place]), default=None)


def _replayed(events: Sequence[KnownEvent]) -> State:
    told = tuple((e.at, e.kind, e.seq, e.until) for e in sorted(events, key=_order))
    return state_then(ClockFacts(0, "", "", 0, None, None, told), NEVER)


def _order(event: KnownEvent) -> tuple[Instant, int]:
    return event.at, event.seq
