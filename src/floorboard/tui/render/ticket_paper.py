"""A ticket as a text to read: what it is, its clocks, what was written, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.store.views import EventView, TicketView
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

LABEL = 11
MOST_TEXT = 6_000
"""Characters of one text shown; `floorboard ticket N` shows the rest."""

BLANK = Paragraph()


def paragraphs(
    ticket: TicketView, history: Sequence[EventView], now: Instant, zone: ZoneInfo
) -> list[Paragraph]:
    """The whole paper, newest events first."""
    return [
        *_head(ticket, zone),
        BLANK,
        *_clocks(ticket, now, zone),
        BLANK,
        *_body(ticket),
        *_history(history, now, zone),
    ]


def _head(ticket: TicketView, zone: ZoneInfo) -> Iterator[Paragraph]:
    yield Paragraph((Run(ticket.title or _("(no title)"), "strong"),))
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
    customer = (
        f"{ticket.customer} ({ticket.organisation})" if ticket.organisation else ticket.customer
    )
    facts = (
        (_("project"), pick(ticket.project, ticket.project_zh)),
        (_("customer"), customer),
        (_("owner"), ticket.owner or _("nobody")),
        (_("team"), ticket.team),
        (_("known as"), f"{ticket.source} {ticket.external_id}" if ticket.external_id else ""),
        (_("opened"), words.stamp(ticket.opened_at, zone)),
        (_("reopened"), _times(ticket.reopen_count)),
        (_("reassigned"), _times(ticket.reassignment_count)),
    )
    for label, value in facts:
        if value:
            yield _fact(label, value)


def _times(count: int) -> str:
    return ngettext("once", "{count} times", count).format(count=count) if count else ""


def _fact(label: str, value: str, role: Role = "text") -> Paragraph:
    return Paragraph((Run(fit(label, LABEL) + " ", "dim"), Run(value, role)), LABEL + 1)


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
                Run(fit(words.clock(name), LABEL + 2) + " ", "dim"),
                *_clock(ticket, due, stopped, now, zone),
            ),
            LABEL + 3,
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
    rest = due - now
    role: Role = "red" if rest <= -3600 else "amber" if rest < 3600 else "text"
    return [
        Run(words.duration(rest), role),
        Run(_("  due {time}").format(time=words.when(due, now, zone)), "dim"),
    ]


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
                Run(f"  {event.actor}" if event.actor else "", "dim"),
            ),
            17,
        )
        if event.body:
            yield from _text(event.body, 4, "dim")
