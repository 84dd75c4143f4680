"""The schedules of duties, and what they have still to make."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from floorboard.domain.duties.schedule import Evidence, Schedule, Workdays
from floorboard.domain.instant import Instant
from floorboard.domain.post import Post
from floorboard.store.views.duties import StoredSchedule

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
