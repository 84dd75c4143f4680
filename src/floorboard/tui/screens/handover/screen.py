"""Screen 6: the handover under way, section by section, and what has changed since its freeze."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.desk.handover import Responsible
from floorboard.domain.handover.conduct import Deed
from floorboard.domain.handover.record import WRITABLE, Section, State
from floorboard.domain.instant import to_wall
from floorboard.i18n import _
from floorboard.reports import handover_words as say
from floorboard.reports import words
from floorboard.store.queries import people
from floorboard.store.queries.people import Colleague
from floorboard.tui import arrangement, commands, keymap, pages
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import handover_cells
from floorboard.tui.render.handover_cells import Line
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.screens.handover.base import BEGUN
from floorboard.tui.screens.handover.writing import Writing
from floorboard.tui.widgets.links import LinkedPaper
from floorboard.tui.widgets.paper import Paper, Paragraph
from floorboard.tui.widgets.roll import Roll


class Sections(Roll[Line]):
    """The sections, with what is still missing."""

    AWAY = CURSOR_AWAY

    def cells(self, item: Line, width: int) -> list[Run]:
        return handover_cells.cells(item, width)

    def identity(self, item: Line) -> object:
        return item.section


class SectionPaper(LinkedPaper):
    """What a section says; where the cursor is on it stays in view while it is written."""

    AWAY = CURSOR_AWAY


class HandoverScreen(Writing):
    """The sections at the left, the one under the cursor at the right; below it, while it is
    offered, what is otherwise since."""

    GROUP = "handover"
    CSS = (
        Writing.CSS
        + """
    HandoverScreen #handover { height: 1fr; layout: horizontal; background: #0f131a; }
    HandoverScreen #sections { width: 38; height: 100%; }
    HandoverScreen.-narrow #sections { width: 28; }
    HandoverScreen #content { width: 1fr; height: 100%; background: #0f131a; }
    HandoverScreen #section { height: 1fr; }
    HandoverScreen #since { height: 30%; min-height: 4; max-height: 9; display: none; }
    HandoverScreen Composer { display: none; height: 2; max-height: 7; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("handover.next"),
        keymap.binding("handover.previous"),
        keymap.binding("handover.older", "older"),
        keymap.binding("review", "app.review"),
        keymap.binding("page.left"),
        keymap.binding("page.right"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.sections = Sections(id="sections")
        self.paper = SectionPaper(id="section")
        self.since = Paper(id="since")
        self._responsible: Responsible | None = None
        self._places: dict[Section, tuple[int, int]] = {}
        """Where the paper of each section was left."""
        self._written_on: Section | None = None

    def body(self) -> Iterable[Widget]:
        content = Vertical(self.paper, self.since, id="content")
        return (Container(self.sections, content, id="handover"), self.composer)

    def panes(self) -> Sequence[Roll[Any]]:
        last = (self.since,) if self.since.display else ()
        return (self.sections, self.paper, *last)

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width < arrangement.WIDE, "-narrow")
        self.call_after_refresh(self._write_paper)

    # What it shows

    @property
    def section(self) -> Section:
        line = self.sections.current
        return line.section if line is not None else Section.HEADER

    @property
    def link(self) -> str:
        return self.paper.link

    async def read(self) -> None:
        live = self.live

        def reading(desk: Desk) -> tuple[Any, Responsible | None, Sequence[Colleague]]:
            look = handover.current(desk)
            today = to_wall(desk.now(), live.zone).date().isoformat()
            with desk.store.reading() as db:
                return (
                    look,
                    handover.responsible_within(db, desk.now()),
                    people.colleagues(db, today),
                )

        self.look, self._responsible, self.colleagues = await live.do(lambda: reading(live.desk))
        self.sections.put(handover_cells.lines(self.look) if self.look is not None else [])

    def show(self) -> None:
        look = self.look
        if look is None:
            self.sections.put([])
            self.sections.say(_("Handover"), (), _("None is under way."))
        else:
            self.sections.put(handover_cells.lines(look))
            title = _("Handover {number}").format(number=look.record.id)
            self.sections.say(title, handover_cells.foot(look, self.live.zone))
        self.sections.refresh()
        self._show_since()
        self._write_paper()

    def _show_since(self) -> None:
        look = self.look
        offered = look is not None and look.record.state is State.OFFERED
        self.since.display = offered
        if look is None or not offered:
            return
        found = handover_cells.since(look, self.live.zone)
        title = _("Since the freeze: {n}").format(n=len(found))
        self.since.say(title, [Run(_("belongs to the next record"), "dim")])
        nothing = [Paragraph((Run(_("Nothing has changed."), "dim"),))]
        self.since.write(found or nothing, keep_place=True)

    def _write_paper(self) -> None:
        """Write the section that the cursor is on, at the place where it was."""
        look, section = self.look, self.section
        if look is None:
            self.paper.say(_("Who is responsible"))
            self.paper.write([*self._idle()])
            return
        if self._written_on is not None and self._written_on != section:
            self._places[self._written_on] = self.paper.place
            self.paper.window.top = 0
        link = self.paper.link if self._written_on == section else ""
        place = self.paper.place if self._written_on == section else self._places.get(section)
        self._written_on = section
        self.paper.say(say.section(section), self._who())
        width = self.paper.size.width - 4
        found = handover_cells.paragraphs(look, section, self.live.zone, width)
        self.paper.write(found, keep_place=place is not None)
        if place is not None:
            self.paper.go_to(place)
        if link:
            self.paper.seek(link)

    def _who(self) -> list[Run]:
        """From whom to whom."""
        assert self.look is not None
        record = self.look.record
        nobody = _("nobody yet")
        names = [each.name if each else nobody for each in (record.outgoing, record.incoming)]
        return [Run(" → ".join(names), "amber" if nobody in names else "dim")]

    def _idle(self) -> Iterable[Paragraph]:
        """What there is to know while no handover is under way."""
        found, now, zone = self._responsible, self.live.now(), self.live.zone
        if found is None:
            yield Paragraph((Run(_("Nobody took over, and the roster names no lead."), "amber"),))
        else:
            name = f"{found.lead.name} {found.lead.other_name}".strip()
            yield Paragraph((Run(name, "strong"), Run(" " + _("answers for the floor"), "text")))
            text = _("by the roster: no handover was accepted yet")
            if found.since is not None:
                text = _("since {time}, by handover {number}").format(
                    time=words.clock_time(found.since, now, zone), number=found.number
                )
            yield Paragraph((Run(text, "dim"),))
        yield Paragraph()
        begin = _("{key} begins the handover of this shift. What the last one left is carried on.")
        yield Paragraph((Run(begin.format(key=self.key("handover.next")), "text"),))
        older = _("{key} shows older ones.").format(key=self.key("handover.older"))
        yield Paragraph((Run(older, "text"),))

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        if self.look is None:
            return [
                self.hint("handover.next", _("begin"), action=BEGUN),
                self.hint("handover.older", _("older")),
                (_("1–6"), _("screens"), True),
            ]
        walk = f"{self.key('handover.next')} {self.key('handover.previous')}"
        section = (walk, _("section"), True)
        if self.look.record.state is State.DRAFT:
            return [section, *self._draft_hints()]
        return [section, *self._offered_hints()]

    def _draft_hints(self) -> Iterable[tuple[str, str, bool]]:
        mine = self.can(Deed.WRITE)
        yield self.hint("handover.blank", _("next blank"), some=mine)
        yield self.hint("ticket.edit", _("write"), some=mine and self.section in WRITABLE)
        yield self.hint("handover.none", _("none"), some=mine and self.section in WRITABLE)
        yield self.hint("handover.add", _("add"), some=mine)
        if self.item is not None:
            yield self.hint("ticket.close", _("settled"), some=mine)
        yield self.hint("handover.offer", _("offer"), some=self.can(Deed.OFFER))
        yield self.hint("handover.pass_on", _("to whom"), some=self.can(Deed.PASS_ON))
        yield self.hint("handover.older", _("older"))

    def _offered_hints(self) -> Iterable[tuple[str, str, bool]]:
        yield self.hint("tick", _("acknowledge"), some=self.can(Deed.ACKNOWLEDGE))
        answers = self.can(Deed.ANSWER)
        word = _("answer") if answers else _("ask back")
        yield self.hint("ticket.reply", word, some=answers or self.can(Deed.ASK))
        yield self.hint("ticket.edit", _("summary"), some=self.can(Deed.SUMMARISE))
        yield self.hint("handover.sign", _("sign"))
        yield self.hint("handover.withdraw", _("withdraw"), some=self.can(Deed.WITHDRAW))
        yield self.hint("handover.pass_on", _("to whom"), some=self.can(Deed.PASS_ON))
        yield self.hint("handover.older", _("older"))

    # Walking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a text is written, letters are letters."""
        return False if self.writing else super().check_action(action, parameters)

    @on(Roll.Moved)
    def _walked(self, event: Roll.Moved) -> None:
        if event.roll is self.sections:
            self._write_paper()
        self.show_keys()

    async def action_section(self, by: int) -> None:
        """`n` and `p`: the next section and the one before; `n` begins where nothing is."""
        await self.once_read()
        if self.look is None:
            if by > 0 and self.may(BEGUN):
                self.do(handover.begin, lambda number: _("handover {n} begins").format(n=number))
            return
        self.sections.action_move(by)
        self._write_paper()

    def go_to(self, section: Section, link: str = "") -> None:
        places = [line.section for line in self.sections.window.rows]
        if section in places:
            self.sections.action_move(places.index(section) - self.sections.window.cursor)
            self._write_paper()
            if link:
                self.paper.seek(link)
            self.show_keys()

    async def action_step(self, by: int) -> None:
        """← and →: the list of sections, and what they say."""
        await self.once_read()
        self._go(self.paper if by > 0 else self.sections)

    def _go(self, pane: Roll[Any]) -> None:
        self.set_focus(pane)
        self.show_keys()

    def action_older(self) -> None:
        """`v`: older ones."""
        pages.show(self.the_app, "handovers")

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: into the section; there, to what the cursor is on."""
        await self.once_read()
        if self.look is None or self.pane is self.since:
            return
        if self.pane is self.sections:
            self._go(self.paper)
            return
        word, _colon, rest = self.paper.link.partition(":")
        match word:
            case "text" | "field" | "item" | "question":
                await self.action_edit()
            case "ticket":
                await commands.run(self.the_app, rest)
            case "check":
                from floorboard.tui.screens import duties

                await duties.show_at(self.the_app, int(rest))
            case "project":
                self.the_app.action_review()
            case "lists":
                pages.show(self.the_app, "lists")
            case "roster":
                self.action_screen("roster")
