"""The forms `n` and `e`, typed faster than a screen follows: no key is lost or goes elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from console import Boards, Console
from floorboard.desk.desk import Desk
from floorboard.store.queries import floor, suggesting
from floorboard.tui.screens.edit import EditScreen
from floorboard.tui.screens.new_ticket import NewTicketScreen
from handling import here, history, ticket
from pages import in_one_piece

GAPS = pytest.mark.parametrize("gap", [None, 0.0, 0.02, 0.04])
"""Seconds between two keys; None: in one piece."""


async def typed(console: Console, keys: list[str], gap: float | None) -> None:
    for key in keys:
        in_one_piece(console, key)
        if gap is not None:
            await asyncio.sleep(gap)
    await console.settle()
    await console.settle()


def project(desk: Desk, number: int) -> str:
    """The code of a ticket's project."""
    with desk.store.reading() as db:
        found = suggesting.project_of(db, number)[0]
        return next((each.code for each in floor.projects(db) if each.id == found), "")


@GAPS
async def test_letters_behind_tab_choose_in_a_new_ticket(boards: Boards, gap: float | None) -> None:
    async with boards() as console:
        keys = ["n", *"zw", "enter", *"cannot", "tab", "c", "tab", "w", "tab", "2", "tab", "p"]
        await typed(console, [*keys, "tab", *"139", "tab", *"all of it", "enter"], gap)
        made = ticket(console.desk, here(console).id)
        assert (made.title, made.customer) == ("cannot", "张伟")
        assert (made.kind, made.channel, made.priority) == ("complaint", "web", 2)
        assert project(console.desk, made.id) == "portal"
        assert made.body == "all of it"


@GAPS
async def test_letters_behind_tab_choose_where_a_ticket_is_edited(
    boards: Boards, gap: float | None
) -> None:
    async with boards() as console:
        row = here(console)
        keys = ["e", "tab", "c", "tab", "5", "tab", "p", "tab", "ctrl+u", *"zw", "enter"]
        await typed(console, keys, gap)
        assert not isinstance(console.app.screen, EditScreen)
        made = ticket(console.desk, row.id)
        assert (made.title, made.kind, made.priority) == (row.title, "complaint", 5)
        assert made.customer == "张伟"
        assert project(console.desk, row.id) == "portal"


@GAPS
async def test_arrows_and_edits_are_taken_in_their_order(boards: Boards, gap: float | None) -> None:
    async with boards() as console:
        keys = ["e", "ctrl+u", *"ab", "left", "x", "down", "right", "right", "up", "end", "y"]
        row = here(console)
        await typed(console, [*keys, "enter"], gap)
        made = ticket(console.desk, row.id)
        assert made.title == "axby"
        assert made.kind != row.kind


async def test_letters_for_a_project_wait_until_the_projects_are_known(boards: Boards) -> None:
    async with boards() as console:
        row = here(console)
        await typed(console, ["e", "tab", "tab", "tab", "down", "up", "p", "enter"], None)
        assert project(console.desk, row.id) == "portal"


async def test_esc_leaves_a_form_at_once_and_the_keys_behind_are_about_the_board(
    boards: Boards,
) -> None:
    async with boards() as console:
        row = here(console)
        await typed(console, ["e", "escape", "c", *"ok", "enter"], None)
        assert history(console.desk, row.id)[-1].body == "ok"
        await typed(console, ["n", *"zo", "tab", "escape", "c", *"ok2", "enter"], None)
        assert not isinstance(console.app.screen, NewTicketScreen)
        assert history(console.desk, row.id)[-1].body == "ok2"


@GAPS
async def test_the_keys_behind_a_new_ticket_are_about_it(boards: Boards, gap: float | None) -> None:
    async with boards() as console:
        keys = ["n", *"zw", "enter", *"cannot", "enter", "c", *"ok", "enter"]
        await typed(console, keys, gap)
        made = here(console)
        assert made.title == "cannot"
        assert history(console.desk, made.id)[-1].body == "ok"
