"""Texts that were begun belong to who wrote them: each person has a drawer, and at the console the
one of whoever sits there is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from floorboard.store.views.floor import PersonView
from floorboard.tui import pages
from floorboard.tui.screens.showing import Keeping
from floorboard.tui.widgets.plain_input import typed_on

if TYPE_CHECKING:
    from floorboard.tui import deeds, roster_drafts
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.calls import Call
    from floorboard.tui.screens import review


@dataclass
class Drawer:
    """All that somebody began and didn't save."""

    texts: dict[deeds.Key, str]
    reviews: review.Drafts
    pages: pages.Drafts
    rosters: roster_drafts.Drafts
    call: Call | None

    def emptied(self) -> Drawer:
        """What was in it, in another one. The screens go on with this one."""
        found = Drawer(
            dict(self.texts),
            dict(self.reviews),
            dict(self.pages),
            dict(self.rosters),
            self.call,
        )
        for kept in (self.texts, self.reviews, self.pages, self.rosters):
            kept.clear()
        return found

    def put_back(self, found: Drawer) -> None:
        """Put in what was taken out of it."""
        self.texts.update(found.texts)
        self.reviews.update(found.reviews)
        self.pages.update(found.pages)
        self.rosters.update(found.rosters)


class Drawers:
    """Those of everybody who was at this console."""

    def __init__(self, app: FloorboardApp) -> None:
        self._app = app
        self._whose: PersonView | None = None
        self._closed: dict[int, tuple[str, Drawer]] = {}

    @property
    def closed(self) -> list[tuple[str, Drawer]]:
        """The drawers of those who are away, by their names."""
        return list(self._closed.values())

    def open(self) -> Drawer:
        """What was begun by whoever is here."""
        app, hands = self._app, self._app.main().hands
        return Drawer(
            hands.writer.drafts,
            app.review_drafts,
            app.page_drafts,
            app.roster_drafts,
            hands.call,
        )

    def change(self, person: PersonView | None) -> None:
        """Somebody else is here, or nobody who said who they are. What was begun before anybody
        did goes to who does."""
        here = self._whose
        if here is not None and (person is None or person.id != here.id):
            self.keep()
            self._leave_lines()
            self._closed[here.id] = here.name, self.open().emptied()
            self._app.main().hands.call = None
        self._whose = person
        if person is not None and person.id in self._closed:
            _name, found = self._closed.pop(person.id)
            self.open().put_back(found)
            self._app.main().hands.call = found.call or self._app.main().hands.call

    def keep(self) -> None:
        """Put what is being written on any screen in the open drawer."""
        for screen in self._app.screen_stack:
            if isinstance(screen, Keeping):
                screen.keep()
        self._app.main().hands.writer.unsaved()

    def _leave_lines(self) -> None:
        """Close what is being written on."""
        app, main = self._app, self._app.main()
        if main.composer().open:
            main.hands.writer.put_away(main.composer().text)
            main.saved([])
        if any(
            isinstance(screen, Keeping)
            and (typed_on(screen.focused) or isinstance(screen, ModalScreen))
            for screen in app.screen_stack
        ):
            app.call_later(pages.go_back_to, main)
