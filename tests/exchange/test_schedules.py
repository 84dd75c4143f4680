"""Schedules and lists from TOML: what they mean, and that each mistake is told with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.calendar import WorkingCalendar
from floorboard.domain.duties.schedule import Evidence, Occurrence, Schedule, Workdays, occurrences
from floorboard.domain.duties.template import Item, Template
from floorboard.domain.instant import from_wall, to_wall
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.exchange.calendars import read_calendar
from floorboard.exchange.checklists import read_templates
from floorboard.exchange.schedules import read_schedules

DATA = Path(__file__).parents[2] / "data"
SHANGHAI = ZoneInfo("Asia/Shanghai")
DUTIES = ("agent.duty.1", "agent.duty.2", "general.duty.1")

SCHEDULE = """starts = 2026-01-01
measures = ["phone_answered", "fax"]
[[schedule]]
code = "a"
duty = "agent.duty.1"
title = { en = "A", zh = "甲" }
rule = "FREQ=DAILY"
due = "8:30"
opens = "90m"
closes = "2h"
"""
TEMPLATE = """measures = ["calls"]
[[template]]
code = "t"
title = { en = "T", zh = "丁" }
[[template.item]]
title = { en = "I", zh = "戊" }
post = "agent"
due = "3d"
"""


def handbook() -> dict[str, bool]:
    """The ids of the handbook's duties, and whether each is without a schedule."""
    return {
        f"{book['post']}.duty.{duty['number']}": "unscheduled" in duty
        for path in sorted((DATA / "handbook").glob("*.toml"))
        for book in [tomllib.loads(path.read_text("utf-8"))]
        for duty in book["duty"]
    }


@pytest.fixture(scope="module")
def centre() -> tuple[Schedule, ...]:
    text = (DATA / "duties" / "centre.toml").read_text("utf-8")
    return read_schedules(text, "centre.toml", handbook())


@pytest.fixture(scope="module")
def lists() -> tuple[Template, ...]:
    text = (DATA / "duties" / "templates.toml").read_text("utf-8")
    return read_templates(text, "templates.toml", handbook())


@pytest.fixture(scope="module")
def office() -> WorkingCalendar:
    return read_calendar((DATA / "calendars" / "centre.toml").read_text("utf-8"), "centre.toml")


def short(titles: object) -> bool:
    """Whether both titles fit a line: 40 letters, 16 characters of double width."""
    assert isinstance(titles, dict)
    assert set(titles) == {"en", "zh"}
    wide = sum(east_asian_width(each) in "WF" for each in titles["zh"])
    return len(titles["en"]) <= 40 and 2 <= wide <= 16


def test_the_schedules_that_come_along(centre: Sequence[Schedule]) -> None:
    assert len(centre) >= 44
    assert [each.code for each in centre if not short(each.titles)] == []
    posts = [Post(each.duty.partition(".")[0]) for each in centre]
    assert [key for key, following in pairwise((*posts, None)) if key != following] == list(Post)
    assert {each.workdays for each in centre} == set(Workdays)
    assert {each.evidence for each in centre} == set(Evidence)
    measures = [each.measure for each in centre if each.measure]
    assert len(measures) == len(set(measures))
    assert {"phone_answered", "email", "fax", "announcements"} <= set(measures)


def test_each_duty_has_a_schedule_or_says_why_it_has_none(centre: Sequence[Schedule]) -> None:
    scheduled = {each.duty for each in centre}
    assert {duty for duty, without in handbook().items() if not without} == scheduled


def test_the_lists_that_come_along(lists: Sequence[Template]) -> None:
    assert [each.code for each in lists] == ["project-start", "system-upgrade", "emergency"]
    for each in lists:
        assert short(each.titles)
        assert [item.titles for item in each.items if not short(item.titles)] == []
        assert 6 <= len(each.items) <= 10
        due = [item.days * 1440 + item.minutes for item in each.items]
        assert due == sorted(due)


def test_a_year_of_the_centre(centre: Sequence[Schedule], office: WorkingCalendar) -> None:
    """Every schedule comes at its time; only moved ones get nearer than their windows are long."""
    for schedule in centre:
        end = date(2026, 2, 1) if "DAILY" in schedule.rule else date(2027, 1, 1)
        year = occurrences(schedule, date(2026, 1, 1), end, office, SHANGHAI, [7])
        assert year, schedule.code
        for each, following in pairwise((*year, year[-1])):
            assert each.provisional == (each.scheduled.year == 2027)
            assert each.project == (7 if schedule.each_project else None)
            closes = each.closes_at - each.due_at
            if not moved(each) and not moved(following):
                assert closes == schedule.closes * 60, (schedule.code, each.scheduled)
            if schedule.workdays is not Workdays.ANY:
                assert office.ranges_on(to_wall(each.due_at, SHANGHAI).date())


