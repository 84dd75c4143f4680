"""What opens risk points: reads of a few rows by an index each."""

from __future__ import annotations

import sqlite3

from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL
from floorboard.store.views.risks import ComplaintView, LateView, MissedView

MOST = 200
"""So many late items and so many complaints at most, the longest overdue first."""


def missed(db: sqlite3.Connection, after: Instant, day: str, now: Instant) -> list[MissedView]:
    """For each schedule in use and each supported project that it is for: what was missed since one
    of its checks was last done or waived, the longest ago first.

    Looked at are checks scheduled on the ISO date `day` or later whose windows closed after
    `after`; each schedule is walked back from now to the last one that somebody settled. One that
    was waived before its window opened settles what was missed when it opens.
    """
    rows = db.execute(
        "WITH wanted(duty, project) AS ("
        " SELECT id, 0 FROM duty WHERE active AND NOT each_project UNION ALL"
        " SELECT d.id, p.id FROM duty d CROSS JOIN project p"
        " WHERE d.active AND d.each_project AND p.active),"
        " settled(duty, project, last) AS ("
        " SELECT duty, project, (SELECT k.scheduled FROM duty_check k"
        " WHERE k.duty_id = w.duty AND ifnull(k.project_id, 0) = w.project AND k.scheduled >= :day"
        " AND k.done_at <= :now AND k.opens_at <= :now ORDER BY k.scheduled DESC LIMIT 1)"
        " FROM wanted w),"
        " missed(duty, project, times, since, last) AS ("
        " SELECT s.duty, s.project, count(*), min(k.closes_at), max(k.scheduled) FROM settled s"
        " CROSS JOIN duty_check k ON k.duty_id = s.duty AND ifnull(k.project_id, 0) = s.project"
        " AND k.scheduled > coalesce(s.last, :day)"
        " WHERE k.closes_at > :after AND k.closes_at <= :now"
        " AND (k.done_at IS NULL OR k.done_at > :now) GROUP BY s.duty, s.project)"
        " SELECT k.id, d.handbook, d.title, d.title_zh, nullif(m.project, 0), m.times, m.since"
        " FROM missed m CROSS JOIN duty d ON d.id = m.duty CROSS JOIN duty_check k"
        " ON k.duty_id = m.duty AND ifnull(k.project_id, 0) = m.project AND k.scheduled = m.last"
        " ORDER BY m.since, k.id",
        {"after": after, "day": day, "now": now},
    )
    return [MissedView(*row) for row in rows]


def late(db: sqlite3.Connection, now: Instant) -> list[LateView]:
    """The items of lists that are open and past their due time."""
    rows = db.execute(
        "SELECT c.id, i.handbook, i.title, i.title_zh, c.project_id, i.due_at"
        " FROM checklist_item i CROSS JOIN checklist c ON c.id = i.checklist_id"
        " WHERE i.state = 'open' AND i.due_at < ? ORDER BY i.due_at, i.id LIMIT ?",
        (now, MOST),
    )
    return [LateView(*row) for row in rows]


def complaints(db: sqlite3.Connection, now: Instant) -> list[ComplaintView]:
    """The open complaints of which a clock ran out before `now`."""
    rows = db.execute(
        "SELECT t.id, t.title, t.project_id, t.next_clock, t.next_due_at FROM ticket t"
        f" WHERE {OPEN_SQL} AND t.next_due_at < ? AND t.kind = 'complaint'"
        " ORDER BY t.next_due_at, t.id LIMIT ?",
        (now, MOST),
    )
    return [ComplaintView(*row) for row in rows]
