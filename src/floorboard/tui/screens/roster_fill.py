"""`f`: who could fill a gap, the best first and why; below them who can't, and why not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.desk.roster.gaps import NEVER_MIND, Choice
from floorboard.domain.instant import Instant
from floorboard.i18n import _
from floorboard.reports import roster
from floorboard.tui.render.runs import Run, cut, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.fields import Frame, Row, TextField
from floorboard.tui.widgets.paper import Paper, Paragraph
from floorboard.tui.widgets.roll import Roll

NAME, OTHER_NAME = 11, 15


class Choices(Roll[Choice]):
    """Everybody, with what speaks for them or against."""

    AWAY = CURSOR
    can_focus = False

    def __init__(self, rotas: Mapping[int, str], now: Instant, zone: ZoneInfo) -> None:
        super().__init__(id="choices")
        self._rotas, self._now, self._zone = rotas, now, zone

    def cells(self, item: Choice, width: int) -> list[Run]:
        other = OTHER_NAME if width > 70 else 0
        runs = [
            Run("✓ " if item.free else "· ", "green" if item.free else "faint"),
            Run(fit(item.name, NAME) + " ", "text" if item.free else "faint"),
            Run(fit(item.other_name, other) + " " * bool(other), "dim" if item.free else "faint"),
        ]
        return cut([*runs, *self.reasons(item)], width)

    def reasons(self, item: Choice) -> list[Run]:
        """What speaks for somebody, or against."""
        if not item.free:
            return [Run(roster.blocks(item.blocks, self._rotas, self._now, self._zone), "dim")]
        usual = [Run(_("on this rota"), "green"), Run(" · ", "faint")] * item.usual
        return [*usual, Run(roster.merits(item.merits) or _("nothing this month"), "dim")]


class FillScreen(ModalScreen[None]):
    """Hands over whom to put there, and whether a rule is overruled; or nothing."""

    CSS = """
    FillScreen { align: center middle; background: #0f131a 60%; }
    FillScreen > Vertical {
        width: 108; max-width: 100%; height: 22; max-height: 94%; background: #0f131a;
    }
    FillScreen Choices { height: 1fr; background: #0f131a; }
    FillScreen Paper { height: 5; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="fill.cancel", priority=True),
        Binding("down,ctrl+n", "move(1)", id="fill.down", priority=True),
        Binding("up,ctrl+p", "move(-1)", id="fill.up", priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        search: Mapping[int, str],
        roll: Choices,
        done: Callable[[Choice, bool], None],
        problem: str = "",
    ) -> None:
        super().__init__()
        self.ready = asyncio.Event()
        """The keyboard is on the list."""
        self._title = title
        self._choices = choices
        self._search = search
        self._roll = roll
        self._done = done
        self._problem = problem
        self._asked: Choice | None = None
        """Whom Enter puts there although a rule speaks against it."""
        self._line = TextField(self._choose, id="narrow")
        self._paper = Paper(id="reasons")
        self._paper.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Frame(self._title, top=True)
            yield Row(_("find"), self._line)
            yield self._roll
            yield self._paper

    def on_mount(self) -> None:
        self._roll.put(self._choices)
        self._label(self._problem)
        self._show_reasons()
        self.set_focus(self._line)
        self.ready.set()

    def _label(self, text: str = "") -> None:
        free = sum(each.free for each in self._choices)
        title = text or _("{count} could fill it").format(count=free)
        keys = [Run(_("Enter fills · typing narrows · Esc back"), "dim")]
        if self._asked is not None:
            keys = [Run(_("Enter fills it anyway · Esc back"), "amber")]
        self._roll.say(title, keys, _("nobody fits"))

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        typed = " ".join(self._line.value.lower().split())
        found = [each for each in self._choices if typed in self._search.get(each.person_id, "")]
        if found != list(self._roll.window.rows):
            self._roll.window.place(0)
            self._roll.put(found)
            self._show_reasons()
            self._ask(None)

    @on(Roll.Moved)
    def _show_reasons(self) -> None:
        """All that is said of whoever is under the cursor: their line has no room for it."""
        choice = self._roll.current
        self._paper.say(f"{choice.name} {choice.other_name}".rstrip() if choice else "")
        self._paper.write([Paragraph(tuple(self._roll.reasons(choice)))] if choice else [])

    def _ask(self, choice: Choice | None, text: str = "") -> None:
        self._asked = choice
        self._label(text)

    @on(Roll.Opened)
    def _choose(self) -> None:
        self._narrow()
        choice = self._roll.current
        if choice is None:
            return
        if choice.free or choice is self._asked:
            self._done(choice, not choice.free)
            self.dismiss()
        elif {each.kind for each in choice.blocks} & NEVER_MIND:
            self._ask(None, _("{name} can't be had then").format(name=choice.name))
        else:
            self._ask(choice, _("{name}: fill it anyway?").format(name=choice.name))

    def action_move(self, by: int) -> None:
        self._roll.action_move(by)
        self._ask(None)

    def action_cancel(self) -> None:
        if self._asked is not None:
            self._ask(None)
        else:
            self.dismiss()
