"""What the tests of the handover share: a floor with three shifts and their leads, and a handover
from the first word to the last signature."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from floorboard.desk import floor, handover, review, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.desk.roster import defining
from floorboard.desk.sign_in import hashed_pin
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.handover.record import ItemKind, Record, Section
from floorboard.domain.ticket import Kind
from floorboard.store import bulk
from floorboard.store.queries import handover as queries
from floorboard.store.queries import people as people_queries
from floorboard.store.store import Actor

HOUR, DAY = 3600, 86400
NOW = 1_795_402_800 + 13 * HOUR
"""Tuesday, 24 November 2026, 00:00 at the centre: the evening shift has an hour left."""

CHANGE = NOW + HOUR
"""01:00: the night shift begins."""

PIN = "271828"
LIU, LI, HAN, SUN, EVE, ANN = range(1, 7)
PEOPLE = (
    ("liu", "Liu Yang", "刘洋", "shift_lead"),
    ("lw", "Li Wei", "李伟", "shift_lead"),
    ("han", "Han Xue", "韩雪", "shift_lead"),
    ("sun", "Sun Li", "孙丽", "manager"),
    ("eve", "Eve", "", "deputy"),
    ("ann", "Ann", "", "agent"),
)
BILLING, PORTAL = 1, 2

LEADS = """
code = "lead"
name = "Shift lead"
name_zh = "班长"
leads = true

[[layer]]
name = "day"
unit = "day"
anchor = 2026-11-01T09:00:00
hours = "09:00-17:00"
groups = [["liu"]]

[[layer]]
name = "evening"
unit = "day"
anchor = 2026-11-01T17:00:00
hours = "17:00-01:00"
groups = [["lw"]]

[[layer]]
name = "night"
unit = "day"
anchor = 2026-11-01T01:00:00
hours = "01:00-09:00"
groups = [["han"]]
"""

TEXTS = {
    "situation": "the disk is full",
    "background": "since noon",
    "assessment": "holds until 4",
    "recommendation": "call Ann at 3",
}


@cache
def pin_hash() -> str:
    """One for everybody: making it is slow on purpose."""
    return hashed_pin(PIN)


def make(path: Path) -> Path:
    """The floor at `NOW`; everybody but Ann has the PIN."""
    floor.create(path, NOW, name="Centre", zone="Asia/Shanghai")
    desk = Desk.open(path, console="maker")
    desk.clock = lambda: NOW
    with desk.store.deed("floor.created", "floor", desk.actor, NOW) as deed:
        bulk.insert(
            deed.db,
            "person",
            ("id", "code", "name", "other_name", "search", "version", "post", "joined_on"),
            [
                (number, code, name, other, search_key(name, other), 1, post, "2020-01-01")
                for number, (code, name, other, post) in enumerate(PEOPLE, 1)
            ],
        )
        bulk.insert(
            deed.db,
            "project",
            ("id", "code", "name", "name_zh", "search", "manager_id", "active", "version"),
            [
                (BILLING, "billing", "Billing", "计费", "", SUN, True, 1),
                (PORTAL, "portal", "Portal", "门户", "", SUN, True, 1),
            ],
        )
    defining.define(desk, LEADS, "rota.toml")
    with desk.store.deed("floor.created", "floor", desk.actor, NOW) as deed:
        for person in (LIU, LI, HAN, SUN, EVE):
            people_queries.put_pin(deed.db, person, pin_hash(), NOW)
    desk.close()
    return path


def opened(path: Path, person_id: int | None = None, now: int = NOW, console: str = "one") -> Desk:
    """A console on the floor."""
    desk = Desk.open(path, console=console)
    desk.actor = Actor(console, person_id)
    desk.clock = lambda: now
    return desk


def as_(desk: Desk, person_id: int | None) -> Desk:
    """Another console on the same store, at the same time."""
    return Desk(desk.store, Actor(f"console {person_id}", person_id), desk.clock)


def set_clock(desk: Desk, now: int) -> None:
    desk.clock = lambda: now


def ticket(desk: Desk, title: str = "It stands still", priority: int = 3) -> int:
    return tickets.open_ticket(
        as_(desk, LI),
        OpenTicket(title, kind=Kind.REQUEST, priority=priority, project_id=BILLING, owner_id=ANN),
    )


def record(desk: Desk, number: int) -> Record:
    with desk.store.reading() as db:
        found = queries.one(db, number)
    assert found is not None
    return found


def fill(desk: Desk, number: int) -> None:
    """Say "none" of whatever is blank, complete the items, review the projects."""
    look = handover.one(desk, number)
    for item in look.record.items:
        if item.missing:
            handover.edit(desk, number, item.id, TEXTS, owner_id=ANN, due_at=CHANGE + HOUR)
    for project in look.facts.projects:
        if project.unresolved and not project.state:
            review.put(desk, project.project_id, "stable", "", "Sun")
    for blank in handover.one(desk, number).blanks:
        handover.write(desk, number, blank.section, "", none=True)


def drafted(desk: Desk) -> int:
    """A draft with a critical item, in which nothing is blank."""
    number = handover.begin(desk)
    handover.add(desk, number, ItemKind.CRITICAL, TEXTS, owner_id=ANN, due_at=CHANGE + HOUR)
    fill(desk, number)
    return number


def offered(desk: Desk) -> int:
    number = drafted(desk)
    handover.offer(desk, number, sure=True)
    return number


def ready(desk: Desk) -> int:
    """Offered, acknowledged, asked and answered, summed up: only the signatures are missing."""
    number = offered(desk)
    agree(desk, number)
    return number


def agree(desk: Desk, number: int) -> None:
    """What the incoming lead does before anybody signs."""
    found = record(desk, number)
    assert found.incoming is not None
    incoming = as_(desk, found.incoming.id)
    for item in found.unacknowledged:
        handover.acknowledge(incoming, number, item.id)
    handover.ask(incoming, number, Section.ITEMS, "which disk?")
    assert found.outgoing is not None
    for question in record(desk, number).unanswered:
        handover.answer(as_(desk, found.outgoing.id), number, question.id, "the left one")
    handover.summarise(incoming, number, "a full disk, call Ann")


def accepted(desk: Desk) -> int:
    number = ready(desk)
    handover.hand_over(desk, number, PIN)
    handover.take_over(desk, number, PIN)
    return number
