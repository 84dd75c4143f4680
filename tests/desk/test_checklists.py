"""Lists are started from templates; their items are done or waived, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checking import CHEN, LI, NOW, make
from floorboard.desk import checklists, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.duty import CheckPhase
from floorboard.domain.problem import Problem
from floorboard.store.store import Actor


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = make(tmp_path / "floor.sqlite", [], projects=1)
    found.actor = Actor("console", LI)
    yield found
    found.close()


def test_a_list_has_its_items_its_owner_and_what_it_is_about(desk: Desk) -> None:
    ticket = tickets.open_ticket(desk, OpenTicket("new project"))
    number = checklists.start(
        desk, "project-start", project_id=1, ticket_id=ticket, change="CR-7", owner_id=CHEN
    )
    (found,) = checklists.open_lists(desk)
    assert (found.id, found.project, found.ticket) == (number, "Project 0", ticket)
    assert (found.change, found.owner, found.started_by) == ("CR-7", "陈静", "李伟")
    assert (found.title, found.title_zh) == ("new project started", "新项目启动")
    template = next(each for each in checklists.templates() if each.code == "project-start")
    assert [each.title for each in found.items] == [each.titles["en"] for each in template.items]
    assert [each.post for each in found.items] == [each.post.value for each in template.items]
    assert all(each.due_at > NOW for each in found.items)
    undoing.undo(desk)
    assert checklists.open_lists(desk) == []
    undoing.redo(desk)
    assert checklists.open_lists(desk) == [found]


def test_whoever_starts_it_owns_it_unless_somebody_is_named(desk: Desk) -> None:
    number = checklists.start(desk, "emergency", title="fire next door")
    found = checklists.one(desk, number)
    assert found is not None
    assert (found.owner_id, found.title) == (LI, "fire next door")


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"template": "party"}, "there is no template party"),
        ({"project_id": 99}, "there is no project 99"),
        ({"ticket_id": 99}, "there is no ticket #99"),
        ({"owner_id": 99}, "there is nobody with the number 99"),
    ],
)
def test_what_is_not_there_is_refused(desk: Desk, about: dict[str, object], said: str) -> None:
    with pytest.raises(Problem, match=said):
        checklists.start(desk, **{"template": "emergency", **about})  # type: ignore[arg-type] # any
    assert checklists.open_lists(desk) == []


def test_items_are_done_with_what_they_ask_for_or_waived(desk: Desk) -> None:
    number = checklists.start(desk, "project-start")
    found = checklists.one(desk, number)
    assert found is not None
    first, second, third, *rest = found.items
    version = checklists.done(desk, first.id, first.version)
    with pytest.raises(Problem, match="was done already by 李伟 at 2026-11-22 09:10"):
        checklists.done(desk, first.id, version)
    with pytest.raises(Problem, match="needs a file's name"):
        checklists.done(desk, second.id, second.version)
    with pytest.raises(Problem, match="was changed meanwhile"):
        checklists.done(desk, second.id, second.version + 1, file="needs.xlsx")
    checklists.waive(desk, third.id, third.version, "no development department")
    with pytest.raises(Problem, match="no list has an item 999"):
        checklists.done(desk, 999)
    later = NOW + 40 * 86400
    after = checklists.one(desk, number)
    assert after is not None
    assert [checklists.phase_of(each, later) for each in after.items] == [
        *(CheckPhase.DONE, CheckPhase.LATE, CheckPhase.WAIVED),
        *[CheckPhase.LATE] * len(rest),
    ]
    assert after.items[2].note == "no development department"
    undoing.undo(desk)
    item = checklists.item(desk, third.id)
    assert item == third


def test_a_list_of_which_all_is_done_is_no_longer_open(desk: Desk) -> None:
    number = checklists.start(desk, "emergency")
    found = checklists.one(desk, number)
    assert found is not None
    for each in found.items:
        checklists.waive(desk, each.id, None, "a drill")
    assert checklists.open_lists(desk) == []
    assert [each.id for each in checklists.open_lists(desk, settled=True)] == [number]
