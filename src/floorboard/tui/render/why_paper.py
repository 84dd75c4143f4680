"""Why a ticket is due when it is, as a text to read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from floorboard.domain.explanation import Explanation
from floorboard.reports import why
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

_ROLES: dict[why.Style, Role] = {
    "heading": "blue",
    "late": "red",
    "text": "text",
    "dim": "dim",
}


def paragraphs(explanation: Explanation, zone: ZoneInfo) -> list[Paragraph]:
    """The account of the ticket's clocks."""
    return [
        Paragraph(
            (Run("  " * line.indent), Run(line.text, _ROLES[line.style])), 2 * line.indent + 2
        )
        for line in why.lines(explanation, zone)
    ]
