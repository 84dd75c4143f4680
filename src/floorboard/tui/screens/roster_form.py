"""A form of the roster: somebody is found by what is typed, the rest is filled in already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from floorboard.desk.desk import Desk
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.roster_drafts import Where
from floorboard.tui.screens.showing import Keeping
from floorboard.tui.widgets.fields import ChoiceField, Frame, Note, Row, TextField
from floorboard.tui.widgets.roll import Roll

NAME, OTHER_NAME = 14, 20

Draft = dict[str, Any]
"""What stands in fields of a form, by their ids."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be meant: `search` is what they are found by, `note` what they do then."""

    id: int
    name: str
    other_name: str
    search: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for: the deed, what is told once it is done, and where that then stands."""

    act: Callable[[Desk], object]
    done: str
    where: Where | None = None


class People(Roll[Person]):
    """Those whom what was typed fits."""

    AWAY = CURSOR
    can_focus = False

    def cells(self, item: Person, width: int) -> list[Run]:
        return [
            Run(fit(item.name, NAME), "text"),
            Run(" "),
            Run(fit(item.other_name, OTHER_NAME), "dim"),
            Run(" "),
            Run(fit(item.note, max(0, width - NAME - OTHER_NAME - 2)), "dim"),
        ]


class RosterForm(Keeping, ModalScreen[bool]):
    """Hands over what is wanted and closes; returns whether it did. What was changed in it is kept,
    also where it is handed over: where it is refused, it is opened again with that and the
    `problem`."""

    SCOPED_CSS = False
    CSS = """
    RosterForm { align: center middle; background: #0f131a 60%; }
    RosterForm > Vertical { width: 74; max-width: 100%; height: auto; background: #0f131a; }
    RosterForm People { height: 7; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="roster_form.cancel", priority=True),
        Binding("up", "walk(-1)", id="roster_form.up", priority=True),
        Binding("down", "walk(1)", id="roster_form.down", priority=True),
    ]

    def __init__(
        self,
        title: str,
        people: Sequence[Person],
        name: str,
        problem: str = "",
    ) -> None:
        """`name` is who is meant, if nothing else is typed."""
        super().__init__()
        self.ready = asyncio.Event()
        """The keyboard is on the first field."""
        self._title = title
        self._people = people
        self._draft: Mapping[str, Any] = {}
        self._fresh: Draft = {}
        """What stands in the fields before anything is changed."""
        self._problem = problem
        self._narrowed = "\0"
        self.who = TextField(self.save, name, id="person", whole=True)
        self.matches = People(id="people")
        self._wrong = Note()

    def resume(
        self,
        draft: Mapping[str, Any],
        keep: Callable[[Draft], None],
        done: Callable[[Wanted], None],
    ) -> None:
        """Begin with what was changed before; `keep` takes what is changed, `done` what is asked
        for."""
        self._draft, self._keep, self._done = draft, keep, done

    # What a subclass says

    def rows(self) -> Iterable[Row]:
        """The fields under the person's."""
        raise NotImplementedError

    def wanted(self) -> Wanted:
        """What the fields say; a `Problem` where they say nothing that could be done."""
        raise NotImplementedError

    def first(self) -> Widget:
        """The field that the keyboard is on first."""
        return self.who

    def chose(self) -> None:
        """Another person is meant."""

    # What it shows

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Frame(self._title, top=True)
            yield Row(_("person"), self.who)
            yield from self.rows()
            yield self._wrong
            yield self.matches

    def on_mount(self) -> None:
        self.matches.say(
            "", [Run(_("Enter saves · Tab next · ← → choose · Esc back"), "dim")], _("nobody fits")
        )
        self._narrow()
        self._fresh = self._values()
        self._fill_in()
        self.say(self._problem)
        self.set_focus(self.first())
        self.ready.set()

    def _fill_in(self) -> None:
        """Put what was changed before into the fields, from above: some offer what others say."""
        with self.prevent(ChoiceField.Chosen):
            for name, field in self._fields().items():
                if name in self._draft:
                    field.value = self._draft[name]
                    if isinstance(field, TextField):
                        field.cursor_position = len(field.value)
                    self._narrow()
                    self.chose()

    def say(self, text: str) -> None:
        """What is wrong, under the fields."""
        self._wrong.say([Run(text, "amber")])

    @on(TextField.Changed, "#person")
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        """Show whom what was typed fits, those first whose name or initials begin with it."""
        typed = " ".join(self.who.value.lower().split())
        if typed == self._narrowed:
            return
        self._narrowed = typed
        found = [each for each in self._people if typed in each.search]
        found.sort(key=lambda each: not any(w.startswith(typed) for w in each.search.split()))
        self.matches.window.place(0)
        self.matches.put(found)
        self.chose()

    @property
    def person(self) -> Person | None:
        """Who is meant; nobody while nothing is typed."""
        self._narrow()
        return self.matches.current if self.who.value.strip() else None

    def needed(self) -> Person:
        """Who is meant; a `Problem` if nobody is."""
        if self.person is None:
            raise Problem(N_("who is meant?"), fix=N_("Type a name, its pinyin or its initials"))
        return self.person

    # What is done

    def action_walk(self, by: int) -> None:
        """The arrows walk through the people, or from field to field."""
        if self.focused is self.who:
            self.matches.action_move(by)
            self.chose()
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Roll.Opened)
    def _picked(self) -> None:
        if self.matches.current is not None:
            self.who.value = self.matches.current.name
            self.save()

    def save(self) -> None:
        try:
            wanted = self.wanted()
        except Problem as problem:
            self.say(told(problem))
            return
        self.keep()
        self._done(wanted)
        self.dismiss(True)

    def keep(self) -> None:
        if not self.ready.is_set():
            return
        values = self._values().items()
        self._keep({name: value for name, value in values if value != self._fresh[name]})

    def _fields(self) -> dict[str, TextField | ChoiceField]:
        """The fields by their ids, from above."""
        found = (row.field for row in self.query(Row))
        return {each.id or "": each for each in found if isinstance(each, TextField | ChoiceField)}

    def _values(self) -> Draft:
        return {name: field.value for name, field in self._fields().items()}

    def action_cancel(self) -> None:
        self.keep()
        self.dismiss(False)
