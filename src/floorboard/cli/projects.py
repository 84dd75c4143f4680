"""`projects`: what the centre supports."""

from __future__ import annotations

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports.table import Column, table


@group("projects", N_("List the projects, or put one on the list."))
def projects() -> None:
    pass


@command("list", N_("List the projects."))
@json_option
@click.pass_obj
def list_projects(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk import projects as register

    with invocation.desk() as desk:
        found = register.listed(desk)
    if as_json:
        print_json({"projects": found})
        return
    rows = [[each.code, pick(each.name, each.name_zh)] for each in found]
    none = [_("there is no project yet")]
    columns = [Column(_("Code")), Column(_("Name"))]
    print_lines(table(columns, rows, terminal_width()) if rows else none)


@command("add", N_("Put a project on the list."))
@argument("code", metavar="CODE", help=N_("What commands call it: short, no other's."))
@argument("name", metavar="NAME", help=N_("What people call it."))
@option("--chinese", default="", metavar="NAME", help=N_("Its Chinese name, if it has another."))
@option("--manager", metavar="PERSON", help=N_("Its support manager: tickets climb to them."))
@json_option
@click.pass_obj
def add(
    invocation: Invocation,
    code: str,
    name: str,
    chinese: str,
    manager: str | None,
    as_json: bool,
) -> None:
    from floorboard.desk import people
    from floorboard.desk import projects as register

    with invocation.desk() as desk:
        who = None if manager is None else people.found(desk, manager).id
        number = register.add(desk, register.NewProject(code, name, chinese, who))
    if as_json:
        print_json({"project": number})
    else:
        print_lines([_("{code} is on the list").format(code=code.strip())])


for each in (list_projects, add):
    projects.add_command(each)

commands = {"projects": projects}
