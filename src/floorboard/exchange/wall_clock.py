"""Instants from the ways in which exports write them.

Whether `05/04/2016` is in April or in May is decided from a whole column, never row by row; where
the column leaves it open, the import is refused and both readings are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, WallKind, read_wall
from floorboard.domain.problem import N_, Problem

DateOrder = Literal["dmy", "mdy", "ymd"]
"""The order of day, month and year where all three are numbers and the year is not first."""

EndOfDay = Literal["never", "bare", "midnight"]
"""Which texts mean the end of their day: none, dates without a time, or also midnights."""

ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)

_DATE = r"""
  (?: (?P<year>\d{4}) (?P<gap>[-/.]|年) (?P<month>\d{1,2}) (?:[-/.]|月) (?P<day>\d{1,2}) 日?
    | (?P<a>\d{1,2}) (?P<sep>[-/.\ ]) (?P<b>\d{1,2}|[^\W\d_]{2,9}\.?) (?P=sep)
      (?P<c>\d{4}|\d{2}) (?!\d)
    | (?P<name>[^\W\d_]{3,9})\.?\ (?P<named_day>\d{1,2}),?\ (?P<named_year>\d{4}) )
"""
_TIME = r"""
  (?P<before>上午|下午)? \s*
  (?P<hour>\d{1,2}) [:.时点] (?P<minute>\d{2}) (?: [:.分] (?P<second>\d{2})? )?
  (?: [.,] \d+ )? 秒? \s*
  (?P<after>[AaPp]\.?[Mm]\.?|上午|下午)? \s*
  (?P<zone> [Zz]|UTC|GMT|[-+]\d{2}(?::?\d{2})? )?
"""
_ONLY_DATE = re.compile(_DATE, re.VERBOSE)
_MOMENT = re.compile(rf"{_DATE} (?: (?:,?\s+|[Tt]|,|(?<=日)) {_TIME} )?", re.VERBOSE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january 一月",
            "feb february 二月",
            "mar march 三月",
            "apr april 四月",
            "may 五月",
            "jun june 六月",
            "jul july 七月",
            "aug august 八月",
            "sep sept september 九月",
            "oct october 十月",
            "nov november 十一月",
            "dec december 十二月",
        ),
        1,
    )
    for name in names.split()
}

_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time
_SERIALS = range(20_000, 110_000)
"""Spreadsheet day numbers from 1954 to 2201; smaller numbers are no dates of tickets."""
_YEARS = range(1970, 2201)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says: a wall time, or one with its offset from UTC."""

    wall: datetime
    offset: timedelta | None = None
    date_only: bool = False


class AmbiguousDates(Problem):
    """A column whose dates can be read in more than one order."""


class ZoneNeeded(Problem):
    """Wall times of which neither the profile nor anybody else has said where they are read."""


class NotATime(ValueError):
    """A text that no known form of date and time fits."""


def parse(text: str, order: DateOrder | None) -> Moment:
    """The moment that `text` writes. Raises NotATime.

    Years first, month names, offsets, am/pm, Chinese and compact forms, spreadsheet day numbers,
    and epoch seconds or milliseconds need no `order`.
    """
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            return _from_number(text)
        day = _date(match, order)
        if match["hour"] is None:
            return Moment(datetime(day.year, day.month, day.day), date_only=True)  # noqa: DTZ001 - wall
        hour = _hour(int(match["hour"]), match["before"] or match["after"])
        minute, second = int(match["minute"]), int(match["second"] or 0)
        wall = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - wall
        return Moment(wall, _offset(match["zone"]))
    except (ValueError, OverflowError) as error:
        raise NotATime(text) from error


def possible_orders(text: str) -> frozenset[DateOrder]:
    """The orders in which `text` is a date at all; none for a text that needs no order."""
    match = _MOMENT.fullmatch(text)
    if match is None or match["a"] is None or not match["b"].isdigit():
        return frozenset()
    return frozenset(order for order in ORDERS if _valid(match, order))


def find_order(values: Iterable[str], where: str) -> DateOrder | None:
    """The one order in which a column's dates can be read; None where none needs an order.

    Raises Problem where two dates contradict each other, AmbiguousDates where more orders fit.
    """
    left: frozenset[DateOrder] = frozenset(ORDERS)
    excluding: dict[DateOrder, str] = {}
    needed = False
    open_date = ""
    for text in _dates(values):
        orders = possible_orders(text)
        if not orders:
            continue
        needed = True
        for order in left - orders:
            excluding[order] = text
        left &= orders
        if not open_date and len({parse(text, order).wall for order in orders}) > 1:
            open_date = text
    if not needed:
        return None
    if not left:
        first, second = [*dict.fromkeys(excluding.values()), excluding["dmy"]][:2]
        raise Problem(
            N_("the dates contradict each other: {first} and {second} fit no common order"),
            where=where,
            fix=N_("Give --date-order dmy or mdy; what does not fit it is rejected"),
            first=first,
            second=second,
        )
    if len(left) == 1 or not open_date:
        return min(left)
    readings = {order: parse(open_date, order).wall.date() for order in sorted(left)}
    raise AmbiguousDates(
        N_("{value} can be read in two ways: {readings}"),
        where=where,
        fix=N_("Give --date-order"),
        value=open_date,
        readings=", ".join(f"{order} {day.isoformat()}" for order, day in readings.items()),
    )


def looks_swapped(values: Iterable[str]) -> bool:
    """Whether a spreadsheet seems to have swapped day and month in a part of a column.

    Opened under the wrong regional setting, it turns 05/04/2016 into a true date with day and
    month exchanged and leaves 13/04/2016 as text. What is left is telling: no text with a first
    number up to 12, and no true date with a day above 12.
    """
    true_dates = texts = 0
    for text in _dates(values):
        orders = possible_orders(text)
        if len(orders) > 1:
            return False
        texts += bool(orders)
        if not orders:
            try:
                day = parse(text, None).wall.day
            except NotATime:
                continue
            if day > 12:
                return False
            true_dates += 1
    return true_dates > 2 and texts > 2


