"""What pages have in common on which something is ticked: it is done with what it asks for, or
waived and why, and the cursor goes on to the next."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.binding import BindingType

from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.i18n import _
from floorboard.tui import evidence, keymap
from floorboard.tui.evidence import Given
from floorboard.tui.screens.page import Key, PageScreen
from floorboard.tui.widgets.roll import Roll

T = TypeVar("T")

TICKED, WAIVED = "duty.ticked", "duty.waived"


class Matter(NamedTuple):
    """Something that is ticked, as far as ticking it needs to know."""

    id: int
    called: str
    evidence: str
    to_do: bool
    """Whether it can be ticked now."""
    open: bool
    """Whether it can be waived now."""
    asks: bool = True
    """Whether its evidence is still to be given."""


class TickingScreen(PageScreen, Generic[T]):
    """A page with a list whose items are ticked one by one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("tick", "tick"),
        keymap.binding("ticket.note", "tick_with_note"),
        keymap.binding("ticket.close", "waive"),
    ]

    KIND: ClassVar[str]
    """What the drafts of what is asked are kept by."""

    # What a subclass says

    @property
    def ticking(self) -> Roll[T]:
        """The list whose items are ticked."""
        raise NotImplementedError

    def matter(self, item: T) -> Matter:
        raise NotImplementedError

    def tick(self, desk: Desk, item: T, gave: Given) -> bool:
        """Have it done; False where a second person has still to confirm it."""
        raise NotImplementedError

    def waive(self, desk: Desk, item: T, reason: str) -> None:
        raise NotImplementedError

    def settled(self, item: T, told: str) -> str:
        """How it is `told` that an item is done or waived, with what else that means."""
        return told

    # Keys

    def ticking_hints(self, word: str) -> list[tuple[str, str, bool]]:
        """The keys that tick, `word` being what the first does."""
        item = self.ticking.current
        matter = None if item is None else self.matter(item)
        to_do, open_ = (False, False) if matter is None else (matter.to_do, matter.open)
        return [
            self.hint("tick", word, action=TICKED, some=to_do),
            self.hint("ticket.note", _("with a note"), action=TICKED, some=to_do),
            self.hint("ticket.close", _("waive"), action=WAIVED, some=open_),
        ]

    async def action_tick(self) -> None:
        """`x`: done, with what it asks for."""
        await self._tick_it(with_note=False)

    async def action_tick_with_note(self) -> None:
        """`c`: done, and something to say about it."""
        await self._tick_it(with_note=True)

    async def _tick_it(self, *, with_note: bool) -> None:
        await self.once_read()
        item = self.ticking.current
        if item is None or not self.may(TICKED):
            return
        matter = self.matter(item)
        question = evidence.question(matter.evidence, matter.called)
        if with_note:
            question = question or _("{duty}: your note").format(duty=matter.called)
        elif not matter.asks:
            question = None
        if question is None or not matter.to_do:
            self._done(item)
        else:
            self.ask((f"{self.KIND}.done", matter.id), question, partial(self._done, item))

    def _done(self, item: T, text: str | None = None) -> None:
        """Tick an item with what `text` gives. What can't be ticked is refused, and why is told."""
        matter = self.matter(item)
        settled = self.settled(item, _("done: {duty}").format(duty=matter.called))
        halfway = _("{duty}: a second person confirms it").format(duty=matter.called)

        def done(desk: Desk) -> bool:
            gave: Given = {} if text is None else evidence.given(matter.evidence, text)
            return self.tick(desk, item, gave)

        key = f"{self.KIND}.done", matter.id
        self.do(done, lambda confirmed: settled if confirmed else halfway, key)
        self._go_on(matter)

    async def action_waive(self) -> None:
        """`X`: it needn't be done this time, and why."""
        await self.once_read()
        item = self.ticking.current
        if item is None or not self.may(WAIVED):
            return
        matter = self.matter(item)
        if not matter.open:
            self._done(item)  # which is refused, and says why
            return
        question = _("{duty}: why needn't it be done?").format(duty=matter.called)
        self.ask((f"{self.KIND}.waived", matter.id), question, partial(self._waived, item))

    def _waived(self, item: T, reason: str) -> None:
        matter = self.matter(item)
        told = self.settled(item, _("waived: {duty}").format(duty=matter.called))
        self.do(
            lambda desk: self.waive(desk, item, reason),
            lambda _done: told,
            (f"{self.KIND}.waived", matter.id),
        )
        self._go_on(matter)

    def _go_on(self, matter: Matter) -> None:
        """On from what could be settled to the next that is to be done, if one comes."""
        rows, cursor = self.ticking.window.rows, self.ticking.window.cursor
        here = self.ticking.current
        if here is None or self.matter(here).id != matter.id or not matter.open:
            return
        ahead = (at for at in range(cursor + 1, len(rows)) if self.matter(rows[at]).to_do)
        self.ticking.action_move(next(ahead, cursor) - cursor)

    def _ask_again(self, key: Key | None, problem: Problem) -> bool:
        """What was refused is asked again, the cursor back on what it is about."""
        again = super()._ask_again(key, problem)
        if again and key is not None:
            self.ticking.stand_on(key[1])
        return again
