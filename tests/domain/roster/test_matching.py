"""Matching people to wants, against trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.roster.matching import Want, fill

WANTS = st.lists(
    st.builds(Want, st.integers(0, 3), st.lists(st.integers(1, 6), max_size=5, unique=True)),
    max_size=4,
)


def assign(wants: Sequence[Want]) -> list[list[int]]:
    """Who fills each want."""
    holder: dict[int, int] = {}
    fill(dict(enumerate(wants)), holder)
    filled: list[list[int]] = [[] for _ in wants]
    for person, index in holder.items():
        filled[index].append(person)
    return filled


def best(wants: list[Want]) -> tuple[int, ...]:
    """How many each want can get, the earlier wants first, by trying every placement."""
    people = sorted({person for want in wants for person in want.able})
    choices = [
        [None, *(index for index, want in enumerate(wants) if person in want.able)]
        for person in people
    ]
    return max(
        tuple(min(want.count, placed.count(index)) for index, want in enumerate(wants))
        for placed in product(*choices)
    )


@given(WANTS)
def test_as_good_as_trying_everything(wants: list[Want]) -> None:
    assert tuple(map(len, assign(wants))) == best(wants)


@given(WANTS)
def test_no_other_placement_has_more_people(wants: list[Want]) -> None:
    people = sorted({person for want in wants for person in want.able})
    most = 0
    for placed in product(range(len(wants) + 1), repeat=len(people)):
        fits = all(
            index == len(wants) or person in wants[index].able
            for person, index in zip(people, placed, strict=True)
        ) and all(placed.count(index) <= want.count for index, want in enumerate(wants))
        if fits:
            most = max(most, sum(index < len(wants) for index in placed))
    assert sum(map(len, assign(wants))) == most


@given(WANTS)
def test_each_person_fills_one_want_that_they_can(wants: list[Want]) -> None:
    filled = assign(wants)
    placed = [person for people in filled for person in people]
    assert len(placed) == len(set(placed))
    for want, people in zip(wants, filled, strict=True):
        assert len(people) <= want.count
        assert set(people) <= set(want.able)


def test_somebody_moves_over_where_another_can_take_their_place() -> None:
    wants = [Want(1, [1, 2]), Want(1, [2, 3]), Want(1, [1])]
    assert assign(wants) == [[2], [3], [1]]


def test_a_long_chain_of_moves_is_no_depth() -> None:
    length = 5_000
    chain = [Want(1, [person, person + 1]) for person in range(length)]
    filled = assign([*chain, Want(1, [0])])
    assert filled == [*([person + 1] for person in range(length)), [0]]


@given(st.lists(WANTS, max_size=4))
def test_what_came_before_takes_nobody_anything(followed: list[list[Want]]) -> None:
    holder: dict[int, int] = {}
    for wants in followed:
        have = fill(dict(enumerate(wants)), holder)
        assert tuple(have.values()) == best(wants)
        assert [list(holder.values()).count(index) for index in have] == list(have.values())
        assert all(person in wants[index].able for person, index in holder.items())


def test_who_can_stay_stays_and_a_later_want_gives_way() -> None:
    holder = {2: 1, 3: 7}
    assert fill({1: Want(1, [1, 2]), 7: Want(1, [3, 4])}, holder) == {1: 1, 7: 1}
    assert holder == {2: 1, 3: 7}
    assert fill({0: Want(1, [3]), 1: Want(1, [2]), 7: Want(1, [3])}, holder) == {0: 1, 1: 1, 7: 0}
    assert holder == {2: 1, 3: 0}
