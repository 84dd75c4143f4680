"""Where everything stands on the screen: a pure function of its size and of what is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.geometry import Region, Size

View = Literal["board", "tickets"]

Places = dict[str, Region]
"""Widget id → its region. What isn't named isn't shown."""

PANES = ("overdue", "open", "on_call", "duties")
"""The board's panes, most urgent first."""

WIDE = 100
"""From this width on, panes stand side by side."""

LOW, NARROW = 15, 40
"""Below this height or width only the focused pane shows."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, and how many rows each pane would like."""

    view: View = "board"
    focus: str = "overdue"
    zoomed: bool = False
    overdue: int = 3
    on_call: int = 5
    duties: int = 8
    clock: int = 26
    """Cells of the clock."""
    prompting: bool = False
    composing: int = 0
    """Lines of the text that is being written."""


def places(size: Size, wish: Wish) -> Places:
    """The regions of all widgets on a screen of `size`."""
    width, height = size
    if width < 1 or height < 1:
        return {}
    clock = min(width, wish.clock)
    bars: Places = {"clock": Region(width - clock, 0, clock, 1)}
    if width > clock:
        bars["top"] = Region(0, 0, width - clock, 1)
    bottom = max(1, height - max(1, min(wish.composing, height * 2 // 3)))
    if height > 2:
        name = "composer" if wish.composing else "prompt" if wish.prompting else "keys"
        bars[name] = Region(0, bottom, width, height - bottom)
    body = Region(0, 1, width, max(0, bottom - 1))
    if body.height < 1:
        return bars
    panes = _board(body, wish) if wish.view == "board" else _tickets(body, wish)
    return bars | panes


def _board(body: Region, wish: Wish) -> Places:
    if wish.zoomed or body.height < LOW or body.width < NARROW:
        return {wish.focus: body}
    return _side_by_side(body, wish) if body.width >= WIDE else _stacked(body, wish)


def _side_by_side(body: Region, wish: Wish) -> Places:
    """Urgent work at the left, people and duties at the right; each upper pane as high as it needs
    to be, within its share."""
    right = min(54, max(42, body.width * 36 // 100))
    left = body.width - right
    share = body.height * 45 // 100
    overdue = min(max(wish.overdue, 3) + 2, share)
    on_call = min(max(wish.on_call, 3) + 2, max(share, body.height - wish.duties - 2))
    x = body.x + left
    return {
        "overdue": Region(body.x, body.y, left, overdue),
        "open": Region(body.x, body.y + overdue, left, body.height - overdue),
        "on_call": Region(x, body.y, right, on_call),
        "duties": Region(x, body.y + on_call, right, body.height - on_call),
    }


def _stacked(body: Region, wish: Wish) -> Places:
    third = body.height // 3
    upper = min(max(wish.overdue, 2) + 2, third)
    lower = min(max(wish.on_call, wish.duties, 3) + 2, third)
    half = body.width // 2
    y = body.bottom - lower
    return {
        "overdue": Region(body.x, body.y, body.width, upper),
        "open": Region(body.x, body.y + upper, body.width, body.height - upper - lower),
        "on_call": Region(body.x, y, half, lower),
        "duties": Region(body.x + half, y, body.width - half, lower),
    }


def _tickets(body: Region, wish: Wish) -> Places:
    if body.width < WIDE or wish.zoomed:
        return {"detail" if wish.focus == "detail" else "tickets": body}
    table = body.width * 60 // 100
    return {
        "tickets": Region(body.x, body.y, table, body.height),
        "detail": Region(body.x + table, body.y, body.width - table, body.height),
    }
