"""The tables refuse a bad row whatever program writes it: plain SQL, without any code of ours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from floorboard.domain.attendance import OvertimeState
from floorboard.domain.duties.schedule import Evidence, Workdays
from floorboard.domain.duty import CheckState
from floorboard.domain.post import Post
from floorboard.domain.roster.rota import OverrideKind
from floorboard.domain.roster.rotation import Advance, Unit
from floorboard.domain.roster.swap import SwapState
from floorboard.domain.ticket import Channel, ClockName, EventKind, Kind, State
from floorboard.store.connection import connect

NEVER = 253_402_300_799

Row = Mapping[str, object]

# fmt: off
GOOD: dict[str, Row] = {
    "calendar": {"name": "office", "body": "", "loaded_at": 0},
    "policy": {"name": "centre", "body": "", "loaded_at": 0},
    "setting": {"key": "zone", "value": "UTC"},
    "person": {
        "id": 1, "code": "wf", "name": "王芳", "other_name": "", "search": "",
        "post": "agent", "joined_on": "2026-01-01", "left_on": None, "version": 1,
    },
    "project": {
        "id": 1, "code": "billing", "name": "Billing", "name_zh": "", "search": "",
        "manager_id": 1, "active": 1, "version": 1,
    },
    "customer": {
        "id": 1, "name": "Acme", "search": "", "organisation": "", "phone": "", "email": "",
        "source": "crm", "external_id": "C1", "version": 1,
    },
    "ticket": {
        "id": 1, "source": "crm", "external_id": "T1", "kind": "incident", "channel": "phone",
        "state": "open", "priority": 3, "title": "t", "body": "", "project_id": 1,
        "customer_id": 1, "owner_id": 1, "owner_label": "", "team": "", "opened_at": 10,
        "next_due_at": 20, "next_clock": "solution", "recorded_verdict": "late",
        "reopen_count": 0, "reassignment_count": 0, "satisfaction": 5, "first_owner_id": 1,
        "updated_at": 10, "version": 1,
    },
    "ticket_event": {
        "ticket_id": 1, "seq": 1, "at": 10, "kind": "opened", "person_id": 1, "actor": "",
        "body": "", "source_key": "k1",
    },
    "ticket_count": {"state": "elsewhere", "n": 0},
    "shift": {
        "id": 1, "code": "day", "name": "Day", "name_zh": "白班",
        "start_minute": 540, "end_minute": 1020,
    },
    "rota": {
        "id": 1, "code": "hotline", "name": "Hotline", "name_zh": "", "position": 0,
        "leads": 0, "project_id": 1, "zone": "", "calendar": "", "version": 1,
    },
    "cover_need": {
        "id": 1, "rota_id": 1, "project_id": None, "count": 1, "days": "every_day",
        "from_minute": 0, "to_minute": 1440, "version": 1,
    },
    "rota_layer": {
        "id": 1, "rota_id": 1, "position": 1, "name": "", "unit": "week", "length": 1,
        "anchor": "2026-11-02T09:00", "anchor_group": 0, "days": "every_day", "advance": "turns",
        "from_minute": None, "to_minute": None, "starts_at": None, "ends_at": None,
    },
    "rota_member": {"layer_id": 1, "group_no": 0, "position": 0, "person_id": 1},
    "rota_override": {
        "id": 1, "rota_id": 1, "kind": "replace", "person_id": 1, "replaces_id": 3,
        "starts_at": 10, "ends_at": 20, "reason": "", "version": 1,
    },
    "rota_schedule": {
        "id": 1, "rota_id": 1, "name": "", "starts_at": 10, "ends_at": 20, "version": 1,
    },
    "rota_schedule_turn": {"person_id": 1, "schedule_id": 1, "starts_at": 10, "ends_at": 20},
    "rota_swap": {
        "id": 1, "rota_id": 1, "from_id": 1, "to_id": None, "starts_at": 10, "ends_at": 20,
        "return_starts_at": None, "return_ends_at": None, "state": "offered", "offered_at": 5,
        "expires_at": 9, "decided_at": None, "note": "", "version": 1,
    },
    "leave": {
        "id": 1, "person_id": 1, "starts_at": 10, "ends_at": 20, "reason": "", "version": 1,
    },
    "seat": {
        "id": 1, "code": "A1", "extension": "", "line": 1, "place": 1, "parameters": "{}",
        "usable": 1, "version": 1,
    },
    "sitting": {"id": 1, "seat_id": 1, "person_id": 1, "starts_at": 10, "ends_at": None},
    "attendance": {
        "id": 1, "person_id": 1, "in_at": 10, "out_at": None, "planned_start": None,
        "planned_end": None, "note": "", "version": 1,
    },
    "overtime": {
        "id": 1, "person_id": 1, "starts_at": 10, "ends_at": 20, "reason": "late call",
        "state": "requested", "requested_by": None, "requested_at": 5, "decided_by": None,
        "decided_at": None, "note": "", "version": 1,
    },
    "rota_turn": {
        "id": 1, "rota_id": 1, "person_id": 1, "starts_at": 10, "ends_at": 20, "locked": 0,
    },
    "duty": {
        "id": 1, "code": "site", "handbook": "", "post": "agent", "title": "t", "title_zh": "",
        "rule": "FREQ=DAILY", "starts_on": "2026-01-01", "due_minute": 540, "minutes_before": 30,
        "minutes_after": 60, "workdays": "any", "each_project": 0, "evidence": "tick",
        "measure": "", "four_eyes": 0, "active": 1, "made_until": 0,
    },
    "duty_check": {
        "id": 1, "duty_id": 1, "project_id": None, "scheduled": "2026-11-22T09:00",
        "opens_at": 10, "due_at": 20, "closes_at": 30, "state": "done", "done_by": 1,
        "done_label": "", "done_at": 15, "note": "", "value": None, "file": "", "first_by": 1,
        "first_label": "", "first_at": 12, "version": 1,
    },
    "checklist": {
        "id": 1, "template": "upgrade", "title": "t", "title_zh": "", "project_id": 1,
        "ticket_id": 1, "change": "", "owner_id": 1, "started_by": 1, "started_label": "",
        "started_at": 10, "version": 1,
    },
    "checklist_item": {
        "id": 1, "checklist_id": 1, "position": 1, "title": "t", "title_zh": "", "handbook": "",
        "post": "agent", "due_at": 20, "evidence": "tick", "measure": "", "state": "done",
        "done_by": 1, "done_label": "", "done_at": 15, "note": "", "value": None, "file": "",
        "version": 1,
    },
    "journal": {
        "seq": 1, "at": 10, "person_id": 1, "console": "c", "action": "a", "subject": "s",
        "before": "{}", "after": "{}", "previous": "0", "hash": "h1",
    },
    "journal_ticket": {"ticket_id": 1, "seq": 1},
    "journal_head": {"id": 1, "entries": 0, "hash": "h1", "seal": "s"},
    "search_mark": {"name": "other", "last_id": 0},
    "project_skill": {
        "person_id": 1, "project_id": 1, "level": "confirmed", "confirmed_by": 1,
        "confirmed_at": 10,
    },
    "credential": {"person_id": 1, "pin_hash": "p", "set_at": 10},
    "sign_in_failure": {"person_id": 1, "count": 1, "last_at": 10, "locked_until": None},
    "ticket_link": {"relation": "related", "ticket_id": 1, "other_id": 3},
    "escalation": {
        "id": 1, "ticket_id": 1, "cycle": 1, "rung": "lead", "clock": "solution", "due_at": 10,
        "raised_at": 10, "addressee": "shift_lead", "gap": 0, "backup": "", "acknowledge_by": 20,
        "backup_at": None, "backup_gap": 0, "acknowledged_by": 1, "acknowledged_label": "",
        "acknowledged_at": 15, "closed_at": None, "version": 1,
    },
    "escalation_person": {"person_id": 1, "escalation_id": 1, "backup": 0},
    "escalation_note": {
        "seq": 1, "escalation_id": 1, "at": 10, "kind": "raised", "person_id": 1, "actor": "",
        "body": "",
    },
    "notification": {
        "id": 1, "key": "k1", "made_at": 10, "body": "{}", "attempts": 0, "next_try_at": 10,
        "done_at": None, "failure": "",
    },
    "project_review": {
        "day": "2026-11-22", "project_id": 1, "state": "stable", "unresolved": 0, "overdue": 0,
        "remark": "", "reported_to": "", "person_id": 1, "actor": "", "at": 10, "version": 1,
    },
}
# fmt: on
"""A row of each table, in an order in which their references hold."""

OTHERS: dict[str, Row] = {
    "person": {"id": 3, "code": "third"},
    "project": {"id": 3, "code": "third"},
    "ticket": {"id": 3, "external_id": "T3"},
    "seat": {"id": 3, "code": "third", "place": 3},
}
"""What is different in a row that others may refer to besides the good one."""


PERSONAL = (
    "rota_member", "rota_override", "rota_schedule_turn", "rota_turn", "leave", "sitting",
    "attendance", "overtime", "project_skill", "escalation_person",
)  # fmt: skip
"""Tables whose rows are always somebody's."""


