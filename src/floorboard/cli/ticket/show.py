"""`ticket show`: one ticket with its history and clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import as_of_option, command, json_option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.ticket.finding import find, number_argument
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.width import cell_width, wrap

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.as_of import Outcome
    from floorboard.desk.desk import Desk
    from floorboard.desk.why import Explanation
    from floorboard.store.views.ticket import EventView, TicketView


@command(
    "show",
    N_(
        "Show a ticket: its fields, its clocks and why they are due, its history.\n"
        "\n"
        "With --as-of, its clocks and history as they were then."
    ),
)
@number_argument
@json_option
@as_of_option
@click.pass_obj
def show_ticket(invocation: Invocation, number: str, as_json: bool, as_of: str | None) -> None:
    from floorboard.desk import as_of as then
    from floorboard.desk.why import explain
    from floorboard.store.queries import tickets

    with invocation.desk(as_of) as desk:
        ticket = find(desk, number)
        explanation = explain(desk, ticket.id)
        outcome = then.outcomes(desk, [ticket.id])[ticket.id]
        ticket = then.ticket(desk, ticket)
        with desk.store.reading() as db:
            history = [e for e in tickets.history(db, ticket.id) if e.at <= desk.now()]
        zone = centre_zone(desk)
        if as_json:
            print_json(_document(desk, ticket, outcome, explanation, history))
        else:
            print_lines(_lines(desk, ticket, outcome, explanation, history, zone))


def _document(
    desk: Desk,
    ticket: TicketView,
    outcome: Outcome,
    explanation: Explanation,
    history: list[EventView],
) -> dict[str, object]:
    from floorboard.reports.as_json import record

    return {
        "as_of": desk.now(),
        "ticket": record(ticket) | record(outcome),
        "clocks": [
            {
                **record(account.clock),
                "verdict": account.verdict,
                "calendar": None if account.calendar is None else account.calendar.name,
                "steps": account.steps,
            }
            for account in explanation.clocks
        ],
        "promises": explanation.promises,
        "policy": explanation.policy,
        "history": history,
    }


def _lines(
    desk: Desk,
    ticket: TicketView,
    outcome: Outcome,
    explanation: Explanation,
    history: list[EventView],
    zone: ZoneInfo,
) -> list[str]:
    from floorboard.reports.why import lines as why_lines

    width = terminal_width() or 100
    lines = [f"#{ticket.id}  {clean_line(ticket.title)}", ""]
    facts = _facts(ticket, outcome, zone)
    first = max(cell_width(label) for label, _value in facts)
    for label, value in facts:
        lines.append(f"{label}{' ' * (first - cell_width(label))}  {clean_line(value)}")
    if ticket.body:
        lines += ["", *wrap(clean(ticket.body).replace("\t", "    "), width)]
    lines += ["", f"{_('Clocks')}  {words.stamp(desk.now(), zone)}"]
    lines += ["  " * (line.indent + 1) + line.text for line in why_lines(explanation, zone)]
    lines += ["", _("History")]
    for event in history:
        lines += _event(event, zone, width)
    return [line.rstrip() for line in lines]


def _facts(ticket: TicketView, outcome: Outcome, zone: ZoneInfo) -> list[tuple[str, str]]:
    customer = f"{ticket.customer} ({ticket.organisation})" if ticket.organisation else ""
    facts = [
        (_("Known as"), " ".join(filter(None, (ticket.source, ticket.external_id)))),
        (_("Kind"), words.kind(ticket.kind)),
        (_("Channel"), words.channel(ticket.channel)),
        (_("State"), words.state(ticket.state)),
        (_("Priority"), words.priority(ticket.priority)),
        (_("Project"), pick(ticket.project, ticket.project_zh)),
        (_("Customer"), customer or ticket.customer),
        (_("Owner"), ticket.owner),
        (_("Team"), ticket.team),
        (_("Opened"), words.stamp(ticket.opened_at, zone)),
    ]
    if ticket.recorded_target_at is not None:
        facts.append((_("Recorded target"), words.stamp(ticket.recorded_target_at, zone)))
    if ticket.recorded_verdict:
        facts.append((_("Recorded verdict"), words.verdict(ticket.recorded_verdict)))
    facts.append((_("Verdict"), words.verdict(outcome.verdict.value)))
    if ticket.reopen_count:
        facts.append((_("Reopened"), str(ticket.reopen_count)))
    if ticket.reassignment_count:
        facts.append((_("Reassigned"), str(ticket.reassignment_count)))
    return [(label, value) for label, value in facts if value]


def _event(event: EventView, zone: ZoneInfo, width: int) -> list[str]:
    until = "" if event.until is None else f" → {words.stamp(event.until, zone)}"
    who = f"  {clean_line(event.actor)}" if event.actor else ""
    head = f"  {words.stamp(event.at, zone)}  {words.event(event.kind)}{until}{who}"
    text = words.event_body(event.kind, event.body)
    body = wrap(clean(text).replace("\t", "    "), width - 6) if text else []
    return [head, *(f"      {line}" for line in body)]
