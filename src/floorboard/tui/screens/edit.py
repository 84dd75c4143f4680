"""`e`: title, kind, priority, project and customer of a ticket; kind, priority and project of those
that are marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from floorboard.domain.problem import Problem
from floorboard.domain.ticket import Kind
from floorboard.i18n import _, pick, told
from floorboard.reports import words
from floorboard.store.queries import floor, suggesting, tickets
from floorboard.store.views.floor import ProjectView
from floorboard.store.views.listing import TicketRow
from floorboard.tui.key_order import Awaited
from floorboard.tui.live import Live
from floorboard.tui.widgets.fields import ChoiceField, Frame, Option, Row, TextField
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

KEPT = object()
"""Stands for: leave it as it is."""


class EditScreen(Working, Awaited, ModalScreen[dict[str, object]]):
    """Returns the fields that are to be another, or None."""

    CSS = """
    EditScreen { align: center middle; background: #0f131a 60%; }
    EditScreen > Vertical { width: 78; max-width: 100%; height: auto; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="edit.cancel", priority=True),
        Binding("up", "app.focus_previous"),
        Binding("down", "app.focus_next"),
    ]

    def __init__(self, live: Live, title: str, row: TicketRow | None) -> None:
        """Edit one ticket, or with None several: what isn't chosen stays as it is with each."""
        super().__init__()
        self._live = live
        self._title = title
        self._row = row
        self._project: object = KEPT
        """The project it has, once that is read."""
        self._called = ""
        """The name of the customer it has, once that is read."""

    def compose(self) -> ComposeResult:
        row = self._row
        kept = [] if row is not None else [Option(KEPT, _("as it is"))]
        self._kind = ChoiceField(self._save, [*kept, *kinds()], id="kind")
        self._priority = ChoiceField(self._save, [*kept, *priorities()], id="priority")
        self._projects = ChoiceField(self._save, [Option(KEPT, _("as it is"))], id="project")
        self._subject: TextField | None = None
        self._who = TextField(self._save, id="customer", whole=True)
        with Vertical():
            yield Frame(self._title, top=True)
            if row is not None:
                self._subject = TextField(self._save, row.title, id="title")
                yield Row(_("title"), self._subject)
                self._kind.value, self._priority.value = row.kind, row.priority
            yield Row(_("kind"), self._kind)
            yield Row(_("priority"), self._priority)
            yield Row(_("project"), self._projects)
            if row is not None:
                yield Row(_("customer"), self._who)
            yield Frame(_("Enter saves · Tab next · ← → choose · Esc back"), top=False)

    @property
    def _first(self) -> Widget:
        return self._subject or self._kind

    def on_mount(self) -> None:
        self.set_focus(self._first)
        self.wait_for_me()
        self.work(self._read, "projects")

    async def _read(self) -> None:
        try:
            await self._fill_in()
        finally:
            self.go_on()

    async def _fill_in(self) -> None:
        """Show what it has: project and customer are read."""
        row = self._row
        found, project, ticket = await self._live.read(
            lambda db: (
                floor.projects(db),
                KEPT if row is None else suggesting.project_of(db, row.id)[0],
                None if row is None else tickets.by_id(db, row.id),
            )
        )
        self._project = project
        if ticket is not None and not self._who.value:
            self._called = self._who.value = ticket.customer
        kept = [Option(KEPT, _("as it is"))] if row is None else []
        self._projects.offer([*kept, *projects(found)])
        self._projects.value = project

    def _save(self) -> None:
        row = self._row
        chosen: dict[str, object] = {
            "kind": self._kind.value,
            "priority": self._priority.value,
            "project_id": self._projects.value,
        }
        before: dict[str, object] = {"project_id": self._project}
        if row is not None and self._subject is not None:
            chosen["title"] = self._subject.value
            before |= {"kind": row.kind, "priority": row.priority, "title": row.title}
        changed = {
            name: value
            for name, value in chosen.items()
            if value is not KEPT and value != before.get(name, KEPT)
        }
        if self._who.value.strip() == self._called:
            self.dismiss(changed)
        else:
            self.wait_for_me()
            self.work(partial(self._found, self._who.value.strip(), changed), "customer")

    async def _found(self, called: str, changed: dict[str, object]) -> None:
        """Another customer, or none; who can't be found is told, and asked for again."""
        from floorboard.desk import customers

        desk, number = self._live.desk, None
        try:
            if called:
                self.set_focus(self._who)
                number = (await self._live.do(lambda: customers.found(desk, called))).id
        except Problem as problem:
            cast("FloorboardApp", self.app).refuse_kept(told(problem))
            self.go_on()
        else:
            self.dismiss({**changed, "customer_id": number})

    def action_cancel(self) -> None:
        self.dismiss(None)


def kinds() -> list[Option]:
    return [Option(each.value, words.kind(each.value), each.value) for each in Kind]


def priorities() -> list[Option]:
    return [Option(each, words.priority(each), str(each)) for each in range(1, 6)]


def projects(found: list[ProjectView]) -> list[Option]:
    """All of them, and none."""
    return [
        Option(None, _("none")),
        *(Option(each.id, pick(each.name, each.name_zh), each.code) for each in found),
    ]
