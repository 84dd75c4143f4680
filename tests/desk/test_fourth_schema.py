"""A store of schema 0004, before there were handovers, goes on being worked with."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

import relieving
from floorboard.desk import handover
from floorboard.store import health, schema
from floorboard.store.connection import connect


def as_of_the_fourth_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor at `path` as the program before would have left it."""
    fourth = path.with_name("fourth.sqlite")
    with monkeypatch.context() as patch:
        upgrade = command.upgrade
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0004"))
        schema.create(fourth)
    with closing(connect(fourth)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("ATTACH ? AS now", (str(path),))
        kept = "('calendar', 'credential', 'person', 'policy', 'project', 'setting', 'shift')"
        tables = db.execute(
            f"SELECT name FROM now.sqlite_master WHERE type = 'table' AND"
            f" (name IN {kept} OR name LIKE 'rota%' OR name LIKE 'ticket%')"
            " AND name NOT LIKE '%search%' AND name <> 'ticket_count'"
        )
        for (table,) in tables.fetchall():
            db.execute(f"DELETE FROM {table}")
            db.execute(f"INSERT INTO {table} SELECT * FROM now.{table}")
    for suffix in (".key", ""):
        fourth.with_name(f"fourth.sqlite{suffix}").replace(path.with_name(path.name + suffix))


def test_a_store_without_handovers_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = relieving.make(tmp_path / "floor.sqlite")
    before = relieving.opened(path, relieving.LI)
    number = relieving.ticket(before, "all is down", 1)
    before.close()
    as_of_the_fourth_schema(path, monkeypatch)

    desk = relieving.opened(path, relieving.LI)
    assert list(tmp_path.glob(f"*.before-{schema.HEAD}")), "an older store is kept"
    done = relieving.accepted(desk)
    assert [each.ticket_id for each in relieving.record(desk, done).items] == [number, None]
    assert handover.verify(desk)[0].sound
    desk.close()
    assert health.examine(path).sound
