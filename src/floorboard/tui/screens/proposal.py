"""A month's roster proposed: asked for, searched, looked at beside today's, and taken over."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from floorboard.desk.desk import Desk
from floorboard.desk.roster import comparing, proposing
from floorboard.desk.roster.planning import PLANNED, Planned
from floorboard.desk.roster.proposing import Draft
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import Problem
from floorboard.i18n import _, ngettext, pick, told
from floorboard.reports import words
from floorboard.store.queries import floor, roster
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import proposal_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.confirm import ConfirmScreen
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.paper import Paper, Paragraph
from floorboard.tui.widgets.progress import Progress
from floorboard.tui.widgets.proposals import Beside, FigureTable, Months, Rotas
from floorboard.tui.widgets.roll import Roll

MONTHS = 6
"""Months to choose from, this one first."""


class ProposalScreen(PageScreen):
    """Step by step: the rota, the month, the search, the proposal. Esc goes one step back."""

    GROUP = "propose"
    ASKED = (PLANNED,)
    CSS = (
        PageScreen.CSS
        + """
    ProposalScreen Rotas, ProposalScreen Months, ProposalScreen Progress { display: none; }
    ProposalScreen Rotas, ProposalScreen Months { height: 1fr; }
    ProposalScreen Progress { height: 1fr; }
    ProposalScreen #proposal { display: none; height: 1fr; background: #0f131a; }
    ProposalScreen Beside { height: 3fr; }
    ProposalScreen #below { height: 2fr; layout: horizontal; background: #0f131a; }
    ProposalScreen FigureTable { width: 50%; min-width: 46; height: 100%; }
    ProposalScreen #unfilled { width: 1fr; height: 100%; }
    ProposalScreen.-rota Rotas, ProposalScreen.-month Months,
    ProposalScreen.-search Progress, ProposalScreen.-shown #proposal { display: block; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("mark"),
        keymap.binding("mark.range"),
        keymap.binding("mark.all"),
        keymap.binding("ticket.assign", "accept"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.rotas, self.months = Rotas(id="rotas"), Months(id="months")
        self.progress = Progress()
        self.beside, self.figures = Beside(), FigureTable(id="figures")
        self.unfilled = Paper(id="unfilled")
        self.step_ = "rota"
        """Where it stands: rota, month, search or shown."""
        self.draft: Draft | None = None
        self._shifts: Sequence[ShiftView] = ()
        self._stop = threading.Event()
        self._last_mark: date | None = None

    def body(self) -> Iterable[Widget]:
        below = Container(self.figures, self.unfilled, id="below")
        return (
            self.rotas,
            self.months,
            self.progress,
            Container(self.beside, below, id="proposal"),
        )

    def panes(self) -> Sequence[Roll[Any]]:
        match self.step_:
            case "month":
                return (self.months,)
            case "shown":
                return (self.beside, self.figures, self.unfilled)
        return (self.rotas,)

    def on_mount(self) -> None:
        self._go("rota")
        super().on_mount()

    def on_resize(self, event: events.Resize | None = None) -> None:
        super().on_resize()
        self.call_after_refresh(self._write_unfilled)

    def on_unmount(self) -> None:
        self._stop.set()

    async def read(self) -> None:
        rotas, self._shifts = await self.live.read(lambda db: (roster.rotas(db), floor.shifts(db)))
        self.rotas.put(rotas)
        today = to_wall(self.live.now(), self.live.zone).date()
        months = [today.replace(day=1)]
        while len(months) < MONTHS:
            months.append((months[-1] + timedelta(days=31)).replace(day=1))
        self.months.put(months)
        draft = self.draft
        if draft is not None:
            found = await self.live.do(lambda: comparing.compared(self.live.desk, draft))
            if self.draft is draft:
                self.draft = found

    # What it shows

    def _go(self, step: str) -> None:
        """Stand at another step."""
        for each in ("rota", "month", "search", "shown"):
            self.set_class(each == step, f"-{each}")
        self.step_ = step
        self.set_focus(self.progress if step == "search" else self.panes()[0])
        self.relabel()

    def show(self) -> None:
        enter = [Run(_("Enter goes on · Esc back"), "dim")]
        self.rotas.say(_("Propose a month: which rota?"), enter, _("there are no rotas"))
        rota = self.rotas.current
        if rota is None:
            return
        name = pick(rota.name, rota.name_zh)
        self.months.say(_("{rota}: which month?").format(rota=name), enter)
        month = self.months.current
        if month is not None:
            shown = _("{month} {year}").format(month=words.month(month), year=month.year)
            self.progress.say(_("{rota}, {month}: searching").format(rota=name, month=shown))
        for pane in (self.rotas, self.months):
            pane.refresh()
        if self.draft is not None:
            self._show_draft(self.draft, name)

    def _show_draft(self, draft: Draft, name: str) -> None:
        beside = self.beside
        beside.days = proposal_cells.days(draft)
        beside.columns = len(beside.days)
        beside.letters = proposal_cells.letters(self._shifts)
        beside.today = to_wall(self.live.now(), self.live.zone).date()
        beside.put(proposal_cells.rows(draft))
        self.figures.put(proposal_cells.figures(draft))
        self.figures.say(_("For each"))
        missing = draft.proposal.missing
        text = ngettext("{count} place stays empty", "{count} places stay empty", missing)
        self.unfilled.say(text.format(count=missing) if missing else _("Filled"))
        self._say_beside(draft, name)
        self._write_unfilled()
        for pane in self.panes():
            pane.refresh()

    def _say_beside(self, draft: Draft, name: str) -> None:
        beside = self.beside
        title = _("{rota}: proposed beside today's").format(rota=name)
        if beside.marked:
            count = len(beside.marked)
            marked = ngettext("{count} day marked", "{count} days marked", count)
            title += " · ✓ " + marked.format(count=count)
        row = beside.current
        foot = (
            proposal_cells.under_cursor(row, beside.days[beside.column], self._shifts)
            if row is not None and beside.days
            else ()
        )
        beside.say(title, foot, _("nobody is on it"))
        self.unfilled.foot = ()

    def _write_unfilled(self) -> None:
        if self.draft is not None:
            lines = [*proposal_cells.unfilled(self.draft, self.beside.letters), Paragraph()]
            legend = Paragraph(tuple(proposal_cells.legend(self.beside.letters, self._shifts)), 2)
            self.unfilled.write([*lines, legend], keep_place=True)

    @on(Roll.Moved)
    def _walked(self) -> None:
        rota = self.rotas.current
        if self.draft is not None and rota is not None:
            self._say_beside(self.draft, pick(rota.name, rota.name_zh))
        self.show_keys()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        if self.step_ == "search":
            return []
        if self.step_ != "shown":
            return [self.hint("list.open", _("go on"), some=self.pane.current is not None)]
        accept = _("take the marked days over") if self.beside.marked else _("take it all over")
        return [
            self.hint("ticket.assign", accept, action=PLANNED),
            self.hint("mark", _("mark the day")),
            self.hint("mark.range", _("mark up to here"), some=self._last_mark is not None),
            self.hint("undo", _("undo")),
            self.hint("pane.next", _("next pane")),
            (_("1–6"), _("screens"), True),
        ]

    # Keys

    async def action_step(self, by: int) -> None:
        await self.once_read()
        if self.step_ == "shown":
            self.beside.step(by)

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: on to the next step."""
        await self.once_read()
        if self.step_ == "rota" and self.rotas.current is not None:
            self._go("month")
        elif self.step_ == "month" and self.months.current is not None:
            self._search(self.rotas.current, self.months.current)

    def action_other(self, by: int) -> None:
        if self.step_ != "search":
            super().action_other(by)

    async def action_move(self, by: int) -> None:
        if self.step_ != "search":
            await super().action_move(by)

    def action_back(self) -> None:
        match self.step_:
            case "month":
                self._go("rota")
            case "search":
                self._stop.set()
                self._go("month")
            case "shown" if self.pane is self.beside:
                self.beside.marked.clear()
                self.draft = None
                self._go("month")
            case _:
                super().action_back()

    # The search

    def _search(self, rota: RotaView | None, first: date) -> None:
        if rota is None:
            return
        self._stop.set()
        self._stop = stop = threading.Event()
        self.progress.begin()
        self._go("search")
        self.work(partial(self._propose, rota.code, first, stop), "search")

    async def _propose(self, rota: str, first: date, stop: threading.Event) -> None:
        days = ((first + timedelta(days=31)).replace(day=1) - first).days
        desk, heard = self.live.desk, self.progress.heard

        def propose() -> Draft:
            draft = proposing.propose(desk, rota, first, days, heard, stop.is_set)
            return comparing.compared(desk, draft)

        try:
            draft = await self.live.do(propose)
        except Problem as problem:
            if not stop.is_set():
                self._go("month")
                self.the_app.tell(told(problem), wrong=True)
            return
        if stop.is_set():
            return
        self.draft = draft
        self.beside.marked.clear()
        self.beside.go(0)
        self._go("shown")

    # Marks

    async def action_mark(self) -> None:
        """Space: this day too, or no more; and on to the next."""
        if self.step_ == "shown":
            day = self.beside.days[self.beside.column]
            self.beside.marked ^= {day}
            self._last_mark = day
            self.beside.step(1)
            self._marked()

    async def action_mark_range(self) -> None:
        """`V`: from the last mark to here."""
        if self.step_ == "shown" and self._last_mark is not None:
            first, last = sorted((self._last_mark, self.beside.days[self.beside.column]))
            self.beside.marked |= {day for day in self.beside.days if first <= day <= last}
            self._marked()

    async def action_mark_all(self) -> None:
        """`*`: every day, or none any more."""
        if self.step_ == "shown":
            every = set(self.beside.days)
            self.beside.marked = set() if self.beside.marked == every else every
            self._marked()

    def _marked(self) -> None:
        self.beside.refresh()
        self._walked()

    # Taking it over

    async def action_accept(self) -> None:
        """`a`: take it over, all or the marked days, once what that does was looked at."""
        draft = self.draft
        if self.step_ != "shown" or draft is None or not self.may(PLANNED):
            return
        days = frozenset(self.beside.marked) or None
        self.work(partial(self._ask_accept, draft, days), "asking")

    async def _ask_accept(self, draft: Draft, days: frozenset[date] | None) -> None:
        found = await self.live.do(lambda: proposing.foreseen(self.live.desk, draft, days))
        if not found.made and not found.gone:
            self.the_app.tell(_("the roster is like this already"))
            return
        what = _("All of the month:")
        if days is not None:
            what = ngettext("{count} marked day:", "{count} marked days:", len(days))
            what = what.format(count=len(days))
        text = _(
            "{made} turns are made, {gone} turns go. Locked turns and those that have begun stay."
        )
        lines = [
            Paragraph((Run(what, "strong"),)),
            Paragraph((Run(text.format(made=found.made, gone=found.gone)),)),
        ]
        if draft.proposal.missing:
            missing = ngettext(
                "{count} place stays empty", "{count} places stay empty", draft.proposal.missing
            )
            text = "! " + missing.format(count=draft.proposal.missing)
            lines.append(Paragraph((Run(text, "amber"),)))
        keys = _("Enter takes it over · Esc leaves it")
        screen = ConfirmScreen(_("Take the proposal over?"), lines, keys)

        def accept(desk: Desk) -> Planned:
            return proposing.accept(desk, draft, days)

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(accept, self._accepted)

        self.the_app.push_screen(screen, answered)

    def _accepted(self, done: Planned) -> str:
        self.beside.marked.clear()
        text = _("{made} turns made, {gone} gone · {key} takes it back")
        return text.format(made=done.made, gone=done.gone, key=self.key("undo"))


PAGE = ProposalScreen
