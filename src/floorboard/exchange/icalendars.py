"""iCalendar files: duties out of any calendar, and the roster's own calendars in and out.

Our events are named by what puts somebody on, so that a newer file changes and cancels the events
of an older one instead of adding to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Because
from floorboard.exchange import recurrence
from floorboard.exchange.recurrence import Zones
from floorboard.exchange.table import too_big

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MOST_BYTES = 16 << 20
MOST_EVENTS = 20_000
MOST_DUTIES = 200_000
"""Occurrences in the period, of all events and people."""

_MOST_DEPTH = 8
_PERSON, _ROTA = "X-FLOORBOARD-PERSON", "X-FLOORBOARD-ROTA"
_FOLD = re.compile(rb"\r?\n[ \t]")

Method = Literal["PUBLISH", "CANCEL"]


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """Somebody is on over [`start`, `end`), says an event of a calendar."""

    uid: str
    person: str
    """A code, a name or an address: what the event has of these, in this order."""
    start: Instant
    end: Instant
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Duties:
    """What could be read of a calendar. A mistake names its event in `where`."""

    duties: tuple[DutyDraft, ...]
    mistakes: tuple[Problem, ...] = ()
    cancelled: int = 0
    """Events that say so of themselves."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An event of ours. In a person's calendar its `summary` is the rota, in a rota's a person."""

    uid: str
    rota: str
    person: str
    start: Instant
    end: Instant
    summary: str
    description: str = ""
    sequence: int = 0
    """How often it was changed since it was first written."""
    cancelled: bool = False


def duty_uid(rota: str, because: Because | None, person: str, start: Instant) -> str:
    """The name of the event for a person's duty, the same in every file: `rota` and `person` are
    codes, `because` is what puts them on, `start` when that begins."""
    cause = f"{because.source}-{because.id}" if because else "rota"
    begin = datetime.fromtimestamp(start, UTC)
    return f"floorboard:{rota}:{cause}:{person}:{begin:%Y%m%dT%H%M%SZ}@floorboard"


def read_duties(
    data: bytes, source_name: str, start: Instant, end: Instant, zone: ZoneInfo
) -> Duties:
    """The duties in [`start`, `end`) of a calendar, sorted; times without a zone are of `zone`.

    An event without a person's code is for each of its attendees, and without these for whom its
    summary names. Raises `Problem` where the file as a whole can't be read.
    """
    found: list[DutyDraft] = []
    mistakes: list[Problem] = []
    cancelled = 0
    for calendar in _calendars(data, source_name):
        zones = Zones(zone, dict(_own_zones(calendar)))
        series: dict[str, list[Event]] = {}
        for number, event in enumerate(calendar.events, 1):
            uid = str(event.get("UID", "")) or f"#{number}"
            series.setdefault(uid, []).append(event)
        for uid, events in series.items():
            cancelled += sum(map(_is_cancelled, events))
            try:
                found += (
                    duty
                    for duty in _duties(uid, events, zones, end)
                    if duty.start < end and duty.end > start
                )
            except Problem as problem:
                problem.where = f"{source_name} {clean_line(uid)}"
                mistakes.append(problem)
            except (ValueError, TypeError, AttributeError, OverflowError) as error:
                # a property that the library took in broken, and calls so when it is looked at
                mistakes.append(
                    Problem(
                        N_("the event cannot be read: {reason}"),
                        where=f"{source_name} {clean_line(uid)}",
                        fix=N_("Correct it, or remove the event"),
                        reason=clean_line(str(error))[:200],
                    )
                )
            if len(found) > MOST_DUTIES:
                raise Problem(
                    N_("there are more than {cap} duties in this period"),
                    where=source_name,
                    fix=N_("Read a shorter period"),
                    cap=MOST_DUTIES,
                )
    found.sort(key=lambda duty: (duty.start, duty.end, duty.person, duty.uid))
    return Duties(tuple(found), tuple(mistakes), cancelled)


