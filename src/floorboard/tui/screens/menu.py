"""A choice from a list, narrowed by typing: the command line, and the saved views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.i18n import _
from floorboard.tui.render.runs import Run, ends, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import heard


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: what is typed for it, what it does, its key if it has one, and
    another word that finds it."""

    word: str
    label: str
    key: str = ""
    also: str = ""


class Choices(Roll[Choice]):
    """The choices that fit what was typed."""

    AWAY = CURSOR
    can_focus = False

    def cells(self, item: Choice, width: int) -> list[Run]:
        left = [Run(fit(item.word, 18), "text"), Run(" "), Run(item.label, "dim")]
        return ends(left, [Run(item.key, "blue")], width)


class MenuScreen(ModalScreen[str]):
    """Returns the line that was typed or chosen, or None.

    Enter goes before the keys of the line, so that those behind it wait for what it does.
    """

    CSS = """
    MenuScreen { align: center top; background: #0f131a 60%; }
    MenuScreen > Vertical {
        width: 78; max-width: 100%; height: 20; max-height: 90%; margin-top: 2;
        background: #0f131a;
    }
    MenuScreen PlainInput { border: none; height: 1; padding: 0 2; background: #1a2130; }
    MenuScreen Choices { height: 1fr; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="menu.cancel", priority=True),
        Binding("enter", "enter", id="menu.enter", priority=True),
        Binding("down,ctrl+n", "move(1)", id="menu.down"),
        Binding("up", "move(-1)", id="menu.up"),
        Binding("tab", "complete", id="menu.complete"),
    ]

    def __init__(self, title: str, choices: Callable[[], Sequence[Choice]], empty: str) -> None:
        """`empty` is said where nothing fits."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._empty = empty
        self._chosen = False
        self._narrowed = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield PlainInput(id="line", compact=True)
            yield Choices(id="choices")

    def on_mount(self) -> None:
        roll = self.query_one(Choices)
        keys = _("Enter does it · Tab completes · Esc back")
        roll.say(self._title, [Run(keys, "dim")], self._empty)
        line = self.query_one(PlainInput)
        self._narrow("")
        self.set_focus(line)

    def on_key(self, event: events.Key) -> None:
        """What was typed before the line had the keyboard belongs on it."""
        line = self.query_one(PlainInput)
        if self.focused is line:
            return
        if event.character and event.is_printable:
            line.insert_text_at_cursor(event.character)

    @on(PlainInput.Changed)
    def _typed(self, event: PlainInput.Changed) -> None:
        if event.value != self._narrowed:
            self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self._narrowed, self._chosen = typed, False
        wanted = typed.lower().strip()
        first = wanted.split(" ", 1)[0]
        found = [
            choice
            for choice in self._choices()
            if any(word.lower().startswith(first) for word in (choice.word, choice.also))
            or wanted in choice.label.lower()
        ]
        roll = self.query_one(Choices)
        roll.window.place(0)
        roll.put(found)

    def action_move(self, by: int) -> None:
        self._chosen = True
        self.query_one(Choices).action_move(by)

    def action_complete(self) -> None:
        """Tab completes what was begun or chosen; an empty line shows all there is."""
        choice, line = self.query_one(Choices).current, self.query_one(PlainInput)
        if choice is not None and (self._chosen or line.value.strip()):
            line.value = choice.word + " "
            line.cursor_position = len(line.value)

    async def action_enter(self) -> None:
        """Do what was chosen or typed, once all that was typed stands on the line."""
        await heard(self)
        await heard(self.query_one(PlainInput))
        typed = self.query_one(PlainInput).value
        if typed != self._narrowed:
            self._narrow(typed)
        line = typed.strip()
        choice = self.query_one(Choices).current
        known = any(choice.word == line.split(" ", 1)[0] for choice in self._choices())
        take = choice is not None and (self._chosen or not line or not (known or line.isdigit()))
        if take and choice is not None and " " not in line:
            line = choice.word
        self.dismiss(line or None)

    @on(Roll.Opened)
    def _clicked(self, event: Roll.Opened) -> None:
        choice = self.query_one(Choices).current
        self.dismiss(choice.word if choice else None)

    def action_cancel(self) -> None:
        self.dismiss(None)
