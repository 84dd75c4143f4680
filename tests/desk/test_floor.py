"""A new floor appears whole or not at all."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from floorboard.desk import board, floor, rules
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.store import backup, journal
from floorboard.store.draft import draft
from floorboard.store.queries import floor as queries

NOW = 1_795_000_000


def make(path: Path, zone: str = "Asia/Shanghai") -> None:
    floor.create(path, NOW, name="Support centre", name_zh="技术支持中心", zone=zone)


def test_it_has_settings_rules_and_shifts(tmp_path: Path) -> None:
    path = tmp_path / "new" / "floor.sqlite"
    make(path)
    desk = Desk.open(path, as_of=NOW)
    with desk.store.reading() as db:
        assert queries.settings(db)["zone"] == "Asia/Shanghai"
        assert [shift.name_zh for shift in queries.shifts(db)] == ["夜班", "白班", "晚班"]
        assert journal.verify(db, journal.read_key(path)).entries == 1
    assert rules.in_force(desk).policy.name == "centre"
    assert {"always", "centre"} <= rules.in_force(desk).calendars.keys()
    shown = board.read(desk)
    assert (shown.name, shown.name_zh) == ("Support centre", "技术支持中心")
    desk.close()
    backup.prove(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, path.name + ".key"]


def test_its_calendars_go_by_its_zone_and_country(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    floor.create(path, NOW, name="Centre", zone="Europe/Berlin", country="DE")
    desk = Desk.open(path)
    office = rules.in_force(desk).calendars["centre"]
    desk.close()
    assert office.zone.key == "Europe/Berlin"
    assert office.named_day(date(2026, 10, 1)) is None
    assert office.named_day(date(2026, 12, 25)) is not None


def test_an_unknown_country_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no public holidays are known for XX"):
        floor.create(tmp_path / "f.sqlite", NOW, name="C", zone="Europe/Berlin", country="XX")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_zone_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no time zone Mars/Olympus"):
        make(tmp_path / "floor.sqlite", zone="Mars/Olympus")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="the name can't be empty"):
        floor.create(tmp_path / "floor.sqlite", NOW, name="  ", zone="UTC")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    path.write_text("mine")
    with pytest.raises(Problem, match="a file of that name"):
        make(path)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    with pytest.raises(Problem, match="a file of that name"), draft(path):
        path.write_text("mine")
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_two_drafts_of_one_name_exclude_each_other(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    with draft(path):
        with pytest.raises(Problem, match="another console is making this store"):
            make(path)
        assert not path.exists()
    assert path.exists()


def test_what_a_killed_draft_left_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    left = tmp_path / ".floor.sqlite.draft"
    left.mkdir()
    (left / "store").write_bytes(b"half")
    (left / "store-journal").write_bytes(b"half")
    make(path)
    assert not left.exists()
    backup.prove(path)


def test_the_key_of_a_store_that_was_removed_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    make(path)
    key = journal.read_key(path)
    path.unlink()
    make(path)
    assert journal.read_key(path) == key
