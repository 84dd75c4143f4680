"""The daily review: each project's unresolved problems, and what is on record about them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from floorboard.domain.instant import Instant
from floorboard.domain.review import Load, Standing
from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.queries.people import HERE_SQL


@dataclass(frozen=True, slots=True)
class ReviewedProject:
    """A project, and its support manager's name if it has one."""

    id: int
    code: str
    name: str
    name_zh: str
    active: bool
    manager: str


def projects(db: sqlite3.Connection) -> list[ReviewedProject]:
    rows = db.execute(
        "SELECT p.id, p.code, p.name, p.name_zh, p.active, coalesce(o.name, '')"
        " FROM project p LEFT JOIN person o ON o.id = p.manager_id ORDER BY p.name, p.id"
    )
    return [ReviewedProject(r[0], r[1], r[2], r[3], bool(r[4]), r[5]) for r in rows]


def loads(
    db: sqlite3.Connection, now: Instant, project_id: int | None = None
) -> dict[int | None, Load]:
    """The unresolved problems of each project, or of one; under None those of no project."""
    one = "" if project_id is None else " AND t.project_id = :project"
    rows = db.execute(
        "SELECT t.project_id, count(*), sum(t.next_due_at < :now), sum(t.state = 'waiting'),"
        f" sum(t.state = 'second_line'), min(t.opened_at) FROM ticket t WHERE {OPEN_SQL}{one}"
        " GROUP BY t.project_id",
        {"now": now, "project": project_id},
    )
    return {row[0]: Load(*row[1:]) for row in rows}


def written(db: sqlite3.Connection, day: str, until: Instant) -> dict[int, Standing]:
    """What is on record for a day, by project; only what was written up to `until`."""
    rows = db.execute(
        "SELECT r.project_id, r.state, r.remark, r.reported_to, r.unresolved, r.overdue,"
        " coalesce(o.name, r.actor), r.at, r.version"
        " FROM project_review r LEFT JOIN person o ON o.id = r.person_id"
        " WHERE r.day = ? AND r.at <= ?",
        (day, until),
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


def deputies(db: sqlite3.Connection, day: str) -> list[str]:
    """The deputy directors of a day, and where there is none, the directors."""
    rows = db.execute(
        "SELECT p.post, p.name FROM person p WHERE p.post IN ('deputy', 'director')"
        f" AND {HERE_SQL} ORDER BY p.code",
        {"today": day},
    ).fetchall()
    found = [name for post, name in rows if post == "deputy"]
    return found or [name for _post, name in rows]
