"""Occurrences of duties: tables by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.calendar import NamedDay, WorkingCalendar
from floorboard.domain.duties import rule
from floorboard.domain.duties.schedule import Occurrence, Schedule, Workdays, occurrences
from floorboard.domain.instant import iso, to_wall
from scheduling import APIA, BERLIN, CHICAGO, CHINA, LORD_HOWE, SHANGHAI, calendar, of_agents

OFFICE = calendar(CHINA)


def schedule(
    text: str,
    due: str = "17:00",
    opens: int = 60,
    closes: int = 60,
    starts: str = "2020-01-01",
    workdays: str = "any",
) -> Schedule:
    minutes = int(due[:2]) * 60 + int(due[3:])
    first = date.fromisoformat(starts)
    made = of_agents(text, first, minutes, opens, closes, Workdays(workdays))
    rule.check(text, made.start)
    return made


def days(
    made: Schedule, first: str, end: str, zone: ZoneInfo = SHANGHAI, book: WorkingCalendar = OFFICE
) -> list[Occurrence]:
    return occurrences(made, date.fromisoformat(first), date.fromisoformat(end), book, zone)


@pytest.mark.parametrize(
    ("zone", "due", "opens", "closes", "day", "window"),
    [
        # Chicago's clock goes from 02:00 to 03:00 on 8 March, from 02:00 to 01:00 on 1 November
        (CHICAGO, "02:30", 60, 60, "2026-03-08", "2026-03-08T07:30Z 08:00Z 08:30Z"),
        (CHICAGO, "02:10", 10, 30, "2026-03-08", "2026-03-08T08:00Z 08:00Z 08:30Z"),
        (CHICAGO, "03:30", 60, 60, "2026-03-08", "2026-03-08T08:00Z 08:30Z 09:30Z"),
        (CHICAGO, "01:30", 60, 15, "2026-11-01", "2026-11-01T05:30Z 06:30Z 07:45Z"),
        (CHICAGO, "01:30", 15, 60, "2026-11-01", "2026-11-01T06:15Z 06:30Z 08:30Z"),
        (CHICAGO, "02:30", 60, 60, "2026-11-01", "2026-11-01T06:30Z 08:30Z 09:30Z"),
        # Lord Howe's goes by half an hour: to 02:30 on 4 October, back to 01:30 on 5 April
        (LORD_HOWE, "02:15", 15, 60, "2026-10-04", "2026-10-03T15:30Z 15:30Z 16:15Z"),
        (LORD_HOWE, "01:45", 30, 10, "2026-04-05", "2026-04-04T14:15Z 14:45Z 15:25Z"),
        (BERLIN, "02:30", 60, 60, "2026-03-29", "2026-03-29T00:30Z 01:00Z 01:30Z"),
        (BERLIN, "02:30", 30, 60, "2026-10-25", "2026-10-25T00:00Z 00:30Z 02:30Z"),
        (SHANGHAI, "08:30", 30, 90, "2026-10-25", "2026-10-25T00:00Z 00:30Z 02:00Z"),
    ],
)
def test_windows_across_clock_changes(
    zone: ZoneInfo, due: str, opens: int, closes: int, day: str, window: str
) -> None:
    made = schedule("FREQ=DAILY", due, opens, closes)
    following = (date.fromisoformat(day) + timedelta(1)).isoformat()
    (only,) = days(made, day, following, zone)
    assert only.scheduled == datetime.fromisoformat(f"{day}T{due}")
    head, *times = (iso(each) for each in (only.opens_at, only.due_at, only.closes_at))
    assert f"{head[:16]}Z {' '.join(each[11:16] + 'Z' for each in times)}" == window


@pytest.mark.parametrize(
    ("zone", "text", "day", "count", "scheduled"),
    [
        (BERLIN, "FREQ=HOURLY", "2026-03-29", 23, ["00:00", "01:00", "03:00", "04:00"]),
        (BERLIN, "FREQ=HOURLY", "2026-10-25", 24, ["00:00", "01:00", "02:00", "03:00"]),
        (BERLIN, "FREQ=DAILY;BYHOUR=2;BYMINUTE=15,45", "2026-03-29", 1, ["02:45"]),
        (BERLIN, "FREQ=DAILY;BYHOUR=2;BYMINUTE=15,45", "2026-10-25", 2, ["02:15", "02:45"]),
        # Samoa had no 30 December 2011: what was due then falls together at its end
        (APIA, "FREQ=DAILY;BYHOUR=9,15", "2011-12-30", 1, ["15:00"]),
        (APIA, "FREQ=DAILY;BYHOUR=0,9", "2011-12-30", 0, []),
        (APIA, "FREQ=DAILY;BYHOUR=0,9", "2011-12-31", 2, ["00:00", "09:00"]),
    ],
)
def test_what_falls_together_is_one(
    zone: ZoneInfo, text: str, day: str, count: int, scheduled: list[str]
) -> None:
    following = (date.fromisoformat(day) + timedelta(1)).isoformat()
    found = days(schedule(text, "00:00", 20, 20, "2000-01-01"), day, following, zone)
    assert len(found) == count
    assert [f"{each.scheduled:%H:%M}" for each in found][: len(scheduled)] == scheduled


@pytest.mark.parametrize(
    ("text", "starts", "first", "end", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2000-01-01", "2028-01-15", "2028-05-01",
         "1/31 2/29 3/31 4/30"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-01-01", "2026-08-01", "1/31 3/31 5/31 7/31"),
        ("FREQ=MONTHLY;INTERVAL=2", "2001-11-30", "2026-01-01", "2026-08-01",
         "1/30 3/30 5/30 7/30"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2000-01-01", "2026-01-01", "2026-04-01", "1/30 2/27 3/27"),
        ("FREQ=MONTHLY;BYDAY=2WE", "2000-01-01", "2026-01-01", "2026-04-01", "1/14 2/11 3/11"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2000-01-01", "2026-01-01", "2026-04-01",
         "1/30 2/27 3/31"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2000-01-01", "2026-01-01", "2027-01-01",
         "3/31 6/30 9/30 12/31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2000-01-01", "2026-01-01", "2034-01-01",
         "2/29 2/29"),
        ("FREQ=YEARLY", "2024-02-29", "2024-01-01", "2033-01-01", "2/29 2/29 2/29"),
        ("FREQ=YEARLY", "2019-11-09", "2026-01-01", "2028-01-01", "11/9 11/9"),
        ("FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=9", "2000-01-01", "2026-01-01", "2027-06-01",
         "5/9 11/9 5/9"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=1MO", "2001-01-01", "2026-01-01", "2030-01-01",
         "1/4 1/1"),
        ("FREQ=YEARLY;BYYEARDAY=-1,60", "2000-01-01", "2028-01-01", "2029-12-01", "2/29 12/31 3/1"),
        ("FREQ=YEARLY;BYWEEKNO=20", "2026-05-13", "2026-01-01", "2028-01-01", "5/13 5/19"),
        ("FREQ=WEEKLY;INTERVAL=2", "2000-01-03", "2026-01-01", "2026-02-01", "1/12 1/26"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "2026-01-07", "2026-01-01", "2026-02-08",
         "1/11 1/19 1/25 2/2"),
        ("FREQ=DAILY;INTERVAL=10", "2025-12-27", "2026-01-01", "2026-02-01", "1/6 1/16 1/26"),
        ("FREQ=DAILY;INTERVAL=1;BYDAY=MO", "2000-01-01", "2026-01-01", "2026-01-15", "1/5 1/12"),
        ("FREQ=DAILY;COUNT=3", "2026-01-30", "2026-01-01", "2027-01-01", "1/30 1/31 2/1"),
        ("FREQ=DAILY;UNTIL=20260203", "2026-02-02", "2026-01-01", "2027-01-01", "2/2 2/3"),
        ("FREQ=DAILY;UNTIL=20260203T165900", "2026-02-02", "2026-01-01", "2027-01-01", "2/2"),
        ("FREQ=HOURLY;INTERVAL=100", "2026-01-01", "2026-01-05", "2026-01-15", "1/5 1/10 1/14"),
    ],
)  # fmt: skip
def test_rules(text: str, starts: str, first: str, end: str, expected: str) -> None:
    found = days(schedule(text, starts=starts), first, end)
    assert " ".join(f"{each.scheduled:%-m/%-d}" for each in found) == expected


@pytest.mark.parametrize(
    ("text", "workdays", "first", "end", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "before", "2026-10-01", "2026-11-01", "10/31>10/30"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "after", "2026-10-01", "2026-11-01", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "after", "2026-11-02", "2026-11-03", "10/31>11/2"),
        ("FREQ=MONTHLY;BYMONTHDAY=28", "before", "2026-02-01", "2026-03-01", "2/28>2/28"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "after", "2026-10-01", "2026-11-01", "10/1>10/8"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "after", "2026-10-08", "2026-10-09", "10/1>10/8"),
        ("FREQ=MONTHLY;BYMONTHDAY=22", "before", "2026-02-14", "2026-02-15", "2/22>2/14"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "before", "2026-09-30", "2026-10-01", "10/1>9/30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "only", "2026-09-01", "2026-12-01", "9/1>9/1"),
        ("FREQ=WEEKLY;BYDAY=FR", "before", "2026-02-09", "2026-03-01",
         "2/13>2/13 2/20>2/14 2/27>2/27"),
        ("FREQ=WEEKLY;BYDAY=SA", "after", "2026-10-01", "2026-10-15", "10/3>10/8 10/10>10/10"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "after", "2026-10-12", "2026-10-25", "10/11>10/12 10/18>10/19"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "before", "2026-10-12", "2026-10-25",
         "10/18>10/16 10/25>10/23"),
        ("FREQ=DAILY", "only", "2026-10-01", "2026-10-12", "10/8>10/8 10/9>10/9 10/10>10/10"),
        ("FREQ=DAILY", "after", "2026-10-01", "2026-10-12", "10/8>10/8 10/9>10/9 10/10>10/10"),
        ("FREQ=DAILY", "before", "2026-09-30", "2026-10-08", "9/30>9/30"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=20", "before", "2026-01-01", "2027-01-01", "2/20>2/14"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=20", "after", "2026-01-01", "2027-01-01", "2/20>2/24"),
    ],
)  # fmt: skip
def test_days_off(text: str, workdays: str, first: str, end: str, expected: str) -> None:
    found = days(schedule(text, workdays=workdays), first, end)
    dues = [to_wall(each.due_at, SHANGHAI) for each in found]
    assert all(due.time() == time(17) for due in dues)
    assert " ".join(
        f"{each.scheduled:%-m/%-d}>{due:%-m/%-d}" for each, due in zip(found, dues, strict=True)
    ) == expected  # fmt: skip


def test_where_no_workday_is_near_it_stays() -> None:
    closed = WorkingCalendar("closed", SHANGHAI, ((),) * 7)
    for workdays, count in (("before", 31), ("after", 31), ("only", 0), ("any", 31)):
        made = schedule("FREQ=DAILY", workdays=workdays)
        found = days(made, "2026-10-01", "2026-11-01", book=closed)
        assert len(found) == count
        assert all(each.scheduled == to_wall(each.due_at, SHANGHAI) for each in found)


def test_a_year_whose_make_up_days_are_not_announced() -> None:
    made = schedule("FREQ=WEEKLY;BYDAY=FR", workdays="before")
    found = days(made, "2026-12-20", "2027-01-15")
    assert [each.provisional for each in found] == [False, True, True]
    assert not any(each.provisional for each in days(replace(made, workdays=Workdays.ANY),
                                                     "2027-01-01", "2027-03-01"))  # fmt: skip
    late = calendar({**CHINA, date(2027, 1, 8): NamedDay("Announced late")})
    again = days(made, "2026-12-20", "2027-01-15", book=late)
    assert [each.scheduled for each in again] == [each.scheduled for each in found]
    assert again[2].due_at == found[2].due_at - 86400


def test_windows_make_room_for_each_other() -> None:
    def windows(opens: int, closes: int, workdays: str = "any", first: str = "2026-02-10") -> str:
        made = schedule("FREQ=WEEKLY;BYDAY=FR", "12:00", opens * 60, closes * 60, workdays=workdays)
        return " ".join(
            f"{to_wall(at, SHANGHAI):%-d.%H}"
            for each in days(made, first, "2026-02-21")
            for at in (each.opens_at, each.due_at, each.closes_at)
        )

    assert windows(24, 24) == "12.12 13.12 14.12 19.12 20.12 21.12"
    # the next one opens before this one would close
    assert windows(6 * 24, 3 * 24) == "7.12 13.12 14.12 14.12 20.12 21.12"
    # the next one would open before this one is due: midway between 13 and 20 February
    assert windows(8 * 24, 6 * 24) == "10.00 13.12 17.00 17.00 20.12 24.00"
    assert windows(24, 24, "before") == "12.12 13.12 14.00 14.00 14.12 15.12"


def test_each_project_has_its_own() -> None:
    made = replace(schedule("FREQ=DAILY"), each_project=True)
    day, following = date(2026, 1, 1), date(2026, 1, 3)
    found = occurrences(made, day, following, OFFICE, SHANGHAI, (7, 3))
    assert [(each.scheduled.day, each.project) for each in found] == [
        (1, 7),
        (1, 3),
        (2, 7),
        (2, 3),
    ]
    assert occurrences(made, day, following, OFFICE, SHANGHAI) == []
    plain = occurrences(schedule("FREQ=DAILY"), day, following, OFFICE, SHANGHAI, (7, 3))
    assert [each.project for each in plain] == [None, None]


@pytest.mark.parametrize("often", ["YEARLY;BYMONTH=2", "MONTHLY", "WEEKLY", "DAILY"])
def test_a_rule_begins_later_in_the_day_than_it_comes(often: str) -> None:
    start, day = datetime.fromisoformat("2021-02-01T17:30"), date(2027, 2, 1)
    found = rule.walls(f"FREQ={often};BYHOUR=8,20", start, day, day + timedelta(1))
    assert [f"{wall:%d.%H:%M}" for wall in found] == ["01.08:30", "01.20:30"]


def test_nothing_is_walked_from_its_beginning() -> None:
    """A century of hours takes seconds; the last days of it don't."""
    began = process_time()
    for text in ("FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=3", "FREQ=MONTHLY"):
        made = schedule(text, "00:00", 10, 10, "1900-01-01")
        assert days(made, "2026-01-01", "2026-03-01")
    assert process_time() - began < 1
