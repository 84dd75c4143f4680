"""The handbook: posts and their duties, and the paper about each of them and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from floorboard.desk import handbook
from floorboard.desk.handbook import InForce
from floorboard.domain.handbook import Entry, Part
from floorboard.domain.post import Post
from floorboard.i18n import _
from floorboard.reports import handbook as reports
from floorboard.reports.handbook import BLANK
from floorboard.tui import arrangement, keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import handbook_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.render.theme import CURSOR_AWAY
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.links import LinkedPaper
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll

SEARCH = ("handbook.search", 0)


class Contents(Roll[Entry]):
    """Posts, each with its duties where it is unfolded; or what was found."""

    AWAY = CURSOR_AWAY

    def __init__(self) -> None:
        super().__init__(id="contents")
        self.unfolded: set[Post] = set()
        self.marks: dict[Post, str] = {}
        """What is to be known about a post's pages."""
        self.searching = False

    def cells(self, item: Entry, width: int) -> list[Run]:
        if self.searching:
            return handbook_cells.in_finds(item, width)
        unfolded = item.post in self.unfolded
        mark = self.marks.get(item.post, "")
        return handbook_cells.in_list(item, mark, width, unfolded=unfolded)

    def identity(self, item: Entry) -> object:
        return item.id


class HandbookScreen(PageScreen):
    """The contents at the left, the paper at the right; on a narrow screen one of the two."""

    GROUP = "handbook"
    CSS = (
        PageScreen.CSS
        + """
    HandbookScreen #handbook { height: 1fr; background: #0f131a; }
    HandbookScreen #contents { width: 50; height: 100%; }
    HandbookScreen #paper { width: 1fr; max-width: 100; height: 100%; }
    HandbookScreen.-narrow #contents { width: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("filter", "search"),
    ]

    def __init__(self, live: Live, drafts: Drafts, entry: str = "") -> None:
        """Opened at an `entry`, by its id, it is left from there straight away."""
        super().__init__(live, drafts)
        self.contents = Contents()
        self.paper = LinkedPaper(id="paper")
        self._found: InForce | None = None
        self._text = ""
        """What is searched for."""
        self._shown = ""
        """The id of the entry on the paper."""
        self._trail: list[tuple[str, tuple[int, int]]] = []
        """Where links were followed from: the entry, and the place on its paper."""
        self._wanted = entry
        """The id of an entry that is to be shown as soon as the handbook is read."""
        self._looked_up = bool(entry)
        """Whether nothing was looked at but that entry and where its links lead."""

    def body(self) -> Iterable[Widget]:
        return (Horizontal(self.contents, self.paper, id="handbook"),)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.contents, self.paper)

    def on_mount(self) -> None:
        super().on_mount()
        self._lay_out()

    def on_resize(self) -> None:
        super().on_resize()
        self._lay_out()

    def _lay_out(self) -> None:
        """Both panes, or the one that the keyboard is on."""
        narrow = self.size.width < arrangement.WIDE
        self.set_class(narrow, "-narrow")
        self.contents.display = not narrow or self.pane is self.contents
        self.paper.display = not narrow or self.pane is self.paper

    async def read(self) -> None:
        desk = self.live.desk
        first = self._found is None
        self._found = await self.live.do(lambda: handbook.in_force(desk))
        wanted = self._found.handbook.entry(self._wanted)
        if first and wanted is not None:
            self._turn_to(wanted)
        elif first:
            own = await self.live.do(lambda: handbook.own_post(desk))
            self._begin(own or Post.SHIFT_LEAD)

    def _begin(self, post: Post) -> None:
        """Stand on a post, with its duties."""
        self.contents.unfolded = {post}
        self._list()
        self._stand_on(post.value)

    def _turn_to(self, entry: Entry) -> None:
        """Begin on the paper about an entry."""
        self.contents.unfolded = {entry.post}
        self._list()
        self.contents.window.place(self._place_of(entry.id))
        self._open(entry.id)
        self._go(self.paper)

    def _list(self) -> None:
        """Put the contents on the list, or what was found."""
        if self._found is None:
            return
        book = self._found.handbook
        self.contents.searching = bool(self._text)
        if self._text:
            self.contents.put(book.search(self._text))
            return
        unfolded = self.contents.unfolded
        self.contents.put(
            [
                entry
                for entry in book
                if entry.part is Part.POST or (entry.part is Part.DUTY and entry.post in unfolded)
            ]
        )

    def show(self) -> None:
        found = self._found
        if found is None:
            return
        differs, own = _("own copy, differs"), _("own copy")
        self.contents.marks = {
            post: differs if post in found.outdated else own
            for post in (*found.own, *found.outdated)
        }
        self._list()
        if self._text:
            title = _("Handbook: “{text}”").format(text=self._text)
            foot = handbook_cells.finds_foot(len(self.contents.window.rows))
        else:
            title, foot = _("Handbook"), handbook_cells.list_foot(found.handbook.counts())
        self.contents.say(title, foot, _("Nothing fits."))
        self.contents.refresh()
        self._write()

    def _write(self) -> None:
        """Write the paper about what is shown, at the place where it was."""
        found = self._found
        entry = found.handbook.entry(self._shown) if found is not None else None
        if found is None or entry is None:
            self.paper.say("")
            self.paper.write(())
            return
        post = entry.post
        own, outdated = post in found.own, post in found.outdated
        problem = found.unreadable.get(post)
        lines = reports.paper(found.handbook, entry)
        copy = [*reports.about_copy(post, own=own, outdated=outdated, unreadable=problem)]
        lines += [BLANK, *copy] if copy else []
        place = self.paper.place
        mark = self.contents.marks.get(post, "")
        foot = [Run(mark, "amber" if outdated else "dim")] if mark else ()
        self.paper.say(reports.place(found.handbook, entry), foot)
        self.paper.write(handbook_cells.paragraphs(lines), keep_place=True)
        self.paper.go_to(place)

    def _open(self, id: str) -> None:
        """Show another entry, from its top."""
        self._shown = id
        self._write()
        self.paper.action_first()
        self.show_keys()

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        search = self.hint("filter", _("search"), some=self._found is not None)
        digits = (_("1–6"), _("screens"), True)
        if self.pane is self.paper:
            follow = self.hint("list.open", _("follow the link"), some=bool(self.paper.link))
            return [follow, search, self.hint("pane.next", _("list")), digits]
        fold = f"{self.key('page.left')} {self.key('page.right')}"
        return [
            self.hint("list.open", _("read"), some=self.contents.current is not None),
            (fold, _("fold, unfold"), not self._text),
            search,
            self.hint("language", _("English / 中文")),
            digits,
        ]

    # Keys

    @on(Roll.Moved)
    def _walked(self) -> None:
        """Another line of the list."""
        entry = self.contents.current
        if entry is not None and (entry.id != self._shown or self._trail):
            self._trail.clear()
            self._open(entry.id)

    def _go(self, pane: Roll[Any]) -> None:
        """Put the keyboard on a pane."""
        self._looked_up = self._looked_up and pane is self.paper
        pane.display = True
        self.set_focus(pane)
        self._lay_out()
        self.show_keys()

    def action_other(self, by: int) -> None:
        self._go(self.contents if self.pane is self.paper else self.paper)

    @on(Roll.Opened)
    async def action_open(self) -> None:
        """Enter: the paper; on it, where the link leads."""
        await self.once_read()
        if self.pane is self.contents:
            if self.contents.current is not None:
                self._go(self.paper)
        elif self.paper.link:
            self._trail.append((self._shown, self.paper.place))
            self._open(self.paper.link)

    async def action_step(self, by: int) -> None:
        """← and →: a post's duties, and from one pane to the other."""
        await self.once_read()
        entry = self.contents.current
        if self.pane is self.paper or entry is None:
            self._go(self.contents if by < 0 else self.pane)
        elif by > 0 and (self._text or not self._fold(entry.post, folded=False)):
            self._go(self.paper)
        elif by < 0 and not self._text:
            self._stand_on(entry.post.value)
            if entry.part is Part.POST:
                self._fold(entry.post, folded=True)

    def _fold(self, post: Post, *, folded: bool) -> bool:
        """Show a post's duties or put them away; whether that is another now."""
        unfolded = self.contents.unfolded
        if folded is not (post in unfolded):
            return False
        unfolded.symmetric_difference_update({post})
        self.show()
        return True

    def _stand_on(self, id: str) -> None:
        """Put the cursor of the list on an entry, or else on its post."""
        self.contents.action_move(self._place_of(id) - self.contents.window.cursor)
        self._walked()

    def _place_of(self, id: str) -> int:
        """The line of the list that is about an entry, or else about its post."""
        ids = [entry.id for entry in self.contents.window.rows]
        return ids.index(id if id in ids else id.partition(".")[0])

    def action_back(self) -> None:
        """Esc: off the line, back along the links, to the list, out of the search; from an entry
        that was looked up, back to where that was."""
        if self.focused is self._line:
            self._put_away()
            self._search("")
        elif self.pane is self.paper and self._trail:
            id, place = self._trail.pop()
            self._open(id)
            self.paper.go_to(place)
        elif self.pane is self.paper and not self._looked_up:
            self._go(self.contents)
        elif self._text:
            self._search("")
        else:
            self.dismiss()

    # Searching

    async def action_search(self) -> None:
        """`/`: search while it is typed, in both languages."""
        await self.once_read()
        self._go(self.contents)
        self.ask(SEARCH, _("Search, in either language"), self._search)

    @on(PlainInput.Changed)
    def _typed(self, event: PlainInput.Changed) -> None:
        if self.focused is self._line:
            self._search(event.value)

    def _search(self, text: str) -> None:
        """Show what has these words; the contents again where there are none."""
        text = text.strip()
        if text == self._text:
            return
        shown, self._text = self._shown, text
        self.contents.window.place(0)
        self.show()
        if not text and self._found is not None:
            entry = self._found.handbook.entry(shown)
            if entry is not None:
                self._fold(entry.post, folded=False)
                self._stand_on(entry.id)
        self._walked()

    def keep(self) -> None:
        """A search isn't kept."""


PAGE = HandbookScreen
