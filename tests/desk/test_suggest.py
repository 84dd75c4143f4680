"""Whom to give a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floorboard.desk import sample, suggest, tickets
from floorboard.desk.desk import Desk

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
    away = next(each for each in suggest.owners(desk, number) if each.on_until is None)
    confirm(desk, away.person_id, project)
    first, *others = suggest.owners(desk, number)
    assert first.person_id == away.person_id
    assert first.confirmed
    assert not any(each.confirmed for each in others)
    keys = [(each.on_until is None, each.open) for each in others]
    assert keys == sorted(keys)
    assert keys[0][0] is False, "somebody is on shift"


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
    both, half = suggest.owners(desk)[-2:]
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
