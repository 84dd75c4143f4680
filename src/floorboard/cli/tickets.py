"""`tickets` and `overdue`: the ticket list as text or JSON."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import State
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.as_of import Page
    from floorboard.desk.desk import Desk
    from floorboard.desk.filtering import Wanted
    from floorboard.domain.instant import Instant
    from floorboard.store.queries.listing import Key, Order
    from floorboard.store.views.listing import TicketRow

ORDERS = ("due", "priority", "number", "opened", "updated")
MOST = 100_000

limit_option = option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=50,
    show_default=True,
    help=N_("How many tickets to show at most."),
)
after_option = option(
    "--after",
    metavar="KEY",
    help=N_("Go on after this key, which the page before ended with."),
)
filter_option = option(
    "--filter",
    "filter_text",
    metavar="TEXT",
    default="",
    help=N_("What the board's / takes: project:billing owner:none p:1-2 overdue words…"),
)


@command(
    "tickets",
    N_(
        "List tickets, the most urgent first.\n"
        "\n"
        "Open tickets only, unless --all or a state says otherwise. Repeat an option for a choice."
    ),
)
@filter_option
@option("--all", "everything", is_flag=True, help=N_("Solved and closed tickets too."))
@option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help=N_("Only tickets in this state."),
)
@option(
    "--project",
    "projects",
    multiple=True,
    metavar="NAME",
    help=N_("Only this project: its code, or part of its name."),
)
@option(
    "--owner",
    "owners",
    multiple=True,
    metavar="NAME",
    help=N_("Only this person's tickets; `none` for those nobody owns."),
)
@option(
    "--priority",
    "priorities",
    multiple=True,
    type=click.IntRange(1, 5),
    help=N_("Only tickets of this priority."),
)
@option(
    "--sort",
    type=click.Choice(ORDERS),
    help=N_("What to sort by; by default what is due first, or with closed tickets, last changed."),
)
@limit_option
@after_option
@json_option
@as_of_option
@click.pass_obj
def list_tickets(
    invocation: Invocation,
    filter_text: str,
    everything: bool,
    states: tuple[str, ...],
    projects: tuple[str, ...],
    owners: tuple[str, ...],
    priorities: tuple[int, ...],
    sort: str | None,
    limit: int,
    after: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from dataclasses import replace

    typed = _typed(filter_text)
    wanted = replace(
        typed,
        everything=typed.everything or everything,
        states=typed.states + states,
        projects=typed.projects + projects,
        owners=typed.owners + owners,
        priorities=tuple(sorted({*typed.priorities, *priorities})),
    )
    _list(invocation, wanted, sort, limit, after, as_json=as_json, as_of=as_of)


@command("overdue", N_("List the tickets whose due time has passed, the longest overdue first."))
@filter_option
@limit_option
@after_option
@json_option
@as_of_option
@click.pass_obj
def list_overdue(
    invocation: Invocation,
    filter_text: str,
    limit: int,
    after: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    from dataclasses import replace

    wanted = replace(_typed(filter_text), overdue=True)
    _list(invocation, wanted, "due", limit, after, as_json=as_json, as_of=as_of)


commands = {"tickets": list_tickets, "overdue": list_overdue}


def _typed(text: str) -> Wanted:
    """The filter as typed."""
    from floorboard.desk.filtering import parse

    try:
        return parse(text)
    except Problem as problem:
        problem.where = "--filter"
        raise


def _list(
    invocation: Invocation,
    wanted: Wanted,
    sort: str | None,
    limit: int,
    after: str | None,
    *,
    as_json: bool,
    as_of: str | None,
) -> None:
    from floorboard.desk import as_of as list_as_of
    from floorboard.desk.filtering import resolve
    from floorboard.store.queries.listing import Order

    with invocation.desk(as_of) as desk:
        chosen = resolve(desk, wanted)
        order = Order(sort or ("due" if chosen.open_only else "updated"))
        page = list_as_of.page(desk, chosen, order, limit, _key(after, order))
        zone = centre_zone(desk)
        if as_json:
            print_json(_document(desk, page, zone))
        else:
            print_lines(_lines(page, desk.now(), zone))


def _key(text: str | None, order: Order) -> Key | None:
    """The key that a page ended with, as `--after` takes it: `1700000000.1042`."""
    if text is None:
        return None
    parts = text.split(".")
    if len(parts) != len(order.columns) or not all(part.lstrip("-").isdecimal() for part in parts):
        raise Problem(
            N_("{key} is not a key of this list"),
            where="--after",
            fix=N_("Take the one that the page before ended with, and sort alike"),
            key=repr(text),
        )
    return tuple(int(part) for part in parts)


def _key_text(key: Key) -> str:
    return ".".join(map(str, key))


def _document(desk: Desk, page: Page, zone: ZoneInfo) -> dict[str, object]:
    from floorboard.desk.as_of import outcomes
    from floorboard.reports.as_json import record

    found = outcomes(desk, [row.id for row in page.rows])
    return {
        "as_of": desk.now(),
        "zone": zone.key,
        "total": page.total,
        "next": _key_text(page.next) if page.next else None,
        "tickets": [record(row) | record(found[row.id]) for row in page.rows],
    }


def _lines(page: Page, now: Instant, zone: ZoneInfo) -> list[str]:
    count = ngettext("{n} ticket", "{n} tickets", page.total).format(n=page.total)
    if not page.rows:
        return [count]
    columns = [
        Column(_("Number"), right=True),
        Column(_("External"), cut=True),
        Column(_("Project"), cut=True),
        Column(_("Pri")),
        Column(_("State")),
        Column(_("Due"), right=True),
        Column(_("Left"), right=True),
        Column(_("Clock")),
        Column(_("Owner"), cut=True),
        Column(_("Title"), cut=True),
    ]
    shown = [
        each for each in range(len(columns)) if each != 1 or any(r.external_id for r in page.rows)
    ]
    rows = [_row(row, now, zone) for row in page.rows]
    lines = table(
        [columns[at] for at in shown],
        [[row[at] for at in shown] for row in rows],
        terminal_width(),
    )
    if page.next:
        lines.append(
            _("{n} of {total}; go on with --after {key}").format(
                n=len(page.rows), total=page.total, key=shlex.quote(_key_text(page.next))
            )
        )
    else:
        lines.append(count)
    return lines


def _row(row: TicketRow, now: Instant, zone: ZoneInfo) -> list[object]:
    due = row.next_due_at
    return [
        f"#{row.id}",
        row.external_id,
        pick(row.project, row.project_zh),
        words.priority(row.priority),
        words.state(row.state),
        words.when(due, now, zone) if due is not None else "",
        words.duration(due - now) if due is not None else "",
        words.clock(row.next_clock) if row.next_clock else "",
        row.owner,
        row.title,
    ]
