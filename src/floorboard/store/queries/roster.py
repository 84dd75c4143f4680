"""What decides who is on: rotas, their rotations, and what was changed about them in a time.

Everything comes as the domain's own values; whose names they are, `people` tells.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from floorboard.domain.instant import Instant, Interval
from floorboard.domain.roster.cover import Need
from floorboard.domain.roster.rota import (
    Layer,
    Leave,
    Override,
    OverrideKind,
    Schedule,
    Swap,
    Turn,
)
from floorboard.domain.roster.rotation import Advance, Rotation, Unit
from floorboard.store.views.roster import LeaveView, OverrideView, RotaView, SwapView

V = TypeVar("V")

_MEETS = "ends_at > :start AND starts_at < :end"

_OVERRIDE = (
    "SELECT o.id, r.code, o.kind, o.person_id, o.replaces_id, o.starts_at, o.ends_at, o.reason,"
    " o.version FROM rota_override o JOIN rota r ON r.id = o.rota_id"
)
_SWAP = (
    "SELECT s.id, r.code, s.from_id, s.to_id, s.starts_at, s.ends_at, s.return_starts_at,"
    " s.return_ends_at, s.state, s.offered_at, s.expires_at, s.decided_at, s.note, s.version"
    " FROM rota_swap s JOIN rota r ON r.id = s.rota_id"
)
_LEAVE = "SELECT id, person_id, starts_at, ends_at, reason, version FROM leave"


class Employed(NamedTuple):
    """Somebody's names, post, and first and last day, ISO 8601."""

    id: int
    code: str
    name: str
    other_name: str
    post: str
    joined_on: str
    left_on: str | None


def rotas(db: sqlite3.Connection) -> list[RotaView]:
    """The rotas, in the order in which they are shown."""
    rows = db.execute(
        "SELECT id, code, name, name_zh, leads, project_id, zone, calendar, version FROM rota"
        " ORDER BY position, id"
    )
    return [RotaView(r[0], r[1], r[2], r[3], bool(r[4]), r[5], r[6], r[7], r[8]) for r in rows]


def layers(db: sqlite3.Connection) -> dict[int, tuple[Layer, ...]]:
    """The rotations by rota, highest first."""
    groups: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for layer, group, person in db.execute(
        "SELECT layer_id, group_no, person_id FROM rota_member"
        " ORDER BY layer_id, group_no, position"
    ):
        groups[layer][group].append(person)
    rows = db.execute(
        "SELECT rota_id, id, unit, length, anchor, anchor_group, days, advance, from_minute,"
        " to_minute, starts_at, ends_at FROM rota_layer ORDER BY rota_id, position"
    )
    return _grouped(
        rows,
        lambda r: Layer(
            r[1],
            Rotation(
                Unit(r[2]),
                r[3],
                datetime.fromisoformat(r[4]),
                tuple(map(tuple, groups[r[1]].values())),
                r[5],
                r[6],
                Advance(r[7]),
                None if r[8] is None else (r[8], r[9]),
            ),
            r[10],
            r[11],
        ),
    )


def turns(db: sqlite3.Connection, start: Instant, end: Instant) -> dict[int, tuple[Turn, ...]]:
    """The planned turns that meet [`start`, `end`), by rota."""
    rows = db.execute(
        f"SELECT rota_id, id, person_id, starts_at, ends_at FROM rota_turn WHERE {_MEETS}"
        " ORDER BY starts_at, id",
        {"start": start, "end": end},
    )
    return _grouped(rows, lambda r: Turn(*r[1:]))


def turns_to_clear(
    db: sqlite3.Connection, rotas: Iterable[int], start: Instant, end: Instant
) -> dict[int, tuple[int, int, Instant, Instant]]:
    """The turns of these rotas that begin in [`start`, `end`) and aren't locked: by number, whose
    they are and when."""
    found = db.execute(
        "SELECT id, rota_id, person_id, starts_at, ends_at FROM rota_turn"
        " WHERE ends_at > :start AND starts_at >= :start AND starts_at < :end AND NOT locked"
        " AND rota_id IN (SELECT value FROM json_each(:rotas))",
        {"start": start, "end": end, "rotas": json.dumps(list(rotas))},
    )
    return {row[0]: row[1:] for row in found}


