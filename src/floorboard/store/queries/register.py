"""Complaints and suggestions, the newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL

REGISTERED_SQL = "t.kind IN ('complaint', 'suggestion')"
"""Whether the register holds the ticket `t`; word for word the condition of its partial index."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries. Every condition that is set must hold; `start` and `end` bound the receipt.
    With `overdue_at`, those that are open and past their next due time then."""

    kinds: tuple[str, ...] = ()
    start: Instant | None = None
    end: Instant | None = None
    projects: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    satisfaction: tuple[int, ...] = ()
    overdue_at: Instant | None = None

    def condition(self) -> tuple[str, list[object]]:
        """It as SQL, and the values of its holes."""
        conditions, values = [REGISTERED_SQL], list[object]()
        choices: tuple[tuple[str, tuple[object, ...]], ...] = (
            ("t.kind", self.kinds),
            ("t.project_id", self.projects),
            ("t.state", self.states),
            ("t.satisfaction", self.satisfaction),
        )
        for column, chosen in choices:
            if chosen:
                conditions.append(f"{column} IN ({', '.join('?' * len(chosen))})")
                values.extend(chosen)
        bounds = (
            ("t.opened_at >= ?", self.start),
            ("t.opened_at < ?", self.end),
            (f"{OPEN_SQL} AND t.next_due_at < ?", self.overdue_at),
        )
        for condition, bound in bounds:
            if bound is not None:
                conditions.append(condition)
                values.append(bound)
        return " AND ".join(conditions), values


class RegisterRow(NamedTuple):
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


def rows(db: sqlite3.Connection, wanted: Wanted, limit: int = -1) -> Iterator[RegisterRow]:
    """The entries, the one received last before the others; at most `limit`, -1 for all."""
    condition, values = wanted.condition()
    found = db.execute(
        "SELECT t.id, t.kind, t.state, t.title, coalesce(c.name, ''), p.code,"
        " coalesce(p.name, ''), coalesce(p.name_zh, ''), coalesce(o.name, t.owner_label),"
        " t.opened_at, coalesce(t.first_replied_at, t.solved_at, t.closed_at),"
        " t.first_reply_due_at, coalesce(t.solved_at, t.closed_at), t.solution_due_at,"
        " t.next_due_at, t.satisfaction, t.reopen_count, t.priority, t.updated_at"
        " FROM ticket t LEFT JOIN project p ON p.id = t.project_id"
        " LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN person o ON o.id = t.owner_id"
        f" WHERE {condition} ORDER BY t.opened_at DESC, t.id DESC LIMIT ?",
        (*values, limit),
    )
    return map(RegisterRow._make, found)


def count(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many entries there are."""
    condition, values = wanted.condition()
    row = db.execute(f"SELECT count(*) FROM ticket t WHERE {condition}", values).fetchone()
    return int(row[0])
