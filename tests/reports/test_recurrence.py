"""When a duty recurs is said in words, and never otherwise than it comes."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checking import daily
from floorboard.domain.duties.schedule import Workdays
from floorboard.reports.recurrence import recurrence

PLAIN = replace(daily(8 * 60 + 30), starts_on=date(2026, 1, 5))  # a Monday


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=DAILY;BYHOUR=8,17;BYMINUTE=0,30", "every day, at 08:00, 08:30, 17:00 and 17:30"),
        ("FREQ=DAILY;BYMONTH=7,8", "every day in July and August"),
        ("FREQ=HOURLY", "every hour"),
        ("FREQ=HOURLY;INTERVAL=2", "every 2 hours"),
        ("FREQ=WEEKLY", "each Monday"),
        ("FREQ=WEEKLY;BYDAY=TH,MO", "each Monday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "each Friday, every 2 weeks"),
        ("FREQ=MONTHLY", "the 5th of the month"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,22,23,11",
            "the 1st, the 11th, the 22nd and the 23rd of the month",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "the last day of the month"),
        ("FREQ=MONTHLY;BYDAY=2WE", "the second Wednesday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of the month"),
        (
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=21",
            "the 21st of March, June, September and December",
        ),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=12", "the 12th of the month, every 2 months"),
        ("FREQ=YEARLY", "the 5th of January"),
        ("FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=9", "the 9th of May and November"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=28", "the 28th of February, every 4 years"),
        ("FREQ=DAILY;UNTIL=20271231", "every day, until Fri 31 Dec 2027"),
        ("FREQ=DAILY;COUNT=12", "every day, 12 times in all"),
    ],
)
def test_a_rule_in_words(rule: str, said: str) -> None:
    assert recurrence(replace(PLAIN, rule=rule)) == said


@pytest.mark.parametrize(
    ("rule", "workdays", "said"),
    [
        ("FREQ=DAILY", Workdays.ONLY, "every workday"),
        ("FREQ=HOURLY", Workdays.ONLY, "every hour"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Workdays.BEFORE, "the last workday of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Workdays.AFTER, "the last day of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", Workdays.AFTER, "the first workday of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=2", Workdays.AFTER, "the 2nd of the month"),
    ],
)
def test_days_off_are_thought_of(rule: str, workdays: Workdays, said: str) -> None:
    assert recurrence(replace(PLAIN, rule=rule, workdays=workdays)) == said


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=MONTHLY;BYMONTHDAY=1,-2",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYDAY=-2FR",
    ],
)
def test_what_no_words_say_stays_as_it_is_written(rule: str) -> None:
    assert recurrence(replace(PLAIN, rule=rule)) == rule


def test_all_that_come_along_have_words() -> None:
    data = Path(__file__).parents[2] / "data" / "duties" / "centre.toml"
    rules = [each["rule"] for each in tomllib.loads(data.read_text("utf-8"))["schedule"]]
    assert [rule for rule in rules if "FREQ" in recurrence(replace(PLAIN, rule=rule))] == []
