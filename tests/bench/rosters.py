"""Floors with a great roster, made by plain inserts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.bench import THOUSAND
from floorboard.desk import sample
from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.store import bulk
from floorboard.store.connection import connect

PEOPLE, ROTAS, OVERRIDES = 200, 50, 500
"""How many people, rotas, and overrides of each."""

CREW = 30
"""How many people a month is planned for."""

PLANNED = "planned"
"""The rota that a month is planned for."""

SHIFTS = ((540, 1020), (1020, 1500), (60, 540))
"""The sample floor's, in minutes after midnight."""

COUNT = 6
"""How many must be on each shift: in 31 days 558 turns, somewhat more than four a week each."""

HOUR, DAY, YEAR = 3600, 86400, 365 * 86400

_PATTERNS = (
    ("week", 1, "every_day", None, None),
    ("day", 1, "every_day", 1080, 1920),
    ("hour", 12, "every_day", None, None),
    ("day", 1, "weekdays", None, None),
    ("day", 1, "workdays", 540, 1080),
    ("month", 1, "every_day", None, None),
)
"""Unit, length, days, hours."""

_NEED = ("rota_id", "count", "days", "from_minute", "to_minute", "version")

_ANCHOR = "2024-01-01T09:00:00"


def wide(path: Path, now: Instant) -> Path:
    """A floor of 1,000 tickets with 200 people, on 50 rotas in rotations of seven, with 500
    overrides each in the year around `now`."""
    sample.make(path, now, tickets=THOUSAND)
    with closing(connect(path)) as db:
        db.execute("BEGIN IMMEDIATE")
        _add_people(db, PEOPLE - _count(db, "person"))
        had = _count(db, "rota")
        first = _highest(db, "rota") + 1
        rotas = range(first, first + ROTAS - had)
        columns = ("id", "code", "name", "name_zh", "position", "leads", "zone", "calendar")
        bulk.insert(
            db,
            "rota",
            (*columns, "version"),
            [(n, f"rota{n}", f"Rota {n}", f"班{n}", 100 + n, 0, "", "", 1) for n in rotas],
        )
        _rotations(db, rotas)
        bulk.insert(db, "cover_need", _NEED, [(n, 1, "weekdays", 540, 1080, 1) for n in rotas])
        every = [row[0] for row in db.execute("SELECT id FROM rota")]
        changed = ("rota_id", "kind", "person_id", "replaces_id", "starts_at", "ends_at")
        bulk.insert(db, "rota_override", (*changed, "reason", "version"), _overrides(every, now))
        db.execute("COMMIT")
    return path


def crew(path: Path, now: Instant) -> Path:
    """A floor of 30 people who have worked three shifts for four weeks, and nothing planned."""
    sample.make(path, now, tickets=10)
    with closing(connect(path)) as db:
        db.execute("BEGIN IMMEDIATE")
        people = _add_people(db, CREW)
        zone = plan.zone_of(db)
        number = _highest(db, "rota") + 1
        columns = ("id", "code", "name", "name_zh", "position", "leads", "zone", "calendar")
        row = (number, PLANNED, "Planned", "", number, 0, "", "")
        bulk.insert(db, "rota", (*columns, "version"), [(*row, 1)])
        bulk.insert(
            db,
            "cover_need",
            _NEED,
            [(number, COUNT, "every_day", *span, 1) for span in SHIFTS],
        )
        midnight = to_wall(now, zone).replace(hour=0, minute=0, second=0)
        turns = [
            (
                number,
                people[(back + which * COUNT + place) % CREW],
                *(
                    from_wall(midnight + timedelta(days=-back, minutes=minute), zone)
                    for minute in span
                ),
            )
            for back in range(1, 29)
            for which, span in enumerate(SHIFTS)
            for place in range(COUNT)
        ]
        bulk.insert(db, "rota_turn", ("rota_id", "person_id", "starts_at", "ends_at"), turns)
        db.execute("COMMIT")
    return path


def _add_people(db: sqlite3.Connection, count: int) -> range:
    first = _highest(db, "person") + 1
    numbers = range(first, first + count)
    bulk.insert(
        db,
        "person",
        ("id", "code", "name", "other_name", "search", "post", "joined_on", "version"),
        [
            (n, f"p{n}", f"员工{n}", f"Person {n}", f"p{n}", "agent", "2020-01-01", 1)
            for n in numbers
        ],
    )
    return numbers


def _rotations(db: sqlite3.Connection, rotas: range) -> None:
    layers, members = [], []
    people = [row[0] for row in db.execute("SELECT id FROM person ORDER BY id")]
    layer = _highest(db, "rota_layer")
    for rota in rotas:
        layer += 1
        unit, length, days, first, last = _PATTERNS[rota % len(_PATTERNS)]
        layers.append((layer, rota, 1, "", unit, length, _ANCHOR, 0, days, "turns", first, last))
        members += [(layer, n, 0, people[(rota * 4 + n) % len(people)]) for n in range(7)]
    columns = ("id", "rota_id", "position", "name", "unit", "length", "anchor", "anchor_group")
    limits = ("days", "advance", "from_minute", "to_minute")
    bulk.insert(db, "rota_layer", (*columns, *limits), layers)
    bulk.insert(db, "rota_member", ("layer_id", "group_no", "position", "person_id"), members)


def _overrides(rotas: list[int], now: Instant) -> Iterator[tuple[object, ...]]:
    """Half a day each, evenly over the year: somebody stands in, comes too, goes."""
    for rota in rotas:
        for number in range(OVERRIDES):
            start = now - YEAR // 2 + number * (YEAR // OVERRIDES) + rota * 600
            member = 1 + (rota * 4 + number % 7) % PEOPLE
            other = 1 + (member + 60) % PEOPLE
            kind, person, instead = (
                ("replace", other, member),
                ("add", other, None),
                ("remove", member, None),
            )[number % 3]
            yield rota, kind, person, instead, start, start + 12 * HOUR, "", 1


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _highest(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