class Bad(NamedTuple):
    """A second row like the good one but for `change`, and what must refuse it."""

    table: str
    change: Row
    refused: str


def check(table: str, name: str, /, **change: object) -> Bad:
    return Bad(table, change, f"CHECK constraint failed: ck_{table}_{name}$")


def loose(table: str, column: str) -> Bad:
    return Bad(table, {column: 999}, "FOREIGN KEY constraint failed")


def twice(table: str, /, *columns: str, index: str = "", **change: object) -> Bad:
    named = f"index '{index}'" if index else ", ".join(f"{table}.{c}" for c in columns)
    return Bad(table, change, f"UNIQUE constraint failed: {named}$")


BAD = [
    check("attendance", "span", out_at=9),
    check("attendance", "planned", planned_start=10),
    check("attendance", "planned", planned_end=10),
    check("cover_need", "count", count=0),
    check("cover_need", "of", rota_id=None),
    check("cover_need", "from", from_minute=-1, to_minute=60),
    check("cover_need", "from", from_minute=1440, to_minute=1500),
    check("cover_need", "to", to_minute=0),
    check("cover_need", "to", to_minute=1441),
    check("customer", "name", name=""),
    check("duty", "post", post="cook"),
    check("duty", "due", due_minute=-1),
    check("duty", "due", due_minute=1440),
    check("duty", "window", minutes_before=0),
    check("duty", "window", minutes_after=0),
    check("duty", "rule", rule=""),
    check("duty", "workdays", workdays="never"),
    check("duty", "evidence", evidence="photo"),
    check("duty", "measure", measure="calls"),
    check("duty", "measure", evidence="number"),
    check("checklist_item", "post", post="cook"),
    check("checklist_item", "state", state="late"),
    check("checklist_item", "done", done_at=None),
    check("checklist_item", "done", state="open"),
    check("checklist_item", "evidence", evidence="photo"),
    check("checklist_item", "measure", measure="calls"),
    check("duty_check", "first", first_at=None),
    check("duty_check", "first", first_at=None, first_by=None, first_label="desk-1"),
    check("duty_check", "state", state="late"),
    check("duty_check", "done", done_at=None),
    check("duty_check", "done", state="open"),
    check("duty_check", "window", opens_at=21),
    check("duty_check", "window", closes_at=20),
    check("journal", "action", action=""),
    check("escalation", "clock", clock="lunch"),
    check("escalation", "raised", raised_at=9),
    check("escalation_note", "kind", kind="lost"),
    check("journal_head", "one", id=2),
    check("leave", "span", ends_at=10),
    check("notification", "attempts", attempts=-1),
    check("overtime", "state", state="lost", decided_at=6),
    check("overtime", "span", ends_at=10),
    check("overtime", "reason", reason=""),
    check("overtime", "decided", decided_at=6),
    check("overtime", "decided", state="approved"),
    check("person", "name", name=""),
    check("person", "post", post=""),
    check("person", "dates", left_on="2025-12-31"),
    check("project", "name", name=""),
    check("project_review", "state", state="fine"),
    check("project_review", "unresolved", unresolved=-1),
    check("project_review", "unresolved", overdue=-1),
    check("project_skill", "level", level="expert", confirmed_at=None),
    check("project_skill", "confirmed", confirmed_at=None),
    check("project_skill", "confirmed", level="learning"),
    check("rota_layer", "unit", unit="year"),
    check("rota_layer", "advance", advance="never"),
    check("rota_layer", "length", length=0),
    check("rota_layer", "anchor_group", anchor_group=-1),
    check("rota_layer", "hours", from_minute=60),
    check("rota_layer", "hours", to_minute=60),
    check("rota_layer", "from", from_minute=1440, to_minute=1500),
    check("rota_layer", "from", from_minute=-1, to_minute=60),
    check("rota_layer", "to", from_minute=60, to_minute=60),
    check("rota_layer", "to", from_minute=60, to_minute=1501),
    check("rota_layer", "span", starts_at=10, ends_at=10),
    check("rota_override", "kind", kind="move", replaces_id=None),
    check("rota_override", "replaces", kind="add"),
    check("rota_override", "replaces", replaces_id=None),
    check("rota_override", "span", ends_at=10),
    check("rota_schedule", "span", ends_at=10),
    check("rota_schedule_turn", "span", ends_at=10),
    check("rota_swap", "state", state="lost"),
    check("rota_swap", "span", ends_at=10),
    check("rota_swap", "return", return_starts_at=30),
    check("rota_swap", "return", return_ends_at=30),
    check("rota_swap", "return_span", return_starts_at=30, return_ends_at=30),
    check("rota_swap", "taken", state="taken"),
    check("rota_swap", "somebody_else", to_id=1),
    check("rota_turn", "span", ends_at=10),
    check("seat", "place", line=0),
    check("seat", "place", place=0),
    check("shift", "start", start_minute=1440, end_minute=1500),
    check("shift", "start", start_minute=-1),
    check("shift", "end", end_minute=540),
    check("shift", "end", end_minute=540 + 1441),
    check("sign_in_failure", "count", count=0),
    check("sitting", "span", ends_at=9),
    check("ticket", "kind", kind="problem"),
    check("ticket", "channel", channel="pigeon"),
    check("ticket", "state", state="lost", next_clock=None, next_due_at=NEVER),
    check("ticket", "priority", priority=0),
    check("ticket", "priority", priority=6),
    check("ticket", "priority", priority="high"),
    check("ticket", "next_clock", next_clock="lunch"),
    check("ticket", "recorded_verdict", recorded_verdict="maybe"),
    check("ticket", "counts", reopen_count=-1),
    check("ticket", "counts", reassignment_count=-1),
    check("ticket", "due", next_clock=None),
    check("ticket", "due", next_due_at=NEVER),
    check("ticket", "at_rest", state="solved"),
    check("ticket", "satisfaction", satisfaction=0),
    check("ticket", "satisfaction", satisfaction=6),
    check("ticket_count", "n", n=-1),
    check("ticket_event", "kind", kind="lost"),
    check("ticket_link", "relation", relation="cousin"),
    check("ticket_link", "two", other_id=1),
    loose("attendance", "person_id"),
    loose("cover_need", "project_id"),
    loose("cover_need", "rota_id"),
    loose("credential", "person_id"),
    loose("checklist", "owner_id"),
    loose("checklist", "project_id"),
    loose("checklist", "started_by"),
    loose("checklist", "ticket_id"),
    loose("checklist_item", "checklist_id"),
    loose("checklist_item", "done_by"),
    loose("duty_check", "done_by"),
    loose("duty_check", "first_by"),
    loose("duty_check", "duty_id"),
    loose("duty_check", "project_id"),
    loose("escalation", "acknowledged_by"),
    loose("escalation", "ticket_id"),
    loose("escalation_note", "escalation_id"),
    loose("escalation_note", "person_id"),
    loose("escalation_person", "escalation_id"),
    loose("escalation_person", "person_id"),
    loose("journal", "person_id"),
    loose("journal_ticket", "seq"),
    loose("leave", "person_id"),
    loose("overtime", "decided_by"),
    loose("overtime", "person_id"),
    loose("overtime", "requested_by"),
    loose("project", "manager_id"),
    loose("project_review", "person_id"),
    loose("project_review", "project_id"),
    loose("project_skill", "confirmed_by"),
    loose("project_skill", "person_id"),
    loose("project_skill", "project_id"),
    loose("rota", "project_id"),
    loose("rota_layer", "rota_id"),
    loose("rota_member", "layer_id"),
    loose("rota_member", "person_id"),
    loose("rota_override", "person_id"),
    loose("rota_override", "replaces_id"),
    loose("rota_override", "rota_id"),
    loose("rota_schedule", "rota_id"),
    loose("rota_schedule_turn", "person_id"),
    loose("rota_schedule_turn", "schedule_id"),
    loose("rota_swap", "from_id"),
    loose("rota_swap", "rota_id"),
    loose("rota_swap", "to_id"),
    loose("rota_turn", "person_id"),
    loose("rota_turn", "rota_id"),
    loose("sign_in_failure", "person_id"),
    loose("sitting", "person_id"),
    loose("sitting", "seat_id"),
    loose("ticket", "customer_id"),
    loose("ticket", "first_owner_id"),
    loose("ticket", "owner_id"),
    loose("ticket", "project_id"),
    loose("ticket_event", "person_id"),
    loose("ticket_event", "ticket_id"),
    loose("ticket_link", "other_id"),
    loose("ticket_link", "ticket_id"),
    twice("calendar", "name"),
    twice("policy", "name"),
    twice("setting", "key"),
    twice("ticket_count", "state"),
    twice("search_mark", "name"),
    twice("credential", "person_id"),
    twice("sign_in_failure", "person_id"),
    twice("journal_head", "id"),
    twice("journal_ticket", "ticket_id", "seq"),
    twice("project_review", "day", "project_id"),
    twice("project_skill", "person_id", "project_id"),
    twice("ticket_link", "ticket_id", "other_id", "relation"),
    twice("escalation", "ticket_id", "cycle", "rung", id=2),
    twice("escalation_person", "escalation_id", "person_id"),
    twice("escalation_note", "escalation_id", "seq"),
    twice("notification", "key", id=2),
    twice("customer", "source", "external_id", id=2),
    twice("duty", "code", id=2),
    twice("person", "code", id=2),
    twice("project", "code", id=2),
    twice("rota", "code", id=2),
    twice("rota_layer", "rota_id", "position", id=2),
    twice("rota_member", "layer_id", "group_no", "position"),
    twice("rota_schedule_turn", "schedule_id", "person_id", "starts_at"),
    twice("seat", "code", id=2, place=2),
    twice("seat", "line", "place", id=2, code="other"),
    twice("shift", "code", id=2),
    twice("sitting", "seat_id", id=2, person_id=3),
    twice("sitting", "person_id", id=2, seat_id=3),
    twice("attendance", "person_id", id=2),
    twice("rota_turn", "rota_id", "person_id", "starts_at", id=2, ends_at=30),
    twice("checklist_item", "checklist_id", "position", id=2),
    twice("duty_check", index="uq_duty_check_once", id=2),
    twice("duty_check", index="uq_duty_check_once", id=2, due_at=25),
    twice("ticket", "external_id", "source", id=2),
    twice("ticket_event", "ticket_id", "seq", source_key="k2"),
    twice("ticket_event", "ticket_id", "source_key", seq=2),
    Bad("journal", {}, "the journal is append-only"),
    Bad("journal", {"seq": 2}, "the journal is append-only"),  # of the same hash
]


