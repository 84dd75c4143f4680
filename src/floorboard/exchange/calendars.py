"""Working calendars as TOML files (data/calendars shows one with everything in it).

Weekly hours and days of one's own are written in the file. Public holidays come from the holidays
library, which is asked a year at a time, when a computation first meets that year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import (
    DayKind,
    NamedDay,
    NamedDays,
    Week,
    WorkingCalendar,
    YearDays,
    always_open,
    listed_days,
    ordinary_days,
)
from floorboard.domain.opening import DAY_MINUTES, Range
from floorboard.domain.problem import N_
from floorboard.exchange.toml_source import TomlSource, TomlTable

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_RANGE = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_MAKE_UP = {"en": "Make-up workday", "zh": "调休上班"}
_LIBRARY_LANGUAGES = {"en": "en_US", "zh": "zh_CN"}


def read_calendar(text: str, source_name: str) -> WorkingCalendar:
    """The calendar that the TOML `text` describes; `source_name` is its file's name.

    Raises `Problem` with the file and line. A country that the holidays library doesn't have
    shows only when a year is first needed, as the same kind of `Problem`.
    """
    root = TomlSource(text, source_name).root
    root.only("name", "title", "zone", "always_open", "week", "holidays", "day")
    root.need("name")
    name, titles = root.text("name"), root.wording("title")
    if root.flag("always_open"):
        for key in ("week", "holidays", "day"):
            if key in root:
                raise root.problem(
                    key,
                    N_("a calendar that is always open has no {key}"),
                    N_("Remove it, or remove always_open"),
                    key=key,
                )
        return always_open(name, _zone(root) if "zone" in root else None, titles)
    root.need("zone", "week")
    week = _week(root)
    own = _own_days(root, week)
    return WorkingCalendar(name, _zone(root), week, _named_days(root, week, own), titles)


def _zone(root: TomlTable) -> ZoneInfo:
    try:
        return ZoneInfo(root.text("zone"))
    except (ValueError, KeyError, OSError):
        raise root.wrong("zone", 'zone = "Asia/Shanghai"') from None


def _week(root: TomlTable) -> Week:
    table = root.table("week")
    assert table is not None
    table.only(*WEEKDAYS)
    week = tuple(_ranges(table, weekday) for weekday in WEEKDAYS)
    placed = sorted(
        (day * DAY_MINUTES + start, day * DAY_MINUTES + end, day)
        for day, ranges in enumerate(week)
        for start, end in ranges
    )
    if placed:
        first_start, first_end, first_day = placed[0]
        whole = 7 * DAY_MINUTES
        placed.append((first_start + whole, first_end + whole, first_day))  # Sunday into Monday
    for (_, end, day), (start, _, following) in pairwise(placed):
        if start < end:
            raise table.problem(
                WEEKDAYS[following],
                N_("the hours of {day} run into those of {following}"),
                N_("A range whose end is before its start goes on over midnight: correct one"),
                day=WEEKDAYS[day],
                following=WEEKDAYS[following],
            )
    return week


def _ranges(table: TomlTable, key: str) -> tuple[Range, ...]:
    """Sorted ranges, which may touch but not overlap; none where the key is missing."""
    found: list[Range] = []
    for written in table.texts(key):
        match = _RANGE.fullmatch(written.strip())
        if not match:
            raise table.wrong(key, f'{key} = ["09:00-12:00", "13:00-18:00"]')
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if start >= DAY_MINUTES or end > DAY_MINUTES or start_minute > 59 or end_minute > 59:
            raise table.problem(
                key,
                N_("{range} is not a time of day"),
                N_("Write hours from 00:00 to 24:00"),
                range=written,
            )
        if start == end:
            raise table.problem(
                key,
                N_("{range} is empty"),
                N_("Write 00:00-24:00 for a whole day, or remove it"),
                range=written,
            )
        found.append((start, end if end > start else end + DAY_MINUTES))
    found.sort()
    for (_, end), (start, _) in pairwise(found):
        if start < end:
            raise table.problem(
                key,
                N_("the ranges of {key} overlap"),
                N_("A range whose end is before its start goes on over midnight: correct one"),
                key=key,
            )
    return tuple(found)


def _own_days(root: TomlTable, week: Week) -> dict[date, NamedDay]:
    days: dict[date, NamedDay] = {}
    for table in root.tables("day"):
        table.only("date", "name", "closed", "hours", "like")
        table.need("date", "name")
        day = _date(table)
        if day in days:
            raise table.problem(
                "date", N_("{date} is named twice"), N_("Keep one of the two"), date=day
            )
        given = [key for key in ("closed", "hours", "like") if key in table]
        if len(given) != 1:
            raise table.problem(
                None,
                N_("a day is either closed, or has hours, or is like a weekday"),
                N_("Write one of closed = true, hours = […], like = …"),
            )
        name = table.wording("name")
        if given == ["like"]:
            days[day] = NamedDay(name, week[_weekday(table, "like")], DayKind.WORKDAY)
        elif given == ["hours"]:
            hours = _ranges(table, "hours")
            if not hours:
                raise table.wrong("hours", "closed = true")
            days[day] = NamedDay(name, hours, DayKind.SPECIAL)
        elif table.flag("closed"):
            days[day] = NamedDay(name)
        else:
            raise table.wrong("closed", "closed = true")
    return days


def _date(table: TomlTable) -> date:
    value = table.data["date"]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(table.text("date"))
    except ValueError:
        raise table.wrong("date", "date = 2026-10-01") from None


def _weekday(table: TomlTable, key: str) -> int:
    name = table.text(key, "mon")
    if name not in WEEKDAYS:
        raise table.wrong(key, f'{key} = "mon"')
    return WEEKDAYS.index(name)


def _named_days(root: TomlTable, week: Week, own: Mapping[date, NamedDay]) -> NamedDays:
    table = root.table("holidays")
    if table is None:
        return listed_days(own) if own else ordinary_days
    table.only("country", "subdivision", "years_announced", "workday_like", "make_up_days")
    table.need("country")
    return _PublicHolidays(
        table,
        own,
        country=table.text("country"),
        subdivision=table.text("subdivision") or None,
        years_announced=frozenset(table.wholes("years_announced", 1900, 2999)),
        workday=week[_weekday(table, "workday_like")],
        make_up_days=table.flag("make_up_days", True),
    )


@dataclass(frozen=True, slots=True)
class _PublicHolidays:
    """The named days of a country by the holidays library, with the file's own days on top."""

    table: TomlTable
    own: Mapping[date, NamedDay]
    country: str
    subdivision: str | None
    years_announced: frozenset[int]
    workday: tuple[Range, ...]
    make_up_days: bool

    def __call__(self, year: int) -> YearDays:
        own = {day: named for day, named in self.own.items() if day.year == year}
        library = self._look_up(range(year, year + 1), None)
        if not library.has_substituted_holidays or not self.make_up_days:
            return YearDays({**self._holidays(year), **own})
        make_up = {
            day: NamedDay(_MAKE_UP, self.workday, DayKind.WORKDAY)
            for day in library.weekend_workdays
            if day.year == year
        }
        return YearDays({**self._holidays(year), **make_up, **own}, self._announced(year, own))

    def _announced(self, year: int, own: Mapping[date, NamedDay]) -> bool:
        """Whether the file says so, and the make-up days are really known.

        An older library takes a year it has no announcement of for one without make-up days.
        """
        if year not in self.years_announced:
            return False
        if any(named.kind is DayKind.WORKDAY for named in own.values()):
            return True
        since = self._look_up(range(year, year + 3), None).weekend_workdays
        return any(day.year >= year for day in since)

    def _holidays(self, year: int) -> dict[date, NamedDay]:
        names: dict[date, dict[str, str]] = {}
        for language, code in _LIBRARY_LANGUAGES.items():
            for day, name in self._look_up(range(year, year + 1), code).items():
                names.setdefault(day, {})[language] = name
        return {day: NamedDay(name) for day, name in names.items()}

    def _look_up(self, years: range, language: str | None) -> HolidayBase:
        # imported here: start-up must not pay for a library that only compiling a year needs
        from holidays import country_holidays

        try:
            return country_holidays(self.country, self.subdivision, years, language=language)
        except (NotImplementedError, KeyError):
            raise self.table.problem(
                "subdivision" if self.subdivision else "country",
                N_("no public holidays are known for {country}"),
                N_("Write a country's two letters, as in CN, and a subdivision it has"),
                country=" ".join(filter(None, (self.country, self.subdivision))),
            ) from None
