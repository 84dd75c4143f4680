"""`:` and `?`, on whatever screen they are pressed."""

from __future__ import annotations

from importlib import import_module

import pytest

from console import Boards
from floorboard import i18n
from floorboard.tui import pages
from floorboard.tui.render import help_paper
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.screens.proposal import ProposalScreen
from floorboard.tui.screens.seats import SeatScreen
from floorboard.tui.widgets.plain_input import PlainInput
from handling import last
from pages import in_one_piece, opened, page, told


@pytest.mark.parametrize(
    ("here", "first"),
    [
        ("", ("n", "a new ticket")),
        ("roster", ("f", "fill the gap: who could, and why")),
        ("escalations", ("x", "acknowledge: you have taken it on")),
        ("attendance", ("t", "clock in or out yourself")),
        ("seats", ("a", "somebody sits here from now on; or nobody")),
    ],
)
def test_the_help_begins_with_the_keys_of_the_screen(here: str, first: tuple[str, str]) -> None:
    shown = ["".join(run.text for run in each.runs) for each in help_paper.paragraphs({}, here)]
    assert tuple(shown[1].split(maxsplit=1)) == first
    assert sorted(shown) == sorted(
        "".join(run.text for run in each.runs) for each in help_paper.paragraphs({}, "")
    )


@pytest.mark.parametrize("name", [*pages.HELP])
def test_the_help_names_every_key_of_a_page(name: str) -> None:
    page = import_module(f"floorboard.tui.screens.{pages._MODULES[name]}").PAGE
    kinds = page.__mro__[: page.__mro__.index(PageScreen)]
    keys = {each.id for kind in kinds for each in vars(kind).get("BINDINGS", ())}
    named = {key for key, _does in pages.HELP[name][1]}
    between_panes = {"page.left", "page.right"}
    assert keys - named in (set(), between_panes)


async def test_a_page_has_its_help_and_commands(boards: Boards) -> None:
    async with boards() as console:
        seats = await opened(console, "seats", SeatScreen)
        await console.press("question_mark")
        assert "Among the seats" in console.text().splitlines()[3]
        await console.press("escape")
        await opened(console, "proposal", ProposalScreen)
        assert await opened(console, "seats", SeatScreen) is seats
        assert not [each for each in console.app.screen_stack if isinstance(each, ProposalScreen)]
        await console.press("colon", "tab")
        assert console.app.screen.query_one(PlainInput).value == "", "it shows all already"
        await console.type("propo")
        await console.press("tab", "escape", "colon")
        await console.type("nosuch")
        assert "No command is called so" in console.text()
        await console.press("enter")
        assert "no ticket, called nosuch" in told(console)
        page(console, SeatScreen)
        await console.press("colon")
        await console.type("tickets")
        await console.press("enter")
        assert console.app.screen is console.main
        assert console.main.floor.wish.view == "tickets"


async def test_keys_behind_a_number_are_about_its_ticket(boards: Boards) -> None:
    async with boards() as console:
        row = console.main.overdue.window.rows[3]
        pages.show(console.app, "seats")
        in_one_piece(console, "colon", *str(row.id), "enter", "c", "o", "k", "enter")
        await console.settle()
        await console.settle()
        assert last(console.desk, row.id).body == "ok", console.text()


async def test_the_language_is_a_command(boards: Boards) -> None:
    async with boards() as console:
        await console.press("colon")
        await console.type("lang zh_CN")
        await console.press("enter")
        assert i18n.language() == "zh"
        await console.press("colon")
        await console.type("lang fr")
        await console.press("enter")
        assert "fr" in told(console)


@pytest.mark.parametrize("opener", ["colon", "f", "n", "v", "i"])
async def test_esc_right_behind_closes_what_isn_t_there_yet(boards: Boards, opener: str) -> None:
    async with boards() as console:
        in_one_piece(console, opener, "escape", opener, "escape")
        await console.settle()
        assert console.app.screen is console.main
