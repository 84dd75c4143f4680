"""How a ticket ends, and begins anew."""

from __future__ import annotations

import pytest

from deeds import later, of, row, told, view
from escalating import ANN, BEN, HOUR, NOW, all_of, notes, ticket
from floorboard.desk import escalations, tickets
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import NEVER


def test_solving_stops_every_clock_and_tells_the_customer_too(desk: Desk) -> None:
    number = ticket(desk)
    tickets.hand_over(desk, number, "please", to=BEN)
    now = later(desk, HOUR)
    tickets.solve(desk, number, "a new cable")
    found = row(desk, number)
    assert (found["state"], found["owner_id"], found["first_owner_id"]) == ("solved", BEN, None)
    assert (found["solved_at"], found["first_replied_at"]) == (now, now)
    assert (found["next_due_at"], found["next_clock"], found["next_rung_at"]) == (
        NEVER, None, NEVER,
    )  # fmt: skip
    with pytest.raises(Problem, match="it is solved: reopen it first"):
        tickets.solve(desk, number, "again")


def test_solving_closes_the_rungs_that_were_raised(desk: Desk) -> None:
    number, other = ticket(desk), ticket(desk)
    later(desk, 5 * HOUR)
    assert escalations.raise_due(desk).raised == 4
    now = later(desk, 60)
    tickets.solve(desk, number, "done")
    for each in all_of(desk):
        mine = each.ticket_id == number
        assert each.closed_at == (now if mine else None)
        assert [note.kind for note in notes(desk, each.id)][-1] == ("closed" if mine else "raised")
    assert {each.ticket_id for each in all_of(desk)} == {number, other}


def test_closing_puts_a_solved_one_away(desk: Desk) -> None:
    number = ticket(desk)
    with pytest.raises(Problem, match="it isn't solved yet"):
        tickets.close(desk, number)
    tickets.solve(desk, number, "done")
    now = later(desk, HOUR)
    tickets.close(desk, number)
    found = row(desk, number)
    assert (found["state"], found["closed_at"], found["solved_at"]) == ("closed", now, NOW)
    for attempt in (
        lambda: tickets.reply(desk, number, "x"),
        lambda: tickets.edit(desk, number, view(desk, number).version, title="x"),
        lambda: tickets.assign(desk, number, BEN),
    ):
        with pytest.raises(Problem, match="it is closed: reopen it first"):
            attempt()
    with pytest.raises(Problem, match="it is closed already"):
        tickets.close(desk, number)


def test_reopening_goes_on_where_it_stood_and_begins_the_ladder_anew(desk: Desk) -> None:
    number = ticket(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    tickets.solve(desk, number, "done")
    tickets.close(desk, number)
    now = later(desk, HOUR)
    tickets.reopen(desk, number, "it smokes again")
    found = row(desk, number)
    assert (found["state"], found["reopen_count"], found["owner_id"]) == ("open", 1, ANN)
    assert (found["solved_at"], found["closed_at"]) == (None, None)
    assert found["solution_due_at"] == NOW + 4 * HOUR, "it was overdue before it was solved"
    assert found["status_reply_due_at"] == now + 4 * HOUR
    assert found["next_rung_at"] == found["solution_due_at"]
    before = len(all_of(desk))
    assert escalations.raise_due(desk).raised == 1
    assert [(each.cycle, each.rung) for each in all_of(desk)[before:]] == [(1, "second-line")]
    with pytest.raises(Problem, match="it is still open"):
        tickets.reopen(desk, number, "again")


def test_the_time_it_stood_solved_is_a_pause(desk: Desk) -> None:
    number = ticket(desk)
    later(desk, HOUR)
    tickets.solve(desk, number, "done")
    later(desk, 2 * HOUR)
    tickets.reopen(desk, number, "not quite")
    assert row(desk, number)["solution_due_at"] == NOW + 6 * HOUR


def test_how_satisfied_the_customer_is(desk: Desk) -> None:
    number = ticket(desk)
    with pytest.raises(Problem, match="it is still open"):
        tickets.rate(desk, number, 4)
    tickets.solve(desk, number, "done")
    for wrong in (0, 6):
        with pytest.raises(Problem, match=f"from 1 to 5, not {wrong}"):
            tickets.rate(desk, number, wrong)
    tickets.rate(desk, number, 4, "quick")
    assert told(desk, number)[-1] == ("rated", "4/5 quick")
    assert (row(desk, number)["satisfaction"], view(desk, number).state) == (4, "solved")
    tickets.rate(desk, number, 2)
    assert row(desk, number)["satisfaction"] == 2


def test_a_customer_who_disagrees_has_it_reopened_in_the_same_deed(desk: Desk) -> None:
    number = ticket(desk)
    tickets.solve(desk, number, "done")
    tickets.close(desk, number)
    tickets.rate(desk, number, 1, "it isn't", disagrees=True)
    found = row(desk, number)
    assert (found["state"], found["satisfaction"], found["reopen_count"]) == ("open", 1, 1)
    assert [kind for kind, _ in told(desk, number)[-2:]] == ["rated", "reopened"]


@pytest.mark.parametrize("text", ["", " \n"])
def test_how_and_why_are_always_told(desk: Desk, text: str) -> None:
    number = ticket(desk)
    with pytest.raises(Problem, match="how it was solved can't be empty"):
        tickets.solve(desk, number, text)
    tickets.solve(desk, number, "done")
    before = of(desk)
    with pytest.raises(Problem, match="why it is reopened can't be empty"):
        tickets.reopen(desk, number, text)
    assert of(desk) == before