def insert(db: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(row)
    holes = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", tuple(row.values()))


@pytest.fixture
def db(template: Path) -> Iterator[sqlite3.Connection]:
    """A store in memory with the good row of each table."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(connect(template, read_only=True)) as source:
            source.backup(db)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM journal_head")
        for table, row in GOOD.items():
            insert(db, table, row)
            if table in OTHERS:
                insert(db, table, {**row, **OTHERS[table]})
        yield db


def fresh(table: str) -> Row:
    """A row that differs from the good one where it must: by its numbers and names."""
    new: dict[str, dict[str, object]] = {
        "calendar": {"name": "other"},
        "policy": {"name": "other"},
        "setting": {"key": "other"},
        "ticket_count": {"state": "other"},
        "customer": {"id": 2, "external_id": "C2"},
        "ticket": {"id": 2, "external_id": "T2"},
        "ticket_event": {"seq": 2, "source_key": "k2"},
        "rota_turn": {"id": 2, "starts_at": 11},
        "rota_layer": {"id": 2, "position": 2},
        "rota_member": {"group_no": 1},
        "rota_override": {"id": 2},
        "rota_schedule": {"id": 2},
        "rota_schedule_turn": {"person_id": 3},
        "rota_swap": {"id": 2},
        "leave": {"id": 2},
        "cover_need": {"id": 2},
        "seat": {"id": 2, "code": "other", "place": 2},
        "sitting": {"id": 2, "ends_at": 20},
        "attendance": {"id": 2, "out_at": 20},
        "overtime": {"id": 2},
        "checklist": {"id": 2},
        "checklist_item": {"id": 2, "position": 2},
        "duty_check": {"id": 2, "scheduled": "2026-11-23T09:00"},
        "journal": {"seq": 2, "hash": "h2"},
        "journal_head": {"id": 2},
        "journal_ticket": {"ticket_id": 2},
        "search_mark": {"name": "another"},
        "project_skill": {"person_id": 3},
        "credential": {"person_id": 3},
        "sign_in_failure": {"person_id": 3},
        "ticket_link": {"relation": "merged_into"},
        "escalation": {"id": 2, "cycle": 2},
        "escalation_person": {"person_id": 3},
        "escalation_note": {"seq": 2},
        "notification": {"id": 2, "key": "k2"},
        "project_review": {"day": "2026-11-23"},
    }
    return {**GOOD[table], **new.get(table, {"id": 2, "code": "other"})}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.table} {dict(bad.change)}")
def test_a_bad_row_is_refused(db: sqlite3.Connection, bad: Bad) -> None:
    unique = "UNIQUE" in bad.refused or "append-only" in bad.refused
    row = {**(GOOD[bad.table] if unique else fresh(bad.table)), **bad.change}
    with pytest.raises(sqlite3.IntegrityError, match=bad.refused):
        insert(db, bad.table, row)


@pytest.mark.parametrize(
    "bad",
    [
        bad
        for bad in BAD
        if "UNIQUE" not in bad.refused and bad.table not in ("journal", "journal_head")
    ],
    ids=lambda bad: f"{bad.table} {dict(bad.change)}",
)
def test_a_row_is_not_made_bad_afterwards_either(db: sqlite3.Connection, bad: Bad) -> None:
    insert(db, bad.table, fresh(bad.table))
    key = next(iter(GOOD[bad.table]))
    changes = ", ".join(f"{column} = ?" for column in bad.change)
    with pytest.raises(sqlite3.IntegrityError, match=bad.refused):
        db.execute(
            f"UPDATE {bad.table} SET {changes} WHERE {key} = ?",
            (*bad.change.values(), fresh(bad.table)[key]),
        )


@pytest.mark.parametrize("table", [table for table in GOOD if table != "journal_head"])
def test_a_second_good_row_is_taken(db: sqlite3.Connection, table: str) -> None:
    insert(db, table, fresh(table))


def columns_that_may_not_be_null() -> list[tuple[str, str]]:
    optional = {"left_on", "manager_id", "external_id", "project_id", "customer_id", "owner_id"}
    optional |= {"next_clock", "recorded_verdict", "person_id", "source_key", "done_by", "done_at"}
    optional |= {"satisfaction", "first_owner_id", "locked_until", "confirmed_by", "confirmed_at"}
    optional |= {"backup_at", "acknowledged_by", "acknowledged_at", "closed_at"}
    numbers = {"id", "seq"}  # of a table with row ids, where NULL asks for the next one
    here = {
        *(("rota_layer", each) for each in ("from_minute", "to_minute", "starts_at", "ends_at")),
        *(("rota_swap", f"return_{each}_at") for each in ("starts", "ends")),
        *(("rota_swap", each) for each in ("to_id", "decided_at")),
        *(("duty_check", each) for each in ("value", "first_by", "first_at")),
        *(("checklist", each) for each in ("ticket_id", "started_by")),
        ("checklist_item", "value"),
        ("rota_override", "replaces_id"),
        ("cover_need", "rota_id"),
        ("sitting", "ends_at"),
        *(("attendance", each) for each in ("out_at", "planned_start", "planned_end")),
        *(("overtime", each) for each in ("requested_by", "decided_by", "decided_at")),
    }
    always = {("project_skill", "project_id"), ("project_review", "project_id")}
    always |= {(table, "person_id") for table in PERSONAL}
    return [
        (table, column)
        for table, row in GOOD.items()
        for column in row
        if (table, column) in always
        or ((table, column) not in here and column not in optional | numbers)
    ]


@pytest.mark.parametrize(("table", "column"), columns_that_may_not_be_null())
def test_what_must_be_there_can_not_be_null(
    db: sqlite3.Connection, table: str, column: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL constraint failed"):
        insert(db, table, {**fresh(table), column: None})


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("person", "post", Post),
        ("duty", "post", Post),
        ("ticket", "kind", Kind),
        ("ticket", "channel", Channel),
        ("ticket", "state", State),
        ("ticket", "next_clock", ClockName),
        ("ticket_event", "kind", EventKind),
        ("duty", "workdays", Workdays),
        ("duty", "evidence", Evidence),
        ("checklist_item", "evidence", Evidence),
        ("checklist_item", "post", Post),
        ("checklist_item", "state", CheckState),
        ("duty_check", "state", CheckState),
        ("rota_layer", "unit", Unit),
        ("rota_layer", "advance", Advance),
        ("rota_override", "kind", OverrideKind),
        ("rota_swap", "state", SwapState),
        ("overtime", "state", OvertimeState),
    ],
)
def test_every_word_of_the_domain_is_taken(
    db: sqlite3.Connection, table: str, column: str, words: type[State]
) -> None:
    for word in words:
        row = {**fresh(table), column: word.value}
        if table == "ticket" and word in (State.SOLVED, State.CLOSED):
            row |= {"next_clock": None, "next_due_at": NEVER}
        if column == "evidence" and word == Evidence.NUMBER.value:
            row |= {"measure": "calls"}
        if table in ("duty_check", "checklist_item") and word == CheckState.OPEN.value:
            row |= {"done_at": None}
        if table == "rota_override" and word != OverrideKind.REPLACE.value:
            row |= {"replaces_id": None}
        if table == "rota_swap" and word == SwapState.TAKEN.value:
            row |= {"to_id": 3}
        if table == "overtime" and word != OvertimeState.REQUESTED.value:
            row |= {"decided_at": 6}
        db.execute("SAVEPOINT one")
        insert(db, table, row)
        db.execute("ROLLBACK TO one")


def test_two_without_an_external_id_are_two(db: sqlite3.Connection) -> None:
    for number in (4, 5):
        insert(db, "ticket", {**GOOD["ticket"], "id": number, "external_id": None})
        insert(db, "ticket_event", {**GOOD["ticket_event"], "seq": number, "source_key": None})
        insert(db, "customer", {**GOOD["customer"], "id": number, "external_id": None})


def test_what_is_referred_to_can_not_be_deleted(db: sqlite3.Connection) -> None:
    for table in ("person", "project", "customer", "ticket", "rota", "duty"):
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            db.execute(f"DELETE FROM {table} WHERE id = 1")


def test_no_constraint_is_left_out_above(db: sqlite3.Connection) -> None:
    """Every CHECK, foreign key and uniqueness in the schema has its bad row."""
    tables = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    del tables["alembic_version"]
    # kept by SQLite, beside the tables; in `test_handover_constraints.py`
    for elsewhere in ("ticket_search", "customer_search", "handover"):
        for name in [each for each in tables if each.startswith(elsewhere)]:
            del tables[name]
    assert set(tables) == set(GOOD)
    checks = {name for sql in tables.values() for name in re.findall(r"(ck_\w+) CHECK", sql)}
    assert checks == {bad.refused.rpartition(" ")[2][:-1] for bad in BAD if "CHECK" in bad.refused}
    references = {
        (table, row[3])
        for table in tables
        for row in db.execute(f"PRAGMA foreign_key_list({table})")
    }
    assert references == {(b.table, *b.change) for b in BAD if "FOREIGN" in b.refused}
    refused = [bad.refused for bad in BAD if "UNIQUE" in bad.refused]
    for table in tables:
        for _, name, unique, *_ in db.execute(f"PRAGMA index_list({table})").fetchall():
            if not unique or table == "journal":
                continue
            columns = [row[2] for row in db.execute(f"PRAGMA index_info({name})")]
            said = (
                f"index '{name}'" if None in columns else ", ".join(f"{table}.{c}" for c in columns)
            )
            assert f"UNIQUE constraint failed: {said}$" in refused


def test_the_kept_counts_follow_every_change(db: sqlite3.Connection) -> None:
    def kept() -> dict[str, int]:
        return dict(db.execute("SELECT state, n FROM ticket_count WHERE n > 0"))

    db.execute("DELETE FROM ticket_link")
    db.execute("DELETE FROM ticket WHERE id = 3")
    assert kept() == {"open": 1}
    insert(db, "ticket", fresh("ticket"))
    db.execute("UPDATE ticket SET state = 'waiting' WHERE id = 2")
    assert kept() == {"open": 1, "waiting": 1}
    db.execute("UPDATE ticket SET title = 'other', state = 'open' WHERE id = 2")
    assert kept() == {"open": 2}
    db.execute("DELETE FROM ticket WHERE id = 2")
    assert kept() == {"open": 1}
    with pytest.raises(sqlite3.IntegrityError):  # a refused row isn't counted
        insert(db, "ticket", {**fresh("ticket"), "priority": 9})
    assert kept() == {"open": 1}
