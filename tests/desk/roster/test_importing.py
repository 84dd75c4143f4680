"""Rosters from tables and calendars: whom and what they mean, what stays out, and what goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import rostering
from floorboard.desk import undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, defining, exporting, importing, month, planning
from floorboard.desk.roster.importing import Imported, Request
from floorboard.domain.problem import Problem
from floorboard.store.queries import roster as queries
from rostering import at

MONTH = date(2026, 11, 1)

PLAN = """姓名,23日,24日,25日,26日,27日
Ann,day,,,,
张三,,day,,,
 王　芳 ,,,D2,,夜班
WF,,,,白班,
lw,,,,,09:00-12:00
lee,,evening,,,
"""


def bring(desk: Desk, text: str, name: str = "plan.csv", **how: Any) -> Imported:
    path = desk.store.path.with_name(name)
    path.write_text(text, "utf-8", newline="")
    wanted = {"rota": "hotline", "month": MONTH, **how}
    return importing.load(desk, Request(path, **wanted))


def refused(done: Imported) -> list[tuple[str, str]]:
    return [(each.where, str(each.problem)) for each in done.refused]


def test_a_matrix_of_people(desk: Desk) -> None:
    found: list[Imported] = []
    rostering.check_undo(desk, lambda: found.append(bring(desk, PLAN)))
    (done,) = found
    assert rostering.turns(desk, "hotline", "23", "28 12:00") == [
        "ann 23 09:00–17:00",
        "ben 24 09:00–17:00",  # 张三's day
        "lee 24 17:00–01:00",
        "ann 25 09:00–17:00",  # that of D2
        "ben 26 09:00–17:00",  # locked
        "wf 26 09:00–17:00",
        "wf 27 01:00–09:00",
        "lw 27 09:00–12:00",
    ]
    assert (done.rotas, done.read, done.made, done.gone) == (("hotline",), 7, 4, 0)
    assert (done.past, done.outside, done.written) == (1, 0, True)  # Ann's turn has begun
    assert (rostering.told(done.start), rostering.told(done.end)) == ("23 00:00", "28 00:00")
    first, second = refused(done)
    assert first[0] == "C3"
    assert "there is nobody called 张三" in first[1]
    assert "--as 张三=CODE" in first[1]
    assert second[0] == "D4"
    assert "there is no shift D2" in second[1]
    assert "day" in second[1]


def test_a_chinese_shift_by_its_first_character(desk: Desk) -> None:
    done = bring(desk, "姓名,26日,27日,28日\nlee,夜,晩,白\n")
    assert (done.read, done.made) == (3, 2)
    ((where, told),) = refused(done)
    assert where == "C2"
    assert "there is no shift 晩" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("姓名,24日,25日,26日\ndan,day,,day\n张三,,day,\n", "of 2026-11-25"),
        ("姓名,24日,25日,26日\ndan,day,25:00-26:00,day\n", "of 2026-11-25"),
        ("姓名,24日,25日,26日\ndan,day,day,day\ndan,,10:00-12:00,\n", "of 2026-11-25"),
        ("日期,班次,姓名\n24日,day,dan\n25日,25:00-26:00,dan\n26日,day,dan\n", "of 2026-11-25"),
        ("日期,班次,姓名\n2026-11-24,day,dan\n2026-13-25,day,dan\n", "doesn't say its day"),
    ],
)
def test_a_day_of_which_something_is_refused_keeps_its_turns(
    desk: Desk, text: str, told: str
) -> None:
    done = bring(desk, text)
    assert len(done.refused) == 1
    assert told in str(done.notes[-1])
    assert rostering.ANN in rostering.on(desk, "hotline", "25 10:00")
    assert (rostering.BEN in rostering.on(desk, "hotline", "24 10:00")) is (done.gone == 0)
    assert done.gone == (1 if "2026-11-25" in told else 0)


def test_imported_again_nothing_is_made(desk: Desk) -> None:
    bring(desk, PLAN)
    again = bring(desk, PLAN)
    assert (again.made, again.gone) == (0, 0)


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before = rostering.turns(desk, "hotline", "23", "30")
    seen = bring(desk, PLAN, dry_run=True)
    assert not seen.written
    assert rostering.turns(desk, "hotline", "23", "30") == before
    done = bring(desk, PLAN)
    assert (seen.made, seen.gone, seen.refused[0].where) == (done.made, done.gone, "C3")


def test_all_or_nothing(desk: Desk) -> None:
    assert not bring(desk, PLAN, whole_or_nothing=True).written
    assert rostering.on(desk, "hotline", "27 10:00") == []
    right = bring(desk, PLAN.replace("D2", "").replace("张三", "dan"), whole_or_nothing=True)
    assert right.written


def test_what_is_there_may_stay(desk: Desk) -> None:
    done = bring(desk, "姓名,24日,25日,26日\ndan,day,day,day\n", keep=True)
    assert (done.made, done.gone) == (3, 0)
    assert rostering.on(desk, "hotline", "24 10:00") == [rostering.BEN, rostering.DAN]


def test_names_that_are_said(desk: Desk) -> None:
    done = bring(desk, PLAN, names={"张 三": "dan"})
    assert [each.where for each in done.refused] == ["D4"]
    assert rostering.on(desk, "hotline", "24 10:00") == [rostering.DAN]
    rostering.refuses(desk, lambda: bring(desk, PLAN, names={"张三": "zz"}), "with the code zz")


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("ANN", "ann"),
        ("Ａｎｎ", "ann"),
        ("wang  fang", "wf"),
        ("王 芳", "wf"),
        ("王\u3000芳", "wf"),
        ("李伟", "lw"),
        ("lw", "lw"),
        ("liwei", ""),  # both are
        ("Li Wei", ""),
        ("wang", ""),
        ("王", ""),
        ("Anna", ""),
        ("gus", "gus"),
    ],
)
def test_whom_a_name_means(desk: Desk, name: str, who: str) -> None:
    done = bring(desk, f"日期,姓名,班次\n2026-11-28,{name},白班\n")
    assert rostering.turns(desk, "hotline", "28", "29") == (
        [f"{who} 28 09:00–17:00"] if who else []
    )
    assert bool(done.refused) is not bool(who)


def test_who_has_left_isnt_planned_any_more(desk: Desk) -> None:
    done = bring(desk, "日期,姓名,班次\n2026-12-01,gus,白班\n", month=None)
    assert refused(done)[0][1].startswith("gus doesn't work here then")
    assert not done.written


def test_two_turns_at_once(desk: Desk) -> None:
    text = "日期,姓名,班次,备注\n2026-11-28,dan,白班,\n2026-11-28,dan,12:00-20:00,\n"
    done = bring(desk, text + "2026-11-26,ben,12:00-20:00,\n")
    assert [(where, text.split(",")[0]) for where, text in refused(done)] == [
        ("C3", "dan has another turn there already"),
        ("C4", "ben has another turn there already"),  # the locked one
    ]
    assert rostering.turns(desk, "hotline", "28", "29") == ["dan 28 09:00–17:00"]


def test_another_month_stays_out(desk: Desk) -> None:
    done = bring(desk, "日期,姓名,班次\n2026-11-30,dan,白班\n2026-12-01,dan,白班\n")
    assert (done.made, done.outside) == (1, 1)


def test_a_year_mistyped_takes_nothing_out_on_the_way(desk: Desk) -> None:
    text = "日期,姓名,班次\n2026-11-24,dan,白班\n2126-11-24,dan,白班\n"
    done = bring(desk, text, month=None)
    assert (done.made, done.gone) == (2, 1)
    assert rostering.on(desk, "hotline", "25 10:00") == [rostering.ANN]
    done = bring(desk, "日期,姓名,班次\n2026-11-24,dan,白班\n2026-11-26,dan,白班\n", month=None)
    assert done.gone == 1, "a day between them is free"
    assert rostering.on(desk, "hotline", "25 10:00") == []


def test_a_list_that_names_its_rotas(desk: Desk) -> None:
    text = (
        "date,name,shift,rota\n2026-11-28,dan,day,hotline\n2026-11-28,lee,evening,夜班线\n"
        "2026-11-28,ann,day,nowhere\n"
    )
    done = bring(desk, text, rota="", month=None)
    assert done.rotas == ("hotline", "nights")
    assert [where for where, _ in refused(done)] == ["C4"]
    assert rostering.on(desk, "nights", "28 18:00") == [rostering.LEE]
    undoing.undo(desk)
    assert rostering.on(desk, "nights", "28 18:00") == [rostering.LI]
    assert bring(desk, text, rota="nights", month=None).outside == 1


def test_a_duty_table_of_shifts(desk: Desk) -> None:
    text = "值班表 2026年11月\n日期,白班,晚班\n28日,王芳、李伟,dan\n29日,ann,\n30日,,\n"
    done = bring(desk, text)
    assert not done.refused
    assert rostering.turns(desk, "hotline", "28", "30") == [
        "wf 28 09:00–17:00",
        "lw 28 09:00–17:00",
        "dan 28 17:00–01:00",
        "ann 29 09:00–17:00",
    ]


@pytest.mark.parametrize(
    ("text", "how", "why"),
    [
        (PLAN, {"rota": ""}, "nothing says for which rota"),
        (PLAN, {"rota": "none"}, "there is no rota none"),
        (PLAN, {"month": None}, "no year or month"),
        ("just text\n", {}, "no roster can be found"),
    ],
)
def test_what_cant_be_read(desk: Desk, text: str, how: dict[str, Any], why: str) -> None:
    rostering.refuses(desk, lambda: bring(desk, text, **how), why)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:a
DTSTART;TZID=America/New_York:20261130T200000
DTEND;TZID=America/New_York:20261201T040000
RRULE:FREQ=DAILY;COUNT=3
EXDATE;TZID=America/New_York:20261201T200000
SUMMARY:Wang Fang
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART:20261205T090000
DTEND:20261205T170000
ATTENDEE;CN=李伟:mailto:liwei@example.org
SUMMARY:duty
END:VEVENT
BEGIN:VEVENT
UID:c
DTSTART:20261206T090000
DTEND:20261206T170000
SUMMARY:Nobody At All
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_a_calendar(desk: Desk) -> None:
    found: list[Imported] = []
    rostering.check_undo(
        desk,
        lambda: found.append(bring(desk, CALENDAR, "plan.ics", month=date(2026, 12, 1))),
    )
    (done,) = found
    assert rostering.turns(desk, "hotline", "12-01", "12-10") == [
        "wf 01 09:00–17:00",
        "wf 03 09:00–17:00",
        "lw 05 09:00–17:00",
    ]
    assert [each.where for each in done.refused] == ["c"]
    rostering.refuses(
        desk, lambda: bring(desk, CALENDAR, "plan.ics", month=None), "say which month"
    )


def test_a_calendar_that_isnt_there(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="can't be read"):
        importing.load(desk, Request(tmp_path / "none.ics", "hotline", MONTH))


def test_what_was_locked_since_isnt_undone(desk: Desk, other: Desk) -> None:
    changing.leave(other, rostering.CAT, at("28"), at("29"))
    bring(desk, PLAN)
    with desk.store.reading() as db:
        number = queries.turns(db, at("27"), at("27 12:00"))[1][0].id
    planning.lock(other, [number], True)
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)


TOKYO = """code = "tokyo"
name = "Tokyo line"
name_zh = "东京线"
zone = "Asia/Tokyo"
""" + "".join(
    f"""
