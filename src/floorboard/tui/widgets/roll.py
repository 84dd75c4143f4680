"""A framed list, drawn line by line: a title, headings, rows with a cursor, and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from floorboard.tui import keymap
from floorboard.tui.render.runs import Run, line, width_of
from floorboard.tui.render.theme import CURSOR, GROUND, Role
from floorboard.tui.widgets.window import Window

T = TypeVar("T")

WHEEL_LINES = 3


class Roll(Widget, Generic[T], can_focus=True):
    """A list of `T`. A subclass says how one item becomes runs of text (`cells`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, id=name, priority=True) for name, keys, action in keymap.LIST_KEYS
    ]

    HERE: ClassVar[str] = CURSOR
    """The ground under the cursor."""

    AWAY: ClassVar[str] = GROUND
    """The ground under the cursor while the keyboard is elsewhere."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another item."""

        roll: Roll[Any]

        @property
        def control(self) -> Roll[Any]:
            return self.roll

    @dataclass
    class Opened(Message):
        """Enter, or a double click, on an item."""

        roll: Roll[Any]

        @property
        def control(self) -> Roll[Any]:
            return self.roll

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.window: Window[T] = Window()
        self.title = ""
        self.foot: Sequence[Run] = ()
        self.empty = ""
        self._headed = False
        self._drawn: dict[int, list[Run]] = {}
        self._painted: dict[int, Strip] = {}

    # What a subclass says

    def cells(self, item: T, width: int) -> list[Run]:
        """One item as runs that fill `width` cells."""
        raise NotImplementedError

    def headings(self, width: int) -> list[Run] | None:
        """The column headings, or None for a list without."""
        return None

    def sign(self, item: T) -> Run:
        """One cell before an item."""
        return Run(" ")

    def place_in_list(self) -> tuple[int, int] | None:
        """(rows before the first on view, rows in the whole list), where known."""
        if self.window.head and self.window.tail:
            return self.window.top, len(self.window.rows)
        return None

    def identity(self, item: T) -> object:
        """What stays the same when an item changes; None where the cursor keeps to its line."""
        return None

    # What is on it

    @property
    def current(self) -> T | None:
        """The item under the cursor."""
        return self.window.current

    def put(self, items: Sequence[T]) -> None:
        """Show `items`, all of them; the cursor stays on its item, or else on its line."""
        cursor = self._standing(items, self.window.cursor)
        self.window.renew(items, cursor=cursor, head=True, tail=True)
        self.repaint()

    def _standing(self, items: Sequence[T], otherwise: int) -> int:
        """Where the item under the cursor stands among `items`."""
        identity = None if self.current is None else self.identity(self.current)
        if identity is None:
            return otherwise
        found = (index for index, item in enumerate(items) if self.identity(item) == identity)
        return next(found, otherwise)

    def stand_on(self, identity: object) -> bool:
        """Put the cursor on the item that is this one; False where it isn't here."""
        rows = self.window.rows
        place = next((at for at, item in enumerate(rows) if self.identity(item) == identity), None)
        if place is not None:
            self.action_move(place - self.window.cursor)
        return place is not None

    def say(self, title: str, foot: Sequence[Run] = (), empty: str = "") -> None:
        """Set the words of the frame, and repaint no more than what changed."""
        width, height = self.size
        if title != self.title:
            self.title = title
            self.refresh(Region(0, 0, width, 1))
        if foot != self.foot:
            self.foot = foot
            self.refresh(Region(0, height - 1, width, 1))
        if empty != self.empty:
            self.empty = empty
            self.refresh()

    def tick(self) -> None:
        """Redraw the lines whose words changed with the time, and no other."""
        for y, before in list(self._drawn.items()):
            item = self._item_at(y)
            if item is not None and self.cells(item, self._inner_width) != before:
                self.refresh(Region(0, y, self.size.width, 1))

    # Drawing

    @property
    def _inner_width(self) -> int:
        return max(0, self.size.width - 4)

    @property
    def _first_row(self) -> int:
        """The line on which the first item is drawn."""
        return 1 + self._headed

    def _item_at(self, y: int) -> T | None:
        index = self.window.top + y - self._first_row
        inside = self._first_row <= y < self.size.height - 1
        return self.window.rows[index] if inside and 0 <= index < len(self.window.rows) else None

    def render_line(self, y: int) -> Strip:
        strip = self._painted[y] = self._line(y)
        return strip

    def repaint(self) -> None:
        """Redraw the lines that differ from what stands there, after other items came."""
        for y, before in list(self._painted.items()):
            if y < self.size.height and self._line(y) != before:
                self.refresh(Region(0, y, self.size.width, 1))

    def _line(self, y: int) -> Strip:
        width, height = self.size
        frame: Role = "blue" if self.has_focus else "frame"
        if width < 8 or height < 3:
            return line([Run(self.title, "dim")] if y == 0 else [], width)
        if y == 0:
            title = [Run(f" {self.title} ", "strong")] if self.title else []
            return self._edge("╭─", title, "─╮", frame, left=True)
        if y == height - 1:
            foot = [Run(" "), *self.foot, Run(" ")] if self.foot else []
            return self._edge("╰─", foot, "─╯", frame, left=False)
        return self._row(y, frame)

    def _edge(self, start: str, words: list[Run], end: str, frame: Role, *, left: bool) -> Strip:
        room = self.size.width - 4
        fill = Run("─" * max(0, room - width_of(words)), frame)
        middle = [*words, fill] if left else [fill, *words]
        return line([Run(start, frame), *middle, Run(end, frame)], self.size.width)

    def _row(self, y: int, frame: Role) -> Strip:
        inner = self._inner_width
        item = self._item_at(y)
        ground = GROUND
        runs: list[Run] = []
        sign = Run(" ")
        if item is not None:
            sign = self.sign(item)
            runs = self._drawn[y] = self.cells(item, inner)
            if self.window.top + y - self._first_row == self.window.cursor:
                ground = self.HERE if self.has_focus else self.AWAY
        else:
            self._drawn.pop(y, None)
            headings = self.headings(inner)
            if y == 1 and headings is not None:
                runs = headings
            elif y == self._first_row and not self.window.rows:
                runs = [Run(self.empty, "dim")]
        mark = Run("┃", "dim") if self._thumb(y) else Run("│", frame)
        if ground == GROUND:
            padding = Run(" " * (inner - width_of(runs)))
            return line([Run("│", frame), sign, *runs, padding, Run(" "), mark], inner + 4)
        return Strip.join(
            [
                line([Run("│", frame)], 1),
                line([sign, *runs], inner + 2, ground),
                line([mark], 1),
            ]
        )

    def _thumb(self, y: int) -> bool:
        """Whether the scroll mark stands on this line of the right edge."""
        place = self.place_in_list()
        rows = self.window.height
        if place is None or place[1] <= rows:
            return False
        before, total = place
        size = max(1, rows * rows // total)
        start = round((rows - size) * before / max(1, total - rows))
        return start <= y - self._first_row < start + size

    # Moving

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        self._headed = self.headings(self._inner_width) is not None
        self.window.resize(self.size.height - 1 - self._first_row)
        self._drawn.clear()
        self._painted.clear()
        self.refresh()
        self.after_move(0)

    def after_move(self, over: int) -> None:
        """Called when the cursor moved; `over` rows of the move were not loaded."""

    def _moved(self, before: tuple[int, int], over: int) -> None:
        window = self.window
        if (window.cursor, window.top) != before:
            if window.top == before[1]:
                for index in (before[0], window.cursor):
                    y = index - window.top + self._first_row
                    self.refresh(Region(0, y, self.size.width, 1))
            else:
                self.refresh()
            self.post_message(self.Moved(self))
        self.after_move(over)

    def action_move(self, by: int) -> None:
        before = (self.window.cursor, self.window.top)
        self._moved(before, self.window.move(by))

    def action_page(self, pages: int) -> None:
        before = (self.window.cursor, self.window.top)
        self._moved(before, self.window.page(pages))

    def action_first(self) -> None:
        self.action_move(-len(self.window.rows))

    def action_last(self) -> None:
        self.action_move(len(self.window.rows))

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        if self._item_at(event.y) is None:
            return
        before = (self.window.cursor, self.window.top)
        self.window.place(self.window.top + event.y - self._first_row)
        self._moved(before, 0)
        if event.chain == 2:
            self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-WHEEL_LINES)
