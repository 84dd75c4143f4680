"""Floors with duties on them, for tests: schedules in few words, and what checks there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.desk import floor
from floorboard.desk.desk import Desk
from floorboard.domain.duties.schedule import Evidence, Schedule
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.post import Post
from floorboard.store import bulk
from floorboard.store.queries import checks as check_queries
from floorboard.store.queries import duties as queries
from floorboard.store.views.floor import CheckView

BERLIN = ZoneInfo("Europe/Berlin")

MEASURE = "phone_answered"


def at(wall: str, zone: ZoneInfo = BERLIN) -> Instant:
    return from_wall(datetime.fromisoformat(wall), zone)


NOW = at("2026-11-22T09:10")


def daily(due: int, *, opens: int = 30, closes: int = 60, rule: str = "FREQ=DAILY") -> Schedule:
    """A duty due each day at a minute of it."""
    titles = {"en": f"duty {due}", "zh": f"职责 {due}"}
    start = date(2020, 1, 1)
    return Schedule(f"d{due}", "agent.duty.1", Post.AGENT, titles, rule, start, due, opens, closes)


def asking(evidence: Evidence, due: int = 540, *, four_eyes: bool = False) -> Schedule:
    """One that asks for something."""
    measure = MEASURE if evidence is Evidence.NUMBER else ""
    return replace(daily(due), evidence=evidence, measure=measure, four_eyes=four_eyes)


def make(
    path: Path,
    schedules: Sequence[Schedule],
    *,
    zone: str = BERLIN.key,
    now: Instant = NOW,
    since: Instant | None = None,
    projects: int = 0,
) -> Desk:
    """A desk on a new floor with these duties, in force `since` the day before."""
    floor.create(path, now, name="Centre", zone=zone)
    desk = Desk.open(path, console="console")
    desk.clock = lambda: now
    begun = now - 86400 if since is None else since
    with desk.store.deed("duties.set", "duties", desk.actor, now) as deed:
        for each in schedules:
            queries.put_schedule(deed.db, each, active=True, made_until=begun)
        supported = ("code", "name", "name_zh", "search", "active", "version")
        rows = [(f"p{n}", f"Project {n}", "", "", True, 1) for n in range(projects)]
        bulk.insert(deed.db, "project", supported, rows)
        staff = ("code", "name", "post", "other_name", "search", "joined_on", "version")
        people = [("wf", "王芳", "agent"), ("cj", "陈静", "agent"), ("lw", "李伟", "shift_lead")]
        bulk.insert(deed.db, "person", staff, [(*each, "", "", "2020-01-01", 1) for each in people])
    return desk


WANG, CHEN, LI = 1, 2, 3


def checks(desk: Desk) -> list[CheckView]:
    with desk.store.reading() as db:
        return check_queries.checks(db, 0, 10**11)


def one(desk: Desk, scheduled: str = "2026-11-22T09:00") -> CheckView:
    """The check of that wall time."""
    return next(each for each in checks(desk) if each.scheduled == scheduled)


def entries(desk: Desk) -> int:
    with desk.store.reading() as db:
        return int(db.execute("SELECT count(*) FROM journal").fetchone()[0])
