"""What comes next on a rota, a person's turns, and the changes of a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.roster.ahead import (
    Handoff,
    handoffs_of,
    next_arrival,
    next_change,
    next_departure,
    turns_of,
)
from floorboard.domain.roster.rota import Employment, Leave, Rota, Staff, Turn, resolve
from rotas import ALWAYS, UTC_ZONE

DAY = 86400
FAR = 40 * DAY
STAFF = Staff({person: Employment(-FAR) for person in range(1, 9)})


def rota(*turns: tuple[int, int, int]) -> Rota:
    """People with their turns' starts and ends."""
    planned = tuple(Turn(number, *turn) for number, turn in enumerate(turns))
    return Rota(1, "oncall", UTC_ZONE, ALWAYS, turns=planned)


FLOOR = rota((1, 0, 100), (2, 0, 60), (1, 100, 150), (3, 80, 200), (2, 170, 180))


@pytest.mark.parametrize(
    ("when", "change", "departure", "arrival"),
    [
        (-10, 0, None, (0, [1, 2])),
        (0, 60, 60, (80, [3])),
        (59, 60, 60, (80, [3])),
        # a turn of the same person that touches the last is no change
        (60, 80, 150, (80, [3])),
        (90, 150, 150, (170, [2])),
        (150, 170, 200, (170, [2])),
        (179, 180, 180, None),
        (180, 200, 200, None),
        (200, None, None, None),
    ],
)
def test_what_comes_next(
    when: int, change: int | None, departure: int | None, arrival: tuple[int, list[int]] | None
) -> None:
    assert next_change(FLOOR, STAFF, when, FAR) == change
    assert next_departure(FLOOR, STAFF, when, FAR) == departure
    found = next_arrival(FLOOR, STAFF, when, FAR)
    assert (found and (found[0], [on.person_id for on in found[1]])) == arrival


def test_nothing_is_seen_beyond_the_horizon() -> None:
    for look in (next_change, next_departure):
        assert look(FLOOR, STAFF, 0, 60) is None
        assert look(FLOOR, STAFF, 0, 61) == 60
        assert look(FLOOR, STAFF, 70, 70) is None
    assert next_arrival(FLOOR, STAFF, 0, 80) is None
    assert next_arrival(FLOOR, STAFF, 0, 81) is not None


def test_somebody_who_goes_on_leave_departs_and_somebody_back_from_it_arrives() -> None:
    staff = Staff(STAFF.employed, (Leave(1, 1, 30, 40),))
    made = rota((1, 0, 100))
    assert next_departure(made, staff, 0, FAR) == 30
    found = next_arrival(made, staff, 30, FAR)
    assert found is not None
    assert found[0] == 40


def test_turns_of_a_person_join_where_they_touch() -> None:
    spans = resolve(FLOOR, STAFF, -10, 250)
    assert turns_of(spans, 1) == [(0, 150)]
    assert turns_of(spans, 2) == [(0, 60), (170, 180)]
    assert turns_of(spans, 9) == []


def test_handoffs_say_who_leaves_and_who_comes() -> None:
    assert handoffs_of(resolve(FLOOR, STAFF, -10, 250)) == [
        Handoff(0, (), (1, 2)),
        Handoff(60, (2,), ()),
        Handoff(80, (), (3,)),
        Handoff(150, (1,), ()),
        Handoff(170, (), (2,)),
        Handoff(180, (2,), ()),
        Handoff(200, (3,), ()),
    ]
    assert handoffs_of(resolve(rota((1, 0, 9), (2, 9, 20)), STAFF, 0, 20)) == [
        Handoff(9, (1,), (2,))
    ]


TURNS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 60), st.integers(1, 30)).map(
        lambda each: (each[0], each[1] * 3 * 3600, (each[1] + each[2]) * 3 * 3600)
    ),
    max_size=8,
)


@given(TURNS, st.integers(0, 60))
def test_what_comes_next_is_in_the_spans(turns: Sequence[tuple[int, int, int]], slot: int) -> None:
    made, when = rota(*turns), slot * 3 * 3600
    spans = resolve(made, STAFF, when, 12 * DAY)
    present = set(spans[0].people)
    changes = [span.start for span in spans if set(span.people) != present]
    departures = [span.start for span in spans if present - set(span.people)]
    arrivals = [span.start for span in spans if set(span.people) - present]
    found = next_arrival(made, STAFF, when, 12 * DAY)
    assert next_change(made, STAFF, when, 12 * DAY) == next(iter(changes), None)
    assert next_departure(made, STAFF, when, 12 * DAY) == next(iter(departures), None)
    assert (found and found[0]) == next(iter(arrivals), None)
