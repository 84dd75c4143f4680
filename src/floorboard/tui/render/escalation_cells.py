"""Escalations as lines of a list and as a text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import escalations as told
from floorboard.reports import words
from floorboard.store.views.escalation import EscalationNoteView, EscalationView
from floorboard.store.views.floor import EscalationCounts
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

LATE, NUMBER, PEOPLE, STANDING, PROJECT = 11, 9, 24, 26, 12
"""The widths of the columns; the title takes what is left."""

NARROW = 100
"""Below this width, project and title give way: to whom it went matters more."""

LABEL = 14


def cells(view: EscalationView, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """One line: how late, which ticket, who has it, whether they have answered."""
    late = words.duration((view.closed_at or now) - view.due_at)
    sign, role = _standing(view)
    people, title = _rooms(width)
    runs = [
        Run(sign, role),
        Run(fit(late, LATE - 2, "right"), role),
        Run(" " + fit(f"#{view.ticket_id}", NUMBER), "strong"),
    ]
    if title:
        runs.append(Run(fit(pick(view.project, view.project_zh), PROJECT - 1) + " ", "dim"))
    who = told.people(view) or _("nobody")
    runs.append(Run(fit(who, people - 1) + " ", "amber" if view.gap else "text"))
    if title:
        runs.append(Run(fit(view.title, title - 1) + " "))
    runs.append(Run(fit(told.standing(view, now, zone), STANDING), role))
    return runs


def headings(width: int) -> list[Run]:
    """The words above the columns."""
    people, title = _rooms(width)
    columns = [
        fit(_("late"), LATE, "right") + " ",
        fit(_("ticket"), NUMBER),
        fit(_("project"), PROJECT) if title else "",
        fit(_("to"), people),
        fit(_("title"), title),
        fit(_("acknowledged"), STANDING),
    ]
    return [Run("".join(columns), "faint")]


def _rooms(width: int) -> tuple[int, int]:
    """The cells of people and title; no title where it is narrow."""
    room = width - LATE - 1 - NUMBER - STANDING
    if width < NARROW:
        return max(room, 2), 0
    return PEOPLE, room - PROJECT - PEOPLE


def foot(counts: EscalationCounts, shown: int) -> list[Run]:
    """How many are open, and how many of them nobody has answered."""
    text = ngettext("{count} open", "{count} open", counts.open).format(count=f"{counts.open:,}")
    runs = [Run(text, "dim")]
    if counts.unacknowledged:
        waits = _(" · {count} unacknowledged").format(count=f"{counts.unacknowledged:,}")
        runs.append(Run(waits, "amber"))
    if counts.open > shown:
        runs.append(Run(_(" · the first {count} shown").format(count=f"{shown:,}"), "dim"))
    return runs


def paragraphs(
    view: EscalationView, notes: Sequence[EscalationNoteView], now: Instant, zone: ZoneInfo
) -> list[Paragraph]:
    """Everything about one: what it is about, to whom it went and why, and what they said."""
    late = words.duration(view.raised_at - view.due_at)
    raised = words.when(view.raised_at, now, zone)
    if view.raised_at - view.due_at >= 60:
        raised = _("{when}, {late} after it fell due").format(when=raised, late=late)
    backup = told.addressee(view.backup) if view.backup else ""
    facts = (
        (_("project"), pick(view.project, view.project_zh)),
        (_("clock"), words.clock(view.clock)),
        (_("fell due"), words.when(view.due_at, now, zone)),
        (_("raised"), raised),
        (_("to"), told.addressee(view.addressee)),
        (_("people"), told.people(view) or _("nobody")),
        (_("backup"), backup),
        (_("acknowledged"), told.standing(view, now, zone)),
    )
    lines = [Paragraph((Run(view.title, "strong"),)), Paragraph()]
    for label, value in facts:
        if value:
            lines.append(Paragraph((Run(fit(label, LABEL), "dim"), Run(value)), LABEL))
    return [*lines, Paragraph(), *_notes(notes, now, zone)]


def _notes(
    notes: Sequence[EscalationNoteView], now: Instant, zone: ZoneInfo
) -> Iterator[Paragraph]:
    for note in notes:
        yield Paragraph(
            (
                Run(words.when(note.at, now, zone) + "  ", "dim"),
                Run(told.note(note.kind), "blue"),
                Run(f"  {note.actor}" if note.actor else "", "dim"),
            )
        )
        if note.body:
            yield Paragraph((Run("  " + note.body),), 2)


def _standing(view: EscalationView) -> tuple[str, Role]:
    if view.closed_at is not None:
        return "  ", "dim"
    return ("✓ ", "green") if view.acknowledged_at is not None else ("! ", "red")
