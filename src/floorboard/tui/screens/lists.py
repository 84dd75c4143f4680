"""Lists that are started by hand: which are open, and their items, done or waived one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from floorboard.desk import checklists
from floorboard.desk.desk import Desk
from floorboard.i18n import _
from floorboard.store.queries import floor
from floorboard.store.views.duties import ChecklistView, ItemView
from floorboard.tui import keymap
from floorboard.tui.evidence import Given
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import list_cells
from floorboard.tui.render.list_cells import called, to_do
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.screens.ticking import TICKED, WAIVED, Matter, TickingScreen
from floorboard.tui.widgets.roll import Roll

if TYPE_CHECKING:
    from floorboard.desk.risks import Card

STARTED = "checklist.started"


class Lists(Roll[ChecklistView]):
    """The lists."""

    AWAY = CURSOR_AWAY

    def __init__(self, live: Live, follow: Callable[[], None]) -> None:
        """`follow` is called when the cursor has moved: what is typed next is about another
        list."""
        super().__init__(id="lists")
        self._live = live
        self._follow = follow

    def cells(self, item: ChecklistView, width: int) -> list[Run]:
        return list_cells.list_line(item, self._live.now(), self._live.zone, width)

    def headings(self, width: int) -> list[Run]:
        return list_cells.list_headings(width)

    def identity(self, item: ChecklistView) -> object:
        return item.id

    def after_move(self, over: int) -> None:
        self._follow()


class Items(Roll[ItemView]):
    """The items of one list."""

    AWAY = CURSOR_AWAY

    def __init__(self, live: Live) -> None:
        super().__init__(id="items")
        self._live = live

    def cells(self, item: ItemView, width: int) -> list[Run]:
        return list_cells.item_line(item, self._live.now(), self._live.zone, width)

    def headings(self, width: int) -> list[Run]:
        return list_cells.item_headings(width)

    def identity(self, item: ItemView) -> object:
        return item.id


class ListScreen(TickingScreen[ItemView]):
    """The lists above, the items of the one under the cursor below. What is ticked is the item
    under the cursor, also while the keyboard is among the lists."""

    GROUP = "lists"
    KIND = "item"
    ASKED = (STARTED, TICKED, WAIVED)
    CSS = (
        PageScreen.CSS
        + """
    ListScreen #both { height: 1fr; background: #0f131a; }
    ListScreen #items { height: 1fr; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("ticket.new", "start"),
        keymap.binding("sort", "settled"),
        keymap.binding("page.left", "other(-1)"),
        keymap.binding("page.right", "other(1)"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.lists = Lists(live, self._follow)
        self.items = Items(live)
        self._settled = False
        """Whether those of which all is done are shown, too."""
        self._shown: int | None = None
        """The list whose items are shown."""

    def body(self) -> Iterable[Widget]:
        return (Vertical(self.lists, self.items, id="both"),)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.lists, self.items)

    def on_resize(self) -> None:
        super().on_resize()
        self._lay_out()

    def _lay_out(self) -> None:
        """As high as the lists need, a third of the screen at most."""
        frame = 3
        most = max(frame + 1, self.size.height // 3)
        self.lists.styles.height = min(frame + max(1, len(self.lists.window.rows)), most)

    # What it shows

    async def read(self) -> None:
        desk, settled = self.live.desk, self._settled
        self.lists.put(
            await self.live.do(lambda: checklists.open_lists(desk, settled=settled)),
        )
        self._follow()

    def _follow(self) -> None:
        """Show the items of the list under the cursor; of another than before, from the first
        that is to be done on."""
        found = self.lists.current
        items = () if found is None else found.items
        another = found is None or found.id != self._shown
        self._shown = None if found is None else found.id
        self.items.put(items)
        if another:
            first = next((place for place, each in enumerate(items) if to_do(each)), 0)
            self.items.action_move(first - self.items.window.cursor)
        self._say_which()

    def show(self) -> None:
        title = _("Lists, finished ones too") if self._settled else _("Lists")
        text = _("No list is open: {key} starts one.")
        self.lists.say(title, (), text.format(key=self.key("ticket.new")))
        self._lay_out()
        self._say_which()
        for pane in self.panes():
            pane.refresh()

    def _say_which(self) -> None:
        """Name the list whose items are shown."""
        found = self.lists.current
        if found is None:
            self.items.say("")
            return
        now, zone = self.live.now(), self.live.zone
        title = list_cells.items_title(found, self.items.size.width - 8)
        self.items.say(title, list_cells.items_foot(found, now, zone))

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.show_keys()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        item = self.items.current
        settled = _("open ones only") if self._settled else _("finished ones too")
        return [
            *self.ticking_hints(_("tick")),
            self.hint("ticket.new", _("start a list"), action=STARTED),
            self.hint("list.open", _("read"), some=item is not None),
            self.hint("sort", settled),
            self.hint("pane.next", _("next pane")),
            self.hint("undo", _("undo")),
        ]

    # Keys that look

    async def action_settled(self) -> None:
        """`o`: the lists of which all is done, too."""
        await self.once_read()
        self._settled = not self._settled
        await self.read()
        self.relabel()

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: the list's items; on an item, all about it."""
        await self.once_read()
        found, item = self.lists.current, self.items.current
        if self.pane is self.lists:
            self.action_other(1)
        elif found is not None and item is not None:
            card = await self.live.do(partial(_card, self.live.desk, found, item))
            now, zone = self.live.now(), self.live.zone
            self.open_paper(_("Item"), list_cells.paper(found, item, card, now, zone))

    # What is ticked

    @property
    def ticking(self) -> Roll[ItemView]:
        return self.items

    def matter(self, item: ItemView) -> Matter:
        open_ = to_do(item)
        return Matter(item.id, called(item), item.evidence, open_, open_)

    def tick(self, desk: Desk, item: ItemView, gave: Given) -> bool:
        checklists.done(desk, item.id, item.version, **gave)
        return True

    def waive(self, desk: Desk, item: ItemView, reason: str) -> None:
        checklists.waive(desk, item.id, item.version, reason)

    def settled(self, item: ItemView, told: str) -> str:
        """Of the last item, that its list is settled with it."""
        found = self.lists.current
        if found is None or any(to_do(each) for each in found.items if each != item):
            return told
        return _("{item}; with it all of {list}").format(item=told, list=called(found))

    # Starting one

    async def action_start(self) -> None:
        """`n`: start a list."""
        from floorboard.tui.screens.list_start import ListStartScreen

        await self.once_read()
        if not self.may(STARTED):
            return
        me = self.live.desk.actor.person_id
        projects, person = await self.live.read(
            lambda db: (floor.projects(db), None if me is None else floor.person(db, me))
        )
        name = "" if person is None else person.name
        form = ListStartScreen(self.live, self.the_app.roster_drafts, projects, name)
        self.the_app.push_screen(form, self._started)
        await form.ready.wait()

    async def _started(self, number: int | None) -> None:
        """Stand on the list that was started; the keys behind wait until it is there."""
        if number is None:
            return
        await self.read()
        self.lists.stand_on(number)
        found = self.lists.current
        if found is not None and found.id == number:
            told = _("started: {list}").format(list=called(found))
            self.keys.tell([Run("✓ ", "green"), Run(told)])
        self.relabel()


def _card(desk: Desk, found: ChecklistView, item: ItemView) -> Card | None:
    """The duty of the handbook that an item carries out, and what it risks; None without one."""
    from floorboard.desk import risks

    return risks.card(desk, item.handbook, found.project_id) if item.handbook else None


PAGE = ListScreen
