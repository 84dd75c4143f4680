"""Skills: who knows which project, who knows too few, and which projects too few know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from floorboard.desk import people, skills
from floorboard.desk.desk import Desk
from floorboard.desk.skills import Matrix as Skills
from floorboard.desk.skills import PersonSkills, ProjectSkills
from floorboard.domain.permission import MANAGING
from floorboard.domain.post import SkillLevel
from floorboard.i18n import _, pick
from floorboard.tui import keymap
from floorboard.tui.live import Live
from floorboard.tui.pages import Drafts
from floorboard.tui.render import skill_cells
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.page import PageScreen
from floorboard.tui.widgets.matrix import Matrix
from floorboard.tui.widgets.roll import Roll

NARROWEST, WIDEST = 9, 15
"""The cells of a column, at least and at most."""

ROUND: dict[str | None, SkillLevel | None] = {
    None: SkillLevel.LEARNING,
    SkillLevel.LEARNING: SkillLevel.CONFIRMED,
    SkillLevel.CONFIRMED: None,
}
"""What comes after each level."""


class SkillTable(Matrix[PersonSkills]):
    """People by projects."""

    def __init__(self, live: Live) -> None:
        super().__init__(id="skills")
        self._live = live
        self.projects: Sequence[ProjectSkills] = ()
        self.wanted: dict[tuple[int, str], SkillLevel | None] = {}
        """Levels that were chosen and aren't read back yet, by person and project."""

    def level(self, person: PersonSkills, project: ProjectSkills) -> str | None:
        """What somebody knows, as it was chosen last."""
        key = person.person_id, project.code
        if key in self.wanted:
            return self.wanted[key]
        known = person.knows.get(project.code)
        return None if known is None else known.level

    def cell_width(self, width: int) -> int:
        room = width - self.label_width(width)
        return min(max(NARROWEST, room // max(1, self.columns)), WIDEST)

    def label_width(self, width: int) -> int:
        return skill_cells.NAME + skill_cells.FIGURES

    def label(self, item: PersonSkills, width: int) -> Sequence[Run]:
        return skill_cells.label(item, width)

    def cell(self, item: PersonSkills, column: int) -> Run:
        text, role = skill_cells.cell(self.level(item, self.projects[column]))
        return Run(f" {text}", role)

    def head(self, column: int, number: int) -> Run:
        return skill_cells.head(self.projects[column], number, self.cell_width(self._inner_width))

    def corner(self, number: int, width: int) -> Sequence[Run]:
        return [Run("  " + (_("projects") if number == 0 else _("know it / must")), "faint")]

    def identity(self, item: PersonSkills) -> object:
        return item.person_id


class SkillScreen(PageScreen):
    """The skill matrix."""

    GROUP = "skills"
    ASKED = (MANAGING,)
    CSS = PageScreen.CSS + "SkillScreen SkillTable { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.binding("page.left"),
        keymap.binding("page.right"),
        keymap.binding("mark", "cycle"),
        keymap.binding("tick", "cycle"),
        keymap.binding("why"),
    ]

    def __init__(self, live: Live, drafts: Drafts) -> None:
        super().__init__(live, drafts)
        self.table = SkillTable(live)
        self._skills: Skills | None = None

    def body(self) -> Iterable[Widget]:
        return (self.table,)

    def panes(self) -> Sequence[Roll[Any]]:
        return (self.table,)

    async def read(self) -> None:
        found = await self.live.do(lambda: skills.matrix(self.live.desk))
        self._skills = found
        self.table.projects = found.projects
        self.table.columns = len(found.projects)
        self.table.put(found.people)

    def show(self) -> None:
        if self._skills is None:
            return
        cell = self._cell()
        foot = skill_cells.foot(*cell, self._skills.at, self.live.zone) if cell else ()
        self.table.say(skill_cells.title(self._skills), foot, _("there are no projects"))
        self.table.refresh()

    @on(Roll.Moved)
    def _walked(self) -> None:
        self.show()

    def _cell(self) -> tuple[PersonSkills, ProjectSkills] | None:
        person = self.table.current
        if person is None or not self.table.projects:
            return None
        return person, self.table.projects[self.table.column]

    def hints(self) -> Sequence[tuple[str, str, bool]]:
        some = self._cell() is not None
        return [
            self.hint("mark", _("none → ○ learning → ● confirmed"), action=MANAGING, some=some),
            self.hint("why", _("who confirmed it"), some=some),
            self.hint("undo", _("undo")),
            (_("1–6"), _("screens"), True),
        ]

    # Keys

    async def action_step(self, by: int) -> None:
        await self.once_read()
        self.table.step(by)

    async def action_cycle(self) -> None:
        """Space: nothing, learning, confirmed, nothing."""
        await self.once_read()
        cell = self._cell()
        if cell is None or not self.may(MANAGING):
            return
        person, project = cell
        level = ROUND[self.table.level(person, project)]
        self.table.wanted[person.person_id, project.code] = level
        self.table.repaint()
        self.do(
            partial(self._set, person.person_id, project.code, level),
            partial(_told, person.name, pick(project.name, project.name_zh), level),
        )

    def _set(self, person_id: int, code: str, level: SkillLevel | None, desk: Desk) -> bool:
        try:
            return people.set_skill(desk, person_id, code, level)
        finally:
            if self.table.wanted.get((person_id, code)) == level:
                self.table.wanted.pop((person_id, code), None)

    async def action_why(self) -> None:
        """`w`: who confirmed it, when; and what else they know, and who else knows it."""
        await self.once_read()
        cell = self._cell()
        if cell is None or self._skills is None:
            return
        person, project = cell
        title = f"{person.name} · {pick(project.name, project.name_zh)}"
        paragraphs = skill_cells.paragraphs(self._skills, person, project, self.live.zone)
        self.open_paper(title, paragraphs)

    @on(Roll.Opened)
    async def action_open(self) -> None:
        await self.action_why()


def _told(name: str, project: str, level: SkillLevel | None, changed: bool) -> str:
    if not changed:
        return ""
    text = {
        None: _("{name} knows nothing of {project} any more"),
        SkillLevel.LEARNING: _("{name} is learning {project}"),
        SkillLevel.CONFIRMED: _("{name} is confirmed for {project}"),
    }[level]
    return text.format(name=name, project=project)


PAGE = SkillScreen
