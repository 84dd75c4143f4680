"""The skill matrix: who knows which project, who knows too few, and which too few know."""

from __future__ import annotations

from datetime import date

import pytest

import deeds
from floorboard.desk import people, sign_in, skills, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.people import NewPerson
from floorboard.domain.post import Post, SkillLevel
from floorboard.store import bulk, rows

LEARNING, CONFIRMED = SkillLevel.LEARNING, SkillLevel.CONFIRMED


@pytest.fixture
def boss(desk: Desk) -> int:
    """The director, signed in; there are the projects billing, portal and tax."""
    with desk.store.deed("made", "floor", desk.actor, desk.now()) as deed:
        fields = ("code", "name", "name_zh", "search", "active", "version")
        made = [("portal", "Portal", "门户", "", 1, 1), ("tax", "Tax", "税务", "", 1, 1)]
        bulk.insert(deed.db, "project", fields, made)
    number = people.add(desk, NewPerson("boss", "周建国", Post.DIRECTOR))
    sign_in.sign_in_as(desk, number)
    return number


def learn(desk: Desk, code: str, project: str, level: SkillLevel | None) -> None:
    people.set_skill(desk, people.found(desk, code).id, project, level)


def test_the_matrix(desk: Desk, boss: int) -> None:
    learn(desk, "wf", "billing", CONFIRMED)
    learn(desk, "wf", "tax", LEARNING)
    learn(desk, "cj", "billing", CONFIRMED)
    found = skills.matrix(desk)
    told = {each.code: (each.confirmed, each.learning, each.wanted) for each in found.people}
    assert told == {"boss": (0, 0, 0), "cj": (1, 0, 2), "wf": (1, 1, 2)}
    wf = found.people[2]
    assert wf.knows["billing"] == skills.Known("confirmed", "周建国", desk.now())
    assert wf.knows["tax"] == skills.Known("learning", "", None)
    assert wf.knows.keys() == {"billing", "tax"}
    columns = {each.code: (each.confirmed, each.learning, each.missing) for each in found.projects}
    assert columns == {"billing": (2, 0, 0), "portal": (0, 0, 2), "tax": (0, 1, 2)}
    assert [each.code for each in found.below] == ["cj", "wf"]
    assert [each.code for each in found.thin] == ["portal", "tax"]


@pytest.mark.parametrize(
    ("post", "confirmed", "missing"),
    [
        (Post.AGENT, 1, 1),
        (Post.AGENT, 2, 0),
        (Post.SENIOR, 2, 1),
        (Post.SENIOR, 3, 0),
        (Post.SHIFT_LEAD, 0, 0),
    ],
)
def test_how_many_projects_a_post_carries(
    desk: Desk, boss: int, post: Post, confirmed: int, missing: int
) -> None:
    people.add(desk, NewPerson("new", "New", post))
    for project in ("billing", "portal", "tax")[:confirmed]:
        learn(desk, "new", project, CONFIRMED)
    (found,) = [each for each in skills.matrix(desk).people if each.code == "new"]
    assert (found.confirmed, found.missing) == (confirmed, missing)
    assert (found in skills.matrix(desk).below) == bool(missing)


def test_a_project_needs_as_many_as_have_to_be_on_at_once(desk: Desk, boss: int) -> None:
    with desk.store.deed("made", "need", desk.actor, desk.now()) as deed:
        for count in (1, 4, 3):
            rows.insert(
                deed.db,
                "cover_need",
                {
                    "project_id": 1, "count": count, "days": "every_day", "from_minute": 0,
                    "to_minute": 1440, "version": 1,
                },
            )  # fmt: skip
    wanted = {each.code: each.wanted for each in skills.matrix(desk).projects}
    assert wanted == {"billing": 4, "portal": 2, "tax": 2}


def test_who_has_left_or_begins_later_counts_nowhere(desk: Desk, boss: int) -> None:
    learn(desk, "wf", "billing", CONFIRMED)
    people.leave(desk, people.found(desk, "wf").id, date(2026, 11, 22))
    people.add(desk, NewPerson("new", "New", Post.AGENT, joined_on=date(2026, 11, 24)))
    found = skills.matrix(desk)
    assert [each.code for each in found.people] == ["boss", "cj"]
    assert found.projects[0].confirmed == 0


def test_a_skill_is_taken_back(desk: Desk, boss: int) -> None:
    states = [deeds.of(desk)]
    for level in (LEARNING, CONFIRMED, None):
        learn(desk, "wf", "billing", level)
        states.append(deeds.of(desk))
    for state in reversed(states[:-1]):
        undoing.undo(desk)
        assert deeds.of(desk) == state
    for state in states[1:]:
        undoing.redo(desk)
        assert deeds.of(desk) == state
