"""`E` on a ticket: its customer's name, organisation, telephone and e-mail put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.desk import customers, permissions
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui.live import Live
from floorboard.tui.widgets.fields import Frame, Row, TextField
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp


async def begin(app: FloorboardApp, ticket: int) -> None:
    """Put right what is on record of a ticket's customer."""
    live = app.live
    try:
        await live.do(lambda: permissions.demand(live.desk, "customer.edited"))
    except Problem as problem:
        app.refuse(told(problem))
        return
    known = await live.do(lambda: customers.of_ticket(live.desk, ticket))
    if known is None:
        app.refuse(_("#{number} has no customer: e gives it one").format(number=ticket))
        return

    def edited(name: str | None) -> None:
        if name is not None:
            app.tell(_("saved: {name}").format(name=name))
            app.reread()

    app.push_screen(CustomerEditScreen(live, known), edited)


class CustomerEditScreen(Working, ModalScreen[str]):
    """Saves what was changed, and returns the customer's name then; None where nothing was. What is
    refused stays on the form."""

    CSS = """
    CustomerEditScreen { align: center middle; background: #0f131a 60%; }
    CustomerEditScreen > Vertical {
        width: 78; max-width: 100%; height: auto; background: #0f131a;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="customer_edit.cancel", priority=True),
        Binding("up", "app.focus_previous"),
        Binding("down", "app.focus_next"),
    ]

    def __init__(self, live: Live, known: Mapping[str, object]) -> None:
        """`known` is what `desk.customers.of_ticket` tells."""
        super().__init__()
        self._live = live
        self._known = known
        self._fields = {
            name: TextField(self._save, str(known[name] or ""), id=name)
            for name in customers.EDITABLE
        }
        self._frame = Frame("", top=False)

    def compose(self) -> ComposeResult:
        names = (_("name"), _("organisation"), _("telephone"), _("e-mail"))
        with Vertical():
            yield Frame(_("Customer"), top=True)
            for name, field in zip(names, self._fields.values(), strict=True):
                yield Row(name, field)
            yield self._frame

    def on_mount(self) -> None:
        self._frame.say(_("Enter saves, on all of their tickets · Tab next · Esc back"))
        self._fields["name"].focus()

    def _save(self) -> None:
        self.work(self._write, "saving", alone=False)

    async def _write(self) -> None:
        written = {
            name: field.value.strip()
            for name, field in self._fields.items()
            if field.value.strip() != (self._known[name] or "")
        }
        if not written:
            self.dismiss(None)
            return
        desk, number = self._live.desk, int(str(self._known["id"]))
        version = int(str(self._known["version"]))
        try:
            await self._live.do(lambda: customers.edit(desk, number, written, version))
        except Problem as problem:
            self._frame.say(told(problem))
            return
        self.dismiss(self._fields["name"].value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)
