"""Who is on, when it changes, and where cover is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain import rota
from floorboard.domain.rota import Gap, Span


@dataclass(frozen=True)
class Turn:
    person_id: int
    starts_at: int
    ends_at: int


DAY = [Turn(1, 0, 10), Turn(2, 0, 10), Turn(3, 10, 20), Turn(4, 12, 20)]


@pytest.mark.parametrize(
    ("at", "people"),
    [(-1, []), (0, [1, 2]), (9, [1, 2]), (10, [3]), (11, [3]), (12, [3, 4]), (20, [])],
)
def test_turns_are_half_open(at: int, people: list[int]) -> None:
    assert [turn.person_id for turn in rota.on_at(DAY, at)] == people


def test_a_person_with_overlapping_turns_is_on_once() -> None:
    turns = [Turn(1, 0, 10), Turn(1, 5, 15)]
    assert [turn.person_id for turn in rota.on_at(turns, 7)] == [1]
    assert rota.next_departure(turns, 7) == 15


def test_touching_turns_of_one_person_are_no_change() -> None:
    turns = [Turn(1, 0, 10), Turn(1, 10, 20), Turn(2, 20, 30)]
    assert rota.next_departure(turns, 5) == 20
    assert rota.spans(turns, 0, 30) == [Span(0, 20, (1,)), Span(20, 30, (2,))]


def test_no_change_is_known_where_nobody_comes_or_goes() -> None:
    assert rota.next_departure([], 5) is None
    assert rota.next_departure(DAY, 20) is None


def test_next_arrival_names_those_who_are_not_on_now() -> None:
    turns = [Turn(1, 0, 10), Turn(1, 10, 20), Turn(2, 15, 20), Turn(3, 15, 18)]
    found = rota.next_arrival(turns, 5)
    assert found is not None
    assert found[0] == 15
    assert [turn.person_id for turn in found[1]] == [2, 3]
    assert rota.next_arrival(turns, 16) is None


def test_a_gap_says_how_many_are_there() -> None:
    assert rota.gaps(DAY, 2, 0, 20) == [Gap(10, 12, 1, 2)]


def test_the_past_is_no_gap_to_fix() -> None:
    assert rota.gaps(DAY, 2, 11, 20) == [Gap(11, 12, 1, 2)]
    assert rota.gaps(DAY, 2, 12, 20) == []


def test_gaps_end_at_the_horizon_and_join_where_as_many_are_missing() -> None:
    turns = [Turn(1, 0, 10), Turn(2, 10, 20)]
    assert rota.gaps(turns, 2, 0, 25) == [Gap(0, 20, 1, 2), Gap(20, 25, 0, 2)]


def test_a_rota_that_needs_nobody_has_no_gap() -> None:
    assert rota.gaps([], 0, 0, 100) == []


TURNS = st.lists(
    st.builds(
        lambda person, start, length: Turn(person, start, start + length),
        st.integers(1, 4),
        st.integers(-20, 40),
        st.integers(1, 30),
    ),
    max_size=12,
)


@given(TURNS, st.integers(-10, 30), st.integers(1, 30))
def test_spans_tile_the_time_and_tell_who_is_on(turns: list[Turn], start: int, long: int) -> None:
    found = rota.spans(turns, start, start + long)
    assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
    assert (found[0].start, found[-1].end) == (start, start + long)
    for span in found:
        for at in range(span.start, span.end):
            assert {turn.person_id for turn in rota.on_at(turns, at)} == set(span.people)
    for one, two in pairwise(found):
        assert set(one.people) != set(two.people)


@given(TURNS, st.integers(0, 3), st.integers(-10, 30), st.integers(0, 30))
def test_gaps_are_exactly_where_too_few_are_on(
    turns: list[Turn], need: int, now: int, long: int
) -> None:
    found = rota.gaps(turns, need, now, now + long)
    for at in range(now, now + long):
        have = len(rota.on_at(turns, at))
        inside = [gap for gap in found if gap.start <= at < gap.end]
        assert [gap.have for gap in inside] == ([have] if have < need else [])


def test_who_leaves_first_says_until_when() -> None:
    turns = [Turn(1, 0, 100), Turn(2, 50, 80), Turn(1, 100, 150)]
    assert rota.next_departure(turns, 10) == 150, "a turn that touches the next goes on"
    assert rota.next_departure(turns, 60) == 80
    assert rota.next_departure(turns, 200) is None
    assert rota.next_departure([], 0) is None
