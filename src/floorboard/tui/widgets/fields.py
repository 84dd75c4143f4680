"""The fields of a form: lines of text and choices, each behind its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from floorboard.tui.render.runs import Run, fit, line, width_of, wrap
from floorboard.tui.render.theme import BAND, CURSOR, GROUND
from floorboard.tui.widgets.plain_input import Field, PlainInput


class Name(Widget):
    """What a field is called, at the left of its frame."""

    DEFAULT_CSS = "Name { width: 14; height: 100%; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        text = f" {self._text}" if y == 0 else ""
        return line([Run("│", "blue"), Run(text, "dim")], self.size.width)


class Edge(Widget):
    """The right side of the frame."""

    DEFAULT_CSS = "Edge { width: 2; height: 100%; }"

    def render_line(self, y: int) -> Strip:
        return line([Run(" "), Run("│", "blue")], self.size.width)


class TextField(Field, PlainInput):
    """A line of text.

    Where `whole`, whoever comes here types another value in place of the one that stands here,
    unless the arrows go into it first.
    """

    def __init__(
        self, entered: Callable[[], None], value: str = "", *, id: str, whole: bool = False
    ) -> None:
        super().__init__(value, id=id, compact=True, select_on_focus=whole)
        self._entered = entered
        self.cursor_position = len(value)

    async def action_submit(self) -> None:
        self._entered()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `search` is what it is found by when letters are typed."""

    value: object
    label: str
    search: str = ""


class ChoiceField(Field, Widget, can_focus=True):
    """One of several: the arrows walk through them, letters go to the next that begins so."""

    DEFAULT_CSS = "ChoiceField { height: 1; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)"),
        Binding("right,space", "step(1)"),
        Binding("up", "app.focus_previous"),
        Binding("down", "app.focus_next"),
        Binding("enter", "enter"),
    ]

    @dataclass
    class Chosen(Message):
        """Another option stands here."""

        field: ChoiceField

    def __init__(self, entered: Callable[[], None], options: Sequence[Option], *, id: str) -> None:
        super().__init__(id=id)
        self._entered = entered
        self._options = list(options)
        self._index = 0

    @property
    def value(self) -> object:
        return self._options[self._index].value if self._options else None

    @value.setter
    def value(self, wanted: object) -> None:
        places = [place for place, each in enumerate(self._options) if each.value == wanted]
        if places:
            self._go(places[0])

    def offer(self, options: Sequence[Option]) -> None:
        """Offer others; what is chosen stays, if it is among them."""
        value = self.value
        self._options, self._index = list(options), 0
        self.value = value
        self.refresh()

    def action_step(self, by: int) -> None:
        if self._options:
            self._go((self._index + by) % len(self._options))

    def action_enter(self) -> None:
        self._entered()

    def on_key(self, event: events.Key) -> None:
        if not (event.is_printable and event.character and event.character.isalnum()):
            return
        letter = event.character.lower()
        event.stop()
        count = len(self._options)
        for step in range(1, count + 1):
            place = (self._index + step) % count
            option = self._options[place]
            if any(
                word.startswith(letter)
                for word in f"{option.label} {option.search}".lower().split()
            ):
                self._go(place)
                return

    def _go(self, place: int) -> None:
        if place != self._index:
            self._index = place
            self.refresh()
            self.post_message(self.Chosen(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        label = self._options[self._index].label if self._options else ""
        ground = CURSOR if self.has_focus else GROUND
        sides = "blue" if self.has_focus else "faint"
        return line(
            [Run("‹ ", sides), Run(label, "text"), Run(" ›", sides)], self.size.width, ground
        )


class Row(Horizontal):
    """A field behind its name."""

    DEFAULT_CSS = f"""
    Row {{ height: 1; background: {GROUND}; }}
    Row PlainInput {{ border: none; height: 1; padding: 0 1; background: {BAND}; width: 1fr; }}
    """

    def __init__(self, name: str, field: Widget) -> None:
        super().__init__()
        self._label = name
        self.field = field

    def compose(self) -> ComposeResult:
        yield Name(self._label)
        yield self.field
        yield Edge()


class Note(Widget):
    """Words inside the frame, wrapped; without words it takes no room."""

    DEFAULT_CSS = "Note { height: auto; }"

    def __init__(self, *, id: str = "note") -> None:
        super().__init__(id=id)
        self._words: Sequence[Run] = ()
        self.display = False

    def say(self, words: Sequence[Run]) -> None:
        self._words = words
        self.display = any(each.text for each in words)
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[list[Run]]:
        return wrap(self._words, max(1, width - 4))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines(width)
        runs = lines[y] if y < len(lines) else []
        space = Run(" " * (width - 4 - width_of(runs)))
        return line([Run("│", "blue"), Run(" "), *runs, space, Run(" "), Run("│", "blue")], width)


class Frame(Widget):
    """The frame's upper or lower edge, with words in it."""

    DEFAULT_CSS = "Frame { height: 1; }"

    def __init__(self, words: str, *, top: bool) -> None:
        super().__init__()
        self._words = words
        self._top = top

    def say(self, words: str) -> None:
        self._words = words
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        start, end = ("╭─", "─╮") if self._top else ("╰─", "─╯")
        words = Run(f" {self._words} ", "strong" if self._top else "dim")
        room = max(0, width - 4)
        if width_of([words]) > room:
            words = Run(fit(words.text, room), words.role)
        fill = Run("─" * (room - width_of([words])), "blue")
        middle = [words, fill] if self._top else [fill, words]
        return line([Run(start, "blue"), *middle, Run(end, "blue")], width)
