"""Schedules are written so that they are read back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checking import asking, daily
from floorboard.domain.duties.schedule import Evidence, Schedule, Workdays
from floorboard.domain.post import Post
from floorboard.exchange.schedule_writing import write_schedules
from floorboard.exchange.schedules import read_schedules

PLAIN = daily(545)


@pytest.mark.parametrize(
    "schedule",
    [
        PLAIN,
        replace(PLAIN, titles={"en": 'a "quoted" \\ title', "zh": "「引号」"}),
        replace(PLAIN, rule="FREQ=DAILY;BYHOUR=8,16;BYMINUTE=30", due=0),
        replace(PLAIN, post=Post.GENERAL, starts_on=date(2024, 2, 29)),
        replace(PLAIN, opens=90, closes=25 * 60),
        replace(PLAIN, opens=48 * 60, closes=366 * 1440, workdays=Workdays.BEFORE),
        replace(asking(Evidence.NUMBER), each_project=True, four_eyes=True),
        asking(Evidence.FILE),
    ],
)
def test_each_is_read_back_the_same(schedule: Schedule) -> None:
    both = (PLAIN, replace(schedule, code="other"))
    text = write_schedules(both)
    assert read_schedules(text, "x.toml", {"agent.duty.1"}) == both
    assert write_schedules(both) == text


def test_what_most_have_in_common_is_said_once() -> None:
    several = [replace(daily(n), starts_on=date(2026, 1, 1)) for n in (1, 2)]
    text = write_schedules([*several, replace(daily(3), starts_on=date(2026, 7, 1))])
    assert text.startswith("starts = 2026-01-01\n")
    assert text.count("starts") == 2
