"""`e` on a seat: its extension and its parameters."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from floorboard.desk import seats
from floorboard.desk.seats import Changes
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.store.views.seats import SeatView
from floorboard.tui.widgets.fields import Frame, Row, TextField


class SeatEditScreen(ModalScreen[Changes]):
    """Returns what is to be another, or None."""

    CSS = """
    SeatEditScreen { align: center middle; background: #0f131a 60%; }
    SeatEditScreen > VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 90%; background: #0f131a;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="seat_edit.cancel", priority=True),
        Binding("up", "app.focus_previous"),
        Binding("down", "app.focus_next"),
    ]

    def __init__(self, seat: SeatView) -> None:
        super().__init__()
        self._seat = seat
        self._extension = TextField(self._save, seat.extension, id="extension")
        self._values = {
            key: TextField(self._save, value, id=f"parameter{number}")
            for number, (key, value) in enumerate(seat.parameters.items())
        }
        self._more = TextField(self._save, id="more")
        self._frame = Frame("", top=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Frame(_("Seat {code}").format(code=self._seat.code), top=True)
            yield Row(_("extension"), self._extension)
            for key, field in self._values.items():
                yield Row(key, field)
            yield Row(_("one more"), self._more)
            yield self._frame

    def on_mount(self) -> None:
        self._frame.say(_("Enter saves · one more: headset=USB · empty removes · Esc back"))
        self.set_focus(self._extension)

    def _save(self) -> None:
        written = self._more.value.strip()
        try:
            more = seats.read_parameters([written] if written else [])
        except Problem as problem:
            self._frame.say(told(problem))
            self._more.focus()
            return
        values = {key: field.value.strip() for key, field in self._values.items()}
        self.dismiss(Changes(extension=self._extension.value, parameters={**values, **more}))

    def action_cancel(self) -> None:
        self.dismiss(None)
