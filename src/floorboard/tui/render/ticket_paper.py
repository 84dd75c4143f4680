"""A ticket as a text to read: what it is, its clocks, what was written, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from floorboard.domain.clocks import Event, PromiseOutcome, compute
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean
from floorboard.domain.problem import N_
from floorboard.domain.ticket import EventKind
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import escalations as told
from floorboard.reports import words
from floorboard.store.views.escalation import EscalationView
from floorboard.store.views.ticket import EventView, LinkView, TicketView
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

LABEL = 12
MOST_TEXT = 6_000
"""Characters of one text shown; `floorboard ticket N` shows the rest."""

MOST_FACT = 1_000
"""Characters of a name or a title shown."""

BLANK = Paragraph()

_KINDS = frozenset(EventKind)
"""An older store, or a newer program's, may hold others."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is read of a ticket to be shown."""

    ticket: TicketView
    history: Sequence[EventView]
    links: Sequence[LinkView] = ()
    escalations: Sequence[EscalationView] = ()


def paragraphs(sheet: Sheet, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """The whole paper: what is owed first, the newest events first."""
    ticket = sheet.ticket
    return [
        *_head(ticket, now, zone),
        *_escalations(sheet.escalations, now, zone),
        *_facts(ticket, zone),
        *_links(sheet.links),
        BLANK,
        *_clocks(ticket, now, zone),
        *_promises(sheet, now, zone),
        BLANK,
        *_body(ticket),
        *_history(sheet.history, now, zone),
    ]


def _head(ticket: TicketView, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    yield Paragraph((Run(ticket.title[:MOST_FACT] or _("(no title)"), "strong"),))
    yield Paragraph(
        (
            Run(f"P{ticket.priority} ", "amber" if ticket.priority <= 2 else "dim"),
            Run(
                f"{words.kind(ticket.kind)} · {words.channel(ticket.channel)} · "
                f"{words.state(ticket.state)}",
                "dim",
            ),
        )
    )
    if ticket.next_due_at is not None and ticket.next_clock is not None:
        name = Run(fit(words.clock(ticket.next_clock), LABEL) + " ", "text")
        yield Paragraph((name, *_rest(ticket.next_due_at, now, zone)), LABEL + 1)


def _facts(ticket: TicketView, zone: ZoneInfo) -> Iterator[Paragraph]:
    customer = (
        f"{ticket.customer} ({ticket.organisation})" if ticket.organisation else ticket.customer
    )
    satisfaction = "" if ticket.satisfaction is None else f"{ticket.satisfaction}/5"
    facts = (
        (_("customer"), customer),
        (_("owner"), ticket.owner or _("nobody")),
        (_("followed by"), ticket.first_owner),
        (_("rated"), satisfaction),
        (_("project"), pick(ticket.project, ticket.project_zh)),
        (_("team"), ticket.team),
        (_("known as"), f"{ticket.source} {ticket.external_id}" if ticket.external_id else ""),
        (_("opened"), words.stamp(ticket.opened_at, zone)),
        (_("reopened"), _times(ticket.reopen_count)),
        (_("reassigned"), _times(ticket.reassignment_count)),
    )
    for label, value in facts:
        if value:
            yield _fact(label, value)


def _escalations(
    escalations: Sequence[EscalationView], now: Instant, zone: ZoneInfo
) -> Iterator[Paragraph]:
    """The rungs that are open: to whom, and whether they answered."""
    for each in escalations:
        if each.closed_at is not None:
            continue
        answered = each.acknowledged_at is not None
        who = told.people(each, now, zone) or _("nobody")
        standing = _("acknowledged: {standing}").format(standing=told.standing(each, now, zone))
        runs = (
            Run(fit(_("escalated"), LABEL) + " ", "dim"),
            Run(who[:MOST_FACT], "text" if answered else "amber"),
            Run(f" · {standing[:MOST_FACT]}", "dim"),
        )
        yield Paragraph(runs, LABEL + 1)


_RELATIONS = {
    ("related", True): N_("tied to"),
    ("related", False): N_("tied to"),
    ("merged_into", True): N_("joined to"),
    ("merged_into", False): N_("joined by"),
    ("split_from", True): N_("split from"),
    ("split_from", False): N_("split into"),
}


def _links(links: Sequence[LinkView]) -> Iterator[Paragraph]:
    for link in links:
        label = _(_RELATIONS.get((link.relation, link.outgoing), N_("tied to")))
        runs = (
            Run(fit(label, LABEL) + " ", "dim"),
            Run(f"#{link.id} ", "blue"),
            Run(link.title[:MOST_FACT], "text"),
            Run(f" · {words.state(link.state)}", "dim"),
        )
        yield Paragraph(runs, LABEL + 1)


def _times(count: int) -> str:
    return ngettext("once", "{count} times", count).format(count=count) if count else ""


def _fact(label: str, value: str, role: Role = "text") -> Paragraph:
    runs = (Run(fit(label, LABEL) + " ", "dim"), Run(value[:MOST_FACT], role))
    return Paragraph(runs, LABEL + 1)


def _clocks(ticket: TicketView, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    """Each clock: stopped in time or late, or what is left. `w` tells why."""
    yield Paragraph((Run(_("Clocks"), "blue"), Run(_("   w why"), "dim")))
    stops = (
        ("first_reply", ticket.first_reply_due_at, ticket.first_replied_at or ticket.solved_at),
        ("status_reply", ticket.status_reply_due_at, ticket.solved_at),
        ("solution", ticket.solution_due_at, ticket.solved_at),
    )
    for name, due, stopped in stops:
        yield Paragraph(
            (
                Run(fit(words.clock(name), LABEL) + " ", "dim"),
                *_clock(ticket, due, stopped, now, zone),
            ),
            LABEL + 1,
        )
    if ticket.recorded_target_at is not None:
        text = words.stamp(ticket.recorded_target_at, zone)
        if ticket.recorded_verdict:
            text += f" · {words.verdict(ticket.recorded_verdict)}"
        yield _fact(_("recorded"), text)


def _clock(
    ticket: TicketView, due: Instant | None, stopped: Instant | None, now: Instant, zone: ZoneInfo
) -> list[Run]:
    if stopped is not None:
        if due is None or stopped <= due:
            return [Run("✓ ", "green"), Run(words.when(stopped, now, zone), "dim")]
        late = _("{duration} late").format(duration=words.duration(stopped - due))
        return [Run("✗ ", "red"), Run(f"{words.when(stopped, now, zone)} · {late}", "dim")]
    if due is None:
        paused = ticket.state == "waiting"
        return [Run(_("paused, waiting for the customer") if paused else _("no target"), "dim")]
    return _rest(due, now, zone)


def _rest(due: Instant, now: Instant, zone: ZoneInfo) -> list[Run]:
    """What is left until a due time."""
    rest = due - now
    role: Role = "red" if rest <= -3600 else "amber" if rest < 3600 else "text"
    return [
        Run(words.duration(rest), role),
        Run(_("  due {time}").format(time=words.when(due, now, zone)), "dim"),
    ]


_OUTCOMES: dict[PromiseOutcome, tuple[str, Role]] = {
    PromiseOutcome.PENDING: ("· ", "text"),
    PromiseOutcome.KEPT: ("✓ ", "green"),
    PromiseOutcome.BROKEN: ("✗ ", "red"),
    PromiseOutcome.MOVED: ("→ ", "dim"),
}


def _promises(sheet: Sheet, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    """Every time that was agreed on, the last first, and what became of it."""
    events = [
        Event(each.at, EventKind(each.kind), each.seq, each.until)
        for each in sheet.history
        if each.kind in _KINDS
    ]
    made = compute(sheet.ticket.opened_at, events, {}, {}, as_of=now).promises
    for number, promise in enumerate(reversed(made)):
        sign, role = _OUTCOMES[promise.outcome]
        yield Paragraph(
            (
                Run(fit("" if number else _("promised"), LABEL) + " ", "dim"),
                Run(sign, role),
                Run(words.when(promise.until, now, zone), "text"),
                Run(f" · {words.outcome(promise.outcome.value)}", "dim"),
            ),
            LABEL + 1,
        )


def _body(ticket: TicketView) -> Iterator[Paragraph]:
    if not ticket.body.strip():
        return
    yield Paragraph((Run(_("Description"), "blue"),))
    yield from _text(ticket.body, 0, "text")
    yield BLANK


def _text(text: str, indent: int, role: Role) -> Iterator[Paragraph]:
    for part in clean(text[:MOST_TEXT]).strip().split("\n"):
        yield Paragraph((Run(" " * indent), Run(part, role)), indent)
    if len(text) > MOST_TEXT:
        left = _("… {count} more characters").format(count=f"{len(text) - MOST_TEXT:,}")
        yield Paragraph((Run(" " * indent), Run(left, "dim")))


def _history(history: Sequence[EventView], now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    yield Paragraph((Run(_("History"), "blue"),))
    for event in reversed(history):
        what = words.event(event.kind)
        if event.until is not None:
            what += " " + words.when(event.until, now, zone)
        yield Paragraph(
            (
                Run(fit(words.when(event.at, now, zone), 16) + " ", "dim"),
                Run(what, "text"),
                Run(f"  {event.actor[:MOST_FACT]}" if event.actor else "", "dim"),
            ),
            17,
        )
        if event.body:
            yield from _text(words.event_body(event.kind, event.body), 4, "dim")