def write_duties(
    duties: Iterable[Duty],
    title: str,
    *,
    stamp: Instant,
    zone: ZoneInfo,
    method: Method = "PUBLISH",
) -> bytes:
    """A calendar file. `stamp` is when it is made, `zone` the one in which programs show it.

    With the method CANCEL only what is cancelled goes in: a message for calendars that took an
    earlier file.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", "-//floorboard//roster//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add("X-WR-CALNAME", clean_line(title))
    calendar.add("X-WR-TIMEZONE", zone.key)
    for duty in duties:
        if duty.cancelled or method == "PUBLISH":
            calendar.add_component(_event(duty, stamp))
    written: bytes = calendar.to_ical()
    return written


def written_duties(data: bytes, source_name: str) -> tuple[Duty, ...]:
    """The events of a file that `write_duties` made, cancelled ones too; other events are left out.

    Raises `Problem` where the file can't be read.
    """
    zones = Zones(ZoneInfo("UTC"), {})
    found: list[Duty] = []
    for calendar in _calendars(data, source_name):
        for event in calendar.events:
            if _ROTA not in event or _PERSON not in event:
                continue
            try:
                found.append(_written(event, zones))
            except Problem as problem:
                problem.where = f"{source_name} {clean_line(str(event.get('UID', '')))}"
                raise
    return tuple(found)


def revise(
    duties: Iterable[Duty], previous: Iterable[Duty], start: Instant, end: Instant
) -> tuple[Duty, ...]:
    """`duties`, all there are in [`start`, `end`), as the next file after one with `previous`.

    What changed has a higher sequence; what is no more is cancelled; what is past is left out, and
    what is later than the period stays as it was.
    """
    before = {duty.uid: duty for duty in previous}
    found: dict[str, Duty] = {}
    for duty in map(_cleaned, duties):
        old = before.get(duty.uid)
        if old is not None:
            same = duty == replace(old, sequence=duty.sequence)
            duty = replace(duty, sequence=old.sequence + (not same))
        found[duty.uid] = duty
    for old in before.values():
        if old.uid in found or old.end <= start:
            continue
        if old.cancelled or old.start >= end:
            found[old.uid] = old
        else:
            found[old.uid] = replace(old, sequence=old.sequence + 1, cancelled=True)
    return tuple(sorted(found.values(), key=lambda duty: (duty.start, duty.end, duty.uid)))


def _calendars(data: bytes, source_name: str) -> list[Calendar]:
    """The calendars of a file, after a look at what the library would choke on."""
    from icalendar import Calendar

    if len(data) > MOST_BYTES:
        raise too_big(Path(source_name), len(data), MOST_BYTES)
    data = _FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    _check(data, source_name)
    try:
        found = Calendar.from_ical(data, multiple=True)
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        raise Problem(
            N_("the calendar cannot be read: {reason}"),
            where=source_name,
            fix=N_("Export it again as iCalendar (.ics)"),
            reason=clean_line(str(error))[:200],
        ) from error
    if not found or any(each.name != "VCALENDAR" for each in found):
        raise Problem(
            N_("this is no calendar"),
            where=source_name,
            fix=N_("Export it again as iCalendar (.ics)"),
        )
    return found


def _check(data: bytes, source_name: str) -> None:
    """Refuse what is too much or too deep, and zones whose rules take hours to walk."""
    stack: list[bytes] = []
    events = 0
    for line in data.splitlines():
        upper = line[:512].upper().replace(b" ", b"")
        if upper.startswith(b"BEGIN:"):
            stack.append(upper[6:])
            events += upper == b"BEGIN:VEVENT"
        elif upper.startswith(b"END:") and stack:
            stack.pop()
        elif upper.startswith(b"RRULE") and b"VTIMEZONE" in stack and b"FREQ=YEARLY" not in upper:
            raise Problem(
                N_("a time zone changes its clocks more often than yearly"),
                where=source_name,
                fix=N_("Export the calendar again, with its time zones"),
            )
        if len(stack) > _MOST_DEPTH or events > MOST_EVENTS:
            raise Problem(
                N_("there are more than {cap} events, or parts within parts"),
                where=source_name,
                fix=N_("Split the file"),
                cap=MOST_EVENTS,
            )


def _own_zones(calendar: Calendar) -> Iterator[tuple[str, tzinfo]]:
    for zone in calendar.timezones:
        try:
            # looked up by its name, it could be that of another file
            yield str(zone["TZID"]), zone.to_tz(lookup_tzid=False)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            continue  # an event that needs it says so


def _duties(uid: str, events: list[Event], zones: Zones, until: Instant) -> Iterator[DutyDraft]:
    """The duties of the events of one UID: a series, and what replaces some of it."""
    changed: dict[Instant, Event] = {}
    whole: list[Event] = []
    for event in sorted(events, key=_sequence):
        if "RECURRENCE-ID" in event:
            at = event["RECURRENCE-ID"]
            if "RANGE" in getattr(at, "params", {}):
                raise Problem(
                    N_("a change of this and all later events is not read"),
                    fix=N_("End the series, and begin another"),
                )
            changed[recurrence.read(event, "RECURRENCE-ID", zones).instant] = event
        else:
            # a newer one takes the place of an older one; two alike are two events
            whole = [each for each in whole if _sequence(each) == _sequence(event)] + [event]
    for event in whole:
        if _is_cancelled(event):
            return
        for when in recurrence.occurrences(event, zones, until):
            if when.planned not in changed:
                yield from _people(uid, event, when.start, when.end)
    for event in changed.values():
        if not _is_cancelled(event):
            for when in recurrence.occurrences(event, zones, until):
                yield from _people(uid, event, when.start, when.end)


def _people(uid: str, event: Event, start: Instant, end: Instant) -> Iterator[DutyDraft]:
    if end <= start:
        raise Problem(
            N_("the event has no length"), fix=N_("Give it an end that is after its start")
        )
    summary = str(event.get("SUMMARY", "")).strip()
    people = [str(event.get(_PERSON, "")).strip()]
    if not any(people):
        people = [name for each in _attendees(event) if (name := _attendee(each))] or [summary]
    for person in dict.fromkeys(people):
        if not person:
            raise Problem(
                N_("the event names nobody"),
                fix=N_("Give it an attendee, or a name as its summary"),
            )
        yield DutyDraft(uid, person, start, end, summary)


def _attendees(event: Event) -> list[Any]:
    value = event.get("ATTENDEE")
    return value if isinstance(value, list) else [] if value is None else [value]


def _attendee(attendee: Any) -> str:
    """Whom an attendee is: by name, else by address; nobody where they declined or are a room."""
    params: Mapping[str, Any] = getattr(attendee, "params", {})
    kind, answer = str(params.get("CUTYPE", "")), str(params.get("PARTSTAT", ""))
    if kind.upper() in ("ROOM", "RESOURCE") or answer.upper() == "DECLINED":
        return ""
    return str(params.get("CN", "")).strip() or re.sub("^mailto:", "", str(attendee), flags=re.I)


def _event(duty: Duty, stamp: Instant) -> Event:
    from icalendar import Event

    duty = _cleaned(duty)
    event = Event()
    event.add("UID", duty.uid)
    event.add("DTSTAMP", datetime.fromtimestamp(stamp, UTC))
    event.add("DTSTART", datetime.fromtimestamp(duty.start, UTC))
    event.add("DTEND", datetime.fromtimestamp(duty.end, UTC))
    event.add("SEQUENCE", duty.sequence)
    event.add("STATUS", "CANCELLED" if duty.cancelled else "CONFIRMED")
    event.add("SUMMARY", duty.summary)
    if duty.description:
        event.add("DESCRIPTION", duty.description)
    event.add(_ROTA, duty.rota)
    event.add(_PERSON, duty.person)
    return event


def _written(event: Any, zones: Zones) -> Duty:
    return Duty(
        str(event.get("UID", "")),
        str(event[_ROTA]),
        str(event[_PERSON]),
        recurrence.read(event, "DTSTART", zones).instant,
        recurrence.read(event, "DTEND", zones).instant,
        str(event.get("SUMMARY", "")),
        str(event.get("DESCRIPTION", "")),
        _sequence(event),
        _is_cancelled(event),
    )


def _cleaned(duty: Duty) -> Duty:
    """The duty as a calendar can hold it: without control characters."""
    return replace(
        duty,
        uid=clean_line(duty.uid),
        rota=clean_line(duty.rota),
        person=clean_line(duty.person),
        summary=clean_line(duty.summary),
        description=clean(duty.description),
    )


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _sequence(event: Any) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
