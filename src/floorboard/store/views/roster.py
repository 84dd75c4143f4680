"""The roster's records as screens, reports and `--json` show them."""

from __future__ import annotations

from typing import NamedTuple

from floorboard.domain.instant import Instant


class RotaView(NamedTuple):
    """A rota. An empty zone is the centre's, an empty calendar the centre's own."""

    id: int
    code: str
    name: str
    name_zh: str
    leads: bool
    project_id: int | None
    zone: str
    calendar: str
    version: int


class OverrideView(NamedTuple):
    """Somebody is added, removed, or comes instead of another; `replaces` is empty otherwise."""

    id: int
    rota: str
    kind: str
    person_id: int
    replaces_id: int | None
    starts_at: Instant
    ends_at: Instant
    reason: str
    version: int


class SwapView(NamedTuple):
    """A swap: `to_id` is None where anybody may take it."""

    id: int
    rota: str
    from_id: int
    to_id: int | None
    starts_at: Instant
    ends_at: Instant
    return_starts_at: Instant | None
    return_ends_at: Instant | None
    state: str
    offered_at: Instant
    expires_at: Instant
    decided_at: Instant | None
    note: str
    version: int


class LeaveView(NamedTuple):
    id: int
    person_id: int
    starts_at: Instant
    ends_at: Instant
    reason: str
    version: int
