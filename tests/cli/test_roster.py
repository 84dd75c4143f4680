"""`roster`: read, asked why, changed by hand, swapped, filled and proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Program = Callable[..., Any]


HUGE = "99999999999999999999999"
DAY = ("--from", "2026-11-24 09:00", "--to", "2026-11-24 17:00")


def on(program: Program, rota: str = "hotline") -> list[str]:
    """Who is on a rota this week: `ben 24`."""
    found = program(
        "roster", "show", rota, "--from", "2026-11-23", "--to", "2026-11-30", "--json"
    ).json
    return [f"{each['name']} {each['start'][8:10]}" for each in found["turns"]]


def test_show(on_roster: Program) -> None:
    run = on_roster("roster", "show", "hotline", "--to", "2026-11-25")
    lines = run.out.splitlines()
    assert lines[0].split() == ["Begins", "Ends", "Rota", "Person"]
    assert lines[1].endswith("Hotline  Ann")
    assert "Tue 24 Nov 2026 09:00" in lines[2]
    found = on_roster("roster", "show", "--json").json
    assert found["zone"] == "Asia/Shanghai"
    assert {each["rota"] for each in found["turns"]} == {"hotline", "nights"}
    assert on_roster("roster", "show", "hotline", "--from", "2026-12-01").out == (
        "nobody is on in this time\n"
    )


def test_shifts(on_roster: Program) -> None:
    assert len(on_roster("roster", "shifts", "ann").out.splitlines()) == 3
    found = on_roster("roster", "shifts", "王芳", "--json").json
    assert [each["rota"] for each in found["turns"]][:1] == ["nights"]
    assert found["turns"][0]["because"]["source"] == "layer"
    run = on_roster("roster", "shifts")
    assert (run.status, run.out) == (2, "")
    assert "sign in with --as" in run.err


def test_handoffs(on_roster: Program) -> None:
    run = on_roster("roster", "handoffs", "nights", "--to", "2026-11-25")
    assert [line.split()[5:] for line in run.out.splitlines()[1:3]] == [
        ["–", "cat", "cat"],
        ["cat", "–", "–"],
    ]
    found = on_roster("roster", "handoffs", "nights", "--to", "2026-11-25", "--json").json
    assert found["handoffs"][0]["come"] == ["cat"]
    assert (
        "nobody comes or goes"
        in on_roster("roster", "handoffs", "hotline", "--from", "2026-12-01").out
    )


def test_why(on_roster: Program) -> None:
    text = on_roster("roster", "why", "nights", "--at", "2026-11-24 18:00").out
    assert "✓ Wang Fang 王芳  rotation evenings: 3 groups in turn, handoff every day" in text
    found = on_roster("roster", "why", "hotline", "--json").json["why"]
    assert found["people"][0]["code"] == "ann"
    empty = on_roster("roster", "why", "hotline", "--at", "2026-11-28 12:00").out
    assert "nobody is planned then" in empty
    assert "! 0 of 1" in empty


def test_gaps_and_filling_one(on_roster: Program) -> None:
    text = on_roster("roster", "gaps", "--to", "2026-11-28", "--who").out
    assert text.startswith("! Hotline")
    assert "✓ ann  Ann" in text
    assert "– cat  Cat  only 8 h of rest before it, 11 h are due" in text
    found = on_roster("roster", "gaps", "--to", "2026-11-28", "--json").json["gaps"]
    assert [each["gap"]["rota"] for each in found] == ["hotline"]
    assert "candidates" not in found[0]
    run = on_roster("roster", "fill", "hotline", "ann", "--at", "2026-11-27 12:00")
    assert run.out.startswith("Ann is on Hotline, ")
    assert on_roster("roster", "gaps", "--to", "2026-11-28").out == (
        "nobody is missing in this time\n"
    )
    assert "Ann 27" in on(on_roster)
    on_roster("undo")
    assert "Ann 27" not in on(on_roster)
    assert on_roster("roster", "fill", "hotline", "ben", "--json").json == {"override": 1}


def test_hours_are_told_in_hours(on_roster: Program) -> None:
    for day in range(12, 19):
        span = ("--from", f"2026-12-{day:02} 00:00", "--to", f"2026-12-{day:02} 20:00")
        on_roster("roster", "add", "nights", "dan", *span)
    text = on_roster("roster", "gaps", "--from", "2026-12-18", "--to", "2026-12-19", "--who").out
    (line,) = [line for line in text.splitlines() if "– dan" in line]
    assert " h in that week" in line
    assert " d " not in line


@pytest.mark.parametrize(
    ("arguments", "then"),
    [
        (["add", "hotline", "dan"], ["Ben 24", "Dan 24"]),
        (["remove", "hotline", "ben"], []),
        (["replace", "hotline", "ben", "dan"], ["Dan 24"]),
    ],
)
def test_overrides(on_roster: Program, arguments: list[str], then: list[str]) -> None:
    run = on_roster("roster", *arguments, *DAY, "--reason", "training")
    assert run.out == "saved as override 1\n"
    assert [each for each in on(on_roster) if each.endswith("24")] == then
    if then:
        why = on_roster("roster", "why", "hotline", "--at", "2026-11-24 12:00").out
        assert "training" in why
    assert on_roster("roster", "withdraw", "override", "1").out == "taken back\n"
    assert "Ben 24" in on(on_roster)
    assert on_roster("roster", *arguments, *DAY, "--json").json == {"override": 1}


def test_leave(on_roster: Program) -> None:
    run = on_roster("roster", "leave", "ben", "--from", "tomorrow 9:00", "--to", "明天17点")
    assert run.out == "saved as leave 1\n! Hotline  tomorrow 09:00 – 17:00: 0 of 1\n"
    assert "Ben 24" not in on(on_roster)
    found = on_roster("roster", "leave", "cat", *DAY, "--json").json
    assert found == {"leave": 2, "gaps": []}
    on_roster("roster", "withdraw", "leave", "1")
    assert "Ben 24" in on(on_roster)


def test_a_temporary_schedule(on_roster: Program) -> None:
    span = ("--from", "2026-11-24", "--to", "2026-11-27")
    turns = [
        *("--turn", "dan=2026-11-24 09:00..2026-11-24 17:00"),
        *("--turn", "王芳 = 2026-11-25T10:00 .. 2026-11-25T12:00"),
    ]
    run = on_roster("roster", "schedule", "hotline", "the move", *span, *turns)
    assert (run.status, run.out) == (0, "saved as schedule 1\n")
    assert on(on_roster) == ["Ann 23", "Dan 24", "Wang Fang 25"]
    assert "the move" in on_roster("roster", "why", "hotline", "--at", "2026-11-24 12:00").out
    on_roster("undo")
    assert "Ben 24" in on(on_roster)
    run = on_roster("roster", "schedule", "热线", "closed", *span, "--json")
    assert run.json == {"schedule": 1}
    assert on(on_roster) == ["Ann 23"]
    assert on_roster("roster", "withdraw", "schedule", "1").out == "taken back\n"
    assert "Ben 24" in on(on_roster, "HotLine")


def test_swaps(on_roster: Program) -> None:
    run = on_roster("roster", "swap", "offer", "hotline", "ben", *DAY, "--note", "a wedding")
    span = "Hotline, tomorrow 09:00 – 17:00\n"
    assert run.out == f"offered as swap 1: Ben → anybody, {span}"
    run = on_roster("roster", "swap", "take", "1", "--person", "dan")
    assert run.out == f"taken: Ben → Dan, {span}"
    assert "Dan 24" in on(on_roster)
    run = on_roster("roster", "swap", "offer", "hotline", "ann", "--from", "2026-11-25 09:00")
    assert run.status == 2
    there = ("--from", "2026-11-25 09:00", "--to", "2026-11-25 17:00")
    on_roster("roster", "swap", "offer", "hotline", "ann", *there, "--with", "dan")
    assert on_roster("roster", "swap", "refuse", "2", "--person", "dan").out.startswith("refused: ")
    on_roster("roster", "swap", "offer", "hotline", "ann", *there, "--json")
    assert on_roster("roster", "swap", "withdraw", "3").out.startswith("taken back: Ann")
    lines = on_roster("roster", "swap", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["No.", "3", "2", "1"]
    assert "anybody" in lines[1]
    found = on_roster("roster", "swap", "list", "--json").json["swaps"]
    assert [each["state"] for each in found] == ["withdrawn", "refused", "taken"]


def test_proposing(on_roster: Program) -> None:
    run = on_roster("roster", "propose", "hotline")
    assert run.status == 0
    assert run.out.splitlines()[0].split()[:2] == ["Person", "Turns"]
    assert "Ben 28" not in on(on_roster)
    found = on_roster("roster", "propose", "hotline", "--accept", "--json").json
    assert found["accepted"]["made"] > 0
    assert {turn["person"] for turn in found["turns"]} <= {"ann", "ben"}
    assert {"Ann 28", "Ben 28"} & set(on(on_roster))


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["show", "none"], 1, "there is no rota none"),
        (["show", "--from", "24.11.", "--json"], 2, "--from"),
        (["show", "--from", "2026-11-25", "--to", "2026-11-24"], 2, "later than the start"),
        (["shifts", "nobody"], 1, "there is nobody called nobody"),
        (["handoffs", "none"], 1, "there is no rota none"),
        (["why", "none"], 1, "there is no rota none"),
        (["fill", "nights", "ann"], 1, "nights has no gap then"),
        (["fill", "hotline", "cat", "--at", "2026-11-27 12:00"], 1, "can't fill this"),
        (["add", "hotline", "ben", *DAY], 1, "on Hotline then already"),
        (["add", "hotline", "ben"], 2, "--from"),
        (["remove", "hotline", "dan", *DAY], 1, "Dan isn't on Hotline then"),
        (["replace", "hotline", "ben", "ben", *DAY], 1, "can't stand for themselves"),
        (["leave", "gus", "--from", "2026-12-05", "--to", "2026-12-06"], 1, "doesn't work here"),
        (["withdraw", "override", "9"], 1, "isn't in the roster any more"),
        (["withdraw", "schedule", "9"], 1, "isn't in the roster any more"),
        (["withdraw", "swap", "9"], 2, "swap"),
        (["swap", "take", "9", "--person", "ann"], 1, "there is no swap 9"),
        (["swap", "take", "9"], 2, "--person"),
        (["swap", "offer", "hotline", "ben", *DAY, "--return-from", "x"], 2, "go together"),
        (["schedule", "hotline", "x", *DAY, "--turn", "ann"], 2, "'ann' is not a turn"),
        (["schedule", "hotline", "x", *DAY, "--turn", "ann=09:00"], 2, "is not a turn"),
        (["schedule", "hotline", "x", *DAY, "--turn", "ann=x..y"], 2, "is not an instant"),
        (["schedule", "hotline", "x", *DAY, "--turn", "ann=09:00..10:00"], 1, "lies outside"),
        (["schedule", "none", "x", *DAY], 1, "there is no rota none"),
        (["withdraw", "leave", HUGE], 2, "range"),
        (["withdraw", "override", "0"], 2, "range"),
        (["swap", "take", HUGE], 2, "range"),
        (["swap", "refuse", HUGE], 2, "range"),
        (["need", "hotline", "--remove", HUGE], 2, "range"),
        (["need", "hotline", "--count", HUGE], 1, ""),
        (["propose", "nights"], 1, "nothing is needed on Nights"),
        (["propose", "hotline", "--month", "2026-13"], 2, "is not a month"),
        (["propose", "hotline", "--month", "9999-12"], 2, "is not a month"),
        (["propose", "hotline", "--month", "2026-10"], 1, "that time is over"),
    ],
)
def test_what_goes_wrong(on_roster: Program, arguments: list[str], status: int, said: str) -> None:
    run = on_roster("roster", *arguments)
    assert (run.status, run.out) == (status, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_looking_from_another_instant_writes_nothing(on_roster: Program) -> None:
    run = on_roster("--as-of", "2026-11-24 12:00", "roster", "leave", "ben", *DAY)
    assert run.status == 1
    assert "the clock stands still" in run.err
