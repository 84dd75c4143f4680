"""A ticket as cells: which columns a list has at a width, and what stands in each."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.store.views.listing import TicketRow
from floorboard.tui.render.runs import Align, Run, fit
from floorboard.tui.render.theme import Role

HOUR = 3600
SOON = HOUR
"""What falls due within this many seconds is marked."""

DURATION_BELOW = 24 * HOUR
"""What falls due later than this is given by its weekday and time …"""

NAMED_BELOW = 6 * 24 * HOUR
"""… and later than this by its day, for which alone there is room."""


class Look(NamedTuple):
    """What a row's looks depend on besides the row."""

    now: Instant
    zone: ZoneInfo
    digits: int = 4
    """The width of the ticket numbers."""


class Column(NamedTuple):
    """A column: its width in cells (0 takes what is left, -1 is as wide as the numbers).

    Where room is short, columns with a `rank` go, the highest first."""

    name: str
    width: int
    rank: int = 0
    align: Align = "left"


class Layout(NamedTuple):
    columns: tuple[Column, ...]
    headed: bool


OVERDUE = Layout(
    (
        Column("sign", 2),
        Column("number", -1),
        Column("priority", 2),
        Column("rest", 11, align="right"),
        Column("clock", 12, 4),
        Column("project", 11, 3),
        Column("owner", 8),
        Column("title", 0),
    ),
    headed=False,
)

OPEN = Layout(
    (
        Column("number", -1),
        Column("project", 11, 2),
        Column("priority", 2, 1),
        Column("title", 0),
        Column("rest", 10, align="right"),
        Column("owner", 8),
        Column("state", 11, 3),
    ),
    headed=True,
)

TICKETS = Layout(
    (
        Column("sign", 2),
        Column("number", -1),
        Column("project", 11, 2),
        Column("priority", 2, 1),
        Column("title", 0),
        Column("rest", 11, align="right"),
        Column("owner", 8, 1),
        Column("state", 11, 3),
    ),
    headed=True,
)

GAP = 2


TITLE_LEAST = 12
"""Cells that a title needs to be worth its place; with a rank of its own it goes before that."""

TITLE_GOOD = 28
"""Cells below which a title takes those of the columns that matter least."""


@lru_cache(maxsize=64)
def columns_at(layout: Layout, width: int, digits: int) -> tuple[tuple[Column, int], ...]:
    """The columns that show at an inner `width`, with their widths; one takes what is left."""
    shown = list(layout.columns)

    def left() -> int:
        fixed = sum(digits if each.width < 0 else each.width for each in shown)
        return width - fixed - GAP * (len(shown) - 1)

    while droppable := [each for each in shown if each.rank]:
        last = max(droppable, key=lambda each: each.rank)
        title = any(each.width == 0 for each in shown)
        good = TITLE_GOOD if last.rank > 2 and last.width else TITLE_LEAST
        if left() >= (good if title else 0):
            break
        shown.remove(last)
    rest = max(0, left())
    widths = (digits if each.width < 0 else each.width or rest for each in shown)
    return tuple(zip(shown, widths, strict=True))


def headings(layout: Layout, width: int, digits: int) -> list[Run] | None:
    """The heading line, or None for a list without."""
    if not layout.headed:
        return None
    runs: list[Run] = []
    for column, cells in columns_at(layout, width, digits):
        runs += [Run(fit(_heading(column.name), cells, column.align), "dim"), Run(" " * GAP)]
    return runs[:-1]


def runs(row: TicketRow, layout: Layout, look: Look, width: int) -> list[Run]:
    """One ticket as a line of `width` cells."""
    rest = None if row.next_due_at is None else row.next_due_at - look.now
    quiet = row.state in ("waiting", "solved", "closed")
    done: list[Run] = []
    for column, cells in columns_at(layout, width, look.digits):
        text, role = _cell(column.name, row, rest, look, quiet)
        done += [Run(fit(text, cells, column.align), role), Run(" " * GAP)]
    return done[:-1]


def _cell(name: str, row: TicketRow, rest: int | None, look: Look, quiet: bool) -> tuple[str, Role]:
    late = rest is not None and rest < 0
    match name:
        case "sign":
            if late and rest is not None:
                return ("!!", "red") if rest <= -HOUR else (" !", "amber")
            return "", "text"
        case "number":
            return str(row.id), "text"
        case "project":
            return pick(row.project, row.project_zh), "dim"
        case "priority":
            return f"P{row.priority}", _PRIORITY.get(row.priority, "dim")
        case "title":
            return row.title, "dim" if quiet else "text"
        case "clock":
            return words.clock(row.next_clock) if row.next_clock else "", "text"
        case "rest":
            if rest is None:  # no clock runs: say why not
                return words.state(row.state), "dim"
            return _rest(rest, look)
        case "owner":
            if not row.owner and row.priority in _PRIORITY and not quiet:
                return _("nobody"), _PRIORITY[row.priority]
            return row.owner or "–", "text" if row.owner else "dim"
        case _:
            return words.state(row.state), "dim"


_PRIORITY: dict[int, Role] = {1: "red", 2: "amber"}


def _rest(rest: int, look: Look) -> tuple[str, Role]:
    if abs(rest) < 60:  # seconds would repaint the row in every one of them
        return _("{minutes} m").format(minutes=0), "amber"
    if rest < 0:
        return words.duration(rest), "red" if rest <= -HOUR else "amber"
    if rest < DURATION_BELOW:
        return words.duration(rest), "amber" if rest < SOON else "text"
    due = look.now + rest
    near = rest < NAMED_BELOW
    return words.short_stamp(due, look.zone) if near else words.day(due, look.now, look.zone), "dim"


def _heading(name: str) -> str:
    return {
        "number": "#",
        "project": _("project"),
        "priority": "P",
        "title": _("title"),
        "rest": _("next due"),
        "owner": _("owner"),
        "state": _("state"),
    }.get(name, "")
