"""What tests of schedules share: China's days off in 2026, and schedules that say only when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import DayKind, NamedDay, WorkingCalendar, listed_days
from floorboard.domain.duties.schedule import Schedule, Workdays
from floorboard.domain.post import Post

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHICAGO = ZoneInfo("America/Chicago")
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")

HOURS = ((510, 1050),)
MAKE_UP = NamedDay("Make-up workday", HOURS, DayKind.WORKDAY)
CHINA = {
    **{date(2026, 2, day): NamedDay("Spring Festival") for day in range(15, 24)},
    **{date(2026, 10, day): NamedDay("National Day") for day in range(1, 8)},
    **dict.fromkeys((date(2026, 2, 14), date(2026, 2, 28)), MAKE_UP),
    **dict.fromkeys((date(2026, 9, 20), date(2026, 10, 10)), MAKE_UP),
}


def calendar(days: Mapping[date, NamedDay]) -> WorkingCalendar:
    """Monday to Friday; the make-up days of 2027 aren't announced."""
    return WorkingCalendar(
        "c", SHANGHAI, (HOURS,) * 5 + ((), ()), listed_days(days, frozenset({2027}))
    )


def of_agents(
    text: str, starts_on: date, due: int, opens: int, closes: int, workdays: Workdays
) -> Schedule:
    duty = "agent.duty.1"
    return Schedule("s", duty, Post.AGENT, {}, text, starts_on, due, opens, closes, workdays)
