"""A ticket that was found as cells, with the part that was looked for standing out."""

from __future__ import annotations

from functools import lru_cache

from floorboard.domain.pieces import LONG_LINE, Term, spans
from floorboard.i18n import pick
from floorboard.reports import words
from floorboard.store.queries.search import FoundTicket
from floorboard.tui.render.runs import Run, fit, width_of
from floorboard.tui.render.theme import Role

CUSTOMER, PROJECT, STATE = 16, 12, 11
GAP = Run("  ")
BEFORE = 8
"""Characters that are left before the part that stands out in a long text."""


def runs(found: FoundTicket, terms: tuple[Term, ...], width: int, digits: int) -> list[Run]:
    """One find as a line of `width` cells; where room is short, project and state go first."""
    row = found.row
    columns = [(row.title, 0), (found.customer or found.organisation, CUSTOMER)]
    if width >= 80:
        columns.append((pick(row.project, row.project_zh), PROJECT))
    if width >= 60:
        columns.append((words.state(row.state), STATE))
    room = width - digits - 3 - sum(cells + len(GAP.text) for _, cells in columns)
    number = f"#{row.id}".rjust(digits + 1)
    line = [*_number(number, terms), GAP, *_title(found, terms, max(room, 0))]
    for place, (text, cells) in enumerate(columns[1:]):
        shown = marked(text, terms, cells) if place == 0 else [Run(fit(text, cells), "dim")]
        line += [GAP, *shown]
    return line


def _number(number: str, terms: tuple[Term, ...]) -> list[Run]:
    """The number, with the end that was typed standing out."""
    for term in terms:
        if term.digits and number.endswith(term.digits):
            cut = len(number) - len(term.digits)
            return [Run(number[:cut], "text"), Run(number[cut:], "amber")]
    return [Run(number, "text")]


def _title(found: FoundTicket, terms: tuple[Term, ...], room: int) -> list[Run]:
    """The title, and behind it the text that the ticket was found in."""
    title = found.row.title
    quiet: Role = "dim" if found.row.state in ("solved", "closed") else "text"
    if not found.text:
        return marked(title, terms, room, quiet)
    text = found.text[:LONG_LINE]
    own = min(width_of([Run(title)]), max(room // 2, room - len(GAP.text) - width_of([Run(text)])))
    left = max(room - own - len(GAP.text), 0)
    start, end = next(iter(spans(text, terms)), (0, 0))
    if start > BEFORE and width_of([Run(text[:end])]) > left:
        text = "…" + text[start - BEFORE :]
    return [
        *marked(title, terms, own, quiet),
        GAP,
        *marked(text, terms, left, "dim"),
    ]


@lru_cache(maxsize=2048)
def marked(text: str, terms: tuple[Term, ...], width: int, role: Role = "text") -> list[Run]:
    """`text` in `width` cells, in one role but for what was looked for."""
    fitted = fit(text, width)
    pieces: list[Run] = []
    at = 0
    for start, end in spans(fitted, terms):
        pieces += [Run(fitted[at:start], role), Run(fitted[start:end], "amber")]
        at = end
    return [*pieces, Run(fitted[at:], role)]
