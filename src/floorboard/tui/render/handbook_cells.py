"""The handbook as lines of a list, and as a paper with links."""

from __future__ import annotations

from collections.abc import Sequence

from floorboard.domain.handbook import Counts, Entry, Part
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext
from floorboard.reports.handbook import Line, Style
from floorboard.reports.steps import wording
from floorboard.tui.render.runs import Run, cut, ends, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

PART = 8
"""The cells that say what a find is."""

_PARTS = {
    Part.POST: N_("post"),
    Part.DUTY: N_("duty"),
    Part.RISK: N_("risk"),
    Part.POTENTIAL: N_("harm"),
    Part.MEASURE: N_("measure"),
}

_ROLES: dict[Style, Role] = {
    "title": "strong",
    "heading": "blue",
    "entry": "strong",
    "text": "text",
    "dim": "dim",
}


def in_list(entry: Entry, mark: str, width: int, *, unfolded: bool) -> list[Run]:
    """A post, or one of its duties under it. `mark` says something about a post."""
    title = wording(entry.title)
    if entry.part is not Part.POST:
        return cut([Run(f"{entry.number:>4}  ", "dim"), Run(title)], width)
    sign = Run("▾ " if unfolded else "▸ ", "dim")
    return ends(cut([sign, Run(title, "strong")], width), [Run(mark, "amber")], width)


def in_finds(entry: Entry, width: int) -> list[Run]:
    """Something that was searched for."""
    what = Run(fit(_(_PARTS[entry.part]), PART) + " ", "dim")
    return cut([what, Run(wording(entry.title))], width)


def list_foot(counts: Counts) -> list[Run]:
    posts = ngettext("{n} post", "{n} posts", counts.posts).format(n=counts.posts)
    duties = ngettext("{n} duty", "{n} duties", counts.duties).format(n=counts.duties)
    return [Run(f"{posts} · {duties}", "dim")]


def finds_foot(count: int) -> list[Run]:
    return [Run(ngettext("{n} found", "{n} found", count).format(n=count), "dim")]


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """A paper; what stands for an entry leads there."""
    return [
        Paragraph(
            (Run(" " * line.indent), Run(line.text, _ROLES[line.style])),
            line.indent + line.hang,
            line.link,
        )
        for line in lines
    ]
