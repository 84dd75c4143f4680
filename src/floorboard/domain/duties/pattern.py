"""What a recurrence rule says, in parts that words can be found for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from floorboard.domain.duties.rule import WEEKDAYS

_WORDLESS = frozenset({"BYYEARDAY", "BYWEEKNO", "BYSETPOS"})


class Often(StrEnum):
    """The step that an interval counts."""

    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Pattern:
    """When a rule comes. It has days of the month or weekdays, or comes every day or hour."""

    often: Often
    interval: int
    months: tuple[int, ...]
    """1 … 12; empty for every month."""
    days: tuple[int, ...]
    """Of the month: 1 … 31, and backwards from -1, its last."""
    weekdays: tuple[tuple[int, int], ...]
    """Which of the month it is, 1 … or backwards from -1, 0 for each; and 0 for Monday …"""
    times: tuple[time, ...]
    """Empty where the rule names no hours."""
    until: date | None
    """The last day."""
    count: int | None
    """How often in all."""


def pattern(rule: str, start: datetime) -> Pattern | None:
    """What a rule says that begins at `start`; None where it says more than this.

    `rule` is one that `rule.check` lets through.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    often = Often(parts["FREQ"])
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    weekdays = tuple(_weekday(each) for each in parts.get("BYDAY", "").split(",") if each)
    of_year = often is Often.YEARLY and not months and any(which for which, _day in weekdays)
    if _WORDLESS & parts.keys() or (days and weekdays) or of_year:
        return None
    if not days and not weekdays:
        if often is Often.WEEKLY:
            weekdays = ((0, start.weekday()),)
        elif often in (Often.MONTHLY, Often.YEARLY):
            days = (start.day,)
            if often is Often.YEARLY:
                months = months or (start.month,)
    until, count = parts.get("UNTIL"), parts.get("COUNT")
    return Pattern(
        often,
        int(parts.get("INTERVAL", "1")),
        months,
        days,
        weekdays,
        tuple(
            time(hour, minute)
            for hour in _numbers(parts, "BYHOUR")
            for minute in _numbers(parts, "BYMINUTE") or (start.minute,)
        ),
        date.fromisoformat(until[:8]) if until else None,
        int(count) if count else None,
    )


def _numbers(parts: dict[str, str], name: str) -> tuple[int, ...]:
    return tuple(sorted(int(each) for each in parts.get(name, "").split(",") if each))


def _weekday(written: str) -> tuple[int, int]:
    return int(written[:-2] or 0), WEEKDAYS.index(written[-2:])
