"""Policies as TOML files (data/policies shows one)."""

from __future__ import annotations

from collections.abc import Collection

from floorboard.domain.policy import ALWAYS, Policy, Rule, Target
from floorboard.domain.problem import N_
from floorboard.domain.ticket import ClockName, Kind
from floorboard.exchange.toml_source import TomlSource, TomlTable

MOST_MINUTES = 366 * 24 * 60
"""A target is a year of open time at most."""


def read_policy(text: str, source_name: str, calendar_names: Collection[str]) -> Policy:
    """The policy that the TOML `text` describes; `source_name` is its file's name.

    A target is a number of minutes by the file's `calendar`, a table that names its own calendar,
    or "none". Raises `Problem` with the file and line; a calendar has to be in `calendar_names`.
    """
    root = TomlSource(text, source_name).root
    root.only("name", "title", "calendar", "rule")
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
    return Policy(root.text("name"), tuple(rules.values()), root.wording("title"))


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
