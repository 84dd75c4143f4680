"""The schedules of duties, and their checks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from floorboard.domain.duties.schedule import Evidence, Schedule, Workdays
from floorboard.domain.instant import Instant
from floorboard.domain.post import Post
from floorboard.store.views.duties import CountView, StoredSchedule
from floorboard.store.views.floor import CheckView

Identity = tuple[int, int | None, str]
"""What makes a check the one it is: duty, project, scheduled wall time."""

SCHEDULE_COLUMNS = (
    *("code", "handbook", "post", "title", "title_zh", "rule", "starts_on", "due_minute"),
    *("minutes_before", "minutes_after", "workdays", "each_project", "evidence", "measure"),
    "four_eyes",
)

CHECK_COLUMNS = (
    *("duty_id", "project_id", "scheduled", "opens_at", "due_at", "closes_at", "state"),
    *("done_by", "done_label", "done_at", "note", "value", "file"),
    *("first_by", "first_label", "first_at", "version"),
)


def schedules(db: sqlite3.Connection, *, active: bool = True) -> list[StoredSchedule]:
    """The schedules in the order in which they were put on record; with `active`, those in use."""
    rows = db.execute(
        f"SELECT id, active, made_until, {', '.join(SCHEDULE_COLUMNS)} FROM duty"
        f"{' WHERE active' if active else ''} ORDER BY id"
    )
    return [
        StoredSchedule(number, _schedule(*columns), bool(used), made)
        for number, used, made, *columns in rows
    ]


def _schedule(
    code: str,
    duty: str,
    post: str,
    title: str,
    title_zh: str,
    rule: str,
    starts_on: str,
    due: int,
    opens: int,
    closes: int,
    workdays: str,
    each_project: int,
    evidence: str,
    measure: str,
    four_eyes: int,
) -> Schedule:
    titles = {"en": title, "zh": title_zh}
    times = (rule, date.fromisoformat(starts_on), due, opens, closes, Workdays(workdays))
    asked = (bool(each_project), Evidence(evidence), measure, bool(four_eyes))
    return Schedule(code, duty, Post(post), titles, *times, *asked)


def schedule_row(schedule: Schedule) -> tuple[object, ...]:
    """A schedule's values for `SCHEDULE_COLUMNS`."""
    titles = (schedule.titles.get("en", ""), schedule.titles.get("zh", ""))
    start = (schedule.rule, schedule.starts_on.isoformat())
    asked = (schedule.each_project, schedule.evidence.value, schedule.measure, schedule.four_eyes)
    return (
        *(schedule.code, schedule.duty, schedule.post.value, *titles, *start, schedule.due),
        *(schedule.opens, schedule.closes, schedule.workdays.value, *asked),
    )


def put_schedule(
    db: sqlite3.Connection, schedule: Schedule, *, active: bool, made_until: Instant
) -> None:
    """Keep a schedule under its code, in place of the one that was there."""
    columns = (*SCHEDULE_COLUMNS, "active", "made_until")
    holes = ", ".join("?" * len(columns))
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns)
    db.execute(
        f"INSERT INTO duty ({', '.join(columns)}) VALUES ({holes})"
        f" ON CONFLICT (code) DO UPDATE SET {changed}",
        (*schedule_row(schedule), active, made_until),
    )


def forget_untouched(db: sqlite3.Connection, code: str, now: Instant) -> int:
    """Take away the checks of a duty that nobody has begun and that aren't due yet; how many."""
    return db.execute(
        "DELETE FROM duty_check WHERE duty_id = (SELECT id FROM duty WHERE code = ?)"
        " AND due_at > ? AND state = 'open' AND first_at IS NULL",
        (code, now),
    ).rowcount


def set_made_until(db: sqlite3.Connection, until: Instant, ids: Iterable[int]) -> None:
    """What these schedules have due before `until` is made."""
    db.executemany(
        "UPDATE duty SET made_until = max(made_until, ?) WHERE id = ?",
        [(until, each) for each in ids],
    )


