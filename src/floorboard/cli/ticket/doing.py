"""What the commands that change tickets share: their options, and what they say when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from floorboard.cli.command import NUMBER, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines
from floorboard.cli.progress import Bar
from floorboard.cli.ticket.agreeing import called
from floorboard.cli.ticket.finding import find
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick, told
from floorboard.reports import words

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.tickets import BulkOutcome
    from floorboard.domain.handling import Handling
    from floorboard.domain.instant import Instant
    from floorboard.store.views.ticket import TicketView

STDIN = "-"
"""What stands for the text that comes in on standard input."""

REFUSED = 1
"""The exit status where something was refused."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

version_option = option(
    "--version",
    type=NUMBER,
    metavar="N",
    help=N_("Only if the ticket is still as it was at this version, which --json tells."),
)
text_option = option(
    "--text", metavar="TEXT|-", required=True, help=N_("The text; `-` reads standard input.")
)
optional_text_option = option(
    "--text",
    metavar="TEXT|-",
    default="",
    help=N_("A text that goes with it; `-` reads standard input."),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a deed on tickets is given, with names resolved and texts read."""

    text: str = ""
    owner_id: int | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


def read_text(given: str, where: str = "--text") -> str:
    """The text that was given, or what comes in on standard input."""
    from floorboard.desk.intake import BODY_LIMIT

    if given != STDIN:
        return given
    try:
        return sys.stdin.read(BODY_LIMIT + 2)  # with its last line break, and one too many
    except UnicodeDecodeError:
        raise Problem(
            N_("what came in isn't text in {encoding}"), where=where, encoding=sys.stdin.encoding
        ) from None


def on_one(
    invocation: Invocation, number: str, as_json: bool, act: Callable[[Desk, int], object]
) -> int:
    """Do something to the ticket of this number, and say how it stands then."""
    with invocation.desk() as desk:
        ticket = find(desk, number).id
        act(desk, ticket)
        say(desk, ticket, as_json)
    return 0


def on_all(
    invocation: Invocation,
    handling: Handling,
    numbers: Sequence[str],
    as_json: bool,
    given: Callable[[Desk], Given],
    act: Callable[[Desk, int, Given], object],
    alone: Mapping[str, object],
) -> int:
    """Do the same to each of these tickets in one deed; to a single one by `act`. The options in
    `alone` mean something for a single one only. The exit status.

    A number that no ticket has is told, and doesn't stop the others.
    """
    if len(set(numbers)) == 1:
        return on_one(
            invocation, numbers[0], as_json, lambda desk, ticket: act(desk, ticket, given(desk))
        )
    for name, value in alone.items():
        if value is not None:
            raise click.UsageError(_("{option} goes with one ticket alone.").format(option=name))
    from floorboard.desk import tickets

    with invocation.desk() as desk, Bar(_("working")) as bar:
        ids, unknown = _found(desk, numbers)
        all_of_it = given(desk)
        outcome = tickets.bulk(
            desk,
            handling,
            ids,
            text=all_of_it.text,
            owner_id=all_of_it.owner_id,
            fields=all_of_it.fields,
            progress=bar,
        )
        if as_json:
            print_json(_bulk_document(desk, ids, unknown, outcome))
        else:
            print_lines([_summary(outcome, len(unknown))])
    problems = [*unknown.values(), *(problem for _number, problem in outcome.refused)]
    for problem in problems:
        print(clean_line(f"floorboard: {told(problem)}"), file=sys.stderr)
    return REFUSED if problems else 0


def _found(desk: Desk, numbers: Iterable[str]) -> tuple[list[int], dict[str, Problem]]:
    """The tickets of these numbers, each once, and why there is none of the others."""
    ids: dict[int, None] = {}
    unknown: dict[str, Problem] = {}
    for number in numbers:
        try:
            ids[find(desk, number).id] = None
        except Problem as problem:
            unknown[number] = problem
    return list(ids), unknown


def say_agreed(desk: Desk, number: int, as_json: bool, until: Instant | None) -> None:
    """Print how a ticket stands, and what was agreed with the customer, if anything was."""
    say(desk, number, as_json, until=until)
    if until is not None and not as_json:
        print_lines([_("promised by {time}").format(time=called(desk, until))])


def say(desk: Desk, number: int, as_json: bool, **more: object) -> None:
    """Print how a ticket stands; `more` is for `--json` alone."""
    ticket = find(desk, str(number))
    if as_json:
        print_json(standing(ticket) | more)
    else:
        print_lines([clean_line(_line(desk, ticket))])


def standing(ticket: TicketView) -> dict[str, object]:
    """What scripts need to know of a ticket to go on with it."""
    return {
        "number": ticket.id,
        "title": ticket.title,
        "state": ticket.state,
        "priority": ticket.priority,
        "project": ticket.project_code,
        "owner": ticket.owner,
        "next_due_at": ticket.next_due_at,
        "next_clock": ticket.next_clock,
        "version": ticket.version,
    }


def _line(desk: Desk, ticket: TicketView) -> str:
    parts = [
        f"#{ticket.id}",
        words.state(ticket.state),
        words.priority(ticket.priority),
        pick(ticket.project, ticket.project_zh),
        ticket.owner,
    ]
    if ticket.next_due_at is not None and ticket.next_clock is not None:
        due = words.when(ticket.next_due_at, desk.now(), centre_zone(desk))
        parts.append(_("{clock} due {time}").format(clock=words.clock(ticket.next_clock), time=due))
    return "  ".join(filter(None, [*parts, ticket.title]))


def _bulk_document(
    desk: Desk, ids: Sequence[int], unknown: Mapping[str, Problem], outcome: BulkOutcome
) -> dict[str, object]:
    refused = dict(outcome.refused)
    return {
        "done": outcome.done,
        "same": outcome.same,
        "refused": [
            {"number": number, "reason": told(problem)} for number, problem in refused.items()
        ],
        "unknown": [
            {"number": number, "reason": told(problem)} for number, problem in unknown.items()
        ],
        "tickets": [standing(find(desk, str(each))) for each in ids if each not in refused],
    }


def _summary(outcome: BulkOutcome, unknown: int) -> str:
    parts = [ngettext("{n} ticket", "{n} tickets", outcome.done).format(n=f"{outcome.done:,}")]
    if outcome.same:
        parts.append(_("{n} were so already").format(n=f"{outcome.same:,}"))
    if outcome.refused:
        parts.append(_("{n} refused").format(n=f"{len(outcome.refused):,}"))
    if unknown:
        parts.append(_("{n} unknown").format(n=f"{unknown:,}"))
    return _(", ").join(parts)
