"""`policy`: how long a ticket's clocks may run, and to whom it goes up after that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.calendar import file_argument, print_loaded
from floorboard.cli.command import command, group, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.domain.ticket import ClockName
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.rules import Rules
    from floorboard.domain.ladder import Rung
    from floorboard.domain.policy import Rule, Target


@group("policy", N_("Show the targets of tickets and the ladder, or put other ones in force."))
def policies() -> None: ...


commands = {"policy": policies}


@command(
    "load",
    N_(
        "Put the policy in FILE in force in the store.\n"
        "\n"
        "Its calendars have to be in the store. The due times of all open tickets are computed"
        " anew; a target that a source system recorded stays as agreed. The ladder holds for what"
        " is raised from now on."
    ),
)
@file_argument
@json_option
@click.pass_obj
def load(invocation: Invocation, file: Path, as_json: bool) -> None:
    from floorboard.desk.rule_files import load_policy

    with invocation.desk() as desk:
        print_loaded(load_policy(desk, file), as_json)


@command(
    "show",
    N_("Show the policy in force: each rule's targets and their calendars, and the ladder."),
)
@json_option
@click.pass_obj
def show(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk import rules
    from floorboard.reports.steps import wording

    with invocation.desk() as desk:
        found = rules.in_force(desk)
    policy = found.policy
    if as_json:
        print_json(
            {
                "name": policy.name,
                "title": policy.titles,
                "rules": [
                    {
                        "kind": rule.kind,
                        "project": rule.project,
                        "priority": rule.priority,
                        "targets": {
                            target.clock: {"minutes": target.minutes, "calendar": target.calendar}
                            for target in rule.targets
                        },
                        "none": rule.none,
                    }
                    for rule in policy.rules
                ],
                "ladder": [
                    {
                        "name": rung.name,
                        "clock": rung.clock,
                        "after_minutes": None if rung.share else rung.after_minutes,
                        "share": rung.share,
                        "to": str(rung.addressee),
                        "acknowledge_minutes": rung.acknowledge_minutes,
                        "backup": None if rung.backup is None else str(rung.backup),
                    }
                    for rung in policy.ladder
                ],
            }
        )
        return
    columns = [Column(_("Kind")), Column(_("Project"), cut=True), Column(_("Priority"))]
    for clock in ClockName:
        name = words.clock(clock.value)
        columns.append(Column(name[:1].upper() + name[1:]))
    rows = [_row(rule, found) for rule in policy.rules]
    heading = clean_line("  ".join(filter(None, (policy.name, wording(policy.titles)))))
    ladder = table(_ladder_columns(), map(_rung, policy.ladder), terminal_width())
    print_lines([heading, "", *table(columns, rows, terminal_width()), "", *ladder])


for each in (load, show):
    policies.add_command(each)


def _row(rule: Rule, found: Rules) -> list[object]:
    """Whom a rule is for, and its targets; a field that it doesn't name is empty."""
    targets = {target.clock: _target(target, found) for target in rule.targets}
    targets |= dict.fromkeys(rule.none, _("none"))
    return [
        None if rule.kind is None else words.kind(rule.kind.value),
        rule.project,
        None if rule.priority is None else words.priority(rule.priority),
        *(targets.get(clock) for clock in ClockName),
    ]


def _target(target: Target, found: Rules) -> str:
    """`8 h · Office hours`."""
    from floorboard.reports.steps import wording

    calendar = wording(found.calendars[target.calendar].titles) or target.calendar
    return f"{words.exact_duration(target.seconds)} · {calendar}"


def _ladder_columns() -> list[Column]:
    return [
        Column(_("Rung"), cut=True),
        Column(_("Clock")),
        Column(_("Raised"), cut=True),
        Column(_("To"), cut=True),
        Column(_("Acknowledged within")),
        Column(_("Backup"), cut=True),
    ]


def _rung(rung: Rung) -> list[object]:
    """When a rung is raised and to whom; what it leaves open is empty."""
    from floorboard.reports import escalations as told

    minutes = rung.acknowledge_minutes
    return [
        told.rung(rung.name),
        words.clock(rung.clock.value),
        told.moment(rung),
        told.addressee(str(rung.addressee)),
        None if minutes is None else words.exact_duration(minutes * 60),
        None if rung.backup is None else told.addressee(str(rung.backup)),
    ]
