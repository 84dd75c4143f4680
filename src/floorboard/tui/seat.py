"""Who sits at this console: signing in, switching, and signing out whoever went away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floorboard.i18n import _
from floorboard.store.views.floor import PersonView
from floorboard.tui.drawers import Drawers
from floorboard.tui.screens.showing import Showing
from floorboard.tui.widgets.plain_input import typed_on

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

LOOK_SECONDS = 5.0
"""Between two looks at how long nobody pressed a key."""


class Seat:
    """The console's seat. The desk's clock counts, so that a night with the lid closed counts."""

    def __init__(self, app: FloorboardApp) -> None:
        self._app = app
        self._limit = app.config.lock_minutes * 60
        self._touched = app.live.now()
        self.drawers = Drawers(app)

    def watch_over(self) -> None:
        """Begin to look for a seat that was left."""
        if self._limit:
            self._app.set_interval(LOOK_SECONDS, self.look)

    def touch(self) -> None:
        """Somebody is here; if only after too long, they have to say who."""
        self.look()
        self._touched = self._app.live.now()

    def look(self) -> None:
        """Lock the console where nobody has been for too long."""
        idle = self._app.live.now() - self._touched
        if idle < 0:  # the clock was set back
            self._touched = self._app.live.now()
        elif self._limit and idle >= self._limit and self._taken:
            self._leave()
            self._app.tell(
                _("nobody was here for {minutes} min: signed out").format(minutes=self._limit // 60)
            )
            if len(self._app.screen_stack) > 1 or typed_on(self._app.focused):
                self.ask()  # over what is being written, which stays as it is
            else:
                self.drawers.change(None)

    @property
    def _taken(self) -> bool:
        return self._app.live.desk.actor.person_id is not None

    def ask(self) -> None:
        """Ask who sits here now, and for the PIN."""
        from floorboard.tui.screens.sign_in import SignInScreen

        self._app.live.desk.check_clock()
        if not isinstance(self._app.screen, SignInScreen):
            self._app.push_screen(SignInScreen(self._app.live, self._take))

    def lock(self) -> None:
        """Sign out whoever is signed in."""
        if self._taken:
            self._leave()
            self.drawers.change(None)
            self._app.tell(_("signed out"))
        else:
            self._app.tell(_("nobody is signed in here"))

    def _leave(self) -> None:
        from floorboard.desk.sign_in import sign_out

        sign_out(self._app.live.desk)
        self._app.reread()

    def _take(self, person: PersonView) -> None:
        from floorboard.desk.sign_in import sign_in_as

        sign_in_as(self._app.live.desk, person.id)
        self._app.main().hands.somebody_else()
        for screen in self._app.screen_stack:
            if isinstance(screen, Showing):
                screen.somebody_else()
        self.drawers.change(person)
        self._touched = self._app.live.now()
        self._app.tell(_("{name} is signed in").format(name=person.name))
        self._app.reread()
