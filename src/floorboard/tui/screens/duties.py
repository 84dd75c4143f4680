"""Screen 4: the checks of a shift, a day or a week, what is late or missed; done, waived, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from floorboard.desk import duties
from floorboard.desk.board import CheckLine
from floorboard.desk.desk import Desk
from floorboard.desk.duties import reading
from floorboard.desk.duties.about import About, about
from floorboard.desk.duties.reading import Look, Span
from floorboard.domain.duty import CheckPhase
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.tui import arrangement, keymap, pages
from floorboard.tui.evidence import Given
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import duty_cells, duty_paper
from floorboard.tui.render.duty_cells import SETTLED, By
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.screens.ticking import TICKED, WAIVED, Matter, TickingScreen
from floorboard.tui.widgets.answer import Bar
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

SEARCH = ("duties.search", 0)

OVER = frozenset({*SETTLED, CheckPhase.MISSED})
"""How a check stands about which nothing can be done any more."""

SPANS: tuple[tuple[Span, str], ...] = (
    (Span.SHIFT, N_("This shift")),
    (Span.DAY, N_("A day")),
    (Span.WEEK, N_("A week")),
    (Span.OVERDUE, N_("Overdue")),
    (Span.MISSED, N_("Missed")),
)
"""What ← and → walk through."""


class Checks(Roll[CheckLine]):
    """The checks of what is looked at."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="checks")
        self._live = live
        self.by = By.TIME

    def cells(self, item: CheckLine, width: int) -> list[Run]:
        now, zone = self._live.now(), self._live.zone
        return duty_cells.listed_cells(item, self._above(item), self.by, now, zone, width)

    def _above(self, item: CheckLine) -> CheckLine | None:
        """The one above it, unless that has scrolled out of view."""
        rows, top = self.window.rows, self.window.top
        place = next((index for index, each in enumerate(rows) if each is item), top)
        return rows[place - 1] if place > top else None

    def identity(self, item: CheckLine) -> object:
        return item.check.id


