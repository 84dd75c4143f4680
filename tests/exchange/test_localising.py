"""The shipped office hours in another place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange.calendars import read_calendar
from floorboard.exchange.localising import localised

SHIPPED = Path(__file__).parents[2] / "data" / "calendars"
OFFICE = (SHIPPED / "centre.toml").read_text("utf-8")
NATIONAL_DAY, UNITY_DAY = date(2026, 10, 1), date(2026, 10, 3)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi"])
def test_china_keeps_its_holidays(zone: str) -> None:
    text = localised(OFFICE, zone)
    assert text == OFFICE.replace("Asia/Shanghai", zone)


def test_elsewhere_there_are_none_and_a_comment_says_how_to_add_them() -> None:
    text = localised(OFFICE, "Europe/Berlin")
    calendar = read_calendar(text, "centre.toml")
    assert (calendar.zone.key, calendar.named_day(NATIONAL_DAY)) == ("Europe/Berlin", None)
    assert calendar.announced(2027)
    assert "State Council" not in text
    kept = [line for line in OFFICE.splitlines() if line.startswith("#") and "China" not in line]
    assert kept[0] in text
    assert '# like = "mon"' in text
    marked = text[text.index("# [holidays]") :]
    added = "\n".join(line.removeprefix("# ") for line in marked.splitlines())
    german = read_calendar(text.replace(marked, added), "centre.toml")
    assert german.named_day(UNITY_DAY) is not None


def test_a_country_can_be_named() -> None:
    calendar = read_calendar(localised(OFFICE, "Europe/Berlin", "de"), "centre.toml")
    assert calendar.named_day(UNITY_DAY) is not None
    assert calendar.named_day(NATIONAL_DAY) is None
    assert localised(OFFICE, "Asia/Hong_Kong", "CN").count('country = "CN"') == 1
    with pytest.raises(Problem, match="--country: no public holidays are known for XX"):
        localised(OFFICE, "Europe/Berlin", "XX")


def test_a_calendar_without_a_zone_stays_as_it_is() -> None:
    text = (SHIPPED / "always.toml").read_text("utf-8")
    assert localised(text, "Europe/Berlin") == text
