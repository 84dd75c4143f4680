"""What the tests of the roster share: a small floor whose rotas are known, and how to ask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import deeds
from floorboard.desk import floor, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.desk.roster import ahead, defining, plan
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.problem import Problem
from floorboard.store import bulk
from floorboard.store.store import Actor

ZONE = ZoneInfo("Asia/Shanghai")
NOW = 1_795_402_800
"""Monday, 23 November 2026, 11:00 at the centre."""

HOUR, DAY = 3600, 86400
ANN, BEN, CAT, DAN, GUS, WANG, LI, LEE = range(1, 9)
PEOPLE = (
    ("ann", "Ann", "", "agent", None),
    ("ben", "Ben", "", "agent", None),
    ("cat", "Cat", "", "shift_lead", None),
    ("dan", "Dan", "", "deputy", None),
    ("gus", "Gus", "", "agent", "2026-11-30"),
    ("wf", "Wang Fang", "王芳", "agent", None),
    ("lw", "Li Wei", "李伟", "agent", None),
    ("lee", "Li Wei", "李薇", "agent", None),
)
BILLING = 1
"""The project; Ben is confirmed to know it."""

HOTLINE = """
code = "hotline"
name = "Hotline"
name_zh = "热线"

[[need]]
count = 1
from = "09:00"
to = "17:00"

[[turn]]
person = "ann"
starts = 2026-11-23T09:00:00+08:00
ends = 2026-11-23T17:00:00+08:00

[[turn]]
person = "ben"
starts = 2026-11-24T09:00:00+08:00
ends = 2026-11-24T17:00:00+08:00

[[turn]]
person = "ann"
starts = 2026-11-25T09:00:00+08:00
ends = 2026-11-25T17:00:00+08:00

[[turn]]
person = "ben"
starts = 2026-11-26T09:00:00+08:00
ends = 2026-11-26T17:00:00+08:00
locked = true
"""
"""Planned by name, from Monday to Thursday; nobody from Friday on."""

NIGHTS = """
code = "nights"
name = "Nights"
name_zh = "夜班线"

[[layer]]
name = "evenings"
unit = "day"
anchor = 2026-11-23T17:00:00
hours = "17:00-01:00"
groups = [["cat"], ["wf"], ["lw"]]
"""
"""A rotation: Cat on Monday, Wang Fang on Tuesday, Li Wei on Wednesday, and so on."""


def make(path: Path) -> Path:
    """The floor, without a PIN: every console may do everything."""
    floor.create(path, NOW, name="Centre", zone=ZONE.key)
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    with desk.store.deed("floor.created", "floor", desk.actor, NOW) as deed:
        bulk.insert(
            deed.db,
            "person",
            (
                *("id", "code", "name", "other_name", "search", "version", "post"),
                *("joined_on", "left_on"),
            ),
            [
                (number, code, name, other, search_key(name, other), 1, post, "2020-01-01", left)
                for number, (code, name, other, post, left) in enumerate(PEOPLE, 1)
            ],
        )
        bulk.insert(
            deed.db,
            "project",
            ("id", "code", "name", "name_zh", "search", "manager_id", "active", "version"),
            [(BILLING, "billing", "Billing", "计费", "", DAN, True, 1)],
        )
        bulk.insert(
            deed.db,
            "project_skill",
            ("person_id", "project_id", "level", "confirmed_by", "confirmed_at"),
            [(BEN, BILLING, "confirmed", DAN, NOW - DAY)],
        )
    for text in (HOTLINE, NIGHTS):
        defining.define(desk, text, "rota.toml")
    desk.close()
    return path


def at(text: str) -> Instant:
    """An instant of November 2026 by the centre's clock: `24 17:00`, or `12-01 09:00`."""
    day, _, clock = text.partition(" ")
    month, _, day = f"11-{day}".rpartition("-")
    wall = datetime.fromisoformat(f"2026-{month[-2:]}-{int(day):02} {clock or '00:00'}")
    return from_wall(wall, ZONE)


def told(when: Instant) -> str:
    """`24 17:00`."""
    return f"{to_wall(when, ZONE):%d %H:%M}"


def turns(desk: Desk, rota: str, first: str, last: str) -> list[str]:
    """Who is on when: `ann 24 09:00–17:00`."""
    codes = {number: code for number, (code, *_) in enumerate(PEOPLE, 1)}
    return [
        f"{codes[each.person_id]} {told(each.start)}–{told(each.end)[3:]}"
        for each in ahead.of_rotas(desk, [rota], at(first), at(last))
    ]


def on(desk: Desk, rota: str, when: str) -> list[int]:
    """Who is on at an instant."""
    with desk.store.reading() as db:
        found = plan.load(db, at(when), at(when) + 1, codes=[rota])
    line = found.line(rota)
    assert line is not None
    return list(found.at(line, at(when)).people)


def as_(desk: Desk, person_id: int | None, console: str = "desk-2", later: int = 60) -> Desk:
    """Another console on the same store, a minute later."""
    return Desk(desk.store, Actor(console, person_id), lambda: desk.now() + later)


def check_undo(desk: Desk, deed: Callable[[], object]) -> None:
    """The deed changes something; undoing it restores every row, doing it again every change; the
    journal's chain holds."""
    before = deeds.of(desk)
    deed()
    after = deeds.of(desk)
    assert after != before
    undoing.undo(desk)
    assert deeds.of(desk) == before
    undoing.redo(desk)
    assert deeds.of(desk) == after
    deeds.check(desk)


def refuses(desk: Desk, deed: Callable[[], object], why: str) -> None:
    """The deed is refused for this reason, with something to do, and nothing is written."""
    before = deeds.of(desk)
    with pytest.raises(Problem, match=why) as refused:
        deed()
    assert refused.value.fix
    assert deeds.of(desk) == before
