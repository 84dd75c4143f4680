"""Who sits here, and the PIN: asked one after the other on one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.reports import words
from floorboard.store.queries.people import Candidate
from floorboard.store.views.floor import PersonView
from floorboard.tui.key_order import Awaited
from floorboard.tui.live import Live
from floorboard.tui.render.runs import Run, ends, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.answer import Answer, Bar
from floorboard.tui.widgets.plain_input import Field
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp


class Candidates(Roll[Candidate]):
    """Who can sign in and fits what was typed."""

    AWAY = CURSOR
    can_focus = False

    def cells(self, item: Candidate, width: int) -> list[Run]:
        left = [
            Run(fit(item.name, 16), "text"),
            Run(" "),
            Run(fit(item.code, 9), "dim"),
            Run(" "),
            Run(fit(words.post(item.post), 23), "dim"),
        ]
        return ends(left, [Run(_("on shift") if item.on_shift else "", "blue")], width)


class Line(Field, Answer):
    """The line that both are typed on."""


class SignInScreen(Working, Awaited, ModalScreen[PersonView]):
    """Hands over who proved to be themselves to `proved`; the keys behind the PIN wait for that.

    Both answers may arrive in one piece, before it is known who there is: they are kept, and taken
    in their order (`_go_on`).
    """

    LEAVES_AT_ONCE = True
    CSS = """
    SignInScreen { align: center top; background: #0f131a 60%; }
    SignInScreen.-alone { background: #0f131a; }
    SignInScreen > Vertical {
        width: 64; max-width: 100%; height: 16; max-height: 90%; margin-top: 2;
        background: #0f131a;
    }
    SignInScreen Answer { border: none; height: 1; padding: 0 2; background: #1a2130; }
    SignInScreen Candidates { height: 1fr; background: #0f131a; }
    SignInScreen Bar { height: 2; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "retreat", id="sign_in.back", priority=True),
        Binding("down,ctrl+n", "move(1)", id="sign_in.down"),
        Binding("up,ctrl+p", "move(-1)", id="sign_in.up"),
    ]

    def __init__(self, live: Live, proved: Callable[[PersonView], None]) -> None:
        super().__init__()
        self._live = live
        self._proved = proved
        self._people: Sequence[Candidate] | None = None
        self._narrowed = ""
        self._named: str | None = None
        self._person: Candidate | None = None
        self._pin = ""
        self._checking = False
        self._locked_until: Instant | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Line(self._answer)
            yield Candidates(id="candidates")
            yield Bar()

    def on_mount(self) -> None:
        # Textual paints what lies under two dialogs only once: the time would stand still there,
        # and somebody who was signed out would stay at the top
        self.set_class(any(screen.is_modal for screen in self.app.screen_stack[:-1]), "-alone")
        self.set_focus(self._line)
        self._ask_name("")
        self.set_interval(1.0, self._count_down)
        self.work(self._read, "candidates")

    @property
    def _line(self) -> Answer:
        return self.query_one(Answer)

    @property
    def _roll(self) -> Candidates:
        return self.query_one(Candidates)

    async def _read(self) -> None:
        self._people = await self._live.do(lambda: _candidates(self._live))
        self._narrow(self._line.value if self._named is None else self._named)
        self._go_on()

    # Who

    def _ask_name(self, answer: str) -> None:
        self._named = self._person = self._locked_until = None
        self._pin = ""
        self._line.ask(answer)
        self._tell("")
        self._roll.say(_("Who sits here?"), [Run(_("Enter takes it · Esc back"), "dim")])
        self._narrow(answer)

    @on(Answer.Changed)
    def _typed(self, event: Answer.Changed) -> None:
        event.stop()
        typed = self._line.value
        if self._named is None and typed != self._narrowed:
            self._narrow(typed)

    def _narrow(self, typed: str) -> None:
        """List who fits `typed`."""
        self._narrowed = typed
        if self._people is None:
            return
        from floorboard.desk.names import matching

        self._roll.window.place(0)
        self._roll.put(matching(self._people, typed))
        if not self._people:
            self._tell(self._no_pins())

    def action_move(self, by: int) -> None:
        if self._named is None:
            self._roll.action_move(by)

    @on(Roll.Opened)
    def _clicked(self) -> None:
        if self._named is None:
            self._answer(self._narrowed)

    # Both

    def _answer(self, text: str) -> None:
        """Enter on the line: the name, then the PIN."""
        if self._named is None:
            if text != self._narrowed.strip():
                self._narrow(text)
            self._named = text
            self._line.ask(hidden=True)
        elif text and not self._checking:
            self._pin = text
            self._line.ask(hidden=True)
            self.wait_for_me()
        self._go_on()

    def _go_on(self) -> None:
        """Do what the answers given so far allow."""
        if self._people is None or self._named is None or self._checking:
            return
        if self._person is None:
            self._person = self._roll.current
            if self._person is None:
                self._nobody()
                return
            title = _("PIN of {name}").format(name=self._person.name)
            self._roll.put([self._person])
            self._roll.say(title, [Run(_("Enter signs in · Esc back"), "dim")])
        if self._pin:
            self._checking = True
            self._locked_until = None
            self._tell(_("one moment …"))
            self.work(self._check, "check")

    def _nobody(self) -> None:
        """Nobody fits. What is typed behind the name may be a PIN: it stays hidden."""
        self._pin = ""
        if self._people:
            self._refuse(_("nobody who has a PIN is called so: Esc asks for the name again"))
        else:
            self._refuse(self._no_pins())

    @staticmethod
    def _no_pins() -> str:
        return _("Nobody has a PIN yet: `floorboard people pin CODE` gives one.")

    async def _check(self) -> None:
        """Off the event loop: it takes a while, so that nobody can try many."""
        from floorboard.desk import sign_in

        person, pin = self._person, self._pin
        assert person is not None
        self._pin = ""
        try:
            found = await self._live.do(lambda: sign_in.prove(self._live.desk, person.code, pin))
        except sign_in.Locked as locked:
            self._locked_until = locked.until
            self._refuse(told(locked))
        except Problem as problem:
            self._refuse(told(problem))
        else:
            self.dismiss(found)
            self._proved(found)
            self.go_on()
        finally:
            self._checking = False

    def _refuse(self, text: str) -> None:
        """Say why not. What was typed behind the PIN was meant for the board."""
        app = cast("FloorboardApp", self.app)
        if app.drop_kept():
            app.refuse(_("what was typed behind the PIN is dropped"))
        self._tell(text)
        self.go_on()

    def _count_down(self) -> None:
        """How long the lock lasts still."""
        if self._locked_until is None:
            return
        from floorboard.desk.sign_in import Locked

        now = self._live.now()
        if now < self._locked_until:
            self._tell(told(Locked(self._locked_until, now)))
        else:
            self._locked_until = None
            self._tell("")

    def _tell(self, text: str) -> None:
        self.query_one(Bar).say([Run(clean_line(text), "amber")])

    def action_retreat(self) -> None:
        """Esc: back to the name, then away."""
        if self._named is None:
            self.dismiss(None)
        else:
            self._ask_name("")


def _candidates(live: Live) -> Sequence[Candidate]:
    from floorboard.desk import sign_in

    return sign_in.candidates(live.desk)
