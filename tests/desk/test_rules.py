"""The rules in force are those whose texts the store holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.desk import floor, rules
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import ClockName

NOW = 1_795_000_000


def test_they_are_compiled_once_and_again_when_a_text_changes(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    floor.create(path, NOW, name="Centre", zone="Asia/Shanghai")
    desk = Desk.open(path)
    first = rules.in_force(desk)
    assert rules.in_force(desk) is first
    assert first.targets("incident", "billing", 1)[ClockName.SOLUTION][0].minutes == 240
    with desk.store.deed("policy.loaded", "policy", desk.actor, NOW) as deed:
        deed.db.execute("UPDATE policy SET body = replace(body, '= 240, cal', '= 120, cal')")
    second = rules.in_force(desk)
    assert second is not first
    assert second.targets("incident", "billing", 1)[ClockName.SOLUTION][0].minutes == 120
    desk.close()


def test_without_any_policy_the_manual_s_default_holds() -> None:
    bare = rules.compiled((), (), "")
    (target, _) = bare.targets("question", None, None)[ClockName.STATUS_REPLY]
    assert (target.minutes, target.calendar) == (240, "always")
    assert "always" in bare.calendars


def test_a_choice_that_names_nothing_says_what_there_is() -> None:
    with pytest.raises(Problem, match=r"there is no policy gold\. Known are: blue"):
        rules.compiled((), (("blue", 'name = "blue"'),), "gold")
