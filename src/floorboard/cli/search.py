"""`search`: tickets by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, json_option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.tickets import limit_option
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.search import Found
    from floorboard.store.queries.search import FoundTicket


@command(
    "search",
    N_(
        "Find tickets by number, title, texts and customer.\n"
        "\n"
        "All words must be found, in any script; a customer also by pinyin or its initials, a"
        " number by its end. The ticket with that number comes first, then the newest."
    ),
)
@argument("text", nargs=-1, required=True, help=N_("What to look for."))
@limit_option
@json_option
@click.pass_obj
def find_tickets(invocation: Invocation, text: tuple[str, ...], limit: int, as_json: bool) -> None:
    from floorboard.desk import search

    typed = " ".join(text)
    with invocation.desk() as desk:
        if desk.frozen:
            raise Problem(
                N_("a search looks at tickets as they are now"), fix=N_("Leave out --as-of")
            )
        _index(desk)
        found = search.find(desk, typed, limit)
        if as_json:
            print_json(_document(desk, typed, found))
        else:
            print_lines(_lines(found))


commands = {"search": find_tickets}


def _index(desk: Desk) -> None:
    from floorboard.cli.progress import Bar
    from floorboard.desk import search

    with Bar(_("preparing the search")) as bar:
        search.index(desk, bar)


def _document(desk: Desk, typed: str, found: Found) -> dict[str, object]:
    from floorboard.reports.as_json import record

    return {
        "as_of": desk.now(),
        "zone": centre_zone(desk).key,
        "text": typed,
        "more": found.more,
        "tickets": [
            record(
                each.row,
                customer=each.customer,
                organisation=each.organisation,
                text=each.text,
            )
            for each in found.rows
        ],
    }


def _lines(found: Found) -> list[str]:
    n = len(found.rows)
    if found.more:
        count = _("the first {n}; there are more").format(n=n)
    else:
        count = ngettext("{n} ticket", "{n} tickets", n).format(n=n)
    if not n:
        return [count]
    columns = [
        Column(_("Number"), right=True),
        Column(_("External"), cut=True),
        Column(_("Project"), cut=True),
        Column(_("State")),
        Column(_("Customer"), cut=True),
        Column(_("Title"), cut=True),
        Column(_("Found in"), cut=True),
    ]
    rows = [_row(each) for each in found.rows]
    shown = [at for at in range(len(columns)) if at not in (1, 6) or any(row[at] for row in rows)]
    return [
        *table(
            [columns[at] for at in shown],
            [[row[at] for at in shown] for row in rows],
            terminal_width(),
        ),
        count,
    ]


def _row(each: FoundTicket) -> list[object]:
    row = each.row
    return [
        f"#{row.id}",
        row.external_id,
        pick(row.project, row.project_zh),
        words.state(row.state),
        each.customer,
        row.title,
        each.text,
    ]
