"""Older handovers: found by their words, read, compared with now, corrected, countersigned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.desk.handover.work import ACTIONS
from floorboard.domain.handover.archive import FORMATS
from floorboard.domain.handover.conduct import Deed
from floorboard.domain.handover.record import Side, State
from floorboard.i18n import _, ngettext
from floorboard.reports import handover_words as say
from floorboard.store.queries import floor
from floorboard.store.views.handover import HandoverRow
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import handover_cells, handover_paper
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll

SEARCH, PIN = ("handovers.search", 0), "handovers.pin"

PAGE_ROWS = 200
"""Records that are shown at once; a search finds older ones."""


class Records(Roll[HandoverRow]):
    """The records, the newest first."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="records")
        self._live = live

    def cells(self, item: HandoverRow, width: int) -> list[Run]:
        return handover_cells.record_cells(item, self._live.now(), self._live.zone, width)

    def headings(self, width: int) -> list[Run]:
        return handover_cells.record_headings(width)

    def identity(self, item: HandoverRow) -> object:
        return item.id


class HandoversScreen(PageScreen):
    """The list; a record is read over it."""

    GROUP = "handovers"
    ASKED = (ACTIONS[Deed.AMEND], ACTIONS[Deed.COUNTERSIGN])
    CSS = PageScreen.CSS + "HandoversScreen #records { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("filter", "search"),
        keymap.binding("handover.compare"),
        keymap.binding("handover.sign"),
        keymap.binding("handover.save"),
        keymap.binding("ticket.edit", "amend"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.records = Records(live)
        self._words = ""
        """What is searched for."""

    def body(self) -> Iterable[Widget]:
        return (self.records,)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.records,)

    async def read(self) -> None:
        desk, wanted = self.live.desk, self._words
        found = await self.live.do(lambda: handover.listed(desk, PAGE_ROWS, words=wanted))
        if wanted == self._words:
            self.records.put(found)

    def show(self) -> None:
        title = _("Handovers")
        if self._words:
            title = _("Handovers: “{text}”").format(text=self._words)
        count = len(self.records.window.rows)
        text = ngettext("{count} record", "{count} records", count).format(count=count)
        empty = _("Nothing fits.") if self._words else _("No handover was begun yet.")
        self.records.say(title, [Run(text, "dim")], empty)
        self.records.refresh()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        row = self.records.current
        accepted = row is not None and row.state == State.ACCEPTED
        frozen = row is not None and row.state != State.DRAFT
        return [
            self.hint("list.open", _("read"), some=row is not None),
            self.hint("filter", _("search")),
            self.hint("handover.compare", _("then and now"), some=frozen),
            self.hint("ticket.edit", _("addendum"), action=ACTIONS[Deed.AMEND], some=accepted),
            self.hint("handover.sign", _("countersign"), some=accepted),
            self.hint("handover.save", _("save as a file"), some=row is not None),
        ]

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.show_keys()

    # Looking

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: read it."""
        row = await self._row()
        if row is not None:
            look = await self.live.do(lambda: handover.one(self.live.desk, row.id))
            title = _("Handover {number}").format(number=row.id)
            self.open_paper(title, handover_paper.paragraphs(look))

    async def action_compare(self) -> None:
        """`=`: what was open when it was frozen, and what of it is open now."""
        row = await self._row()
        if row is None:
            return
        desk, zone = self.live.desk, self.live.zone
        found = await self.live.do(lambda: handover.compare(desk, row.id))
        title = _("Handover {number}, and now").format(number=row.id)
        self.open_paper(title, handover_paper.compared(found, self.live.now(), zone))

    async def action_search(self) -> None:
        """`/`: only those with these words."""
        await self.once_read()
        self.ask(SEARCH, _("Search: a word of its texts, a name"), self._search, self._words)

    @on(PlainInput.Changed)
    def _typed(self, event: PlainInput.Changed) -> None:
        if self._asked is not None and self._asked[0] == SEARCH:
            self._search(event.value)

    def _search(self, text: str) -> None:
        if text.strip() != self._words:
            self._words = text.strip()
            self.reread()

    def action_back(self) -> None:
        """Esc: off the line, out of the search, and away."""
        if self._asked is not None and self._asked[0] == SEARCH:
            self._put_away()
            self._search("")
        elif self.focused is not self._line and self._words:
            self._search("")
        else:
            super().action_back()

    def keep(self) -> None:
        """Neither a search nor a PIN is kept."""
        if self._asked is None or self._asked[0][0] not in (SEARCH[0], PIN):
            super().keep()

    def _put_away(self) -> None:
        super()._put_away()
        self._line.ask()  # nor does a PIN stay on the line

    async def _row(self) -> HandoverRow | None:
        await self.once_read()
        return self.records.current

    # Doing

    async def action_amend(self) -> None:
        """`e`: an addendum; what was accepted stays as it is."""
        row = await self._row()
        if row is None or not self.may(ACTIONS[Deed.AMEND]):
            return
        key = "handover.amend", row.id
        self.ask(
            key,
            _("Addendum to handover {number}").format(number=row.id),
            lambda text: self.do(
                lambda desk: handover.amend(desk, row.id, text),
                lambda _done: _("added to handover {number}").format(number=row.id),
                key,
            ),
        )

    async def action_sign(self) -> None:
        """`s`: the manager countersigns."""
        row = await self._row()
        if row is None:
            return
        desk = self.live.desk
        here = await self.live.read(lambda db: floor.person(db, desk.actor.person_id or 0))
        if here is None:
            self.the_app.refuse(_("the manager signs in to countersign"))
            return
        if not self.may(ACTIONS[Deed.COUNTERSIGN]):
            return
        text = _("Handover {number}: “{meaning}” PIN")
        self.ask(
            (PIN, row.id),
            text.format(number=row.id, meaning=say.meaning(Side.MANAGER)),
            partial(self._countersign, row.id, here.code),
        )
        self._line.ask(hidden=True)

    def _countersign(self, number: int, who: str, pin: str) -> None:
        if not pin:
            return
        self.do(
            lambda desk: handover.countersign(desk, number, who, pin),
            lambda _done: _("handover {number} is countersigned").format(number=number),
        )

    async def action_save(self) -> None:
        """`P`: as a file; its ending says what it is."""
        row = await self._row()
        if row is None:
            return
        self.ask(
            ("handover.file", row.id),
            _("File: .html, .pdf, .md or .json"),
            lambda path: self.do(
                lambda desk: _put(desk, row.id, Path(path).expanduser()),
                lambda saved: _("saved: {path}").format(path=saved),
                ("handover.file", row.id),
            ),
            f"handover-{row.id}.html",
        )


def _put(desk: Desk, number: int, path: Path) -> Path:
    """Write a record into a file, as its ending says."""
    from floorboard.exchange import whole
    from floorboard.reports import handover_files

    form = path.suffix.lstrip(".").lower()
    whole.write(path, handover_files.content(handover.one(desk, number), form or FORMATS[0]))
    return path


PAGE = HandoversScreen
