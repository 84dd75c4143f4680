"""`m`: everything that can be done with a ticket, each with its key; grey with its reason where it
can't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui import deeds, keymap
from floorboard.tui.deeds import WAYS
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.roll import Roll

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

LABEL = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that could be done. `reason` says why it can't be, in words."""

    name: str
    """What the key's action is called with."""
    keys: str
    """Textual's names of its keys, comma-separated."""
    shown: str
    label: str
    reason: str


HANDLING_OF_ACTION = {
    **{way.action: handling.value for handling, way in WAYS.items()},
    "ticket.hand": "hand",
    "ticket.wait": "wait",
}
"""What each key's action is called with."""


def entries(
    state: str | None, refusal: Callable[[str], Problem | None], remap: Mapping[str, str]
) -> list[Entry]:
    """Everything that keys do with a ticket in `state`, or with marked ones where that is None;
    `refusal` says of each why it can't be done."""
    found = []
    for action in keymap.TICKET_ACTIONS:
        name = HANDLING_OF_ACTION.get(action.id)
        if name is None:
            continue
        keys = remap.get(action.id, action.keys)
        label = _(WAYS[deeds.meant(name, state)].label)
        refused = refusal(name)
        reason = told(refused) if refused is not None else ""
        found.append(Entry(name, keys, keymap.shown(keys), label, reason))
    return found


class Entries(Roll[Entry]):
    """The lines of the menu."""

    def cells(self, item: Entry, width: int) -> list[Run]:
        if not item.reason:
            return [Run(fit(item.shown, 4), "blue"), Run(item.label, "text")]
        room = min(LABEL, width // 2)
        return [
            Run(fit(item.shown, 4), "faint"),
            Run(fit(item.label, room), "faint"),
            Run(" "),
            Run(fit(item.reason, max(0, width - room - 5)), "dim"),
        ]


class DeedMenu(ModalScreen[str]):
    """Returns the name of what is to be done, or None."""

    CSS = """
    DeedMenu { align: center middle; background: #0f131a 60%; }
    DeedMenu > Entries { width: 78; max-width: 100%; max-height: 94%; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="deeds.cancel", priority=True),
    ]

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = entries

    def compose(self) -> ComposeResult:
        self._roll = Entries(id="deeds")
        yield self._roll

    def on_mount(self) -> None:
        self._roll.styles.height = len(self._entries) + 2
        self._roll.say(self._title, [Run(_("a letter, or Enter, does it · Esc back"), "dim")])
        self._roll.put(self._entries)
        self._roll.focus()

    def on_key(self, event: events.Key) -> None:
        for entry in self._entries:
            if event.key in entry.keys.split(","):
                event.stop()
                self._choose(entry)
                return

    @on(Roll.Opened)
    def _opened(self) -> None:
        if self._roll.current is not None:
            self._choose(self._roll.current)

    def _choose(self, entry: Entry) -> None:
        if entry.reason:
            cast("FloorboardApp", self.app).tell(f"{entry.label}: {entry.reason}")
        else:
            self.dismiss(entry.name)

    def action_cancel(self) -> None:
        self.dismiss(None)
