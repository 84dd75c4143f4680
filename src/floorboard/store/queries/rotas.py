"""A rota as it was defined, with the codes of its people and projects, in the order in which it
counts. Every record comes with its number."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from floorboard.domain.instant import Instant

Facts = tuple[Any, ...]
"""A record's columns, as the function that reads it lists them."""


def head(db: sqlite3.Connection, code: str) -> tuple[int, int, Facts] | None:
    """The rota of this code: number, version, and its name, Chinese name, zone, calendar, project
    and whether it is the leads'."""
    row = db.execute(
        "SELECT r.id, r.version, r.name, r.name_zh, r.zone, r.calendar, coalesce(p.code, ''),"
        " r.leads FROM rota r LEFT JOIN project p ON p.id = r.project_id WHERE r.code = ?",
        (code,),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2:])


def codes(db: sqlite3.Connection) -> list[str]:
    """The rotas' codes, in the order in which they are shown."""
    return [row[0] for row in db.execute("SELECT code FROM rota ORDER BY position, id")]


def next_position(db: sqlite3.Connection) -> int:
    """Where a new rota is shown: behind the others."""
    found = db.execute("SELECT coalesce(max(position), 0) + 1 FROM rota").fetchone()
    return int(found[0])


def needs(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Count, project, days, start and end."""
    return _numbered(
        db.execute(
            "SELECT n.id, n.count, coalesce(p.code, ''), n.days, n.from_minute, n.to_minute"
            " FROM cover_need n LEFT JOIN project p ON p.id = n.project_id"
            " WHERE n.rota_id = ? ORDER BY n.id",
            (rota_id,),
        )
    )


def layers(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Unit, anchor, groups, length, name, anchor's group, days, advance, first and last minute,
    start and end."""
    groups: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for layer, group, person in db.execute(
        "SELECT m.layer_id, m.group_no, p.code FROM rota_member m"
        " JOIN rota_layer l ON l.id = m.layer_id JOIN person p ON p.id = m.person_id"
        " WHERE l.rota_id = ? ORDER BY m.layer_id, m.group_no, m.position",
        (rota_id,),
    ):
        groups[layer][group].append(person)
    found = _numbered(
        db.execute(
            "SELECT id, unit, anchor, length, name, anchor_group, days, advance, from_minute,"
            " to_minute, starts_at, ends_at FROM rota_layer WHERE rota_id = ? ORDER BY position",
            (rota_id,),
        )
    )
    return {
        number: (*facts[:2], tuple(map(tuple, groups[number].values())), *facts[2:])
        for number, facts in found.items()
    }


def turns(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Person, start, end, and whether it is locked."""
    return _numbered(
        db.execute(
            "SELECT t.id, p.code, t.starts_at, t.ends_at, t.locked FROM rota_turn t"
            " JOIN person p ON p.id = t.person_id WHERE t.rota_id = ? ORDER BY t.id",
            (rota_id,),
        )
    )


def overrides(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Kind, person, start, end, who is replaced, and the reason."""
    return _numbered(
        db.execute(
            "SELECT o.id, o.kind, p.code, o.starts_at, o.ends_at, coalesce(q.code, ''), o.reason"
            " FROM rota_override o JOIN person p ON p.id = o.person_id"
            " LEFT JOIN person q ON q.id = o.replaces_id WHERE o.rota_id = ? ORDER BY o.id",
            (rota_id,),
        )
    )


def schedules(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Start, end, turns (person, start, end) and name."""
    turns: dict[int, list[Facts]] = defaultdict(list)
    for schedule, *turn in db.execute(
        "SELECT t.schedule_id, p.code, t.starts_at, t.ends_at FROM rota_schedule_turn t"
        " JOIN rota_schedule s ON s.id = t.schedule_id JOIN person p ON p.id = t.person_id"
        " WHERE s.rota_id = ? ORDER BY t.schedule_id, t.starts_at, p.code",
        (rota_id,),
    ):
        turns[schedule].append(tuple(turn))
    found = _numbered(
        db.execute(
            "SELECT id, starts_at, ends_at, name FROM rota_schedule WHERE rota_id = ? ORDER BY id",
            (rota_id,),
        )
    )
    return {number: (*facts[:2], tuple(turns[number]), facts[2]) for number, facts in found.items()}


def swaps(db: sqlite3.Connection, rota_id: int) -> dict[int, Facts]:
    """Person, start, end, when offered, when it expires, state, to whom, the return's start and
    end, when decided, and the note."""
    return _numbered(
        db.execute(
            "SELECT s.id, p.code, s.starts_at, s.ends_at, s.offered_at, s.expires_at, s.state,"
            " coalesce(q.code, ''), s.return_starts_at, s.return_ends_at, s.decided_at, s.note"
            " FROM rota_swap s JOIN person p ON p.id = s.from_id"
            " LEFT JOIN person q ON q.id = s.to_id WHERE s.rota_id = ? ORDER BY s.id",
            (rota_id,),
        )
    )


def people(db: sqlite3.Connection) -> dict[str, int]:
    """Everybody's number, by code."""
    return dict(db.execute("SELECT code, id FROM person").fetchall())


def projects(db: sqlite3.Connection) -> dict[str, int]:
    """The projects' numbers, by code."""
    return dict(db.execute("SELECT code, id FROM project").fetchall())


def _numbered(rows: sqlite3.Cursor) -> dict[int, Facts]:
    return {row[0]: row[1:] for row in rows}


def shape(db: sqlite3.Connection) -> dict[int, tuple[int, int, int]]:
    """By rota: how many rotations, people in them, and needs it has."""
    rows = db.execute(
        "SELECT r.id, (SELECT count(*) FROM rota_layer WHERE rota_id = r.id),"
        " (SELECT count(DISTINCT m.person_id) FROM rota_member m"
        " JOIN rota_layer l ON l.id = m.layer_id WHERE l.rota_id = r.id),"
        " (SELECT count(*) FROM cover_need WHERE rota_id = r.id) FROM rota r"
    )
    return {row[0]: row[1:] for row in rows}


def forget_layer(db: sqlite3.Connection, number: int) -> None:
    """Delete a rotation with its members."""
    db.execute("DELETE FROM rota_member WHERE layer_id = ?", (number,))
    db.execute("DELETE FROM rota_layer WHERE id = ?", (number,))


def end_schedule(db: sqlite3.Connection, number: int, at: Instant, version: int) -> None:
    """Let a temporary schedule that has begun end at `at`, its turns too."""
    db.execute(
        "DELETE FROM rota_schedule_turn WHERE schedule_id = ? AND starts_at >= ?", (number, at)
    )
    db.execute(
        "UPDATE rota_schedule_turn SET ends_at = min(ends_at, ?) WHERE schedule_id = ?",
        (at, number),
    )
    db.execute(
        "UPDATE rota_schedule SET ends_at = ?, version = ? WHERE id = ?", (at, version, number)
    )


def forget_schedule(db: sqlite3.Connection, number: int) -> None:
    """Delete a temporary schedule with its turns."""
    db.execute("DELETE FROM rota_schedule_turn WHERE schedule_id = ?", (number,))
    db.execute("DELETE FROM rota_schedule WHERE id = ?", (number,))