[[turn]]
person = "{person}"
starts = 2026-11-{first}:00+09:00
ends = 2026-{last}:00+09:00
"""
    for person, first, last in (
        ("ann", "20T08:30", "11-27T08:30"),  # has begun
        ("ben", "27T08:30", "12-04T08:30"),  # goes on beyond the month
        ("cat", "24T00:30", "11-24T09:00"),  # the 23rd at the centre
        ("cat", "24T16:00", "11-25T00:00"),  # two that meet at midnight
        ("cat", "25T00:00", "11-25T08:00"),
        ("dan", "24T09:00", "11-25T09:00"),  # a day, but not from midnight
        ("wf", "28T09:00", "11-29T12:00"),  # somewhat more than a day
        ("lw", "24T00:00", "11-25T00:00"),  # two whole days, one by one
        ("lw", "25T00:00", "11-26T00:00"),
    )
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_exported_workbook_imports_as_what_it_was(desk: Desk, language: str) -> None:
    defining.define(desk, TOKYO, "tokyo.toml")
    changing.leave(desk, rostering.ANN, at("29"), at("30"))
    path = desk.store.path.with_name("november.xlsx")
    for rota in ("tokyo", "hotline"):
        exporting.export(desk, exporting.Request("xlsx", path, MONTH, rota, language=language))
        done = importing.load(desk, Request(path, rota, MONTH))
        assert (done.made, done.gone, done.outside, done.refused) == (0, 0, 0, ())
    with desk.store.reading() as db:
        sheet = month.sheet(db, MONTH, 30, desk.now(), "tokyo")
    assert sheet.title.endswith("Tokyo line · Asia/Tokyo")


def test_whole_days_and_hours_are_of_the_zone_that_the_sheet_names(desk: Desk) -> None:
    defining.define(desk, TOKYO, "tokyo.toml")
    text = "{}\n姓名,26日,27日,28日\ndan,Tokyo line,东京线,08:00-09:00\nlee,,热线,请假\n"
    done = bring(desk, text.format("值班表"), rota="tokyo", keep=True)
    assert (done.made, done.outside, done.refused) == (2, 1, ())
    on = rostering.turns(desk, "tokyo", "25 22:00", "28 09:00")
    assert [each for each in on if each.startswith("dan")] == [
        "dan 25 23:00–23:00",  # both days; Tokyo is an hour ahead
        "dan 28 07:00–08:00",
    ]
    done = bring(desk, text.format("值班表 · Asia/Shanghai"), rota="tokyo", dry_run=True)
    assert rostering.told(done.start) == "26 00:00"
