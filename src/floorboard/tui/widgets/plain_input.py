"""A line to type on that holds plain text, whatever is pasted into it."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import Input

from floorboard.domain.plain import cells


class Page:
    """Marks a widget other than an `Input` that letters are typed on."""


class Field:
    """Marks a field of a form."""


def typed_on(widget: Widget | None) -> bool:
    """Whether letters that arrive now are written, and command nothing."""
    return isinstance(widget, Input | Page)


class PlainInput(Input):
    """An `Input` that never holds, and so never draws, what could command a terminal."""

    def validate_value(self, value: str) -> str:
        """Called by Textual with every new value, before anything is drawn."""
        return cells(value)
