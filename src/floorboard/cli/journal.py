"""`journal`: the story of what was done, and whether it is whole; `undo` and `redo`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_json_list, print_lines
from floorboard.cli.progress import Bar
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.desk.journal import Story
    from floorboard.desk.undoing import Undone
    from floorboard.store.queries.entries import Wanted

MOST = 10_000_000


@command(
    "journal",
    N_(
        "Tell what was done: when, by whom, at which console, and what it changed.\n"
        "\n"
        "The newest deeds, oldest first. What was undone is marked. With --verify, the whole"
        " chain is walked instead; it leaves with 1 if an entry was changed, taken away, moved or"
        " added by anything but this program."
    ),
)
@option("--all", "sign_ins", is_flag=True, help=N_("Who signed in, too, and who tried."))
@option("--ticket", metavar="NUMBER", help=N_("Only what concerns this ticket."))
@option("--since", metavar="INSTANT", help=N_("Only what was done at this instant or later."))
@option(
    "--by",
    metavar="PERSON",
    help=N_("Only what this person did: a code, a name or a part of it, pinyin or initials."),
)
@option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=100,
    show_default=True,
    help=N_("How many entries to show at most."),
)
@option("--verify", is_flag=True, help=N_("Say whether the journal is whole, and its head."))
@json_option
@as_of_option
@click.pass_obj
def show_journal(
    invocation: Invocation,
    sign_ins: bool,
    ticket: str | None,
    since: str | None,
    by: str | None,
    limit: int,
    verify: bool,
    as_json: bool,
    as_of: str | None,
) -> int:
    from floorboard.desk import journal

    with invocation.desk(as_of) as desk:
        if verify:
            return _verify(desk, as_json)
        zone = centre_zone(desk)
        story = journal.story(desk, _wanted(desk, zone, ticket, since, by, sign_ins), limit)
        if as_json:
            head = {"as_of": desk.now(), "zone": zone.key, "older": story.older}
            print_json_list(head, "entries", _records(story))
        else:
            print_lines(_lines(story, zone))
    return 0


@command("undo", N_("Take back the last deed of this console, a deed on many tickets as one."))
@json_option
@click.pass_obj
def undo(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk.undoing import undo

    with invocation.desk() as desk:
        _say(undo(desk), _("undone: {what}"), as_json)


@command("redo", N_("Do again what this console undid last, if nothing was done since."))
@json_option
@click.pass_obj
def redo(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk.undoing import redo

    with invocation.desk() as desk:
        _say(redo(desk), _("redone: {what}"), as_json)


commands = {"journal": show_journal, "undo": undo, "redo": redo}


def _wanted(
    desk: Desk,
    zone: ZoneInfo,
    ticket: str | None,
    since: str | None,
    by: str | None,
    sign_ins: bool,
) -> Wanted:
    from floorboard.cli.instants import read_instant
    from floorboard.cli.ticket.finding import recorded
    from floorboard.desk import people
    from floorboard.store.queries.entries import Wanted

    return Wanted(
        ticket=None if ticket is None else recorded(desk, ticket),
        since=None if since is None else read_instant(since, zone, desk.now(), "--since"),
        until=desk.now() if desk.frozen else None,
        person_id=None if by is None else people.found(desk, by).id,
        sign_ins=sign_ins,
    )


def _lines(story: Story, zone: ZoneInfo) -> Iterator[str]:
    from floorboard.reports.journal import lines

    if story.older:
        yield _("… older entries: raise --limit")
    count = 0
    for page in story.pages:
        count += len(page.entries)
        for line in lines(page.entries, page.names, page.taken_back, zone):
            yield "    " * line.indent + line.text
    yield ngettext("{n} entry", "{n} entries", count).format(n=f"{count:,}")


def _records(story: Story) -> Iterator[dict[str, object]]:
    from floorboard.reports.as_json import record

    for page in story.pages:
        for entry in page.entries:
            yield {**record(entry), "undone": page.taken_back.get(entry.seq) == "undone"}


def _verify(desk: Desk, as_json: bool) -> int:
    from floorboard.desk import journal

    with Bar(_("verifying")) as bar:
        found = journal.verify(desk, bar)
    if as_json:
        print_json(
            {
                "entries": found.entries,
                "head": found.head,
                "sound": found.sound,
                "broken_at_entry": found.broken_at,
            }
        )
    elif found.sound:
        text = ngettext(
            "{n} entry, head {head}: sound", "{n} entries, head {head}: sound", found.entries
        )
        print_lines([text.format(n=f"{found.entries:,}", head=found.head)])
    else:
        print_lines([_("the journal doesn't hold from entry {n} on").format(n=found.broken_at)])
    return 0 if found.sound else 1


def _say(done: Undone, text: str, as_json: bool) -> None:
    from floorboard.reports.journal import action

    if as_json:
        print_json(
            {
                "entry": done.seq,
                "action": done.action,
                "subject": done.subject,
                "tickets": done.tickets,
            }
        )
        return
    shown = _(", ").join(f"#{number}" for number in done.tickets[:10])
    more = len(done.tickets) - 10
    if more > 0:
        shown += " " + _("and {n} more").format(n=f"{more:,}")
    print_lines([text.format(what=f"{action(done.action)}  {shown}".rstrip())])
