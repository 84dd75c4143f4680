"""What tests of deeds by key share: going to tickets, and what the store holds of them."""

from __future__ import annotations

import pytest

from console import Console
from floorboard.desk.desk import Desk
from floorboard.store.queries import tickets as queries
from floorboard.store.views.listing import TicketRow
from floorboard.store.views.ticket import EventView, TicketView

BOTH = pytest.mark.parametrize(("size", "lang"), [((120, 40), "en"), ((80, 24), "zh")])


def ticket(desk: Desk, number: int) -> TicketView:
    with desk.store.reading() as db:
        found = queries.by_id(db, number)
    assert found is not None
    return found


def history(desk: Desk, number: int) -> list[EventView]:
    with desk.store.reading() as db:
        return queries.history(db, number)


def last(desk: Desk, number: int) -> EventView:
    return history(desk, number)[-1]


def here(console: Console) -> TicketRow:
    row = console.main.ticket()
    assert row is not None
    return row


def notes(console: Console) -> str:
    return "\n".join(note.message for note in console.app._notifications)


async def on_one(console: Console, state: str = "open") -> TicketRow:
    """The cursor on a ticket of this state in the list."""
    await console.press("slash")
    await console.type(f"state:{state} kind:incident")
    await console.press("enter")
    return here(console)


async def go(console: Console, number: int) -> None:
    await console.press("colon")
    await console.type(str(number))
    await console.press("enter")
