"""The words of a ticket: its kinds, channels, states, events and clocks.

The values are what the store, `--json` and the mapping profiles write.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the customer wants (ITIL's incident and request, and the manual's complaints)."""

    INCIDENT = "incident"
    QUESTION = "question"
    REQUEST = "request"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class Channel(StrEnum):
    """How it came in; the channels that the manual's statistics count."""

    PHONE = "phone"
    EMAIL = "email"
    FAX = "fax"
    BULLETIN_BOARD = "bulletin_board"
    WEB = "web"
    WALK_IN = "walk_in"
    OTHER = "other"


class State(StrEnum):
    """Where a ticket stands. `OPEN_STATES` are those in which something is still owed."""

    NEW = "new"
    OPEN = "open"
    SECOND_LINE = "second_line"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"


class Relation(StrEnum):
    """How a ticket is tied to another one."""

    RELATED = "related"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"


OPEN_STATES = frozenset({State.NEW, State.OPEN, State.SECOND_LINE, State.WAITING})


class EventKind(StrEnum):
    """What can happen to a ticket. The clocks are computed from these, sorted by instant."""

    OPENED = "opened"
    REPLY = "reply"
    """The centre told the customer something."""
    CHASED = "chased"
    """The customer wrote again: it restarts no clock, but ends a wait for the customer."""
    NOTE = "note"
    PROMISED = "promised"
    """A time was agreed with the customer; `until` holds it."""
    ASSIGNED = "assigned"
    SECOND_LINE = "second_line"
    RETURNED = "returned"
    WAITING = "waiting"
    """From here the centre waits for the customer."""
    RESUMED = "resumed"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"
    LINKED = "linked"
    """Tied to another ticket: related, merged into it, or split from it."""
    RATED = "rated"
    """The customer said how satisfied they are."""
    CHANGED = "changed"
    """Fields were edited, or the source system reported an update that moves no clock."""


class ClockName(StrEnum):
    """The three clocks of a ticket (rules.md, *Clocks on a ticket*)."""

    FIRST_REPLY = "first_reply"
    STATUS_REPLY = "status_reply"
    SOLUTION = "solution"


NEVER = 253_402_300_799
"""9999-12-31T23:59:59Z: the due time, in the store, of a ticket on which no clock runs; it sorts
last. Views say None."""
