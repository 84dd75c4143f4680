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

LATE, NUMBER, RUNG, PROJECT, PEOPLE, STANDING = 14, 8, 12, 12, 24, 26
"""The widths of the columns, with a blank behind each; the title takes what is left."""

NARROW = 112
"""Below this width project and standing give way: the sign tells whether it is acknowledged."""

LABEL = 14


def cells(view: EscalationView, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """One line: how late, which ticket and rung, who has it, whether they have answered."""
    late = words.duration((view.closed_at or now) - view.due_at)
    sign, role = _standing(view)
    wide = width >= NARROW
    away = any(each.off_since is not None for each in view.people)
    runs = [
        Run(sign, role),
        Run(fit(late, LATE - 3, "right") + " ", role),
        Run(_column(f"#{view.ticket_id}", NUMBER), "strong"),
    ]
    if wide:
        runs.append(Run(_column(pick(view.project, view.project_zh), PROJECT), "dim"))
    runs += [
        Run(_column(told.short_addressee(view.addressee), RUNG), "dim"),
        Run(
            _column(told.people(view, now, zone) or _("nobody"), PEOPLE),
            "amber" if view.gap or away else "text",
        ),
        Run(_column(view.title, _title(width)), "text"),
    ]
    if wide:
        runs.append(Run(fit(told.standing(view, now, zone), STANDING), role))
    return runs


def headings(width: int) -> list[Run]:
    """The words above the columns."""
    wide = width >= NARROW
    columns = [
        fit(_("late"), LATE - 1, "right") + " ",
        _column(_("ticket"), NUMBER),
        _column(_("project"), PROJECT) if wide else "",
        _column(_("rung"), RUNG),
        _column(_("to"), PEOPLE),
        _column(_("title"), _title(width)),
        fit(_("acknowledged"), STANDING) if wide else "",
    ]
    return [Run("".join(columns), "faint")]


def _column(text: str, width: int) -> str:
    return fit(text, width - 1) + " " if width > 0 else ""


def _title(width: int) -> int:
    """The cells that the title takes."""
    taken = LATE + NUMBER + RUNG + PEOPLE
    return width - taken - (PROJECT + STANDING if width >= NARROW else 0)


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
    """Everything about one, what has to be known first: to whom it went and what they said, then
    what it is about."""
    late = words.duration(view.raised_at - view.due_at)
    raised = words.when(view.raised_at, now, zone)
    if view.raised_at - view.due_at >= 60:
        raised = _("{when}, {late} after it fell due").format(when=raised, late=late)
    who = told.people(view, now, zone) or _("nobody")
    first = (
        (_("to"), words.labelled(told.addressee(view.addressee), who)),
        (_("backup"), told.addressee(view.backup) if view.backup else ""),
        (_("acknowledged"), told.standing(view, now, zone)),
    )
    rest = (
        (_("project"), pick(view.project, view.project_zh)),
        (_("clock"), words.clock(view.clock)),
        (_("fell due"), words.when(view.due_at, now, zone)),
        (_("raised"), raised),
    )
    title = Paragraph((Run(view.title, "strong"),))
    return [title, *_facts(first), *_notes(notes, now, zone), *_facts(rest)]


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[Paragraph]:
    for label, value in facts:
        if value:
            yield Paragraph((Run(fit(label, LABEL), "dim"), Run(value)), LABEL)


def _notes(
    notes: Sequence[EscalationNoteView], now: Instant, zone: ZoneInfo
) -> Iterator[Paragraph]:
    """What happened to it, each in a line or more."""
    for note in notes:
        who = told.actor(note.kind, note.actor)
        yield Paragraph(
            (
                Run(words.when(note.at, now, zone) + "  ", "dim"),
                Run(told.note(note.kind), "blue"),
                Run(f"  {who}" if who else "", "dim"),
                Run(f"  {note.body}" if note.body else ""),
            ),
            2,
        )


def _standing(view: EscalationView) -> tuple[str, Role]:
    if view.closed_at is not None:
        return "  ", "dim"
    return ("✓ ", "green") if view.acknowledged_at is not None else ("! ", "red")
