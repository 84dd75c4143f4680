"""Dates and times: every form, the order of a whole column, and zones."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.instant import from_wall, iso
from floorboard.domain.problem import Problem
from floorboard.exchange.wall_clock import (
    AmbiguousDates,
    ColumnClock,
    DateOrder,
    EndOfDay,
    NotATime,
    find_order,
    parse,
)

NEW_YORK = ZoneInfo("America/New_York")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def clock(
    order: DateOrder | None = None,
    zone: ZoneInfo | None = SHANGHAI,
    end_of_day: EndOfDay = "never",
) -> ColumnClock:
    return ColumnClock("opened", order, zone, end_of_day=end_of_day)


def read(text: str, order: DateOrder | None = None, zone: ZoneInfo | None = SHANGHAI) -> str:
    instant = clock(order, zone).read_all([text])[text]
    return "" if instant is None else iso(instant)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 18:42",
        "2026-11-22 18:42:00",
        "2026-11-22T18:42:00",
        "2026-11-22 18:42:00.250",
        "2026/11/22 18:42",
        "2026.11.22 18:42",
        "2026-11-22T18:42:00+08:00",
        "2026-11-22 10:42:00Z",
        "2026-11-22T10:42:00.123+0000",
        "2026-11-22 10:42 UTC",
        "2026年11月22日 18:42",
        "2026年11月22日18:42",
        "2026年11月22日 18时42分00秒",
        "2026年11月22日 下午6:42",
        "2026/11/22 下午 6:42:00",
        "22/11/2026 18:42",
        "22-11-2026 18:42:00",
        "22.11.2026 18:42",
        "22/11/2026 6:42 PM",
        "22/11/26 6:42 pm",
        "22/Nov/26 6:42 PM",
        "22 November 2026 18:42",
        "22-Nov-2026 18:42",
        "22/十一月/26 18:42",
        "Nov 22, 2026 6:42 PM",
        "November 22, 2026, 18:42",
        "202611221842",
        "20261122184200",
        "46348.7791666667",
        "1795344120",
        "1795344120000",
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert read(text, "dmy") == "2026-11-22T10:42:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "0.0", "5", "?", "soon", "2026-13-01", "2026-02-30 10:00", "31/04/2026",
        "2026-11-22 25:00", "2026-11-22 18:60", "2026-11-22 18:42 EST", "22/Foo/26", "18:42",
        "1899-12-30", "9999-12-31", "2026-11-22 18:42:00+99:00", "1e9", "-5", "١٢٣",
    ],
)  # fmt: skip
def test_what_is_no_time_of_a_ticket(text: str) -> None:
    assert read(text, "dmy") == ""


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:00 AM", 0), ("12:30 AM", 0), ("1:00 AM", 1), ("12:00 PM", 12), ("11:59 p.m.", 23)],
)
def test_twelve_oclock(text: str, hour: int) -> None:
    assert parse(f"2026-11-22 {text}", None).wall.hour == hour


def test_midnight_as_a_serial_number_is_a_bare_date() -> None:
    assert parse("46348", None).date_only
    assert parse("46348", None).wall == parse("2026-11-22", None).wall


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["05/04/2016", "13/04/2016 01:16"], "dmy"),
        (["05/04/2016 10:00", "04/13/2016 10:00"], "mdy"),
        (["05/05/2016", "2016-05-05"], "dmy"),
        (["2016-04-05", "5 April 2016", "42465"], None),
        (["99-11-22", "05-04-16"], "ymd"),
        (["99/99/2016", "13/04/2016"], "dmy"),
        ([], None),
    ],
)
def test_the_whole_column_decides(values: list[str], order: DateOrder | None) -> None:
    assert find_order(values, "opened") == order
    assert find_order(reversed(values), "opened") == order


def test_an_ambiguous_column_is_refused_with_both_readings() -> None:
    with pytest.raises(AmbiguousDates) as caught:
        find_order(["07/07/2016", "05/04/2016 10:00", "01/02/2016"], "tickets.csv opened")
    message = str(caught.value)
    assert "dmy 2016-04-05" in message
    assert "mdy 2016-05-04" in message
    assert "--date-order" in message
    assert caught.value.where == "tickets.csv opened"


def test_a_column_that_contradicts_itself_is_refused_with_two_dates() -> None:
    with pytest.raises(Problem, match="contradict") as caught:
        find_order(["13/04/2016", "04/13/2016"], "opened")
    assert "13/04/2016 and 04/13/2016" in str(caught.value) or "04/13/2016 and 13/04/2016" in str(
        caught.value
    )


def test_a_local_time_without_a_zone_asks_for_one() -> None:
    with pytest.raises(Problem, match="--zone"):
        clock(zone=None).read_all(["2026-11-22 18:42"])
    assert read("2026-11-22T18:42:00+08:00", zone=None) == "2026-11-22T10:42:00Z"


def test_clock_changes_are_counted() -> None:
    column = clock(zone=NEW_YORK)
    texts = [
        "2026-03-08 01:59",
        "2026-03-08 02:30",
        "2026-03-08 03:00",
        "2026-11-01 00:59",
        "2026-11-01 01:30",
        "2026-11-01 02:00",
    ]
    instants = column.read_all(texts)
    assert column.skipped == ["2026-03-08 02:30"]
    assert column.repeated == ["2026-11-01 01:30"]
    assert iso(instants["2026-03-08 02:30"] or 0) == "2026-03-08T07:00:00Z"
    assert iso(instants["2026-11-01 01:30"] or 0) == "2026-11-01T05:30:00Z"
    last = ColumnClock("due", None, NEW_YORK, edge="end")
    assert iso(last.read_all(["2026-11-01 01:30"])["2026-11-01 01:30"] or 0) == (
        "2026-11-01T06:30:00Z"
    )


def test_a_bare_date_as_a_target_means_the_end_of_its_day() -> None:
    bare = clock(end_of_day="bare").read_all(["2026-11-22", "2026-11-22 00:00", "46348"])
    assert [iso(instant or 0) for instant in bare.values()] == [
        "2026-11-22T16:00:00Z",
        "2026-11-21T16:00:00Z",
        "2026-11-22T16:00:00Z",
    ]
    midnight = clock(end_of_day="midnight").read_all(["22/Nov/26 12:00 AM", "22/Nov/26 9:00 AM"])
    assert [iso(instant or 0) for instant in midnight.values()] == [
        "2026-11-22T16:00:00Z",
        "2026-11-22T01:00:00Z",
    ]


MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31)).map(  # noqa: DTZ001 - wall
    lambda moment: moment.replace(microsecond=0)
)
ZONES = st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "UTC"])


@given(moments=st.lists(MOMENTS, min_size=1, max_size=30), zone=ZONES)
def test_remembered_days_and_times_change_nothing(moments: list[datetime], zone: str) -> None:
    # Days repeat: each moment is read at its own time and at that of the others.
    texts = {
        f"{day:%d-%m-%Y} {time:%H:%M:%S}": datetime.combine(day.date(), time.time())
        for day in moments[:6]
        for time in moments
    }
    instants = clock("dmy", ZoneInfo(zone)).read_all(texts)
    assert instants == {text: from_wall(wall, ZoneInfo(zone)) for text, wall in texts.items()}


@given(moment=MOMENTS, hours=st.integers(-12, 14))
def test_an_offset_is_taken_off(moment: datetime, hours: int) -> None:
    text = f"{moment:%Y-%m-%dT%H:%M:%S}{hours:+03d}:00"
    expected = moment.replace(tzinfo=UTC) - timedelta(hours=hours)
    assert clock(zone=None).read_all([text])[text] == int(expected.timestamp())


@given(text=st.text(max_size=30))
def test_any_text_is_a_time_or_not_but_never_an_accident(text: str) -> None:
    with suppress(NotATime):
        parse(text, "dmy")
    clock("mdy").read_all([text])
