"""Marks belong to numbers, and a range runs from the last one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.tui.marks import Marks

SHOWN = [40, 10, 30, 20, 50]


@pytest.mark.parametrize(
    ("marked", "here", "found"),
    [
        ([], 30, [30]),
        ([40], 30, [40, 10, 30]),
        ([50], 10, [50, 10, 30, 20]),
        ([40, 20], 50, [40, 20, 50]),
        ([99], 10, [99, 10]),
    ],
)
def test_a_range_runs_from_the_last_mark_in_the_list(
    marked: list[int], here: int, found: list[int]
) -> None:
    marks = Marks()
    marks.add(marked)
    marks.up_to(here, SHOWN)
    assert sorted(marks.ids) == sorted(found)


@given(st.lists(st.integers(1, 9)))
def test_marking_twice_is_not_marking(numbers: list[int]) -> None:
    marks = Marks()
    for number in numbers:
        marks.toggle(number)
    assert set(marks.ids) == {n for n in numbers if numbers.count(n) % 2}
    assert len(marks) == len(marks.ids)
    marks.clear()
    assert not marks
