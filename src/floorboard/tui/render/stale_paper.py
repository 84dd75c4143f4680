"""What another console changed on a ticket, beside what one was going to do."""

from __future__ import annotations

from floorboard.desk.stale import StaleTicket
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

INDENT = 2


def paragraphs(stale: StaleTicket, label: str, wanted: str, *, kept: bool) -> list[Paragraph]:
    """The changes, then the deed `label` with what was `wanted` of it; `kept` as a draft."""
    who = str(stale.facts.get("who") or _("another console"))
    lines = [
        Paragraph((Run(_("{who} changed:").format(who=who), "blue"),)),
        *(_line(change, "amber") for change in _changes(stale)),
        Paragraph(),
        Paragraph((Run(_("You wanted:"), "blue"),)),
        _line(label, "strong"),
    ]
    if wanted:
        lines.append(_line(wanted, "text"))
    if kept:
        lines += [Paragraph(), Paragraph((Run(_("Your text is kept either way."), "dim"),))]
    return lines


def _changes(stale: StaleTicket) -> list[str]:
    """Each change in words."""
    found = stale.facts.get("told")
    if not isinstance(found, Problem):
        return [_("what isn't in the journal")]
    return _each(found)


def _each(found: Problem) -> list[str]:
    """The parts of a list that was told as `first, second`."""
    first, second = found.facts.get("first"), found.facts.get("second")
    if isinstance(first, Problem) and isinstance(second, Problem):
        return [*_each(first), told(second)]
    return [told(found)]


def _line(text: str, role: str) -> Paragraph:
    return Paragraph((Run(" " * INDENT), Run(text, role)), INDENT)
