"""iCalendar: what others write is read with its rules and zones, ours goes out and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import Because, Source
from floorboard.exchange import icalendars
from floorboard.exchange.icalendars import (
    Duties,
    Duty,
    duty_uid,
    read_duties,
    revise,
    write_duties,
    written_duties,
)
from nasty import NASTY

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHICAGO = ZoneInfo("America/Chicago")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> Instant:
    return from_wall(datetime.fromisoformat(text), zone)


START, END = at("2026-12-01T00:00"), at("2027-01-01T00:00")
STAMP = at("2026-11-22T21:00")


def events(*bodies: str, before: str = "") -> bytes:
    """A calendar with an event for each body; the lines of one are parted by blanks around bars."""
    written = before
    for number, body in enumerate(bodies, 1):
        lines = body.split(" | ")
        uid = "" if any(line.startswith("UID") for line in lines) else f"UID:{number}\n"
        written += "BEGIN:VEVENT\n" + uid + "\n".join(lines) + "\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//\n{written}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(data: bytes, zone: ZoneInfo = SHANGHAI) -> Duties:
    return read_duties(data, "a.ics", START, END, zone)


def walls(duties: Duties, zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [
        f"{to_wall(duty.start, zone):%m-%d %H:%M} – {to_wall(duty.end, zone):%m-%d %H:%M}"
        for duty in duties.duties
    ]


ANA = "SUMMARY:Ana | "
NIGHT = ANA + "DTSTART:20261203T173000 | DTEND:20261204T083000"
SERIES = (
    ANA + "DTSTART;TZID=Asia/Shanghai:20261201T090000 | DTEND;TZID=Asia/Shanghai:20261201T170000"
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (NIGHT, ["12-03 17:30 – 12-04 08:30"]),
        (ANA + "DTSTART:20261203T093000Z | DURATION:PT15H", ["12-03 17:30 – 12-04 08:30"]),
        (
            ANA + "DTSTART;TZID=America/Chicago:20261203T093000 | DURATION:PT1H",
            ["12-03 23:30 – 12-04 00:30"],
        ),
        (
            ANA + "DTSTART;TZID=China Standard Time:20261203T093000 | DURATION:PT1H",
            ["12-03 09:30 – 12-03 10:30"],
        ),
        (ANA + "DTSTART;VALUE=DATE:20261203", ["12-03 00:00 – 12-04 00:00"]),
        (
            ANA + "DTSTART;VALUE=DATE:20261203 | DTEND;VALUE=DATE:20261205",
            ["12-03 00:00 – 12-05 00:00"],
        ),
        (ANA + "DTSTART:20261130T173000 | DTEND:20261201T083000", ["11-30 17:30 – 12-01 08:30"]),
        (ANA + "DTSTART:20261101T173000 | DTEND:20261102T083000", []),
        (NIGHT + " | STATUS:CANCELLED", []),
        (
            SERIES + " | RRULE:FREQ=DAILY;COUNT=2",
            ["12-01 09:00 – 12-01 17:00", "12-02 09:00 – 12-02 17:00"],
        ),
        (
            SERIES + " | RRULE:FREQ=DAILY;UNTIL=20261202T010000Z",
            ["12-01 09:00 – 12-01 17:00", "12-02 09:00 – 12-02 17:00"],
        ),
        (SERIES + " | RRULE:FREQ=DAILY;UNTIL=20261202T005959Z", ["12-01 09:00 – 12-01 17:00"]),
        (
            SERIES + " | RRULE:FREQ=DAILY;UNTIL=20261202",
            ["12-01 09:00 – 12-01 17:00", "12-02 09:00 – 12-02 17:00"],
        ),
        (
            SERIES + " | RRULE:FREQ=DAILY;COUNT=3 | EXDATE;TZID=Asia/Shanghai:20261202T090000",
            ["12-01 09:00 – 12-01 17:00", "12-03 09:00 – 12-03 17:00"],
        ),
        (
            SERIES + " | RRULE:FREQ=DAILY;COUNT=3 | EXDATE;VALUE=DATE:20261201,20261202",
            ["12-03 09:00 – 12-03 17:00"],
        ),
        (
            SERIES + " | RDATE:20261205T020000Z | RDATE;VALUE=PERIOD:20261206T020000Z/PT1H",
            ["12-01 09:00 – 12-01 17:00", "12-05 10:00 – 12-05 18:00", "12-06 10:00 – 12-06 11:00"],
        ),
        (
            ANA + "DTSTART:20200106T090000 | DURATION:PT1H | RRULE:FREQ=MONTHLY;BYDAY=-1FR",
            ["12-25 09:00 – 12-25 10:00"],
        ),
    ],
)
def test_events(body: str, found: list[str]) -> None:
    duties = read(events(body))
    assert walls(duties) == found
    assert duties.mistakes == ()
    assert {duty.person for duty in duties.duties} <= {"Ana"}


def test_shifts_keep_their_wall_times_over_a_change_of_the_clocks() -> None:
    there = ";TZID=America/Chicago:2026"
    end_of_it = f"DTEND{there}1101T060000"
    body = ANA + f"DTSTART{there}1031T220000 | {end_of_it} | RRULE:FREQ=DAILY;COUNT=2"
    start, end = at("2026-10-31T00:00", CHICAGO), at("2026-11-03T00:00", CHICAGO)
    duties = read_duties(events(body), "a.ics", start, end, SHANGHAI)
    assert walls(duties, CHICAGO) == ["10-31 22:00 – 11-01 06:00", "11-01 22:00 – 11-02 06:00"]
    assert [duty.end - duty.start for duty in duties.duties] == [9 * 3600, 8 * 3600]
    exact = body.replace(end_of_it, "DURATION:PT8H")
    duties = read_duties(events(exact), "a.ics", start, end, SHANGHAI)
    assert [duty.end - duty.start for duty in duties.duties] == [8 * 3600, 8 * 3600]


def test_changes_of_a_series() -> None:
    series = "UID:a | " + SERIES + " | RRULE:FREQ=DAILY;COUNT=4"
    moved = (
        "UID:a | SUMMARY:Bo | RECURRENCE-ID;TZID=Asia/Shanghai:20261202T090000 | "
        "DTSTART:20261202T040000Z | DTEND:20261202T050000Z"
    )
    older = moved.replace("Bo", "Cy")
    gone = "UID:a | RECURRENCE-ID:20261203T010000Z | STATUS:CANCELLED | DTSTART:20261203T010000Z"
    duties = read(events(moved + " | SEQUENCE:2", older + " | SEQUENCE:1", gone, series))
    assert [(duty.person, f"{to_wall(duty.start, SHANGHAI):%d %H}") for duty in duties.duties] == [
        ("Ana", "01 09"),
        ("Bo", "02 12"),
        ("Ana", "04 09"),
    ]
    assert duties.cancelled == 1
    assert duties.mistakes == ()
    cancelled = read(events(moved, series + " | STATUS:CANCELLED"))
    assert cancelled.duties == ()


def test_a_zone_of_the_file_s_own() -> None:
    def zone(offset: str) -> str:
        return (
            "BEGIN:VTIMEZONE\nTZID:Our Zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )

    body = ANA + "DTSTART;TZID=Our Zone:20261203T090000 | DURATION:PT1H"
    assert walls(read(events(body, before=zone("+0300")))) == ["12-03 14:00 – 12-03 15:00"]
    # another file's zone of the same name is another zone
    assert walls(read(events(body, before=zone("+0500")))) == ["12-03 12:00 – 12-03 13:00"]
    assert "Our Zone is not known" in str(read(events(body)).mistakes[0])


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("X-FLOORBOARD-PERSON:ana | ATTENDEE;CN=Bo:mailto:bo@example.org", ["ana"]),
        ('ATTENDEE;CN="Lind, Bo":mailto:bo@example.org | SUMMARY:Hotline', ["Lind, Bo"]),
        (
            "ATTENDEE:mailto:bo@example.org | ATTENDEE;CN=张三:mailto:z@example.org",
            ["bo@example.org", "张三"],
        ),
        (
            "ATTENDEE;CUTYPE=ROOM:mailto:r@x | ATTENDEE;PARTSTAT=DECLINED:mailto:b@x | SUMMARY:Cy",
            ["Cy"],
        ),
        ("SUMMARY:Lind\\, Bo\\; x", ["Lind, Bo; x"]),
    ],
)
def test_who_it_is_for(lines: str, people: list[str]) -> None:
    duties = read(events(lines + " | DTSTART:20261203T173000 | DURATION:PT1H"))
    assert sorted(duty.person for duty in duties.duties) == sorted(people)


@pytest.mark.parametrize(
    "body",
    [
        ANA + "DTSTART:tomorrow | DTEND:20261204T083000",
        ANA + "DTEND:20261204T083000",
        ANA + "DTSTART:083000 | DURATION:PT1H",
        ANA + "DTSTART:20261204T083000 | DTEND:20261203T083000",
        ANA + "DTSTART:20261204T083000",
        ANA + "DTSTART:20261204T083000 | DURATION:long",
        "SUMMARY: | DTSTART:20261204T083000 | DURATION:PT1H",
        ANA + "DTSTART;TZID=Mars/Base:20261204T083000 | DURATION:PT1H",
        NIGHT + " | RRULE:FREQ=SECONDLY",
        NIGHT + " | RRULE:FREQ=HOURLY;BYMONTH=2",
        NIGHT + " | RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        NIGHT + " | RRULE:FREQ=DAILY;INTERVAL=0;COUNT=x",
        NIGHT + " | RRULE:FREQ=DAILY;INTERVAL=0;BYDAY=TU",
        NIGHT + " | EXRULE:FREQ=DAILY",
        NIGHT + " | RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T093000Z",
        ANA + "DTSTART:19700101T000000 | DURATION:PT1H | RRULE:FREQ=HOURLY",
    ],
)
def test_a_mistake_names_its_event_and_stops_nothing_else(body: str) -> None:
    duties = read(events("UID:wrong | " + body, "UID:right | " + NIGHT))
    assert {duty.uid for duty in duties.duties} - {"wrong"} == {"right"}
    assert [mistake.where for mistake in duties.mistakes] == ["a.ics wrong"]
    assert duties.mistakes[0].fix
    assert str(duties.mistakes[0])


NOT_CALENDARS = [
    b"",
    b"hello",
    b"\xff\xfe\x00",
    b"BEGIN:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
    b"BEGIN:X\r\n" * 5000,
    events(ANA + "DTSTART;TZID=Asia:20261204T083000 | DURATION:PT1H"),
    b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001 + b"END:VCALENDAR\r\n",
    b"x" * (icalendars.MOST_BYTES + 1),
    events(
        NIGHT,
        before="BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0300\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n",
    ),
]


@pytest.mark.parametrize("data", NOT_CALENDARS, ids=range(len(NOT_CALENDARS)))
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        read(data)
    assert caught.value.where == "a.ics"


def duty(start: str = "2026-12-03T17:30", summary: str = "夜间热线", **facts: object) -> Duty:
    begin = at(start)
    uid = duty_uid("hotline", Because(Source.LAYER, 3), "ana", begin)
    made = Duty(uid, "hotline", "ana", begin, begin + 15 * 3600, summary)
    return replace(made, **facts)  # type: ignore[arg-type] # any field


def test_a_uid_says_what_puts_them_on() -> None:
    assert duty().uid == "floorboard:hotline:layer-3:ana:20261203T093000Z@floorboard"


def test_ours_is_read_back_by_us_and_by_the_library() -> None:
    text = "Ana; Bo, Cy\nsecond line \\n not a break: BEGIN:VEVENT"
    cancelled = duty("2026-12-05T17:30", cancelled=True, sequence=2)
    ours = (duty(summary="热线" * 60, description=text), cancelled)
    data = write_duties(ours, "Ana 的班", stamp=STAMP, zone=SHANGHAI)
    assert written_duties(data, "a.ics") == ours
    assert data == write_duties(ours, "Ana 的班", stamp=STAMP, zone=SHANGHAI)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(data)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert calendar.calendar_name == "Ana 的班"
    first, second = calendar.events
    assert first.start == datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
    assert first.end == datetime(2026, 12, 4, 0, 30, tzinfo=UTC)
    assert first.DTSTAMP.timestamp() == STAMP
    assert str(first["DESCRIPTION"]) == text
    assert (first.sequence, second.sequence) == (0, 2)
    assert str(second["STATUS"]) == "CANCELLED"
    # and as anybody's calendar: the cancelled one is nobody's duty
    found = read(data)
    assert [(each.uid, each.person, each.start) for each in found.duties] == [
        (ours[0].uid, "ana", ours[0].start)
    ]
    assert found.cancelled == 1


def test_a_message_of_cancellation() -> None:
    ours = (duty(), duty("2026-12-05T17:30", cancelled=True))
    data = write_duties(ours, "Ana", stamp=STAMP, zone=SHANGHAI, method="CANCEL")
    assert written_duties(data, "a.ics") == ours[1:]
    assert b"METHOD:CANCEL\r\n" in data


def test_an_event_of_ours_that_somebody_broke_is_named() -> None:
    data = write_duties([duty()], "Ana", stamp=STAMP, zone=SHANGHAI)
    with pytest.raises(Problem, match=r"a\.ics floorboard:hotline:layer-3"):
        written_duties(data.replace(b"DTEND:2", b"DTEND:x"), "a.ics")
    assert written_duties(events(NIGHT), "a.ics") == ()


def test_the_next_file_changes_and_cancels() -> None:
    past, kept = duty("2026-11-20T17:30"), duty("2026-12-01T17:30")
    changed, gone = duty("2026-12-02T17:30"), duty("2026-12-03T17:30", sequence=4)
    later = duty("2027-01-03T17:30")
    before = (past, kept, changed, gone, later)
    new = duty("2026-12-04T17:30")
    after = revise([kept, replace(changed, end=changed.end + 60), new], before, START, END)
    assert after == (
        kept,
        replace(changed, end=changed.end + 60, sequence=1),
        replace(gone, sequence=5, cancelled=True),
        new,
        later,
    )
    # once cancelled it stays so, and one that comes back is newer than its cancellation
    assert revise([kept, new], after, START, END)[2] == replace(gone, sequence=5, cancelled=True)
    assert revise([gone], after, START, END)[2] == replace(gone, sequence=6)


def test_nothing_changes_without_a_change() -> None:
    ours = [duty(summary="a\tb\x07"), duty("2026-12-05T17:30")]
    first = revise(ours, (), START, END)
    data = write_duties(first, "Ana", stamp=STAMP, zone=SHANGHAI)
    assert revise(ours, written_duties(data, "a.ics"), START, END) == first


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_texts_stay_in_their_place(text: str) -> None:
    ours = duty(summary=text, description=text, rota=f"a{text}", person=f"a{text}")
    data = write_duties([ours, duty("2026-12-05T17:30")], text, stamp=STAMP, zone=SHANGHAI)
    first, second = written_duties(data, "a.ics")
    assert first.summary == clean_line(text)
    assert first.person == clean_line(f"a{text}")
    assert second == duty("2026-12-05T17:30")
    assert len(icalendar.Calendar.from_ical(data).walk()) == 3


@given(
    st.lists(
        st.builds(
            Duty,
            uid=st.uuids().map(str),
            rota=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1),
            person=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1),
            start=st.integers(0, 4_000_000_000),
            end=st.integers(4_000_000_000, 8_000_000_000),
            summary=st.text(st.characters(categories=["L", "N", "P", "S"])),
            description=st.text(st.characters(categories=["L", "N", "P", "S"])),
            sequence=st.integers(0, 10_000),
            cancelled=st.booleans(),
        ),
        max_size=3,
    )
)
def test_what_is_written_is_read_back(duties: list[Duty]) -> None:
    data = write_duties(duties, "x", stamp=STAMP, zone=SHANGHAI)
    cleaned = revise(duties, (), 0, 1)
    assert sorted(written_duties(data, "a.ics"), key=lambda each: each.uid) == sorted(
        cleaned, key=lambda each: each.uid
    )
