"""What the keyboard does with tickets: it asks for what a deed needs, does it off the event loop,
one deed at a time, and tells what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from floorboard.domain.handling import Handling, refusal
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import State
from floorboard.i18n import _, ngettext, told
from floorboard.reports import words
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter
from floorboard.store.views import TicketRow
from floorboard.tui import deeds, keymap
from floorboard.tui.deeds import WAYS, Way
from floorboard.tui.render.runs import Run

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.tickets import BulkOutcome, StaleTicket
    from floorboard.desk.tickets.bulk import Progress
    from floorboard.desk.undoing import Undone
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.screens.main import MainScreen
    from floorboard.tui.screens.pick_owner import Picked

Key = tuple[Handling, tuple[int, ...]]
"""What a draft is for."""

Act = Callable[["Desk", int | None], object]
"""A deed to be done at a desk, on the ticket as it was at a version."""

HANDLING_OF_ACTION = {
    **{way.action: handling.value for handling, way in WAYS.items()},
    "ticket.hand": "hand",
    "ticket.wait": "wait",
}
"""What each key's action is called with."""


@dataclass(frozen=True, slots=True)
class Task:
    """A deed that something is being asked for: on one ticket, or on those that are marked."""

    handling: Handling
    ids: tuple[int, ...]
    row: TicketRow | None
    """The one ticket, as it was when the deed was begun."""

    @property
    def way(self) -> Way:
        return WAYS[self.handling]

    @property
    def key(self) -> Key:
        return self.handling, self.ids


