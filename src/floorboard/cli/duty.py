"""`duty`: check off or waive one, start lists, and say which duties recur."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import NUMBER, argument, command, group, json_option, option
from floorboard.cli.duty_past import COMMANDS as PAST
from floorboard.cli.duty_past import code_argument
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant
    from floorboard.store.views.duties import ChecklistView, ItemView, StoredSchedule


@group("duty", N_("Check off or waive a duty, start a list, or say which duties recur."))
def duty() -> None: ...


commands = {"duty": duty}

number_argument = argument("number", type=NUMBER, help=N_("Its number, as `duties` shows it."))
item_option = option(
    "--item", is_flag=True, help=N_("The number is an item's of a list, as `duty lists` shows it.")
)
version_option = option(
    "--version", type=NUMBER, metavar="N", help=N_("Only if nobody has changed it since.")
)


@command(
    "done",
    N_(
        "Put on record that a duty is done now, with what it asks for.\n"
        "\n"
        "Where it needs two people, the second one says the same."
    ),
)
@number_argument
@option("--note", metavar="TEXT", default="", help=N_("How it stands."))
@option("--value", metavar="NUMBER", help=N_("What was counted."))
@option("--file", metavar="NAME", default="", help=N_("The file that it is in."))
@item_option
@version_option
@json_option
@click.pass_obj
def done(
    invocation: Invocation,
    number: int,
    note: str,
    value: str | None,
    file: str,
    item: bool,
    version: int | None,
    as_json: bool,
) -> None:
    from floorboard.desk import checklists, duties

    counted = None if value is None else duties.read_value(value)
    with invocation.desk() as desk:
        if item:
            checklists.done(desk, number, version, note=note, value=counted, file=file)
        else:
            duties.done(desk, number, version, note=note, value=counted, file=file)
        _show(desk, number, item, as_json)


@command("waive", N_("Put on record that a duty needn't be done this time, and why."))
@number_argument
@argument("reason", metavar="REASON", help=N_("Why; it stays on record."))
@item_option
@version_option
@json_option
@click.pass_obj
def waive(
    invocation: Invocation,
    number: int,
    reason: str,
    item: bool,
    version: int | None,
    as_json: bool,
) -> None:
    from floorboard.desk import checklists, duties

    with invocation.desk() as desk:
        if item:
            checklists.waive(desk, number, version, reason)
        else:
            duties.waive(desk, number, version, reason)
        _show(desk, number, item, as_json)


def _show(desk: Desk, number: int, item: bool, as_json: bool) -> None:
    """Say how a check, or an item of a list, stands now."""
    from floorboard.desk import checklists
    from floorboard.desk.duties import reading
    from floorboard.reports.as_json import record

    if item:
        line = checklists.item(desk, number)
        assert line is not None
        shown, phase = record(line), checklists.phase_of(line, desk.now())
        title = pick(line.title, line.title_zh)
    else:
        check = reading.one(desk, number)
        assert check is not None
        shown, phase = record(check.check), check.phase
        title = pick(check.check.title, check.check.title_zh)
        if check.check.first_at is not None and check.check.done_at is None:
            title += " · " + _("waits for a second person")
    if as_json:
        print_json({**shown, "phase": phase})
    else:
        print_lines([clean_line(words.labelled(title, words.phase(phase.value)))])


@command(
    "start",
    N_(
        "Start a list from a template, and print its number.\n"
        "\n"
        "Without TEMPLATE the templates are listed."
    ),
)
@argument("template", required=False, metavar="[TEMPLATE]", help=N_("A template's code."))
@option("--title", metavar="TEXT", default="", help=N_("What it is called, if not as usual."))
@option("--project", metavar="NAME", help=N_("The project that it is about."))
@option("--ticket", type=NUMBER, metavar="N", help=N_("The ticket that it is about."))
@option("--change", metavar="TEXT", default="", help=N_("The change that it is about."))
@option("--owner", metavar="WHO", help=N_("Who sees to it that all is done; else you."))
@json_option
@click.pass_obj
def start(
    invocation: Invocation,
    template: str | None,
    title: str,
    project: str | None,
    ticket: int | None,
    change: str,
    owner: str | None,
    as_json: bool,
) -> None:
    from floorboard.cli.ticket import finding
    from floorboard.desk import checklists

    if template is None:
        _list_templates(as_json)
        return
    with invocation.desk() as desk:
        number = checklists.start(
            desk,
            template,
            title=title,
            project_id=None if project is None else finding.project(desk, project),
            ticket_id=ticket,
            change=change,
            owner_id=None if owner is None else finding.owner(desk, owner),
        )
        found = checklists.one(desk, number)
        assert found is not None
        if as_json:
            print_json(_with_phases(found, desk.now()))
        else:
            print_lines(_list_lines(found, desk.now(), centre_zone(desk)))


def _list_templates(as_json: bool) -> None:
    from floorboard.desk import checklists

    found = checklists.templates()
    if as_json:
        print_json({"templates": found})
        return
    columns = [Column(_("Code")), Column(_("List"), cut=True), Column(_("Items"), right=True)]
    rows = [
        (each.code, pick(each.titles["en"], each.titles["zh"]), len(each.items)) for each in found
    ]
    print_lines(table(columns, rows, terminal_width()))


@command("lists", N_("Show the lists of which something is still to be done."))
@option("--all", "everything", is_flag=True, help=N_("Those too of which all is done."))
@json_option
@click.pass_obj
def lists(invocation: Invocation, everything: bool, as_json: bool) -> None:
    from floorboard.desk import checklists

    with invocation.desk() as desk:
        found = checklists.open_lists(desk, settled=everything)
        now, zone = desk.now(), centre_zone(desk)
    if as_json:
        print_json({"as_of": now, "lists": [_with_phases(each, now) for each in found]})
    elif found:
        for each in found:
            print_lines(_list_lines(each, now, zone))
    else:
        print_lines([_("no list is open")])


def _with_phases(found: ChecklistView, now: Instant) -> dict[str, object]:
    from floorboard.desk.checklists import phase_of
    from floorboard.reports.as_json import record

    items = [record(each, phase=phase_of(each, now)) for each in found.items]
    return {**record(found), "items": items}


def _list_lines(found: ChecklistView, now: Instant, zone: ZoneInfo) -> list[str]:
    about = (
        pick(found.project, found.project_zh),
        f"#{found.ticket}" if found.ticket else "",
        found.change,
        found.owner,
    )
    open_items = sum(each.state == "open" for each in found.items)
    left = ngettext("{n} to do", "{n} to do", open_items).format(n=open_items)
    heading = "  ".join(
        filter(None, (str(found.id), pick(found.title, found.title_zh), *about, left))
    )
    columns = [
        Column(_("Number"), right=True),
        Column(_("Phase")),
        Column(_("Due")),
        Column(_("Post"), cut=True),
        Column(_("Item"), cut=True),
        Column(_("By"), cut=True),
    ]
    rows = [_item_row(each, now, zone) for each in found.items]
    return [clean_line(heading), *table(columns, rows, terminal_width())]


def _item_row(item: ItemView, now: Instant, zone: ZoneInfo) -> list[object]:
    from floorboard.desk.checklists import phase_of

    by = "" if item.done_at is None else f"{words.when(item.done_at, now, zone)} {item.done_by}"
    return [
        item.id,
        words.phase(phase_of(item, now).value),
        words.when(item.due_at, now, zone),
        words.post(item.post),
        pick(item.title, item.title_zh),
        by,
    ]


@command("schedules", N_("Show which duties recur: by which rule, for which post, in use or not."))
@json_option
@click.pass_obj
def schedules(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk.duties import scheduling

    with invocation.desk() as desk:
        found = scheduling.schedules(desk)
    if as_json:
        from floorboard.reports.as_json import record

        print_json({"schedules": [record(each.schedule, active=each.active) for each in found]})
        return
    columns = [
        Column(_("Code")),
        Column(_("Post"), cut=True),
        Column(_("Duty"), cut=True),
        Column(_("Due")),
        Column(_("Rule"), cut=True),
        Column(_("In use")),
    ]
    print_lines(table(columns, map(_schedule_row, found), terminal_width()))


def _schedule_row(each: StoredSchedule) -> list[object]:
    from floorboard.domain.duties.rule import names_hours

    schedule = each.schedule
    due = f"{schedule.due // 60:02}:{schedule.due % 60:02}"
    return [
        schedule.code,
        words.post(schedule.post.value),
        pick(schedule.titles["en"], schedule.titles["zh"]),
        "" if names_hours(schedule.rule) else due,
        schedule.rule,
        _("yes") if each.active else _("no"),
    ]


@command(
    "load",
    N_(
        "Put the schedules in FILE in force, in place of all others.\n"
        "\n"
        "Without FILE, those that come with the program. A duty that the file doesn't have is"
        " stopped; what is on record stays. A change holds from now on."
    ),
)
@argument(
    "file",
    required=False,
    type=click.Path(path_type=Path),
    metavar="[FILE]",
    help=N_("A .toml file; `duty print` writes one to edit."),
)
@json_option
@click.pass_obj
def load(invocation: Invocation, file: Path | None, as_json: bool) -> None:
    from floorboard.desk.duties import scheduling

    with invocation.desk() as desk:
        found = scheduling.load(desk, file)
    if as_json:
        from floorboard.reports.as_json import record

        print_json(record(found))
        return
    text = _("{added} new, {changed} changed, {stopped} stopped, {same} as before")
    print_lines(
        [
            text.format(
                added=len(found.added),
                changed=len(found.changed),
                stopped=len(found.stopped),
                same=found.same,
            )
        ]
    )


@command("print", N_("Print the schedules in force as TOML, to edit and load."))
@click.pass_obj
def print_schedules(invocation: Invocation) -> None:
    from floorboard.desk.duties import scheduling

    with invocation.desk() as desk:
        text = scheduling.text(desk)
    print_lines(clean(text).splitlines())


def _switch(name: str, help: str, active: bool) -> click.Command:
    def run(invocation: Invocation, code: str) -> None:
        from floorboard.desk.duties import scheduling

        with invocation.desk() as desk:
            changed = scheduling.set_active(desk, code, active)
        text = _("{code} is in use") if active else _("{code} is stopped")
        if not changed:
            text = _("{code} was in use already") if active else _("{code} was stopped already")
        print_lines([clean_line(text.format(code=code))])

    return command(name, help)(code_argument(click.pass_obj(run)))


for each in (
    done,
    waive,
    start,
    lists,
    schedules,
    load,
    print_schedules,
    _switch("on", N_("Set a recurring duty going, from now on."), True),
    _switch("off", N_("Stop a recurring duty; what is on record stays."), False),
    *PAST,
):
    duty.add_command(each)
