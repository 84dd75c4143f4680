"""What the roster's menu offers: the deeds on a cell, and the screens beside the roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui import keymap, pages
from floorboard.tui.render.runs import fit
from floorboard.tui.screens.deed_menu import Entry

DEEDS = {
    "roster.fill": "fill",
    "roster.override": "override",
    "roster.swap": "swap",
    "roster.leave": "leave",
    "tick": "lock",
}
"""What each key's deed is called, most used first."""

PAGE = 13
"""Cells that a page's command takes."""


def entries(remap: Mapping[str, str], refusal: Callable[[str], Problem | None]) -> list[Entry]:
    """The deeds, each with its `refusal`; then the pages, called by their commands, as `:seats`."""
    found = []
    for name, deed in DEEDS.items():
        refused = refusal(deed)
        keys = remap.get(name, keymap.action(name).keys)
        label = _("lock a planned turn, or unlock it") if deed == "lock" else ""
        found.append(
            Entry(
                deed,
                keys,
                keymap.shown(keys),
                label or _(keymap.action(name).label),
                told(refused) if refused is not None else "",
            )
        )
    for page, label in pages.PAGES:
        command = f":{page}"
        found.append(Entry(command, "", "", f"{fit(command, PAGE)}{_(label)}", ""))
    return found
