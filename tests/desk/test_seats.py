"""Seats: on the floor and off it, who sits down and who gets up, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import deeds
from floorboard.desk import people, seats, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.people import NewPerson
from floorboard.desk.seats import Changes, NewSeat
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.store.views.seats import SeatView
from nasty import NASTY


@pytest.fixture
def wf(desk: Desk) -> int:
    return people.found(desk, "wf").id


@pytest.fixture
def cj(desk: Desk) -> int:
    return people.found(desk, "cj").id


def seat(desk: Desk, code: str) -> SeatView:
    (found,) = [each for each in seats.seat_map(desk).seats if each.code == code]
    return found


def sitting(desk: Desk) -> dict[str, str]:
    """Who sits where."""
    found = seats.seat_map(desk).seats
    return {each.code: each.sitter.code for each in found if each.sitter is not None}


def test_a_grid_is_laid_out(desk: Desk) -> None:
    assert seats.lay_out(desk, "2x3") == seats.Loaded(6, 0)
    assert [[each and each.code for each in line] for line in seats.seat_map(desk).lines] == [
        ["A1", "A2", "A3"],
        ["B1", "B2", "B3"],
    ]
    seats.change(desk, "B3", Changes(code="lead"))
    assert seats.lay_out(desk, "2X4") == seats.Loaded(2, 0)  # what stands there stays
    assert [each.code for each in seats.seat_map(desk).seats][-2:] == ["lead", "B4"]
    assert seats.lay_out(desk, "2x4") == seats.Loaded(0, 0)


@pytest.mark.parametrize("layout", ["", "4", "0x6", "4x", "-1x3", "100x100", "4x6x2", "٤xx"])
def test_what_is_no_layout(desk: Desk, layout: str) -> None:
    with pytest.raises(Problem, match="isn't a layout"):
        seats.lay_out(desk, layout)


def test_a_place_without_a_seat_is_a_hole(desk: Desk) -> None:
    seats.add(desk, NewSeat("L1", 2, 3, "8001", {"headset": "USB"}))
    seats.add(desk, NewSeat("L2", 5, 1))
    assert [[each and each.code for each in line] for line in seats.seat_map(desk).lines] == [
        [None, None, "L1"],
        ["L2", None, None],
    ]
    assert (seat(desk, "L1").extension, seat(desk, "L1").parameters) == ("8001", {"headset": "USB"})


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewSeat("a1", 9, 9), "there is a seat A1 already"),
        (NewSeat("B1", 1, 1), "A1 is at place 1 of line 1"),
        (NewSeat("B1", 0, 1), "count from 1"),
        (NewSeat("B 1", 9, 9), "can't be a code"),
        (NewSeat("", 9, 9), "can't be a code"),
        (NewSeat("B1", 9, 9, "8" * 41), "the extension is too long"),
    ],
)
def test_what_is_no_new_seat(desk: Desk, new: NewSeat, why: str) -> None:
    seats.lay_out(desk, "1x1")
    before = deeds.of(desk)
    with pytest.raises(Problem, match=why):
        seats.add(desk, new)
    assert deeds.of(desk) == before


def test_a_seat_is_changed(desk: Desk) -> None:
    seats.add(desk, NewSeat("A1", 1, 1, parameters={"headset": "USB", "queue": "tax"}))
    changes = Changes("a1", "8001", 2, 3, {"headset": "", "skill": "2"})
    assert seats.change(desk, "A1", changes)
    found = seat(desk, "a1")
    assert (found.extension, found.line, found.place) == ("8001", 2, 3)
    assert found.parameters == {"queue": "tax", "skill": "2"}
    assert not seats.change(desk, "a1", changes)
    with pytest.raises(Problem, match="count from 1"):
        seats.change(desk, "a1", Changes(line=0))
    with pytest.raises(Problem, match="there is no seat Z9"):
        seats.change(desk, "Z9", changes)


def test_somebody_sits_down_and_gets_up(desk: Desk, wf: int, cj: int) -> None:
    seats.lay_out(desk, "1x3")
    assert seats.assign(desk, "a1", wf) == seats.Seated("A1", "", "")
    assert seats.assign(desk, "A1", wf) is None
    sat = seat(desk, "A1").sitter
    assert sat is not None
    assert (sat.person_id, sat.name, sat.seated_at) == (wf, "Wang Fang", desk.now())
    assert seats.assign(desk, "A2", wf) == seats.Seated("A2", "A1", "")
    assert seats.assign(desk, "A3", cj) == seats.Seated("A3", "", "")
    assert seats.assign(desk, "A3", wf) == seats.Seated("A3", "A2", "Chen Jing")
    assert sitting(desk) == {"A3": "wf"}
    assert seats.free(desk, "A3") == "Wang Fang"
    assert seats.free(desk, "A3") == ""
    assert sitting(desk) == {}


def test_who_sat_where_then(desk: Desk, wf: int, cj: int) -> None:
    now = desk.now()
    seats.lay_out(desk, "1x2")
    for hour, (code, who) in enumerate([("A1", wf), ("A2", wf), ("A1", cj)]):
        desk.clock = lambda at=now + hour * 3600: at  # type: ignore[misc] # bound now
        seats.assign(desk, code, who)
    for hour, then in enumerate([{"A1": "wf"}, {"A2": "wf"}, {"A1": "cj", "A2": "wf"}]):
        desk.clock = lambda at=now + hour * 3600 + 60: at  # type: ignore[misc] # bound now
        assert sitting(desk) == then


def test_a_clock_put_back_ends_no_sitting_before_it_began(desk: Desk, wf: int, cj: int) -> None:
    now = desk.now()
    seats.lay_out(desk, "1x1")
    seats.assign(desk, "A1", wf)
    desk.clock = lambda: now - 3600
    seats.assign(desk, "A1", cj)
    assert sitting(desk) == {"A1": "cj"}


def test_a_seat_out_of_use(desk: Desk, wf: int) -> None:
    seats.lay_out(desk, "1x1")
    seats.assign(desk, "A1", wf)
    with pytest.raises(Problem, match=r"Wang Fang sits at A1\. Free the seat first"):
        seats.withdraw(desk, "A1")
    seats.free(desk, "A1")
    assert seats.withdraw(desk, "A1")
    assert not seats.withdraw(desk, "A1")
    with pytest.raises(Problem, match="A1 is out of use"):
        seats.assign(desk, "A1", wf)
    assert seats.change(desk, "A1", Changes(usable=True))
    assert seats.assign(desk, "A1", wf)


def test_every_deed_is_taken_back_and_done_again(desk: Desk, wf: int, cj: int) -> None:
    steps: list[Callable[[], object]] = [
        lambda: seats.lay_out(desk, "1x2"),
        lambda: seats.add(desk, NewSeat("B1", 2, 1)),
        lambda: seats.assign(desk, "A1", wf),
        lambda: seats.assign(desk, "A2", cj),
        lambda: seats.assign(desk, "A2", wf),
        lambda: seats.free(desk, "A2"),
        lambda: seats.change(desk, "B1", Changes("C1", "9", 3, 4, {"a": "b"}, False)),
    ]
    states = [deeds.of(desk)]
    for step in steps:
        step()
        states.append(deeds.of(desk))
    for state in reversed(states[:-1]):
        undoing.undo(desk)
        assert deeds.of(desk) == state
    for state in states[1:]:
        undoing.redo(desk)
        assert deeds.of(desk) == state


def test_nothing_done_is_no_entry(desk: Desk, wf: int) -> None:
    seats.lay_out(desk, "1x1")
    seats.assign(desk, "A1", wf)
    before = deeds.of(desk)
    seats.assign(desk, "A1", wf)
    seats.change(desk, "A1", Changes(extension="", parameters={}))
    undoing.undo(desk)
    assert deeds.of(desk) != before  # the sitting went: nothing came after it
    assert sitting(desk) == {}


def test_who_may(desk: Desk, wf: int) -> None:
    from floorboard.desk import sign_in

    seats.lay_out(desk, "1x1")
    sign_in.set_pin(desk, people.add(desk, NewPerson("boss", "周", Post.DIRECTOR)), "246810")
    sign_in.sign_in_as(desk, wf)
    for deed in (
        lambda: seats.assign(desk, "A1", wf),
        lambda: seats.free(desk, "A1"),
        lambda: seats.lay_out(desk, "2x2"),
        lambda: seats.withdraw(desk, "A1"),
    ):
        with pytest.raises(Problem, match="this isn't the business of this post"):
            deed()


@pytest.mark.parametrize("text", NASTY)
def test_nasty_parameters_are_kept_plain(desk: Desk, text: str) -> None:
    seats.lay_out(desk, "1x1")
    seats.change(desk, "A1", Changes(parameters={"note": text[:100]}))
    for value in seat(desk, "A1").parameters.values():
        assert not any(ord(character) < 32 or character in "\x7f\u202e" for character in value)


def test_parameters_as_they_are_typed() -> None:
    assert seats.read_parameters(["headset = USB", "url=a=b", "gone="]) == {
        "headset": "USB",
        "url": "a=b",
        "gone": "",
    }
    for wrong in ("headset", "=x"):
        with pytest.raises(Problem, match="isn't a parameter"):
            seats.read_parameters([wrong])


FILE = """
[[seat]]
code = "A1"
line = 1
place = 1
extension = "8001"
parameters = { headset = "USB" }

[[seat]]
code = "T1"
line = 4
place = 2
usable = false
"""


def test_seats_of_a_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "seats.toml"
    path.write_text(FILE, "utf-8")
    seats.lay_out(desk, "1x2")
    seats.change(desk, "A1", Changes(parameters={"queue": "tax"}))
    before = deeds.of(desk)
    assert seats.load(desk, path) == seats.Loaded(1, 1)
    assert (seat(desk, "A1").extension, seat(desk, "A1").parameters) == ("8001", {"headset": "USB"})
    assert not seat(desk, "T1").usable
    assert seats.load(desk, path) == seats.Loaded(0, 0)
    undoing.undo(desk)
    assert deeds.of(desk) == before


def test_a_file_that_would_put_two_at_a_place_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "seats.toml"
    path.write_text(FILE.replace("place = 1", "place = 2"), "utf-8")
    seats.lay_out(desk, "1x2")
    before = deeds.of(desk)
    with pytest.raises(Problem, match="A2 is at place 2 of line 1"):
        seats.load(desk, path)
    assert deeds.of(desk) == before
