"""Both leads agree: offered, acknowledged, asked and answered, passed on, signed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.domain.handover.blanks import Blank
from floorboard.domain.handover.conduct import Deed
from floorboard.domain.handover.record import Record, Section, Side
from floorboard.i18n import _, told
from floorboard.reports import handover_words as say
from floorboard.tui import keymap
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.confirm import ConfirmScreen
from floorboard.tui.screens.handover import targets
from floorboard.tui.screens.handover.base import HandoverPage
from floorboard.tui.widgets.paper import Paragraph

PIN = "handover.pin"


class Agreeing(HandoverPage):
    """The keys that offer, take note, ask and sign."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("handover.offer"),
        keymap.binding("handover.withdraw"),
        keymap.binding("handover.pass_on"),
        keymap.binding("handover.stand_in"),
        keymap.binding("handover.sign"),
        keymap.binding("ticket.reply", "reply"),
        keymap.binding("tick", "acknowledge"),
    ]

    def keep(self) -> None:
        """A PIN is nobody's draft."""
        if self._asked is None or self._asked[0][0] != PIN:
            super().keep()

    def _put_away(self) -> None:
        super()._put_away()
        self._line.ask()  # nor does it stay on the line

    # The incoming lead

    async def action_acknowledge(self) -> None:
        """`x`: the incoming lead has taken note of the item, and goes on to the next."""
        record = await self.possible(Deed.ACKNOWLEDGE)
        if record is None:
            return
        waiting = record.unacknowledged
        if not waiting:
            self.the_app.tell(_("every critical item is acknowledged"))
            return
        here = self.item if self.section is Section.ITEMS else None
        if here is None or here not in waiting:
            self.go_to(Section.ITEMS, f"item:{waiting[0].id}")
            if self.section is Section.ITEMS and here is None:
                self.the_app.tell(_("read it, then press {key} again").format(key=self.key("tick")))
            return
        place = waiting.index(here)
        rest = (*waiting[place + 1 :], *waiting[:place])
        self.do(
            lambda desk: handover.acknowledge(desk, record.id, here.id),
            lambda _done: _("acknowledged, {n} left").format(n=len(rest)),
        )
        if rest:
            self.go_to(Section.ITEMS, f"item:{rest[0].id}")

    async def action_reply(self) -> None:
        """`r`: the incoming lead asks back about a section, the outgoing one answers."""
        await self.once_read()
        record = self.record
        if record is not None and self.can(Deed.ANSWER):
            self._answer_question(record)
            return
        record = await self.possible(Deed.ASK)
        if record is None:
            return
        section = self.section
        key = "handover.ask." + section, record.id
        self.ask(
            key,
            _("{section}: what do you ask?").format(section=say.section(section)),
            lambda text: self.do(
                lambda desk: handover.ask(desk, record.id, section, text),
                lambda _done: _("asked: it stays in the record"),
                key,
            ),
        )

    def _answer_question(self, record: Record) -> None:
        word, _colon, rest = self.link.partition(":")
        here = [each for each in record.questions if word == "question" and each.id == int(rest)]
        found = next(iter((*here, *record.unanswered)), None)
        if found is None:
            self.the_app.tell(_("no question waits for an answer"))
            return
        self.go_to(found.section, f"question:{found.id}")
        key = "handover.answer", found.id
        self.ask(
            key,
            found.question,
            lambda text: self.do(
                lambda desk: handover.answer(desk, record.id, found.id, text),
                lambda _done: _("answered"),
                key,
            ),
            found.answer,
        )

    # Offering, and who

    async def action_offer(self) -> None:
        """`O`: freeze it; with blanks it is refused, and they are listed."""
        record = await self.possible(Deed.OFFER)
        if record is not None:
            self.wait_for_me()
            self.deed(partial(self._offer, record.id, sure=False))

    async def _offer(self, number: int, *, sure: bool) -> None:
        def act(desk: Desk) -> None:
            handover.offer(desk, number, sure=sure)

        try:
            await self.perform(act, lambda _done: _("offered: frozen as it stands"))
        except handover.Incomplete as incomplete:
            self._tell_blanks(incomplete.blanks)
        except handover.MajorIncident as major:
            self._ask_twice(number, major)

    def _tell_blanks(self, blanks: Sequence[Blank]) -> None:
        """What is missing, each on its line; and on to the first."""
        listed = [Paragraph((Run(f"! {say.blank(each)}", "amber"),), 2) for each in blanks]
        why = _("Fill each of them, or say “none”. {key} goes from one to the next.")
        listed += [
            Paragraph(),
            Paragraph((Run(why.format(key=self.key("handover.blank")), "dim"),)),
        ]
        title = _("It can't be offered yet: {n} blank").format(n=len(blanks))
        self.go_to(blanks[0].section)
        if self.is_current:
            self.open_paper(title, listed)

    def _ask_twice(self, number: int, major: handover.MajorIncident) -> None:
        listed = [
            Paragraph((Run(f"#{each.ticket_id} ", "blue"), Run(each.title, "text")), 2)
            for each in major.tickets
        ]
        listed.append(
            Paragraph((Run(_("Offered now, the record is marked with it."), "amber"),), 2)
        )
        screen = ConfirmScreen(
            _("A major incident is open. Offer all the same?"),
            listed,
            _("Enter offers it, marked · Esc doesn't"),
            unasked=True,
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.wait_for_me()
                self.deed(partial(self._offer, number, sure=True))

        self.the_app.push_screen(screen, answered)

    async def action_withdraw(self) -> None:
        """`W`: take the offer back."""
        record = await self.possible(Deed.WITHDRAW)
        if record is None:
            return
        key = "handover.withdraw", record.id
        self.ask(
            key,
            _("Why is it withdrawn? What was acknowledged is asked again"),
            lambda reason: self.do(
                lambda desk: handover.withdraw(desk, record.id, reason),
                lambda _done: _("withdrawn: it is a draft again"),
                key,
            ),
        )

    async def action_pass_on(self) -> None:
        """`h`: somebody else takes over; first who, then why."""
        record = await self.possible(Deed.PASS_ON)
        if record is None:
            return
        key = "handover.whom", record.id
        self.ask(
            key,
            _("Who takes over? Enter alone: the next in the roster's line"),
            partial(self._ask_why_passed, record),
        )

    def _ask_why_passed(self, record: Record, name: str) -> None:
        to = targets.whom(self.colleagues, name)
        called = next((each.name for each in self.colleagues if each.id == to), "")
        key = "handover.pass_on", record.id

        def act(reason: str) -> None:
            self.drafts.pop(("handover.whom", record.id), None)
            self.do(
                lambda desk: handover.pass_on(desk, record.id, reason, to),
                lambda lead: _("{name} takes over").format(name=lead.name),
                key,
            )

        question = _("{name}: why?") if called else _("The next in line: why?")
        self.ask(key, question.format(name=called), act)

    async def action_stand_in(self) -> None:
        """`t`: whoever is signed in hands over instead of the outgoing lead."""
        record = await self.possible(Deed.STAND_IN)
        if record is None:
            return
        key = "handover.stand_in", record.id
        self.ask(
            key,
            _("Why do you hand over in their place?"),
            lambda reason: self.do(
                lambda desk: handover.stand_in(desk, record.id, reason),
                lambda _done: _("you hand over; it is a draft"),
                key,
            ),
        )

    # Signing

    async def action_sign(self) -> None:
        """`s`: the outgoing lead's PIN, then the incoming one's: what it means stands above."""
        await self.once_read()
        record = self.record
        if record is None:
            self.the_app.refuse(_("no handover is under way"))
            return
        first = record.signature(Side.OUTGOING) is None
        side = Side.OUTGOING if first else Side.INCOMING
        deed = Deed.HAND_OVER if first else Deed.TAKE_OVER
        lead = record.outgoing if first else record.incoming
        problem = self.why_not(deed, lead)
        if problem is not None or lead is None:
            self.go_to(Section.SIGNATURES)
            self.the_app.refuse(told(problem) if problem else _("nobody is named who signs"))
            return
        self.go_to(Section.SIGNATURES)
        text = _("{name}: “{meaning}” PIN")
        self.ask(
            (PIN, record.id),
            text.format(name=lead.name, meaning=say.meaning(side)),
            partial(self._sign, record, deed),
        )
        self._line.ask(hidden=True)

    def _sign(self, record: Record, deed: Deed, pin: str) -> None:
        if not pin:
            return
        number = record.id
        if deed is Deed.HAND_OVER:
            self.do(
                lambda desk: handover.hand_over(desk, number, pin),
                lambda _done: _("signed: now the incoming lead signs"),
            )
        else:
            self.wait_for_me()
            self.deed(partial(self._take_over, number, pin))

    async def _take_over(self, number: int, pin: str) -> None:
        def word(record: Record) -> str:
            assert record.incoming is not None
            return _("{name} is responsible for the floor").format(name=record.incoming.name)

        app = self.the_app
        await self.perform(lambda desk: handover.take_over(desk, number, pin), word)
        app.upkeep.put_on_paper(number)
