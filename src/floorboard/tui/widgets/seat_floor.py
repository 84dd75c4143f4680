"""The floor as it lies: lines of seats, each a box; the arrows walk between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events

from floorboard.store.views.seats import SeatView
from floorboard.tui.live import Live
from floorboard.tui.render import seat_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.render.seat_cells import HEIGHT
from floorboard.tui.render.theme import GROUND
from floorboard.tui.widgets.roll import Roll

Lines = Sequence[Sequence[SeatView | None]]


class SeatFloor(Roll[int]):
    """Its items are the lines of the screen that the boxes take, its cursor stands on the last line
    of a box."""

    HERE: ClassVar[str] = GROUND

    def __init__(self, live: Live) -> None:
        super().__init__(id="seats")
        self._live = live
        self._lines: Lines = ()
        self._place = 0
        self._left = 0

    @property
    def seat(self) -> SeatView | None:
        """The seat under the cursor; None where the place has none."""
        if not self._lines:
            return None
        return self._lines[self.window.cursor // HEIGHT][self._place]

    @property
    def places(self) -> int:
        return len(self._lines[0]) if self._lines else 0

    def lay(self, lines: Lines) -> None:
        """Show another state of the floor; the cursor stays where it is, if it can."""
        first = not self._lines
        self._lines = lines
        self._place = min(self._place, max(0, self.places - 1))
        self.put(range(len(lines) * HEIGHT))
        self.window.place(self.window.cursor // HEIGHT * HEIGHT + HEIGHT - 1)
        if first and self.seat is None:
            self._place = next((i for i, each in enumerate(lines[0]) if each), 0) if lines else 0
        self._keep_whole()
        self.refresh()

    def on_view(self) -> tuple[int, int]:
        """The first place on view, and the one behind the last."""
        box = seat_cells.width_of_box(self._inner_width, self.places)
        room = max(1, (self._inner_width + 1) // (box + 1))
        left = min(self._left, max(0, self.places - room))
        self._left = max(min(left, self._place), self._place - room + 1, 0)
        return self._left, min(self.places, self._left + room)

    def cells(self, item: int, width: int) -> list[Run]:
        number, part = divmod(item, HEIGHT)
        box = min(seat_cells.width_of_box(width, self.places), max(6, width))
        first, last = self.on_view()
        now, zone = self._live.now(), self._live.zone
        runs: list[Run] = []
        for place in range(first, last):
            seat = self._lines[number][place]
            here = number == self.window.cursor // HEIGHT and place == self._place
            runs += [Run(" ")] * bool(runs)
            runs += seat_cells.box(seat, part, box, now, zone, here=here)
        return runs

    # Moving

    def action_move(self, by: int) -> None:
        super().action_move(by * HEIGHT)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.window.height // HEIGHT))

    def step(self, by: int) -> None:
        """Go to the left or to the right."""
        self._go(self._place + by)

    def _go(self, place: int) -> None:
        before = self._place
        self._place = min(max(place, 0), max(0, self.places - 1))
        if self._place != before:
            self.refresh()
            self.post_message(self.Moved(self))

    def _moved(self, before: tuple[int, int], over: int) -> None:
        self.window.place(self.window.cursor // HEIGHT * HEIGHT + HEIGHT - 1)
        self._keep_whole()
        super()._moved(before, over)
        self.refresh()

    def _fit(self) -> None:
        super()._fit()
        self._keep_whole()

    def _keep_whole(self) -> None:
        """Scroll so that all of the box under the cursor is on view, where there is room."""
        window = self.window
        if window.height >= HEIGHT:
            window.top = min(window.top, window.cursor - HEIGHT + 1)
        window.top = max(window.top, 0)

    def on_click(self, event: events.Click) -> None:
        box = seat_cells.width_of_box(self._inner_width, self.places)
        first, last = self.on_view()
        place = first + (event.x - 2) // (box + 1)
        if first <= place < last and self._item_at(event.y) is not None:
            self._go(place)
        super().on_click(event)
