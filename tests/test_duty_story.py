"""An evening's checks in the real program, by the keyboard alone: ticked, counted, waived; one
lapses, and its risk is read where it stands and among all that are open."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from floorboard.desk import sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.duties import scheduling
from night import PIN, Night

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = 60

SCHEDULE = """
[[schedule]]
code = "{code}"
duty = "shift_lead.duty.{duty}"
title = {{ en = "{title}", zh = "{title}" }}
rule = "FREQ=DAILY"
due = "{due}"
opens = "180m"
closes = "{closes}m"
evidence = "{evidence}"
{measure}
"""


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """A floor whose lead has four checks to do this evening, the first of them soon."""
    night = Night(tmp_path)
    desk = Desk.open(night.store)
    sign_in.sign_in(desk, "sunli", PIN)
    with desk.store.deed("rules.loaded", "shifts", desk.actor, desk.now()) as deed:
        deed.db.execute("DELETE FROM shift")  # else what is due may belong to the next one
    plan = (
        ("problems", 1, "unsolved problems gone through", 10, 15, "note", ""),
        ("website", 1, "website checked", 60, 120, "tick", ""),
        ("calls", 4, "calls answered counted", 61, 120, "number", "phone_answered"),
        ("fax", 4, "faxes counted", 62, 120, "number", "fax"),
    )
    text = 'starts = 2020-01-01\nmeasures = ["phone_answered", "fax"]\n'
    for code, duty, title, minutes, closes, evidence, measure in plan:
        due = datetime.fromtimestamp(desk.now() + minutes * MINUTE, ZONE)
        text += SCHEDULE.format(
            code=code,
            duty=duty,
            title=title,
            due=f"{due:%H:%M}",
            closes=closes,
            evidence=evidence,
            measure=f'measure = "{measure}"' if measure else "",
        )
    path = tmp_path / "evening.toml"
    path.write_text(text, encoding="utf-8")
    scheduling.load(desk, path)
    desk.close()
    return night


def test_an_evening_s_checks_by_the_keyboard_alone(night: Night) -> None:
    with night.board() as board:
        board.wait_for("looking only")
        board.press("i", "liwei", "enter", PIN, "enter")
        board.wait_gone("looking only")

        # ticked, counted, waived: the next that is to be done comes by itself
        board.press("4")
        board.wait_for("Duties ·")
        board.wait_for("unsolved problems gone through")
        board.press("down", "x")
        board.wait_for("done: website checked")
        board.press("x", "212 two in Tibetan\r")
        board.wait_for("done: calls answered counted")
        board.press("X", "the fax line is down\r")
        board.wait_for("waived: faxes counted")

        # nobody goes through the problems
        night.turn(26 * MINUTE)
        board.wait_for("Missed 1", most=90)
        board.wait_for("Who sits here?", most=90)  # for half an hour nobody was there
        board.press("liwei", "enter", PIN, "enter")
        board.wait_gone("looking only")
        board.press("right", "right", "right", "right")
        board.wait_for("Duties · Missed")
        board.wait_for("answers")
        board.press("enter")
        board.wait_for("Poor coordination, late reporting")
        board.wait_for("李伟")
        board.press("end")
        board.wait_for("Indirectly responsible")
        board.press("esc")
        board.wait_gone("Indirectly responsible")

        # and there it is among the risks
        board.press("R")
        board.wait_for("Poor coordination, late reporting")
        board.wait_gone("Duties · Missed")
        board.press("esc", "esc", "q")
        assert board.wait_exit() == 0

    kept = {each["duty"]: each for each in json.loads(night.run("duties", "--json"))["checks"]}
    assert kept["website"]["state"] == "done"
    assert (kept["calls"]["value"], kept["calls"]["note"]) == (212, "two in Tibetan")
    assert (kept["fax"]["state"], kept["fax"]["note"]) == ("waived", "the fax line is down")
    assert "sound" in night.run("journal", "--verify")
