"""The outgoing lead writes: sections, items, field by field, saved as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.domain.handover.blanks import Blank, Lack
from floorboard.domain.handover.conduct import Deed
from floorboard.domain.handover.record import WRITABLE, Item, ItemKind, Record, Section
from floorboard.domain.problem import N_
from floorboard.i18n import _
from floorboard.reports import handover_words as say
from floorboard.tui import keymap
from floorboard.tui.autosave import Pen, Target, Version
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.screens.handover import targets
from floorboard.tui.screens.handover.agreeing import Agreeing
from floorboard.tui.widgets.composer import Composer

KINDS: dict[Section, ItemKind] = {
    Section.ITEMS: ItemKind.CRITICAL,
    Section.CONTINGENCIES: ItemKind.CONTINGENCY,
    Section.STANDING: ItemKind.STANDING,
    Section.SYSTEMS: ItemKind.SYSTEM,
    Section.ANNOUNCEMENTS: ItemKind.ANNOUNCEMENT,
}
"""What an item that is added to a section is."""

QUESTIONS = {
    Section.ITEMS: N_("A ticket's number, or what it is about"),
    Section.CONTINGENCIES: N_("If …"),
    Section.STANDING: N_("What stands, or how it is worked around"),
    Section.SYSTEMS: N_("Which system, and what is the matter"),
    Section.ANNOUNCEMENTS: N_("What is to be known, and from whom"),
}


class Writing(Agreeing):
    """The keys that write."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("handover.blank"),
        keymap.binding("handover.add"),
        keymap.binding("handover.none"),
        keymap.binding("ticket.edit", "edit"),
        keymap.binding("ticket.close", "clear"),
        keymap.binding("review.watch", "kind('watch')"),
        keymap.binding("review.critical", "kind('critical')"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.composer = Composer(self._entered, self._put_text_away, self._letter, self._leave_text)
        self.pen = Pen(self, self.composer, self._written)
        self._walk: list[Target] = []
        """What is still to be written in one go."""

    # Writing

    @property
    def writing(self) -> bool:
        return self.composer.open

    def _entered(self, text: str) -> None:
        self.pen.entered(text)

    def _put_text_away(self, text: str) -> None:
        self._walk.clear()
        self.pen.put_away(text)

    def _letter(self, text: str) -> None:
        self.pen.typed(text)

    def _leave_text(self) -> None:
        """The composer is done with: the keyboard goes back to where it was."""
        if not self.writing:
            self.set_focus(self.pane)

    def _write(self, *walk: Target) -> None:
        """Write these, one after the other."""
        self._walk = [*walk]
        self._left = self.pane
        self._write_next()

    def _write_next(self) -> None:
        target = self._walk.pop(0)
        self.go_to(self.section, target.link)
        self.pen.begin(target)

    def _written(self, target: Target, go_on: bool) -> None:
        """On to the next text, or back to the page."""
        if go_on and self._walk:
            self._write_next()
            return
        self.set_focus(self._left)
        self.show_keys()

    def keep(self) -> None:
        """What is being written is saved."""
        super().keep()
        self.pen.keep()

    def _fields(self, item: Item, first: str = "") -> list[Target]:
        """The fields of an item that are blank, and before them `first`."""
        record = self.record
        assert record is not None
        names = [first] if first else []
        names += [name for name in item.missing if name != first]
        now, zone, version = self.live.now(), self.live.zone, Version(item.version)
        return [
            targets.of_field(record, item, name, version, self.colleagues, now, zone)
            for name in names
        ]

    async def action_edit(self) -> None:
        """`e`: write what the cursor is on; of an item, go on with what it lacks."""
        await self.once_read()
        if self.section is Section.SUMMARY:
            record = await self.possible(Deed.SUMMARISE)
            if record is not None:
                self._write(targets.of_summary(record))
            return
        record = await self.possible(Deed.WRITE)
        if record is None:
            return
        word, _colon, rest = self.link.partition(":")
        item = self.item if word in ("item", "field") else None
        if item is not None:
            name = rest.partition(":")[2] or next(iter(item.missing), "situation")
            self._write(*self._fields(item, name))
        elif word == "question":
            await self.action_reply()
        elif self.section in WRITABLE:
            self._write(targets.of_section(record, self.section))
        elif self.section is Section.HEADER:
            await self.action_pass_on()

    async def action_blank(self) -> None:
        """`b`: to the next thing that is missing, and write it."""
        record = await self.possible(Deed.WRITE)
        if record is None or self.look is None:
            return
        blank = self._next_blank(self.look.blanks)
        if blank is None:
            self.the_app.tell(
                _("nothing is blank: {key} offers it").format(key=self.key("handover.offer"))
            )
            return
        await self._fill(record, blank)

    def _next_blank(self, blanks: Sequence[Blank]) -> Blank | None:
        """The first blank from the section that is looked at on, round to the beginning."""
        order = [*Section]
        here = order.index(self.section)
        ahead = (each for each in blanks if order.index(each.section) >= here)
        return next(ahead, next(iter(blanks), None))

    async def _fill(self, record: Record, blank: Blank) -> None:
        match blank.lack:
            case Lack.FIELD:
                item = next(each for each in record.items if each.id == blank.number)
                self.go_to(blank.section, f"field:{item.id}:{blank.about}")
                self._write(*self._fields(item, blank.about))
            case Lack.TEXT:
                self.go_to(blank.section, f"text:{blank.section}")
                self._write(targets.of_section(record, blank.section))
            case Lack.STATE:
                self.go_to(blank.section, f"project:{blank.number}")
                self.the_app.action_review()
            case Lack.INCOMING | Lack.OUTGOING:
                self.go_to(Section.HEADER)
                await self.action_pass_on()

    async def action_none(self) -> None:
        """`-`: there is none of it; or there may be after all."""
        record = await self.possible(Deed.WRITE)
        if record is None:
            return
        section, written = self.section, record.written(self.section)
        if section not in WRITABLE:
            self.the_app.tell(_("this section isn't written by hand"))
            return
        none = not written.none

        def act(desk: Desk) -> object:
            return handover.write(desk, record.id, section, "", none=none, version=written.version)

        if none and written.body:
            self.the_app.refuse(_('something stands in this section: it isn\'t "none"'))
            return
        word = _("{section}: none") if none else _("{section}: blank again")
        self.do(act, lambda _done: word.format(section=say.section(section)))

    # Items

    async def action_add(self) -> None:
        """`+`: another item; a ticket that is pointed out becomes one at once."""
        record = await self.possible(Deed.WRITE)
        if record is None:
            return
        section = self.section
        kind = KINDS.get(section)
        if kind is None:
            where = _(", ").join(say.short(each) for each in KINDS)
            self.the_app.tell(_("items are added to: {sections}").format(sections=where))
            return
        word, _colon, rest = self.link.partition(":")
        if word == "ticket":
            self._add(record, kind, rest)
            return
        self.ask(
            ("handover.add." + section, record.id),
            _(QUESTIONS[section]),
            partial(self._add, record, kind),
        )

    def _add(self, record: Record, kind: ItemKind, text: str) -> None:
        number = text.strip().lstrip("#")
        section = self.section

        def act(desk: Desk) -> int:
            if section is Section.ITEMS and number.isascii() and number.isdigit():
                return handover.add(desk, record.id, kind, ticket_id=int(number))
            return handover.add(desk, record.id, kind, {"situation": text})

        async def work() -> None:
            made: list[int] = []

            def done(item_id: int) -> str:
                made.append(item_id)
                return _("added")

            await self.perform(act, done, ("handover.add." + section, record.id))
            if made and self.is_attached:
                await self._go_on_with(section, made[0])

        if text.strip():
            self.wait_for_me()
            self.deed(work)

    async def _go_on_with(self, section: Section, item_id: int) -> None:
        """What was added lacks something: write it now, unless something else is begun."""
        await self.read()
        self.relabel()
        found = [each for each in self.look.record.items if each.id == item_id] if self.look else []
        if found and self.section is section and not self.writing and self._asked is None:
            self.go_to(section, f"item:{item_id}")
            fields = self._fields(found[0])
            if fields and self.is_current:
                self._write(*fields)

    async def action_clear(self) -> None:
        """`X`: it is settled, and why; what this draft began can be taken away."""
        record = await self.possible(Deed.WRITE)
        item = self.item
        if record is None:
            return
        if item is None or item.cleared_at is not None:
            self.the_app.tell(_("put the cursor on an item first"))
        elif item.carried:
            self.ask(
                ("handover.clear", item.id),
                _("Why is it settled?"),
                lambda reason: self.do(
                    lambda desk: handover.clear(desk, record.id, item.id, reason),
                    lambda _done: _("cleared: the next record doesn't have it"),
                    ("handover.clear", item.id),
                ),
            )
        else:
            self.do(
                lambda desk: handover.drop(desk, record.id, item.id),
                lambda _done: _("taken away: {key} brings it back").format(key=self.key("undo")),
            )

    async def action_kind(self, kind: str) -> None:
        """`B` and `C`: it is to be watched, it is critical."""
        record = await self.possible(Deed.WRITE)
        item = self.item
        if record is None:
            return
        if item is None or item.section is not Section.ITEMS:
            self.the_app.tell(_("put the cursor on a critical or watch item first"))
            return
        wanted = ItemKind(kind)
        self.do(
            lambda desk: handover.edit(desk, record.id, item.id, kind=wanted),
            lambda _done: say.kind(wanted),
        )
