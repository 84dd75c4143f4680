"""The door between wall times and instants, in zones that skip and repeat them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.instant import (
    WallKind,
    from_wall,
    iso,
    midnight,
    next_month,
    read_wall,
    to_wall,
)

PLAIN, SKIPPED, REPEATED = WallKind.PLAIN, WallKind.SKIPPED, WallKind.REPEATED

CHICAGO, BERLIN = "America/Chicago", "Europe/Berlin"
DUBLIN, TROLL = "Europe/Dublin", "Antarctica/Troll"
LORD_HOWE, SHANGHAI, APIA = "Australia/Lord_Howe", "Asia/Shanghai", "Pacific/Apia"


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "text", "start", "end", "kind"),
    [
        # the hour before a change, its two edges, the inside, and the hour behind it
        (CHICAGO, "2026-03-08T01:59:59", "2026-03-08T07:59:59Z", None, PLAIN),
        (CHICAGO, "2026-03-08T02:00:00", "2026-03-08T08:00:00Z", None, SKIPPED),
        (CHICAGO, "2026-03-08T02:30:00", "2026-03-08T08:00:00Z", None, SKIPPED),
        (CHICAGO, "2026-03-08T02:59:59", "2026-03-08T08:00:00Z", None, SKIPPED),
        (CHICAGO, "2026-03-08T03:00:00", "2026-03-08T08:00:00Z", None, PLAIN),
        (CHICAGO, "2026-11-01T00:59:59", "2026-11-01T05:59:59Z", None, PLAIN),
        (CHICAGO, "2026-11-01T01:00:00", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z", REPEATED),
        (CHICAGO, "2026-11-01T01:30:00", "2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z", REPEATED),
        (CHICAGO, "2026-11-01T01:59:59", "2026-11-01T06:59:59Z", "2026-11-01T07:59:59Z", REPEATED),
        (CHICAGO, "2026-11-01T02:00:00", "2026-11-01T08:00:00Z", None, PLAIN),
        (BERLIN, "2026-03-29T01:59:59", "2026-03-29T00:59:59Z", None, PLAIN),
        (BERLIN, "2026-03-29T02:00:00", "2026-03-29T01:00:00Z", None, SKIPPED),
        (BERLIN, "2026-03-29T02:59:59", "2026-03-29T01:00:00Z", None, SKIPPED),
        (BERLIN, "2026-03-29T03:00:00", "2026-03-29T01:00:00Z", None, PLAIN),
        (BERLIN, "2026-10-25T02:00:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", REPEATED),
        (BERLIN, "2026-10-25T02:59:59", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z", REPEATED),
        (BERLIN, "2026-10-25T03:00:00", "2026-10-25T02:00:00Z", None, PLAIN),
        # a step of half an hour
        (LORD_HOWE, "2026-10-04T01:59:59", "2026-10-03T15:29:59Z", None, PLAIN),
        (LORD_HOWE, "2026-10-04T02:00:00", "2026-10-03T15:30:00Z", None, SKIPPED),
        (LORD_HOWE, "2026-10-04T02:29:59", "2026-10-03T15:30:00Z", None, SKIPPED),
        (LORD_HOWE, "2026-10-04T02:30:00", "2026-10-03T15:30:00Z", None, PLAIN),
        (LORD_HOWE, "2026-04-05T01:29:59", "2026-04-04T14:29:59Z", None, PLAIN),
        (
            LORD_HOWE,
            "2026-04-05T01:30:00",
            "2026-04-04T14:30:00Z",
            "2026-04-04T15:00:00Z",
            REPEATED,
        ),
        (
            LORD_HOWE,
            "2026-04-05T01:59:59",
            "2026-04-04T14:59:59Z",
            "2026-04-04T15:29:59Z",
            REPEATED,
        ),
        (LORD_HOWE, "2026-04-05T02:00:00", "2026-04-04T15:30:00Z", None, PLAIN),
        # none today; from 1986 to 1991 there was one
        (SHANGHAI, "2026-03-29T02:30:00", "2026-03-28T18:30:00Z", None, PLAIN),
        (SHANGHAI, "2026-10-25T02:30:00", "2026-10-24T18:30:00Z", None, PLAIN),
        (SHANGHAI, "1986-05-04T02:30:00", "1986-05-03T18:00:00Z", None, SKIPPED),
        (SHANGHAI, "1986-09-14T01:30:00", "1986-09-13T16:30:00Z", "1986-09-13T17:30:00Z", REPEATED),
        # the island that moved over the date line left a whole day out
        (APIA, "2011-12-29T23:59:59", "2011-12-30T09:59:59Z", None, PLAIN),
        (APIA, "2011-12-30T00:00:00", "2011-12-30T10:00:00Z", None, SKIPPED),
        (APIA, "2011-12-30T12:00:00", "2011-12-30T10:00:00Z", None, SKIPPED),
        (APIA, "2011-12-30T23:59:59", "2011-12-30T10:00:00Z", None, SKIPPED),
        (APIA, "2011-12-31T00:00:00", "2011-12-30T10:00:00Z", None, PLAIN),
        # summer is the standard time; two hours at once; at midnight; not on the hour
        (
            "Europe/Dublin",
            "2026-10-25T01:30",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
            REPEATED,
        ),
        (TROLL, "2026-03-29T01:30", "2026-03-29T01:00:00Z", None, SKIPPED),
        ("Asia/Beirut", "2026-03-29T00:30", "2026-03-28T22:00:00Z", None, SKIPPED),
        ("Asia/Kathmandu", "1986-01-01T00:10", "1985-12-31T18:30:00Z", None, SKIPPED),
        ("UTC", "2026-03-29T02:30", "2026-03-29T02:30:00Z", None, PLAIN),
    ],
)
def test_what_a_wall_time_means(
    zone: str, text: str, start: str, end: str | None, kind: WallKind
) -> None:
    """As a start and, where that is another instant, as an end."""
    as_start, as_end = (read_wall(wall(text), ZoneInfo(zone), edge) for edge in ("start", "end"))
    assert (iso(as_start.instant), as_start.kind) == (start, kind)
    assert (iso(as_end.instant), as_end.kind) == (end or start, kind)


@pytest.mark.parametrize(
    ("instant", "zone", "shown"),
    [
        ("2026-11-01T06:30:00+00:00", CHICAGO, "2026-11-01T01:30:00"),
        ("2026-11-01T07:30:00+00:00", CHICAGO, "2026-11-01T01:30:00"),
        ("2026-03-08T08:00:00+00:00", CHICAGO, "2026-03-08T03:00:00"),
        ("2026-10-03T15:30:00+00:00", LORD_HOWE, "2026-10-04T02:30:00"),
        ("2011-12-30T10:00:00+00:00", APIA, "2011-12-31T00:00:00"),
        ("1969-12-31T23:59:59+00:00", SHANGHAI, "1970-01-01T07:59:59"),
    ],
)
def test_what_a_clock_shows(instant: str, zone: str, shown: str) -> None:
    found = to_wall(int(datetime.fromisoformat(instant).timestamp()), ZoneInfo(zone))
    assert found == wall(shown)
    assert found.tzinfo is None


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    assert iso(0) == "1970-01-01T00:00:00Z"
    assert iso(-1) == "1969-12-31T23:59:59Z"
    assert iso(253_402_300_799) == "9999-12-31T23:59:59Z"


ZONES = st.sampled_from(
    [CHICAGO, BERLIN, LORD_HOWE, SHANGHAI, APIA, "UTC", "Europe/Dublin", "Asia/Kathmandu"]
).map(ZoneInfo)

CHANGES = [
    *("2026-03-08T08:00Z", "2026-11-01T07:00Z", "2026-03-29T01:00Z", "2026-10-25T01:00Z"),
    *("2026-10-03T15:30Z", "2026-04-04T15:00Z", "2011-12-30T10:00Z", "1986-05-03T18:00Z"),
]
"""The instants of some changes: half of all examples lie around one of them."""

WALLS = st.datetimes(wall("1975-01-01"), wall("2036-12-31")) | st.builds(
    lambda change, seconds: wall(change).replace(tzinfo=None) + timedelta(seconds=seconds),
    st.sampled_from([change.removesuffix("Z") for change in CHANGES]),
    st.integers(-26 * 3600, 26 * 3600),
)
WALLS = WALLS.map(lambda found: found.replace(microsecond=0))
EDGES: st.SearchStrategy[Literal["start", "end"]] = st.sampled_from(("start", "end"))


@given(WALLS, ZONES, EDGES)
def test_a_clock_shows_the_wall_time_it_was_read_from(
    found: datetime, zone: ZoneInfo, edge: Literal["start", "end"]
) -> None:
    """Unless it was skipped; then it shows the first time after the gap."""
    reading = read_wall(found, zone, edge)
    shown = to_wall(reading.instant, zone)
    assert reading.instant == from_wall(found, zone, edge)
    if reading.kind is not SKIPPED:
        assert shown == found
        return
    assert shown > found
    before = to_wall(reading.instant - 1, zone)
    assert before < found  # the gap lies between the two
    assert shown - before > timedelta(seconds=1)


@given(WALLS, ZONES)
def test_a_repeated_time_starts_first_and_ends_last(found: datetime, zone: ZoneInfo) -> None:
    start, end = from_wall(found, zone, "start"), from_wall(found, zone, "end")
    assert start <= end
    assert (start < end) == (read_wall(found, zone).kind is REPEATED)


@given(WALLS, WALLS, ZONES, EDGES)
def test_a_later_wall_time_is_never_an_earlier_instant(
    one: datetime, other: datetime, zone: ZoneInfo, edge: Literal["start", "end"]
) -> None:
    first, last = sorted((one, other))
    assert from_wall(first, zone, edge) <= from_wall(last, zone, edge)


@given(st.integers(0, 2_100_000_000), ZONES)
def test_every_instant_is_one_of_the_two_that_its_wall_time_means(
    instant: int, zone: ZoneInfo
) -> None:
    """So a span that begins and ends at the same wall time leaves no instant uncovered."""
    shown = to_wall(instant, zone)
    assert instant in (from_wall(shown, zone, "start"), from_wall(shown, zone, "end"))
    assert read_wall(shown, zone).kind is not SKIPPED
    assert datetime.fromtimestamp(instant, UTC) == datetime.fromisoformat(iso(instant))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2028, 2, 1), date(2028, 3, 1)),
        (date(2026, 12, 24), date(2027, 1, 1)),
    ],
)
def test_the_next_month(day: date, following: date) -> None:
    assert next_month(day) == following


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (SHANGHAI, date(2026, 11, 23), "2026-11-22T16:00:00Z"),
        # the clocks go forward at midnight: the day begins at 01:00
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00Z"),
    ],
)
def test_midnight(zone: str, day: date, expected: str) -> None:
    assert iso(midnight(day, ZoneInfo(zone))) == expected
