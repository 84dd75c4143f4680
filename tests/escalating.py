"""What the tests of escalations share: a small floor whose roster is known, and what was raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from floorboard.desk import clocks, floor, rule_files, rules, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.ladder import next_rung_at
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.instant import Instant
from floorboard.store import bulk
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import escalations, rungs
from floorboard.store.views.escalation import EscalationNoteView, EscalationView

NOW = 1_795_402_800
"""Monday, 23 November 2026, 11:00 in the centre's zone."""

HOUR = 3600
DAY = 24 * HOUR
ANN, BEN, CAT, DAN, EVE, FAY, GUS = range(1, 8)
PEOPLE = (
    ("ann", "agent", "2020-01-01", None),
    ("ben", "senior", "2020-01-01", None),
    ("cat", "shift_lead", "2020-01-01", None),
    ("dan", "manager", "2020-01-01", None),
    ("eve", "deputy", "2020-01-01", None),
    ("fay", "director", "2020-01-01", None),
    ("gus", "senior", "2020-01-01", "2026-11-30"),
)
BILLING, PORTAL = 1, 2
"""Projects: one with a manager and a second line, the other without."""

SECOND_LINE, LEADS = 1, 2
"""Rotas: Ben is on the first, Cat on the second, from yesterday for two days."""

POLICY = """
name = "short"
[[rule]]
status_reply = 60
solution = 600
"""

SHARES = (
    POLICY
    + """
[[rung]]
name = "warning"
clock = "solution"
share = 0.5
to = "owner"
[[rung]]
name = "late"
clock = "solution"
to = "second_line"
"""
)

At = Callable[[float], Instant]


def make(path: Path, now: Instant = NOW) -> Path:
    """A floor without tickets."""
    floor.create(path, now, name="Centre", zone="Asia/Shanghai")
    desk = Desk.open(path)
    with desk.store.deed("floor.created", "floor", desk.actor, now) as deed:
        bulk.insert(
            deed.db,
            "person",
            (
                "id",
                "code",
                "name",
                "other_name",
                "search",
                "version",
                "post",
                "joined_on",
                "left_on",
            ),
            [
                (number, code, code.title(), "", code, 1, *rest)
                for number, (code, *rest) in enumerate(PEOPLE, start=1)
            ],
        )
        bulk.insert(
            deed.db,
            "project",
            ("id", "code", "name", "name_zh", "search", "manager_id", "active", "version"),
            [
                (BILLING, "billing", "Billing", "计费", "", DAN, True, 1),
                (PORTAL, "portal", "Portal", "门户", "", None, True, 1),
            ],
        )
        bulk.insert(
            deed.db,
            "rota",
            (
                *("id", "code", "name", "name_zh", "position", "leads", "project_id"),
                *("zone", "calendar", "version"),
            ),
            [
                (SECOND_LINE, "second-billing", "Second line", "", 1, False, BILLING, "", "", 1),
                (LEADS, "lead", "Lead", "", 2, True, None, "", "", 1),
            ],
        )
        for rota, person in ((SECOND_LINE, BEN), (LEADS, CAT)):
            bulk.insert(
                deed.db,
                "rota_turn",
                ("rota_id", "person_id", "starts_at", "ends_at"),
                [(rota, person, now - DAY, now + DAY)],
            )
    desk.close()
    return path


def ticket(desk: Desk, project: int | None = BILLING, priority: int = 1) -> int:
    """An incident; with priority 1 it has to be solved in 4 hours, day and night."""
    return tickets.open_ticket(
        desk, OpenTicket("It stands still", priority=priority, project_id=project, owner_id=ANN)
    )


def all_of(desk: Desk) -> list[EscalationView]:
    """Every escalation, as raised."""
    with desk.store.reading() as db:
        return escalations.page(db, 10_000, everything=True, last=True)[::-1]


def notes(desk: Desk, number: int) -> list[EscalationNoteView]:
    with desk.store.reading() as db:
        return escalations.notes(db, number)


def names(view: EscalationView) -> list[str]:
    """Who has it; who stands in, with a plus."""
    return [f"+{person.name}" if person.backup else person.name for person in view.people]


def load(desk: Desk, text: str) -> None:
    path = desk.store.path.with_name("policy.toml")
    path.write_text(text, "utf-8")
    rule_files.load_policy(desk, path)


def alter(desk: Desk, sql: str, *values: object) -> None:
    """Change the floor behind the desk's back."""
    with desk.store.deed("floor.created", "floor", desk.actor, desk.now()) as deed:
        deed.db.execute(sql, values)


def stored_next(desk: Desk, number: int) -> Instant:
    with desk.store.reading() as db:
        found = db.execute("SELECT next_rung_at FROM ticket WHERE id = ?", (number,)).fetchone()
    return int(found[0])


def computed_next(desk: Desk, number: int) -> Instant:
    """What `next_rung_at` has to be: from the whole history and what was raised in the cycle."""
    with desk.store.reading() as db:
        facts = clock_queries.facts(db, number)
        assert facts is not None
        in_force = rules.in_force(desk)
        found = clocks.clocks_from(in_force, facts)
        raised = rungs.raised(db, [number]).get((number, found.cycle), frozenset())
    return next_rung_at(in_force, found, raised)


def table(desk: Desk) -> list[tuple[int, str, float, list[str]]]:
    """Ticket, rung, hours after the beginning at which it was raised, and to whom."""
    return [
        (view.ticket_id, view.rung, (view.raised_at - NOW) / HOUR, names(view))
        for view in all_of(desk)
    ]
