"""What the tests of imports share: rows and files of them, floors, and what floors hold."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

from floorboard.desk import clocks, floor, imports, rules
from floorboard.desk.desk import Desk
from floorboard.desk.imports import FileReport, Options
from floorboard.domain.instant import iso
from floorboard.domain.ticket import State
from floorboard.store import backup, bulk, journal
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import tickets as queries
from floorboard.store.views.ticket import TicketView

NOW = int(datetime(2026, 11, 23, 2, 15, tzinfo=UTC).timestamp())
UTC_ZONE = Options(zone="UTC")
TABLES = ["project", "customer", "ticket", "ticket_event", "ticket_count"]

Row = dict[str, str]


def row(number: str = "A-1", status: str = "open", **others: str) -> Row:
    """A row of a list with one row a ticket."""
    plain = {
        "id": number, "title": f"Problem {number}", "status": status, "priority": "2",
        "project": "Billing", "customer": "Zoë Müller", "assignee": "Wang Fang", "team": "Desk",
        "created": "2026-11-01 08:00", "updated": "2026-11-01 09:00", "resolved": "",
        "closed": "", "due": "",
    }  # fmt: skip
    return plain | others


def update(number: str, state: str, at: str, count: int, **others: str) -> Row:
    """A row of a log with one row an update."""
    plain = {
        "number": number, "incident_state": state, "reassignment_count": "0", "reopen_count": "0",
        "sys_mod_count": str(count), "made_sla": "TRUE", "caller_id": "Zoë Müller",
        "opened_by": "李伟", "opened_at": "29-02-2016 01:16", "sys_updated_by": f"agent {count}",
        "sys_updated_at": at, "contact_type": "Phone", "category": "Billing",
        "priority": "3 - Moderate", "assignment_group": "Desk", "assigned_to": "?",
        "resolved_at": "?", "closed_at": "?",
    }  # fmt: skip
    return plain | others


LOG = [
    update("INC1", "New", "29-02-2016 01:16", 0),
    update("INC1", "Active", "29-02-2016 02:00", 1, assigned_to="Ann"),
    update("INC1", "Awaiting User Info", "29-02-2016 03:00", 2, assigned_to="Ann"),
    update("INC1", "Active", "29-02-2016 05:00", 3, assigned_to="Bob"),
    update("INC1", "Resolved", "29-02-2016 06:00", 4, resolved_at="29-02-2016 05:55"),
    update("INC1", "Closed", "05-03-2016 06:00", 5, closed_at="05-03-2016 06:00"),
    update("INC2", "New", "29-02-2016 01:30", 0, category="Portal", caller_id="Ann Lee"),
    update("INC2", "Active", "29-02-2016 07:30", 1, category="Portal", caller_id="Ann Lee"),
    update("INC3", "Active", "01-03-2016 07:30", 0, opened_at="01-03-2016 07:00"),
]


def write(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    return path


def make_floor(path: Path) -> Path:
    """A floor with two people, one project and no tickets."""
    floor.create(path, NOW, name="Centre", zone="Asia/Shanghai")
    desk = Desk.open(path, console="desk-1", as_of=NOW)
    with desk.store.deed("people.hired", "floor", desk.actor, NOW) as deed:
        columns = ("code", "name", "other_name", "search", "post", "joined_on", "version")
        people = [
            ("wf", "Wang Fang", "王芳", "", "agent", "2020-01-01", 1),
            ("cj", "Chen Jing", "陈静", "", "agent", "2020-01-01", 1),
        ]
        bulk.insert(deed.db, "person", columns, people)
        fields = ("code", "name", "name_zh", "search", "active", "version")
        bulk.insert(deed.db, "project", fields, [("billing", "Billing desk", "账单", "", 1, 1)])
    desk.close()
    return path


def open_copy(made: Path, path: Path) -> Desk:
    copyfile(made, path)
    copyfile(journal.key_path(made), journal.key_path(path))
    desk = Desk.open(path, console="desk-1")
    desk.clock = lambda: NOW
    return desk


def take(
    desk: Desk, rows: Sequence[Row], options: Options = UTC_ZONE, name: str = "list.csv"
) -> FileReport:
    """Import these rows from a file of their own."""
    path = write(desk.store.path.with_name(name), rows)
    (report,) = imports.import_tickets(desk, [path], options).files
    return report


def content(desk: Desk, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with desk.store.reading() as db:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in tables or (*TABLES, "journal")
        }


def meaning(desk: Desk) -> dict[str, object]:
    """What the store says of the tickets, without how often and in which order it was told."""
    with desk.store.reading() as db:
        found: dict[str, object] = {}
        for number, external_id in db.execute("SELECT id, external_id FROM ticket").fetchall():
            view = queries.by_id(db, number)
            assert view is not None
            told = db.execute(
                "SELECT at, kind, actor, body, source_key FROM ticket_event WHERE ticket_id = ?"
                " ORDER BY at, source_key",
                (number,),
            ).fetchall()
            fields = {name: getattr(view, name) for name in view.__slots__}
            found[external_id] = (fields | {"id": 0, "version": 0}, told)
        return found


def ticket(desk: Desk, external_id: str = "A-1") -> TicketView:
    with desk.store.reading() as db:
        (found,) = queries.by_external_id(db, external_id)
    return found


def history(desk: Desk, external_id: str = "A-1") -> list[str]:
    number = ticket(desk, external_id).id
    with desk.store.reading() as db:
        return [f"{iso(e.at)[8:16]} {e.kind}" for e in queries.history(db, number)]


def check_clocks(desk: Desk) -> None:
    """The stored due times are those of the stored histories, and no CHECK is violated."""
    in_force = rules.in_force(desk)
    with desk.store.reading() as db:
        names = ", ".join(clocks.DueTimes._fields)
        for number, state, *due in db.execute(f"SELECT id, state, {names} FROM ticket").fetchall():
            facts = clock_queries.facts(db, number)
            assert facts is not None
            found = clocks.clocks_from(in_force, facts)
            assert tuple(due) == clocks.due_times(in_force, found, State(state))
        counted = dict(db.execute("SELECT state, n FROM ticket_count WHERE n > 0"))
        assert counted == dict(db.execute("SELECT state, count(*) FROM ticket GROUP BY state"))
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
    backup.prove(desk.store.path)


def ticket_count(desk: Desk) -> int:
    with desk.store.reading() as db:
        return int(db.execute("SELECT count(*) FROM ticket").fetchone()[0])
