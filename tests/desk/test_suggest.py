"""Whom to give a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floorboard.desk import sample, suggest, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.ticket import NEVER

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=60, seed=3)
    found = Desk.open(path, console="desk-1")
    found.clock = lambda: NOW
    yield found
    found.close()


def some_ticket(desk: Desk) -> tuple[int, int]:
    """An open ticket with a project, and the project."""
    with desk.store.reading() as db:
        row = db.execute(
            "SELECT id, project_id FROM ticket WHERE project_id IS NOT NULL"
            " AND state IN ('new', 'open') ORDER BY id DESC"
        ).fetchone()
    return row[0], row[1]


def confirm(desk: Desk, person: int, project: int) -> None:
    with desk.store.deed("test.skill", "x", desk.actor, NOW) as deed:
        deed.db.execute("DELETE FROM project_skill WHERE project_id = ?", (project,))
        deed.db.execute(
            "INSERT INTO project_skill VALUES (?, ?, 'confirmed', NULL, ?)", (person, project, NOW)
        )


def test_knowing_the_project_comes_first_then_being_here_then_having_little(desk: Desk) -> None:
    number, project = some_ticket(desk)
    away = next(each for each in suggest.owners(desk, number) if each.turn is None)
    confirm(desk, away.person_id, project)
    first, *others = suggest.owners(desk, number)
    assert first.person_id == away.person_id
    assert first.confirmed
    assert not any(each.confirmed for each in others)
    keys = [
        (each.post not in suggest.SEATS, each.turn is None, each.post != "agent", each.open)
        for each in others
        if each.post in suggest.SEATS
    ]
    assert keys == sorted(keys)
    assert keys[0][1] is False, "somebody is on shift"


def test_agents_work_goes_to_agents_and_second_lines_to_second_line(desk: Desk) -> None:
    number, _ = some_ticket(desk)
    posts = [each.post for each in suggest.owners(desk, number)]
    assert set(posts[: posts.count("agent") + posts.count("senior")]) == {"agent", "senior"}
    tickets.hand_over(desk, number, "please")
    first = [each.post for each in suggest.owners(desk, number)]
    assert set(first[: first.count("manager") + first.count("senior")]) == {"manager", "senior"}


def test_who_comes_soon_goes_before_who_leaves_soon(desk: Desk) -> None:
    """At the change of the shifts; and a turn's end is its own, whatever the minute."""
    with desk.store.reading() as db:
        ends = [turn[1] for turn in plan.turns_near(db, NOW).values() if turn[1] != NEVER]
    change = min(ends)
    ranks = []
    for minutes in (12, 3):
        desk.clock = lambda at=change - minutes * 60: at  # type: ignore[misc] # bound now
        found = [each for each in suggest.owners(desk) if each.post in suggest.SEATS]
        ranks.append([each.turn and (each.turn[0] > desk.now(), each.turn[1]) for each in found])
    leaving = [place for place, turn in enumerate(ranks[0]) if turn and turn[1] == change]
    coming = [place for place, turn in enumerate(ranks[0]) if turn and turn[0]]
    assert leaving
    assert coming
    assert max(coming) < min(leaving)
    assert {turn[1] for turn in ranks[0] if turn} == {turn[1] for turn in ranks[1] if turn}


def test_without_a_ticket_no_project_counts(desk: Desk) -> None:
    number, project = some_ticket(desk)
    confirm(desk, suggest.owners(desk, number)[-1].person_id, project)
    assert not any(each.confirmed or each.owner for each in suggest.owners(desk))


def test_of_several_tickets_every_project_counts(desk: Desk) -> None:
    with desk.store.reading() as db:
        rows = db.execute(
            "SELECT min(id), project_id FROM ticket WHERE project_id IS NOT NULL AND state = 'open'"
            " GROUP BY project_id ORDER BY 1 LIMIT 2"
        ).fetchall()
    (one, first), (two, second) = rows
    both, half = [each for each in suggest.owners(desk) if each.post == "agent"][-2:]
    for project in (first, second):
        confirm(desk, both.person_id, project)
    best, *others = suggest.owners(desk, one, two)
    assert (best.person_id, best.confirmed, best.projects) == (both.person_id, 2, 2)
    assert not any(each.confirmed for each in others)
    confirm(desk, half.person_id, second)
    assert [each.confirmed for each in suggest.owners(desk, one, two)][:3] == [1, 1, 0]
    tickets.assign(desk, one, half.person_id)
    tickets.assign(desk, two, half.person_id)
    owners = [each.person_id for each in suggest.owners(desk, one, two) if each.owner]
    assert owners == [half.person_id]


def test_the_load_and_the_owner_are_told(desk: Desk) -> None:
    number, _ = some_ticket(desk)
    before = {each.person_id: each for each in suggest.owners(desk, number)}
    chosen = next(each for each in before.values() if not each.owner)
    tickets.assign(desk, number, chosen.person_id)
    after = {each.person_id: each for each in suggest.owners(desk, number)}
    assert after[chosen.person_id].open == chosen.open + 1
    assert [each.person_id for each in after.values() if each.owner] == [chosen.person_id]


def test_who_has_left_is_not_suggested(desk: Desk) -> None:
    gone = suggest.owners(desk)[0].person_id
    with desk.store.deed("test.left", "x", desk.actor, NOW) as deed:
        deed.db.execute(
            "UPDATE person SET joined_on = '2020-01-01', left_on = '2026-11-21' WHERE id = ?",
            (gone,),
        )
    assert gone not in [each.person_id for each in suggest.owners(desk)]
