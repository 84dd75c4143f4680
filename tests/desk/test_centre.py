"""The centre's own calendar, and those that are named."""

from __future__ import annotations

import pytest

from floorboard.desk import centre
from floorboard.domain.problem import Problem


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("", ["always", "beijing", "centre"], "centre"),
        ("beijing", ["always", "beijing", "centre"], "beijing"),
        ("", ["beijing"], "always"),
        ("always", [], "always"),
    ],
)
def test_the_calendar_that_is_meant(name: str, known: list[str], expected: str) -> None:
    assert centre.calendar(name, known) == expected


def test_a_calendar_that_isnt_there_is_told() -> None:
    with pytest.raises(Problem, match=r"no calendar berlin\. Known are: a, b"):
        centre.calendar("berlin", ["b", "a"])
