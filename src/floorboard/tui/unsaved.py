"""What would be lost if the program were left now, as the question before it lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floorboard.i18n import _
from floorboard.reports import words
from floorboard.tui import writing
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.drawers import Drawer


def listed(app: FloorboardApp) -> list[Paragraph]:
    """Each draft by what it is for, what is being written on any screen too."""
    drawers = app.seat.drawers
    drawers.keep()
    paragraphs = _in(drawers.open())
    for name, drawer in drawers.closed:
        begun = _in(drawer)
        if begun:
            paragraphs += [Paragraph((Run(f"{name}:", "strong"),)), *begun]
    return paragraphs


def _in(drawer: Drawer) -> list[Paragraph]:
    paragraphs = writing.listed(drawer.texts)
    for draft in drawer.reviews.values():
        said = words.project_state(draft.state), draft.remark, draft.reported_to
        paragraphs.append(_line(f"{_('Daily review')} · {draft.name}", *said))
    for kept in drawer.pages.values():
        paragraphs.append(_line(kept.what, kept.text))
    for begun in drawer.rosters.values():
        paragraphs.append(_line(begun.what, *begun.said()))
    if drawer.call:
        paragraphs.append(_line(_("New ticket"), *drawer.call.said()))
    return paragraphs


def _line(what: str, *said: str) -> Paragraph:
    text = " · ".join(filter(None, said))[: writing.MOST_TEXT]
    return Paragraph((Run(f"{what}: ", "dim"), Run(text, "text")), 2)
