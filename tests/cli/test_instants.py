"""Instants on a command line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard import i18n
from floorboard.cli.instants import read_instant
from floorboard.domain.instant import from_wall
from floorboard.domain.problem import Problem
from floorboard.reports import words

ZONE = ZoneInfo("Asia/Shanghai")
NOW = from_wall(datetime.fromisoformat("2026-11-22T14:42:10"), ZONE)


@given(st.integers(-400 * 1440, 400 * 1440), st.sampled_from(["en", "zh"]))
def test_what_we_print_is_understood(minutes: int, language: str) -> None:
    at = NOW // 60 * 60 + minutes * 60
    midnight = at - (at + 8 * 3600) % 86400
    try:
        i18n.use(language)
        stamp = words.stamp(at + 7, ZONE, seconds=True)
        said = words.when(at, NOW, ZONE)
        begins, _dash, ends = words.stretch(at, at + 86400 + 60, NOW, ZONE).partition(" – ")
    finally:
        i18n.use("en")
    assert read_instant(stamp, ZONE, NOW) == at + 7
    assert read_instant(said, ZONE, NOW) == (at if ":" in said else midnight)
    assert [read_instant(each, ZONE, NOW) for each in (begins, ends)] == [at, at + 86460]


def test_a_zone_behind_it_goes_before_the_centres() -> None:
    there = read_instant("tomorrow 9:00 Europe/Berlin", ZONE, NOW)
    assert there == from_wall(datetime.fromisoformat("2026-11-23T16:00"), ZONE)
    with pytest.raises(Problem, match="no time zone"):
        read_instant("18:42 Mars/Base", ZONE, NOW)
    for where, example in (("--from", "明天9点"), ("--since", "昨天9点")):
        with pytest.raises(Problem, match="not an instant") as refused:
            read_instant("as soon as possible", ZONE, NOW, where)
        assert str(refused.value.facts["examples"]).endswith(example)
        read_instant(example, ZONE, NOW)
