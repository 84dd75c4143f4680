"""Colours, by the part they play. The most urgent is the strongest, the rest is quiet.

Colour never carries a meaning alone: a sign or a word stands beside it.
"""

from __future__ import annotations

from functools import cache

from rich.style import Style

GROUND = "#0f131a"
BAND = "#1a2130"
CURSOR = "#263048"
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
}

_BOLD = {"strong", "red", "amber"}

Role = str
"""The name of a part: one of the inks, or `brand` for the badge."""


@cache
def style(role: Role, ground: str = GROUND) -> Style:
    """The style of a part on a ground."""
    if role == "brand":
        return Style(color=GROUND, bgcolor=BRAND, bold=True)
    return Style(color=_INK[role], bgcolor=ground, bold=role in _BOLD)
