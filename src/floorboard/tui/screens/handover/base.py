"""What the keys of a handover share: what is looked at, what can be done, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from floorboard.desk.desk import Desk
from floorboard.desk.handover.work import ACTIONS
from floorboard.domain.handover.conduct import Deed, refusal
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import Item, Lead, Record, Section
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import told
from floorboard.store.queries.people import Colleague
from floorboard.tui.key_order import Awaited
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.screens.page import Key, PageScreen, R

BEGUN = "handover.begun"


class HandoverPage(PageScreen, Awaited):
    """The page of a handover. Keys behind a deed wait for it: they are about what comes of it."""

    ASKED = (BEGUN, *dict.fromkeys(ACTIONS.values()))

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.look: Look | None = None
        """The handover under way."""
        self.colleagues: Sequence[Colleague] = ()

    # What a screen says

    @property
    def section(self) -> Section:
        """The section that is looked at."""
        raise NotImplementedError

    @property
    def link(self) -> str:
        """What the cursor is on in it."""
        raise NotImplementedError

    def go_to(self, section: Section, link: str = "") -> None:
        """Look at a section, the cursor on a link."""
        raise NotImplementedError

    @property
    def record(self) -> Record | None:
        return self.look.record if self.look is not None else None

    @property
    def item(self) -> Item | None:
        """The item that the cursor is on; the only one of its section, if it is on none."""
        record = self.record
        if record is None:
            return None
        word, _colon, rest = self.link.partition(":")
        if word in ("item", "field"):
            number = int(rest.partition(":")[0])
            return next((each for each in record.items if each.id == number), None)
        items = record.items_of(self.section)
        return items[0] if len(items) == 1 else None

    # In their order

    def do(
        self, act: Callable[[Desk], R], word: Callable[[R], str], draft: Key | None = None
    ) -> None:
        self.wait_for_me()
        super().do(act, word, draft)

    async def perform(
        self, act: Callable[[Desk], R], word: Callable[[R], str], draft: Key | None = None
    ) -> None:
        try:
            await super().perform(act, word, draft)
            if self.is_attached:
                await self._read()
        finally:
            self.go_on()

    # Whether

    def why_not(self, deed: Deed, lead: Lead | None = None) -> Problem | None:
        """Why it can't be done now; by `lead`, if by their PIN."""
        record = self.record
        if record is None:
            return Problem(N_("no handover is under way"), fix=N_("Begin one first"))
        if lead is not None:
            return refusal(deed, record, lead.id)
        return self.refused.get(ACTIONS[deed]) or refusal(
            deed, record, self.live.desk.actor.person_id
        )

    async def possible(self, deed: Deed) -> Record | None:
        """The record, where it can be done; else why not is told."""
        await self.once_read()
        problem = self.why_not(deed)
        if problem is not None:
            self.the_app.refuse(told(problem))
            return None
        return self.record

    def can(self, deed: Deed) -> bool:
        """Whether it can be done now."""
        return self.why_not(deed) is None
