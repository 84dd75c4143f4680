"""Screen 5: the raised rungs, the longest due first, and what is done about them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen

from floorboard.desk import board
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.store.queries import listing
from floorboard.store.views.escalation import EscalationView
from floorboard.tui import arrangement, keymap
from floorboard.tui.live import Live
from floorboard.tui.render import escalation_cells, floor_cells
from floorboard.tui.render.runs import Run, width_of
from floorboard.tui.screens.page import refusals
from floorboard.tui.screens.showing import Keeping, Showing
from floorboard.tui.widgets.answer import Answer, Bar
from floorboard.tui.widgets.bars import Clock, KeyBar, TopLine
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

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

SILENT = ("call_backup",)
"""What nothing needs to be said for."""


ACTIONS = {
    "acknowledge": "escalation.acknowledged",
    "comment": "escalation.commented",
    "hand_back": "escalation.handed_back",
    "call_backup": "escalation.backup",
}
"""What the journal calls each deed."""


Key = tuple[str, int, int]
"""A deed, the escalation it is done to, and that one's ticket."""

Drafts = dict[Key, str]
"""Texts that were begun and aren't saved."""


HELD_BACK = ("answer", "other", "screen", "open", "undo", "redo")
"""Actions whose keys are characters while a line is typed on."""


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A deed that something is asked for, and about which escalation."""

    deed: str
    view: EscalationView

    @property
    def key(self) -> Key:
        """What its draft is kept by."""
        return self.deed, self.view.id, self.view.ticket_id


class EscalationScreen(Working, Showing, Keeping, Screen[None]):
    """The list and, of the one under the cursor, the text.

    Its keys go before those of its widgets: one that opens the line to type on has opened it
    before the next key is looked at.
    """

    GROUP = "escalations"
    CSS = """
    EscalationScreen { background: #0f131a; layout: vertical; }
    EscalationScreen EscalationList { height: 1fr; background: #0f131a; }
    EscalationScreen Paper { height: 45%; background: #0f131a; }
    EscalationScreen Bar, EscalationScreen Answer { display: none; height: 1; }
    EscalationScreen Answer { border: none; padding: 0 2; background: #1a2130; }
    EscalationScreen KeyBar, EscalationScreen Horizontal { height: 1; }
    EscalationScreen TopLine { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("tick", "answer('acknowledge')"),
        keymap.binding("ticket.note", "answer('comment')"),
        keymap.binding("ticket.hand", "answer('hand_back')"),
        keymap.binding("pane.next", "other"),
        keymap.binding("pane.previous", "other"),
        *map(
            keymap.binding,
            (
                *("screen.board", "screen.tickets", "screen.roster", "screen.duties"),
                "screen.handover",
                *("escalation.backup", "list.open", "undo", "redo", "back", "command"),
                *("sign_in", "lock", "refresh", "language", "help", "quit"),
            ),
        ),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__()
        self._live = live
        self._drafts = drafts
        self._top, self._clock = TopLine(), Clock()
        self.list = EscalationList(self._live)
        self.paper = Paper(id="paper")
        self._question = Bar()
        self._line = Answer(self._answered)
        self._keys = KeyBar()
        self._was_read = asyncio.Event()
        """Set once the list was read, or could not be."""
        self._forbidden: Mapping[str, Problem] = {}
        """What whoever is at the console may not do, by the journal's words, and why."""
        self._asked: Asked | None = None

    def compose(self) -> ComposeResult:
        yield Horizontal(self._top, self._clock)
        yield self.list
        yield self.paper
        yield self._question
        yield self._line
        yield self._keys

    def on_mount(self) -> None:
        self.list.focus()
        self.relabel()
        self.reread()
        self.set_interval(1.0, self._tick)

    def on_resize(self) -> None:
        self._show_clock()

    # What it shows

    def relabel(self) -> None:
        """Say everything again, in the language spoken now."""
        self.list.say(_("Escalations"), self.list.foot, _("Nothing is escalated."))
        self._show_clock()
        self._say_keys()

    def _say_keys(self) -> None:
        """The keys, for what is under the cursor now."""
        view = self.list.current
        self._keys.say(
            [
                (self._key("tick"), _("acknowledge"), self._may("acknowledge", view)),
                (self._key("ticket.note"), _("comment"), self._may("comment", view)),
                (self._key("ticket.hand"), _("hand back"), self._may("hand_back", view)),
                (
                    self._key("escalation.backup"),
                    _("call the backup"),
                    self._may("call_backup", view),
                ),
                (self._key("list.open"), _("the ticket"), view is not None),
                (_("1–4"), _("screens"), True),
                (self._key("back"), _("back"), True),
            ]
        )

    def _may(self, deed: str, view: EscalationView | None) -> bool:
        return view is not None and self._refusal(deed, view) is None

    def _refusal(self, deed: str, view: EscalationView) -> Problem | None:
        """Why a deed isn't possible with one; None where it is."""
        from floorboard.desk import escalations

        now, zone = self._live.now(), self._live.zone
        return escalations.refusal(ACTIONS[deed], view, now, zone) or self._forbidden.get(
            ACTIONS[deed]
        )

    def _key(self, name: str) -> str:
        return keymap.keys_of(name, self._app.remap).split(" ")[0]

    def _show_clock(self) -> None:
        runs = floor_cells.clock(
            self._live.now(),
            self._live.zone,
            wide=self.size.width >= arrangement.WIDE,
            frozen=self._live.desk.frozen,
        )
        self._clock.styles.width = width_of(runs) + 2
        self._clock.say(runs)

    def _tick(self) -> None:
        """A second has passed."""
        self._show_clock()
        self.list.tick()

    def reread(self) -> None:
        """Read the list again; the cursor stays on its escalation."""
        self.work(self._read, "list")

    def somebody_else(self) -> None:
        self._forbidden = {}

    def action_refresh(self) -> None:
        self.reread()

    async def _read(self) -> None:
        try:
            await self._read_list()
        finally:
            self._was_read.set()

    async def _read_list(self) -> None:
        from floorboard.desk import escalations

        desk, zone = self._live.desk, self._live.zone
        found = await self._live.do(lambda: escalations.listed(desk, MOST))
        self._forbidden = await self._live.do(lambda: refusals(desk, ACTIONS.values()))
        floor = await self._live.do(lambda: board.read(desk))
        self._top.say(
            floor_cells.top_left(floor, zone),
            floor_cells.top_right(floor, self._live.reminder, self._live.now()),
        )
        self.list.put(found.escalations)
        foot = escalation_cells.foot(found.counts, len(found.escalations))
        self.list.say(_("Escalations"), foot, _("Nothing is escalated."))
        self._was_read.set()
        self.relabel()
        self._read_paper()

    @on(Roll.Moved)
    def _read_paper(self) -> None:
        view = self.list.current
        self._say_keys()
        if view is None:
            self.paper.say("", ())
            self.paper.write([])
        else:
            self.work(partial(self._write_paper, view), "paper")

    async def _write_paper(self, view: EscalationView) -> None:
        from floorboard.store.queries import escalations

        notes = await self._live.read(lambda db: escalations.notes(db, view.id))
        now, zone = self._live.now(), self._live.zone
        self.paper.say(f"#{view.ticket_id}")
        self.paper.write(escalation_cells.paragraphs(view, notes, now, zone), keep_place=True)

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed on, letters are letters."""
        return self.focused is not self._line or action not in HELD_BACK

    async def action_answer(self, deed: str) -> None:
        """Ask what there is to say, then do it. The keys behind wait until it is known about what:
        they are about it."""
        await self._was_read.wait()
        view = self.list.current
        if view is None:
            return
        refused = self._refusal(deed, view)
        if refused is not None:
            self._app.refuse(told(refused))
        else:
            self._open(Asked(deed, view))

    def _open(self, asked: Asked) -> None:
        """Open the line, with the draft on it."""
        self._ask(asked)
        self._question.display = self._line.display = True
        self._line.ask(self._draft())
        self.set_focus(self._line)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._question.styles.height = 1
        alone = asked.deed == "hand_back" and self._alone(asked.view)
        text = _(ALONE if alone else QUESTIONS[asked.deed]).format(ticket=asked.view.ticket_id)
        self._question.say([Run(text, "amber" if alone else "blue")])

    def _alone(self, view: EscalationView) -> bool:
        """Whether nobody on duty has it but who sits here."""
        mine = self._live.desk.actor.person_id
        return all(each.off_since is not None or each.id == mine for each in view.people)

    def _say_no(self, problem: Problem) -> None:
        self._question.styles.height = 2
        self._question.say([Run(told(problem), "amber")])

    def _answered(self, text: str) -> None:
        if not text and self._asked is not None and self._asked.deed not in SILENT:
            self._say_no(Problem(N_("nothing is written yet")))
            return
        asked, self._asked = self._asked, None
        self._put_away()
        if asked is not None:
            self._put_by(asked.key, text)
            self.deed(partial(self._do, asked, asked.key, text))

    async def _do(self, asked: Asked, key: Key, text: str) -> None:
        """Where it is refused, the line comes back and says why, unless the keyboard is at
        something else by now."""
        from floorboard.desk import escalations

        app = self._app  # this screen may be left before it is done
        act = getattr(escalations, key[0])
        try:
            await self._live.do(lambda: act(self._live.desk, key[1], text))
        except Problem as problem:
            here = self.list.current
            elsewhere = here is None or here.id != key[1] or not self.is_current
            if elsewhere or self._asked is not None:
                raise
            self._open(asked)
            self._say_no(problem)
            return
        if self._drafts.get(key) == text:
            del self._drafts[key]
        app.reread()

    def action_undo(self) -> None:
        self._app.main().hands.undo(self._keys.tell)

    def action_redo(self) -> None:
        self._app.main().hands.redo(self._keys.tell)

    # What was begun

    def _draft(self) -> str:
        return "" if self._asked is None else self._drafts.get(self._asked.key, "")

    def _put_by(self, key: Key, text: str) -> None:
        if text:
            self._drafts[key] = text
        else:
            self._drafts.pop(key, None)

    def keep(self) -> None:
        if self._asked is not None:
            self._put_by(self._asked.key, self._line.value.strip())

    def _put_away(self) -> None:
        self._question.display = self._line.display = False
        self.set_focus(self.list)

    def action_other(self) -> None:
        """Tab: between the list and the text."""
        self.set_focus(self.paper if self.focused is self.list else self.list)

    @on(Roll.Opened)
    def _clicked(self) -> None:
        self.work(self.action_open, "going")

    async def action_open(self) -> None:
        """Go to the ticket. The keys behind wait until it is known: they are about it."""
        await self._was_read.wait()
        view = self.list.current
        if view is None:
            return
        row = await self._live.read(lambda db: listing.row(db, view.ticket_id))
        if row is not None and self.is_active:
            self.dismiss()
            self._app.main().show_tickets("all", row)

    def action_screen(self, name: str) -> None:
        self.dismiss()
        self._app.main().action_screen(name)

    def action_back(self) -> None:
        """Esc: one step back."""
        if self.focused is self._line:
            self.keep()
            self._asked = None
            self._put_away()
        elif self.focused is self.paper:
            self.set_focus(self.list)
        else:
            self.dismiss()

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self.app)
