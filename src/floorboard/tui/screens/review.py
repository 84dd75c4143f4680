"""The daily review: walks the lead through the projects; each is on record once it is finished.

What was begun and left stays with this console (`drafts`) until it is finished.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from floorboard.desk import review
from floorboard.domain.escalation import ProjectState
from floorboard.domain.problem import Problem
from floorboard.domain.review import ProjectReview, Review
from floorboard.i18n import _, pick, told
from floorboard.reports import words
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.render import review_cells
from floorboard.tui.render.review_cells import Draft, Line
from floorboard.tui.render.runs import Run, line
from floorboard.tui.render.theme import BAND
from floorboard.tui.screens.showing import Keeping, Showing
from floorboard.tui.widgets.answer import Answer
from floorboard.tui.widgets.bars import KeyBar
from floorboard.tui.widgets.paper import Paper
from floorboard.tui.widgets.roll import Roll
from floorboard.tui.work import Working

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

WIDE = 100
"""Cells from which the tickets stand beside the projects, not below them."""

STATES = tuple(each.value for each in ProjectState)

Drafts = dict[tuple[str, int], Draft]
"""What was begun, by day and project."""


HELD_BACK = ("begin", "state", "move", "other_pane", "screen", "refresh", "undo", "redo")
"""Actions whose keys are characters while a line is typed on."""


class Projects(Roll[Line]):
    """The projects, with what is still missing."""

    now = 0

    def cells(self, item: Line, width: int) -> list[Run]:
        return review_cells.cells(item, self.now, width)

    def headings(self, width: int) -> list[Run] | None:
        return review_cells.headings(width)

    def identity(self, item: Line) -> object:
        return item.project.project_id


class Question(Widget):
    """What is asked for on the line below."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self._text = ""

    def say(self, text: str) -> None:
        self._text = text
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return line([Run(f" {self._text}", "blue")], self.size.width, BAND)


