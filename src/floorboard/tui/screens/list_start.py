"""`n` among the lists: which one is started, what it is about, and who owns it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from floorboard.desk import checklists, intake
from floorboard.desk.desk import Desk
from floorboard.desk.roster.grid import By
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, pick, told
from floorboard.reports import words
from floorboard.store.queries import tickets
from floorboard.store.views.floor import ProjectView
from floorboard.tui import deeds
from floorboard.tui.live import Live
from floorboard.tui.render.runs import Run
from floorboard.tui.roster_drafts import Draft, Drafts
from floorboard.tui.screens.edit import projects as project_options
from floorboard.tui.screens.showing import Keeping
from floorboard.tui.widgets.fields import ChoiceField, Frame, Note, Option, Row, TextField
from floorboard.tui.work import Working

KEY = ("checklist.start", By.PEOPLE, 0, date.min)
"""What was begun here stands under it among the drafts: there is one form of its kind."""


class ListStartScreen(Working, Keeping, ModalScreen[int]):
    """Starts a list and returns its number, or None. Where it is refused, why is said under the
    field that is wrong; what was typed and not saved is kept for the next time."""

    CSS = """
    ListStartScreen { align: center middle; background: #0f131a 60%; }
    ListStartScreen > VerticalScroll {
        width: 74; max-width: 100%; height: auto; max-height: 90%; background: #0f131a;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="list_start.cancel", priority=True),
        Binding("up", "app.focus_previous"),
        Binding("down", "app.focus_next"),
    ]

    def __init__(
        self, live: Live, drafts: Drafts, projects: Sequence[ProjectView], me: str
    ) -> None:
        """`me` is who is signed in, and owns it if nobody else is named."""
        super().__init__()
        self.ready = asyncio.Event()
        """The keyboard is on the first field."""
        self._live = live
        self._drafts = drafts
        self._me = me
        self._starting = False
        self._template = ChoiceField(self._save, _templates(), id="template")
        self._project = ChoiceField(self._save, project_options([*projects]), id="project")
        self._called = TextField(self._save, id="title")
        self._ticket = TextField(self._save, id="ticket")
        self._change = TextField(self._save, id="change")
        self._owner = TextField(self._save, me, id="owner", whole=True)
        self._items, self._wrong = Note(id="items"), Note(id="wrong")
        self._fresh = self._values()

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Frame(_("Start a list"), top=True)
            yield Row(_("checklist"), self._template)
            yield self._items
            yield Row(_("title"), self._called)
            yield Row(_("project"), self._project)
            yield Row(_("ticket"), self._ticket)
            yield Row(_("change no."), self._change)
            yield Row(_("owner"), self._owner)
            yield self._wrong
            yield Frame(_("Enter starts it · Tab next · ← → choose · Esc back"), top=False)

    def on_mount(self) -> None:
        kept = self._drafts[KEY].values if KEY in self._drafts else {}
        with self.prevent(ChoiceField.Chosen):
            for field in self._fields():
                field.value = kept.get(field.id or "", field.value)
        self._say_items()
        self.set_focus(self._template)
        self.ready.set()

    def on_choice_field_chosen(self) -> None:
        self._say_items()

    def _say_items(self) -> None:
        """Say how much is to be done, and by when."""
        now, zone = self._live.now(), self._live.zone
        chosen = next(each for each in checklists.templates() if each.code == self._template.value)
        due = sorted(each.due_at(now, zone) for each in chosen.items)
        text = ngettext(
            "{n} item, due {first}",
            "{n} items, the first due {first}, the last {last}",
            len(due),
        )
        first, last = (words.when(each, now, zone) for each in (due[0], due[-1]))
        self._items.say([Run(text.format(n=len(due), first=first, last=last), "dim")])

    # Starting

    def _save(self) -> None:
        if not self._starting:
            self._starting = True
            self.deed(self._start)

    async def _start(self) -> None:
        """Start it; what is wrong is said under its field, and that is gone to."""
        wrong: TextField | None = None
        wanted: dict[str, Any] = {"project_id": self._project.value}
        template, written = str(self._template.value), self._values()
        try:
            for argument, field, read in (
                ("title", self._called, _title),
                ("ticket_id", self._ticket, _ticket),
                ("change", self._change, _change),
                ("owner_id", self._owner, self._who),
            ):
                wrong = field
                wanted[argument] = await self._live.do(
                    partial(read, self._live.desk, written[field.id or ""].strip())
                )
            wrong = None
            number = await self._live.do(
                lambda: checklists.start(self._live.desk, template, **wanted)
            )
        except Problem as problem:
            self._starting = False
            self._say_wrong(wrong or self._owner, problem)
        else:
            self._drafts.pop(KEY, None)
            self.dismiss(number)

    def _say_wrong(self, field: TextField, problem: Problem) -> None:
        row = next(each for each in self.query(Row) if each.field is field)
        self.query_one(VerticalScroll).move_child(self._wrong, after=row)
        self._wrong.say([Run(told(problem), "amber")])
        field.focus()

    def _who(self, desk: Desk, text: str) -> int | None:
        """Who owns it; None for whoever is signed in."""
        from floorboard.desk import people

        return None if text in ("", self._me) else people.found(desk, text, left_too=False).id

    # Leaving

    def keep(self) -> None:
        if self._starting or not self.ready.is_set():
            return
        values = {
            name: value for name, value in self._values().items() if value != self._fresh[name]
        }
        if values.keys() - {self._template.id}:
            self._drafts[KEY] = Draft(_("Start a list"), values)
        else:
            self._drafts.pop(KEY, None)

    def action_cancel(self) -> None:
        """Esc: what was typed stays, for the next time."""
        if not self._starting:
            self.keep()
            self.dismiss(None)

    def _fields(self) -> tuple[TextField | ChoiceField, ...]:
        return (
            *(self._template, self._called, self._project),
            *(self._ticket, self._change, self._owner),
        )

    def _values(self) -> dict[str, Any]:
        return {field.id or "": field.value for field in self._fields()}


def _templates() -> list[Option]:
    """The lists that can be started, found by their names in either language."""
    return [
        Option(
            each.code,
            pick(each.titles["en"], each.titles["zh"]),
            " ".join((each.code, *each.titles.values())),
        )
        for each in checklists.templates()
    ]


def _title(desk: Desk, text: str) -> str:
    return intake.line(text, N_("the title"))


def _change(desk: Desk, text: str) -> str:
    return intake.line(text, N_("the change"))


def _ticket(desk: Desk, text: str) -> int | None:
    """The ticket that is meant, if there is one."""
    if not text:
        return None
    number = deeds.number(text)
    with desk.store.reading() as db:
        if tickets.by_id(db, number) is None:
            raise Problem(N_("there is no ticket #{number}"), number=number)
    return number
