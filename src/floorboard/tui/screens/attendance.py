"""Attendance: who is in and who should be, overtime that waits for a decision, the month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from floorboard.desk import attendance, overtime, presence
from floorboard.desk.attendance import CLOCKED, CORRECTED, Clocked, Month, PersonMonth
from floorboard.desk.desk import Desk
from floorboard.desk.overtime import DECIDED, REQUESTED
from floorboard.desk.presence import Presence, Present
from floorboard.domain.instant import to_wall
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store.views.attendance import AttendanceView, OvertimeView
from floorboard.tui import keymap
from floorboard.tui.attendance_hands import AttendanceHands
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import attendance_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.roll import Roll

WIDE = 110
"""Cells from which the month stands beside the others, not below them."""


class Here(Roll[Present]):
    """Who is in, and who should be."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="here")
        self._live = live

    def cells(self, item: Present, width: int) -> list[Run]:
        return attendance_cells.present(item, self._live.now(), self._live.zone, width)

    def identity(self, item: Present) -> object:
        return item.person_id


class Overtime(Roll[OvertimeView]):
    """Requests that wait."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="overtime")
        self._live = live

    def cells(self, item: OvertimeView, width: int) -> list[Run]:
        return attendance_cells.overtime(item, self._live.now(), self._live.zone, width)

    def identity(self, item: OvertimeView) -> object:
        return item.id


class MonthTable(Roll[PersonMonth]):
    """Everybody's figures."""

    def cells(self, item: PersonMonth, width: int) -> list[Run]:
        return attendance_cells.month_line(item, width)

    def headings(self, width: int) -> list[Run]:
        return attendance_cells.month_headings(width)

    def identity(self, item: PersonMonth) -> object:
        return item.person_id


