"""Schedules are loaded, printed, set going and stopped; what is on record stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checking import NOW, at, checks, entries, make, one
from floorboard.desk import duties
from floorboard.desk.desk import Desk
from floorboard.desk.duties import scheduling
from floorboard.domain.problem import Problem
from floorboard.store.queries import entries as journal

SITE = """
starts = 2026-01-01

[[schedule]]
code = "site"
duty = "agent.duty.1"
title = { en = "site checked", zh = "检查网站" }
rule = "FREQ=DAILY"
due = "10:00"
opens = "2h"
closes = "1h"
"""
BOARD = SITE.partition("\n\n")[2].replace("site", "board").replace("10:00", "08:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = make(tmp_path / "floor.sqlite", [])
    yield found
    found.close()


def load(desk: Desk, tmp_path: Path, text: str) -> scheduling.Loaded:
    file = tmp_path / "duties.toml"
    file.write_text(text, "utf-8")
    return scheduling.load(desk, file)


def walls(desk: Desk, duty: str = "site") -> list[str]:
    return [each.scheduled[5:] for each in checks(desk) if each.duty == duty]


def test_a_file_is_put_in_force_from_now_on(desk: Desk, tmp_path: Path) -> None:
    done = load(desk, tmp_path, SITE + BOARD)
    assert (done.added, done.changed, done.stopped, done.same) == (("site", "board"), (), (), 0)
    assert walls(desk) == ["11-22T10:00", "11-23T10:00"]
    assert walls(desk, "board") == ["11-23T08:00"], "eight o'clock is past: nobody knew of it"
    before = entries(desk)
    assert load(desk, tmp_path, SITE + BOARD).same == 2
    assert entries(desk) == before, "nothing changed, nothing is written"


def test_a_change_holds_for_what_nobody_has_begun(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, SITE)
    duties.done(desk, one(desk, "2026-11-22T10:00").id)
    done = load(desk, tmp_path, SITE.replace("10:00", "11:00").replace("checked", "looked at"))
    assert done.changed == ("site",)
    assert walls(desk) == ["11-22T10:00", "11-22T11:00", "11-23T11:00"]
    assert one(desk, "2026-11-22T10:00").state == "done"
    assert checks(desk)[0].title == "site looked at"


def test_what_was_due_before_is_made_by_what_held_before(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, SITE)
    later = at("2026-11-26T09:00")
    desk.clock = lambda: later
    load(desk, tmp_path, SITE.replace("10:00", "12:00"))
    assert walls(desk) == [
        *("11-22T10:00", "11-23T10:00", "11-24T10:00", "11-25T10:00"),
        *("11-26T12:00", "11-27T12:00"),
    ]


def test_what_the_file_does_not_have_is_stopped_and_can_come_back(
    desk: Desk, tmp_path: Path
) -> None:
    load(desk, tmp_path, SITE + BOARD)
    assert load(desk, tmp_path, SITE).stopped == ("board",)
    assert walls(desk, "board") == []
    assert scheduling.set_active(desk, "board", True)
    assert not scheduling.set_active(desk, "board", True)
    assert walls(desk, "board") == ["11-23T08:00"]
    assert scheduling.set_active(desk, "board", False)
    with pytest.raises(Problem, match="there is no duty with the code none"):
        scheduling.set_active(desk, "none", True)
    with desk.store.reading() as db:
        told = [each for each in journal.since(db, NOW) if each.action == "rules.loaded"]
    assert [each.subject for each in told] == ["schedules", "schedules", *["schedule/board"] * 2]
    assert told[1].after["stopped"] == ["board"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('rule = "FREQ=DAILY"', "no part of a rule"),
        ('duty = "agent.duty.1"', "the handbook has no duty agent.duty.99"),
        ('due = "10:00"', "due"),
    ],
)
def test_a_mistake_is_told_with_its_line(desk: Desk, tmp_path: Path, wrong: str, said: str) -> None:
    mistakes = {"rule": 'rule = "EVERY DAY"', "duty": 'duty = "agent.duty.99"', "due": 'due = "x"'}
    text = SITE.replace(wrong, mistakes[wrong.partition(" ")[0]])
    line = 1 + text.splitlines().index(mistakes[wrong.partition(" ")[0]])
    before = entries(desk)
    with pytest.raises(Problem, match=said) as refused:
        load(desk, tmp_path, text)
    assert f"duties.toml:{line}" in str(refused.value)
    assert entries(desk) == before


def test_the_shipped_ones_go_in_and_come_out_the_same(desk: Desk, tmp_path: Path) -> None:
    assert len(scheduling.load(desk).added) == len(scheduling.shipped()) >= 40
    text = scheduling.text(desk)
    assert load(desk, tmp_path, text).same == len(scheduling.shipped())
    assert load(desk, tmp_path, SITE).stopped == tuple(e.code for e in scheduling.shipped())
    assert scheduling.text(desk).startswith("starts = 2026-01-01\n")
