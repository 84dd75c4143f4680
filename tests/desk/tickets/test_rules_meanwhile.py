"""Rules that are loaded while a deed waits for the store hold for that deed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deeds import row, view
from escalating import FAY, HOUR, NOW, SHARES, load, ticket
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.handling import Handling
from floorboard.store.store import Actor

DEEDS: dict[str, Callable[[Desk, int], object]] = {
    "one": lambda desk, number: tickets.edit(desk, number, view(desk, number).version, priority=2),
    "many": lambda desk, number: tickets.bulk(
        desk, Handling.EDIT, [number], fields={"priority": 2}
    ),
    "open": lambda desk, number: tickets.open_ticket(desk, OpenTicket("x", priority=2)),
}


@pytest.mark.parametrize("do", DEEDS.values(), ids=DEEDS)
def test_the_rules_are_those_of_the_deed(desk: Desk, do: Callable[[Desk, int], object]) -> None:
    number = ticket(desk)
    other = Desk(desk.store, Actor("desk-2", FAY), lambda: NOW)

    def waited() -> int:
        desk.clock = lambda: NOW
        load(other, SHARES)
        return NOW

    desk.clock = waited
    do(desk, number)
    with desk.store.reading() as db:
        (last,) = db.execute("SELECT max(id) FROM ticket").fetchone()
    assert row(desk, last)["solution_due_at"] == NOW + 10 * HOUR