def locked_turns(
    db: sqlite3.Connection, rota_id: int, start: Instant, end: Instant
) -> list[tuple[int, Instant, Instant]]:
    """The locked turns of a rota that begin in [`start`, `end`): whose they are and when."""
    return db.execute(
        "SELECT person_id, starts_at, ends_at FROM rota_turn"
        " WHERE ends_at > :start AND starts_at >= :start AND starts_at < :end AND locked"
        " AND rota_id = :rota ORDER BY starts_at, id",
        {"start": start, "end": end, "rota": rota_id},
    ).fetchall()


def locked(db: sqlite3.Connection, start: Instant, end: Instant) -> frozenset[int]:
    """The numbers of the locked turns that meet [`start`, `end`)."""
    rows = db.execute(
        "SELECT id FROM rota_turn WHERE ends_at > ? AND starts_at < ? AND locked", (start, end)
    )
    return frozenset(number for (number,) in rows)


def found_by(db: sqlite3.Connection) -> dict[int, str]:
    """What everybody is found by: their names, in any reading, and initials."""
    return dict(db.execute("SELECT id, code || ' ' || search FROM person"))


def overrides(
    db: sqlite3.Connection, start: Instant, end: Instant
) -> dict[int, tuple[Override, ...]]:
    """The overrides that meet [`start`, `end`), by rota."""
    rows = db.execute(
        "SELECT rota_id, id, kind, person_id, starts_at, ends_at, replaces_id FROM rota_override"
        f" WHERE {_MEETS}",
        {"start": start, "end": end},
    )
    return _grouped(sorted(rows), lambda r: Override(r[1], OverrideKind(r[2]), *r[3:]))


def schedules(
    db: sqlite3.Connection, start: Instant, end: Instant
) -> dict[int, tuple[Schedule, ...]]:
    """The temporary schedules that meet [`start`, `end`), by rota, with all their turns."""
    found: dict[int, list[Turn]] = defaultdict(list)
    for schedule, person, begins, ends in db.execute(
        "SELECT schedule_id, person_id, starts_at, ends_at FROM rota_schedule_turn"
        f" WHERE {_MEETS} ORDER BY schedule_id, starts_at, person_id",
        {"start": start, "end": end},
    ):
        found[schedule].append(Turn(schedule, person, begins, ends))
    rows = db.execute(
        f"SELECT rota_id, id, starts_at, ends_at FROM rota_schedule WHERE {_MEETS}",
        {"start": start, "end": end},
    )
    return _grouped(sorted(rows), lambda r: Schedule(r[1], r[2], r[3], tuple(found[r[1]])))


def taken_swaps(
    db: sqlite3.Connection, start: Instant, end: Instant
) -> dict[int, tuple[Swap, ...]]:
    """The swaps that were taken and meet [`start`, `end`), there or back, by rota."""
    found: dict[int, list[Swap]] = defaultdict(list)
    for rota, number, giver, taker, begins, ends, back, back_end in db.execute(
        "SELECT rota_id, id, from_id, to_id, starts_at, ends_at, return_starts_at, return_ends_at"
        " FROM rota_swap WHERE state = 'taken'"
        f" AND (({_MEETS}) OR (return_ends_at > :start AND return_starts_at < :end)) ORDER BY id",
        {"start": start, "end": end},
    ):
        found[rota].append(Swap(number, giver, taker, begins, ends))
        if back is not None:
            found[rota].append(Swap(number, taker, giver, back, back_end))
    return {rota: tuple(swaps) for rota, swaps in found.items()}


def leaves(db: sqlite3.Connection, start: Instant, end: Instant) -> tuple[Leave, ...]:
    """Who is away in [`start`, `end`), told before or afterwards."""
    rows = db.execute(
        f"SELECT id, person_id, starts_at, ends_at FROM leave WHERE {_MEETS}"
        " ORDER BY starts_at, id",
        {"start": start, "end": end},
    )
    return tuple(Leave(*row) for row in rows)


