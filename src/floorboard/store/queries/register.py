"""Complaints and suggestions, the newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries. Every condition that is set must hold; `start` and `end` bound the receipt."""

    kinds: tuple[str, ...]
    start: Instant | None = None
    end: Instant | None = None
    projects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A complaint or suggestion as it is stored."""

    id: int
    kind: str
    state: str
    title: str
    customer: str
    project_code: str | None
    project: str
    project_zh: str
    owner: str
    opened_at: Instant
    first_replied_at: Instant | None
    first_reply_due_at: Instant | None
    solved_at: Instant | None
    solution_due_at: Instant | None
    next_due_at: Instant
    satisfaction: int | None
    reopen_count: int
    priority: int
    updated_at: Instant


def rows(db: sqlite3.Connection, wanted: Wanted) -> Iterator[RegisterRow]:
    """The entries, the one received last before the others."""
    conditions: list[str] = []
    values: list[object] = []
    for column, choices in (("t.kind", wanted.kinds), ("t.project_id", wanted.projects)):
        if choices:
            conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
            values.extend(choices)
    if wanted.start is not None:
        conditions.append("t.opened_at >= ?")
        values.append(wanted.start)
    if wanted.end is not None:
        conditions.append("t.opened_at < ?")
        values.append(wanted.end)
    found = db.execute(
        "SELECT t.id, t.kind, t.state, t.title, coalesce(c.name, ''), p.code,"
        " coalesce(p.name, ''), coalesce(p.name_zh, ''), coalesce(o.name, t.owner_label),"
        " t.opened_at, coalesce(t.first_replied_at, t.solved_at, t.closed_at),"
        " t.first_reply_due_at, coalesce(t.solved_at, t.closed_at), t.solution_due_at,"
        " t.next_due_at, t.satisfaction, t.reopen_count, t.priority, t.updated_at"
        " FROM ticket t LEFT JOIN project p ON p.id = t.project_id"
        " LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN person o ON o.id = t.owner_id"
        f" WHERE {' AND '.join(conditions) or '1'} ORDER BY t.opened_at DESC, t.id DESC",
        values,
    )
    return (RegisterRow(*row) for row in found)
