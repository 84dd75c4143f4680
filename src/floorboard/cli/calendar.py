"""`calendar`: working calendars and what they count. All but `load` works without a store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, told
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.rule_files import Loaded
    from floorboard.domain.calendar import Step, WorkingCalendar
    from floorboard.domain.instant import Instant, Interval

pause_option = option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="A/B",
    help=N_("A break from A to B that doesn't count; may be repeated."),
)
explain_option = option(
    "--explain", is_flag=True, help=N_("Tell step by step what counted and what didn't.")
)
calendar_argument = argument(
    "name",
    metavar="CALENDAR",
    help=N_("A calendar of the store or of the program, or a .toml file."),
)
file_argument = argument(
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("A .toml file; data/ has one with everything in it."),
)
START = N_("ISO 8601; without an offset, a wall time of the calendar.")

MOST_MINUTES = 10 * 366 * 1440
"""Ten years: a calendar that needs longer never provides it."""


@group(
    "calendar",
    N_(
        "Ask working calendars when a time is up and how much of it has passed.\n"
        "\n"
        "A calendar is named as in the store, or as one that comes with the program, or by its"
        " file; no store is needed."
    ),
)
def calendars() -> None: ...


commands = {"calendar": calendars}


@command("list", N_("List the calendars that are known here."))
@json_option
@click.pass_obj
def list_calendars(invocation: Invocation, as_json: bool) -> None:
    from floorboard.exchange.calendars import read_calendar
    from floorboard.reports.steps import wording

    found = [
        (name, place, read_calendar(text, source))
        for name, (text, source, place) in _known(invocation).items()
    ]
    if as_json:
        rows = [
            {"name": name, "from": place, "zone": calendar.zone.key, "title": calendar.titles}
            for name, place, calendar in found
        ]
        print_json({"calendars": rows})
        return
    columns = [Column(_("Name")), Column(_("Zone")), Column(_("Title")), Column(_("From"))]
    places = {"store": _("the store"), "program": _("the program")}
    lines = [
        (name, calendar.zone.key, wording(calendar.titles), places[place])
        for name, place, calendar in found
    ]
    print_lines(table(columns, lines))


@command("show", N_("Show a calendar's hours and the named days of the coming year."))
@calendar_argument
@json_option
@click.pass_obj
def show_calendar(invocation: Invocation, name: str, as_json: bool) -> None:
    from floorboard.desk.desk import system_clock
    from floorboard.domain.instant import to_wall
    from floorboard.reports.steps import wording

    calendar = _calendar(invocation, name)
    today = to_wall(system_clock(), calendar.zone).date()
    days = [today + timedelta(days=step) for step in range(366)]
    named = [(day, what) for day in days if (what := calendar.named_day(day)) is not None]
    years = sorted({day.year for day in days if not calendar.announced(day.year)})
    if as_json:
        print_json(
            {
                "name": calendar.name,
                "title": calendar.titles,
                "zone": calendar.zone.key,
                "week": {
                    key: [_range(each) for each in ranges]
                    for key, ranges in zip(_WEEK, calendar.week, strict=True)
                },
                "days": [
                    {
                        "date": day.isoformat(),
                        "name": what.name,
                        "kind": what.kind,
                        "hours": [_range(each) for each in what.ranges],
                    }
                    for day, what in named
                ],
                "not_announced": years,
            }
        )
        return
    lines = [f"{clean_line(calendar.name)}  {calendar.zone.key}", ""]
    monday = date(2024, 1, 1)
    week = [
        (words.weekday(monday + timedelta(days=at)), _hours(ranges))
        for at, ranges in enumerate(calendar.week)
    ]
    lines += table([Column(_("Day")), Column(_("Hours"))], week)
    if named:
        columns = [Column(_("Date")), Column(_("Day")), Column(_("Name")), Column(_("Hours"))]
        rows = [
            (
                day,
                words.weekday(day),
                wording(what.name),
                _hours(what.ranges),
            )
            for day, what in named
        ]
        lines += ["", *table(columns, rows)]
    for year in years:
        lines += ["", _("make-up days of {year} are not announced yet").format(year=year)]
    print_lines(lines)


@command("due", N_("Say when MINUTES of open time from START are used up."))
@calendar_argument
@argument("start", metavar="START", help=START)
@argument(
    "minutes",
    metavar="MINUTES",
    type=click.IntRange(0, MOST_MINUTES),
    help=N_("Open time, in minutes."),
)
@pause_option
@explain_option
@json_option
@click.pass_obj
def due(
    invocation: Invocation,
    name: str,
    start: str,
    minutes: int,
    pauses: tuple[str, ...],
    explain: bool,
    as_json: bool,
) -> None:
    calendar = _calendar(invocation, name)
    begin = _instant(start, calendar, "START")
    breaks = _pauses(pauses, calendar)
    found = calendar.due(begin, minutes * 60, breaks)
    steps = calendar.explain(begin, minutes * 60, breaks) if explain or as_json else ()
    if as_json:
        print_json(
            {
                "calendar": calendar.name,
                "zone": calendar.zone.key,
                "start": begin,
                "minutes": minutes,
                "due_at": found,
                "steps": steps,
            }
        )
    else:
        print_lines([_shown(found, calendar), *_explained(steps, calendar)])


@command("elapsed", N_("Say how much open time lies between START and END."))
@calendar_argument
@argument("start", metavar="START", help=START)
@argument("end", metavar="END", help=START)
@pause_option
@explain_option
@json_option
@click.pass_obj
def elapsed(
    invocation: Invocation,
    name: str,
    start: str,
    end: str,
    pauses: tuple[str, ...],
    explain: bool,
    as_json: bool,
) -> None:
    calendar = _calendar(invocation, name)
    begin, finish = _instant(start, calendar, "START"), _instant(end, calendar, "END", end=True)
    breaks = _pauses(pauses, calendar)
    seconds = calendar.elapsed(begin, finish, breaks)
    steps = calendar.explain(begin, seconds, breaks) if explain or as_json else ()
    if as_json:
        print_json(
            {
                "calendar": calendar.name,
                "zone": calendar.zone.key,
                "start": begin,
                "end": finish,
                "elapsed_s": seconds,
                "steps": steps,
            }
        )
    else:
        print_lines([words.exact_duration(seconds), *_explained(steps, calendar)])


@command(
    "load",
    N_(
        "Put the calendar in FILE in force in the store.\n"
        "\n"
        "It takes the place of the one of its name, or is added. The due times of all open tickets"
        " are computed anew."
    ),
)
@file_argument
@json_option
@click.pass_obj
def load(invocation: Invocation, file: Path, as_json: bool) -> None:
    from floorboard.desk.rule_files import load_calendar

    with invocation.desk() as desk:
        print_loaded(load_calendar(desk, file), as_json)


for each in (list_calendars, show_calendar, due, elapsed, load):
    calendars.add_command(each)


def print_loaded(loaded: Loaded, as_json: bool) -> None:
    """Say what loading a calendar or a policy did."""
    if as_json:
        from floorboard.reports.as_json import record

        print_json(record(loaded))
        return
    if loaded.changed:
        tickets = ngettext("{n} open ticket", "{n} open tickets", loaded.recomputed)
        text = ngettext(
            "{name} is in force; of {tickets} {moved} has another due time now",
            "{name} is in force; of {tickets} {moved} have another due time now",
            loaded.moved,
        ).format(
            name=loaded.name,
            tickets=tickets.format(n=loaded.recomputed),
            moved=loaded.moved,
        )
    else:
        text = _("{name} is in force as it is in the file; nothing changed")
        text = text.format(name=loaded.name)
    print_lines([clean_line(text)])


def _known(invocation: Invocation) -> dict[str, tuple[str, str, str]]:
    """Text, source name and place of each calendar by name; the store's go before the program's."""
    from floorboard.resources import data

    found = {
        file.stem: (file.read_text("utf-8"), file.name, "program")
        for file in sorted(data("calendars").glob("*.toml"))
    }
    if invocation.path.exists():
        from floorboard.store.queries import rules

        with invocation.desk() as desk, desk.store.reading() as db:
            for name, text in rules.calendars(db):
                found[name] = (text, f"{name}.toml", "store")
    return found


def _calendar(invocation: Invocation, name: str) -> WorkingCalendar:
    from floorboard.domain.calendar import ALWAYS, always_open
    from floorboard.exchange.calendars import read_calendar

    if name.endswith(".toml"):
        from floorboard.desk.rule_files import read_text

        return read_calendar(read_text(Path(name)), name)
    known = _known(invocation)
    if name in known:
        return read_calendar(*known[name][:2])
    if name == ALWAYS:
        return always_open(ALWAYS)
    raise Problem(
        N_("there is no calendar {name}"),
        fix=N_("Known are: {known}; or name a .toml file"),
        name=repr(name),
        known=", ".join(known),
    )


def _instant(text: str, calendar: WorkingCalendar, where: str, *, end: bool = False) -> Instant:
    from floorboard.cli.instants import read_instant
    from floorboard.desk.desk import system_clock

    try:
        return read_instant(text, calendar.zone, system_clock(), where, "end" if end else "start")
    except Problem as problem:
        raise click.BadArgumentUsage(told(problem)) from None


def _pauses(written: Iterable[str], calendar: WorkingCalendar) -> list[Interval]:
    pauses = []
    for text in written:
        start, slash, end = text.partition("/")
        if not slash:
            raise Problem(
                N_("{text} is not a break"),
                where="--pause",
                fix=N_("Write it like this: {example}"),
                text=repr(text),
                example="2026-11-23T12:00/2026-11-23T13:00",
            )
        pauses.append(
            (
                _instant(start, calendar, "--pause"),
                _instant(end, calendar, "--pause", end=True),
            )
        )
    return pauses


def _shown(instant: Instant, calendar: WorkingCalendar) -> str:
    from floorboard.domain.instant import iso

    wall = words.stamp(instant, calendar.zone, seconds=instant % 60 != 0)
    return f"{wall}  {calendar.zone.key}  {iso(instant)}"


def _explained(steps: Iterable[Step], calendar: WorkingCalendar) -> list[str]:
    from floorboard.reports.steps import line

    return [clean_line(f"  {line(step, calendar.zone)}") for step in steps]


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _range(minutes: tuple[int, int]) -> str:
    """`09:00-12:00`; an end over midnight is the next day's."""
    start, end = minutes
    finish = end if end <= 1440 else end - 1440
    return f"{start // 60:02}:{start % 60:02}-{finish // 60:02}:{finish % 60:02}"


def _hours(ranges: Iterable[tuple[int, int]]) -> str:
    return ", ".join(map(_range, ranges)) or _("closed all day")
