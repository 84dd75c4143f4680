"""Schedules of duties into a TOML file, as `schedules` reads them back without loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from floorboard.domain.duties.rule import names_hours
from floorboard.domain.duties.schedule import Evidence, Schedule, Workdays
from floorboard.domain.opening import DAY_MINUTES

if TYPE_CHECKING:
    from tomlkit.items import Table


def write_schedules(schedules: Sequence[Schedule]) -> str:
    """The schedules as TOML that `read_schedules` reads back the same. One of an older store, which
    names no duty of the handbook and may lack a language, has to be completed first."""
    import tomlkit

    document = tomlkit.document()
    starts = Counter(each.starts_on for each in schedules)
    usual = max(starts, key=lambda day: starts[day], default=None)
    if usual is not None:
        document.add("starts", usual)
    measures = list(dict.fromkeys(each.measure for each in schedules if each.measure))
    if measures:
        document.add("measures", tomlkit.item(measures))
    if usual is not None:
        document.add(tomlkit.nl())
    array = tomlkit.aot()
    for schedule in schedules:
        array.append(_table(schedule, usual))
    document.add("schedule", array)
    return tomlkit.dumps(document)


def _table(schedule: Schedule, usual: date | None) -> Table:
    import tomlkit

    titles = tomlkit.inline_table()
    usual_title = schedule.titles["en"]
    titles.update({name: title or usual_title for name, title in schedule.titles.items()})
    own_post = schedule.post.value != schedule.duty.partition(".")[0]
    values = {
        "code": schedule.code,
        "duty": schedule.duty or None,
        "post": schedule.post.value if own_post else None,
        "title": titles,
        "rule": schedule.rule,
        "starts": schedule.starts_on if schedule.starts_on != usual else None,
        "due": None if names_hours(schedule.rule) else _clock(schedule.due),
        "opens": _length(schedule.opens),
        "closes": _length(schedule.closes),
        "workdays": schedule.workdays.value if schedule.workdays is not Workdays.ANY else None,
        "each_project": schedule.each_project or None,
        "evidence": schedule.evidence.value if schedule.evidence is not Evidence.TICK else None,
        "measure": schedule.measure or None,
        "four_eyes": schedule.four_eyes or None,
    }
    table = tomlkit.table()
    for key, value in values.items():
        if value is not None:
            table.add(key, value)
    return table


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _length(minutes: int) -> str:
    """A length in the largest unit that has it whole."""
    for unit, size in (("d", DAY_MINUTES), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
