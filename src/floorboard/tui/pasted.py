"""Pastes as the terminal marks them: one text from mark to mark, whatever stands in it.

Textual goes on looking for keys inside a paste, so that an escape sequence in it comes as keys
before the text, and ends the paste for what follows. Here nothing in a paste is a key.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers import linux_driver
from textual.events import Paste
from textual.message import Message


class PasteParser(XTermParser):
    """Textual's reader of what a terminal sends, with the pastes taken out before it."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: str | None = None
        """What has come of a paste that goes on."""
        self._held = ""
        """The beginning of a mark whose rest is still to come."""

    def feed(self, data: str) -> Iterable[Message]:
        """The keys and pastes in `data`, in order; nothing at all is the end of the input."""
        data, self._held = self._held + data, ""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is not None:
                text, ended, data = (self._pasted + data).partition(BRACKETED_PASTE_END)
                self._pasted = None if ended else text
                if ended:
                    yield Paste(text.replace("\x00", ""))
                continue
            keys, begun, data = data.partition(BRACKETED_PASTE_START)
            if begun:
                self._pasted = ""
            else:
                keys, self._held = _without_beginning(keys)
            if keys:
                yield from super().feed(keys)


def _without_beginning(keys: str) -> tuple[str, str]:
    """`keys`, and what of a paste's mark stands at their end. Less than three characters of it may
    be keys, which nobody waits with."""
    for length in range(len(BRACKETED_PASTE_START) - 1, 2, -1):
        if keys.endswith(BRACKETED_PASTE_START[:length]):
            return keys[:-length], keys[-length:]
    return keys, ""


def install() -> None:
    """Have the terminal's driver read with it; Textual has no other door for that."""
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined] # it imports it
