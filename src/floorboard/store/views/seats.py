"""Seats as screens, reports and `--json` show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits at a seat, since when."""

    person_id: int
    code: str
    name: str
    other_name: str
    seated_at: Instant


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat. `parameters` are what the seat system lets one change; `sitter` is None where it is
    free."""

    id: int
    code: str
    extension: str
    line: int
    place: int
    parameters: Mapping[str, str]
    usable: bool
    sitter: Sitter | None
    version: int
