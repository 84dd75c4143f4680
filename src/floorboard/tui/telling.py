"""Short messages over the keys at the bottom; and keys that came behind a refused one."""

from __future__ import annotations

import time

from textual import events
from textual.app import App

from floorboard.domain.plain import clean_line

LONGEST_NOTICE = 300
"""Characters of a message over the screen."""

LASTING = 86_400.0
"""Seconds for which a refusal is told at most: it waits for a key."""

READ_SECONDS = 1.0
"""A refusal younger than this stays: the key was typed before it could be read."""

BURST_SECONDS = 0.35
"""Characters with shorter pauses are typed in one go."""

LOW = 30
"""Rows below which there is room for one message alone."""


class Telling(App[int]):
    """An app that tells things."""

    _refused_at = float("-inf")
    """When a key was refused that text is typed behind, or a character of that text came; by the
    clock that only goes on."""

    def tell(self, text: str, *, wrong: bool = False, passing: bool = False) -> None:
        """A short message over the keys at the bottom, as plain text. What is `wrong` stays until
        a key is pressed; a warning that is `passing` goes by itself."""
        self.notify(
            clean_line(text[:LONGEST_NOTICE]),
            markup=False,
            severity="warning" if wrong or passing else "information",
            timeout=LASTING if wrong else None,
        )

    def refuse(self, text: str) -> None:
        """A key is refused that would have opened a line: why is told, and what was typed behind
        it in one go does nothing else instead."""
        self._refused_at = time.monotonic()
        self.tell(text, wrong=True)

    def is_behind_a_refusal(self, event: events.Key) -> bool:
        """Whether a key was meant for the line that a refused one didn't open."""
        now = time.monotonic()
        behind = now <= self._refused_at + BURST_SECONDS
        behind = behind and (event.is_printable or event.key == "enter")
        self._refused_at = now if behind else float("-inf")
        return behind

    def on_notify(self) -> None:
        """On a low screen a message replaces the last one."""
        if self.size.height < LOW:
            self.clear_notifications()

    def has_been_read(self) -> None:
        """A key was pressed: the refusals before it go."""
        for note in [*self._notifications]:
            if note.timeout == LASTING and time.time() > note.raised_at + READ_SECONDS:
                self._unnotify(note)

    def hush(self) -> bool:
        """Close the messages over the screen; whether there was one."""
        some = len(self._notifications) > 0
        self.clear_notifications()
        return some
