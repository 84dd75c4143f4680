"""The days that a roster's headings mean: with or without year and month, in either order.

All the days of a table are decided together: whether `05/04` is in April or in May, and which year
it is. Where they leave it open, the table is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.rosters.grid import Value
from floorboard.exchange.rosters.words import weekday
from floorboard.exchange.table import tidy
from floorboard.exchange.wall_clock import (
    AmbiguousDates,
    DateOrder,
    NotATime,
    parse,
    possible_orders,
)

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

_WEEKDAY = re.compile(
    r"[（(]?\s*(?:星期|礼拜|周)[一二三四五六日天]\s*[)）]?"
    r"|[（(]?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*[)）]?",
    re.IGNORECASE,
)
_CHINESE_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_TWO_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_DAY_NUMBER = re.compile(r"(\d{1,2})[日号]?")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-/.]|年度?)\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
_MONTH_NAME = re.compile(r"\b([A-Z][a-z]{2,8})\.?,?\s+(20\d\d)\b")
_LEAP = 2000
"""A year that has every day."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a heading says of its day; None for what it leaves out."""

    day: int
    month: int | None = None
    year: int | None = None


Reading = Mapping[DateOrder | None, Written]
"""A heading by the order of its numbers; None is the key of one that needs no order."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a table is for: its first day, and whether its day numbers are of it."""

    first: date
    whole: bool = True


