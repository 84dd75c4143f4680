"""What tests of the screens beside the roster share."""

from __future__ import annotations

from typing import TypeVar

from textual import events

from console import Console
from floorboard.desk import people, sign_in
from floorboard.desk.desk import Desk
from floorboard.tui.screens.page import PageScreen

P = TypeVar("P", bound=PageScreen)


async def opened(console: Console, name: str, kind: type[P]) -> P:
    """Open a page by its command."""
    await console.press("colon")
    await console.type(name)
    await console.press("enter")
    return page(console, kind)


def page(console: Console, kind: type[P]) -> P:
    """The page on the screen."""
    found = console.app.screen
    assert isinstance(found, kind), console.text()
    return found


def in_one_piece(console: Console, *keys: str) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    for key in keys:
        character = " " if key == "space" else key if len(key) == 1 else None
        console.app.post_message(events.Key(key, character))


def sign_in_as(desk: Desk, code: str) -> int:
    """Somebody is signed in at the desk; their number."""
    found = people.found(desk, code).id
    sign_in.sign_in_as(desk, found)
    return found


def told(console: Console) -> str:
    """The last message over the screen."""
    return [each.message for each in console.app._notifications][-1]
