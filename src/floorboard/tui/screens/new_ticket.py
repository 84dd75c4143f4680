"""`n`: a ticket for whoever is on the phone.

The customer is found while their name or number is typed, with what they have open, so that a
second call about the same thing is seen. Enter takes them, and Enter behind the title saves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.domain.problem import Problem
from floorboard.domain.ticket import Channel
from floorboard.i18n import _, told
from floorboard.reports import words
from floorboard.store.queries import callers, floor
from floorboard.store.queries.search import FoundCustomer
from floorboard.store.views.listing import TicketRow
from floorboard.tui.calls import Answered, Call
from floorboard.tui.key_order import Awaited
from floorboard.tui.live import Live
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.edit import kinds, priorities, projects
from floorboard.tui.screens.showing import Keeping
from floorboard.tui.widgets.composer import Writing
from floorboard.tui.widgets.fields import ChoiceField, Frame, Option, Row, TextField
from floorboard.tui.widgets.hits import MOST_TICKETS, Hit, Hits, New, hits_of, name_and_phone
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working, heard

if TYPE_CHECKING:
    from floorboard.desk.tickets import OpenTicket
    from floorboard.tui.app import FloorboardApp


class NewTicketScreen(Working, Keeping, Awaited, ModalScreen[Answered]):
    """Returns the new ticket, or the open one that was picked instead; None for neither.

    Keys may arrive faster than customers are found: the answer to the first line is then settled
    once they are, and saving waits for it.
    """

    CSS = """
    NewTicketScreen { align: center top; background: #0f131a 60%; }
    NewTicketScreen > Vertical {
        width: 84; max-width: 100%; height: 100%; max-height: 34; margin-top: 1;
        background: #0f131a;
    }
    NewTicketScreen Hits { height: 1fr; min-height: 4; background: #0f131a; }
    NewTicketScreen #body_row { height: 3; }
    NewTicketScreen Writing {
        height: 3; border: none; padding: 0 1; background: #1a2130; color: #d7dbe3;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="new.cancel", priority=True),
        Binding("ctrl+n", "afresh", id="new.afresh", priority=True),
        Binding("up", "up", id="new.up"),
        Binding("down", "down", id="new.down"),
    ]

    def __init__(self, live: Live, call: Call, keep: Callable[[Call], None]) -> None:
        """Begins with what was written down of `call`; `keep` takes it where it isn't saved."""
        super().__init__()
        self._live = live
        self._call = call
        self._keep = keep
        self._opening = False
        self._customer: FoundCustomer | New | None = None
        self._found_for: str | None = None
        """What the list shows the customers for."""
        self._picking = False
        """The first line was answered before its customers were found."""
        self._saving = False
        self._agreed = False
        """Whether a new customer is meant."""
        self._likely: int | None = None
        """The project they called about last."""

    def compose(self) -> ComposeResult:
        self._who = TextField(self._pick, id="customer")
        self._subject = TextField(self._save, id="title")
        self._phone = TextField(self._save, id="phone")
        self._kind = ChoiceField(self._save, kinds(), id="kind")
        channels = [Option(each.value, words.channel(each.value), each.value) for each in Channel]
        self._channel = ChoiceField(self._save, channels, id="channel")
        self._priority = ChoiceField(self._save, priorities(), id="priority")
        self._project = ChoiceField(self._save, [Option(None, _("none"))], id="project")
        self._body = Writing(self._body_ended)
        self._body.open = True
        self._hits = Hits(self._live)
        body = Row(_("text"), self._body)
        body.id = "body_row"
        with Vertical():
            yield Frame(_("New ticket"), top=True)
            yield Row(_("customer"), self._who)
            yield Row(_("title"), self._subject)
            yield Row(_("kind"), self._kind)
            yield Row(_("channel"), self._channel)
            yield Row(_("priority"), self._priority)
            yield Row(_("project"), self._project)
            yield Row(_("phone"), self._phone)
            yield body
            yield self._hits

    def on_mount(self) -> None:
        self.set_focus(self._who if self._call.customer is None else self._subject)
        self._begin(self._call)
        self.wait_for_me()
        self.work(self._read_projects, "projects")

    def _begin(self, call: Call) -> None:
        """Show what was written down of a call."""
        self._customer, self._found_for, self._agreed = call.customer, None, False
        if call.customer is not None:
            self._found_for = call.who
            self.work(partial(self._find, call.who), "customers")
        self._who.value, self._subject.value, self._phone.value = call.who, call.title, call.phone
        self._body.load_text(call.body)
        self._kind.value, self._channel.value = call.kind, call.channel
        self._priority.value, self._likely = call.priority, cast("int | None", call.project)
        self._project.value = self._likely
        self._label()

    def action_afresh(self) -> None:
        """Somebody else called: nothing of the last call is kept."""
        self._call = Call()
        self._hits.put([])
        self._begin(self._call)
        self.set_focus(self._who)

    def keep(self) -> None:
        if not self.is_mounted:
            return  # nothing could be written yet
        call = Call(
            self._who.value,
            self._customer,
            self._subject.value,
            self._phone.value,
            self._body.text,
            self._kind.value,
            self._channel.value,
            self._priority.value,
            self._project.value,
        )
        self._keep(call if call else Call())

    async def _read_projects(self) -> None:
        try:
            found = await self._live.read(floor.projects)
        finally:
            self.go_on()
        self._project.offer(projects(found))
        self._propose_project()

    def _label(self) -> None:
        """Say what Enter does here."""
        if self._customer is None:
            keys = _("Enter takes the customer, or goes to the ticket · Esc back")
        else:
            keys = _("Enter saves · Tab to more fields · Esc back")
        if self._call:
            keys = _("{keys} · Ctrl+N begins anew").format(keys=keys)
        known = isinstance(self._customer, FoundCustomer)
        title = self._open_already() if known else _("Who is it?")
        self._hits.say(title, [Run(keys, "dim")], _("name, pinyin or its initials, phone number"))

    def _open_already(self) -> str:
        """What the list of the customer's tickets is called: not all may be shown."""
        customer = self._customer
        if isinstance(customer, FoundCustomer) and customer.open > MOST_TICKETS:
            text = _("Open already: {shown} of {count}")
            return text.format(shown=MOST_TICKETS, count=f"{customer.open:,}")
        return _("Open already")

    # Who it is

    @on(TextField.Changed, "#customer")
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        text = self._who.value.strip()
        if text == self._found_for or self._picking:
            return
        self._customer, self._agreed = None, False
        self._label()
        self.work(partial(self._find, text), "customers")

    async def _find(self, text: str) -> None:
        hits = await self._live.read(partial(hits_of, text)) if text else []
        self._found_for = text
        self._hits.window.place(0)
        self._hits.put(hits)
        if isinstance(self._customer, FoundCustomer):  # brought back with their call
            same = [hit for hit in hits if isinstance(hit, FoundCustomer)]
            known = next((hit for hit in same if hit.id == self._customer.id), None)
            self._hits.put(self._of(known) if known is not None else [])
        if self._picking:
            self._picking = False
            self._take(hits[0] if hits else None)

    def _pick(self) -> None:
        """Enter on the first line."""
        text = self._who.value.strip()
        if self._customer is not None:
            self.set_focus(self._subject)
        elif text == (self._found_for or ""):
            self._agreed = self._hits.window.cursor > 0  # the arrow went there
            self._take(self._hits.current)
        else:
            self._picking = True
            self.set_focus(self._subject)
            self.work(partial(self._find, text), "customers")

    @on(Roll.Opened)
    def _clicked(self) -> None:
        if self._customer is None:
            self._take(self._hits.current)
        elif isinstance(self._hits.current, TicketRow):
            self._leave_for(Answered(self._hits.current.id, fresh=False))

    def _take(self, hit: Hit | None) -> None:
        """Settle who it is; with nobody, it is a ticket without a customer."""
        if isinstance(hit, TicketRow):
            self._leave_for(Answered(hit.id, fresh=False))
            return
        self._customer = hit
        if isinstance(hit, FoundCustomer):
            self._found_for = hit.name
            self._who.value = hit.name
            self._hits.put(self._of(hit))
            self.work(partial(self._read_caller, hit), "caller")
        else:
            self._hits.put([] if hit is None else [hit])
        self._label()
        if self.focused is self._who:
            self.set_focus(self._subject)
        if self._saving:
            self._saving = False
            self.go_on()
            self._save()

    def _of(self, customer: FoundCustomer) -> list[Hit]:
        """The open tickets that stand under a customer in the list."""
        rows = self._hits.window.rows
        start = rows.index(customer) + 1
        stop = next(
            (place for place in range(start, len(rows)) if not isinstance(rows[place], TicketRow)),
            len(rows),
        )
        return rows[start:stop]

    async def _read_caller(self, customer: FoundCustomer) -> None:
        """The project they called about last is the likeliest now."""
        self._likely = await self._live.read(lambda db: callers.last_project(db, customer.id))
        self._propose_project()

    def _propose_project(self) -> None:
        if self._project.value is None:
            self._project.value = self._likely

    def action_up(self) -> None:
        self._walk(-1)

    def action_down(self) -> None:
        self._walk(1)

    def _walk(self, by: int) -> None:
        """The arrows walk the list while a customer is looked for, else the fields."""
        if self.focused is self._who and self._customer is None:
            self._hits.action_move(by)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    # Saving

    def _body_ended(self, key: str) -> None:
        if key == "enter":
            self._save()
        else:
            self.work(self.action_cancel, "leaving")

    def _save(self) -> None:
        if self._picking:
            self._saving = True
            self.wait_for_me()
            return
        if not self._subject.value.strip():
            self.set_focus(self._subject)
            self._app.tell(_("a ticket needs a title"), wrong=True)
            return
        fresh = self._fresh()
        if fresh and not self._agreed:
            self._agreed = True
            name, phone = name_and_phone(fresh)
            self._hits.put([New(name, self._phone.value.strip() or phone, asked=True)])
            return
        self.wait_for_me()
        self.deed(self._open)

    def _fresh(self) -> str:
        """What a customer is called who isn't known yet; nothing for another."""
        if isinstance(self._customer, FoundCustomer):
            return ""
        return self._who.value.strip()

    async def _open(self) -> None:
        if self._saving:
            return
        app = self._app  # it may be left before it is done
        self._saving = self._opening = True
        await self._settled()
        try:
            number = await self._live.do(partial(_open_ticket, self._live, self._wanted()))
        except Problem as problem:
            app.refuse_kept(told(problem))
            self.go_on()
        else:
            self._keep(Call())
            self._leave_for(Answered(number, fresh=True))
        finally:
            self._saving = self._opening = False

    def _leave_for(self, answered: Answered) -> None:
        """The keys behind are about that ticket: they wait until it is shown."""
        self._app.main().wait_for_me()
        self.dismiss(answered)

    async def _settled(self) -> None:
        """Wait for the project that is being looked up."""
        workers = [each for each in self.workers if each.group in ("caller", "projects")]
        if workers:
            await self.workers.wait_for_complete(workers)

    def _wanted(self) -> OpenTicket:
        from floorboard.desk.tickets import NewCustomer, OpenTicket

        customer, fresh = self._customer, self._fresh()
        name, phone = name_and_phone(fresh)
        return OpenTicket(
            title=self._subject.value,
            kind=str(self._kind.value),
            channel=str(self._channel.value),
            body=self._body.text,
            priority=int(str(self._priority.value)),
            project_id=cast("int | None", self._project.value),
            customer_id=customer.id if isinstance(customer, FoundCustomer) else None,
            new_customer=(
                NewCustomer(name, phone=self._phone.value.strip() or phone) if fresh else None
            ),
        )

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self.app)

    async def action_cancel(self) -> None:
        """Esc: what was written down stays, for the next time."""
        await heard(self)
        if not self._opening:
            self.keep()
            self.dismiss(None)


def _open_ticket(live: Live, wanted: OpenTicket) -> int:
    from floorboard.desk import tickets

    return tickets.open_ticket(live.desk, wanted)