def read(value: Value) -> Reading:
    """What a cell says of a day; nothing for one that is no day."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return {None: _of(value)}
    text = tidy(_WEEKDAY.sub(" ", str(value)))
    if isinstance(value, float) or not text or not any(map(str.isdecimal, text)):
        return {}
    if match := _DAY_NUMBER.fullmatch(text):
        return {None: Written(int(match[1]))} if 1 <= int(match[1]) <= 31 else {}
    if match := _CHINESE_DAY.fullmatch(text):
        return _checked({None: Written(int(match[2]), int(match[1]))})
    if match := _TWO_NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        return _checked({"mdy": Written(second, first), "dmy": Written(first, second)})
    if orders := possible_orders(text):
        return {order: _of(parse(text, order).wall.date()) for order in sorted(orders)}
    return _named(text)


def weekday_in(text: str) -> int | None:
    """The weekday that is written with a date, 0 for Monday; None where there is none."""
    found = _WEEKDAY.search(text)
    return weekday(found[0].strip(" ,")) if found else None


def weak(reading: Reading) -> bool:
    """Whether a heading is a mere day number, which may count something else."""
    return None in reading and reading[None].month is None


def month_in(texts: Iterable[str]) -> Month | int | None:
    """The month that titles name; its number alone where they name no year."""
    joined = "\n".join(texts)
    months = [(int(match[1]), int(match[2])) for match in _YEAR_MONTH.finditer(joined)]
    for match in _MONTH_NAME.finditer(joined):
        named = read(f"1 {match[1]} {match[2]}").get(None)
        if named and named.month and named.year:
            months.append((named.year, named.month))
    months = [each for each in dict.fromkeys(months) if 1 <= each[1] <= 12]
    if months:
        return Month(date(*months[0], 1), len(months) == 1)
    numbers = {int(match[1]) for match in _MONTH.finditer(joined)}
    return numbers.pop() if len(numbers) == 1 and max(numbers) <= 12 else None


def settle(titles: Iterable[str], period: date | None, where: str) -> Month | None:
    """The month that a table is for, by its titles and by what was asked.

    Raises `Problem` where the two differ.
    """
    titled = month_in(titles)
    if period is None:
        return titled if isinstance(titled, Month) else None
    first = period.replace(day=1)
    number = titled.first.month if isinstance(titled, Month) else titled
    year = titled.first.year if isinstance(titled, Month) else first.year
    whole = not isinstance(titled, Month) or titled.whole
    if number is not None and whole and (year, number) != (first.year, first.month):
        raise Problem(
            N_("the roster is for {titled}, {asked} was asked for"),
            where=where,
            fix=N_("Give the month of the roster, or the right file"),
            titled=f"{year}-{number:02}",
            asked=f"{first:%Y-%m}",
        )
    return Month(first)


def order_of(
    lines: Sequence[Sequence[Reading]], month: Month | None, where: str
) -> DateOrder | None:
    """The one order in which all days can be read; None where none is needed.

    `lines` are the headings as they follow each other. What decides is whether the days exist,
    then whether all are of the month, then whether they follow each other day by day. Raises
    `Problem` where nothing fits, `AmbiguousDates` where nothing decides.
    """
    asking = [reading for line in lines for reading in line if reading and None not in reading]
    if not asking:
        return None
    left = sorted(
        set[DateOrder | None].intersection(*(set(reading) for reading in asking)), key=str
    )
    if not left:
        raise Problem(
            N_("the dates contradict each other: no order of day and month fits them all"),
            where=where,
            fix=N_("Write them like 2026-12-31"),
        )
    for decide in (_all_in, _consecutive):
        if len(left) > 1:
            left = [order for order in left if decide(lines, order, month)] or left
    if len(left) > 1 and len({tuple(reading[order] for reading in asking) for order in left}) > 1:
        first = asking[0]
        raise AmbiguousDates(
            N_("the dates can be read in two ways: {readings}"),
            where=where,
            fix=N_("Say which: dmy or mdy, or write them like 2026-12-31"),
            readings=", ".join(
                f"{order} {first[order].month:02}-{first[order].day:02}" for order in left
            ),
        )
    return left[0]


def place(reading: Reading, order: DateOrder | None, month: Month | None) -> date:
    """The day that a heading means. A day without a year is the one nearest to the month.

    Raises `LookupError` where month or year are nowhere given, `ValueError` for no day of the
    calendar.
    """
    written = reading[None] if None in reading else reading.get(order)
    if written is None:
        raise ValueError(reading)
    if written.month is None:
        if month is None or not month.whole:
            raise LookupError(written)
        return month.first.replace(day=written.day)
    if written.year is not None:
        return date(written.year, written.month, written.day)
    if month is None:
        raise LookupError(written)
    away = (written.month - month.first.month + 5) % 12 - 5
    year = month.first.year + (month.first.month - 1 + away) // 12
    return date(year, written.month, written.day)


def _all_in(
    lines: Sequence[Sequence[Reading]], order: DateOrder | None, month: Month | None
) -> bool:
    if month is None:
        return False
    days = _days(lines, order, month)
    return all((day.year, day.month) == (month.first.year, month.first.month) for day in days)


def _consecutive(
    lines: Sequence[Sequence[Reading]], order: DateOrder | None, month: Month | None
) -> bool:
    """Whether at least three days follow each other day by day, on every line that has as many."""
    long = [_days([line], order, month) for line in lines]
    long = [days for days in long if len(days) > 2]
    return bool(long) and all(
        after - before == timedelta(1) for days in long for before, after in pairwise(days)
    )


def _days(
    lines: Sequence[Sequence[Reading]], order: DateOrder | None, month: Month | None
) -> list[date]:
    days: list[date] = []
    for line in lines:
        for reading in line:
            try:
                day = place(reading, order, month or Month(date(_LEAP, 1, 1)))
            except (ValueError, LookupError):
                continue
            if day not in days[-1:]:
                days.append(day)
    return days


def _of(day: date) -> Written:
    return Written(day.day, day.month, day.year)


def _checked(readings: dict[DateOrder | None, Written]) -> Reading:
    """The readings that are days of some year."""
    found: dict[DateOrder | None, Written] = {}
    for order, written in readings.items():
        assert written.month is not None
        try:
            date(_LEAP, written.month, written.day)
        except ValueError:
            continue
        found[order] = written
    return found


def _named(text: str) -> Reading:
    """Years first, spreadsheet day numbers, and months by name, with a year or without."""
    for tail in ("", f" {_LEAP}", f"-{_LEAP}"):
        try:
            moment = parse(text + tail, None)
        except NotATime:
            continue
        if moment.offset is not None:
            return {}
        day = moment.wall.date()
        return {None: Written(day.day, day.month) if tail else _of(day)}
    return {}
