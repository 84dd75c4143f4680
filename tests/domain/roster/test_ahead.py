"""A person's turns, and the changes of a time."""

from __future__ import annotations

from floorboard.domain.roster.ahead import Handoff, differing, handoffs_of, turns_of
from floorboard.domain.roster.rota import Employment, Rota, Staff, Turn, resolve
from rotas import ALWAYS, UTC_ZONE

DAY = 86400
FAR = 40 * DAY
STAFF = Staff({person: Employment(-FAR) for person in range(1, 9)})


def rota(*turns: tuple[int, int, int]) -> Rota:
    """People with their turns' starts and ends."""
    planned = tuple(Turn(number, *turn) for number, turn in enumerate(turns))
    return Rota(1, "oncall", UTC_ZONE, ALWAYS, turns=planned)


FLOOR = rota((1, 0, 100), (2, 0, 60), (1, 100, 150), (3, 80, 200), (2, 170, 180))


def test_turns_of_a_person_join_where_they_touch() -> None:
    spans = resolve(FLOOR, STAFF, -10, 250)
    assert turns_of(spans, 1) == [(0, 150)]
    assert turns_of(spans, 2) == [(0, 60), (170, 180)]
    assert turns_of(spans, 9) == []


def test_others_are_on_where_the_people_differ_whatever_for() -> None:
    was = resolve(FLOOR, STAFF, -10, 250)
    other = rota((2, 0, 60), (1, 0, 30), (1, 30, 150), (4, 80, 200), (2, 170, 180), (1, 240, 245))
    assert differing(was, resolve(other, STAFF, -10, 250)) == [(80, 200), (240, 245)]
    assert differing(was, was) == []


def test_handoffs_say_who_leaves_and_who_comes() -> None:
    assert handoffs_of(resolve(FLOOR, STAFF, -10, 250)) == [
        Handoff(0, (), (1, 2), (1, 2)),
        Handoff(60, (2,), (), (1,)),
        Handoff(80, (), (3,), (1, 3)),
        Handoff(150, (1,), (), (3,)),
        Handoff(170, (), (2,), (3, 2)),
        Handoff(180, (2,), (), (3,)),
        Handoff(200, (3,), (), ()),
    ]
    assert handoffs_of(resolve(rota((1, 0, 9), (2, 9, 20)), STAFF, 0, 20)) == [
        Handoff(9, (1,), (2,), (2,))
    ]
