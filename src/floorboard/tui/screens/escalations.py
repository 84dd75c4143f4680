"""Screen 5: the raised rungs, the longest due first, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from floorboard.desk.desk import Desk
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.store.queries import listing
from floorboard.store.views.escalation import EscalationView
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import escalation_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.page import Key, PageScreen
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.roll import Roll

MOST = 500
"""Escalations that are shown; the longest due come first."""

QUESTIONS = {
    "acknowledge": N_("#{ticket}: what are you going to do about it?"),
    "comment": N_("#{ticket}: your comment"),
    "hand_back": N_("#{ticket}: why do you hand it back?"),
    "call_backup": N_("#{ticket}: what must the backup know? Enter alone calls them"),
}
"""What is asked before each deed of `desk.escalations`."""

ALONE = N_("#{ticket}: why? Nobody else on duty has it: it waits for you or its backup")
"""The same where handing it back finds nobody else."""

SILENT = ("escalation.call_backup",)
"""What is asked and needs no answer."""

ACTIONS = {
    "acknowledge": "escalation.acknowledged",
    "comment": "escalation.commented",
    "hand_back": "escalation.handed_back",
    "call_backup": "escalation.backup",
}
"""What the journal calls each deed."""


class EscalationList(Roll[EscalationView]):
    """The open escalations."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="escalations")
        self._live = live

    def cells(self, item: EscalationView, width: int) -> list[Run]:
        return escalation_cells.cells(item, self._live.now(), self._live.zone, width)

    def headings(self, width: int) -> list[Run]:
        return escalation_cells.headings(width)

    def identity(self, item: EscalationView) -> object:
        return item.id


class EscalationScreen(PageScreen):
    """The list and, of the one under the cursor, the text."""

    GROUP = "escalations"
    ASKED = tuple(ACTIONS.values())
    CSS = (
        PageScreen.CSS
        + """
    EscalationScreen EscalationList { height: 1fr; }
    EscalationScreen Paper { height: 45%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("tick", "answer('acknowledge')"),
        keymap.binding("ticket.note", "answer('comment')"),
        keymap.binding("ticket.hand", "answer('hand_back')"),
        keymap.binding("escalation.backup"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.list = EscalationList(live)
        self.paper = Paper(id="paper")

    def body(self) -> Iterable[Widget]:
        return (self.list, self.paper)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.list, self.paper)

    # What it shows

    async def read(self) -> None:
        from floorboard.desk import escalations

        desk = self.live.desk
        found = await self.live.do(lambda: escalations.listed(desk, MOST))
        self.list.put(found.escalations)
        self.list.foot = escalation_cells.foot(found.counts, len(found.escalations))
        self._read_paper()

    def show(self) -> None:
        self.list.say(_("Escalations"), self.list.foot, _("Nothing is escalated."))
        self.list.refresh()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        return [
            self._answer_hint("tick", _("acknowledge"), "acknowledge"),
            self._answer_hint("ticket.note", _("comment"), "comment"),
            self._answer_hint("ticket.hand", _("hand back"), "hand_back"),
            self._answer_hint("escalation.backup", _("call the backup"), "call_backup"),
            self.hint("list.open", _("the ticket"), some=self.list.current is not None),
            (_("1–4"), _("screens"), True),
        ]

    def _answer_hint(self, name: str, word: str, deed: str) -> tuple[str, str, bool]:
        view = self.list.current
        return self.hint(name, word, some=view is not None and self._refusal(deed, view) is None)

    def _refusal(self, deed: str, view: EscalationView) -> Problem | None:
        """Why a deed isn't possible with one; None where it is."""
        from floorboard.desk import escalations

        action = ACTIONS[deed]
        refused = escalations.refusal(action, view, self.live.now(), self.live.zone)
        return refused or self.refused.get(action)

    @on(Roll.Moved)
    def _read_paper(self) -> None:
        view = self.list.current
        self.show_keys()
        if view is None:
            self.paper.say("", ())
            self.paper.write([])
        else:
            self.work(partial(self._write_paper, view), "paper")

    async def _write_paper(self, view: EscalationView) -> None:
        from floorboard.store.queries import escalations

        notes = await self.live.read(lambda db: escalations.notes(db, view.id))
        now, zone = self.live.now(), self.live.zone
        self.paper.say(f"#{view.ticket_id}")
        self.paper.write(escalation_cells.paragraphs(view, notes, now, zone), keep_place=True)

    # What is done

    async def action_answer(self, deed: str) -> None:
        """Ask what there is to say, then do it. The keys behind wait until it is known about what:
        they are about it."""
        await self.once_read()
        view = self.list.current
        if view is None:
            return
        refused = self._refusal(deed, view)
        if refused is not None:
            self.the_app.refuse(told(refused))
            return
        key = f"escalation.{deed}", view.id
        alone = deed == "hand_back" and self._alone(view)
        question = _(ALONE if alone else QUESTIONS[deed]).format(ticket=view.ticket_id)
        self.ask(key, question, partial(self._do, deed, key))
        if alone:
            self._say(Run(question, "amber"))

    def _alone(self, view: EscalationView) -> bool:
        """Whether nobody on duty has it but who sits here."""
        mine = self.live.desk.actor.person_id
        return all(each.off_since is not None or each.id == mine for each in view.people)

    def _answered(self, text: str) -> None:
        if not text and self._asked is not None and self._asked[0][0] not in SILENT:
            self._say(Run(_("nothing is written yet"), "amber"))
        else:
            super()._answered(text)

    def _do(self, deed: str, key: Key, text: str) -> None:
        from floorboard.desk import escalations

        def act(desk: Desk) -> None:
            getattr(escalations, deed)(desk, key[1], text)

        self.do(act, lambda _done: "", key)

    def _ask_again(self, key: Key | None, problem: Problem) -> bool:
        """What was refused is asked again, the cursor back on what it is about."""
        again = super()._ask_again(key, problem)
        if again and key is not None:
            self.list.stand_on(key[1])
        return again

    def action_undo(self) -> None:
        self.the_app.main().hands.undo(self.keys.tell)

    def action_redo(self) -> None:
        self.the_app.main().hands.redo(self.keys.tell)

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Go to the ticket. The keys behind wait until it is known: they are about it."""
        await self.once_read()
        view = self.list.current
        if view is None:
            return
        row = await self.live.read(lambda db: listing.row(db, view.ticket_id))
        if row is not None and self.is_active:
            self.dismiss()
            self.the_app.main().show_tickets("all", row)
