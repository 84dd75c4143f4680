"""Which checks are shown when, and what is told of months and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checking import MEASURE, NOW, WANG, asking, at, checks, daily, make, one
from floorboard.desk import duties
from floorboard.desk.desk import Desk
from floorboard.desk.duties import reading
from floorboard.desk.duties.reading import Counted, Span
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.duty import CheckPhase
from floorboard.domain.post import Post
from floorboard.store import bulk

LEADS = replace(daily(1320), code="lead", post=Post.SHIFT_LEAD)
MONTHLY = replace(
    daily(600, opens=1440, closes=4320, rule="FREQ=MONTHLY;BYMONTHDAY=21"), code="monthly"
)
"""Due on the 21st at ten; it can be done until the 24th at ten."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A Sunday at ten past nine, three days after duties began."""
    each = replace(daily(480), code="each", each_project=True)
    schedules = [daily(540), each, LEADS, MONTHLY, asking(Evidence.NUMBER, 570)]
    found = make(tmp_path / "floor.sqlite", schedules, since=at("2026-11-19T00:00"), projects=2)
    duties.ensure(found)
    yield found
    found.close()


def shown(desk: Desk, span: Span, **more: object) -> list[tuple[str, str]]:
    found = reading.look(desk, span, **more)  # type: ignore[arg-type] # any of them
    return [(line.check.duty, line.check.scheduled[5:]) for line in found.checks]


def test_the_spans(desk: Desk) -> None:
    today = [("each", "11-22T08:00")] * 2 + [("d540", "11-22T09:00"), ("d570", "11-22T09:30")]
    left = [("monthly", "11-21T10:00"), *today[:2]]  # the night shift's, and one still open
    assert shown(desk, Span.SHIFT) == [*left, *today[2:]]  # from nine to five
    shift = reading.look(desk)
    assert [line.earlier for line in shift.checks] == [True] * 3 + [False] * 2
    assert (len(shift.own), shift.done) == (2, 0)
    assert shown(desk, Span.DAY) == [*today, ("lead", "11-22T22:00")]
    assert shown(desk, Span.DAY, on=date(2026, 11, 23))[0] == ("each", "11-23T08:00")
    week = shown(desk, Span.WEEK)
    assert {wall[:5] for _, wall in week} == {"11-19", "11-20", "11-21", "11-22"}
    assert shown(desk, Span.WEEK, on=date(2026, 11, 19)) == week
    assert shown(desk, Span.OVERDUE) == [("monthly", "11-21T10:00"), ("d540", "11-22T09:00")]
    missed = shown(desk, Span.MISSED)
    assert len(missed) == 3 * 5 + 2
    assert missed[0] == ("each", "11-22T08:00"), "the latest first"
    assert shown(desk, Span.WEEK, post="shift_lead") == [
        ("lead", f"11-{day}T22:00") for day in (19, 20, 21, 22)
    ]
    assert shown(desk, Span.DAY, project_id=1) == today[:1]


def test_earlier_instants_know_nothing_of_what_came_later(desk: Desk) -> None:
    check = one(desk)
    duties.waive(desk, check.id, None, "why not")
    desk.clock, desk.frozen = lambda: NOW - 600, True
    line = reading.one(desk, check.id)
    assert line is not None
    assert (line.phase, line.check.note, line.check.done_by) == (CheckPhase.OPEN, "", "")


def test_a_check_says_whom_the_roster_puts_there(desk: Desk) -> None:
    def people(duty: str) -> list[str]:
        found = reading.look(desk, Span.DAY).checks
        line = next(each for each in found if each.check.duty == duty)
        return [each.name for each in line.people]

    assert people("d540") == ["陈静", "王芳"]  # nobody is on: all who hold the post
    with desk.store.deed("roster.planned", "roster", desk.actor, NOW) as deed:
        bulk.insert(
            deed.db,
            "rota",
            ("code", "name", "name_zh", "position", "leads", "zone", "calendar", "version"),
            [("hotline", "Hotline", "", 1, False, "", "", 1)],
        )
        turn = (1, WANG, at("2026-11-22T08:00"), at("2026-11-22T16:00"), False)
        columns = ("rota_id", "person_id", "starts_at", "ends_at", "locked")
        bulk.insert(deed.db, "rota_turn", columns, [turn])
    assert people("d540") == ["王芳"]
    assert people("lead") == ["李伟"]


def test_the_history_of_a_duty_is_a_strip_of_days(desk: Desk) -> None:
    duties.done(desk, one(desk).id)
    strip = reading.history(desk, "d540", 5)
    assert [str(each.day) for each in strip] == [f"2026-11-{day}" for day in range(18, 23)]
    told = [[line.phase.value for line in each.checks] for each in strip]
    assert told == [[], ["missed"], ["missed"], ["missed"], ["done_late"]]
    both = reading.history(desk, "each", 1)
    assert len(both[0].checks) == 2
    assert len(reading.history(desk, "each", 1, project_id=2)[0].checks) == 1


def test_the_share_kept_is_pooled_by_post_and_month(desk: Desk) -> None:
    duties.done(desk, one(desk).id)
    tomorrow = one(desk, "2026-11-23T09:00")
    duties.waive(desk, tomorrow.id, None, "a holiday")
    agents, leads = reading.kept(desk, 1)
    assert (agents.month, agents.post) == (date(2026, 11, 1), "agent")
    # 9:00 and 9:30 of three days, 8:00 of four for two projects
    assert (agents.in_time, agents.late, agents.missed, agents.waived) == (0, 1, 3 * 2 + 4 * 2, 1)
    assert agents.share == pytest.approx(1 / 15)
    assert (leads.post, leads.missed, leads.share) == ("shift_lead", 3, 0)
    later = at("2026-12-05T12:00")
    desk.clock = lambda: later
    duties.ensure(desk)
    months = {each.month for each in reading.kept(desk, 1)}
    assert months == {date(2026, 12, 1)}
    assert len({each.month for each in reading.kept(desk, 3)}) == 2


def test_numbers_entered_are_counts_by_measure_and_day(desk: Desk) -> None:
    check = one(desk, "2026-11-22T09:30")
    assert duties.done(desk, check.id, None, value=212).confirmed
    days = date(2026, 11, 1), date(2026, 11, 30)
    assert reading.counted(desk, MEASURE, *days) == (Counted(date(2026, 11, 22), 212, 1),)
    assert reading.counted(desk, MEASURE, date(2026, 11, 23), date(2026, 11, 30)) == ()
    assert reading.counted(desk, "fax", *days) == ()


def test_checks_fall_into_posts_and_projects(desk: Desk) -> None:
    found = reading.look(desk, Span.DAY).checks
    assert {post: len(each) for post, each in reading.by_post(found).items()} == {
        "agent": 4,
        "shift_lead": 1,
    }
    assert {number: len(each) for number, each in reading.by_project(found).items()} == {
        None: 3,
        1: 1,
        2: 1,
    }
    assert len(checks(desk)) > len(found)
