"""A store of the first schema, with tickets in it, goes on being worked with."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from escalating import NOW, make, ticket
from floorboard.desk import clocks, escalations, rules, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.domain.ticket import State
from floorboard.store import schema
from floorboard.store.connection import connect
from floorboard.store.queries import clocks as clock_queries

REQUIRED = "(SELECT coalesce(max(count), 0) FROM now.cover_need WHERE rota_id = rota.id)"
"""How many must be on a rota stood in a column of its own."""

LATER = NOW + 3 * 86400


def as_of_the_first_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor at `path` as the first version of the program would have left it."""
    first = path.with_name("first.sqlite")
    with monkeypatch.context() as patch:
        upgrade = command.upgrade
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0001"))
        patch.setattr("floorboard.store.journal.begin_seal", lambda *_: None)
        schema.create(first)
    with closing(connect(first)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("ATTACH ? AS now", (str(path),))
        for table in ("calendar", "customer", "person", "policy", "setting", "shift", "project",
                      "rota", "rota_turn", "ticket", "ticket_event", "journal"):  # fmt: skip
            columns = ", ".join(
                row[1] for row in db.execute(f"PRAGMA main.table_info({table})").fetchall()
            )
            values = columns.replace("required", REQUIRED) if table == "rota" else columns
            source = f"SELECT {values} FROM now.{table} AS {table}"
            db.execute(f"INSERT INTO {table} ({columns}) {source}")
    path.unlink()
    first.rename(path)
    first.with_name("first.sqlite.key").unlink()


def test_it_is_migrated_and_worked_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "floor.sqlite")
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    numbers = [ticket(desk) for _ in range(3)]
    desk.close()
    as_of_the_first_schema(path, monkeypatch)

    desk = Desk.open(path)
    assert list(tmp_path.glob("*.before-*")), "an older store is kept"
    desk.clock = lambda: LATER
    assert escalations.raise_due(desk).raised >= len(numbers)
    tickets.reply(desk, numbers[0], "we are at it")
    undoing.undo(desk)
    tickets.rate(desk, solved(desk, numbers[1]), 5)
    in_force = rules.in_force(desk)
    with desk.store.reading() as db:
        facts = clock_queries.facts(db, numbers[2])
        stored = db.execute(
            f"SELECT {', '.join(clocks.DueTimes._fields)} FROM ticket WHERE id = ?", (numbers[2],)
        ).fetchone()
        raised = db.execute("SELECT rung FROM escalation WHERE ticket_id = ?", (numbers[2],))
        names = [row[0] for row in raised]
    assert facts is not None
    computed = clocks.clocks_from(in_force, facts)
    assert stored == clocks.due_times(in_force, computed, State(facts.state), names)
    desk.close()


def solved(desk: Desk, number: int) -> int:
    tickets.solve(desk, number, "done")
    return number