class AttendanceScreen(PageScreen):
    """The three lists."""

    GROUP = "attendance"
    ASKED = (CLOCKED, CORRECTED, REQUESTED, DECIDED)
    CSS = (
        PageScreen.CSS
        + """
    AttendanceScreen #attendance { height: 1fr; layout: horizontal; background: #0f131a; }
    AttendanceScreen #left { width: 52; height: 100%; }
    AttendanceScreen #here { height: 2fr; }
    AttendanceScreen #overtime { height: 1fr; min-height: 4; }
    AttendanceScreen #month { width: 1fr; height: 100%; }
    AttendanceScreen.-narrow #attendance { layout: vertical; }
    AttendanceScreen.-narrow #left { width: 100%; height: 6fr; }
    AttendanceScreen.-narrow #month { width: 100%; height: 5fr; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("ticket.take", "clock_myself"),
        keymap.binding("tick", "tick"),
        keymap.binding("ticket.hand", "refuse"),
        keymap.binding("ticket.new", "request"),
        keymap.binding("ticket.close", "withdraw"),
        keymap.binding("ticket.edit", "correct"),
        keymap.binding("page.month_before"),
        keymap.binding("page.month_after"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.here = Here(live)
        self.overtime = Overtime(live)
        self.month = MonthTable(id="month")
        self.hands = AttendanceHands(self)
        self._day: date | None = None
        """Any day of the month that is shown; None for today's."""
        self._presence: Presence | None = None
        self._month: Month | None = None

    @property
    def records(self) -> Sequence[AttendanceView]:
        """Each coming and going of the month that is shown."""
        return () if self._month is None else self._month.records

    def body(self) -> Iterable[Widget]:
        left = Vertical(self.here, self.overtime, id="left")
        return (Container(left, self.month, id="attendance"),)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.here, self.overtime, self.month)

    def on_resize(self, event: events.Resize | None = None) -> None:
        super().on_resize()
        self.set_class(self.size.width < WIDE, "-narrow")

    async def read(self) -> None:
        desk, day = self.live.desk, self._day
        self._presence = await self.live.do(lambda: presence.read(desk))
        waiting = await self.live.do(lambda: overtime.undecided(desk))
        self._month = await self.live.do(lambda: attendance.month(desk, day))
        self.here.put(self._presence.people)
        self.overtime.put(waiting)
        self.month.put(self._month.people)

    def show(self) -> None:
        here, month = self._presence, self._month
        if here is None or month is None:
            return
        self.here.say(
            _("In now"), attendance_cells.present_foot(here), _("Nobody is in or should be.")
        )
        count = len(self.overtime.window.rows)
        waits = [Run(_("{count} waiting").format(count=count), "amber")] if count else ()
        self.overtime.say(_("Overtime"), waits, _("Nothing waits for a decision."))
        first = to_wall(month.start, self.live.zone).date()
        self.month.say(
            attendance_cells.month_title(first),
            attendance_cells.month_foot(month),
            _("Nobody works here in this month."),
        )
        for pane in self.panes():
            pane.refresh()

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.show_keys()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        me = self.live.desk.actor.person_id
        out = me is not None and self._is_in(me)
        mine = _("clock out") if out else _("clock in")
        hints = [self.hint("ticket.take", mine, action=CLOCKED, some=me is not None)]
        if self.pane is self.overtime:
            some = self.overtime.current is not None
            hints += [
                self.hint("tick", _("approve"), action=DECIDED, some=some),
                self.hint("ticket.hand", _("refuse"), action=DECIDED, some=some),
                self.hint("ticket.close", _("withdraw"), action=REQUESTED, some=some),
            ]
        else:
            who = self._person()
            theirs = _("clock them out") if who and self._is_in(who[0]) else _("clock them in")
            some = who is not None
            hints += [
                self.hint("tick", theirs, action=CORRECTED, some=some),
                self.hint("ticket.edit", _("correct"), action=CORRECTED, some=some),
            ]
        return [
            *hints,
            self.hint("ticket.new", _("ask for overtime"), action=REQUESTED),
            self.hint("list.open", _("details")),
            (f"{self.key('page.month_before')} {self.key('page.month_after')}", _("month"), True),
            self.hint("pane.next", _("next pane")),
            self.hint("undo", _("undo")),
        ]

    def _is_in(self, person_id: int) -> bool:
        found = self._presence.people if self._presence is not None else ()
        return any(
            each.person_id == person_id and each.in_at is not None and each.out_at is None
            for each in found
        )

    def _person(self) -> tuple[int, str] | None:
        """Who is under the cursor."""
        pane = self.month if self.pane is self.month else self.here
        found: Present | PersonMonth | None = pane.current
        return None if found is None else (found.person_id, found.name)

    # Keys

    async def action_clock_myself(self) -> None:
        """`t`: who is signed in comes or goes."""
        await self.once_read()
        if not self.may(CLOCKED):
            return
        me = self.live.desk.actor.person_id
        if me is None:
            self.the_app.tell(_("nobody is signed in: whose time is it?"), wrong=True)
        else:
            self._come_or_go(me)

    async def action_tick(self) -> None:
        """`x`: somebody comes or goes; or, on a request, it is approved."""
        await self.once_read()
        if self.pane is self.overtime:
            found = self.overtime.current
            if found is not None and self.may(DECIDED):
                number, name = found.id, found.name
                self.do(
                    lambda desk: overtime.approve(desk, number),
                    lambda _done: _("overtime of {name} approved").format(name=name),
                )
            return
        who = self._person()
        mine = who is not None and who[0] == self.live.desk.actor.person_id
        if who is not None and self.may(CLOCKED if mine else CORRECTED):
            self._come_or_go(who[0])

    def _come_or_go(self, person_id: int) -> None:
        leaves = self._is_in(person_id)
        act = attendance.clock_out if leaves else attendance.clock_in

        def done(desk: Desk) -> Clocked:
            return act(desk, person_id)

        self.do(done, partial(_clocked, leaves))

    async def action_refuse(self) -> None:
        """`h`: the request goes back, with the reason."""
        await self.once_read()
        found = self.overtime.current
        if self.pane is not self.overtime or found is None:
            self.the_app.tell(_("overtime is refused on its list: press Tab"))
            return
        if not self.may(DECIDED):
            return
        number, name = found.id, found.name
        key = "overtime.refuse", number

        def then(text: str) -> None:
            self.do(
                lambda desk: overtime.refuse(desk, number, text),
                lambda _done: _("overtime of {name} refused").format(name=name),
                key,
            )

        self.ask(key, _("Overtime of {name}: why is it refused?").format(name=name), then)

    async def action_request(self) -> None:
        """`n`: overtime, one's own if nobody else is named."""
        await self.once_read()
        if self.may(REQUESTED):
            await self.hands.request(self.live.desk.actor.person_id or 0)

    async def action_withdraw(self) -> None:
        """`X`: the request is taken back, while nobody has decided."""
        await self.once_read()
        found = self.overtime.current
        if self.pane is not self.overtime or found is None:
            self.the_app.tell(_("overtime is withdrawn on its list: press Tab"))
        elif self.may(REQUESTED):
            number, name = found.id, found.name
            self.do(
                lambda desk: overtime.withdraw(desk, number),
                lambda _done: _("overtime of {name} withdrawn").format(name=name),
            )

    async def action_correct(self) -> None:
        """`e`: when somebody came and went."""
        await self.once_read()
        who = None if self.pane is self.overtime else self._person()
        if who is None:
            self.the_app.tell(_("attendance is corrected in the lists of people: press Tab"))
        elif self.may(CORRECTED):
            await self.hands.correct(who[0])

    async def action_turn(self, by: int) -> None:
        """`[` and `]`: another month."""
        await self.once_read()
        first = (self._day or to_wall(self.live.now(), self.live.zone).date()).replace(day=1)
        self._day = (first + timedelta(days=31 if by > 0 else -1)).replace(day=1)
        self.reread()

    @on(Roll.Opened)
    async def action_open(self) -> None:
        await self.once_read()
        now, zone, pane = self.live.now(), self.live.zone, self.pane
        if pane is self.overtime and self.overtime.current is not None:
            found = self.overtime.current
            self.open_paper(_("Overtime"), attendance_cells.overtime_paper(found, now, zone))
            return
        who, month = self._person(), self._month
        if pane is self.overtime or who is None or month is None:
            return
        person = next((each for each in month.people if each.person_id == who[0]), None)
        if person is not None:
            title = f"{person.name} · {words.post(person.post)}"
            self.open_paper(title, attendance_cells.month_paper(month, person, zone))


def _clocked(leaves: bool, done: Clocked) -> str:
    name, time = done.attendance.name, words.duration(done.seconds)
    if leaves:
        text = _("{name} is out, {time} early") if done.seconds else _("{name} is out")
    else:
        text = _("{name} is in, {time} late") if done.seconds else _("{name} is in")
    return text.format(name=name, time=time)


PAGE = AttendanceScreen
