"""A ServiceNow update log of any length: one row an update, several updates an incident."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

HEADER = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count",
    "made_sla", "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at",
    "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to",
    "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor", "caused_by",
    "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip

BEGIN = datetime(2024, 3, 1, 8, tzinfo=UTC)
PRIORITIES = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
MIDDLE = ("Active", "Active", "Active", "Awaiting User Info", "Awaiting Vendor", "New")
MISSING = "?"


def write(path: Path, rows: int, seed: int = 1) -> int:
    """Write a log of that many rows, the same for the same seed; how many incidents are in it."""
    random = Random(seed)
    incidents, left = 0, rows
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        while left:
            incidents += 1
            for row in _incident(random, incidents, min(left, 2 + int(random.expovariate(0.22)))):
                writer.writerow(row)
                left -= 1
    return incidents


def _incident(random: Random, number: int, updates: int) -> Iterator[tuple[str, ...]]:
    opened = BEGIN + timedelta(minutes=number * 21 % 500_000)
    at, moves, reopened = opened + timedelta(minutes=random.randrange(10)), 0, 0
    caller, opener = _one(random, "Caller ", 5000), _one(random, "Opened by  ", 200)
    place, category = _one(random, "Location ", 220), _one(random, "Category ", 60)
    part, symptom = _one(random, "Subcategory ", 250), _one(random, "Symptom ", 500)
    group, priority = _one(random, "Group ", 70), random.choices(PRIORITIES, (2, 4, 84, 10))[0]
    on_time = random.random() < 0.93
    states = ["New", *(random.choice(MIDDLE) for _ in range(updates - 3)), "Resolved", "Closed"]
    times = [at := at + timedelta(minutes=random.randrange(1, 900)) for _ in range(updates)]
    resolver, code = _one(random, "Resolved by ", 220), f"code {random.randrange(1, 17)}"
    resolved, closed = _time(times[-2 if updates > 1 else -1]), _time(times[-1])
    for update, (state, updated) in enumerate(zip(states[-updates:], times, strict=True)):
        if random.random() < 0.15:
            group, moves = _one(random, "Group ", 70), moves + 1
        yield (
            f"INC{number:07}", state, str(state != "Closed").upper(), str(moves), str(reopened),
            str(update), str(on_time).upper(), caller, opener, _time(opened),
            _one(random, "Created by ", 200), _time(opened), _one(random, "Updated by ", 900),
            _time(updated), "Phone", place, category, part, symptom, MISSING, "2 - Medium",
            "2 - Medium", priority, group,
            MISSING if random.random() < 0.3 else _one(random, "Resolver ", 240),
            "TRUE", "FALSE", "Do Not Notify", MISSING, MISSING, MISSING, MISSING, code, resolver,
            resolved, closed,
        )  # fmt: skip


def _one(random: Random, name: str, of: int) -> str:
    return f"{name}{random.randrange(1, of)}"


def _time(at: datetime) -> str:
    return at.strftime("%d-%m-%Y %H:%M")
