"""Attendance and overtime as screens, reports and `--json` show them."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Somebody came, and went unless `out_at` is None; what they were rostered for, if anything."""

    id: int
    person_id: int
    code: str
    name: str
    in_at: Instant
    out_at: Instant | None
    planned_start_at: Instant | None
    planned_end_at: Instant | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class OvertimeView:
    """Overtime that somebody asked for, and what was decided by whom."""

    id: int
    person_id: int
    code: str
    name: str
    starts_at: Instant
    ends_at: Instant
    reason: str
    state: str
    requested_by: str
    requested_at: Instant
    decided_by: str
    decided_at: Instant | None
    note: str
    version: int
