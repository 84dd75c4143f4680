"""A night's work in the real program, by the keyboard alone: a call, a promise that lapses, its
escalation, second line, the solving; then the story as the journal tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from night import PIN, Night


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_a_night_by_the_keyboard_alone(night: Night) -> None:
    with night.board() as board:
        board.wait_for("looking only")
        board.press("i", "wangf", "enter", PIN, "enter")
        board.wait_gone("looking only")

        # a call from somebody known, in four keystrokes besides the words
        board.press("n")
        board.wait_for("New ticket")
        board.press("zw")
        board.wait_for("张伟")
        board.press("enter", "打不开门户 [/b]", "enter")
        board.wait_for("#1")
        board.wait_for("打不开门户 [/b]")

        # promised: half an hour
        board.press("p", "30m")
        board.press("enter")
        board.wait_for("29 m")

        # nobody keeps it
        night.turn(31 * 60)
        board.wait_for("1 overdue", most=30)
        board.wait_for("1 escalated", most=30)
        board.press("5xI call them back\r")  # all in one piece
        board.wait_for("nobody is signed in")  # for half an hour nobody was there
        board.wait_for("李伟")  # who leads tonight, as the roster says
        board.settle(0.8)  # what comes at once belongs to what was typed in vain
        board.press("i", "liwei", "enter", PIN, "enter")
        board.wait_gone("looking only")
        board.press("x")
        board.wait_for("what are you going to do about it?")
        board.press("I call them back\r")
        board.wait_for("李伟, ")

        # its ticket goes to second line, and back
        board.press("\rhTLS handshake fails since 01:00\r")  # all in one piece
        board.wait_for("Phone · Second line")
        board.press("h", "certificate renewed", "enter")
        board.wait_for("Phone · Open")

        # told, solved; and that was too early, or not
        board.press("r", "It works again, please try", "enter")
        board.wait_for("answered")
        board.press("s", "certificate renewed by second line", "enter")
        board.wait_for("Phone · Solved")
        board.press("u")
        board.wait_for("taken back")
        board.press("U")
        board.wait_for("done again")
        board.press("esc", "esc", "q")
        assert board.wait_exit() == 0

    story = night.run("journal", "--ticket", "1")
    told = (
        "王芳 (",
        "opened  #1",
        "promised a time",
        "escalations were raised",
        "李伟 (",
        "acknowledged an escalation",
        "handed to second line",
        "gave back from second line",
        "replied to the customer",
        "solved  #1",
        "undid: solved",
        "redid: solved",
    )
    places = [story.find(word) for word in told]
    assert all(place >= 0 for place in places), (story, dict(zip(told, places, strict=True)))
    assert places == sorted(places), story
    assert "sound" in night.run("journal", "--verify")
