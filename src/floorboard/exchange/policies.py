"""Policies as TOML files (data/policies shows one)."""

from __future__ import annotations

import re
from collections.abc import Collection

from floorboard.domain.calendar import ALWAYS
from floorboard.domain.ladder import Addressee, Rung, To
from floorboard.domain.policy import DEFAULT_LADDER, Policy, Rule, Target
from floorboard.domain.post import Post
from floorboard.domain.problem import N_
from floorboard.domain.ticket import ClockName, Kind
from floorboard.exchange.toml_source import TomlSource, TomlTable

MOST_MINUTES = 366 * 24 * 60
"""A target is a year of open time at most."""

_RUNG_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_ADDRESSEES = (
    *(to.value for to in To if to not in (To.POST, To.ROTA)),
    *(f"{To.POST}:{post}" for post in Post),
    f"{To.ROTA}:…",
)
"""What `to` and `backup` may say."""


def read_policy(text: str, source_name: str, calendar_names: Collection[str]) -> Policy:
    """The policy that the TOML `text` describes; `source_name` is its file's name.

    A target is a number of minutes by the file's `calendar`, a table that names its own calendar,
    or "none". A file without rungs has the manual's ladder. Raises `Problem` with the file and
    line; a calendar has to be in `calendar_names`.
    """
    root = TomlSource(text, source_name).root
    root.only("name", "title", "calendar", "rule", "rung")
    root.need("name", "rule")
    usual = _calendar(root, ALWAYS, calendar_names)
    rules: dict[tuple[Kind | None, str | None, int | None], Rule] = {}
    for table in root.tables("rule"):
        rule = _rule(table, usual, calendar_names)
        matched = (rule.kind, rule.project, rule.priority)
        if matched in rules:
            raise table.problem(
                None,
                N_("another rule is for the same kind, project and priority"),
                N_("Make one rule of the two"),
            )
        rules[matched] = rule
    return Policy(
        root.text("name"),
        tuple(rules.values()),
        root.wording("title"),
        _ladder(root) or DEFAULT_LADDER,
    )


def _rule(table: TomlTable, usual: str, calendar_names: Collection[str]) -> Rule:
    table.only("kind", "project", "priority", *ClockName)
    targets: list[Target] = []
    none: set[ClockName] = set()
    for clock in ClockName:
        if clock not in table:
            continue
        target = _target(table, clock, usual, calendar_names)
        if target is None:
            none.add(clock)
        else:
            targets.append(target)
    if not targets and not none:
        raise table.problem(
            None,
            N_("this rule has no target"),
            N_("Give it one of: {clocks}"),
            clocks=", ".join(ClockName),
        )
    return Rule(
        _kind(table),
        table.text("project") or None,
        table.whole("priority", 1, 9),
        tuple(targets),
        frozenset(none),
    )


def _kind(table: TomlTable) -> Kind | None:
    if "kind" not in table:
        return None
    try:
        return Kind(table.text("kind"))
    except ValueError:
        raise table.wrong("kind", " | ".join(f'kind = "{kind}"' for kind in Kind)) from None


def _target(
    table: TomlTable, clock: ClockName, usual: str, calendar_names: Collection[str]
) -> Target | None:
    value = table.data[clock]
    if value == "none":
        return None
    if not isinstance(value, dict):
        minutes, calendar = table.whole(clock, 1, MOST_MINUTES), usual
    else:
        own = TomlTable(table.source, (*table.path, clock.value), value)
        own.only("minutes", "calendar")
        own.need("minutes")
        minutes = own.whole("minutes", 1, MOST_MINUTES)
        calendar = _calendar(own, usual, calendar_names)
    assert minutes is not None
    return Target(clock, minutes, calendar)


def _ladder(root: TomlTable) -> tuple[Rung, ...]:
    rungs: dict[str, Rung] = {}
    for table in root.tables("rung"):
        rung = _rung(table)
        if rung.name in rungs:
            raise table.problem(
                "name",
                N_("another rung is called {name}"),
                N_("A rung is raised once by its name: give it one of its own"),
                name=rung.name,
            )
        rungs[rung.name] = rung
    return tuple(rungs.values())


def _rung(table: TomlTable) -> Rung:
    keys = ("name", "clock", "after_minutes", "share", "to", "acknowledge_minutes", "backup")
    table.only(*keys)
    table.need("name", "clock", "to")
    name = table.text("name")
    if not _RUNG_NAME.fullmatch(name):
        raise table.wrong("name", 'name = "second-line"')
    if "share" in table and "after_minutes" in table:
        raise table.problem(
            "share",
            N_("a rung has either after_minutes or a share"),
            N_("Remove one of the two"),
        )
    if "acknowledge_minutes" in table and "backup" not in table:
        raise table.problem(
            "acknowledge_minutes",
            N_("nobody stands behind this rung"),
            N_("Add a line that begins {key} ="),
            key="backup",
        )
    return Rung(
        name,
        _clock(table),
        _addressee(table, "to"),
        table.whole("after_minutes", 0, MOST_MINUTES) or 0,
        _share(table),
        table.whole("acknowledge_minutes", 1, MOST_MINUTES),
        _addressee(table, "backup") if "backup" in table else None,
    )


def _clock(table: TomlTable) -> ClockName:
    try:
        return ClockName(table.text("clock"))
    except ValueError:
        raise table.wrong("clock", " | ".join(f'clock = "{name}"' for name in ClockName)) from None


def _share(table: TomlTable) -> float | None:
    value = table.data.get("share")
    if value is None:
        return None
    if not isinstance(value, float) or not 0 < value < 1:
        raise table.wrong("share", "share = 0.75")
    return value


def _addressee(table: TomlTable, key: str) -> Addressee:
    try:
        return Addressee.parse(table.text(key))
    except ValueError:
        choices = " | ".join(f'"{words}"' for words in _ADDRESSEES)
        raise table.wrong(key, f"{key} = {choices}") from None


def _calendar(table: TomlTable, usual: str, calendar_names: Collection[str]) -> str:
    name = table.text("calendar", usual)
    if "calendar" in table and name not in calendar_names:
        raise table.problem(
            "calendar",
            N_("there is no calendar {calendar}"),
            N_("Known are: {known}"),
            calendar=name,
            known=", ".join(sorted(calendar_names)) or "—",
        )
    return name
