"""Recurrence rules of duties: RFC 5545's RRULE, stepped on wall times.

A rule begins at a wall time. What it doesn't say is that time's: `FREQ=MONTHLY` comes on its day of
the month, `FREQ=DAILY` at its hour. A month that lacks the day has no occurrence; `BYMONTHDAY=-1`
is every month's last day. Rules that could be walked for hours without finding a day are refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from floorboard.domain.instant import next_month
from floorboard.domain.problem import N_, Problem

MOST_A_DAY = 48
"""Occurrences of a rule on one day."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

EXAMPLE = "FREQ=WEEKLY;BYDAY=MO,FR"

_DAY_PARTS: Mapping[str, frozenset[str]] = {
    "YEARLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}),
    "MONTHLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}),
    "WEEKLY": frozenset({"BYMONTH", "BYDAY"}),
    "DAILY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY"}),
    "HOURLY": frozenset(),
}
_STEPPED: Mapping[str, frozenset[str]] = {
    "DAILY": _DAY_PARTS["DAILY"],
    "WEEKLY": frozenset({"BYMONTH"}),
}
"""Parts that an INTERVAL might always step over."""

_WEEKDAY = f"({'|'.join(WEEKDAYS)})"
_MONTH_DAY = "([1-9]|[12][0-9]|3[01])"
_YEAR_DAY = "([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"
_WEEK = "([1-9]|[1-4][0-9]|5[0-3])"
_FORMS: Mapping[str, tuple[str, str]] = {
    "FREQ": ("[A-Z]+", "FREQ=WEEKLY"),
    "INTERVAL": ("[1-9][0-9]{0,2}", "INTERVAL=2"),
    "COUNT": ("[1-9][0-9]{0,2}", "COUNT=12"),
    "UNTIL": ("[0-9]{8}(T[0-9]{6})?", "UNTIL=20271231"),
    "WKST": (_WEEKDAY, "WKST=MO"),
    "BYMONTH": ("([1-9]|1[0-2])", "BYMONTH=3,6,9,12"),
    "BYMONTHDAY": (f"-?{_MONTH_DAY}", "BYMONTHDAY=1,-1"),
    "BYDAY": (f"([+-]?{_WEEK})?{_WEEKDAY}", "BYDAY=MO,-1FR"),
    "BYYEARDAY": (f"-?{_YEAR_DAY}", "BYYEARDAY=1,-1"),
    "BYWEEKNO": (f"-?{_WEEK}", "BYWEEKNO=20"),
    "BYSETPOS": (f"-?{_YEAR_DAY}", "BYSETPOS=-1"),
    "BYHOUR": ("(1?[0-9]|2[0-3])", "BYHOUR=8,17"),
    "BYMINUTE": ("[1-5]?[0-9]", "BYMINUTE=0,30"),
}
"""What a value of each part looks like, and an example of the part."""

_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def walls(rule: str, start: datetime, first: date, end: date) -> Iterator[datetime]:
    """The wall times of `rule`, begun at `start`, on the days [`first`, `end`), in order.

    `rule` is one that `check` lets through.
    """
    month = first.replace(day=1)
    while month < end:
        for wall in _month(rule, start, month):
            if first <= wall.date() < end:
                yield wall
        month = next_month(month)


def check(rule: str, start: datetime) -> None:
    """Raises `Problem` for a rule that can't be read, comes too often on a day, or never comes."""
    parts = _read(rule)
    often = parts.get("FREQ", "")
    if often in ("SECONDLY", "MINUTELY"):
        raise Problem(
            N_("a duty comes once an hour at most, not {often}"),
            fix=N_("Write it like this: {expected}"),
            often=often,
            expected="FREQ=HOURLY;INTERVAL=2",
        )
    if often not in _DAY_PARTS:
        raise _unreadable(f"FREQ={often}", " | ".join(f"FREQ={each}" for each in _DAY_PARTS))
    _check_parts(parts, often)
    count = len(parts.get("BYHOUR", "").split(",")) * len(parts.get("BYMINUTE", "").split(","))
    if count > MOST_A_DAY:
        raise Problem(
            N_("the rule comes {number} times a day"),
            fix=N_("{most} times a day is the most: name fewer hours or minutes"),
            number=count,
            most=MOST_A_DAY,
        )
    if not _possible(parts) or not _comes(rule, start):
        raise Problem(
            N_("no day ever fits the rule {rule}"),
            fix=N_("Correct its days, its months or its UNTIL, or when it starts"),
            rule=rule,
        )


def names_hours(rule: str) -> bool:
    """Whether the rule itself says at which hours it comes."""
    return "BYHOUR=" in rule


def _read(rule: str) -> dict[str, str]:
    """The parts of a rule, each of which can be read by itself."""
    parts: dict[str, str] = {}
    for written in rule.split(";"):
        name, _, value = written.partition("=")
        if name not in _FORMS:
            raise Problem(
                N_("{part} is no part of a rule"),
                fix=N_("Write it like this: {expected}"),
                part=repr(written),
                expected=EXAMPLE,
            )
        form, example = _FORMS[name]
        if name.startswith("BY"):
            form = f"{form}(,{form})*"
        if not re.fullmatch(form, value) or (name == "UNTIL" and _until(value) is None):
            raise _unreadable(written, example)
        if name in parts:
            raise Problem(
                N_("the rule says {part} twice"), fix=N_("Keep one of the two"), part=name
            )
        parts[name] = value
    return parts


