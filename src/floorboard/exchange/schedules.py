"""Schedules of recurring duties as TOML files (data/duties/centre.toml shows one)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from floorboard.domain.duties import rule
from floorboard.domain.duties.schedule import Schedule, Workdays
from floorboard.domain.post import Post
from floorboard.domain.problem import N_, Problem
from floorboard.exchange import duty_fields as fields
from floorboard.exchange.toml_source import TomlSource, TomlTable

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def read_schedules(text: str, source_name: str, duties: Collection[str]) -> tuple[Schedule, ...]:
    """The schedules that the TOML `text` describes; `source_name` is its file's name.

    A schedule without a post of its own is done by the post whose duty it is, and one without
    `starts` begins when the file says. Raises `Problem` with the file and line; a duty has to be
    one of `duties`, the handbook's ids, and a measure one of those that the file's head lists.
    """
    root = TomlSource(text, source_name).root
    root.only("starts", "measures", "schedule")
    root.need("schedule")
    measures = fields.measures(root)
    found: dict[str, Schedule] = {}
    for table in root.tables("schedule"):
        schedule = _schedule(table, root, duties, measures, found)
        found[schedule.code] = schedule
    return tuple(found.values())


def _schedule(
    table: TomlTable,
    root: TomlTable,
    duties: Collection[str],
    measures: Collection[str],
    taken: Collection[str],
) -> Schedule:
    table.only(
        *("code", "duty", "post", "title", "rule", "starts", "due", "opens", "closes"),
        *("workdays", "each_project", "evidence", "measure", "four_eyes"),
    )
    table.need("code", "duty", "title", "rule", "opens", "closes")
    duty = fields.duty(table, duties)
    starts_on = _date(table if "starts" in table else root)
    text, due = _rule(table, starts_on)
    return Schedule(
        fields.code(table, taken),
        duty,
        fields.post(table) if "post" in table else Post(duty.partition(".")[0]),
        fields.titles(table),
        text,
        starts_on,
        due,
        fields.length(table, "opens")[0],
        fields.length(table, "closes")[0],
        fields.word(table, "workdays", Workdays) if "workdays" in table else Workdays.ANY,
        table.flag("each_project"),
        *fields.evidence(table, measures),
        table.flag("four_eyes"),
    )


def _rule(table: TomlTable, starts_on: date) -> tuple[str, int]:
    """The rule, and the minute of the day it is due: one of the two says when."""
    text = table.text("rule")
    if rule.names_hours(text):
        if "due" in table:
            raise table.problem(
                "due",
                N_("the rule says already at which hours it comes"),
                N_("Remove due, or the rule's BYHOUR"),
            )
        due = 0
    else:
        table.need("due")
        due = _minute(table)
    try:
        rule.check(text, datetime.combine(starts_on, time()) + timedelta(minutes=due))
    except Problem as problem:
        raise table.problem("rule", problem.what, problem.fix, **problem.facts) from None
    return text, due


def _minute(table: TomlTable) -> int:
    match = _TIME.fullmatch(table.text("due"))
    if match is None:
        raise table.wrong("due", 'due = "17:30"')
    return int(match[1]) * 60 + int(match[2])


def _date(table: TomlTable) -> date:
    table.need("starts")
    value = table.data["starts"]
    if type(value) is not date or not 1900 <= value.year < 3000:
        raise table.wrong("starts", "starts = 2026-01-01")
    return value
