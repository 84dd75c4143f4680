"""How tickets belong together: linked, merged, split. (Edits: `tests/desk/test_tickets.py`.)"""

from __future__ import annotations

import pytest

from deeds import later, of, row, told, view
from escalating import ANN, BEN, BILLING, HOUR, NOW, PORTAL, all_of, ticket
from floorboard.desk import escalations, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket, StaleTicket
from floorboard.domain.problem import Problem


def links(desk: Desk) -> list[tuple[object, ...]]:
    return sorted(of(desk)["ticket_link"])


def test_a_link_is_one_whichever_way_it_is_made(desk: Desk) -> None:
    first, second = ticket(desk), ticket(desk)
    versions = [view(desk, each).version for each in (first, second)]
    tickets.link(desk, second, first)
    assert links(desk) == [(first, second, "related")]
    assert told(desk, first)[-1] == ("linked", f"#{second}")
    assert told(desk, second)[-1] == ("linked", f"#{first}")
    assert [view(desk, each).version for each in (first, second)] == versions
    for one, two in ((first, second), (second, first)):
        with pytest.raises(Problem, match="are linked already"):
            tickets.link(desk, one, two)
    with pytest.raises(Problem, match="these are one ticket"):
        tickets.link(desk, first, first)
    with pytest.raises(Problem, match="there is no ticket 4711"):
        tickets.link(desk, first, 4711)


def test_merging_closes_one_and_the_other_goes_on(desk: Desk) -> None:
    first, second = ticket(desk), ticket(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    before = row(desk, second)
    tickets.hand_over(desk, first, "please", to=BEN)
    now = later(desk, 60)
    tickets.merge(desk, first, second)
    assert links(desk) == [(first, second, "merged_into")]
    found = row(desk, first)
    assert (found["state"], found["closed_at"], found["first_owner_id"]) == ("closed", now, None)
    assert row(desk, second) == before | {"updated_at": now}
    assert told(desk, second)[-1] == ("linked", f"← #{first} It stands still")
    assert all((e.closed_at is None) == (e.ticket_id == second) for e in all_of(desk))


def test_nothing_is_merged_into_what_has_ended(desk: Desk) -> None:
    first, second = ticket(desk), ticket(desk)
    tickets.solve(desk, second, "done")
    before = of(desk)
    with pytest.raises(Problem, match=f"#{second} isn't open"):
        tickets.merge(desk, first, second)
    with pytest.raises(Problem, match="it is solved: reopen it first"):
        tickets.merge(desk, second, first)
    with pytest.raises(Problem, match="these are one ticket"):
        tickets.merge(desk, first, first)
    assert of(desk) == before


def test_what_was_merged_can_be_reopened(desk: Desk) -> None:
    first, second = ticket(desk), ticket(desk)
    tickets.merge(desk, first, second)
    later(desk, HOUR)
    tickets.reopen(desk, first, "they are two problems")
    found = row(desk, first)
    assert (found["state"], found["closed_at"], found["reopen_count"]) == ("open", None, 1)
    assert found["solution_due_at"] == NOW + 5 * HOUR
    tickets.merge(desk, first, second)  # they were one, after all
    assert links(desk) == [(first, second, "merged_into")]
    before = of(desk)
    undoing.undo(desk)
    assert (row(desk, first)["state"], links(desk)) == ("open", [(first, second, "merged_into")])
    undoing.redo(desk)
    assert of(desk) == before


def test_a_part_becomes_a_ticket_of_its_own(desk: Desk) -> None:
    number = ticket(desk)
    before = row(desk, number)
    now = later(desk, HOUR)
    fresh = tickets.split(desk, number, " The\tscanner ", view(desk, number).version)
    assert links(desk) == [(fresh, number, "split_from")]
    found = row(desk, fresh)
    assert (found["title"], found["owner_id"], found["state"]) == ("The scanner", ANN, "open")
    assert (found["opened_at"], found["solution_due_at"]) == (now, now + 4 * HOUR)
    for column in ("kind", "channel", "priority", "project_id", "customer_id"):
        assert found[column] == before[column]
    assert told(desk, number)[-1] == ("linked", f"→ #{fresh} The scanner")
    assert row(desk, number) == before | {"updated_at": now}
    with pytest.raises(Problem, match="the title can't be empty"):
        tickets.split(desk, number, " ")


def test_another_project_or_kind_has_other_clocks(desk: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x", priority=1, project_id=BILLING))
    version = tickets.edit(desk, number, view(desk, number).version, project_id=PORTAL)
    assert view(desk, number).project_code == "portal"
    assert told(desk, number)[-1] == ("changed", "project: billing → portal")
    assert row(desk, number)["solution_due_at"] == NOW + 4 * HOUR
    tickets.edit(desk, number, version, kind="complaint", project_id=None)
    assert told(desk, number)[-1] == (
        "changed", "kind: incident → complaint\nproject: portal → –",
    )  # fmt: skip
    assert row(desk, number)["solution_due_at"] != NOW + 4 * HOUR
    with pytest.raises(StaleTicket, match=r"kind incident → complaint, project portal → –"):
        tickets.edit(desk, number, version, title="mine")
