"""The risk points that are open now, the heaviest first, and the paper about each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from floorboard.desk import risks
from floorboard.desk.risks import OpenRisk, RiskLook
from floorboard.i18n import _
from floorboard.reports import risks as reports
from floorboard.store.queries import listing
from floorboard.tui import arrangement, keymap, pages
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import risk_cells, risk_paper
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.links import LinkedPaper
from floorboard.tui.widgets.paper import Paragraph
from floorboard.tui.widgets.roll import Roll

PLACES = {"list": "lists", "project": "skills"}
"""The page on which something of a kind is looked after."""

STALE_SECONDS = 60
"""So old what is shown may be."""


class Risks(Roll[OpenRisk]):
    """The open risk points."""

    AWAY = CURSOR_AWAY

    def __init__(self, live: Live) -> None:
        super().__init__(id="risks")
        self._live = live

    def headings(self, width: int) -> list[Run] | None:
        return risk_cells.headings(width)

    def cells(self, item: OpenRisk, width: int) -> list[Run]:
        heaviest = max(each.weight for each in self.window.rows)
        return risk_cells.row(item, heaviest, self._live.now(), width)

    def identity(self, item: OpenRisk) -> object:
        return item.point.id


class RiskScreen(PageScreen):
    """The list at the left, the paper at the right, on a narrow screen below; or the paper alone,
    large."""

    GROUP = "risks"
    CSS = (
        PageScreen.CSS
        + """
    RiskScreen #risks_body { height: 1fr; layout: horizontal; background: #0f131a; }
    RiskScreen #risks { width: 3fr; height: 100%; }
    RiskScreen #paper { width: 2fr; max-width: 100; height: 100%; }
    RiskScreen.-narrow #risks_body { layout: vertical; }
    RiskScreen.-narrow #risks { width: 100%; height: 2fr; }
    RiskScreen.-narrow #paper { width: 100%; max-width: 100%; height: 3fr; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("page.month_before"),
        keymap.binding("page.month_after"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.list = Risks(live)
        self.paper = LinkedPaper(id="paper")
        self._found: RiskLook | None = None
        self._shown = ""
        """The id of the risk point on the paper."""
        self._large = False
        """Whether the paper has the screen to itself."""

    def body(self) -> Iterable[Widget]:
        return (Container(self.list, self.paper, id="risks_body"),)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.paper,) if self._large else (self.list, self.paper)

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width < arrangement.WIDE, "-narrow")

    # What it shows

    async def read(self) -> None:
        desk = self.live.desk
        self._found = await self.live.do(lambda: risks.open_now(desk))
        self.list.put(self._found.risks)

    def _tick(self) -> None:
        """What is open depends on the time alone, too."""
        super()._tick()
        if self._found is not None and self.live.now() >= self._found.at + STALE_SECONDS:
            self.reread()

    def show(self) -> None:
        found = self._found
        if found is None:
            return
        empty = _("Nothing was missed, nobody is missing, no complaint is overdue.")
        self.list.say(risk_cells.title(found.risks), (), empty)
        self.list.refresh()
        self._write()

    def _write(self) -> None:
        """Write the paper about the risk point under the cursor, at the place where it was."""
        risk = self.list.current
        id = risk.point.id if risk is not None else ""
        place = self.paper.place if id == self._shown else None
        self._shown = id
        rows = self.list.window.rows
        which = _("{n} of {total}").format(n=self.list.window.cursor + 1, total=len(rows))
        foot = [Run(which, "dim")] if self._large and rows else ()
        self.paper.say(reports.place(risk.point) if risk is not None else "", foot)
        self.paper.write(self._paragraphs(), keep_place=place is not None)
        if place is not None:
            self.paper.go_to(place)

    def _paragraphs(self) -> list[Paragraph]:
        risk = self.list.current
        if risk is None:
            return []
        return risk_paper.paragraphs(risk, self.live.now(), self.live.zone)

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        digits = (_("1–6"), _("screens"), True)
        if self.pane is self.paper:
            go = self.hint("list.open", _("go there"), some=bool(self.paper.link))
            if not self._large:
                return [go, self.hint("page.left", _("list")), digits]
            turn = f"{self.key('page.left')} {self.key('page.right')}"
            return [go, (turn, _("the one before, the next"), True), digits]
        some = self.list.current is not None
        return [
            self.hint("list.open", _("read"), some=some),
            self.hint("page.right", _("what opens it"), some=some),
            self.hint("language", _("English / 中文")),
            digits,
        ]

    # Keys

    @on(Roll.Moved, "#risks")
    def _walked(self) -> None:
        self._write()
        self.show_keys()

    async def action_step(self, by: int) -> None:
        """← and →: from one pane to the other; on the large paper, from one to the next."""
        await self.once_read()
        if self._large:
            self.list.action_move(by)
        else:
            self.set_focus(self.paper if by > 0 else self.list)
            self.show_keys()

    async def action_turn(self, by: int) -> None:
        """`[` and `]`: the risk point before, the next one."""
        await self.once_read()
        self.list.action_move(by)

    def action_back(self) -> None:
        """Esc: from the large paper to the list."""
        if self._large:
            self._enlarge(large=False)
        else:
            super().action_back()

    def _enlarge(self, *, large: bool) -> None:
        """Show the paper alone, or beside the list again."""
        self._large = large
        self.list.display = not large
        self.set_focus(self.panes()[0])
        self._write()
        self.show_keys()

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: the paper, large; on the paper, on to what the link is about."""
        await self.once_read()
        if self.pane is self.paper:
            await self._go(self.paper.link)
        elif self.list.current is not None:
            self._enlarge(large=True)

    async def _go(self, subject: str) -> None:
        """On to what a link is about: a ticket, a page, or an entry of the handbook."""
        from floorboard.tui.screens import duties
        from floorboard.tui.screens.handbook import HandbookScreen

        kind, _slash, name = subject.partition("/")
        app = self.the_app
        if kind == "ticket":
            row = await self.live.read(lambda db: listing.row(db, int(name)))
            if row is not None and self.is_active:
                pages.go_back_to(app.main())
                app.main().show_tickets("all", row)
        elif kind == "check":
            await duties.show_at(app, int(name))
        elif kind == "rota":
            self.action_screen("roster")
        elif kind in PLACES:
            pages.show(app, PLACES[kind])
        elif subject:
            app.push_screen(HandbookScreen(self.live, self.drafts, subject))


PAGE = RiskScreen