@dataclass(slots=True)
class ColumnClock:
    """Reads one column's texts as instants; each distinct text is read once.

    `zone` may be None as long as every text carries its own offset. `edge` says which occurrence
    a repeated hour means.
    """

    where: str
    order: DateOrder | None
    zone: ZoneInfo | None
    edge: Edge = "start"
    end_of_day: EndOfDay = "never"
    skipped: list[str] = field(default_factory=list)
    """Texts whose wall time a DST change skips."""
    repeated: list[str] = field(default_factory=list)
    """Texts whose wall time occurs twice."""
    used_zone: bool = False
    _days: dict[str, Instant] = field(default_factory=dict)
    _times: dict[str, int] = field(default_factory=dict)

    def read_all(self, values: Iterable[str]) -> Mapping[str, Instant | None]:
        """The instant of every text; None for one that is not a time."""
        days, times, slowly = self._days, self._times, self._read
        found: dict[str, Instant | None] = {}
        for text in values:
            # Most texts repeat a day and a time of day that were read before: two look-ups.
            day_text, _, time_text = text.partition(" ")
            day, seconds = days.get(day_text), times.get(time_text)
            if day is not None and seconds is not None:
                found[text] = day + seconds
            else:
                found[text] = slowly(text)
        return found

    def _read(self, text: str) -> Instant | None:
        try:
            moment = parse(text.strip(), self.order)
        except NotATime:
            return None
        if moment.offset is not None:
            return int((moment.wall - moment.offset).replace(tzinfo=UTC).timestamp())
        wall = moment.wall
        if self.zone is None:
            raise ZoneNeeded(
                N_("{value} is a local time, and nothing says of which time zone"),
                where=self.where,
                fix=N_("Give --zone, for instance --zone Asia/Shanghai"),
                value=text,
            )
        self.used_zone = True
        bare = moment.date_only and self.end_of_day != "never"
        if bare or (self.end_of_day == "midnight" and wall == _midnight(wall)):
            return read_wall(wall + timedelta(days=1), self.zone, self.edge).instant
        reading = read_wall(wall, self.zone, self.edge)
        if reading.kind is WallKind.SKIPPED:
            self.skipped.append(text)
        elif reading.kind is WallKind.REPEATED:
            self.repeated.append(text)
        else:
            self._remember(text, wall, self.zone)
        return reading.instant

    def _remember(self, text: str, wall: datetime, zone: ZoneInfo) -> None:
        """Keep the day and the time of day, if the day is one without a change of the clocks."""
        day_text, _, time_text = text.partition(" ")
        if not _ONLY_DATE.fullmatch(day_text):
            return
        midnight = _midnight(wall)
        starts = read_wall(midnight, zone)
        ends = read_wall(midnight + timedelta(days=1), zone)
        if starts.kind is ends.kind is WallKind.PLAIN and ends.instant - starts.instant == 86_400:
            self._days[day_text] = starts.instant
            self._times[time_text] = int((wall - midnight).total_seconds())


def _dates(values: Iterable[str]) -> Iterable[str]:
    """The distinct dates in `values`, without their times where these stand apart."""
    return dict.fromkeys(
        day if _ONLY_DATE.fullmatch(day := text.partition(" ")[0]) else text for text in values
    )


def _date(match: re.Match[str], order: DateOrder | None) -> date:
    if match["year"]:
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["name"]:
        return _day(int(match["named_year"]), _month(match["name"]), int(match["named_day"]))
    a, b, c = match["a"], match["b"], match["c"]
    if not b.isdigit():
        return _day(_year(c), _month(b), int(a))
    if order is None:
        raise ValueError(match.string)
    if order == "ymd":
        return _day(_year(a), int(b), int(c))
    day, month = (a, b) if order == "dmy" else (b, a)
    return _day(_year(c), int(month), int(day))


def _day(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _valid(match: re.Match[str], order: DateOrder) -> bool:
    if order == "ymd" and len(match["c"]) == 4:
        return False
    try:
        _date(match, order)
    except ValueError:
        return False
    return True


def _month(name: str) -> int:
    number = _MONTHS.get(name.rstrip(".").lower())
    if number is None:
        raise ValueError(name)
    return number


def _year(digits: str) -> int:
    if len(digits) not in (2, 4):
        raise ValueError(digits)
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        # 下午15:30 is redundant, not wrong.
        return hour
    afternoon = half == "下午" or half[0] in "Pp"
    return hour % 12 + (12 if afternoon else 0)


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset


def _from_number(text: str) -> Moment:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, date_, hour, minute, second = (int(part or 0) for part in compact.groups())
        day = _day(year, month, date_)
        wall = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - wall
        return Moment(wall, date_only=compact[4] is None)
    if not _NUMBER.fullmatch(text):
        raise NotATime(text)
    number = float(text)
    if int(number) in _SERIALS:
        wall = _SERIAL_START + timedelta(seconds=round(number * 86_400))
        return Moment(wall, date_only=number.is_integer())
    if 1e11 <= number < 1e13:
        number /= 1000
    elif not 1e8 <= number < 1e10:
        raise NotATime(text)
    moment = datetime.fromtimestamp(int(number), UTC).replace(tzinfo=None)
    if moment.year not in _YEARS:
        raise NotATime(text)
    return Moment(moment, timedelta(0))


def _midnight(wall: datetime) -> datetime:
    return wall.replace(hour=0, minute=0, second=0, microsecond=0)
