"""Whom to give a ticket: the best first, with what speaks for each; typing narrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from floorboard.desk.names import matching
from floorboard.desk.suggest import SOON, Suggestion
from floorboard.domain.post import Post
from floorboard.domain.ticket import NEVER
from floorboard.i18n import _, ngettext
from floorboard.reports import words
from floorboard.tui.live import Live
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.answer import Answer
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

NAME, OTHER_NAME = 10, 16


@dataclass(frozen=True, slots=True)
class Picked:
    """Who was chosen; nobody has no number."""

    person_id: int | None
    name: str


class Owners(Roll[Suggestion | None]):
    """Those whom it could be given to; None is nobody."""

    AWAY = CURSOR
    can_focus = False

    def __init__(self, live: Live, project: str) -> None:
        super().__init__(id="owners")
        self._live = live
        self._project = project

    def cells(self, item: Suggestion | None, width: int) -> list[Run]:
        if item is None:
            return [Run(fit(_("nobody"), NAME), "dim")]
        now, zone = self._live.now(), self._live.zone
        runs = [Run(fit(item.name, NAME), "text"), Run(" ")]
        if width > 80:
            runs += [Run(fit(item.other_name, OTHER_NAME), "dim"), Run(" ")]
        for place, reason in enumerate(self._reasons(item, now, zone)):
            runs += [Run(" · ", "faint")] * bool(place) + [reason]
        return runs

    def _reasons(self, item: Suggestion, now: int, zone: ZoneInfo) -> list[Run]:
        reasons: list[Run] = []
        if item.owner:
            reasons.append(Run(_("has it now"), "amber"))
        if item.post != Post.AGENT:
            reasons.append(Run(words.post(item.post), "dim"))
        if item.confirmed:
            reasons.append(Run(self._knows(item), "green"))
        elif item.learning:
            known = _("learning {project}").format(project=self._project)
            reasons.append(Run(known if self._project else _("learning the project"), "dim"))
        reasons.append(_presence(item, now, zone))
        load = ngettext("{count} open", "{count} open", item.open).format(count=item.open)
        reasons.append(Run(load, "dim"))
        return reasons

    def _knows(self, item: Suggestion) -> str:
        if item.projects > 1:
            text = _("knows {count} of {total} projects")
            return text.format(count=item.confirmed, total=item.projects)
        if self._project:
            return _("knows {project}").format(project=self._project)
        return _("knows the project")


class OwnerScreen(Working, ModalScreen[Picked]):
    """Returns who was chosen, or None. What is typed before the people are read is kept."""

    CSS = """
    OwnerScreen { align: center top; background: #0f131a 60%; }
    OwnerScreen > Vertical {
        width: 90; max-width: 100%; height: 20; max-height: 90%; margin-top: 2;
        background: #0f131a;
    }
    OwnerScreen Answer { border: none; height: 1; padding: 0 2; background: #1a2130; }
    OwnerScreen Owners { height: 1fr; background: #0f131a; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="owner.cancel", priority=True),
        Binding("down,ctrl+n", "move(1)", id="owner.down"),
        Binding("up,ctrl+p", "move(-1)", id="owner.up"),
    ]

    def __init__(self, live: Live, title: str, tickets: Sequence[int], project: str) -> None:
        """Suggest owners of tickets; `project` is the name of theirs, where it is one ticket."""
        super().__init__()
        self._live = live
        self._title = title
        self._tickets = tickets
        self._project = project
        self._people: Sequence[Suggestion] | None = None
        self._narrowed = ""
        self._entered: str | None = None

    def compose(self) -> ComposeResult:
        self._line = Answer(self._answer)
        self._roll = Owners(self._live, self._project)
        with Vertical():
            yield self._line
            yield self._roll

    def on_mount(self) -> None:
        self._roll.say(self._title, [Run(_("Enter assigns · typing narrows · Esc back"), "dim")])
        self._line.focus()
        self.work(self._read, "people")

    async def on_key(self, event: events.Key) -> None:
        """What was typed before the line had the keyboard belongs on it."""
        if self.focused is self._line:
            return
        if event.character and event.is_printable:
            self._line.insert_text_at_cursor(event.character)
        elif event.key == "enter":
            await self._line.action_submit()

    async def _read(self) -> None:
        from floorboard.desk import suggest

        desk = self._live.desk
        self._people = await self._live.do(lambda: suggest.owners(desk, *self._tickets))
        self._narrow(self._line.value if self._entered is None else self._entered)
        if self._entered is not None:
            self._choose()

    @on(Answer.Changed)
    def _typed(self, event: Answer.Changed) -> None:
        event.stop()
        if self._line.value != self._narrowed:
            self._narrow(self._line.value)

    def _narrow(self, typed: str) -> None:
        self._narrowed = typed
        wanted = " ".join(typed.lower().split())
        found: list[Suggestion | None] = [*matching(self._people or (), wanted)]
        if self._people is not None and (wanted in _("nobody") or wanted in ("none", "-")):
            found.append(None)
        self._roll.window.place(0)
        self._roll.put(found)

    def _answer(self, text: str) -> None:
        if self._people is None:
            self._entered = text
            return
        if text != self._narrowed.strip():
            self._narrow(text)
        self._choose()

    @on(Roll.Opened)
    def _choose(self) -> None:
        if not self._roll.window.rows:
            self._entered = None
            return
        chosen = self._roll.current
        name = _("nobody") if chosen is None else chosen.name
        self.dismiss(Picked(None if chosen is None else chosen.person_id, name))

    def action_move(self, by: int) -> None:
        self._roll.action_move(by)

    def action_cancel(self) -> None:
        self.dismiss(None)


def _presence(item: Suggestion, now: int, zone: ZoneInfo) -> Run:
    """Until when they are on, or from when, where that is soon."""
    if item.turn is None:
        return Run(_("not on shift"), "faint")
    start, end = item.turn
    if start > now:
        time = words.clock_time(start, now, zone)
        return Run(_("on shift from {time}").format(time=time), "text")
    if end == NEVER:
        return Run(_("on shift"), "text")
    until = words.clock_time(end, now, zone)
    leaving = end <= now + SOON
    return Run(_("on shift to {time}").format(time=until), "amber" if leaving else "text")
