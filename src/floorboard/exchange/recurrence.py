"""When an event of a calendar takes place: its rules expanded, within a period and within limits.

Rules step in wall-clock time of the event's zone. Those that could be walked for hours without
finding a day are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem

if TYPE_CHECKING:
    from icalendar import Event

MOST_OCCURRENCES = 50_000
"""Of one event, from its first one on."""

_BY_PARTS = {
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "WEEKLY": {"BYMONTH", "BYDAY"},
    "DAILY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
    "HOURLY": set[str](),
}
_TIME_PARTS = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_OTHER_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


@dataclass(frozen=True, slots=True)
class Zones:
    """What the zones of a file are called, and which one its bare times are of."""

    bare: ZoneInfo
    own: Mapping[str, tzinfo]
    """The zones that the file itself describes, for names that nobody else knows."""

    def moment(self, value: Any, name: str | None) -> Moment:
        """A date or a time of the library, whose TZID is `name`.

        Raises `ValueError` for anything else, `Problem` for a zone that nobody knows.
        """
        if not isinstance(value, date):
            raise ValueError(value)
        if not isinstance(value, datetime):
            return Moment(datetime.combine(value, time()), self.bare, all_day=True)
        wall = value.replace(tzinfo=None, fold=0)
        if name is None:
            return Moment(wall, value.tzinfo or self.bare)
        try:
            return Moment(wall, ZoneInfo(name.strip("/")))
        except (ValueError, KeyError, OSError):
            zone = self.own.get(name)
        if zone is None and isinstance(value.tzinfo, ZoneInfo):
            zone = value.tzinfo  # by a name of another system; any other is of another file
        if zone is None:
            raise Problem(
                N_("the time zone {zone} is not known"),
                fix=N_("Export the calendar again, with its time zones"),
                zone=name,
            )
        return Moment(wall, zone)


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time and its zone."""

    wall: datetime
    zone: tzinfo
    all_day: bool = False

    def at(self, wall: datetime, edge: Edge = "start") -> Instant:
        """The instant of another wall time of this zone."""
        if isinstance(self.zone, ZoneInfo):
            return from_wall(wall, self.zone, edge)
        return int(wall.replace(tzinfo=self.zone).timestamp())

    @property
    def instant(self) -> Instant:
        return self.at(self.wall)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """[`start`, `end`), and `planned`: when it would begin if nobody had moved it."""

    start: Instant
    end: Instant
    planned: Instant


def occurrences(event: Event, zones: Zones, until: Instant) -> Iterator[Occurrence]:
    """When `event` takes place, for all that begin before `until`; exceptions are left out, those
    that another event of the same UID replaces are not. Raises `Problem` for what can't be read.
    """
    start = read(event, "DTSTART", zones)
    starts = {start.instant: start.wall}
    rules = _listed(event, "RRULE")
    if "EXRULE" in event:
        raise _unusual("EXRULE")
    for rule in rules:
        starts |= {start.at(wall): wall for wall in _walls(rule, start, until)}
    lengths: dict[Instant, Instant] = {}
    for moment, end in _dates(event, "RDATE", zones):
        starts[moment.instant] = to_local(moment, start)
        if end is not None:
            lengths[moment.instant] = end
    gone, days_gone = set[Instant](), set[date]()
    for moment, _ in _dates(event, "EXDATE", zones):
        if moment.all_day and not start.all_day:
            days_gone.add(moment.wall.date())
        gone.add(moment.instant)
    for instant, wall in sorted(starts.items()):
        if instant < until and instant not in gone and wall.date() not in days_gone:
            end_at = lengths.get(instant) or _end(event, start, wall, zones)
            yield Occurrence(instant, max(end_at, instant), instant)


def read(event: Event, key: str, zones: Zones) -> Moment:
    """The date or time of a property that an event must have. Raises `Problem`."""
    value = event.get(key)
    try:
        return zones.moment(value.dt, value.params.get("TZID"))
    except (AttributeError, ValueError):
        raise Problem(
            N_("{key} is missing, or no date and time"),
            fix=N_("Correct it, or remove the event"),
            key=key,
        ) from None