def known_leaves(db: sqlite3.Connection, start: Instant, end: Instant) -> tuple[Leave, ...]:
    """The same, each only from when it was put on record: by the entry about it that its version
    names. Of what came with others, as a sample's, all was known."""
    rows = db.execute(
        "SELECT l.id, l.person_id, max(l.starts_at, coalesce(j.at, l.starts_at)) AS known_at,"
        " l.ends_at FROM leave l"
        " LEFT JOIN journal j ON j.seq = l.version AND j.subject = 'leave/' || l.id"
        f" WHERE {_MEETS} AND l.ends_at > coalesce(j.at, l.starts_at) ORDER BY known_at, l.id",
        {"start": start, "end": end},
    )
    return tuple(Leave(*row) for row in rows)


def needs(db: sqlite3.Connection) -> tuple[Need, ...]:
    """How many people must be on at once; the first is filled first."""
    rows = db.execute(
        "SELECT n.id, n.count, n.rota_id, n.project_id, n.days, n.from_minute, n.to_minute"
        " FROM cover_need n LEFT JOIN rota r ON r.id = n.rota_id"
        " ORDER BY n.rota_id IS NULL, r.position, n.id"
    )
    return tuple(Need(*row) for row in rows)


def employed(db: sqlite3.Connection) -> list[Employed]:
    """Everybody who ever worked here or will, by code."""
    rows = db.execute(
        "SELECT id, code, name, other_name, post, joined_on, left_on FROM person ORDER BY code"
    )
    return [Employed(*row) for row in rows]


def confirmed(db: sqlite3.Connection) -> dict[int, frozenset[int]]:
    """Who is confirmed to know each project."""
    found: dict[int, set[int]] = defaultdict(set)
    for project, person in db.execute(
        "SELECT project_id, person_id FROM project_skill WHERE level = 'confirmed'"
    ):
        found[project].add(person)
    return {project: frozenset(people) for project, people in found.items()}


def override(db: sqlite3.Connection, number: int) -> OverrideView | None:
    row = db.execute(f"{_OVERRIDE} WHERE o.id = ?", (number,)).fetchone()
    return None if row is None else OverrideView(*row)


def swap(db: sqlite3.Connection, number: int) -> SwapView | None:
    row = db.execute(f"{_SWAP} WHERE s.id = ?", (number,)).fetchone()
    return None if row is None else SwapView(*row)


def swaps(db: sqlite3.Connection, start: Instant, end: Instant) -> list[SwapView]:
    """Every swap that meets [`start`, `end`), whatever became of it, the latest offer first."""
    rows = db.execute(
        f"{_SWAP} WHERE s.ends_at > :start AND s.starts_at < :end"
        " ORDER BY s.offered_at DESC, s.id DESC",
        {"start": start, "end": end},
    )
    return [SwapView(*row) for row in rows]


def leave(db: sqlite3.Connection, number: int) -> LeaveView | None:
    row = db.execute(f"{_LEAVE} WHERE id = ?", (number,)).fetchone()
    return None if row is None else LeaveView(*row)


def layer_name(db: sqlite3.Connection, number: int) -> tuple[str, int] | None:
    """A layer's name and position."""
    found = db.execute("SELECT name, position FROM rota_layer WHERE id = ?", (number,)).fetchone()
    return None if found is None else (found[0], found[1])


def schedule_span(db: sqlite3.Connection, number: int) -> Interval | None:
    """From when until when a temporary schedule counts; None for one that isn't there."""
    found: Interval | None = db.execute(
        "SELECT starts_at, ends_at FROM rota_schedule WHERE id = ?", (number,)
    ).fetchone()
    return found


def schedule_name(db: sqlite3.Connection, number: int) -> str | None:
    found = db.execute("SELECT name FROM rota_schedule WHERE id = ?", (number,)).fetchone()
    return None if found is None else str(found[0])


def _grouped(
    rows: Iterable[tuple[object, ...]], make: Callable[..., V]
) -> dict[int, tuple[V, ...]]:
    """What `make` makes of each row, by its first column."""
    found: dict[int, list[V]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(row))  # type: ignore[index] # the rota's number
    return _frozen(found)


def _frozen(found: Mapping[int, list[V]]) -> dict[int, tuple[V, ...]]:
    return {key: tuple(values) for key, values in found.items()}
