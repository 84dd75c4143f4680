"""What the keyboard does with tickets: it asks for what a deed needs, does it off the event loop,
one deed at a time, and tells what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from floorboard.domain.handling import Handling, refusal
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import State
from floorboard.i18n import _, pick, told
from floorboard.store.queries import listing
from floorboard.store.views.listing import TicketRow
from floorboard.tui import deed_words, deeds, keymap, taking_back
from floorboard.tui.deeds import WAYS, Task, counted, titled
from floorboard.tui.many import Many
from floorboard.tui.render.runs import Run
from floorboard.tui.writing import Writer

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.tickets import StaleTicket
    from floorboard.desk.undoing import Undone
    from floorboard.store.connection import Connection
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.calls import Answered, Call
    from floorboard.tui.screens.main import MainScreen
    from floorboard.tui.screens.pick_owner import Picked

AFTERWARDS = 0.02
"""Seconds after which the lists are read anew when a deed is done: what tells so goes out by a
thread, which would have to wait for the interpreter."""

Act = Callable[["Desk", int | None], object]
"""A deed to be done at a desk, on the ticket as it was at a version."""

R = TypeVar("R")

Say = Callable[[Sequence[Run]], None]
"""Tells quietly what was done."""


class Hands:
    """Works in the background of the main screen, `main`."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._turn = asyncio.Lock()
        self._left: dict[int, tuple[int, int]] = {}
        """By ticket: the version that was looked at, and what our own deeds alone made of it."""
        self._refused: Mapping[Handling | None, Problem] = {}
        """What whoever is at the console may not do; None is opening a ticket."""
        self.writer = Writer(main, self._said)
        self.call: Call | None = None
        """A call that was written down and not saved."""
        self.many = Many(main, self.writer.drafts)

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self._main.app)

    # What is possible

    def somebody_else(self) -> None:
        """Another person sits here: until it is known what they may do, the desk alone says no."""
        self._refused = {}

    def read_permissions(self) -> None:
        """Learn what whoever is at the console may do."""
        self._main.work(self._read_permissions, "permissions")

    async def _read_permissions(self) -> None:
        desk = self._main.live.desk
        self._refused = await self._main.live.do(lambda: _refusals(desk))
        self._main.show_keys()

    def refusal(self, name: str, row: TicketRow | None) -> Problem | None:
        """Why the key called `name` does nothing now; with marks, it is about them."""
        if self._main.marks:
            handling = deeds.meant(name, None)
            if not WAYS[handling].many:
                return Problem(N_("this is done to one ticket at a time"))
        elif row is None:
            return Problem(N_("put the cursor on a ticket first"))
        else:
            handling = deeds.meant(name, row.state)
            refused = refusal(handling, State(row.state))
            if refused is not None:
                return refused
        return self._refused.get(handling)

    # Beginning a deed

    def begin(self, name: str) -> None:
        """A key: do the deed, or ask for what it needs."""
        main = self._main
        row = main.ticket()
        refused = self.refusal(name, row)
        if refused is not None:
            self._app.refuse(self._reason(refused, row))
            return
        if main.marks:
            task = Task(deeds.meant(name, None), main.marks.ids, None)
        else:
            assert row is not None
            task = Task(deeds.meant(name, row.state), (row.id,), row)
        match task.way.asks:
            case "nothing":
                self._said(task, None)
            case "owner":
                self._ask_owner(task)
            case "fields":
                self._ask_fields(task)
            case _:
                self.writer.begin(task)

    def _reason(self, refused: Problem, row: TicketRow | None) -> str:
        if row is None or self._main.marks:
            return told(refused)
        return told(Problem(N_("#{number}: {reason}"), number=row.id, reason=refused))

    def menu(self) -> None:
        """Everything that can be done with the ticket, or with the marked ones."""
        from floorboard.tui.screens.deed_menu import DeedMenu, entries

        main = self._main
        row = main.ticket()
        if row is None and not main.marks:
            main.tell(_("put the cursor on a ticket first"))
            return
        one = row if not main.marks else None
        found = entries(
            None if one is None else one.state,
            lambda name: self.refusal(name, row),
            self._app.remap,
        )
        title = counted(len(main.marks)) if one is None else titled(one)
        self._app.push_screen(DeedMenu(title, found), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is not None:
            self.begin(name)

    # Other questions

    def _ask_owner(self, task: Task) -> None:
        from floorboard.tui.screens.pick_owner import OwnerScreen

        row = task.row
        title = _("Assign {what}").format(
            what=counted(len(task.ids)) if row is None else titled(row)
        )
        project = pick(row.project, row.project_zh) if row is not None else ""
        screen = OwnerScreen(self._main.live, title, task.ids, project)

        def picked(chosen: Picked | None) -> None:
            if chosen is not None and row is None:
                self.many.ask(task, chosen.name, owner_id=chosen.person_id)
            elif chosen is not None and row is not None:
                self._do(task, partial(deeds.assign, row.id, chosen.person_id), chosen.name)

        self._app.push_screen(screen, picked)

    def _ask_fields(self, task: Task) -> None:
        from floorboard.tui.screens.edit import EditScreen

        row = task.row
        title = counted(len(task.ids)) if row is None else titled(row)

        def edited(fields: dict[str, object] | None) -> None:
            if not fields:
                return
            if row is None:
                self.many.ask(task, "", fields=fields)
            else:
                self._do(task, partial(deeds.edit, row.id, fields), deed_words.changes(fields))

        self._app.push_screen(EditScreen(self._main.live, title, row), edited)

    def new_ticket(self) -> None:
        """`n`: a ticket for whoever is on the phone."""
        from floorboard.tui.calls import Call
        from floorboard.tui.screens.new_ticket import NewTicketScreen

        refused = self._refused.get(None)
        if refused is not None:
            self._app.refuse(told(refused))
            return

        def keep(call: Call) -> None:
            self.call = call

        screen = NewTicketScreen(self._main.live, self.call or Call(), keep)
        self._app.push_screen(screen, self._show)

    def _show(self, answered: Answered | None) -> None:
        if answered is not None:
            self._main.work(partial(self._go, answered), "going")
        elif self.call:
            key = keymap.keys_of("ticket.new", self._app.remap)
            kept = _("the draft is kept: {key} brings it back").format(key=key)
            self._main.saved([Run(kept, "dim")])

    async def _go(self, answered: Answered) -> None:
        """The keys behind the form wait for it."""
        try:
            await self._go_to(answered)
        finally:
            self._main.go_on()

    async def _go_to(self, answered: Answered) -> None:
        row = await self._main.live.read(lambda db: listing.row(db, answered.number))
        if row is None:
            return
        self._main.reread()
        self._main.show_tickets("all" if row.state in ("solved", "closed") else "", row)
        if answered.fresh:
            runs = self._told(_("#{number} opened"), row)
            if not row.project:
                runs.append(Run(" · " + _("without a project"), "amber"))
            self._main.saved(runs)

    # Doing it

    def _said(self, task: Task, said: object) -> None:
        if task.row is None:
            self.many.ask(task, "", text=str(said or ""))
            return
        number, handling = task.row.id, task.handling

        def act(desk: Desk, version: int | None) -> object:
            return deeds.written(handling, number, said, version)(desk)

        self._do(task, act, str(said or "") if task.way.asks in ("text", "note") else "")

    def _do(self, task: Task, act: Act, wanted: str) -> None:
        assert task.row is not None
        self._work(partial(self._perform, task, act, wanted, task.row.version))

    def _work(self, doing: Callable[[], Coroutine[None, None, None]]) -> None:
        self._main.work(doing, "deed", alone=False)

    async def _perform(self, task: Task, act: Act, wanted: str, version: int) -> None:
        from floorboard.desk.tickets import StaleTicket

        live, number = self._main.live, task.ids[0]
        merged = task.handling is Handling.MERGE

        def do() -> tuple[object, TicketRow | None, TicketRow | None]:
            found = version
            try:
                made = act(live.desk, found)
            except StaleTicket:
                looked_at, found = self._left.get(number, (0, 0))
                if looked_at != version:
                    raise
                made = act(live.desk, found)
            with live.desk.store.reading() as db:
                row = listing.row(db, number)
                if row is not None and _is_ours(db, live.desk, row.version, found):
                    self._left[number] = version, row.version
                into = listing.row(db, cast("int", made)) if merged else None
                return made, row, into

        async with self._turn:
            try:
                made, row, into = await live.do(do)
            except StaleTicket as stale:
                self._ask_again(stale, task, act, wanted)
                return
            except Problem as problem:
                if not self.writer.refused(task, problem):
                    raise
                return
        self.writer.drafts.pop(task.key, None)
        runs = self._told(_(task.way.done), row)
        if task.handling in (Handling.SPLIT, Handling.LINK, Handling.MERGE):
            runs.append(Run(f" · → #{made}", "blue"))
        elif task.handling is Handling.ASSIGN:
            runs.insert(2, Run(f" · {wanted}", "text"))
        elif task.handling is Handling.HAND_OVER and row is not None:
            runs.insert(2, Run(f" · {row.owner or _('waits for anybody there')}", "text"))
        self._main.saved(runs)
        self._main.stay(task.ids, into, row)
        self._main.set_timer(AFTERWARDS, self._show_done)

    def _told(self, text: str, row: TicketRow | None) -> list[Run]:
        return deed_words.done(text, row, self._main.live.now(), self._main.live.zone)

    def _show_done(self) -> None:
        self._main.composer().leave()
        self._app.reread()

    def _ask_again(self, stale: StaleTicket, task: Task, act: Act, wanted: str) -> None:
        """Somebody else changed it meanwhile: show what, and ask whether to do it all the same."""
        from floorboard.tui.render.stale_paper import paragraphs
        from floorboard.tui.screens.confirm import ConfirmScreen

        def answered(yes: bool | None) -> None:
            if yes:
                self._work(partial(self._perform, task, act, wanted, stale.version))
            else:
                self._app.reread()

        label = _(task.way.label)
        screen = ConfirmScreen(
            _("#{number} was changed meanwhile").format(number=task.ids[0]),
            paragraphs(stale, label, wanted, kept=task.key in self.writer.drafts),
            _("Enter does it all the same · Esc leaves it"),
            unasked=True,
        )
        self._app.push_screen(screen, answered)

    # Taking back

    async def in_turn(self, act: Callable[[Desk], R]) -> R:
        """Do something that writes, once everything that was begun before it is done."""
        desk = self._main.live.desk
        async with self._turn:
            return await self._main.live.do(lambda: act(desk))

    def undo(self, say: Say | None = None) -> None:
        """`u`: take back the last deed of this console; `say` it there, or else on the board."""
        self._work(partial(self._take_back, "↶ ", N_("taken back: {what}"), taking_back.undo, say))

    def redo(self, say: Say | None = None) -> None:
        """`U`: do it again after all."""
        self._work(partial(self._take_back, "↷ ", N_("done again: {what}"), taking_back.redo, say))

    async def _take_back(
        self, arrow: str, told_: str, act: Callable[[Desk], Undone], say: Say | None
    ) -> None:
        say = say or self._main.saved
        try:
            undone = await self.in_turn(act)
        except Problem:
            say([])  # what was said of the last one
            raise
        self._app.upkeep.forget()
        what = deed_words.named(undone)
        say([Run(arrow, "blue"), Run(_(told_).format(what=what), "text")])
        self._main.stay(undone.tickets)
        self._app.reread()
        table = self._main.table()
        if len(undone.tickets) == 1 and table is not None:
            await table.return_to(undone.tickets[0])


def _is_ours(db: Connection, desk: Desk, version: int, before: int) -> bool:
    """Whether a deed of this desk made `version` of a ticket out of the one `before`."""
    from floorboard.store.queries import entries

    entry = entries.one(db, version)
    return (
        entry is not None
        and entry.console == desk.actor.console
        and entry.before.get("version") == before
    )


def _refusals(desk: Desk) -> dict[Handling | None, Problem]:
    """Why the actor may not do what is done with tickets; what they may do isn't in it."""
    from floorboard.desk import permissions
    from floorboard.desk.tickets.work import ACTIONS

    asked: list[tuple[Handling | None, str]] = [(None, "ticket.opened"), *ACTIONS.items()]
    refused: dict[Handling | None, Problem] = {}
    with desk.store.reading() as db:
        for handling, action in asked:
            try:
                permissions.check(db, desk.actor, action, desk.now())
            except Problem as problem:
                refused[handling] = problem
    return refused
