"""What a rota's file says, before its people and projects are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from floorboard.domain.instant import Instant
from floorboard.domain.opening import DAY_MINUTES, Range
from floorboard.domain.roster.rota import OverrideKind
from floorboard.domain.roster.rotation import Advance, Unit
from floorboard.domain.roster.swap import SwapState


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """How many people must be on at once, from and to minutes after midnight; the end may lie on
    the next day."""

    count: int = 1
    project: str = ""
    days: str = "every_day"
    start: int = 0
    end: int = DAY_MINUTES


@dataclass(frozen=True, slots=True)
class LayerDraft:
    """A rotation, as `domain.roster.rotation.Rotation`, with the codes of its people."""

    unit: Unit
    anchor: datetime
    """A wall time of the rota's zone."""
    groups: tuple[tuple[str, ...], ...]
    length: int = 1
    name: str = ""
    anchor_group: int = 0
    days: str = "every_day"
    advance: Advance = Advance.TURNS
    hours: Range | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class TurnDraft:
    """A turn that was planned by name."""

    person: str
    starts_at: Instant
    ends_at: Instant
    locked: bool = False


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """`person` is added or removed, or comes instead of `replaces`."""

    kind: OverrideKind
    person: str
    starts_at: Instant
    ends_at: Instant
    replaces: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """A temporary schedule with its own turns, of which none is locked."""

    starts_at: Instant
    ends_at: Instant
    turns: tuple[TurnDraft, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class SwapDraft:
    """`person` offers their turn to `to`, or to anybody, perhaps for one of theirs in return."""

    person: str
    starts_at: Instant
    ends_at: Instant
    offered_at: Instant
    expires_at: Instant
    state: SwapState = SwapState.OFFERED
    to: str = ""
    return_starts_at: Instant | None = None
    return_ends_at: Instant | None = None
    decided_at: Instant | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RotaDraft:
    """A rota with everything that decides who is on it, in the order in which it counts."""

    code: str
    name: str
    name_zh: str = ""
    zone: str = ""
    """Empty for the centre's."""
    calendar: str = ""
    project: str = ""
    leads: bool = False
    needs: tuple[NeedDraft, ...] = ()
    layers: tuple[LayerDraft, ...] = ()
    turns: tuple[TurnDraft, ...] = ()
    overrides: tuple[OverrideDraft, ...] = ()
    schedules: tuple[ScheduleDraft, ...] = ()
    swaps: tuple[SwapDraft, ...] = ()
