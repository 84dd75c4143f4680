"""Calendars from TOML: hours, public holidays, make-up workdays, and mistakes with their line."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.calendar import DayKind, NamedDay, WorkingCalendar
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.problem import Problem
from floorboard.exchange.calendars import read_calendar

DATA = Path(__file__).parents[2] / "data" / "calendars"
SHANGHAI = ZoneInfo("Asia/Shanghai")
LUNCH = ((510, 720), (780, 1050))
HEAD = 'name = "c"\nzone = "Asia/Shanghai"\n[week]\nmon = ["08:30-12:00", "13:00-17:30"]\n'
DAY = HEAD + '[[day]]\ndate = 2026-10-01\nname = "d"\n'


def centre() -> WorkingCalendar:
    return read_calendar((DATA / "centre.toml").read_text("utf-8"), "centre.toml")


def at(text: str) -> Instant:
    return from_wall(datetime.fromisoformat(text), SHANGHAI)


def test_the_calendar_that_never_closes() -> None:
    always = read_calendar((DATA / "always.toml").read_text("utf-8"), "always.toml")
    assert (always.name, always.titles["zh"]) == ("always", "全天候")
    assert always.due(0, 240) == 240


def test_the_calendar_of_the_centre() -> None:
    calendar = centre()
    assert calendar.titles == {"en": "Office hours", "zh": "工作时间"}
    assert calendar.week == (LUNCH,) * 5 + ((), ())
    assert calendar.due(at("2026-09-30 16:30"), 2 * 3600) == at("2026-10-08 09:30")


@pytest.mark.parametrize(
    ("day", "kind", "ranges"),
    [
        ("2026-10-01", DayKind.HOLIDAY, ()),
        ("2026-10-07", DayKind.HOLIDAY, ()),
        ("2026-09-20", DayKind.WORKDAY, LUNCH),  # a Sunday, made up for 6 October
        ("2026-10-10", DayKind.WORKDAY, LUNCH),
        ("2025-01-26", DayKind.WORKDAY, LUNCH),
        ("2026-02-16", DayKind.HOLIDAY, ()),
        ("2006-12-30", DayKind.WORKDAY, LUNCH),  # made up for January of the next year
    ],
)
def test_named_days(day: str, kind: DayKind, ranges: tuple[tuple[int, int], ...]) -> None:
    named = centre().named_day(date.fromisoformat(day))
    assert named is not None
    assert (named.kind, named.ranges) == (kind, ranges)
    assert not isinstance(named.name, str)
    assert set(named.name) == {"en", "zh"}


def test_years_whose_make_up_days_are_known() -> None:
    calendar = centre()
    assert all(calendar.announced(year) for year in range(2001, 2027))
    assert not any(calendar.announced(year) for year in (2000, 2027, 2028))
    # its public holidays by law are known all the same
    assert calendar.named_day(date(2027, 10, 1)) is not None


def test_a_year_the_library_does_not_know_is_not_announced_by_saying_so() -> None:
    text = HEAD + '[holidays]\ncountry = "CN"\nyears_announced = [2060]\n'
    assert not read_calendar(text, "c.toml").announced(2060)
    own = '[[day]]\ndate = 2060-02-07\nname = { en = "Make-up", zh = "调休" }\nlike = "mon"\n'
    calendar = read_calendar(text + own, "c.toml")
    assert calendar.announced(2060)
    assert calendar.named_day(date(2060, 2, 7)) == NamedDay(
        {"en": "Make-up", "zh": "调休"}, LUNCH, DayKind.WORKDAY
    )


def test_countries_without_make_up_days_have_nothing_to_announce() -> None:
    text = HEAD + '[holidays]\ncountry = "DE"\nsubdivision = "BY"\n'
    calendar = read_calendar(text, "c.toml")
    assert calendar.announced(2040)
    assert calendar.named_day(date(2026, 1, 6)) is not None  # Epiphany, in Bavaria
    given_up = HEAD + '[holidays]\ncountry = "TW"\nmake_up_days = false\n'
    assert read_calendar(given_up, "c.toml").announced(2026)


def test_days_of_ones_own_override_the_library() -> None:
    text = HEAD + (
        '[holidays]\ncountry = "CN"\nyears_announced = [2026]\n'
        '[[day]]\ndate = "2026-10-01"\nname = "Inventory"\nhours = ["10:00-12:00"]\n'
        '[[day]]\ndate = 2026-10-10\nname = "Moving"\nclosed = true\n'
    )
    calendar = read_calendar(text, "c.toml")
    assert calendar.named_day(date(2026, 10, 1)) == NamedDay(
        {"en": "Inventory"}, ((600, 720),), DayKind.SPECIAL
    )
    assert calendar.ranges_on(date(2026, 10, 10)) == ()


def test_ranges() -> None:
    text = (
        'name = "c"\nzone = "UTC"\n[week]\n'
        'mon = ["22:00-06:00", "9:00 - 12:00"]\ntue = ["06:00-09:00"]\nsun = ["00:00-24:00"]'
    )
    week = read_calendar(text, "c.toml").week
    assert week[0] == ((540, 720), (1320, 1800))
    assert week[1:3] == (((360, 540),), ())
    assert week[6] == ((0, 1440),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zone = 'UTC'\n[week]", "c.toml:1: name is missing"),
        ("name = 'c'\n[week]", "c.toml:1: zone is missing"),
        ("name = 'c'\nzone = 'UTC'", "c.toml:1: week is missing"),
        ("name = 'c'\nzone = 'Mars/Base'\n[week]", "c.toml:2: zone cannot be 'Mars/Base'"),
        ("name = 'c'\nzone = '../etc'\n[week]", "c.toml:2: zone cannot be"),
        ("name = 'c'\nzone = 'Asia'\n[week]", "c.toml:2: zone cannot be"),
        ("name = 'c'\nweek = 1\nzone = 'UTC'", "c.toml:2: week cannot be 1"),
        ("name = 'c'\nalways_open = true\n[week]", "c.toml:3: a calendar that is always open"),
        (HEAD + "tues = []", "c.toml:5: tues is not known here"),
        (HEAD + "tue = '09:00-10:00'", "c.toml:5: tue cannot be"),
        (HEAD + "tue = ['9-10']", "c.toml:5: tue cannot be"),
        (HEAD + "tue = ['09:00-25:00']", "c.toml:5: 09:00-25:00 is not a time of day"),
        (HEAD + "tue = ['09:60-10:00']", "c.toml:5: 09:60-10:00 is not a time of day"),
        (HEAD + "tue = ['09:00-09:00']", "c.toml:5: 09:00-09:00 is empty"),
        (HEAD + "tue = ['09:00-12:00', '11:00-13:00']", "c.toml:5: the ranges of tue overlap"),
        # reversed: it would go on into the next day's hours
        (
            HEAD + "tue = ['17:30-13:00']\nwed = ['08:30-12:00']",
            "c.toml:6: the hours of tue run into those of wed",
        ),
        (HEAD + "sun = ['22:00-09:00']", "c.toml:4: the hours of sun run into those of mon"),
        (HEAD + "[holidays]\nyears_announced = [2026]", "c.toml:5: country is missing"),
        (HEAD + "[holidays]\ncountry = 'CN'\nyears = 1", "c.toml:7: years is not known here"),
        (
            HEAD + "[holidays]\ncountry = 'CN'\nyears_announced = 2026",
            "c.toml:7: years_announced cannot be 2026",
        ),
        (
            HEAD + "[holidays]\ncountry = 'CN'\nworkday_like = 'monday'",
            "c.toml:7: workday_like cannot be 'monday'",
        ),
        (DAY, "c.toml:5: a day is either closed"),
        (DAY + "closed = true\nlike = 'mon'", "c.toml:5: a day is either closed"),
        (DAY + "closed = false", "c.toml:8: closed cannot be False"),
        (DAY + "hours = []", "c.toml:8: hours cannot be []"),
        (DAY + "like = 'xyz'", "c.toml:8: like cannot be 'xyz'"),
        (DAY + "closed = true\n[[day]]\ndate = '2026-10-01'\nname = 'e'", "c.toml:10: 2026-10-01"),
        (HEAD + "[[day]]\nname = 'd'\ndate = '1 October'", "c.toml:7: date cannot be '1 October'"),
        (HEAD + "[[day]]\nname = 'd'\ndate = 2026-10-01T10:00:00", "c.toml:7: date cannot be"),
        (HEAD + "[[day]]\ndate = 2026-10-01", "c.toml:5: name is missing"),
        (HEAD + "tue = [", "c.toml:5: this is not TOML"),
    ],
)
def test_mistakes(text: str, told: str) -> None:
    with pytest.raises(Problem) as caught:
        read_calendar(text, "c.toml")
    assert str(caught.value).startswith(told)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("country = 'XX'", "c.toml:6: no public holidays are known for XX"),
        ("country = 'DE'\nsubdivision = 'QQ'", "c.toml:7: no public holidays are known for DE QQ"),
    ],
)
def test_a_country_the_library_lacks_shows_when_a_year_is_needed(place: str, told: str) -> None:
    calendar = read_calendar(HEAD + "[holidays]\n" + place, "c.toml")
    with pytest.raises(Problem) as caught:
        calendar.due(0, 60)
    assert str(caught.value).startswith(told)


def test_reading_a_calendar_does_not_load_the_holidays_library() -> None:
    code = (
        "import sys\nfrom floorboard.exchange.calendars import read_calendar\n"
        "read_calendar(open(sys.argv[1], encoding='utf-8').read(), 'centre.toml')\n"
        "sys.exit('holidays' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(DATA / "centre.toml")], check=False)
    assert run.returncode == 0
