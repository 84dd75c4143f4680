"""The floor: every pane of the main screen, placed by `arrangement`."""

from __future__ import annotations

from textual.containers import Container
from textual.geometry import NULL_OFFSET, NULL_SPACING, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from floorboard.tui.arrangement import Wish, places


class FloorLayout(Layout):
    """Places the children by their ids."""

    name = "floor"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        assert isinstance(parent, Floor)
        parent.pre_layout(self)
        found = places(size, parent.wish)
        return [
            WidgetPlacement(found[child.id], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id in found
        ]


class Floor(Container):
    """The whole main screen."""

    def __init__(self, *children: Widget) -> None:
        super().__init__(*children, id="floor")
        self.wish = Wish()
        self._floor_layout = FloorLayout()

    @property
    def layout(self) -> Layout:
        return self._floor_layout

    def rearrange(self, wish: Wish) -> None:
        """Show what `wish` asks for."""
        before, self.wish = self.wish, wish
        if places(self.size, before) != places(self.size, wish):
            # A container is arranged anew when one of its children asks for it.
            self.children[0].refresh(layout=True)

    def shows(self, name: str) -> bool:
        """Whether the widget with this id has a place now."""
        return name in places(self.size, self.wish)
