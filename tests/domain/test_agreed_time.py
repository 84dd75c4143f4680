"""Times agreed with a customer, as people type them."""

from __future__ import annotations

import contextlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.agreed_time import instant, parse
from floorboard.domain.instant import from_wall, to_wall
from floorboard.domain.problem import Problem

ZONE = ZoneInfo("Asia/Shanghai")
NOW = from_wall(datetime.fromisoformat("2026-11-22T14:42:10"), ZONE)
"""A Sunday."""


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("30", 30),
        ("5", 5),
        ("+45", 45),
        ("in 20", 20),
        ("30m", 30),
        ("30 min", 30),
        ("90 minutes", 90),
        ("2h", 120),
        ("2 h", 120),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1.5h", 90),
        ("1d", 1440),
        ("1d 2h", 1560),
        ("3 days", 4320),
        ("30分钟", 30),
        ("30分钟后", 30),
        ("三十分钟", 30),
        ("二十五分钟", 25),
        ("2小时", 120),
        ("两小时", 120),
        ("两个小时后", 120),
        ("1个半小时", 90),
        ("一个半小时后", 90),
        ("1小时30分", 90),
        ("半小时", 30),
        ("半个小时后", 30),
        ("两天", 2880),
        ("３０", 30),
    ],
)
def test_a_span_counts_from_now(typed: str, minutes: int) -> None:
    assert parse(typed, NOW, ZONE) == NOW + 60 * minutes


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("15:00", "2026-11-22T15:00"),
        ("1500", "2026-11-22T15:00"),
        ("15.30", "2026-11-22T15:30"),
        ("１５：００", "2026-11-22T15:00"),
        ("9:00", "2026-11-23T09:00"),  # over today
        ("14:42", "2026-11-23T14:42"),  # over by ten seconds
        ("14:43", "2026-11-22T14:43"),
        ("0:30", "2026-11-23T00:30"),
        ("24:00", "2026-11-23T00:00"),
        ("3pm", "2026-11-22T15:00"),
        ("3:30 pm", "2026-11-22T15:30"),
        ("12am", "2026-11-23T00:00"),
        ("noon", "2026-11-23T12:00"),
        ("midnight", "2026-11-23T00:00"),
        ("today 16:00", "2026-11-22T16:00"),
        ("tomorrow 9:00", "2026-11-23T09:00"),
        ("tomorrow at 9", "2026-11-23T09:00"),
        ("tmr 9am", "2026-11-23T09:00"),
        ("tonight 8", "2026-11-22T20:00"),
        ("mon 9:00", "2026-11-23T09:00"),
        ("Monday 09:00", "2026-11-23T09:00"),
        ("sun 15:00", "2026-11-22T15:00"),
        ("sun 9:00", "2026-11-29T09:00"),
        ("next mon 9:00", "2026-11-23T09:00"),
        ("2026-11-25 10:00", "2026-11-25T10:00"),
        ("11-25 10:00", "2026-11-25T10:00"),
        ("1/5 10:00", "2027-01-05T10:00"),
        ("明天9点", "2026-11-23T09:00"),
        ("明天九点", "2026-11-23T09:00"),
        ("明天上午10点半", "2026-11-23T10:30"),
        ("明早8点", "2026-11-23T08:00"),
        ("明天下午三点一刻", "2026-11-23T15:15"),
        ("后天 9:00", "2026-11-24T09:00"),
        ("下午3点", "2026-11-22T15:00"),
        ("下午三点半", "2026-11-22T15:30"),
        ("下午5点20分", "2026-11-22T17:20"),
        ("下午5点05", "2026-11-22T17:05"),
        ("中午12点", "2026-11-23T12:00"),
        ("今晚8点", "2026-11-22T20:00"),
        ("晚上12点", "2026-11-23T00:00"),
        ("晚上1点", "2026-11-23T01:00"),
        ("凌晨1点", "2026-11-23T01:00"),
        ("十五点", "2026-11-22T15:00"),
        ("周一 9:00", "2026-11-23T09:00"),
        ("周一上午9点", "2026-11-23T09:00"),
        ("星期日9点", "2026-11-29T09:00"),
        ("下周三 9:00", "2026-11-25T09:00"),
        ("11月25日10点", "2026-11-25T10:00"),
        ("11月25号下午2点", "2026-11-25T14:00"),
    ],
)
def test_a_wall_time_is_the_next_one(typed: str, wall: str) -> None:
    assert to_wall(parse(typed, NOW, ZONE), ZONE) == datetime.fromisoformat(wall)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "25:00",
        "9:75",
        "13pm",
        "tomorrow",
        "明天",
        "monsoon 9:00",
        "32-13 9:00",
        "2月30日9点",
        "2027-02-29 9:00",
        "today 9:00",
        "2025-01-01 9:00",
        "-5",
        "9999",
        "h",
        "十十点",
    ],
)
def test_what_says_no_time_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        parse(typed, NOW, ZONE)
    assert refused.value.fix


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), now=st.integers(0, 2_000_000_000))
def test_a_bare_time_is_within_the_coming_day(hour: int, minute: int, now: int) -> None:
    found = parse(f"{hour}:{minute:02}", now, ZONE)
    assert now < found <= now + 26 * 3600  # a day with a changed clock may have 25 hours
    wall = to_wall(found, ZONE)
    if wall.minute == minute:  # else the clock jumped over it
        assert wall.hour == hour


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    with contextlib.suppress(Problem):
        assert parse(typed, NOW, ZONE) >= NOW


def test_a_skipped_hour_is_read_after_the_gap() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = from_wall(datetime.fromisoformat("2026-03-28T20:00"), berlin)
    found = to_wall(parse("2:30", now, berlin), berlin)
    assert found == datetime.fromisoformat("2026-03-29T03:00")


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("yesterday", "2026-11-21"),
        ("前天 9点", "2026-11-20T09:00"),
        ("今天", "2026-11-22"),
        ("14:00", "2026-11-22T14:00"),
        ("tomorrow 01:30", "2026-11-23T01:30"),
        ("明天9点", "2026-11-23T09:00"),
        ("Thu 17:00", "2026-11-26T17:00"),
        ("1 Jan", "2026-01-01"),
        ("3 Dec 17:00", "2026-12-03T17:00"),
        ("22 November 2025", "2025-11-22"),
        ("Sun 22 Nov 2026 18:42:07", "2026-11-22T18:42:07"),
        ("2026年11月22日 周日 18:42:07", "2026-11-22T18:42:07"),
    ],
)
def test_instants_are_past_ones_too(typed: str, wall: str) -> None:
    assert instant(typed, NOW, ZONE) == from_wall(datetime.fromisoformat(wall), ZONE)


@pytest.mark.parametrize("typed", ["", "9", "2h", "soon", "31 Feb", "22 Nov 25:00", "1 Dec 1901"])
def test_what_names_no_instant_is_refused(typed: str) -> None:
    with pytest.raises(Problem):
        instant(typed, NOW, ZONE)