def moved(each: Occurrence) -> bool:
    return to_wall(each.due_at, SHANGHAI) != each.scheduled


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("next-roster", "2026-09-24T17:00"),  # the 25th is the Mid-Autumn Festival
        ("articles", "2026-09-30T17:00"),
        ("month-statistics", "2026-09-02T17:00"),
        ("department-meeting", "2026-09-09T16:00"),
        ("equipment-count", "2026-09-30T17:00"),
        ("training", "2026-09-17T17:00"),
    ],
)
def test_september(
    centre: Sequence[Schedule], office: WorkingCalendar, code: str, due: str
) -> None:
    (schedule,) = (each for each in centre if each.code == code)
    (only,) = occurrences(schedule, date(2026, 9, 1), date(2026, 10, 1), office, SHANGHAI)
    assert to_wall(only.due_at, SHANGHAI).isoformat("T", "minutes") == due


def test_a_schedule() -> None:
    plain, full = read_schedules(
        SCHEDULE
        + """[[schedule]]
code = "b-2"
duty = "general.duty.1"
post = "director"
title = { en = "B", zh = "乙" }
rule = "FREQ=DAILY;BYHOUR=8,17;UNTIL=20261231"
starts = 2026-02-03
opens = "3h"
closes = "1d"
workdays = "before"
each_project = true
evidence = "number"
measure = "phone_answered"
four_eyes = true
""",
        "d.toml",
        DUTIES,
    )
    assert plain == Schedule(
        code="a",
        duty="agent.duty.1",
        post=Post.AGENT,
        titles={"en": "A", "zh": "甲"},
        rule="FREQ=DAILY",
        starts_on=date(2026, 1, 1),
        due=510,
        opens=90,
        closes=120,
    )
    assert full == Schedule(
        code="b-2",
        duty="general.duty.1",
        post=Post.DIRECTOR,
        titles={"en": "B", "zh": "乙"},
        rule="FREQ=DAILY;BYHOUR=8,17;UNTIL=20261231",
        starts_on=date(2026, 2, 3),
        due=0,
        opens=180,
        closes=1440,
        workdays=Workdays.BEFORE,
        each_project=True,
        evidence=Evidence.NUMBER,
        measure="phone_answered",
        four_eyes=True,
    )
    assert full.start.isoformat("T", "minutes") == "2026-02-03T00:00"


