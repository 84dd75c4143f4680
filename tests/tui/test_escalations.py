"""Screen 5, driven by keys."""

from __future__ import annotations

import pytest
from textual import events

from console import NOW, Boards, Console
from floorboard.config import Config
from floorboard.desk import escalations
from floorboard.desk.desk import Desk
from floorboard.store.queries import escalations as queries
from floorboard.store.queries import tickets
from floorboard.tui.screens.escalations import EscalationScreen


@pytest.fixture(autouse=True)
def raised(other: Desk) -> None:
    escalations.raise_due(other)


def screen(console: Console) -> EscalationScreen:
    found = console.app.screen
    assert isinstance(found, EscalationScreen)
    return found


def in_one_piece(console: Console, *keys: str) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    for key in keys:
        console.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("begun", [(), ("5",)])
async def test_the_keys_behind_enter_are_about_the_ticket_that_is_opened(
    boards: Boards, begun: tuple[str, ...]
) -> None:
    async with boards() as console:
        listed = escalations.listed(console.desk, 10).escalations
        assert listed[0].ticket_id != listed[2].ticket_id
        await console.press(*begun)
        down = ("down", "down") if begun else ()
        number = listed[len(down)].ticket_id
        in_one_piece(console, *("5",)[len(begun) :], *down, "enter", "c", "o", "k", "enter")
        await console.settle()
        await console.settle()
        with console.desk.store.reading() as db:
            assert tickets.history(db, number)[-1].body == "ok"
        assert not console.main.hands.writer.drafts
        row = console.main.ticket()
        assert row is not None
        assert row.id == number


async def test_a_digit_and_the_key_behind_it_are_taken_in_their_order(boards: Boards) -> None:
    async with boards() as console:
        await console.press("5")
        in_one_piece(console, "1", "c", "o", "k", "escape")
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["ok"]
        assert not console.app.answer_drafts


async def test_its_keys_are_those_that_the_config_names(boards: Boards) -> None:
    keys = {
        "tick": "A,z",
        "zoom": "Z",
        "review.stable": "E",
        "escalation.backup": "B",
        "review.watch": "F",
    }
    async with boards(config=Config(poll_seconds=0.05, keys=keys)) as console:
        await console.press("5")
        first = screen(console).list.current
        assert first is not None
        shown = console.text().splitlines()[-1]
        assert "A acknowledge" in shown
        assert "B call the backup" in shown
        await console.press("x")
        assert screen(console).focused is screen(console).list
        await console.press("A")
        await console.type("on it")
        await console.press("enter")
        with console.desk.store.reading() as db:
            assert queries.notes(db, first.id)[-1].body == "on it"


@pytest.mark.parametrize(
    ("size", "clock"), [((120, 40), "Sun 22 Nov 2026 18:42"), ((80, 24), "18:42")]
)
async def test_it_says_what_time_it_is(boards: Boards, size: tuple[int, int], clock: str) -> None:
    async with boards(size=size) as console:
        await console.press("5")
        assert clock in console.text().splitlines()[0]
        console.time[0] = NOW + 60
        await console.until(lambda: "18:43" in console.text().splitlines()[0], "the next minute")
