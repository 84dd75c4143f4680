"""Who is on, and why: rule by rule, in hours of one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest

from floorboard.domain.roster.rota import (
    Because,
    Employment,
    Layer,
    Leave,
    Override,
    OverrideKind,
    Rota,
    Schedule,
    Source,
    Span,
    Staff,
    Swap,
    Turn,
    at,
    resolve,
)
from floorboard.domain.roster.rotation import Rotation, Unit
from rotas import ALWAYS, UTC_ZONE
from rotas import at as utc

ADD, REMOVE, REPLACE = OverrideKind.ADD, OverrideKind.REMOVE, OverrideKind.REPLACE

OverrideRow = tuple[OverrideKind, int] | tuple[OverrideKind, int, int]
"""Who is added, removed, or comes instead of the last."""

MIDNIGHT = utc("2026-03-02 00:00")
"""A Monday."""

STAFF = Staff({person: Employment(0) for person in range(1, 10)})


def hour(hours: int) -> int:
    return MIDNIGHT + hours * 3600


def layer(
    number: int,
    *groups: Iterable[int],
    every: int = 8,
    start: int | None = None,
    end: int | None = None,
    **more: object,
) -> Layer:
    """A rotation of `every` hours from midnight, holding from hour `start` to hour `end`."""
    anchor = datetime(2026, 3, 2)  # noqa: DTZ001 # a wall time
    people = tuple(tuple(group) for group in groups)
    made = Rotation(Unit.HOUR, every, anchor, people, **more)  # type: ignore[arg-type] # a test's own words
    return Layer(
        number,
        made,
        None if start is None else hour(start),
        None if end is None else hour(end),
    )


def turn(number: int, person: int, start: int, end: int) -> Turn:
    return Turn(number, person, hour(start), hour(end))


def override(
    number: int, kind: OverrideKind, person: int, start: int, end: int, replaces: int | None = None
) -> Override:
    return Override(number, kind, person, hour(start), hour(end), replaces)


def rota(*layers: Layer, **more: object) -> Rota:
    return Rota(1, "oncall", UTC_ZONE, ALWAYS, layers, **more)  # type: ignore[arg-type] # a test's own words


def told(made: Rota, staff: Staff = STAFF, start: int = 0, end: int = 24) -> list[str]:
    """`8-16 1<2 layer 7 off 3 leave 4`: from hour to hour who is on, instead of whom, because of
    what; then who is off, because of what; in the end what the time belongs to."""
    return [_told(span) for span in resolve(made, staff, hour(start), hour(end))]


def _told(span: Span) -> str:
    words = [f"{(span.start - MIDNIGHT) // 3600}-{(span.end - MIDNIGHT) // 3600}"]
    for on in span.on:
        instead = "" if on.instead_of is None else f"<{on.instead_of}"
        words += [f"{on.person_id}{instead}", _why(on.because)]
    for off in span.off:
        words += ["off", str(off.person_id), _why(off.because)]
    if span.because is not None:
        words += ["of", _why(span.because)]
    return " ".join(words)


def _why(because: Because) -> str:
    return f"{because.source.value} {because.id}"


DAY_OF_THREE = layer(7, [1], [2], [3])
DAY_TOLD = [
    "0-8 1 layer 7 of layer 7",
    "8-16 2 layer 7 of layer 7",
    "16-24 3 layer 7 of layer 7",
]


def test_a_rotation() -> None:
    assert told(rota(DAY_OF_THREE)) == DAY_TOLD


def test_nothing_at_all_is_one_span_of_nobody() -> None:
    assert told(rota()) == ["0-24"]
    assert resolve(rota(), STAFF, 5, 5) == []


def test_the_same_people_for_the_same_reason_are_one_span() -> None:
    assert told(rota(layer(7, [1], [1, 1], [1]))) == ["0-24 1 layer 7 of layer 7"]


def test_the_highest_layer_that_has_somebody_wins() -> None:
    first = layer(5, [4], [], every=6, start=3, end=20)
    assert told(rota(first, DAY_OF_THREE)) == [
        "0-3 1 layer 7 of layer 7",
        "3-6 4 layer 5 of layer 5",
        "6-8 1 layer 7 of layer 7",
        "8-12 2 layer 7 of layer 7",
        "12-18 4 layer 5 of layer 5",
        "18-24 3 layer 7 of layer 7",
    ]


def test_a_layer_that_is_limited_leaves_its_off_time_to_the_next() -> None:
    nights = layer(7, [1], [2], every=12, hours=(20 * 60, 30 * 60))
    days = layer(8, [5, 6], every=24, days="tue")
    assert told(rota(nights, days), end=48) == [
        "0-6 1 layer 7 of layer 7",
        "6-20",
        "20-24 2 layer 7 of layer 7",
        "24-30 1 layer 7 of layer 7",
        "30-44 5 layer 8 6 layer 8 of layer 8",
        "44-48 2 layer 7 of layer 7",
    ]


def test_planned_turns_win_over_layers() -> None:
    made = rota(DAY_OF_THREE, turns=(turn(2, 5, 7, 9), turn(1, 4, 6, 8), turn(3, 4, 8, 9)))
    assert told(made) == [
        "0-6 1 layer 7 of layer 7",
        "6-7 4 turn 1 of turn 1",
        "7-8 4 turn 1 5 turn 2 of turn 1",
        "8-9 5 turn 2 4 turn 3 of turn 2",
        "9-16 2 layer 7 of layer 7",
        DAY_TOLD[2],
    ]


def test_overlapping_turns_of_a_person_put_them_on_once() -> None:
    made = rota(turns=(turn(2, 5, 2, 6), turn(1, 5, 0, 4)))
    assert told(made, end=6) == ["0-4 5 turn 1 of turn 1", "4-6 5 turn 2 of turn 2"]


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ([(ADD, 4)], "1 layer 7 2 layer 7 4 override 0 of layer 7"),
        ([(ADD, 2)], "1 layer 7 2 layer 7 of layer 7"),
        ([(REMOVE, 1)], "2 layer 7 off 1 override 0 of layer 7"),
        ([(REMOVE, 9)], "1 layer 7 2 layer 7 of layer 7"),
        ([(REMOVE, 1), (REMOVE, 2)], "off 1 override 0 off 2 override 1 of layer 7"),
        ([(REPLACE, 4, 1)], "4<1 override 0 2 layer 7 of layer 7"),
        # replacing somebody who isn't on does nothing
        ([(REPLACE, 4, 9)], "1 layer 7 2 layer 7 of layer 7"),
        # who is on already doesn't come on twice
        ([(REPLACE, 2, 1)], "2 layer 7 off 1 override 0 of layer 7"),
        ([(REPLACE, 1, 1)], "1 layer 7 2 layer 7 of layer 7"),
        # removals come before replacements, additions last, whichever was made first
        ([(REPLACE, 4, 1), (REMOVE, 1)], "2 layer 7 off 1 override 1 of layer 7"),
        ([(ADD, 4), (REPLACE, 5, 4)], "1 layer 7 2 layer 7 4 override 0 of layer 7"),
        ([(ADD, 4), (REMOVE, 4)], "1 layer 7 2 layer 7 4 override 0 of layer 7"),
        ([(ADD, 1), (REMOVE, 1)], "2 layer 7 1 override 0 of layer 7"),
        ([(REMOVE, 2), (REPLACE, 2, 1)], "2<1 override 1 of layer 7"),
        # those of one kind by number
        ([(ADD, 5), (ADD, 4)], "1 layer 7 2 layer 7 5 override 0 4 override 1 of layer 7"),
        ([(REPLACE, 4, 1), (REPLACE, 5, 4)], "5<4 override 1 2 layer 7 of layer 7"),
        ([(REPLACE, 5, 4), (REPLACE, 4, 1)], "4<1 override 1 2 layer 7 of layer 7"),
        ([(REPLACE, 4, 1), (REPLACE, 4, 2)], "4<1 override 0 off 2 override 1 of layer 7"),
    ],
)
def test_overrides(overrides: list[OverrideRow], expected: str) -> None:
    made = rota(
        layer(7, [1, 2], every=24),
        overrides=tuple(
            override(number, each[0], each[1], 6, 9, *each[2:])
            for number, each in enumerate(overrides)
        ),
    )
    plain = "1 layer 7 2 layer 7 of layer 7"
    whole = (
        [f"0-24 {plain}"]
        if expected == plain
        else [
            f"0-6 {plain}",
            f"6-9 {expected}",
            f"9-24 {plain}",
        ]
    )
    assert told(made) == whole
    assert told(made._replace(overrides=made.overrides[::-1])) == whole, "in any order"


def test_an_override_goes_on_over_a_handoff_and_where_nobody_is_planned() -> None:
    made = rota(
        layer(7, [1], [2], [3], end=16),
        overrides=(override(1, ADD, 5, 6, 20), override(2, REMOVE, 2, 0, 12)),
    )
    assert told(made) == [
        "0-6 1 layer 7 of layer 7",
        "6-8 1 layer 7 5 override 1 of layer 7",
        "8-12 5 override 1 off 2 override 2 of layer 7",
        "12-16 2 layer 7 5 override 1 of layer 7",
        "16-20 5 override 1",
        "20-24",
    ]


def test_a_schedule_replaces_layers_turns_and_overrides_and_may_have_a_gap() -> None:
    made = rota(
        DAY_OF_THREE,
        turns=(turn(1, 4, 0, 24),),
        overrides=(override(1, ADD, 5, 0, 24), override(2, REMOVE, 6, 0, 24)),
        schedules=(
            Schedule(
                9, hour(6), hour(18), (turn(0, 6, 0, 10), turn(0, 7, 12, 30), turn(0, 8, 12, 14))
            ),
        ),
    )
    outside = "4 turn 1 5 override 1 of turn 1"
    assert told(made) == [
        f"0-6 {outside}",
        "6-10 6 schedule 9 of schedule 9",
        "10-12 of schedule 9",
        "12-14 7 schedule 9 8 schedule 9 of schedule 9",
        "14-18 7 schedule 9 of schedule 9",
        f"18-24 {outside}",
    ]


def test_of_schedules_that_overlap_the_one_made_last_counts() -> None:
    made = rota(
        schedules=(
            Schedule(4, hour(6), hour(12), (turn(0, 2, 6, 12),)),
            Schedule(3, hour(0), hour(24), (turn(0, 1, 0, 24),)),
        )
    )
    assert told(made) == [
        "0-6 1 schedule 3 of schedule 3",
        "6-12 2 schedule 4 of schedule 4",
        "12-24 1 schedule 3 of schedule 3",
    ]


def test_a_swap_that_was_taken_stands_there_and_back() -> None:
    made = rota(
        DAY_OF_THREE,
        swaps=(Swap(5, 1, 3, hour(0), hour(8)), Swap(5, 3, 1, hour(16), hour(24))),
    )
    assert told(made) == [
        "0-8 3<1 swap 5 of layer 7",
        DAY_TOLD[1],
        "16-24 1<3 swap 5 of layer 7",
    ]


def test_a_swap_holds_only_where_its_giver_is_on() -> None:
    made = rota(DAY_OF_THREE, swaps=(Swap(5, 1, 4, hour(4), hour(12)),))
    assert told(made) == [
        "0-4 1 layer 7 of layer 7",
        "4-8 4<1 swap 5 of layer 7",
        *DAY_TOLD[1:],
    ]


def test_a_swap_with_somebody_who_is_on_anyhow_leaves_a_place_empty() -> None:
    made = rota(layer(7, [1, 2], every=24), swaps=(Swap(5, 1, 2, hour(4), hour(8)),))
    assert told(made, start=4, end=8) == ["4-8 2 layer 7 off 1 swap 5 of layer 7"]


def test_swaps_come_after_overrides_and_hold_in_schedules() -> None:
    made = rota(
        layer(7, [1], every=24),
        overrides=(override(1, REPLACE, 2, 0, 24, 1),),
        schedules=(Schedule(9, hour(12), hour(24), (turn(0, 2, 12, 20),)),),
        swaps=(Swap(5, 2, 3, hour(6), hour(18)),),
    )
    assert told(made) == [
        "0-6 2<1 override 1 of layer 7",
        "6-12 3<2 swap 5 of layer 7",
        "12-18 3<2 swap 5 of schedule 9",
        "18-20 2 schedule 9 of schedule 9",
        "20-24 of schedule 9",
    ]


def test_leave_shows_a_hole_that_no_lower_layer_fills() -> None:
    staff = replace(STAFF, leaves=(Leave(6, 2, hour(10), hour(20)), Leave(5, 1, hour(9), hour(12))))
    assert told(rota(DAY_OF_THREE, layer(8, [4], every=24)), staff) == [
        "0-8 1 layer 7 of layer 7",
        "8-10 2 layer 7 of layer 7",
        "10-16 off 2 leave 6 of layer 7",
        "16-24 3 layer 7 of layer 7",
    ]


def test_leave_takes_off_who_was_added_or_stands_in() -> None:
    staff = replace(STAFF, leaves=(Leave(6, 4, hour(2), hour(3)), Leave(7, 5, hour(4), hour(5))))
    made = rota(
        layer(7, [1], every=24),
        overrides=(override(1, ADD, 4, 0, 6),),
        swaps=(Swap(2, 1, 5, hour(0), hour(6)),),
    )
    assert told(made, staff, end=6) == [
        "0-2 5<1 swap 2 4 override 1 of layer 7",
        "2-3 5<1 swap 2 off 4 leave 6 of layer 7",
        "3-4 5<1 swap 2 4 override 1 of layer 7",
        "4-5 4 override 1 off 5 leave 7 of layer 7",
        "5-6 5<1 swap 2 4 override 1 of layer 7",
    ]


def test_nobody_is_on_before_they_join_or_after_they_left() -> None:
    staff = Staff(
        {1: Employment(hour(4)), 2: Employment(0, hour(12))},
        (Leave(6, 1, hour(2), hour(6)), Leave(7, 2, hour(10), hour(14))),
    )
    assert told(rota(DAY_OF_THREE), staff) == [
        "0-4 off 1 employment 1 of layer 7",
        "4-6 off 1 leave 6 of layer 7",
        "6-8 1 layer 7 of layer 7",
        "8-10 2 layer 7 of layer 7",
        "10-12 off 2 leave 7 of layer 7",
        "12-16 off 2 employment 2 of layer 7",
        "16-24 off 3 employment 3 of layer 7",
    ], "whom nobody employs is never on"


def test_at_is_the_span_of_that_second() -> None:
    made = rota(DAY_OF_THREE)
    for when, person in [(0, 1), (hour(8) - MIDNIGHT - 1, 1), (hour(8) - MIDNIGHT, 2)]:
        span = at(made, STAFF, MIDNIGHT + when)
        assert (span.start, span.end) == (MIDNIGHT + when, MIDNIGHT + when + 1)
        assert span.people == (person,)
        assert span.because == Because(Source.LAYER, 7)
