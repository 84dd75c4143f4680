"""Seats in a file: what is read, and where a mistake is."""

from __future__ import annotations

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange.seats import SeatEntry, read_seats

ONE = '[[seat]]\ncode = "A1"\nline = 1\nplace = 2\n'


def test_a_seat() -> None:
    assert read_seats(ONE, "f.toml") == [SeatEntry("A1", 1, 2, "", True, {})]
    (found,) = read_seats(
        f'{ONE}extension = "8001"\nusable = false\n[seat.parameters]\nqueue = "tax"\n', "f.toml"
    )
    assert found == SeatEntry("A1", 1, 2, "8001", False, {"queue": "tax"})
    assert read_seats("", "f.toml") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seat = 1", "f.toml:1: seat cannot be 1"),
        ("[[chair]]", "f.toml:1: chair is not known here"),
        (ONE.replace("line", "row"), "f.toml:3: row is not known here"),
        (ONE.replace("line = 1\n", ""), "f.toml:1: line is missing"),
        (ONE.replace("1\n", "0\n"), "f.toml:3: line cannot be 0"),
        (f"{ONE}parameters = {{ queue = 3 }}\n", "f.toml:5: queue cannot be 3"),
        (ONE + ONE.replace("A1", "a1"), "f.toml:6: a1 is there twice"),
        (ONE + ONE.replace("A1", "A2"), "f.toml:8: A1 is at this place already"),
    ],
)
def test_a_mistake_and_its_line(text: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        read_seats(text, "f.toml")
    assert str(caught.value).startswith(said)
