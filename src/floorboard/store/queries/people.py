"""People: who they are to the desk, what they may sign in with, and what they know."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from floorboard.domain.instant import Instant
from floorboard.domain.post import works_on

HERE_SQL = "p.joined_on <= :today AND (p.left_on IS NULL OR p.left_on >= :today)"
"""Whether the person `p` works here on a day, as `works_on` says."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A person as those who manage people see them."""

    id: int
    code: str
    name: str
    other_name: str
    post: str
    joined_on: str
    left_on: str | None
    has_pin: bool
    lock_ends_at: Instant | None
    """As it was set by wrong PINs; it may be over."""
    version: int

    def here(self, today: str) -> bool:
        """Whether they work here on this day, ISO 8601."""
        return works_on(today, self.joined_on, self.left_on)

    def gone(self, today: str) -> bool:
        """Whether their last day is over on this day."""
        return self.left_on is not None and self.left_on < today


@dataclass(frozen=True, slots=True)
class Skill:
    """What somebody knows of a project, and who confirmed it."""

    person: str
    project: str
    project_code: str
    project_zh: str
    level: str
    confirmed_by: str
    confirmed_at: Instant | None


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong PINs since a person last signed in."""

    count: int = 0
    last_at: Instant = 0
    locked_until: Instant | None = None


_STAFF = (
    "SELECT p.id, p.code, p.name, p.other_name, p.post, p.joined_on, p.left_on,"
    " c.person_id IS NOT NULL, f.locked_until, p.version FROM person p"
    " LEFT JOIN credential c ON c.person_id = p.id"
    " LEFT JOIN sign_in_failure f ON f.person_id = p.id"
)


def staff(db: sqlite3.Connection) -> list[Staff]:
    """Everybody, those who have left too, by code."""
    return [_staff(row) for row in db.execute(f"{_STAFF} ORDER BY p.code")]


def by_id(db: sqlite3.Connection, person_id: int) -> Staff | None:
    row = db.execute(f"{_STAFF} WHERE p.id = ?", (person_id,)).fetchone()
    return None if row is None else _staff(row)


def called(db: sqlite3.Connection, name: str, today: str | None = None) -> list[Staff]:
    """Whom `name` can mean, the nearest alone: the person with this code, or else all who have this
    name, or else whose name has it for a word, pinyin or initials, or else whose contains it; case
    doesn't matter. With `today`, ISO 8601, who has left by then isn't among them."""
    wanted = " ".join(name.casefold().split())
    if not wanted:
        return []
    everybody = [each for each in staff(db) if today is None or not each.gone(today)]
    keys = dict(db.execute("SELECT id, search FROM person").fetchall())
    ways: tuple[Callable[[Staff], bool], ...] = (
        lambda each: each.code.casefold() == wanted,
        lambda each: wanted in (each.name.casefold(), each.other_name.casefold()),
        lambda each: f" {wanted} " in f" {keys[each.id]} ",
        lambda each: wanted in keys[each.id],
    )
    found = ([each for each in everybody if way(each)] for way in ways)
    return next(filter(None, found), [])


def _staff(r: tuple[Any, ...]) -> Staff:
    return Staff(r[0], r[1], r[2], r[3], r[4], r[5], r[6], bool(r[7]), r[8], r[9])


def posts_with_pin(db: sqlite3.Connection, today: str) -> set[str]:
    """The posts of those who can sign in on this day, ISO 8601, and have no last day."""
    rows = db.execute(
        "SELECT DISTINCT p.post FROM credential c JOIN person p ON p.id = c.person_id"
        f" WHERE {HERE_SQL} AND p.left_on IS NULL",
        {"today": today},
    )
    return {row[0] for row in rows}


def change(db: sqlite3.Connection, person_id: int, facts: Mapping[str, object]) -> None:
    """Give these columns of a person other values."""
    columns = ", ".join(f"{name} = ?" for name in facts)
    db.execute(f"UPDATE person SET {columns} WHERE id = ?", (*facts.values(), person_id))


def skills(db: sqlite3.Connection, person_id: int | None = None) -> list[Skill]:
    """Who knows which project; of one person, or of everybody."""
    rows = db.execute(
        "SELECT p.code, j.name, j.code, j.name_zh, s.level, coalesce(b.name, ''), s.confirmed_at"
        " FROM project_skill s JOIN person p ON p.id = s.person_id"
        " JOIN project j ON j.id = s.project_id LEFT JOIN person b ON b.id = s.confirmed_by"
        " WHERE ?1 IS NULL OR s.person_id = ?1 ORDER BY p.code, j.code",
        (person_id,),
    )
    return [Skill(*row) for row in rows]


def put_skill(
    db: sqlite3.Connection,
    person_id: int,
    project_id: int,
    level: str | None,
    by: int | None,
    at: Instant | None,
) -> None:
    """What somebody knows of a project; None takes the row away."""
    key = (person_id, project_id)
    db.execute("DELETE FROM project_skill WHERE person_id = ? AND project_id = ?", key)
    if level is not None:
        db.execute("INSERT INTO project_skill VALUES (?, ?, ?, ?, ?)", (*key, level, by, at))


def pin_hash(db: sqlite3.Connection, person_id: int) -> str | None:
    """The hash of somebody's PIN; None where there is none."""
    row = db.execute("SELECT pin_hash FROM credential WHERE person_id = ?", (person_id,)).fetchone()
    return None if row is None else str(row[0])


