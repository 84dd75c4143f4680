"""A store whose duties were daily, of schema 0003, goes on being worked with."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from checking import NOW, WANG, at, checks, make, one
from floorboard.desk import checklists, duties, undoing
from floorboard.desk.board import phase_of
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckPhase
from floorboard.store import health, schema
from floorboard.store.connection import connect

DAILY = (
    "INSERT INTO duty (code, post, title, title_zh, due_minute, minutes_before, minutes_after,"
    " active) VALUES ('d540', 'agent', 'walk', '', 540, 30, 60, 1),"
    " ('new', 'agent', 'new', '', 600, 30, 60, 1), ('old', 'agent', 'old', '', 660, 30, 60, 0)"
)
CHECK = (
    "INSERT INTO duty_check (duty_id, scheduled, opens_at, due_at, closes_at, state, done_by,"
    " done_label, done_at, note, version)"
    " VALUES (1, ?, ?, ?, ?, ?, ?, '', ?, ?, 1)"
)


def as_of_the_third_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor at `path` as the program before would have left it, with daily duties that were
    looked at two days before `NOW`."""
    third = path.with_name("third.sqlite")
    with monkeypatch.context() as patch:
        upgrade = command.upgrade
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0003"))
        schema.create(third)
    with closing(connect(third)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("ATTACH ? AS now", (str(path),))
        for table in ("calendar", "person", "policy", "setting", "shift", "project"):
            columns = ", ".join(
                row[1] for row in db.execute(f"PRAGMA main.table_info({table})").fetchall()
            )
            db.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")
        db.execute(DAILY)
        for day in (19, 20, 21):
            due = at(f"2026-11-{day}T09:00")
            done = (due, "walked") if day == 19 else (None, "")
            state = "done" if day == 19 else "open"
            window = (due - 1800, due, due + 3600)
            by = WANG if day == 19 else None
            db.execute(CHECK, (f"2026-11-{day}T09:00", *window, state, by, *done))
    path.unlink()
    path.with_name(f"{path.name}.key").unlink()
    third.rename(path)
    third.with_name("third.sqlite.key").rename(path.with_name(f"{path.name}.key"))


def test_daily_duties_become_rules_and_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "floor.sqlite"
    make(path, []).close()
    as_of_the_third_schema(path, monkeypatch)

    desk = Desk.open(path, console="console")
    desk.clock = lambda: NOW
    assert list(tmp_path.glob(f"*.before-{schema.HEAD}")), "an older store is kept"
    walked = one(desk, "2026-11-19T09:00")
    assert (walked.state, walked.done_by, walked.note) == ("done", "王芳", "walked")
    assert (walked.evidence, walked.value, walked.first_at) == ("tick", None, None)
    assert len(checks(desk)) == 3
    duties.ensure(desk)
    walls = [each.scheduled for each in checks(desk) if each.duty == "d540"]
    assert walls == [f"2026-11-{day}T09:00" for day in range(19, 24)], "none twice, none missing"
    assert "old" not in {each.duty for each in checks(desk)}
    assert phase_of(one(desk, "2026-11-21T09:00"), NOW) is CheckPhase.MISSED
    now = one(desk)
    duties.done(desk, now.id, now.version)
    undoing.undo(desk)
    assert one(desk) == now
    checklists.start(desk, "emergency")
    desk.close()
    assert health.examine(path).sound
