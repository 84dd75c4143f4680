"""A record together with all that is to be seen beside it."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.handover.blanks import Blank
from floorboard.domain.handover.facts import Facts, TicketFact
from floorboard.domain.handover.record import Record
from floorboard.domain.handover.since import Change
from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Look:
    """A record as it stands at `at`. `facts` are the frozen ones, of a draft those of now."""

    at: Instant
    centre: str
    centre_zh: str
    zone: str
    record: Record
    facts: Facts
    blanks: tuple[Blank, ...]
    """What a draft still lacks."""
    changes: tuple[Change, ...]
    """What else is true since an offered record was frozen; it belongs to the next one."""
    tickets: tuple[TicketFact, ...]
    """The tickets that changed since then, the last first."""
    journal_entries: int
    journal_head: str
    """How many entries the journal has now, and the hash of the last."""
