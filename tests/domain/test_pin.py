"""Which PINs are taken, and how long wrong ones lock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.pin import ATTEMPTS, LONGEST_LOCK, check_pin, lock_seconds, read_pin
from floorboard.domain.problem import Problem


@pytest.mark.parametrize(
    "pin", ["246810", "112233", "000001", "135790", "1234567891", "9" * 31 + "0"]
)
def test_fit(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize(
    ("pin", "told"),
    [
        ("", "consists of digits"),
        ("24681a", "consists of digits"),
        ("２４６８１０", "consists of digits"),  # `read_pin` has made digits of these before
        ("²³²³²³", "consists of digits"),
        ("-24681", "consists of digits"),
        ("24681", "6 to 32 digits"),
        ("24681" * 7, "6 to 32 digits"),
        ("777777", "first to be guessed"),
        ("123456", "first to be guessed"),
        ("654321", "first to be guessed"),
        ("78901234", "first to be guessed"),
        ("210987", "first to be guessed"),
    ],
)
def test_unfit(pin: str, told: str) -> None:
    with pytest.raises(Problem, match=told) as refused:
        check_pin(pin)
    assert not pin or pin not in str(refused.value)


def test_what_an_input_method_makes_of_digits() -> None:
    assert read_pin(" ２４６810 \n") == "246810"


@given(st.integers(0, 200))
def test_a_lock_never_gets_shorter(wrong: int) -> None:
    now, then = lock_seconds(wrong), lock_seconds(wrong + 1)
    assert now <= then <= LONGEST_LOCK
    assert (now > 0) == (wrong >= ATTEMPTS)


def test_the_locks() -> None:
    minutes = [lock_seconds(wrong) // 60 for wrong in range(4, 12)]
    assert minutes == [0, 5, 10, 20, 40, 60, 60, 60]
