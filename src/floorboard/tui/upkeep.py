"""What an open board sees to by itself: checks of the day, rungs that fall due, what can be found,
the change of shift, notices."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from floorboard.domain.problem import Problem
from floorboard.i18n import _, ngettext, told
from floorboard.tui.screens.showing import Showing

if TYPE_CHECKING:
    from pathlib import Path

    from floorboard.config import Way
    from floorboard.desk.desk import Desk
    from floorboard.desk.handover import Reminder
    from floorboard.desk.notifying import Sent
    from floorboard.domain.handover.archive import Archive
    from floorboard.tui.app import FloorboardApp

log = logging.getLogger(__name__)

SECONDS = 5.0
"""Between two looks whether a rung has fallen due: one read of an index each."""

NOTICE_SECONDS = 15.0
"""Between two looks whether a notice waits to be sent."""

PAPER_SECONDS = 600.0
"""Between two looks whether an accepted handover has still to be saved as a file."""

RING_SECONDS = 30.0
"""The bell rings no more often than this, whatever comes down at once."""

MUTED_SECONDS = 1800.0

LEFT_MOST = 500
"""Escalations that are looked through for those with people who went home."""


def _see_to(desk: Desk) -> bool:
    """Make the checks of the day and raise what has fallen due; whether there was anything."""
    # imported in the thread that works: it is heavy, and nothing needs it before the first paint
    from floorboard.desk import duties, escalations, handover, rules

    rules.in_force(desk)  # compiled now, they don't hold up the first deed
    made, raised = duties.ensure(desk), escalations.raise_due(desk, gently=True)
    late = handover.raise_overdue(desk)
    return bool(made or raised.raised or raised.backups or late)


def _remind(desk: Desk) -> Reminder | None:
    from floorboard.desk import handover

    return handover.reminder(desk)


def _deliver(desk: Desk, way: Way, go_on: Callable[[], bool]) -> Sent:
    from floorboard.desk import notifying

    return notifying.deliver(desk, way, go_on)


def _save(desk: Desk, archive: Archive, number: int | None) -> list[Path]:
    from floorboard.desk import handover

    if number is None:
        return handover.save_missing(desk, archive)
    return handover.save(desk, archive, number)


class Upkeep:
    """Keeps a console's floor up to date, in the background."""

    def __init__(self, app: FloorboardApp) -> None:
        self._app = app
        self._rung = -RING_SECONDS
        self._muted_until = 0.0
        self._noticed = -NOTICE_SECONDS
        self._busy: set[str] = set()
        """What is under way, and isn't begun again before it has ended."""
        self._unanswered: int | None = None

    def begin(self) -> None:
        """Look now, and from now on."""
        if not self._app.live.desk.frozen:
            self.look()
            self._app.set_interval(SECONDS, self.look)
            self.put_on_paper()
            self._app.set_interval(PAPER_SECONDS, self.put_on_paper)

    def look(self) -> None:
        self._begin(self._look, "upkeep")
        if self._app.config.notify and time.monotonic() >= self._noticed + NOTICE_SECONDS:
            self._noticed = time.monotonic()
            self._begin(self._deliver, "notices")

    def _begin(self, doing: Callable[[], Coroutine[None, None, None]], group: str) -> None:
        async def once() -> None:
            try:
                await doing()
            finally:
                self._busy.discard(group)

        if group not in self._busy:
            self._busy.add(group)
            self._app.work(once, group, alone=False)

    async def _look(self) -> None:
        app = self._app
        if await app.live.do(partial(_see_to, app.live.desk)):
            app.reread()
        await self.remind()
        app.make_index()

    def put_on_paper(self, number: int | None = None) -> None:
        """Save this handover where the config says, by default those that aren't there yet."""
        if self._app.config.handover:
            self._begin(partial(self._put_on_paper, number), "papers")

    async def _put_on_paper(self, number: int | None) -> None:
        live, archive = self._app.live, self._app.config.handover
        assert archive is not None
        try:
            await live.aside(partial(_save, live.desk, archive, number))
        except Problem as problem:  # the record stands; its files are written at a later look
            log.warning("%s", problem)
            if number is not None:
                self._app.tell(told(problem), wrong=True)

    async def remind(self) -> None:
        """What the change of shift asks for stands at the top; what is new is told."""
        app, live = self._app, self._app.live
        before, live.reminder = live.reminder, await live.do(partial(_remind, live.desk))
        found = live.reminder
        if found is not None or before is not None:
            app.main().relabel()
        if found is None or (before is not None and before.due is found.due):
            return
        text = {
            "begin": _("The shift ends soon: 6 begins the handover."),
            "offer": _("The shift ends soon: the handover isn't offered yet (6)."),
            "accept": _("The handover is offered: both leads sign it (6)."),
        }[found.due.value]
        app.tell(text, passing=True)
        self.ring()

    async def _deliver(self) -> None:
        live, way = self._app.live, self._app.config.notify
        doing = partial(_deliver, live.desk, way, lambda: self._app.is_running)
        try:
            sent = await live.aside(doing)
        except Problem as problem:
            log.warning("%s", problem)
            return
        if sent.problem is not None:
            log.warning("%s", sent.problem)

    # The bell and the banner

    def escalated(self, unanswered: int) -> None:
        """So many escalations wait for an answer: where there are more than before, say so."""
        before, self._unanswered = self._unanswered, unanswered
        more = unanswered - (unanswered if before is None else before)
        if more > 0:
            if not self._shown:
                text = ngettext(
                    "{count} escalation more: 5 shows whom it went to",
                    "{count} escalations more: 5 shows whom they went to",
                    more,
                )
                self._app.tell(text.format(count=more), passing=True)
            self.ring()

    def forget(self) -> None:
        """Something was taken back: escalations that come back with it are no news."""
        self._unanswered = None

    def relieved(self) -> None:
        """Another one leads now, and maybe sits here: say what is left with those who went home."""
        self._begin(self._relieved, "relief")

    async def _relieved(self) -> None:
        from floorboard.desk import escalations

        live = self._app.live
        left = (await live.do(partial(escalations.listed, live.desk, LEFT_MOST))).left
        if left and not self._shown:
            text = ngettext(
                "{count} escalation is with somebody who went home: 5 shows it",
                "{count} escalations are with people who went home: 5 shows them",
                left,
            )
            self._app.tell(text.format(count=left), passing=True)

    @property
    def _shown(self) -> bool:
        """Whether the screen that shows escalations is open."""
        screen = self._app.screen
        return isinstance(screen, Showing) and screen.GROUP == "escalations"

    def ring(self) -> None:
        """Ring the bell, where the user wants one, and not again and again."""
        now = time.monotonic()
        if self._app.config.bell and now >= self._muted_until and now >= self._rung + RING_SECONDS:
            self._rung = now
            self._app.bell()

    def mute(self) -> None:
        """No bell for half an hour; a second time, the bell again."""
        if time.monotonic() < self._muted_until:
            self._muted_until = 0.0
            self._app.tell(_("the bell rings again"))
        else:
            self._muted_until = time.monotonic() + MUTED_SECONDS
            self._app.tell(_("no bell for half an hour"))