class DutyScreen(TickingScreen[CheckLine]):
    """The checks at the left, the paper about one at the right; on a narrow screen below."""

    GROUP = "duties"
    KIND = "duty"
    ASKED = (TICKED, WAIVED)
    CSS = (
        PageScreen.CSS
        + """
    DutyScreen #spans { display: block; }
    DutyScreen #duties_body { height: 1fr; layout: horizontal; background: #0f131a; }
    DutyScreen #checks { width: 5fr; height: 100%; }
    DutyScreen #paper { width: 3fr; height: 100%; }
    DutyScreen.-narrow #duties_body { layout: vertical; }
    DutyScreen.-narrow #checks { width: 100%; height: 3fr; }
    DutyScreen.-narrow #paper { width: 100%; height: 2fr; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("ticket.new", "go('lists')"),
        keymap.binding("ticket.rate", "go('risks')"),
        keymap.binding("ticket.split", "shares"),
        keymap.binding("sort", "arrange"),
        keymap.binding("filter", "search"),
        keymap.binding("why"),
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("page.month_before"),
        keymap.binding("page.month_after"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.checks = Checks(live)
        self.paper = Paper(id="paper")
        self._spans = Bar("spans")
        self._span = 0
        self._day: date | None = None
        """Any day of what is looked at; None for today."""
        self._text = ""
        """What is searched for."""
        self._found: Look | None = None
        self._fresh = True
        """Whether the cursor has still to go to the first check that is to be done."""
        self._waiting = reading.Waiting(0, 0)
        self._about: tuple[CheckLine, About] | None = None

    def body(self) -> Iterable[Widget]:
        return (self._spans, Container(self.checks, self.paper, id="duties_body"))

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.checks, self.paper)

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width < arrangement.WIDE, "-narrow")

    # What it shows

    @property
    def span(self) -> Span:
        return SPANS[self._span][0]

    async def read(self) -> None:
        desk, span, day = self.live.desk, self.span, self._day
        self._found = await self.live.do(lambda: reading.look(desk, span, day))
        self._waiting = await self.live.do(lambda: reading.waiting(desk))
        self._list()
        if self._fresh:
            self._fresh = False
            rows = self.checks.window.rows
            self.checks.window.place(next((n for n, line in enumerate(rows) if _to_do(line)), 0))
        await self._read_about()

    def _list(self) -> None:
        found = self._found.checks if self._found is not None else ()
        fitting = [line for line in found if duty_cells.has(line, self._text)]
        self.checks.put(duty_cells.arranged(fitting, self.checks.by))

    async def _read_about(self) -> None:
        line, desk = self.checks.current, self.live.desk
        found = None if line is None else await self.live.do(partial(about, desk, line))
        if line is self.checks.current:
            self._about = None if line is None or found is None else (line, found)

    def show(self) -> None:
        counts: dict[Span, tuple[int, str]] = {
            Span.OVERDUE: (self._waiting.overdue, "amber"),
            Span.MISSED: (self._waiting.missed, "red"),
        }
        names = [(_(name), *counts.get(span, (0, "dim"))) for span, name in SPANS]
        self._spans.say(duty_cells.tabs(names, self._span))
        self.checks.say(self._title(), duty_cells.foot(self.checks.window.rows), self._empty())
        self.checks.refresh()
        self._write()

    def _title(self) -> str:
        found, zone = self._found, self.live.zone
        if found is None:
            return _("Duties")
        title = _(SPANS[self._span][1])
        if found.span is Span.SHIFT and found.shift is not None:
            title = pick(found.shift.name, found.shift.name_zh)
        elif found.span in (Span.DAY, Span.WEEK):
            first, last = (to_wall(each, zone).date() for each in (found.start, found.end - 1))
            title = " – ".join(_date(day) for day in dict.fromkeys((first, last)))
        title = _("Duties · {what}").format(what=title)
        return f"{title} · “{self._text}”" if self._text else title

    def _empty(self) -> str:
        if self._found is None:
            return ""
        if not self._waiting.recurs:
            return _("No duty recurs here yet: `floorboard duty load` brings those that ship.")
        if self._text:
            return _("Nothing fits.")
        match self.span:
            case Span.OVERDUE:
                return _("Nothing is late.")
            case Span.MISSED:
                return _("Nothing was missed.")
        return _("Nothing is due.")

    def _write(self) -> None:
        if self._about is None:
            self.paper.say("")
            self.paper.write(())
            return
        line, found = self._about
        now, zone = self.live.now(), self.live.zone
        self.paper.say(_("Check {number}").format(number=line.check.id))
        self.paper.write(duty_paper.paragraphs(line, found, now, zone), keep_place=True)

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.paper.action_first()
        self.show_keys()
        self.work(self._follow, "paper")

    async def _follow(self) -> None:
        await self._read_about()
        self._write()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        line = self.checks.current
        first = line is not None and line.check.first_at is not None
        return [
            *self.ticking_hints(_("confirm") if first else _("tick")),
            (f"{self.key('page.left')} {self.key('page.right')}", _("what"), True),
            self.hint("sort", _("by time, post, project")),
            self.hint("ticket.rate", _("risks")),
            self.hint("ticket.new", _("lists")),
            self.hint("why", _("why"), some=line is not None),
            self.hint("list.open", _("read"), some=line is not None),
            self.hint("filter", _("search")),
        ]

    # Keys that look

    async def action_step(self, by: int) -> None:
        """← and →: another span, from today on."""
        await self.once_read()
        self._span = (self._span + by) % len(SPANS)
        self._day = None
        await self._look_elsewhere()

    async def action_turn(self, by: int) -> None:
        """`[` and `]`: a day back or on; of a week, seven."""
        await self.once_read()
        if self.span in (Span.DAY, Span.WEEK):
            day = self._day or to_wall(self.live.now(), self.live.zone).date()
            self._day = day + timedelta(days=by if self.span is Span.DAY else 7 * by)
            await self._look_elsewhere()
        else:
            self.the_app.tell(_("a day or a week can be turned: press {key}").format(key="→"))

    async def _look_elsewhere(self) -> None:
        """Read another span, from its first check on; the keys behind are about it."""
        self._fresh = True
        await self.read()
        self.relabel()

    async def action_arrange(self) -> None:
        """`o`: by time, by post, by project."""
        await self.once_read()
        order = [*By]
        self.checks.by = order[(order.index(self.checks.by) + 1) % len(order)]
        self._list()
        self.show()

    async def action_search(self) -> None:
        """`/`: search while it is typed."""
        await self.once_read()
        self.ask(SEARCH, _("Search: duty, project, post, who"), self._search)

    @on(PlainInput.Changed)
    def _typed(self, event: PlainInput.Changed) -> None:
        if self._asked is not None and self._asked[0] == SEARCH:
            self._search(event.value)

    def _search(self, text: str) -> None:
        text = text.strip()
        if text != self._text:
            self._text = text
            self._list()
            self.show()
            self._walked()

    def action_back(self) -> None:
        """Esc: off the line, out of the search, and away."""
        if self._asked is not None and self._asked[0] == SEARCH:
            self._put_away()
            self._search("")
        elif self.focused is not self._line and self._text and self.pane is self.checks:
            self._search("")
        else:
            super().action_back()

    def keep(self) -> None:
        """A search isn't kept."""
        if self._asked is None or self._asked[0] != SEARCH:
            super().keep()

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: the paper, large."""
        await self.once_read()
        line = self.checks.current
        if line is None:
            return
        found = await self.live.do(partial(about, self.live.desk, line))
        now, zone = self.live.now(), self.live.zone
        self.open_paper(_("Duty"), duty_paper.paragraphs(line, found, now, zone))

    async def action_why(self) -> None:
        """`w`: why it is due then, and why it is theirs."""
        await self.once_read()
        line = self.checks.current
        if line is None:
            return
        found = await self.live.do(partial(about, self.live.desk, line))
        now, zone = self.live.now(), self.live.zone
        self.open_paper(
            pick(line.check.title, line.check.title_zh),
            duty_paper.why(line, found.schedule, now, zone),
        )

    async def action_shares(self) -> None:
        """`S`: what share of its duties each post kept."""
        kept = await self.live.do(lambda: reading.kept(self.live.desk))
        self.open_paper(_("Duties kept, by month and post"), duty_paper.shares(kept))

    def action_go(self, name: str) -> None:
        """`n` and `R`: the lists that are started by hand, the risks."""
        pages.show(self.the_app, name)

    async def stand_on(self, check_id: int) -> CheckLine | None:
        """Put the cursor on a check, where need be after looking at what was missed or at its day;
        None where there is no such check."""
        await self.once_read()
        line = await self.live.do(lambda: reading.one(self.live.desk, check_id))
        if line is None:
            return None
        if all(each.check.id != check_id for each in self.checks.window.rows):
            missed = line.phase is CheckPhase.MISSED
            self._text = ""
            self._span = [span for span, _name in SPANS].index(Span.MISSED if missed else Span.DAY)
            self._day = to_wall(line.check.due_at, self.live.zone).date()
            await self._look_elsewhere()
        return self.checks.current if self.checks.stand_on(check_id) else None

    # What is ticked

    @property
    def ticking(self) -> Roll[CheckLine]:
        return self.checks

    def matter(self, item: CheckLine) -> Matter:
        check = item.check
        title, project = pick(check.title, check.title_zh), pick(check.project, check.project_zh)
        return Matter(
            check.id,
            f"{project}: {title}" if project else title,
            check.evidence,
            _to_do(item),
            item.phase not in OVER,
            asks=check.first_at is None,
        )

    def tick(self, desk: Desk, item: CheckLine, gave: Given) -> bool:
        return duties.done(desk, item.check.id, item.check.version, **gave).confirmed

    def waive(self, desk: Desk, item: CheckLine, reason: str) -> None:
        duties.waive(desk, item.check.id, item.check.version, reason)


def _to_do(line: CheckLine) -> bool:
    return line.phase in (CheckPhase.OPEN, CheckPhase.LATE)


def _date(day: date) -> str:
    text = _("{weekday} {day} {month}")
    return text.format(weekday=words.weekday(day), day=day.day, month=words.month(day))


async def show_at(app: FloorboardApp, check_id: int) -> DutyScreen:
    """Open screen 4, or go back to it, and put the cursor on a check."""
    pages.show(app, "duties")
    screen = app.screen
    assert isinstance(screen, DutyScreen)
    await screen.stand_on(check_id)
    return screen


PAGE = DutyScreen
