"""How heavy what opens a risk point is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.risks import HEAVIEST, weight

HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("base", "age", "heavy"),
    [
        (4, -DAY, 2),
        (5, -1, 3),
        (1, -1, 1),
        (4, 0, 4),
        (4, DAY, 4),
        (4, DAY + 1, 8),
        (4, 7 * DAY, 8),
        (4, 7 * DAY + 1, 12),
        (4, 30 * DAY, 12),
        (4, 30 * DAY + 1, 16),
        (4, 400 * DAY, 16),
    ],
)
def test_a_cause_grows_heavier_by_steps(base: int, age: int, heavy: int) -> None:
    assert weight(base, age) == heavy


BASES = st.integers(1, HEAVIEST)
AGES = st.integers(-40 * DAY, 400 * DAY)


@given(BASES, AGES, AGES)
def test_it_never_grows_lighter(base: int, one: int, other: int) -> None:
    assert weight(base, min(one, other)) <= weight(base, max(one, other))


@given(BASES, BASES, AGES)
def test_a_heavier_kind_is_never_lighter_at_the_same_age(one: int, other: int, age: int) -> None:
    assert 0 < weight(min(one, other), age) <= weight(max(one, other), age)
