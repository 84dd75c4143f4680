"""Keys in the order in which they were pressed, however fast they came."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from textual import events
from textual.dom import DOMNode
from textual.screen import ModalScreen

from floorboard.tui.telling import Telling
from floorboard.tui.widgets.plain_input import Field, typed_on
from floorboard.tui.work import heard


class Awaited(DOMNode):
    """A screen that keys have to wait for at times: they are about what comes of it."""

    LEAVES_AT_ONCE: ClassVar[bool] = False
    """Whether Esc doesn't wait, and takes back what does; elsewhere a second one does that."""

    busy = False

    def wait_for_me(self) -> None:
        """Keep the keys that come from now on."""
        self.busy = True

    def go_on(self) -> None:
        """Take them now."""
        self.busy = False
        app: Any = self.app
        app.catch_up()


class KeyOrder(Telling):
    """An app whose keys wait for each other where they have to."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[events.Key | events.Paste] = []
        """What was typed and isn't taken yet: it waits for an `Awaited` screen."""
        self._taken: events.Event | None = None
        """What of it is being taken."""
        self._catching_up = False

    def waits(self, event: events.Key | events.Paste) -> bool:
        """Whether something typed has to wait."""
        awaited = self._awaited()
        if event is self._taken:
            if awaited is not None:
                self._kept.insert(0, event)
            return awaited is not None
        if event.is_forwarded or (awaited is None and not self._kept):
            return False
        second = any(map(_is_escape, self._kept))
        if _is_escape(event) and awaited is not None and (awaited.LEAVES_AT_ONCE or second):
            self._kept.clear()
            awaited.busy = False
            return False
        self._kept.append(event)
        if awaited is None:
            self.catch_up()
        return True

    def _awaited(self) -> Awaited | None:
        """The screen that keys wait for now."""
        screen = self.screen
        return screen if isinstance(screen, Awaited) and screen.busy else None

    def catch_up(self) -> None:
        """Take what waited."""
        if not self._catching_up:
            self._catching_up = True
            self.call_next(self._take_next)

    async def _take_next(self) -> None:
        """Take one, and the next behind what comes of it."""
        if self._awaited() is not None or not self._kept:
            self._catching_up = False
            return
        self._taken = self._kept.pop(0)
        try:
            await self.on_event(self._taken)
        finally:
            self.call_next(self._take_next)

    def drop_kept(self) -> bool:
        """Take none of it; whether there was any."""
        some = len(self._kept) > 0
        self._kept.clear()
        return some

    def refuse_kept(self, text: str) -> None:
        """What keys waited for is refused: why is told, and none of them does anything."""
        if self.drop_kept():
            self.refuse(text)
        else:
            self.tell(text, wrong=True)

    async def on_event(self, event: events.Event) -> None:
        new = isinstance(event, events.Key) and not event.is_forwarded
        if not (new and await self._take_in_form(cast("events.Key", event))):
            await super().on_event(event)

    async def _take_in_form(self, event: events.Key) -> bool:
        """Whether a key did something in a form. There each one finds what the one before it left,
        and those that are no letters are taken at once: they would come to their screen behind the
        letters after them."""
        while self._in_form():
            field = self.focused
            assert field is not None
            await heard(field)
            if field is self.focused:
                break
        if not self._in_form() or (event.is_printable and typed_on(self.focused)):
            return False
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(
            event.key
        )

    def _in_form(self) -> bool:
        return isinstance(self.screen, ModalScreen) and isinstance(self.focused, Field)


def _is_escape(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key == "escape"