class ReviewScreen(Working, Showing, Keeping, Screen[None]):
    """The projects and, of the one under the cursor, the worst tickets.

    Its keys go before those of its widgets: one that opens the line to type on has opened it
    before the next key is looked at.
    """

    GROUP = "review"
    CSS = """
    ReviewScreen { background: #0f131a; }
    #review { height: 1fr; layout: horizontal; background: #0f131a; }
    #review Projects { width: 62; height: 100%; }
    #review Paper { width: 1fr; height: 100%; }
    ReviewScreen.-narrow #review { layout: vertical; }
    ReviewScreen.-narrow #review Projects { width: 100%; height: 1fr; }
    ReviewScreen.-narrow #review Paper { width: 100%; height: 1fr; }
    ReviewScreen #question, ReviewScreen Answer { display: none; height: 1; }
    ReviewScreen Answer { border: none; padding: 0 1; background: #1a2130; }
    ReviewScreen KeyBar { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("back", "retreat"),
        keymap.binding("review", "retreat"),
        keymap.binding("list.open", "begin"),
        keymap.binding("pane.next", "other_pane"),
        keymap.binding("pane.previous", "other_pane"),
        keymap.binding("screen.escalations", "screen('escalations')"),
        *map(
            keymap.binding,
            (
                *("review.stable", "review.watch", "review.critical", "list.up", "list.down"),
                *("screen.board", "screen.tickets", "screen.roster", "screen.duties"),
                "screen.handover",
                *("undo", "redo", "sign_in", "refresh", "language", "help", "quit"),
            ),
        ),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__()
        self._live = live
        self._drafts = drafts
        self._review: Review | None = None
        self._keep: Callable[[str], None] | None = None
        self._then: Callable[[], None] | None = None
        self._asked: tuple[tuple[str, int], Draft] | None = None
        """What the line asks about."""

    def compose(self) -> ComposeResult:
        self._projects = Projects(id="review_projects")
        self._paper = Paper(id="review_project")
        self._question = Question()
        self._answer = Answer(self._answered)
        self._keys = KeyBar()
        with Container(id="review"):
            yield self._projects
            yield self._paper
        yield self._question
        yield self._answer
        yield self._keys

    def on_mount(self) -> None:
        self._projects.focus()
        self._say_keys()
        self.work(self._read, "review")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < WIDE, "-narrow")
        self.call_after_refresh(self._show_project)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While an answer is typed, the keys are its letters."""
        return self.focused is not self._answer or action not in HELD_BACK

    # What it shows

    def reread(self) -> None:
        """Another console may have put a project on record."""
        self.work(self._read, "review")

    def relabel(self) -> None:
        self._show()
        self._say_keys()

    async def _read(self) -> None:
        self._review = await self._live.do(lambda: review.read(self._live.desk))
        self._show()

    def _show(self) -> None:
        found = self._review
        if found is None:
            return
        self._projects.now = found.at
        self._forget_unchanged(found)
        lines = [
            Line(each, self._drafts.get((found.day, each.project_id))) for each in found.projects
        ]
        self._projects.put(lines)
        day = date.fromisoformat(found.day)
        shown = _("{day} {month}").format(day=day.day, month=words.month(day))
        title = f"{_('Daily review')} · {words.weekday(day)} {shown}"
        needed = sum(each.load.open > 0 for each in found.projects)
        left = (
            Run(_("all on record"), "green")
            if found.done
            else Run(_("{n} of {total} missing").format(n=found.missing, total=needed), "amber")
        )
        feet = [left, *review_cells.elsewhere(found.elsewhere)]
        self._projects.say(title, feet, _("there are no projects"))
        self._show_project()

    @on(Roll.Moved)
    def _show_project(self) -> None:
        current = self._projects.current
        if current is None or self._review is None:
            return
        self._paper.say(pick(current.project.name, current.project.name_zh))
        width = self._paper.size.width - 4
        self._paper.write(review_cells.paragraphs(current, self._review.at, self._live.zone, width))
        self._say_keys()

    def _say_keys(self) -> None:
        some = self._projects.current is not None
        self._keys.say(
            [
                *(
                    (self._key(f"review.{state}"), words.project_state(state), some)
                    for state in STATES
                ),
                (self._key("list.open"), _("remark, to whom"), some),
                (self._key("list.down"), _("next"), some),
                (self._key("pane.next"), _("tickets"), some),
                (self._key("back"), _("back"), True),
            ]
        )

    def _key(self, name: str) -> str:
        return keymap.keys_of(name, self._app.remap).split(" ")[0]

    # Keys

    def action_move(self, by: int) -> None:
        pane = self._paper if self.focused is self._paper else self._projects
        pane.action_move(by)

    def action_other_pane(self) -> None:
        self.set_focus(self._projects if self.focused is self._paper else self._paper)

    def action_refresh(self) -> None:
        self.work(self._read, "review")

    def action_retreat(self) -> None:
        if self.focused is self._answer:
            self._stop_asking()
        else:
            self.dismiss()

    def action_screen(self, name: str) -> None:
        self.dismiss()
        if name == "escalations":
            self._app.action_escalations()
        else:
            self._app.main().action_screen(name)

    def action_undo(self) -> None:
        self._app.main().hands.undo(self._keys.tell)

    def action_redo(self) -> None:
        self._app.main().hands.redo(self._keys.tell)

    def action_state(self, state: str) -> None:
        """Say how the project under the cursor stands."""
        found = self._begun()
        if found is not None:
            key, _project, draft = found
            draft.state = ProjectState(state).value
            self._drafts[key] = draft
            self._show()

    def action_begin(self) -> None:
        """Ask for the remark, then to whom it was reported."""
        found = self._begun()
        if found is None:
            return
        key, project, draft = found
        if not draft.state:
            how = _(", ").join(
                f"{self._key(f'review.{each}')} {words.project_state(each)}" for each in STATES
            )
            self._app.tell(_("say first how it stands: {states}").format(states=how), wrong=True)
            return
        self._asked = key, draft

        def keep_remark(text: str) -> None:
            draft.remark = text

        def keep_superior(text: str) -> None:
            draft.reported_to = text

        def ask_superior() -> None:
            if not draft.remark and draft.state != ProjectState.STABLE:
                self._app.tell(_("one that isn't stable needs a remark"), wrong=True)
                return
            superior = draft.reported_to or next(iter(project.superiors), "")
            self._ask(_("Reported to whom"), superior, keep_superior, finish)
            self._answer.select_all()  # another name takes its place

        def finish() -> None:
            self._stop_asking()
            self.deed(partial(self._put, key, draft))

        question = _("Remark: why it stands so, what is being done")
        self._ask(question, draft.remark, keep_remark, ask_superior)

    async def _put(self, key: tuple[str, int], draft: Draft) -> None:
        desk = self._live.desk
        try:
            await self._live.do(
                lambda: review.put(
                    desk, key[1], draft.state, draft.remark, draft.reported_to, draft.version
                )
            )
        except review.StaleReview as stale:  # told whose it is, they may go over it
            self._app.tell(told(stale), wrong=True)
            draft.version = stale.version
            self._drafts[key] = draft
            await self._read()
            return
        except Problem as problem:  # what was typed stays: somebody signs in, and goes on
            self._app.tell(told(problem), wrong=True)
            return
        self._drafts.pop(key, None)
        if not self.is_attached:  # it was left meanwhile
            return
        await self._read()
        self._go_on(key[1])

    def _go_on(self, project_id: int) -> None:
        """To the next project that lacks its line, if the cursor still stands on this one."""
        lines = self._projects.window.rows
        at = self._projects.window.cursor
        if not lines or lines[at].project.project_id != project_id:
            return
        ahead = [*range(at + 1, len(lines)), *range(at)]
        missing = next((index for index in ahead if lines[index].project.missing), None)
        if missing is not None:
            self._projects.action_move(missing - at)

    # Asking

    def _ask(
        self, question: str, answer: str, keep: Callable[[str], None], then: Callable[[], None]
    ) -> None:
        """Ask for a line of text: `keep` takes whatever stands on it in the end, and `then` goes on
        after Enter."""
        self._keep, self._then = keep, then
        self._question.say(question)
        self._question.display = self._answer.display = True
        self._answer.value, self._answer.cursor_position = answer, len(answer)
        self.set_focus(self._answer)

    def _answered(self, text: str) -> None:
        if self._keep is not None and self._then is not None:
            self._keep(text)
            self._then()

    def _stop_asking(self) -> None:
        """Leave the line; what stands on it stays with the draft."""
        self.keep()
        self._keep = self._then = self._asked = None
        self._question.display = self._answer.display = False
        self.set_focus(self._projects)
        self._show()

    def keep(self) -> None:
        if self._keep is not None and self._asked is not None:
            self._keep(self._answer.value.strip())
            key, draft = self._asked
            self._drafts[key] = draft

    def _forget_unchanged(self, found: Review) -> None:
        """Drafts that say what is on record are none."""
        for project in found.projects:
            key = (found.day, project.project_id)
            if self._drafts.get(key) == _on_record(project):
                del self._drafts[key]

    def _begun(self) -> tuple[tuple[str, int], ProjectReview, Draft] | None:
        """The project under the cursor and what was begun about it; otherwise what is on record."""
        current = self._projects.current
        if current is None or self._review is None:
            return None
        project = current.project
        key = (self._review.day, project.project_id)
        return key, project, self._drafts.get(key) or _on_record(project)

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self.app)


def _on_record(project: ProjectReview) -> Draft:
    name, written = pick(project.name, project.name_zh), project.written
    if written is None:
        return Draft(name=name)
    return Draft(written.state, written.remark, written.reported_to, name, written.version)