def _check_parts(parts: Mapping[str, str], often: str) -> None:
    """Refuses parts that don't go together: every third day, if it is a Tuesday, may never come."""
    times = set() if often == "HOURLY" else {"BYHOUR", "BYMINUTE"}
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_DAY_PARTS[often], *times}
    frequency = f"FREQ={often}"
    for name in parts:
        if name not in known:
            raise _unfit(name, frequency)
        if name in _STEPPED.get(often, ()) and parts.get("INTERVAL", "1") != "1":
            raise _unfit(name, f"{frequency};INTERVAL={parts['INTERVAL']}")
    if "UNTIL" in parts and "COUNT" in parts:
        raise _unfit("UNTIL", f"COUNT={parts['COUNT']}")
    if "BYMINUTE" in parts and "BYHOUR" not in parts:
        raise Problem(
            N_("the rule has BYMINUTE without BYHOUR"),
            fix=N_("Write it like this: {expected}"),
            expected="FREQ=DAILY;BYHOUR=8,17;BYMINUTE=30",
        )
    days = parts.get("BYDAY", "").split(",")
    numbered = [day for day in days if len(day) > 2]
    if numbered and often not in ("YEARLY", "MONTHLY"):
        raise _unfit(f"BYDAY={numbered[0]}", frequency)
    if 0 < len(numbered) < len(days):  # dateutil takes only the days that are both
        raise _unreadable(f"BYDAY={parts['BYDAY']}", "BYDAY=MO,FR | BYDAY=1MO,-1FR")
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys():
        raise _unfit("BYSETPOS", frequency)


def _unreadable(part: str, example: str) -> Problem:
    return Problem(
        N_("{part} in the rule cannot be read"),
        fix=N_("Write it like this: {expected}"),
        part=part,
        expected=example,
    )


def _unfit(part: str, other: str) -> Problem:
    return Problem(
        N_("{part} does not go with {other} in a rule"),
        fix=N_("Remove one of the two"),
        part=part,
        other=other,
    )


def _possible(parts: Mapping[str, str]) -> bool:
    """Whether one of the months has one of the days of the month; if not, days would be walked to
    the end of time."""
    if "BYMONTHDAY" not in parts:
        return True
    months = map(int, parts.get("BYMONTH", "1").split(","))
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    return min(days) <= max(_LONGEST.get(month, 31) for month in months)


def _comes(rule: str, start: datetime) -> bool:
    from dateutil.rrule import rrulestr

    return next(iter(rrulestr(_text(_parts(rule), start), dtstart=start)), None) is not None


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";"))


def _until(value: str) -> datetime | None:
    """The last wall time that UNTIL lets through: a date's whole day."""
    try:
        if "T" in value:
            return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 a wall time
        return datetime.combine(date.fromisoformat(value), time(23, 59, 59))
    except ValueError:
        return None


def _text(parts: Mapping[str, str], start: datetime) -> str:
    """The rule with what it takes from the day it begins on, so that it can begin on another."""
    own = dict(parts)
    days = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
    if parts["FREQ"] in ("YEARLY", "MONTHLY") and not days & parts.keys():
        own["BYMONTHDAY"] = str(start.day)
        if parts["FREQ"] == "YEARLY":
            own.setdefault("BYMONTH", str(start.month))
    if "BYWEEKNO" in parts:
        own.setdefault("BYDAY", WEEKDAYS[start.weekday()])
    last = _until(parts.get("UNTIL", ""))
    if last is not None:
        own["UNTIL"] = last.strftime("%Y%m%dT%H%M%S")
    return ";".join(f"{name}={value}" for name, value in own.items())


@lru_cache(maxsize=4096)
def _month(rule: str, start: datetime, month: date) -> tuple[datetime, ...]:
    """The wall times within the month that begins on `month`."""
    from dateutil.rrule import rrulestr

    first, end = (datetime.combine(day, time()) for day in (month, next_month(month)))
    if start >= end:
        return ()
    parts = _parts(rule)
    if "COUNT" in parts:
        counted = _counted(rule, start)
        return counted[bisect_left(counted, first) : bisect_left(counted, end)]
    found: list[datetime] = []
    for wall in rrulestr(_text(parts, start), dtstart=_near(parts, start, first)):
        if wall >= end:
            break
        if wall >= first:
            found.append(wall)
    return tuple(found)


@lru_cache(maxsize=256)
def _counted(rule: str, start: datetime) -> tuple[datetime, ...]:
    """All wall times of a rule with a COUNT, which only its beginning can tell."""
    from dateutil.rrule import rrulestr

    return tuple(rrulestr(_text(_parts(rule), start), dtstart=start))


def _near(parts: Mapping[str, str], start: datetime, first: datetime) -> datetime:
    """Whole intervals after `start` and at least one before `first`: nothing is walked from a
    beginning years ago. Where that isn't after `start`, it is `start`."""
    often, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    since = first - start
    months = (first.year - start.year) * 12 + first.month - start.month
    steps = {
        "YEARLY": first.year - start.year,
        "MONTHLY": months,
        "WEEKLY": since.days // 7,
        "DAILY": since.days,
        "HOURLY": since // timedelta(hours=1),
    }[often]
    skipped = (steps // interval - 1) * interval
    if skipped <= 0:
        return start
    match often:
        case "YEARLY":
            return start.replace(year=start.year + skipped, month=1, day=1)
        case "MONTHLY":
            years, month = divmod(start.month - 1 + skipped, 12)
            return start.replace(year=start.year + years, month=month + 1, day=1)
        case "WEEKLY":
            return start + timedelta(weeks=skipped)
        case "DAILY":
            return start + timedelta(days=skipped)
    return start + timedelta(hours=skipped)
