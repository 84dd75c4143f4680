"""The seats: the floor as it lies, who sits where, and what each seat is set to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from floorboard.desk import seats
from floorboard.desk.desk import Desk
from floorboard.desk.seats import ASSIGNED, DEFINED, Changes, Seated, SeatMap
from floorboard.i18n import _
from floorboard.store.views.seats import SeatView
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import seat_cells
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.widgets.seat_floor import SeatFloor


class SeatScreen(PageScreen):
    """The seat map."""

    GROUP = "seats"
    ASKED = (ASSIGNED, DEFINED)
    CSS = PageScreen.CSS + "SeatScreen SeatFloor { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("ticket.assign", "assign"),
        keymap.binding("ticket.close", "free"),
        keymap.binding("ticket.edit", "edit"),
        keymap.binding("ticket.wait", "use"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.floor = SeatFloor(live)
        self._map: SeatMap | None = None

    def body(self) -> Iterable[Widget]:
        return (self.floor,)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.floor,)

    async def read(self) -> None:
        self._map = await self.live.do(lambda: seats.seat_map(self.live.desk))
        self.floor.lay(self._map.lines)

    def show(self) -> None:
        found = self._map.seats if self._map is not None else []
        foot = seat_cells.foot(found, *self.floor.on_view(), self.floor.places) if found else []
        empty = _("There are no seats yet: `floorboard seats` puts them on the floor.")
        self.floor.say(seat_cells.title(found), foot, empty if self._map is not None else "")
        self.floor.refresh()

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self.show)

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.show()
        self.show_keys()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        seat = self.floor.seat
        taken = seat is not None and seat.sitter is not None
        usable = seat is not None and seat.usable
        use = _("back in use") if seat is not None and not usable else _("out of use")
        return [
            self.hint("ticket.assign", _("who sits here"), action=ASSIGNED, some=usable),
            self.hint("ticket.close", _("free it"), action=ASSIGNED, some=taken),
            self.hint("list.open", _("details"), some=seat is not None),
            self.hint("ticket.edit", _("edit"), action=DEFINED, some=seat is not None),
            self.hint("ticket.wait", use, action=DEFINED, some=seat is not None and not taken),
            self.hint("undo", _("undo")),
            (_("1–6"), _("screens"), True),
        ]

    # Keys

    async def action_step(self, by: int) -> None:
        await self.once_read()
        self.floor.step(by)

    async def _seat(self, action: str) -> SeatView | None:
        """The seat under the cursor, if `action` is allowed."""
        await self.once_read()
        if not self.may(action):
            return None
        if self.floor.seat is None:
            self.the_app.tell(_("there is no seat at this place"))
        return self.floor.seat

    async def action_assign(self) -> None:
        """`a`: who sits here from now on."""
        from floorboard.tui.screens.pick_owner import OwnerScreen, Picked

        seat = await self._seat(ASSIGNED)
        if seat is None:
            return

        def picked(chosen: Picked | None) -> None:
            if chosen is not None and chosen.person_id is None:
                self._free(seat)
            elif chosen is not None and chosen.person_id is not None:
                act = partial(_assign, seat.code, chosen.person_id)
                self.do(act, partial(_seated, seat.code, chosen.name))

        title = _("Who sits at {code}?").format(code=seat.code)
        self.the_app.push_screen(OwnerScreen(self.live, title, (), ""), picked)

    async def action_free(self) -> None:
        """`X`: whoever sits here gets up."""
        seat = await self._seat(ASSIGNED)
        if seat is not None:
            self._free(seat)

    def _free(self, seat: SeatView) -> None:
        def word(name: str) -> str:
            text = _("{code} is free, {name} got up") if name else _("nobody sits at {code}")
            return text.format(code=seat.code, name=name)

        self.do(lambda desk: seats.free(desk, seat.code), word)

    async def action_use(self) -> None:
        """`W`: out of use, or in use again."""
        seat = await self._seat(DEFINED)
        if seat is None:
            return
        usable = not seat.usable
        text = _("{code} is in use again") if usable else _("{code} is out of use")
        self._change(seat, Changes(usable=usable), text)

    async def action_edit(self) -> None:
        """`e`: the extension and the parameters."""
        from floorboard.tui.screens.seat_edit import SeatEditScreen

        seat = await self._seat(DEFINED)
        if seat is None:
            return

        def edited(changes: Changes | None) -> None:
            if changes is not None:
                self._change(seat, changes, _("{code} changed"))

        self.the_app.push_screen(SeatEditScreen(seat), edited)

    def _change(self, seat: SeatView, changes: Changes, text: str) -> None:
        def word(changed: bool) -> str:
            return text.format(code=seat.code) if changed else _("nothing is another now")

        self.do(lambda desk: seats.change(desk, seat.code, changes), word)

    @on(Roll.Opened)
    async def action_open(self) -> None:
        await self.once_read()
        seat = self.floor.seat
        if seat is not None:
            paragraphs = seat_cells.paragraphs(seat, self.live.now(), self.live.zone)
            self.open_paper(_("Seat {code}").format(code=seat.code), paragraphs)


def _assign(code: str, person_id: int, desk: Desk) -> Seated | None:
    return seats.assign(desk, code, person_id)


def _seated(code: str, name: str, done: Seated | None) -> str:
    if done is None:
        return _("{name} sits at {code} already").format(name=name, code=code)
    text = _("{name} sits at {code}").format(name=name, code=code)
    if done.left:
        text += _(" · {code} is free").format(code=done.left)
    if done.instead_of:
        text += _(" · {name} got up").format(name=done.instead_of)
    return text


PAGE = SeatScreen
