"""How a check looks at every edge of its window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.duty import CheckPhase, CheckState, phase

OPENS, DUE, CLOSES = 100, 200, 300

AHEAD, OPEN, LATE, MISSED = CheckPhase.AHEAD, CheckPhase.OPEN, CheckPhase.LATE, CheckPhase.MISSED


@pytest.mark.parametrize(
    ("now", "looks"),
    [
        (-(10**10), AHEAD),
        (OPENS - 1, AHEAD),
        (OPENS, OPEN),
        (OPENS + 1, OPEN),
        (DUE - 1, OPEN),
        (DUE, OPEN),
        (DUE + 1, LATE),
        (CLOSES - 1, LATE),
        (CLOSES, MISSED),
        (CLOSES + 1, MISSED),
        (10**10, MISSED),
    ],
)
def test_a_check_that_nobody_has_done(now: int, looks: CheckPhase) -> None:
    assert phase(CheckState.OPEN, OPENS, DUE, CLOSES, None, now) is looks


@pytest.mark.parametrize("now", [0, OPENS, DUE, CLOSES, 10**10])
@pytest.mark.parametrize(
    ("done_at", "looks"),
    [
        (OPENS, CheckPhase.DONE),
        (DUE - 1, CheckPhase.DONE),
        (DUE, CheckPhase.DONE),
        (DUE + 1, CheckPhase.DONE_LATE),
        (CLOSES - 1, CheckPhase.DONE_LATE),
        (CLOSES + 1, CheckPhase.DONE_LATE),
        (None, CheckPhase.DONE),
    ],
)
def test_a_done_check_stays_what_it_was_when_it_was_done(
    done_at: int | None, looks: CheckPhase, now: int
) -> None:
    assert phase(CheckState.DONE, OPENS, DUE, CLOSES, done_at, now) is looks


@pytest.mark.parametrize("now", [0, OPENS, DUE, DUE + 1, CLOSES, 10**10])
@pytest.mark.parametrize("at", [None, OPENS, CLOSES])
def test_a_waived_check_is_neither_late_nor_missed(now: int, at: int | None) -> None:
    assert phase(CheckState.WAIVED, OPENS, DUE, CLOSES, at, now) is CheckPhase.WAIVED


@pytest.mark.parametrize(
    ("now", "looks"), [(DUE - 1, AHEAD), (DUE, OPEN), (DUE + 1, LATE), (CLOSES, MISSED)]
)
def test_a_window_that_opens_when_it_is_due(now: int, looks: CheckPhase) -> None:
    assert phase(CheckState.OPEN, DUE, DUE, CLOSES, None, now) is looks


@pytest.mark.parametrize(("now", "looks"), [(DUE, OPEN), (DUE + 1, MISSED)])
def test_a_window_that_closes_a_second_after_it_is_due(now: int, looks: CheckPhase) -> None:
    assert phase(CheckState.OPEN, OPENS, DUE, DUE + 1, None, now) is looks


@given(st.lists(st.integers(0, 50), min_size=2, max_size=2), st.integers(1, 20), st.integers())
def test_time_only_moves_a_check_on(edges: list[int], more: int, now: int) -> None:
    opens, due = sorted(edges)
    order = [AHEAD, OPEN, LATE, MISSED]
    one, two = (phase(CheckState.OPEN, opens, due, due + more, None, at) for at in (now, now + 1))
    assert order.index(one) <= order.index(two)