RULE = 'rule = "FREQ=DAILY"'
DUE = 'due = "8:30"'


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('code = "a"', 'code = "A b"', 4, "code"),
        (DUE, DUE + '\ncolour = "red"', 9, "colour is not known here"),
        (DUE, "", 3, "due is missing"),
        ("starts = 2026-01-01", "", 1, "starts is missing"),
        ("2026-01-01", "2026-01-01T08:00:00", 1, "starts = 2026-01-01"),
        ("agent.duty.1", "agent.duty.3", 5, "Known are: agent.duty.1, agent.duty.2"),
        ("agent.duty.1", "boss.duty.1", 5, "Known are: agent.…, general.…"),
        (DUE, DUE + '\npost = "boss"', 9, 'post = "director"'),
        ('en = "A", ', "", 6, "the title lacks the language en"),
        ('{ en = "A", zh = "甲" }', '"A"', 6, "the title lacks the language zh"),
        ("8:30", "24:00", 8, 'due = "17:30"'),
        ("90m", "0m", 9, "opens = "),
        ("90m", "-5m", 9, "opens = "),
        ("2h", "367d", 10, "closes = "),
        ("2h", "2 weeks", 10, "closes = "),
        (DUE, DUE + '\nworkdays = "never"', 9, 'workdays = "only"'),
        (DUE, DUE + '\nevidence = "number"', 3, "measure is missing"),
        (DUE, DUE + '\nmeasure = "fax"', 9, "only a number measures something"),
        (DUE, DUE + '\nevidence = "number"\nmeasure = "phone_answred"', 10, "has no phone_answred"),
        (DUE, DUE + '\nevidence = "number"\nmeasure = "calls"', 10, "are: phone_answered, fax"),
        ('"fax"', '"Fax!"', 2, 'measures = ["phone_answered", "fax"]'),
        ("measures", "measure", 2, "measure is not known here"),
        (DUE, DUE + '\neach_project = "yes"', 9, "each_project = true"),
        ("FREQ=DAILY", "FREQ=DAILY;BYHOUR=8", 8, "already at which hours"),
        (RULE, "rule = 1", 7, 'rule = "…"'),
    ],
)
def test_what_is_wrong_with_a_schedule(old: str, new: str, line: int, told: str) -> None:
    assert old in SCHEDULE
    with pytest.raises(Problem) as caught:
        read_schedules(SCHEDULE.replace(old, new, 1), "d.toml", DUTIES)
    assert caught.value.where == f"d.toml:{line}"
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("daily", "'daily' is no part of a rule. Write it like this: FREQ=WEEKLY;BYDAY=MO,FR"),
        ("RRULE:FREQ=DAILY", "'RRULE:FREQ=DAILY' is no part"),
        ("FREQ=DAILY;", "'' is no part"),
        ("FREQ=DAILY;BYEASTER=0", "'BYEASTER=0' is no part"),
        ("FREQ=FORTNIGHTLY", "FREQ=YEARLY | FREQ=MONTHLY"),
        ("INTERVAL=2", "FREQ= in the rule cannot be read"),
        ("FREQ=MINUTELY", "once an hour at most, not MINUTELY"),
        ("FREQ=SECONDLY;INTERVAL=9", "once an hour at most, not SECONDLY"),
        ("FREQ=DAILY;INTERVAL=0", "Write it like this: INTERVAL=2"),
        ("FREQ=DAILY;COUNT=5000", "Write it like this: COUNT=12"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "UNTIL does not go with COUNT=3"),
        ("FREQ=DAILY;UNTIL=20270230", "Write it like this: UNTIL=20271231"),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", "Write it like this: UNTIL=20271231"),
        ("FREQ=DAILY;UNTIL=20251231", "no day ever fits"),
        ("FREQ=DAILY;BYMINUTE=0,30", "BYMINUTE without BYHOUR"),
        ("FREQ=DAILY;FREQ=DAILY", "says FREQ twice"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYDAY=MO,1FR", "BYDAY=MO,FR | BYDAY=1MO,-1FR"),
        ("FREQ=WEEKLY;BYDAY=Monday", "Write it like this: BYDAY=MO,-1FR"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;INTERVAL=2;BYMONTH=1", "BYMONTH does not go with FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=DAILY;INTERVAL=3;BYDAY=MO", "BYDAY does not go with FREQ=DAILY;INTERVAL=3"),
        ("FREQ=HOURLY;BYDAY=MO", "BYDAY does not go with FREQ=HOURLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "Write it like this: BYMONTHDAY=1,-1"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS does not go with FREQ=MONTHLY"),
        ("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31", "no day ever fits"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no day ever fits"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "no day ever fits"),
    ],
)
def test_what_is_wrong_with_a_rule(rule: str, told: str) -> None:
    with pytest.raises(Problem) as caught:
        read_schedules(SCHEDULE.replace("FREQ=DAILY", rule), "d.toml", DUTIES)
    assert caught.value.where == "d.toml:7"
    assert told in str(caught.value)


def test_too_many_a_day() -> None:
    every = ",".join(map(str, range(24)))
    rule = f"FREQ=DAILY;BYHOUR={every};BYMINUTE=0,20,40"
    with pytest.raises(Problem, match="comes 72 times a day"):
        read_schedules(SCHEDULE.replace("FREQ=DAILY", rule).replace(DUE, ""), "d.toml", DUTIES)


def test_a_code_is_there_once() -> None:
    second = SCHEDULE.partition("]\n")[2]
    with pytest.raises(Problem, match="two of the code a") as caught:
        read_schedules(SCHEDULE + second, "d.toml", DUTIES)
    assert caught.value.where == "d.toml:12"
    with pytest.raises(Problem, match="two of the code t") as caught:
        read_templates(TEMPLATE + TEMPLATE.partition("\n")[2], "t.toml", DUTIES)
    assert caught.value.where == "t.toml:10"


def test_a_list() -> None:
    (template,) = read_templates(
        TEMPLATE
        + '[[template.item]]\ntitle = { en = "J", zh = "己" }\npost = "director"\ndue = "90m"\n'
        + 'evidence = "number"\nmeasure = "calls"\nduty = "agent.duty.2"\n',
        "t.toml",
        DUTIES,
    )
    assert template == Template(
        "t",
        {"en": "T", "zh": "丁"},
        (
            Item({"en": "I", "zh": "戊"}, Post.AGENT, days=3),
            Item(
                {"en": "J", "zh": "己"},
                Post.DIRECTOR,
                minutes=90,
                evidence=Evidence.NUMBER,
                measure="calls",
                duty="agent.duty.2",
            ),
        ),
    )


def test_an_item_is_due_days_later_at_the_same_time_of_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    started = from_wall(
        datetime.fromisoformat("2026-03-28T09:00"), berlin
    )  # the night before the clock goes forward
    days = Item({}, Post.AGENT, days=1)
    hours = Item({}, Post.AGENT, minutes=24 * 60)
    assert to_wall(days.due_at(started, berlin), berlin) == datetime.fromisoformat(
        "2026-03-29T09:00"
    )
    assert to_wall(hours.due_at(started, berlin), berlin) == datetime.fromisoformat(
        "2026-03-29T10:00"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('code = "t"', 'code = "t"\nowner = "x"', 4, "owner is not known here"),
        ('post = "agent"', "", 5, "post is missing"),
        ("3d", "soon", 8, 'due = "90m"'),
        ('zh = "戊"', 'de = "I"', 6, "the title lacks the language zh"),
        ('due = "3d"', 'due = "3d"\nduty = "agent.duty.9"', 9, "no duty agent.duty.9"),
        ('due = "3d"', 'due = "3d"\nevidence = "number"\nmeasure = "call"', 10, "has no call"),
        (TEMPLATE.partition("[[template.item]]")[2], "", 5, "title is missing"),
    ],
)
def test_what_is_wrong_with_a_list(old: str, new: str, line: int, told: str) -> None:
    assert old in TEMPLATE
    with pytest.raises(Problem) as caught:
        read_templates(TEMPLATE.replace(old, new, 1), "t.toml", DUTIES)
    assert caught.value.where == f"t.toml:{line}"
    assert told in str(caught.value)
