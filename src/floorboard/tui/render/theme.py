"""Colours, by the part they play. The most urgent is the strongest, the rest is quiet.

Colour never carries a meaning alone: a sign or a word stands beside it.
"""

from __future__ import annotations

from functools import cache

from rich.style import Style

GROUND = "#0f131a"
BAND = "#1a2130"
CURSOR = "#263048"
CELL = "#3f5688"
"""The ground of the cell under the cursor, in a row that is lit."""
CURSOR_AWAY = "#1a2130"
BRAND = "#7aa2f7"

_INK = {
    "text": "#d7dbe3",
    "strong": "#ffffff",
    "dim": "#76808f",
    "faint": "#4a5262",
    "red": "#ff6b6b",
    "amber": "#ffb454",
    "green": "#7ee08a",
    "blue": BRAND,
    "frame": "#3a4252",
    "day": "#e6cf7a",
    "evening": "#c79bf0",
    "night": "#7f9cf5",
    "hue0": "#5fc9c0",
    "hue1": "#e58fb1",
    "hue2": "#b5c26b",
    "hue3": "#d9a06b",
    "hue4": "#8fc7f0",
    "hue5": "#a9b1c6",
}

_BOLD = {"strong", "red", "amber"}

Role = str
"""The name of a part: one of the inks, or `brand` and `badge` for dark words on a ground of their
own."""


@cache
def style(role: Role, ground: str = GROUND) -> Style:
    """The style of a part on a ground."""
    if role == "badge":
        return Style(color=GROUND, bgcolor=_INK["amber"], bold=True)
    if role == "brand":
        return Style(color=GROUND, bgcolor=BRAND, bold=True)
    return Style(color=_INK[role], bgcolor=ground, bold=role in _BOLD)
