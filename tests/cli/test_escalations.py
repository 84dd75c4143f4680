"""`escalations` and `escalation`: the ladder from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from escalating import HOUR, NOW, make, ticket
from floorboard.desk import escalations
from floorboard.desk.desk import Desk

Program = Callable[..., Any]


@pytest.fixture
def on_floor(program: Program, tmp_path: Path) -> Program:
    """Run the program on a floor with a ticket that has been overdue for long."""
    store = make(tmp_path / "floor.sqlite")
    desk = Desk.open(store)
    desk.clock = lambda: NOW
    ticket(desk)
    desk.close()

    def run(*arguments: object) -> Any:
        return program("--store", store, *arguments)

    return run


def test_a_list_raises_what_is_due_first(on_floor: Program, tmp_path: Path) -> None:
    then = on_floor("escalations", "--as-of", "2026-11-23 20:00")
    assert (then.status, then.out) == (0, "0 escalations are open\n")
    desk = Desk.open(tmp_path / "floor.sqlite")
    desk.clock = lambda: NOW + 9 * HOUR
    escalations.raise_due(desk)
    desk.close()
    run = on_floor("escalations", "--as-of", "2026-11-23 20:10")
    lines = run.out.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [["1", "#1"], ["2", "#1"], ["3", "#1"]]
    assert "Second line" in lines[2]
    assert "Ben" in lines[2]
    assert "no; by 20:15" in lines[1]
    assert lines[-1] == "3 escalations are open, 3 of them unacknowledged"


def test_the_list_of_now(
    on_floor: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "now", lambda desk: NOW + 9 * HOUR)
    document = on_floor("escalations", "--json").json
    assert (document["open"], document["unacknowledged"]) == (3, 3)
    first = document["escalations"][0]
    assert first["due_at"] == "2026-11-23T07:00:00Z"
    assert first["raised_at"] == "2026-11-23T12:00:00Z"
    assert first["acknowledge_by"] == "2026-11-23T12:15:00Z"
    assert (first["clock"], first["addressee"], first["gap"]) == (
        "status_reply",
        "shift_lead",
        False,
    )
    assert [person["name"] for person in first["people"]] == ["Cat"]
    assert len(on_floor("escalations", "--limit", 2, "--json").json["escalations"]) == 2


def test_answers(on_floor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "now", lambda desk: NOW + 9 * HOUR)
    on_floor("escalations")
    run = on_floor("escalation", "ack", 1, "--note", "calling them")
    assert run.status == 0
    assert "calling them" in run.out
    assert any(line.startswith("Acknowledged  ") for line in run.out.splitlines())
    commented = on_floor("escalation", "comment", 1, "--note", "engaged", "--json").json
    assert commented["notes"][-1]["body"] == "engaged"
    shown = on_floor("escalation", "hand-back", 1, "--note", "shift is over", "--json").json
    assert shown["escalation"]["acknowledged_at"] is None
    assert on_floor("escalation", "backup", 1).status == 0
    shown = on_floor("escalation", "show", 1, "--json").json
    kinds = [note["kind"] for note in shown["notes"]]
    assert kinds == ["raised", "acknowledged", "comment", "handed_back", "backup"]
    people = [(person["name"], person["backup"]) for person in shown["escalation"]["people"]]
    assert people == [("Cat", False), ("Dan", True)]
    text = on_floor("escalation", "show", 1).out
    assert "Cat + Dan" in text
    assert "passed to the backup" in text


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("escalation", "show", 9), 1, "there is no escalation 9"),
        (("escalation", "show", 2**63), 2, "range"),
        (("escalation", "ack", 9, "--note", "x"), 1, "there is no escalation 9"),
        (("escalation", "ack", 1), 2, "--note"),
        (("escalation", "ack", 1, "--note", " "), 1, "can't be empty"),
        (("escalation", "hand-back", 1, "--note", "x"), 1, "nobody acknowledged it"),
        (("--as-of", "2026-11-23 21:00", "escalation", "ack", 1, "--note", "x"), 1, "stands still"),
        (("escalation", "show", 1, "--as-of", "2026-11-23 10:00"), 1, "there is no escalation 1"),
    ],
)
def test_what_is_refused(
    on_floor: Program,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[object, ...],
    status: int,
    said: str,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "now", lambda desk: NOW + 9 * HOUR)
        on_floor("escalations")
    run = on_floor(*arguments)
    assert (run.status, said in run.err) == (status, True), run.err


def test_chinese(on_floor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "now", lambda desk: NOW + 9 * HOUR)
    run = on_floor("--lang", "zh", "escalations")
    assert (run.status, run.err) == (0, "")
    assert "计费" in run.out
    assert "班长" in run.out
