"""One deed on many tickets: what isn't possible with one doesn't stop the others."""

from __future__ import annotations

import pytest

from deeds import changes, last_entry, of, row, told, view
from escalating import ANN, BEN, ticket
from floorboard import i18n
from floorboard.desk import tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets.bulk import MOST
from floorboard.domain.handling import Handling
from floorboard.domain.problem import Problem
from floorboard.store.queries import entries
from floorboard.store.store import Actor


@pytest.fixture
def four(desk: Desk) -> list[int]:
    """One that is Ben's already, one that is solved, two of Ann's."""
    numbers = [ticket(desk) for _ in range(4)]
    tickets.assign(desk, numbers[0], BEN)
    tickets.solve(desk, numbers[1], "done")
    return numbers


def test_what_is_done_the_same_or_refused_is_told_apart(desk: Desk, four: list[int]) -> None:
    before = last_entry(desk).seq
    outcome = tickets.bulk(desk, Handling.ASSIGN, [*four, 4711], owner_id=BEN)
    assert (outcome.done, outcome.same) == (2, 1)
    assert [(number, i18n.told(why)) for number, why in outcome.refused] == [
        (four[1], f"#{four[1]}: it is solved: reopen it first"),
        (4711, "there is no ticket 4711"),
    ]
    assert [row(desk, number)["owner_id"] for number in four] == [BEN, ANN, BEN, BEN]
    entry = last_entry(desk)
    assert entry.seq == before + 1, "one entry for all"
    assert (entry.action, entry.subject, entry.after["tickets"]) == (
        "ticket.assigned",
        "tickets",
        2,
    )
    assert all(view(desk, number).version == entry.seq for number in four[2:])
    with desk.store.reading() as db:  # each ticket's story has it
        for number in four:
            mine = [each.seq for each in entries.of_ticket(db, number)]
            assert (entry.seq in mine) == (number in four[2:])


def test_they_are_taken_by_who_is_signed_in(desk: Desk, four: list[int]) -> None:
    outcome = tickets.bulk(Desk(desk.store, Actor("2", BEN), desk.clock), Handling.TAKE, four)
    assert (outcome.done, outcome.same) == (2, 1)
    assert [number for number, _why in outcome.refused] == [four[1]]
    assert [row(desk, number)["owner_id"] for number in four] == [BEN, ANN, BEN, BEN]
    with pytest.raises(Problem, match="nobody is signed in"):
        tickets.bulk(Desk(desk.store, Actor("3"), desk.clock), Handling.TAKE, four)


def test_where_nothing_can_be_done_nothing_is_written(desk: Desk, four: list[int]) -> None:
    before, seq = of(desk), last_entry(desk).seq
    assert tickets.bulk(desk, Handling.ASSIGN, four[:2], owner_id=BEN).done == 0
    assert tickets.bulk(desk, Handling.NOTE, [], text="x").done == 0
    assert (of(desk), last_entry(desk).seq) == (before, seq)


@pytest.mark.parametrize(
    ("handling", "arguments", "kind", "state"),
    [
        (Handling.NOTE, {"text": "look"}, "note", "open"),
        (Handling.HAND_OVER, {"text": "please"}, "second_line", "second_line"),
        (Handling.WAIT, {}, "waiting", "waiting"),
        (Handling.SOLVE, {"text": "the network is back"}, "solved", "solved"),
        (Handling.EDIT, {"fields": {"priority": 4, "project_id": None}}, "changed", "open"),
        (Handling.ASSIGN, {"owner_id": None}, "assigned", "open"),
    ],
)
def test_each_is_as_if_done_alone_and_undone_as_one(
    desk: Desk, handling: Handling, arguments: dict[str, object], kind: str, state: str
) -> None:
    numbers = [ticket(desk) for _ in range(3)]
    before = of(desk)
    outcome = tickets.bulk(desk, handling, numbers, **arguments)  # type: ignore[arg-type] # any
    assert (outcome.done, outcome.same, outcome.refused) == (3, 0, ())
    for number in numbers:
        assert view(desk, number).state == state
        assert kind in [each for each, _ in told(desk, number)[-2:]]
    after = of(desk)
    assert undoing.undo(desk).tickets == tuple(numbers)
    assert changes(before, of(desk)) == []
    assert undoing.redo(desk).tickets == tuple(numbers)
    assert changes(after, of(desk)) == []


def test_a_ticket_named_twice_is_done_once(desk: Desk) -> None:
    number = ticket(desk)
    outcome = tickets.bulk(desk, Handling.SOLVE, [number, number], text="done")
    assert (outcome.done, len(outcome.refused)) == (1, 1)
    assert [kind for kind, _ in told(desk, number)] == ["opened", "solved"]
    undoing.undo(desk)
    assert view(desk, number).state == "open"


def test_what_progress_raises_takes_everything_back(desk: Desk) -> None:
    numbers = [ticket(desk) for _ in range(3)]
    before = of(desk)
    heard = []

    def cancel(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tickets.bulk(desk, Handling.SOLVE, numbers, text="done", progress=cancel)
    assert heard == [(0, 3), (1, 3), (2, 3)]
    assert of(desk) == before


@pytest.mark.parametrize(
    ("handling", "arguments", "message"),
    [
        (Handling.SOLVE, {"text": " "}, "how it was solved can't be empty"),
        (Handling.NOTE, {}, "the note can't be empty"),
        (Handling.EDIT, {"fields": {"priority": 9}}, "from 1 to 5, not 9"),
        (Handling.REPLY, {"text": "x"}, "this is done to one ticket at a time"),
        (Handling.MERGE, {}, "this is done to one ticket at a time"),
    ],
)
def test_what_can_t_be_is_refused_before_the_first(
    desk: Desk, handling: Handling, arguments: dict[str, object], message: str
) -> None:
    number = ticket(desk)
    before = of(desk)
    with pytest.raises(Problem, match=message):
        tickets.bulk(desk, handling, [number], **arguments)  # type: ignore[arg-type] # any
    with pytest.raises(Problem, match="are more than 10000 at once"):
        tickets.bulk(desk, Handling.NOTE, range(MOST + 1), text="x")
    assert of(desk) == before
