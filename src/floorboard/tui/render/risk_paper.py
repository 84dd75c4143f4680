"""Risks as a text to read: what isn't done or not there, what it may lead to, and who answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.domain.handbook import Entry
from floorboard.domain.instant import Instant
from floorboard.domain.risks import Cause
from floorboard.i18n import _, ngettext
from floorboard.reports import risks as reports
from floorboard.reports import words
from floorboard.reports.steps import wording
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.desk.risks import Card, OpenRisk, Stakes

INDENT = 2
"""Cells before what is said about a thing."""


def card(card: Card) -> list[Paragraph]:
    """What it risks that a duty isn't done, and who answers for it."""
    if card.duty is None:
        return [Paragraph((Run(_("The handbook says nothing of it."), "dim"),))]
    paper = [*_listed(_("Risk points"), card.risk_points)]
    if not paper:
        text = _("The handbook names no risk point for it.")
        paper = [Paragraph((Run(text, "dim"),)), Paragraph()]
    return [*paper, *_at_stake(card)]


def paragraphs(risk: OpenRisk, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """An open risk point: what opens it and since when, what it may lead to, what prevents it."""
    count = len(risk.causes)
    heavy = ngettext("weight {weight}, {n} cause", "weight {weight}, {n} causes", count)
    return [
        Paragraph((Run(wording(risk.point.title), "strong"),), 0, risk.point.id),
        Paragraph((Run(wording(risk.point.text)),)),
        Paragraph((Run(heavy.format(weight=risk.weight, n=count), "dim"),)),
        Paragraph(),
        _heading(_("What opens it")),
        *(line for cause in risk.causes for line in _cause(cause, now, zone)),
        Paragraph(),
        *_at_stake(risk),
    ]


def _cause(cause: Cause, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    """What it is, and under it since when, for whom, and how heavy it is."""
    sign = Run("● ", "red" if cause.since is None or cause.since <= now else "amber")
    yield Paragraph((sign, Run(reports.what(cause))), INDENT, cause.subject)
    weight = _("weight {weight}").format(weight=cause.weight)
    project = reports.project(cause)
    told = [reports.since(cause.since, now, zone), project, weight]
    text = " · ".join(each for each in told if each)
    yield Paragraph((Run(" " * INDENT), Run(text, "dim")), INDENT)


def _listed(heading: str, entries: Sequence[Entry]) -> Iterator[Paragraph]:
    """Entries of the handbook under a heading, and a blank line; nothing where there are none."""
    if not entries:
        return
    yield _heading(heading)
    for each in entries:
        yield Paragraph((Run("• ", "dim"), Run(wording(each.title), "strong")), INDENT, each.id)
        yield Paragraph((Run(" " * INDENT), Run(wording(each.text))), INDENT)
    yield Paragraph()


def _at_stake(stakes: Stakes) -> Iterator[Paragraph]:
    """What it may lead to, what prevents it, who answers, and who that is today."""
    yield from _listed(_("Potential risks"), stakes.potential_risks)
    yield from _listed(_("Preventive measures"), stakes.measures)
    for heading, who in (
        (_("Directly responsible"), stakes.direct),
        (_("Indirectly responsible"), stakes.indirect),
    ):
        label = words.labelled(heading, "").rstrip()
        title, people = wording(who.title), _(", ").join(each.name for each in who.people)
        named = [Run(f" {title}")] + (
            [Run(" · ", "faint"), Run(people, "strong")] if people else []
        )
        yield Paragraph((Run(label, "dim"), *named), INDENT)


def _heading(text: str) -> Paragraph:
    return Paragraph((Run(text, "blue"),))
