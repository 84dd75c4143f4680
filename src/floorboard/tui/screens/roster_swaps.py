"""`t` on an offer, and `T`: what becomes of a swap, and all swaps on view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.store.views.roster import SwapView
from floorboard.tui.live import Live
from floorboard.tui.render import roster_paper
from floorboard.tui.render.runs import Run
from floorboard.tui.roster_drafts import Where
from floorboard.tui.screens.roster_form import People, Person, Wanted
from floorboard.tui.widgets.fields import Frame, Note, Row, TextField
from floorboard.tui.widgets.roll import Roll

Done = Callable[[Wanted, str], None]
"""Takes what is wanted, and who was typed."""


class AnswerScreen(ModalScreen[None]):
    """An open offer: Enter takes it for whoever is named, ^R refuses it, ^B takes it back. Where
    that is refused, it is opened again with who was `typed` and the `problem`; with `insist` Enter
    then takes it for them anyway."""

    CSS = """
    AnswerScreen { align: center middle; background: #0f131a 60%; }
    AnswerScreen > Vertical { width: 84; max-width: 100%; height: auto; background: #0f131a; }
    AnswerScreen People { height: 8; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="swap.cancel", priority=True),
        Binding("ctrl+r", "refuse", id="swap.refuse", priority=True),
        Binding("ctrl+b", "withdraw", id="swap.withdraw", priority=True),
        Binding("up", "move(-1)", id="swap.up", priority=True),
        Binding("down", "move(1)", id="swap.down", priority=True),
    ]

    def __init__(
        self,
        live: Live,
        swap: SwapView,
        names: dict[int, str],
        people: Sequence[Person],
        done: Done,
        typed: str = "",
        problem: str = "",
        insist: bool = False,
    ) -> None:
        super().__init__()
        self.ready = asyncio.Event()
        """The keyboard is on the line."""
        self._insisted = typed if insist else None
        self._live = live
        self._swap = swap
        self._names = names
        self._people = [each for each in people if each.id != swap.from_id]
        self._done = done
        self._offer, self._wrong = Note(id="offer"), Note()
        self._problem = problem
        self._matches = People(id="people")
        taker = swap.to_id if swap.to_id is not None else live.desk.actor.person_id
        name = names.get(taker or 0, "") if taker != swap.from_id else ""
        self._who = TextField(self._take, typed or name, id="taker", whole=True)

    def compose(self) -> ComposeResult:
        from textual.containers import Vertical

        with Vertical():
            yield Frame(_("An open offer"), top=True)
            yield self._offer
            yield Row(_("person"), self._who)
            yield self._wrong
            yield self._matches

    def on_mount(self) -> None:
        now, zone = self._live.now(), self._live.zone
        self._offer.say(roster_paper.swap_line(self._swap, self._names, now, zone))
        keys = _("Enter takes it · ^R refuses · ^B takes it back · Esc leaves it")
        if self._insisted is not None:
            keys = _("Enter takes it anyway · ^R refuses · ^B takes it back · Esc leaves it")
        self._matches.say("", [Run(keys, "dim")], _("nobody fits"))
        self._say(self._problem)
        self._narrow()
        self.set_focus(self._who)
        self.ready.set()

    def _say(self, text: str) -> None:
        """What is wrong, under the line."""
        self._wrong.say([Run(text, "amber")])

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        typed = " ".join(self._who.value.lower().split())
        found = [each for each in self._people if typed in each.search]
        if found != list(self._matches.window.rows):
            self._matches.window.place(0)
            self._matches.put(found)

    @on(Roll.Opened)
    def _take(self) -> None:
        from floorboard.desk.roster import swapping

        self._narrow()
        person = self._matches.current
        if person is None or not self._who.value.strip():
            self._say(told(Problem(N_("who takes it?"))))
            return
        done = _("{name} takes the turn").format(name=person.name)
        anyway = self._who.value == self._insisted
        swap = self._swap
        act = partial(swapping.take, number=swap.id, person_id=person.id, anyway=anyway)
        self._end(Wanted(act, done, Where(person.id, swap.rota, swap.starts_at)))

    def action_refuse(self) -> None:
        from floorboard.desk.roster import swapping

        if self._swap.to_id is None:
            self._say(_("it was offered to nobody in particular: leave it, it expires"))
            return
        act = partial(swapping.refuse, number=self._swap.id, person_id=self._swap.to_id)
        self._end(Wanted(act, _("refused")))

    def action_withdraw(self) -> None:
        from floorboard.desk.roster import swapping

        act = partial(swapping.withdraw, number=self._swap.id)
        self._end(Wanted(act, _("the offer is taken back")))

    def _end(self, wanted: Wanted) -> None:
        self._done(wanted, self._who.value)
        self.dismiss()

    def action_move(self, by: int) -> None:
        self._matches.action_move(by)
        if self._matches.current is not None:
            with self.prevent(TextField.Changed):
                self._who.value = self._matches.current.name
                self._who.action_select_all()

    def action_cancel(self) -> None:
        self.dismiss()


class Swaps(Roll[SwapView]):
    """Swaps, the latest offer first."""

    def __init__(self, live: Live, names: dict[int, str]) -> None:
        super().__init__(id="swaps")
        self._live = live
        self._names = names

    def cells(self, item: SwapView, width: int) -> list[Run]:
        return roster_paper.swap_line(item, self._names, self._live.now(), self._live.zone)

    def identity(self, item: SwapView) -> object:
        return item.id


class SwapList(ModalScreen[SwapView]):
    """Returns the swap that is to be answered, or None."""

    CSS = """
    SwapList { align: center middle; background: #0f131a 60%; }
    SwapList > Swaps { width: 100; max-width: 100%; max-height: 90%; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="swaps.cancel", priority=True),
    ]

    def __init__(self, live: Live, swaps: Sequence[SwapView], names: dict[int, str]) -> None:
        super().__init__()
        self.ready = asyncio.Event()
        """The keyboard is on the list."""
        self._swaps = swaps
        self._roll = Swaps(live, names)

    def compose(self) -> ComposeResult:
        yield self._roll

    def on_mount(self) -> None:
        self._roll.styles.height = max(1, len(self._swaps)) + 2
        self._roll.say(
            _("Swaps"), [Run(_("Enter answers · Esc back"), "dim")], _("no swaps in these days")
        )
        self._roll.put(self._swaps)
        self.set_focus(self._roll)
        self.ready.set()

    @on(Roll.Opened)
    def _opened(self) -> None:
        self.dismiss(self._roll.current)

    def action_cancel(self) -> None:
        self.dismiss(None)
