"""What was begun and isn't saved: it comes back, and leaving asks about it."""

from __future__ import annotations

import pytest

from console import Boards, Console
from floorboard.desk import escalations, review
from floorboard.domain.problem import Problem
from floorboard.domain.review import ProjectReview
from floorboard.tui.screens.confirm import ConfirmScreen


async def asked(console: Console, text: str) -> None:
    """Ctrl+Q asks about `text`, and Esc stays."""
    await console.press("ctrl+q")
    assert isinstance(console.app.screen, ConfirmScreen)
    await console.until(lambda: text in console.text(), text)
    await console.press("escape")
    assert console.app.is_running


async def test_a_call_is_kept_until_it_is_saved(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Somebody unheard of")
        await console.press("enter")
        await console.type("no dial tone")
        await asked(console, "no dial tone")
        await console.press("escape")
        await asked(console, "no dial tone")
        await console.press("n")
        assert "Somebody unheard of" in console.text()
        await console.press("ctrl+n")
        assert "no dial tone" not in console.text()
        await console.type("Another one")
        await console.press("enter")
        await console.type("no ring")
        await console.press("escape", "n", "enter", "enter")
        assert "no ring" in console.text()
        await console.pilot.press("q")
        await console.until(lambda: console.app.return_code == 0, "the end")


async def test_an_answer_is_kept_until_it_is_on_record(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Problem("nobody is signed in")

    async with boards() as console:
        await console.press("5", "c")
        await console.type("half a")
        await asked(console, "half a")
        await console.press("escape", "escape")
        await asked(console, "half a")
        await console.press("5", "c")
        await console.type(" word")
        with monkeypatch.context() as patched:
            patched.setattr(escalations, "comment", refuse)
            await console.press("enter")
        assert "nobody is signed in" in console.text()
        assert "half a word" in console.text(), "the line comes back by itself"
        await console.press("enter")
        assert not console.app.page_drafts
        assert "half a word" in console.text()


async def test_a_review_is_kept_until_it_is_on_record(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "B", "enter")
        await console.type("slow")
        await asked(console, "slow")
        await console.press("escape", "escape")
        await asked(console, "slow")
        await console.press("D", "enter", "enter", "enter")
        assert [each.written.remark for each in written(console) if each.written] == ["slow"]
        await console.press("up", "enter", "escape", "escape")
        assert not console.app.review_drafts, "it says what is on record"


def written(console: Console) -> list[ProjectReview]:
    return [each for each in review.read(console.desk).projects if each.written]