class Hands:
    """Works in the background of the main screen, `main`."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._turn = asyncio.Lock()
        self._refused: Mapping[Handling | None, Problem] = {}
        """What whoever is at the console may not do; None is opening a ticket."""
        self._task: Task | None = None
        """What is being written."""
        self.drafts: dict[Key, str] = {}
        """Texts that were begun and not saved."""

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self._main.app)

    # What is possible

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
            main.tell(self._reason(refused, row))
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
                self._compose(task)

    def _reason(self, refused: Problem, row: TicketRow | None) -> str:
        if row is None or self._main.marks:
            return told(refused)
        return told(Problem(N_("#{number}: {reason}"), number=row.id, reason=refused))

    def menu(self) -> None:
        """Everything that can be done with the ticket, or with the marked ones."""
        from floorboard.tui.screens.deed_menu import DeedMenu, Entry

        main = self._main
        row = main.ticket()
        if row is None and not main.marks:
            main.tell(_("put the cursor on a ticket first"))
            return
        entries = []
        for action in keymap.TICKET_ACTIONS:
            name = HANDLING_OF_ACTION.get(action.id)
            if name is None:
                continue
            handling = deeds.meant(name, None if main.marks or row is None else row.state)
            refused = self.refusal(name, row)
            keys = self._app.remap.get(action.id, action.keys)
            entries.append(
                Entry(
                    name,
                    keys,
                    keymap.shown(keys),
                    _(WAYS[handling].label),
                    told(refused) if refused is not None else "",
                )
            )
        title = marked_words(len(main.marks)) if main.marks else _title(row)
        self._app.push_screen(DeedMenu(title, entries), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is not None:
            self.begin(name)

    # Writing

    def _compose(self, task: Task) -> None:
        main = self._main
        composer = main.composer()
        if self._task is not None:
            self._keep(composer.text)
        self._task = task
        composer.lead.say(*self._lead(task, ""))
        composer.begin(self.drafts.get(task.key, ""))
        self.typed(composer.text)
        if task.row is not None and "{customer}" in task.way.question:
            main.work(partial(self._name_customer, task), "composer")

    def _lead(self, task: Task, customer: str) -> tuple[list[Run], list[Run]]:
        question = _(task.way.question).format(customer=customer or _("the customer"))
        if task.row is None:
            return [Run(question, "strong"), Run(f" · {marked_words(len(task.ids))}", "amber")], []
        return (
            [Run(question, "strong"), Run(f" · #{task.row.id}", "blue")],
            [Run(f" {task.row.title}", "dim")],
        )

    async def _name_customer(self, task: Task) -> None:
        from floorboard.store.queries import tickets

        view = await self._main.live.read(lambda db: tickets.by_id(db, task.ids[0]))
        if view is not None and view.customer and self._task is task:
            self._main.composer().lead.say(*self._lead(task, view.customer))

    def typed(self, text: str) -> None:
        """The text is another: show what it means, and give it the lines it needs."""
        task = self._task
        if task is None:
            return
        main = self._main
        composer = main.composer()
        main.compose_in(composer.lines)
        if task.way.asks == "number":
            main.work(partial(self._look_up, task, text), "composer.lookup")
        else:
            composer.lead.tell(self._meaning(task, text))

    def _meaning(self, task: Task, text: str) -> list[Run]:
        from floorboard.tui.widgets.composer import hint

        live = self._main.live
        if not text.strip() or task.way.asks in ("text", "note"):
            return hint()
        try:
            said = deeds.read(task.way, text, live.now(), live.zone)
        except Problem as problem:
            return [Run(told(problem), "amber")]
        if isinstance(said, deeds.Rating):
            runs = [Run(f"{said.points}/5", "green" if said.points > 2 else "amber")]
            if said.disagrees:
                runs.append(Run(" · " + _("disagrees: it is reopened"), "amber"))
            return runs
        assert isinstance(said, int)
        now = live.now()
        when = words.when(said, now, live.zone)
        if len(when) == len("15:30"):
            when = _("{time} today").format(time=when)
        left = _("in {duration}").format(duration=words.duration(said - now))
        return [Run(f"→ {when}", "green"), Run(f" · {left}", "dim")]

    async def _look_up(self, task: Task, text: str) -> None:
        from floorboard.tui.widgets.composer import hint

        try:
            number = deeds.number(text)
        except Problem as problem:
            runs = [Run(told(problem), "amber")] if text.strip() else hint()
        else:
            row = await self._main.live.read(lambda db: listing.row(db, number))
            missing = _("there is no ticket {number}").format(number=number)
            runs = [Run(missing, "amber")] if row is None else [Run(f"→ {_title(row)}", "green")]
        if self._task is task:
            self._main.composer().lead.tell(runs)

    def saved(self, text: str) -> None:
        """Enter: do the deed with what was written."""
        task = self._task
        if task is None:
            return
        live = self._main.live
        try:
            said = deeds.read(task.way, text, live.now(), live.zone)
        except Problem as problem:
            self._main.composer().lead.tell([Run(told(problem), "amber")])
            return
        self._keep(text)
        self._close()
        self._said(task, said)

    def put_away(self, text: str) -> None:
        """Esc: the text stays, for when the deed is begun again."""
        task = self._task
        if task is None:
            return
        self._keep(text)
        self._close()
        if task.key in self.drafts:
            key = keymap.keys_of(task.way.action, self._app.remap)
            kept = _("the draft is kept: {key} brings it back").format(key=key)
            self._main.saved([Run(kept, "dim")])

    def _keep(self, text: str) -> None:
        assert self._task is not None
        if text.strip():
            self.drafts[self._task.key] = text
        else:
            self.drafts.pop(self._task.key, None)

    def _close(self) -> None:
        self._task = None
        self._main.composer().end()
        self._main.compose_in(0)

    def unsaved(self) -> list[Key]:
        """What texts would be lost, the one being written too."""
        if self._task is not None:
            self._keep(self._main.composer().text)
        return list(self.drafts)

    # Other questions

    def _ask_owner(self, task: Task) -> None:
        from floorboard.tui.screens.pick_owner import OwnerScreen

        row = task.row
        title = _("Assign {what}").format(
            what=marked_words(len(task.ids)) if row is None else _title(row)
        )
        project = row.project if row is not None else ""
        screen = OwnerScreen(self._main.live, title, row.id if row else None, project)

        def picked(chosen: Picked | None) -> None:
            if chosen is not None and row is None:
                self._ask_many(task, chosen.name, owner_id=chosen.person_id)
            elif chosen is not None and row is not None:
                self._do(task, partial(_assign, row.id, chosen.person_id), chosen.name)

        self._app.push_screen(screen, picked)

    def _ask_fields(self, task: Task) -> None:
        from floorboard.tui.screens.edit import EditScreen

        row = task.row
        title = marked_words(len(task.ids)) if row is None else _title(row)

        def edited(fields: dict[str, object] | None) -> None:
            if not fields:
                return
            if row is None:
                self._ask_many(task, "", fields=fields)
            else:
                self._do(task, partial(_edit, row.id, fields), "")

        self._app.push_screen(EditScreen(self._main.live, title, row), edited)

    def new_ticket(self) -> None:
        """`n`: a ticket for whoever is on the phone."""
        from floorboard.tui.screens.new_ticket import NewTicketScreen

        refused = self._refused.get(None)
        if refused is not None:
            self._main.tell(told(refused))
            return
        self._app.push_screen(NewTicketScreen(self._main.live), self._show)

    def _show(self, number: int | None) -> None:
        if number is not None:
            self._main.work(partial(self._go, number), "going")

    async def _go(self, number: int) -> None:
        row = await self._main.live.read(lambda db: listing.row(db, number))
        if row is None:
            return
        self._main.reread()
        self._main.show_tickets("all" if row.state in ("solved", "closed") else "", row)
        if row.opened_at == self._main.live.now():
            self._main.saved(_done(_("#{number} opened"), row, self._main))

    # Doing it

    def _said(self, task: Task, said: object) -> None:
        if task.row is None:
            self._ask_many(task, "", text=str(said or ""))
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

        def do() -> tuple[object, TicketRow | None]:
            made = act(live.desk, version)
            with live.desk.store.reading() as db:
                return made, listing.row(db, number)

        async with self._turn:
            try:
                made, row = await live.do(do)
            except StaleTicket as stale:
                self._ask_again(stale, task, act, wanted)
                return
        self.drafts.pop(task.key, None)
        runs = _done(_(task.way.done), row, self._main)
        if task.handling is Handling.SPLIT:
            runs.append(Run(f" · → #{made}", "blue"))
        elif task.handling is Handling.ASSIGN:
            runs.insert(1, Run(f" · {wanted}", "text"))
        self._main.saved(runs)
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
            paragraphs(stale, label, wanted, kept=task.key in self.drafts),
            _("Enter does it all the same · Esc leaves it"),
        )
        self._app.push_screen(screen, answered)

    # Many at once

    def mark_all(self, wanted: Filter) -> None:
        """Mark all that a filter lets through."""
        self._main.work(partial(self._mark_all, wanted), "marks")

    async def _mark_all(self, wanted: Filter) -> None:
        from floorboard.desk.tickets.bulk import MOST

        found = await self._main.live.read(lambda db: listing.ids(db, wanted, MOST + 1))
        if len(found) > MOST:
            total = await self._main.live.read(lambda db: listing.count(db, wanted))
            raise Problem(
                N_("{count} tickets are more than {most} at once"),
                fix=N_("Narrow the filter"),
                count=f"{total:,}",
                most=f"{MOST:,}",
            )
        self._main.marks.add(found)
        self._main.show_marks()

    def _ask_many(
        self,
        task: Task,
        owner: str,
        *,
        text: str = "",
        owner_id: int | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> None:
        arguments = {"text": text, "owner_id": owner_id, "fields": fields}
        self._main.work(partial(self._preview, task, owner, arguments), "preview")

    async def _preview(self, task: Task, owner: str, arguments: Mapping[str, Any]) -> None:
        """Say what it will do before it is done."""
        from floorboard.tui.render import bulk_paper
        from floorboard.tui.screens.bulk import BulkScreen

        standing = await self._main.live.read(lambda db: listing.standing(db, task.ids))
        foreseen = bulk_paper.foresee(task.handling, standing, arguments.get("owner_id"))
        title = _(task.way.many).format(owner=owner) + " · " + marked_words(len(task.ids))
        screen = BulkScreen(
            title,
            bulk_paper.preview(foreseen, str(arguments.get("text") or "")),
            partial(_bulk, self._main.live.desk, task.handling, task.ids, arguments),
            possible=foreseen.changing > 0,
        )

        def ended(done: bool | None) -> None:
            outcome = screen.outcome
            if not done or outcome is None:
                return
            self.drafts.pop(task.key, None)
            self._main.marks.clear()
            self._main.saved(bulk_paper.outcome(_(task.way.many).format(owner=owner), outcome))
            self._main.show_marks()
            self._app.reread()

        self._app.push_screen(screen, ended)

    # Taking back

    def undo(self) -> None:
        """`u`: take back the last deed of this console."""
        self._work(partial(self._take_back, N_("taken back: {what}"), _undo))

    def redo(self) -> None:
        """`U`: do it again after all."""
        self._work(partial(self._take_back, N_("done again: {what}"), _redo))

    async def _take_back(self, told_: str, act: Callable[[Desk], Undone]) -> None:
        desk = self._main.live.desk
        async with self._turn:
            undone = await self._main.live.do(lambda: act(desk))
        what = _(deeds.noun(undone.action))
        if len(undone.tickets) == 1:
            what = _("{deed} on #{number}").format(deed=what, number=undone.tickets[0])
        elif undone.tickets:
            many = marked_words(len(undone.tickets))
            what = _("{deed} on {tickets}").format(deed=what, tickets=many)
        self._main.saved([Run("↶ ", "blue"), Run(_(told_).format(what=what), "text")])
        self._app.reread()


def marked_words(count: int) -> str:
    """`37 tickets`."""
    return ngettext("{count} ticket", "{count} tickets", count).format(count=f"{count:,}")


def _title(row: TicketRow | None) -> str:
    return "" if row is None else f"#{row.id} {row.title}"


def _done(text: str, row: TicketRow | None, main: MainScreen) -> list[Run]:
    """What was done, and what is owed next."""
    if row is None:
        return []
    runs = [Run("✓ ", "green"), Run(text.format(number=row.id), "text")]
    if row.next_due_at is not None and row.next_clock is not None:
        now, zone = main.live.now(), main.live.zone
        clock, time = words.clock(row.next_clock), words.when(row.next_due_at, now, zone)
        runs.append(Run(" · " + _("{clock} due {time}").format(clock=clock, time=time), "dim"))
    return runs


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


def _assign(number: int, owner_id: int | None, desk: Desk, version: int | None) -> None:
    from floorboard.desk import tickets

    tickets.assign(desk, number, owner_id, version)


def _edit(number: int, fields: Mapping[str, Any], desk: Desk, version: int | None) -> object:
    from floorboard.desk import tickets

    return tickets.edit(desk, number, version or 0, **fields)


def _bulk(
    desk: Desk,
    handling: Handling,
    ids: tuple[int, ...],
    arguments: Mapping[str, Any],
    progress: Progress,
) -> BulkOutcome:
    from floorboard.desk import tickets

    return tickets.bulk(desk, handling, ids, progress=progress, **arguments)


def _undo(desk: Desk) -> Undone:
    from floorboard.desk import undoing

    return undoing.undo(desk)


def _redo(desk: Desk) -> Undone:
    from floorboard.desk import undoing

    return undoing.redo(desk)