def to_local(moment: Moment, like: Moment) -> datetime:
    """The wall time of `moment` in the zone of `like`."""
    if isinstance(like.zone, ZoneInfo):
        return to_wall(moment.instant, like.zone)
    return datetime.fromtimestamp(moment.instant, like.zone).replace(tzinfo=None)


def _end(event: Event, start: Moment, wall: datetime, zones: Zones) -> Instant:
    """The end of the occurrence that begins at `wall`.

    With an end the shift keeps its wall times, with a duration its hours, as RFC 5545 has it.
    """
    if "DTEND" in event:
        end = read(event, "DTEND", zones)
        if end.zone == start.zone:
            return end.at(wall + (end.wall - start.wall), "end")
        return start.at(wall) + end.instant - start.instant
    if "DURATION" in event:
        length = getattr(event.get("DURATION"), "dt", None)
        if not isinstance(length, timedelta):
            raise Problem(
                N_("{key} is missing, or no date and time"),
                fix=N_("Correct it, or remove the event"),
                key="DURATION",
            )
        return start.at(wall + timedelta(length.days)) + length.seconds
    return start.at(wall + timedelta(1), "end") if start.all_day else start.at(wall)


def _walls(rule: Any, start: Moment, until: Instant) -> Iterator[datetime]:
    """The wall times of a recurrence rule. Raises `Problem` for one that isn't walked here."""
    from dateutil.rrule import rrulestr

    parts = {str(key).upper(): value for key, value in rule.items()}
    _check(parts)
    text = ";".join(
        part for part in rule.to_ical().decode().split(";") if not part.upper().startswith("UNTIL=")
    )
    last = None
    if "UNTIL" in parts:
        limit = parts["UNTIL"][0]
        if not isinstance(limit, datetime):
            last = datetime.combine(limit, time.max)
        elif limit.tzinfo is not None:
            last = to_local(Moment(limit.astimezone(UTC).replace(tzinfo=None), UTC), start)
        else:
            last = limit
    try:
        steps = rrulestr(text, dtstart=start.wall)
    except (ValueError, TypeError) as error:
        raise Problem(
            N_("the recurrence rule cannot be read: {reason}"),
            fix=N_("Correct it, or remove the event"),
            reason=error,
        ) from None
    for count, wall in enumerate(steps):
        if (last is not None and wall > last) or start.at(wall) >= until:
            return
        if count >= MOST_OCCURRENCES:
            raise Problem(
                N_("the event takes place more than {cap} times"),
                fix=N_("Let it begin later"),
                cap=MOST_OCCURRENCES,
            )
        yield wall


def _check(parts: Mapping[str, Any]) -> None:
    """Refuse rules whose walk could go on for hours without finding a day."""
    often = str((parts.get("FREQ") or [""])[0]).upper()
    if often not in _BY_PARTS:
        raise _unusual(f"FREQ={often}")
    times = set() if often == "HOURLY" else _TIME_PARTS
    for part in parts:
        if part not in _BY_PARTS[often] | times | _OTHER_PARTS:
            raise _unusual(f"FREQ={often};{part}")
    if int((parts.get("INTERVAL") or [1])[0]) < 1:
        raise _unusual("INTERVAL=0")
    months, days = parts.get("BYMONTH", range(1, 13)), parts.get("BYMONTHDAY", [1])
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    if not any(
        0 < abs(int(day)) <= longest.get(int(month), 31) for month in months for day in days
    ):
        raise _unusual("BYMONTHDAY")


def _unusual(part: str) -> Problem:
    return Problem(
        N_("a rule with {part} is not read"),
        fix=N_("Repeat the event by hours, days, weeks, months or years"),
        part=part,
    )


def _dates(event: Event, key: str, zones: Zones) -> Iterator[tuple[Moment, Instant | None]]:
    """The dates and times of a property that lists them; a period with its end."""
    for each in _listed(event, key):
        name = each.params.get("TZID")
        dts: Iterable[Any] = getattr(each, "dts", None) or ()
        for value in (entry.dt for entry in dts):
            if not isinstance(value, tuple):
                yield zones.moment(value, name), None
                continue
            first, last = zones.moment(value[0], name), value[1]
            if isinstance(last, timedelta):
                yield first, first.instant + int(last.total_seconds())
            else:
                yield first, zones.moment(last, name).instant


def _listed(event: Event, key: str) -> list[Any]:
    value = event.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]
