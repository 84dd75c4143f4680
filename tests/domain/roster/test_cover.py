"""When needs hold, and where they lack people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.calendar import DayKind, NamedDay, WorkingCalendar, listed_days
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.roster.cover import (
    Gap,
    Need,
    Place,
    demands,
    gaps,
)
from floorboard.domain.roster.rota import Because, Off, On, Source, Span

CHICAGO = ZoneInfo("America/Chicago")
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SHANGHAI = ZoneInfo("Asia/Shanghai")

DAYS = {
    date(2026, 10, 1): NamedDay("National Day"),
    date(2026, 10, 10): NamedDay("Make-up workday", ((510, 1050),), DayKind.WORKDAY),
}
LAYER = Because(Source.LAYER, 1)


def place(zone: ZoneInfo = SHANGHAI) -> Place:
    week = (((510, 1050),),) * 5 + ((), ())
    return Place(zone, WorkingCalendar("test", zone, week, listed_days(DAYS)))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> Instant:
    return from_wall(datetime.fromisoformat(text), zone)


def span(start: Instant, end: Instant, *people: int, off: tuple[Off, ...] = ()) -> Span:
    return Span(start, end, tuple(On(person, LAYER) for person in people), off, LAYER)


def held(
    need: Need, start: str, end: str, zone: ZoneInfo = SHANGHAI
) -> list[tuple[Instant, Instant]]:
    return demands([need], {need.id: place(zone)}, at(start, zone), at(end, zone))[need.id]


@pytest.mark.parametrize(
    ("need", "start", "end", "times"),
    [
        pytest.param(
            Need(1, 1, 1),
            "2026-10-01T00:00",
            "2026-10-04T12:00",
            [("2026-10-01T00:00", "2026-10-04T12:00")],
            id="always is one time, clipped",
        ),
        pytest.param(
            Need(1, 1, 1, days="workdays", start=510, end=1050),
            "2026-10-08T12:00",
            "2026-10-11T00:00",
            [
                ("2026-10-08T12:00", "2026-10-08T17:30"),
                ("2026-10-09T08:30", "2026-10-09T17:30"),
                ("2026-10-10T08:30", "2026-10-10T17:30"),
            ],
            id="a make-up workday is a workday",
        ),
        pytest.param(
            Need(1, 1, 1, days="holidays", start=1320, end=1800),
            "2026-09-28T00:00",
            "2026-10-07T00:00",
            [("2026-10-01T22:00", "2026-10-02T06:00")],
            id="the night belongs to the day on which it begins",
        ),
        pytest.param(
            Need(1, 1, 1, days="fri", start=1320, end=1800),
            "2026-10-03T01:00",
            "2026-10-03T12:00",
            [("2026-10-03T01:00", "2026-10-03T06:00")],
            id="yesterday's night runs into the first day",
        ),
        pytest.param(
            Need(1, 1, 1, days="sat,sun", start=600, end=2040),
            "2026-10-02T00:00",
            "2026-10-06T00:00",
            [("2026-10-03T10:00", "2026-10-05T10:00")],
            id="touching times are joined",
        ),
        pytest.param(
            Need(1, 1, 1, days="mon"), "2026-10-06T00:00", "2026-10-11T00:00", [], id="never"
        ),
    ],
)
def test_when_a_need_holds(need: Need, start: str, end: str, times: list[tuple[str, str]]) -> None:
    assert held(need, start, end) == [(at(opening), at(closing)) for opening, closing in times]


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "utc", "hours"),
    [
        # forward: 02:00 becomes 03:00
        (CHICAGO, "2026-03-08", 120, 240, "2026-03-08T08:00", 1.0),
        (CHICAGO, "2026-03-08", 150, 180, "2026-03-08T08:00", 0.0),
        (CHICAGO, "2026-03-07", 1320, 1800, "2026-03-08T04:00", 7.0),
        (BERLIN, "2026-03-29", 150, 300, "2026-03-29T01:00", 2.0),
        (LORD_HOWE, "2026-10-04", 135, 240, "2026-10-03T15:30", 1.5),
        # backward: a start is its first occurrence, an end its last
        (CHICAGO, "2026-11-01", 90, 120, "2026-11-01T06:30", 1.5),
        (CHICAGO, "2026-11-01", 30, 90, "2026-11-01T05:30", 2.0),
        (BERLIN, "2026-10-25", 120, 180, "2026-10-25T00:00", 2.0),
        (BERLIN, "2026-10-24", 1320, 1800, "2026-10-24T20:00", 9.0),
        (LORD_HOWE, "2026-04-05", 105, 120, "2026-04-04T14:45", 0.75),
        (SHANGHAI, "2026-03-29", 120, 180, "2026-03-28T18:00", 1.0),
    ],
)
def test_hours_that_the_clock_skips_or_repeats(
    zone: ZoneInfo, day: str, start: int, end: int, utc: str, hours: float
) -> None:
    need = Need(1, 1, 1, days=day, start=start, end=end)
    opening = at(utc, ZoneInfo("UTC"))
    expected = [(opening, opening + int(hours * 3600))] if hours else []
    assert held(need, f"{day}T00:00", "2027-01-01T00:00", zone) == expected


def test_a_gap_is_where_too_few_are_on() -> None:
    needs = [Need(7, 2, rota_id=1)]
    spans = {1: [span(0, 10, 1, 2), span(10, 20, 1), span(20, 30), span(40, 50, 1, 2, 3)]}
    assert gaps(needs, spans, {}, {7: place()}, 5, 60) == [
        Gap(7, 10, 20, 1, 2),
        Gap(7, 20, 40, 0, 2),
        Gap(7, 50, 60, 0, 2, True),
    ]


def test_a_gap_goes_on_where_others_change_and_over_midnight() -> None:
    start, end = at("2026-10-05T12:00"), at("2026-10-07T12:00")
    noon = at("2026-10-06T12:00")
    spans = {1: [span(start, noon, 1), span(noon, end, 2)], 2: [span(start, end)]}
    needs = [Need(1, 2, rota_id=1), Need(2, 1, rota_id=2)]
    places = {1: place(), 2: place()}
    assert gaps(needs, spans, {}, places, start, end) == [
        Gap(1, start, end, 1, 2, True),
        Gap(2, start, end, 0, 1, True),
    ]


def test_the_past_and_off_hours_are_no_gap() -> None:
    need = Need(1, 1, rota_id=1, days="weekdays", start=1080, end=1440)
    start, now, until = map(at, ("2026-10-01T00:00", "2026-10-02T20:00", "2026-10-05T20:00"))
    spans = {1: [span(start, until)]}
    assert gaps([need], spans, {}, {1: place()}, now, until) == [
        Gap(1, now, at("2026-10-03T00:00"), 0, 1),
        Gap(1, at("2026-10-05T18:00"), until, 0, 1, True),
    ]


def test_a_need_that_ends_with_the_time_doesnt_go_on() -> None:
    need = Need(1, 1, rota_id=1, start=1080, end=1440)
    start, until = at("2026-10-05T12:00"), at("2026-10-06T00:00")
    (gap,) = gaps([need], {1: []}, {}, {1: place()}, start, until)
    assert (gap.end, gap.goes_on) == (until, False)


def test_a_rota_without_spans_has_nobody() -> None:
    assert gaps([Need(1, 1, rota_id=9)], {}, {}, {1: place()}, 0, 10) == [Gap(1, 0, 10, 0, 1, True)]


def test_only_confirmed_people_count_and_on_any_rota() -> None:
    needs = [Need(1, 1, project_id=5), Need(2, 1, rota_id=1, project_id=6)]
    spans = {1: [span(0, 10, 1)], 2: [span(0, 10, 2)]}
    places = {1: place(), 2: place()}
    assert gaps(needs, spans, {5: frozenset({2}), 6: frozenset({1})}, places, 0, 10) == []
    assert gaps(needs, spans, {5: frozenset({3}), 6: frozenset({2})}, places, 0, 10) == [
        Gap(1, 0, 10, 0, 1, True),
        Gap(2, 0, 10, 0, 1, True),
    ]


def test_one_person_fills_one_need_at_a_time() -> None:
    """Both projects have a confirmed person on: it is the same one."""
    needs = [Need(1, 1, project_id=5), Need(2, 1, project_id=6)]
    spans = {1: [span(0, 10, 1)], 2: [span(0, 10, 1)]}
    both = {5: frozenset({1}), 6: frozenset({1})}
    places = {1: place(), 2: place()}
    assert gaps(needs, spans, both, places, 0, 10) == [Gap(2, 0, 10, 0, 1, True)]
    assert gaps(needs[::-1], spans, both, places, 0, 10) == [Gap(1, 0, 10, 0, 1, True)]


def test_who_can_do_both_leaves_the_one_to_who_can_do_nothing_else() -> None:
    needs = [Need(1, 1, project_id=5), Need(2, 1, project_id=6)]
    spans = {1: [span(0, 10, 1, 2)]}
    confirmed = {5: frozenset({1, 2}), 6: frozenset({1})}
    assert gaps(needs, spans, confirmed, {1: place(), 2: place()}, 0, 10) == []


PEOPLE = st.lists(st.integers(1, 4), max_size=3, unique=True)
SPANS = st.lists(st.tuples(st.integers(1, 4), PEOPLE), max_size=4)
NEEDS = st.lists(
    st.tuples(
        st.integers(1, 2), st.sampled_from([(1, None), (2, None), (None, 5), (1, 5), (None, 6)])
    ),
    max_size=3,
)


@given(SPANS, SPANS, NEEDS, st.frozensets(st.integers(1, 4)), st.frozensets(st.integers(1, 4)))
def test_gaps_are_those_of_each_second_by_trying_everything(
    first: list[tuple[int, list[int]]],
    second: list[tuple[int, list[int]]],
    asked: list[tuple[int, tuple[int | None, int | None]]],
    fives: frozenset[int],
    sixes: frozenset[int],
) -> None:
    spans = {1: laid(first), 2: laid(second)}
    needs = [Need(10 + i, count, *of) for i, (count, of) in enumerate(asked)]
    confirmed = {5: fives, 6: sixes}
    places = {need.id: place() for need in needs}
    found = gaps(needs, spans, confirmed, places, 0, 12)
    seen = {
        (gap.need_id, second): gap.have for gap in found for second in range(gap.start, gap.end)
    }
    expected = {}
    for moment in range(12):
        for need, have in zip(needs, tried(needs, spans, confirmed, moment), strict=True):
            if have < need.count:
                expected[need.id, moment] = have
    assert seen == expected
    for gap in found:  # joined as far as they go
        assert seen.get((gap.need_id, gap.end)) != gap.have


def laid(lengths: list[tuple[int, list[int]]]) -> list[Span]:
    spans: list[Span] = []
    for length, people in lengths:
        start = spans[-1].end if spans else 0
        spans.append(span(start, start + length, *people))
    return spans


def tried(
    needs: Sequence[Need],
    spans: dict[int, list[Span]],
    confirmed: dict[int, frozenset[int]],
    moment: Instant,
) -> list[int]:
    """How many each need has at `moment`: the best over every order in which people choose."""
    on = {
        rota: {p for each in all_spans if each.start <= moment < each.end for p in each.people}
        for rota, all_spans in spans.items()
    }
    slots = [i for i, need in enumerate(needs) for _ in range(need.count)]
    everyone = sorted({*on[1], *on[2]})
    best = [0] * len(needs)
    padded = [*everyone, *([None] * len(slots))]
    for chosen in set(permutations(padded, len(slots))):
        have = [0] * len(needs)
        for person, i in zip(chosen, slots, strict=True):
            need = needs[i]
            able = person is not None
            able &= need.rota_id is None or person in on[need.rota_id]
            able &= need.project_id is None or person in confirmed[need.project_id]
            have[i] += able
        best = max(best, have)
    return best
