"""Who could fill a gap, whom a rule keeps from it, and in which order."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.instant import Instant, Interval, from_wall
from floorboard.domain.roster.candidates import (
    HOUR,
    Facts,
    Limits,
    Reason,
    ReasonKind,
    Stint,
    candidates,
    stints,
    without,
)
from floorboard.domain.roster.cover import Need
from floorboard.domain.roster.load import Load
from floorboard.domain.roster.rota import Because, Employment, Leave, On, Source, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHICAGO = ZoneInfo("America/Chicago")
NEED = Need(1, 1, rota_id=1)
EVER = Employment(0)
LIMITS = Limits()


def at(text: str, zone: ZoneInfo = SHANGHAI) -> Instant:
    return from_wall(datetime.fromisoformat(f"2026-{text}"), zone)


def stint(start: str, end: str, rota_id: int = 2) -> Stint:
    return Stint(at(start), at(end), rota_id)


NIGHT = (at("10-14T22:00"), at("10-15T06:00"))
"""From a Wednesday to a Thursday."""
WEEK = (at("10-12T00:00"), at("10-19T00:00"))


def blocks(
    facts: Facts, need: Need = NEED, span: Interval = NIGHT, limits: Limits = LIMITS
) -> list[Reason]:
    (found,) = candidates(need, span, [facts], SHANGHAI, limits)
    assert found.free == (not found.blocks)
    return list(found.blocks)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(Facts(1, EVER), [], id="free"),
        pytest.param(
            Facts(1, Employment(NIGHT[0] + 1)),
            [Reason(ReasonKind.NOT_JOINED, NIGHT[0] + 1)],
            id="joins a second too late",
        ),
        pytest.param(Facts(1, Employment(NIGHT[0], NIGHT[1])), [], id="just here"),
        pytest.param(
            Facts(1, Employment(0, NIGHT[1] - 1)),
            [Reason(ReasonKind.LEFT, NIGHT[1] - 1)],
            id="leaves a second too early",
        ),
        pytest.param(
            Facts(1, EVER, leaves=(Leave(8, 1, NIGHT[1] - 1, NIGHT[1] + 9),)),
            [Reason(ReasonKind.ON_LEAVE, id=8, span=(NIGHT[1] - 1, NIGHT[1] + 9))],
            id="on leave for the last second",
        ),
        pytest.param(
            Facts(1, EVER, leaves=(Leave(8, 1, 0, NIGHT[0]), Leave(9, 1, NIGHT[1], NIGHT[1] + 9))),
            [],
            id="leave before and after",
        ),
        pytest.param(
            Facts(1, EVER, [Stint(NIGHT[0] - 9, NIGHT[0] + 1, 2)]),
            [Reason(ReasonKind.ON_ROTA, id=2, span=(NIGHT[0] - 9, NIGHT[0] + 1))],
            id="on another rota for the first second",
        ),
        pytest.param(
            Facts(1, EVER, [stint("10-13T22:00", "10-14T11:00")]), [], id="11 hours of rest before"
        ),
        pytest.param(
            Facts(1, EVER, [Stint(at("10-13T22:00"), at("10-14T11:00") + 1, 2)]),
            [
                Reason(
                    ReasonKind.REST_BEFORE,
                    11 * HOUR - 1,
                    11 * HOUR,
                    2,
                    (at("10-13T22:00"), at("10-14T11:00") + 1),
                )
            ],
            id="a second less of rest before",
        ),
        pytest.param(
            Facts(1, EVER, [stint("10-15T17:00", "10-15T22:00")]), [], id="11 hours of rest after"
        ),
        pytest.param(
            Facts(1, EVER, [stint("10-15T16:59", "10-15T22:00", 3)]),
            [
                Reason(
                    ReasonKind.REST_AFTER,
                    11 * HOUR - 60,
                    11 * HOUR,
                    3,
                    (at("10-15T16:59"), at("10-15T22:00")),
                )
            ],
            id="a minute less of rest after",
        ),
        pytest.param(
            Facts(1, EVER, [stint("10-14T00:00", "10-14T08:00")]),
            [Reason(ReasonKind.SAME_DAY, id=2, span=(at("10-14T00:00"), at("10-14T08:00")))],
            id="another shift on the day on which it begins",
        ),
    ],
)
def test_what_keeps_somebody_from_it(facts: Facts, expected: list[Reason]) -> None:
    assert blocks(facts) == expected


def test_a_need_for_a_project_asks_for_the_confirmed_skill() -> None:
    need = Need(1, 1, project_id=5)
    assert blocks(Facts(1, EVER, confirmed=frozenset({6})), need) == [
        Reason(ReasonKind.NOT_CONFIRMED, id=5)
    ]
    assert blocks(Facts(1, EVER, confirmed=frozenset({5})), need) == []


@pytest.mark.parametrize(
    ("others", "seconds"),
    [
        ([("12T00:00", "12T20:00"), ("17T00:00", "17T20:00")], None),  # 48 h with it
        ([("12T00:00", "12T20:00"), ("17T00:00", "17T20:01")], 48 * HOUR + 60),
        ([("11T04:00", "12T20:00"), ("17T00:00", "17T20:00")], None),  # Sunday is last week's
        ([("17T00:00", "17T20:00"), ("17T10:00", "17T20:00"), ("12T00:00", "12T20:00")], None),
        ([("18T00:00", "20T00:00"), ("12T00:00", "12T20:00")], 52 * HOUR),
    ],
)
def test_hours_in_the_week(others: list[tuple[str, str]], seconds: int | None) -> None:
    """The span is of 8 hours, in the middle of the week; what overlaps counts once."""
    held = [stint(f"10-{start}", f"10-{end}") for start, end in others]
    expected = [Reason(ReasonKind.WEEK_HOURS, seconds, 48 * HOUR, span=WEEK)] if seconds else []
    assert blocks(Facts(1, EVER, held)) == expected


def test_a_span_over_the_end_of_a_week_counts_in_both() -> None:
    span = (at("10-18T20:00"), at("10-19T06:00"))
    facts = Facts(
        1, EVER, [stint("10-12T00:00", "10-12T06:00"), stint("10-24T00:00", "10-24T03:00")]
    )
    limits = Limits(week=8 * HOUR)
    following = (at("10-19T00:00"), at("10-26T00:00"))
    assert blocks(facts, span=span, limits=limits) == [
        Reason(ReasonKind.WEEK_HOURS, 10 * HOUR, 8 * HOUR, span=WEEK),
        Reason(ReasonKind.WEEK_HOURS, 9 * HOUR, 8 * HOUR, span=following),
    ]


def test_a_week_with_a_change_of_the_clock_is_as_long_as_it_is() -> None:
    span = (at("10-31T22:00", CHICAGO), at("11-01T06:00", CHICAGO))
    (found,) = candidates(NEED, span, [Facts(1, EVER)], CHICAGO, Limits(week=8 * HOUR))
    week = (at("10-26T00:00", CHICAGO), at("11-02T00:00", CHICAGO))
    assert found.blocks == (Reason(ReasonKind.WEEK_HOURS, 9 * HOUR, 8 * HOUR, span=week),)
    assert week[1] - week[0] == 169 * HOUR


def test_limits_are_parameters() -> None:
    facts = Facts(1, EVER, [stint("10-14T06:00", "10-14T14:00")])
    assert {each.kind for each in blocks(facts)} == {ReasonKind.REST_BEFORE, ReasonKind.SAME_DAY}
    assert blocks(facts, limits=Limits(rest=8 * HOUR, one_a_day=False)) == []


def test_everything_that_keeps_somebody_from_it_is_told_in_order() -> None:
    held = [stint("10-12T00:00", "10-14T23:00"), stint("10-15T08:00", "10-15T09:00")]
    leave = Leave(8, 1, *NIGHT)
    facts = Facts(1, Employment(NIGHT[1], NIGHT[0]), held, [leave])
    assert [each.kind for each in blocks(facts, Need(1, 1, project_id=5))] == [
        ReasonKind.NOT_JOINED,
        ReasonKind.LEFT,
        ReasonKind.ON_LEAVE,
        ReasonKind.NOT_CONFIRMED,
        ReasonKind.ON_ROTA,
        ReasonKind.REST_AFTER,
        ReasonKind.WEEK_HOURS,
    ]


def ranked(*people: Facts) -> list[int]:
    return [each.person_id for each in candidates(NEED, NIGHT, people, SHANGHAI)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Load(9, 9, 9, 100), Load(seconds=101)),
        (Load(1, 9, 9, 100), Load(2, 0, 0, 100)),
        (Load(1, 2, 9, 100), Load(1, 3, 0, 100)),
        (Load(1, 2, 3, 100), Load(1, 2, 4, 100)),
    ],
)
def test_whose_turn_it_is(better: Load, worse: Load) -> None:
    assert ranked(Facts(1, EVER, worked=worse), Facts(2, EVER, worked=better)) == [2, 1]


def test_the_longer_rest_decides_then_the_number() -> None:
    long_ago = [stint("10-13T00:00", "10-13T08:00")]
    soon_after = [*long_ago, stint("10-16T00:00", "10-16T08:00")]
    people = [
        Facts(1, EVER, soon_after),
        Facts(2, EVER, long_ago),
        Facts(4, EVER),
        Facts(3, EVER),
    ]
    found = candidates(NEED, NIGHT, people, SHANGHAI)
    assert [each.person_id for each in found] == [3, 4, 2, 1]
    rests = [each.merits[-1] for each in found]
    assert rests == [Reason(ReasonKind.REST, h and h * HOUR) for h in (None, None, 38, 18)]


def test_who_is_kept_from_it_comes_last_the_fewest_reasons_first() -> None:
    worn = Facts(1, EVER, worked=Load(seconds=999))
    away = Facts(2, EVER, leaves=[Leave(8, 2, *NIGHT)])
    away_and_gone = Facts(3, Employment(0, 1), leaves=[Leave(9, 3, *NIGHT)])
    assert ranked(away_and_gone, away, worn) == [1, 2, 3]


HELD = st.lists(
    st.builds(
        lambda start, length: Stint(NIGHT[0] + start * HOUR, NIGHT[0] + (start + length) * HOUR, 2),
        st.integers(-100, 100),
        st.integers(1, 12),
    ),
    max_size=6,
)


@given(HELD)
def test_who_is_free_rests_enough_and_works_no_longer_than_allowed(held: list[Stint]) -> None:
    (found,) = candidates(NEED, NIGHT, [Facts(1, EVER, held)], SHANGHAI)
    near = any(
        each.start < NIGHT[1] + 11 * HOUR and each.end > NIGHT[0] - 11 * HOUR for each in held
    )
    hours = {
        hour
        for each in [*held, Stint(*NIGHT, 1)]
        for hour in range(each.start, each.end, HOUR)
        if WEEK[0] <= hour < WEEK[1]
    }
    same_day = any(at("10-14T00:00") <= each.start < at("10-15T00:00") for each in held)
    assert found.free == (not near and len(hours) <= 48 and not same_day)


def test_stints_are_joined_where_only_others_changed() -> None:
    def span(start: int, end: int, *people: int) -> Span:
        return Span(start, end, tuple(On(each, Because(Source.LAYER, 1)) for each in people))

    spans = {
        2: [span(0, 10, 1, 2), span(10, 20, 1), span(20, 30), span(30, 40, 1)],
        1: [span(5, 10, 1), span(10, 40, 2)],
    }
    assert stints(spans) == {
        1: [Stint(0, 20, 2), Stint(5, 10, 1), Stint(30, 40, 2)],
        2: [Stint(0, 10, 2), Stint(10, 40, 1)],
    }


def test_what_somebody_gives_away_is_no_stint_any_more() -> None:
    mine = [Stint(0, 10, 1), Stint(5, 8, 2), Stint(20, 30, 1), Stint(30, 40, 1)]
    left = [Stint(0, 5, 1), Stint(5, 8, 2), Stint(25, 30, 1), Stint(30, 40, 1)]
    assert list(without(mine, 1, (5, 25))) == left
