"""Seats, and who sits where."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.store.views.seats import SeatView, Sitter


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody sits at a seat, and hasn't got up."""

    id: int
    seat_id: int
    seat: str
    person_id: int
    name: str
    starts_at: Instant


_SEATS = (
    "SELECT s.id, s.code, s.extension, s.line, s.place, s.parameters, s.usable, s.version,"
    " p.id, p.code, p.name, p.other_name, t.starts_at FROM seat s"
    " LEFT JOIN sitting t ON t.seat_id = s.id AND t.starts_at <= :now"
    " AND (t.ends_at IS NULL OR t.ends_at > :now)"
    " LEFT JOIN person p ON p.id = t.person_id"
)
_SITTING = (
    "SELECT t.id, t.seat_id, s.code, t.person_id, p.name, t.starts_at FROM sitting t"
    " JOIN seat s ON s.id = t.seat_id JOIN person p ON p.id = t.person_id WHERE t.ends_at IS NULL"
)


def seats(db: sqlite3.Connection, now: Instant) -> list[SeatView]:
    """Every seat with who sat there at `now`, by line and place."""
    rows = db.execute(f"{_SEATS} ORDER BY s.line, s.place", {"now": now})
    return [_seat(row) for row in rows]


def coded(db: sqlite3.Connection, code: str, now: Instant) -> SeatView | None:
    """The seat of this code, whose case doesn't matter; who sat there at `now`."""
    row = db.execute(
        f"{_SEATS} WHERE lower(s.code) = :code", {"now": now, "code": code.lower()}
    ).fetchone()
    return None if row is None else _seat(row)


def at(db: sqlite3.Connection, line: int, place: int) -> str | None:
    """The code of the seat at this place; None where there is none."""
    row = db.execute("SELECT code FROM seat WHERE line = ? AND place = ?", (line, place)).fetchone()
    return None if row is None else str(row[0])


def at_seat(db: sqlite3.Connection, seat_id: int) -> Sitting | None:
    """Who sits there and hasn't got up."""
    row = db.execute(f"{_SITTING} AND t.seat_id = ?", (seat_id,)).fetchone()
    return None if row is None else Sitting(*row)


def of_person(db: sqlite3.Connection, person_id: int) -> Sitting | None:
    """Where somebody sits and hasn't got up."""
    row = db.execute(f"{_SITTING} AND t.person_id = ?", (person_id,)).fetchone()
    return None if row is None else Sitting(*row)


def _seat(r: tuple[Any, ...]) -> SeatView:
    parameters = {str(key): str(value) for key, value in json.loads(r[5]).items()}
    sitter = None if r[8] is None else Sitter(*r[8:])
    return SeatView(r[0], r[1], r[2], r[3], r[4], parameters, bool(r[6]), sitter, r[7])
