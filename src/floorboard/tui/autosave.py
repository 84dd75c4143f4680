"""A text that is saved as it is typed: in each pause, and never later than a kill may come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.tui.pages import Draft
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.composer import Composer

if TYPE_CHECKING:
    from textual.timer import Timer

    from floorboard.tui.screens.page import Key, PageScreen

PAUSE = 0.8
"""Seconds without a key after which the text is saved."""

LONGEST = 1.4
"""Seconds after which it is saved while somebody goes on typing: what is older than two seconds
outlives a kill."""


@dataclass(eq=False)
class Version:
    """Of what stands where something is written; None writes over whatever stands there. The fields
    of one item share theirs."""

    number: int | None


@dataclass(eq=False)
class Target:
    """What is written: where to, and what stands there already.

    `save` writes it, as long as `version` stands there, and returns the new version. A text is
    `kept` as it is typed; a word, which means something only as a whole, waits for Enter, and
    `meaning` says what is understood of it, or raises a `Problem`.
    """

    key: Key
    question: str
    about: str
    text: str
    version: Version
    save: Callable[[Desk, str, int | None], int | None]
    kept: bool = True
    meaning: Callable[[str], str] | None = None
    link: str = ""
    """Where it stands on the paper."""
    saved: str = field(init=False)
    """What of it is in the store."""

    def __post_init__(self) -> None:
        self.saved = self.text


class Pen:
    """Writes on the composer of a page; `then` is called behind each text that Enter ends, with
    whether another may follow."""

    def __init__(
        self, page: PageScreen, composer: Composer, then: Callable[[Target, bool], None]
    ) -> None:
        self._page = page
        self._composer = composer
        self._then = then
        self._turn = asyncio.Lock()
        self._timer: Timer | None = None
        self._first: float | None = None
        """When the first letter came that isn't saved."""
        self.target: Target | None = None
        """What is being written."""

    def begin(self, target: Target) -> None:
        """Write a text: what was refused before, or else what stands there."""
        self.target = target
        refused = self._page.drafts.pop(target.key, None)
        lead = [Run(target.question, "strong")]
        self._composer.display = True
        self._composer.lead.say(lead, [Run(target.about, "blue")] if target.about else [])
        self._composer.begin(refused.text if refused is not None else target.text)
        if not target.kept:
            self._composer.select()
        self.typed(self._composer.text)

    def typed(self, text: str) -> None:
        """Another letter: show what it means, or save it before long."""
        target = self.target
        if target is None:
            return
        self._composer.styles.height = self._composer.lines
        if target.meaning is not None:
            self._composer.lead.tell(_meaning(target.meaning, text))
        elif target.kept and text.strip() != target.saved.strip():
            now = time.monotonic()
            self._first = self._first or now
            self._stop()
            wait = max(0.0, min(PAUSE, self._first + LONGEST - now))
            self._timer = self._page.set_timer(wait, self._keep)

    def _keep(self) -> None:
        """Save what stands there now."""
        target, self._first = self.target, None
        if target is not None:
            self._page.deed(partial(self._write, target, self._composer.text, typing=True))

    async def _write(self, target: Target, text: str, *, typing: bool) -> None:
        live = self._page.live
        try:
            async with self._turn:
                if text.strip() == target.saved.strip():
                    return
                save = partial(target.save, live.desk, text, target.version.number)
                target.version.number = await live.do(save)
                target.saved = text
        except Problem as problem:
            self._refused(target, text, problem, typing=typing)
        else:
            if self.target is target and typing:
                self._composer.lead.tell([Run(f"✓ {_('saved')}", "green")])
        finally:
            if not typing:
                self._page.the_app.reread()

    def _refused(self, target: Target, text: str, problem: Problem, *, typing: bool) -> None:
        """It isn't saved, and stays: on the line, or as a draft."""
        target.version.number = None  # told that another wrote there, Enter writes over it
        if self.target is target and typing:
            self._composer.lead.tell([Run(told(problem), "amber")])
        else:
            self._page.drafts[target.key] = Draft(target.question, text)
            self._page.the_app.refuse(told(problem))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def entered(self, text: str) -> None:
        """Enter: save it, and on to what follows."""
        self._finish(text, go_on=True)

    def put_away(self, text: str) -> None:
        """Esc: a text stays as it is typed; a word that isn't entered is dropped."""
        self._finish(text, go_on=False)

    def _finish(self, text: str, *, go_on: bool) -> None:
        target = self.target
        if target is None:
            return
        if target.meaning is not None and go_on and text.strip() != target.text.strip():
            try:
                target.meaning(text)
            except Problem as problem:
                self._composer.lead.tell([Run(told(problem), "amber")])
                self._composer.select()
                return
        self._stop()
        self.target, self._first = None, None
        if target.kept or go_on:
            self._page.deed(partial(self._write, target, text, typing=False))
        self._then(target, go_on)
        if self.target is None:
            self._composer.end()
            self._composer.display = False

    def keep(self) -> None:
        """Whoever writes leaves: what stands there is saved."""
        if self.target is not None:
            self._keep()


def _meaning(meaning: Callable[[str], str], text: str) -> list[Run]:
    if not text.strip():
        return [Run(_("Enter saves · Esc back"), "dim")]
    try:
        return [Run(f"→ {meaning(text)}", "green")]
    except Problem as problem:
        return [Run(told(problem), "amber")]
