"""What a file says about tickets, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from floorboard.domain.instant import Instant
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import Channel, EventKind, Kind, State

Verdict = Literal["on_time", "late"]
"""What the source system itself says about its solution target."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One thing that happened to a ticket.

    `key` names the event inside its ticket and is the same in every export that shows it, so a
    newer export of the same ticket adds only the keys that are new.
    """

    key: str
    at: Instant
    kind: EventKind
    actor: str = ""
    text: str = ""
    """Data in the source's own words: the new owner, `3 - Moderate → 2 - High`."""
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """One ticket as its source shows it. `(source, external_id)` is its identity."""

    source: str
    external_id: str
    title: str
    text: str
    kind: Kind
    channel: Channel
    state: State
    priority: int | None
    """1 (most urgent) to 5, None where the source has none or a word nobody mapped."""
    project: str
    customer: str
    owner: str
    group: str
    opened_at: Instant
    updated_at: Instant
    """The newest fact about the ticket in this source; an older export never wins over it."""
    solved_at: Instant | None
    closed_at: Instant | None
    target_at: Instant | None
    """The recorded solution target; kept as agreed, never recomputed."""
    verdict: Verdict | None
    reopen_count: int
    reassignment_count: int
    events: tuple[EventDraft, ...]
    """Sorted by instant; events of one instant stand in the order in which they happened."""
    line: int
    """Where the ticket first stands in the file, from 1."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that does not go in, and why. `cells` is the row as it was read."""

    line: int
    column: str
    value: str
    problem: Problem
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was decided while reading: a template marked with `N_` or `NN_`, and its
    facts."""

    what: str | tuple[str, str]
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        what = self.what
        text = what if isinstance(what, str) else what[self.facts["count"] != 1]
        return text.format(**self.facts)


def shorten(value: str, limit: int = 60) -> str:
    """`value` cut to `limit` characters, so that one huge cell does not fill a message."""
    return value if len(value) <= limit else value[: limit - 1] + "…"