def put_pin(db: sqlite3.Connection, person_id: int, hashed: str, now: Instant) -> None:
    db.execute(
        "INSERT INTO credential (person_id, pin_hash, set_at) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (person_id) DO UPDATE SET pin_hash = ?2, set_at = ?3",
        (person_id, hashed, now),
    )


def failures(db: sqlite3.Connection, person_id: int) -> Failures:
    row = db.execute(
        "SELECT count, last_at, locked_until FROM sign_in_failure WHERE person_id = ?",
        (person_id,),
    ).fetchone()
    return Failures() if row is None else Failures(*row)


def put_failures(db: sqlite3.Connection, person_id: int, found: Failures) -> None:
    """Keep the count; a count of none leaves no row."""
    db.execute("DELETE FROM sign_in_failure WHERE person_id = ?", (person_id,))
    if found.count:
        db.execute(
            "INSERT INTO sign_in_failure (person_id, count, last_at, locked_until)"
            " VALUES (?, ?, ?, ?)",
            (person_id, found.count, found.last_at, found.locked_until),
        )


def put_setting(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)"
        " ON CONFLICT (key) DO UPDATE SET value = ?2",
        (key, value),
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, and what they are found by."""

    id: int
    code: str
    name: str
    search: str


def colleagues(db: sqlite3.Connection, today: str) -> list[Colleague]:
    """Everybody who works here on this day, ISO 8601."""
    rows = db.execute(
        f"SELECT p.id, p.code, p.name, p.search FROM person p WHERE {HERE_SQL} ORDER BY p.code",
        {"today": today},
    )
    return [Colleague(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can sign in."""

    id: int
    code: str
    name: str
    other_name: str
    post: str
    search: str
    on_shift: bool


def candidates(db: sqlite3.Connection, today: str, on: Iterable[int]) -> list[Candidate]:
    """Those with a PIN who work here on this day, ISO 8601; who is `on` shift first."""
    rows = db.execute(
        "SELECT p.id, p.code, p.name, p.other_name, p.post, p.search,"
        " p.id IN (SELECT value FROM json_each(:on))"
        " FROM credential c JOIN person p ON p.id = c.person_id"
        f" WHERE {HERE_SQL} ORDER BY 7 DESC, p.code",
        {"on": json.dumps(list(on)), "today": today},
    )
    return [Candidate(r[0], r[1], r[2], r[3], r[4], r[5], bool(r[6])) for r in rows]
