"""The handbook's page, driven by keys."""

from __future__ import annotations

import pytest

from console import Boards, Console
from floorboard.desk import handbook
from floorboard.desk.desk import Desk
from floorboard.domain.post import Post
from floorboard.store.queries import handbook as queries
from floorboard.tui.screens.handbook import HandbookScreen
from pages import opened, page, sign_in_as


def left(console: Console) -> list[str]:
    """The lines of the list."""
    return [line.split("│")[1].strip() for line in console.text().splitlines() if "││" in line]


def paper(console: Console) -> str:
    """What the paper is about: the title of its frame."""
    return page(console, HandbookScreen).paper.title


async def test_posts_duties_and_the_paper(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "handbook", HandbookScreen)
        lines = left(console)
        assert lines[3:6] == [
            "▾ Shift lead",
            "1  Know every project's state",
            "2  Emergency support for any project",
        ]
        assert paper(console) == "Shift lead"
        await console.press("down", "down", "down", "down")
        assert paper(console) == "Shift lead · duty 4"
        text = console.text()
        heads = ["Risk points", "Potential risks", "Preventive measures", "Directly responsible"]
        places = [text.index(head) for head in heads]
        assert places == sorted(places)
        assert "Statistics not done on time" in text
        assert "Indirectly responsible: Head of department" in text
        await console.press("left")
        assert paper(console) == "Shift lead"
        await console.press("left")
        assert left(console)[3:5] == ["▸ Shift lead", "▸ Project support manager"]
        await console.press("home", "right")
        assert left(console)[1].startswith("1  Lead the centre")
        await console.press("right")
        assert page(console, HandbookScreen).pane.id == "paper"
        await console.press("left")
        assert page(console, HandbookScreen).pane.id == "contents"


async def test_links_are_followed_and_come_back(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "handbook", HandbookScreen)
        await console.press("down", "down", "down", "down", "enter", "down")
        assert screen.paper.link == "shift_lead.potential.3"
        await console.press("enter")
        assert paper(console) == "Shift lead · potential risk 3"
        await console.press("enter", "enter")
        assert paper(console) != "Shift lead · potential risk 3"
        await console.press("escape", "escape")
        assert paper(console) == "Shift lead · potential risk 3"
        await console.press("escape")
        assert paper(console) == "Shift lead · duty 4"
        assert screen.paper.link == "shift_lead.potential.3"
        await console.press("G", "enter")
        assert paper(console) == "Centre director"
        await console.press("escape", "escape")
        assert screen.pane is screen.contents
        await console.press("escape")
        assert console.app.screen is console.main


async def test_search_finds_either_language(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "handbook", HandbookScreen)
        await console.press("slash")
        await console.type("投诉")
        assert left(console)[0].split() == ["duty", "Answer", "complaints", "and", "suggestions"]
        await console.press("f2")
        assert "管理、答复投诉和建议" in console.text()
        await console.press("f2", "escape")
        assert screen.pane is screen.contents
        assert left(console)[0] == "▸ Centre director"
        await console.press("slash")
        await console.type("extinguisher")
        await console.press("enter")
        assert paper(console) == "Centre director · duty 6"
        await console.press("escape")
        assert "▾ Centre director" in left(console)
        assert paper(console) == "Centre director · duty 6"
        assert not console.app.page_drafts


async def test_a_copy_is_marked_and_another_console_s_is_seen(boards: Boards, other: Desk) -> None:
    text = handbook.shipped(Post.SHIFT_LEAD)
    async with boards() as console:
        sign_in_as(console.desk, "zhengh")
        screen = await opened(console, "handbook", HandbookScreen)
        assert paper(console) == "System administrator"
        with other.deed("duties.scheduled", "handbook/shift_lead") as deed:
            queries.put(
                deed.db,
                Post.SHIFT_LEAD,
                text.replace('en = "Shift lead"', 'en = "Floor lead"'),
                "an older one",
            )
        await console.until(lambda: "Floor lead" in console.text(), "the copy")
        assert screen.contents.marks == {Post.SHIFT_LEAD: "own copy, differs"}
        await console.press("G", "k", "k", "k", "k", "right", "down")
        assert paper(console) == "Floor lead · duty 1"
        assert console.text().count("own copy, differs") == 2
        console.app.hush()
        await console.press("enter", "G")
        assert "This is the centre's own copy." in console.text()


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((1, 1), "en")])
async def test_on_a_narrow_screen_one_pane_shows(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        screen = await opened(console, "handbook", HandbookScreen)
        assert (screen.contents.display, screen.paper.display) == (True, False)
        await console.press("down", "enter")
        assert (screen.contents.display, screen.paper.display) == (False, True)
        for _ in range(60):
            screen.paper.action_move(1)
        window = screen.paper.window
        assert window.top == max(0, len(window.rows) - window.height)
        await console.press("escape")
        assert (screen.contents.display, screen.paper.display) == (True, False)
        await console.press("escape")
        assert console.app.screen is console.main
