"""When a duty recurs, in words: `the last workday of the month`, `each Monday and Thursday`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from floorboard.domain.duties.pattern import Often, Pattern, pattern
from floorboard.domain.duties.schedule import Workdays
from floorboard.domain.problem import N_
from floorboard.i18n import _, language, ngettext
from floorboard.reports import words

if TYPE_CHECKING:
    from floorboard.domain.duties.schedule import Schedule

_WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_WHICH = {
    1: N_("the first {weekday}"),
    2: N_("the second {weekday}"),
    3: N_("the third {weekday}"),
    4: N_("the fourth {weekday}"),
    5: N_("the fifth {weekday}"),
    -1: N_("the last {weekday}"),
}
_EVERY = {
    Often.HOURLY: (N_("every hour"), N_("every {n} hours")),
    Often.DAILY: (N_("every day"), N_("every {n} days")),
}
_INTERVALS = {
    Often.WEEKLY: N_("{days}, every {n} weeks"),
    Often.MONTHLY: N_("{days}, every {n} months"),
    Often.YEARLY: N_("{days}, every {n} years"),
}


def recurrence(schedule: Schedule) -> str:
    """When a schedule comes; its rule as it is written where no words say that."""
    found = pattern(schedule.rule, schedule.start)
    days = "" if found is None else _days(found, schedule.workdays)
    if found is None or not days:
        return schedule.rule
    if found.interval > 1 and found.often in _INTERVALS:
        days = _(_INTERVALS[found.often]).format(days=days, n=found.interval)
    if found.times:
        times = _joined([f"{each:%H:%M}" for each in found.times])
        days = _("{days}, at {times}").format(days=days, times=times)
    if found.until is not None:
        days = _("{days}, until {day}").format(days=days, day=words.date_of(found.until))
    if found.count is not None:
        text = ngettext("{days}, {n} time in all", "{days}, {n} times in all", found.count)
        days = text.format(days=days, n=found.count)
    return days


def _days(found: Pattern, workdays: Workdays) -> str:
    """On which days; empty where no words say that."""
    of_month = bool(found.days) or any(which for which, _day in found.weekdays)
    if found.days:
        days = _of_month(found.days, workdays)
    elif of_month:
        days = _joined([_weekday(*each) for each in found.weekdays])
    elif found.weekdays:
        days = _each(found.weekdays)
    else:
        days = _every(found, workdays)
    if not days or not (found.months or of_month):
        return days
    months = _joined([_(_MONTHS[each - 1]) for each in found.months])
    if not of_month:
        return _("{days} in {months}").format(days=days, months=months)
    if months:
        return _("{days} of {months}").format(days=days, months=months)
    return _("{days} of the month").format(days=days)


def _every(found: Pattern, workdays: Workdays) -> str:
    one, several = _EVERY[found.often]
    if found.interval > 1:
        return _(several).format(n=found.interval)
    only = found.often is Often.DAILY and workdays is Workdays.ONLY
    return _("every workday") if only else _(one)


def _each(weekdays: Sequence[tuple[int, int]]) -> str:
    days = sorted(day for _which, day in weekdays)
    if days == [0, 1, 2, 3, 4]:
        return _("Monday to Friday")
    return _("each {weekdays}").format(weekdays=_joined([_(_WEEKDAYS[day]) for day in days]))


def _weekday(which: int, day: int) -> str:
    return _(_WHICH[which]).format(weekday=_(_WEEKDAYS[day])) if which in _WHICH else ""


def _of_month(days: Sequence[int], workdays: Workdays) -> str:
    """Days of the month. What moves off a day off comes on the first or last workday."""
    if days == (-1,) and workdays is Workdays.BEFORE:
        return _("the last workday")
    if days == (1,) and workdays is Workdays.AFTER:
        return _("the first workday")
    return _joined([_month_day(each) for each in days])


def _month_day(day: int) -> str:
    if day < 0:
        return _("the last day") if day == -1 else ""
    return _("the {day}").format(day=_ordinal(day))


def _ordinal(number: int) -> str:
    """`21st` in English; a plain number elsewhere."""
    if language() != "en":
        return str(number)
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _joined(parts: Sequence[str]) -> str:
    """`Monday, Tuesday and Friday`; nothing where one of them is nothing."""
    if not all(parts):
        return ""
    *others, last = parts or ("",)
    if not others:
        return last
    return _("{first} and {last}").format(first=_(", ").join(others), last=last)
