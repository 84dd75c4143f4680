"""`risks`: the risk points that are open now, who answers, and the centre's own rules of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import Group, argument, as_of_option, command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext

if TYPE_CHECKING:
    from floorboard.desk.risks import OpenRisk, RiskLook


risks = Group(
    "risks",
    default="show",
    help=N_(
        "Show the risk points that are open, or keep rules of your own of what opens them.\n"
        "\n"
        "`risks` alone is `risks show`."
    ),
)

commands = {"risks": risks}


@command(
    "show",
    N_(
        "Show the risk points of the handbook that are open, the heaviest first.\n"
        "\n"
        "What opens one: a check that was missed until the next one is done, a late item of a list,"
        " somebody missing on the roster now or within a day, a project that nobody there knows, an"
        " overdue complaint. Each weighs more the longer it stands."
    ),
)
@json_option
@as_of_option
@click.pass_obj
def show_risks(invocation: Invocation, as_json: bool, as_of: str | None) -> None:
    from contextlib import suppress

    from floorboard.desk import duties, risks

    with invocation.desk(as_of) as desk:
        with suppress(Problem):  # where nothing can be written, what is there is shown
            duties.ensure(desk)
        found = risks.open_now(desk)
    if as_json:
        print_json({"as_of": found.at, "zone": found.zone, "risks": found.risks})
    else:
        print_lines(_lines(found))


@command(
    "load",
    N_(
        "Put the rules in FILE in force: what opens which risk points, and how much it weighs.\n"
        "\n"
        "`risks print` writes a file to edit. An update of the program leaves them as they are."
    ),
)
@argument("file", type=click.Path(path_type=Path), metavar="FILE", help=N_("A .toml file."))
@click.pass_obj
def load(invocation: Invocation, file: Path) -> None:
    from floorboard.desk import risk_rules

    with invocation.desk() as desk:
        changed = risk_rules.load(desk, file)
    print_lines([_("the rules of risks are in force") if changed else _("nothing is another now")])


@command("print", N_("Print the rules in force as TOML, to edit and load."))
@click.pass_obj
def print_rules(invocation: Invocation) -> None:
    from floorboard.desk import risk_rules

    with invocation.desk() as desk:
        text = risk_rules.text_of(desk)
    print_lines(clean(text).splitlines())


@command("forget", N_("Go back to the program's own rules."))
@click.pass_obj
def forget(invocation: Invocation) -> None:
    from floorboard.desk import risk_rules

    with invocation.desk() as desk:
        changed = risk_rules.forget(desk)
    text = N_("the program's rules of risks are in force")
    print_lines([_(text) if changed else _("nothing is another now")])


for each in (show_risks, load, print_rules, forget):
    risks.add_command(each)


def _lines(found: RiskLook) -> list[str]:
    from floorboard.reports.table import Column, table

    if not found.risks:
        return [_("no risk point is open")]
    columns = [
        Column(_("Weight"), right=True),
        Column(_("Age"), right=True),
        Column(_("Risk point"), cut=True),
        Column(_("What opens it"), cut=True),
        Column(_("Answers"), cut=True),
    ]
    lines = table(columns, [_row(each, found.at) for each in found.risks], terminal_width())
    count = len(found.risks)
    return [*lines, ngettext("{n} open risk point", "{n} open risk points", count).format(n=count)]


def _row(risk: OpenRisk, now: int) -> list[object]:
    from floorboard.reports import risks as told
    from floorboard.reports.steps import wording

    more = len(risk.causes) - 1
    causes = clean_line(told.what(risk.causes[0]))
    if more:
        causes += _(", ") + ngettext("{n} more", "{n} more", more).format(n=more)
    who = told.who(risk.direct.title, (each.name for each in risk.direct.people))
    age = told.age(risk.since, now)
    return [risk.weight, age, wording(risk.point.title), causes, who]
