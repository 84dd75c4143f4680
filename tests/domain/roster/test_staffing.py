"""Erlang's formulas: published figures, direct summation in fractions, limits and refusals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from math import exp, factorial, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.problem import Problem
from floorboard.domain.roster.staffing import (
    Service,
    Traffic,
    agents_needed,
    erlang_b,
    erlang_c,
    heads,
    offered_load,
    service,
)


def summed_b(agents: int, load: Fraction) -> Fraction:
    """Erlang B by its definition."""
    terms = [load**k / factorial(k) for k in range(agents + 1)]
    return terms[-1] / sum(terms)


def summed_c(agents: int, load: Fraction) -> Fraction:
    """Erlang C by its definition."""
    waiting = load**agents / factorial(agents) * agents / (agents - load)
    return waiting / (sum(load**k / factorial(k) for k in range(agents)) + waiting)


@pytest.mark.parametrize(
    ("agents", "load", "blocked"),
    [
        (1, "0.0101", 0.01),
        (2, "0.153", 0.01),
        (5, "1.36", 0.01),
        (10, "4.46", 0.01),
        (20, "12.0", 0.01),
        (50, "37.9", 0.01),
        (100, "84.1", 0.01),
        (10, "3.09", 0.001),
        (10, "5.08", 0.02),
        (10, "6.22", 0.05),
        (10, "7.51", 0.1),
    ],
)
def test_the_tables_of_erlang_b(agents: int, load: str, blocked: float) -> None:
    """They give the load that so many agents can take: it is right to the last digit printed."""
    half_a_digit = 0.5 * 10 ** -len(load.partition(".")[2])
    low, high = float(load) - half_a_digit, float(load) + half_a_digit
    assert erlang_b(agents, low) < blocked < erlang_b(agents, high)


@pytest.mark.parametrize(
    ("agents", "load", "waiting"),
    [
        (1, 0.5, 0.5000),
        (2, 1.0, 0.3333),
        (3, 2.0, 0.4444),
        (5, 4.0, 0.5541),
        (10, 8.0, 0.4092),
        (14, 10.0, 0.1741),
        (20, 16.0, 0.2561),
        (50, 48.0, 0.6945),
    ],
)
def test_the_tables_of_erlang_c(agents: int, load: float, waiting: float) -> None:
    assert erlang_c(agents, load) == pytest.approx(waiting, abs=5e-5)


LOADS = st.fractions(Fraction(1, 100), Fraction(60), max_denominator=100)


@given(st.integers(0, 60), LOADS)
def test_erlang_b_is_its_definition(agents: int, load: Fraction) -> None:
    assert isclose(erlang_b(agents, float(load)), summed_b(agents, load), rel_tol=1e-11)


@given(st.integers(1, 60), st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=200))
def test_erlang_c_is_its_definition(agents: int, share: Fraction) -> None:
    load = agents * share
    assert isclose(erlang_c(agents, float(load)), summed_c(agents, load), rel_tol=1e-9)


def test_thousands_of_agents_are_no_difficulty() -> None:
    with localcontext(prec=50):
        terms = [Decimal(1)]
        for count in range(1, 5_001):
            terms.append(terms[-1] * 4_900 / count)
        waiting = terms[-1] * 50  # 5,000 / (5,000 - 4,900)
        expected = float(waiting / (sum(terms[:-1]) + waiting))
    assert isclose(erlang_c(5_000, 4_900), expected, rel_tol=1e-11)
    assert erlang_b(5_000, 1.0) == 0.0
    assert erlang_c(5_000, 1.0) == 0.0


def test_the_textbook_centre() -> None:
    """100 calls of 3 minutes in half an hour, 80 % of them to be answered within 20 s."""
    load = offered_load(calls=100, period=1_800, handling=180)
    assert load == 10
    traffic = Traffic(load, 180)
    assert agents_needed(traffic, within=20, level=0.8) == 14
    found = service(traffic, 14, within=20)
    assert found.waiting == pytest.approx(0.1741, abs=5e-5)
    assert found.level == pytest.approx(0.8884, abs=5e-5)
    assert found.wait == pytest.approx(7.836, abs=5e-4)
    assert found.occupancy == pytest.approx(0.7143, abs=5e-5)
    assert found.abandoned == 0
    assert heads(14, 0.3) == 20


def test_patience_changes_the_picture() -> None:
    """Garnett, Mandelbaum and Reiman 2002: 48 calls a minute of one minute each, 50 agents, with a
    patience of two minutes and without end."""
    patient = service(Traffic(48, 60), 50, within=20)
    assert patient.wait == pytest.approx(20.8, abs=0.05)
    assert patient.occupancy == pytest.approx(0.96)
    impatient = service(Traffic(48, 60, 120), 50, within=20)
    assert impatient.wait == pytest.approx(3.7, abs=0.05)
    assert impatient.abandoned == pytest.approx(0.031, abs=5e-4)
    assert impatient.occupancy == pytest.approx(0.93, abs=5e-3)


def summed_a(traffic: Traffic, agents: int, within: float) -> Service:
    """Erlang A by summing over the states of the chain, the calls there."""
    assert traffic.patience is not None
    done, leave = 1 / traffic.handling, 1 / traffic.patience
    come = traffic.load * done
    states = [1.0]
    while len(states) < 4 * agents + 600:
        count = len(states)
        states.append(
            states[-1] * come / (min(count, agents) * done + max(0, count - agents) * leave)
        )
    total = sum(states)
    states = [each / total for each in states]
    queue = sum((count - agents) * p for count, p in enumerate(states) if count > agents)
    abandoned = leave * queue / come
    return Service(
        agents=agents,
        waiting=sum(states[agents:]),
        level=sum(states[:agents]) + served_in_time(states[agents:], agents * done, leave, within),
        wait=queue / come,
        occupancy=sum(min(count, agents) * p for count, p in enumerate(states)) / agents,
        abandoned=abandoned,
    )


def served_in_time(states: list[float], done: float, leave: float, within: float) -> float:
    """The share that is served by `within`, of those that meet `states`: by uniformization.

    A call k places from being served moves on at the rate done + k leave, and hangs up at leave.
    """
    places = [p for p in states if p > 1e-14]
    rate = done + leave * (len(places) + 1)
    jumps = rate * within
    served, weight, result, reached, step = 0.0, exp(-jumps), 0.0, 0.0, 0
    while reached < 1 - 1e-12:
        result += weight * served
        reached += weight
        moving = [p * (done + k * leave) / rate for k, p in enumerate(places)]
        gone = leave / rate
        served += moving[0]
        places = [
            p * (1 - gone) - moved + (moving[k + 1] if k + 1 < len(places) else 0.0)
            for k, (p, moved) in enumerate(zip(places, moving, strict=True))
        ]
        step += 1
        weight *= jumps / step
    return result


@pytest.mark.parametrize("load", [0.3, 4.0, 9.5, 10.0, 14.0, 40.0])
@pytest.mark.parametrize("patience", [20.0, 180.0, 900.0])
@pytest.mark.parametrize("within", [0.0, 20.0, 90.0])
def test_erlang_a_is_the_chain(load: float, patience: float, within: float) -> None:
    traffic = Traffic(load, 180, patience)
    found, expected = service(traffic, 10, within), summed_a(traffic, 10, within)
    for name in ("waiting", "level", "wait", "occupancy", "abandoned"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), 1e-7, 1e-9), name


def test_endless_patience_is_erlang_c() -> None:
    endless = service(Traffic(10, 180), 14, 20)
    gaps = []
    for patience in (800, 8_000, 80_000):
        found = service(Traffic(10, 180, patience), 14, 20)
        gaps.append(abs(found.level - endless.level))
        assert found.waiting == pytest.approx(endless.waiting, rel=500 / patience)
        assert found.wait == pytest.approx(endless.wait, rel=500 / patience)
    assert gaps[2] < gaps[1] / 5 < gaps[0] / 25


def test_no_patience_is_erlang_b() -> None:
    for patience in (1e-6, 1e-300, 5e-324):
        found = service(Traffic(10, 180, patience), 14, 20)
        assert found.abandoned == pytest.approx(erlang_b(14, 10), rel=1e-5)


@pytest.mark.parametrize("load", [1.0, 4_000.0, 5_000.0, 7_000.0, 10_000.0])
@pytest.mark.parametrize("patience", [1.0, 120.0, 86_400.0])
def test_erlang_a_holds_with_thousands_of_agents(load: float, patience: float) -> None:
    found = service(Traffic(load, 180, patience), 5_000, 20)
    for share in (found.waiting, found.level, found.abandoned):
        assert 0 <= share <= 1
    assert found.level <= 1 - found.abandoned + 1e-12
    # in the long run agents finish what doesn't hang up, and no more than they can
    assert found.abandoned >= max(0.0, 1 - 5_000 / load) - 1e-9
    assert found.occupancy <= 1 + 1e-9


PATIENCES = st.none() | st.floats(10, 2_000)


@given(st.floats(0.1, 60), PATIENCES, st.floats(0, 120), st.floats(0.05, 0.98), st.floats(0.5, 1))
def test_agents_needed_are_enough_and_one_fewer_is_not(
    load: float, patience: float | None, within: float, level: float, busy: float
) -> None:
    traffic = Traffic(load, 180, patience)
    agents = agents_needed(traffic, within, level, busy)
    found = service(traffic, agents, within)
    assert found.level >= level
    assert found.occupancy <= busy
    if agents > 1 and (patience is not None or agents - 1 > load):
        fewer = service(traffic, agents - 1, within)
        assert fewer.level < level or fewer.occupancy > busy


def test_occupancy_may_ask_for_more_than_the_level_does() -> None:
    traffic = Traffic(100, 180)
    assert agents_needed(traffic, 20, 0.8) == 107
    assert agents_needed(traffic, 20, 0.8, max_occupancy=0.8) == 125


def test_no_calls_need_nobody() -> None:
    assert agents_needed(Traffic(0, 180), 20, 0.8) == 0
    assert agents_needed(Traffic(0, 180, 60), 20, 0.8) == 0
    assert service(Traffic(0, 180, 60), 1, 20) == service(Traffic(0, 180), 1, 20)


@pytest.mark.parametrize(
    ("agents", "shrinkage", "rostered"),
    [(0, 0.3, 0), (7, 0.3, 10), (14, 0.0, 14), (14, 0.3, 20), (9, 0.1, 10), (10, 0.35, 16)],
)
def test_heads(agents: int, shrinkage: float, rostered: int) -> None:
    assert heads(agents, shrinkage) == rostered


@pytest.mark.parametrize(("agents", "load", "least"), [(10, 10.0, 11), (10, 10.5, 11), (0, 0.0, 1)])
def test_too_much_demand_is_said_with_its_figures(agents: int, load: float, least: int) -> None:
    with pytest.raises(Problem) as caught:
        erlang_c(agents, load)
    assert caught.value.facts == {"agents": agents, "load": f"{load:.2f}", "least": least}
    text = str(caught.value)
    assert f"{load:.2f} erlangs" in text
    assert f"at least {least}" in text


NAN = float("nan")


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        (lambda: offered_load(-1, 1_800, 180), "-1"),
        (lambda: offered_load(NAN, 1_800, 180), "nan"),
        (lambda: offered_load(100, 0, 180), "0"),
        (lambda: offered_load(100, 1_800, 0), "0"),
        (lambda: offered_load(100, 1_800, -3), "-3"),
        (lambda: Traffic(-1, 180), "-1"),
        (lambda: Traffic(1e9, 180), "1000000000.0"),
        (lambda: Traffic(10, 0), "0"),
        (lambda: Traffic(10, 86_401), "86401"),
        (lambda: Traffic(10, NAN), "nan"),
        (lambda: Traffic(10, 180, 0), "0"),
        (lambda: Traffic(10, 180, 1e9), "1000000000.0"),
        (lambda: erlang_b(-1, 10), "-1"),
        (lambda: erlang_b(10**9, 10), "1000000000"),
        (lambda: erlang_b(1, -10), "-10"),
        (lambda: service(Traffic(0, 180, 60), 0, 20), "0"),
        (lambda: service(Traffic(10, 180), 14, -1), "-1"),
        (lambda: agents_needed(Traffic(10, 180), 20, -0.1), "-0.1"),
        (lambda: agents_needed(Traffic(10, 180), 20, 1), "1"),
        (lambda: agents_needed(Traffic(10, 180), 20, 80), "80"),
        (lambda: agents_needed(Traffic(10, 180), 20, 0.8, 0), "0"),
        (lambda: agents_needed(Traffic(10, 180), 20, 0.8, 1.2), "1.2"),
        (lambda: heads(-1, 0.3), "-1"),
        (lambda: heads(14, 1), "1"),
        (lambda: heads(14, -0.1), "-0.1"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_value(ask: Callable[[], object], value: str) -> None:
    with pytest.raises(Problem, match=r"isn't .*\. Give ") as caught:
        ask()
    assert str(caught.value).startswith(f"{value} isn't")
