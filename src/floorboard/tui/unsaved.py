"""What would be lost if the program were left now, as the question before it lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floorboard.domain.problem import N_
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.tui import writing
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.showing import Keeping
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

ANSWERS = {
    "acknowledge": N_("acknowledge"),
    "comment": N_("comment"),
    "hand_back": N_("hand back"),
    "call_backup": N_("call the backup"),
}
"""What each deed on an escalation is called."""


def listed(app: FloorboardApp) -> list[Paragraph]:
    """Each draft by what it is for, what is being written on any screen too."""
    for screen in app.screen_stack:
        if isinstance(screen, Keeping):
            screen.keep()
    hands = app.main().hands
    paragraphs = writing.listed(hands.writer.unsaved())
    for (deed, _escalation, ticket), text in app.answer_drafts.items():
        paragraphs.append(_line(f"#{ticket} · {_(ANSWERS[deed])}", text))
    for draft in app.review_drafts.values():
        said = words.project_state(draft.state), draft.remark, draft.reported_to
        paragraphs.append(_line(f"{_('Daily review')} · {draft.name}", *said))
    for kept in app.page_drafts.values():
        paragraphs.append(_line(kept.what, kept.text))
    for begun in app.roster_drafts.values():
        paragraphs.append(_line(begun.what, *begun.said()))
    if hands.call:
        paragraphs.append(_line(_("New ticket"), *hands.call.said()))
    return paragraphs


def _line(what: str, *said: str) -> Paragraph:
    text = " · ".join(filter(None, said))[: writing.MOST_TEXT]
    return Paragraph((Run(f"{what}: ", "dim"), Run(text, "text")), 2)