def unmade(db: sqlite3.Connection, wanted: Sequence[Identity]) -> list[int]:
    """The places in `wanted` of the checks that aren't there."""
    rows = db.execute(
        "SELECT w.key FROM json_each(?) w WHERE NOT EXISTS (SELECT 1 FROM duty_check k"
        " WHERE k.duty_id = w.value ->> 0 AND ifnull(k.project_id, 0) = w.value ->> 1"
        " AND k.scheduled = w.value ->> 2) ORDER BY w.key",
        (json.dumps([(duty, project or 0, wall) for duty, project, wall in wanted]),),
    )
    return [row[0] for row in rows]


def projects(db: sqlite3.Connection) -> list[int]:
    """The projects that are supported."""
    return [row[0] for row in db.execute("SELECT id FROM project WHERE active ORDER BY id")]


VALUE = "iif(k.value = CAST(k.value AS INTEGER), CAST(k.value AS INTEGER), k.value)"
"""A number as it was counted: the column keeps all of them as fractions."""

_CHECK = (
    "SELECT k.id, d.code, d.post, d.title, d.title_zh, coalesce(p.name, ''),"
    " coalesce(p.name_zh, ''), k.scheduled, k.opens_at, k.due_at, k.closes_at, k.state,"
    " coalesce(o.name, k.done_label), k.done_at, k.note, k.version, d.handbook, k.project_id,"
    f" d.evidence, d.measure, {VALUE}, k.file, d.four_eyes, coalesce(f.name, k.first_label),"
    " k.first_at, k.done_by, k.first_by"
    " FROM duty_check k JOIN duty d ON d.id = k.duty_id"
    " LEFT JOIN project p ON p.id = k.project_id LEFT JOIN person o ON o.id = k.done_by"
    " LEFT JOIN person f ON f.id = k.first_by"
)


def checks(
    db: sqlite3.Connection, start: Instant, end: Instant, *, duty: str = ""
) -> list[CheckView]:
    """The checks due in [`start`, `end`), by due time; with `duty`, those of that schedule."""
    of_duty = " AND d.code = ?" if duty else ""
    rows = db.execute(
        f"{_CHECK} WHERE k.due_at >= ? AND k.due_at < ?{of_duty} ORDER BY k.due_at, k.id",
        (start, end, *filter(None, [duty])),
    )
    return [_check(row) for row in rows]


def unfinished(
    db: sqlite3.Connection, after: Instant, until: Instant, now: Instant
) -> list[CheckView]:
    """The checks whose window closes after `after` and not later than `until`, that were due before
    `now`, and that nobody had done or waived by then."""
    rows = db.execute(
        f"{_CHECK} WHERE k.closes_at > ? AND k.closes_at <= ? AND k.due_at < ?"
        " AND (k.done_at IS NULL OR k.done_at > ?) ORDER BY k.due_at, k.id",
        (after, until, now, now),
    )
    return [_check(row) for row in rows]


def check(db: sqlite3.Connection, number: int) -> CheckView | None:
    """One check."""
    row = db.execute(f"{_CHECK} WHERE k.id = ?", (number,)).fetchone()
    return None if row is None else _check(row)


def counts(db: sqlite3.Connection, measure: str, start: Instant, end: Instant) -> list[CountView]:
    """What was counted of `measure` on the checks due in [`start`, `end`), by due time."""
    rows = db.execute(
        f"SELECT k.id, k.due_at, k.project_id, {VALUE} FROM duty_check k"
        " JOIN duty d ON d.id = k.duty_id WHERE k.due_at >= ? AND k.due_at < ?"
        " AND d.measure = ? AND k.state = 'done' AND k.value IS NOT NULL ORDER BY k.due_at, k.id",
        (start, end, measure),
    )
    return [CountView(*row) for row in rows]


def settled(
    db: sqlite3.Connection, start: Instant, end: Instant
) -> list[tuple[str, str, Instant, Instant, Instant, Instant | None]]:
    """Post, state, opening, due and closing time, and when it was done or waived, of the checks due
    in [`start`, `end`)."""
    return db.execute(
        "SELECT d.post, k.state, k.opens_at, k.due_at, k.closes_at, k.done_at FROM duty_check k"
        " JOIN duty d ON d.id = k.duty_id WHERE k.due_at >= ? AND k.due_at < ? ORDER BY k.due_at",
        (start, end),
    ).fetchall()


def _check(row: Sequence[Any]) -> CheckView:
    view = CheckView(*row)
    return replace(view, four_eyes=bool(view.four_eyes))
