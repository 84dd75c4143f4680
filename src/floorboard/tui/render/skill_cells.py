"""The skill matrix as cells, and what is known of one of them as a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from floorboard.desk.skills import Known, Matrix, PersonSkills, ProjectSkills
from floorboard.domain.instant import Instant
from floorboard.domain.post import SkillLevel
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.paper import Paragraph

NAME = 12
FIGURES = 10
"""The cells of how many projects somebody knows, and how many they lack."""

CONFIRMED, LEARNING, NOTHING = Run(" ●", "green"), Run(" ○", "amber"), Run(" ·", "faint")


def cell(level: str | None) -> Run:
    """What somebody knows of a project."""
    if level is None:
        return NOTHING
    return CONFIRMED if level == SkillLevel.CONFIRMED else LEARNING


def label(person: PersonSkills, width: int) -> list[Run]:
    """Who, how many projects they know of those they should, and how many they lack."""
    sign = Run("! ", "red") if person.missing else Run("  ")
    runs = [sign, Run(fit(person.name, NAME - 2), "text"), Run(" ")]
    figures = f"{person.confirmed}/{person.wanted}" if person.wanted else f"{person.confirmed}"
    runs.append(Run(fit(figures, 4), "red" if person.missing else "dim"))
    if person.missing:
        runs.append(Run(fit(_("−{count}").format(count=person.missing), 4), "red"))
    return runs


def head(project: ProjectSkills, number: int, width: int) -> Run:
    """Over a column: the project, and how many know it of those who must."""
    if number == 0:
        return Run(fit(pick(project.name, project.name_zh), width - 1), "text")
    figures = f"{project.confirmed}/{project.wanted}"
    return Run(f"! {figures}", "red") if project.missing else Run(f"  {figures}", "dim")


def title(found: Matrix) -> str:
    """How many are below their number, and how many projects are thin."""
    parts = [_("Skills")]
    if found.below:
        count = len(found.below)
        text = ngettext("{count} knows too few projects", "{count} know too few projects", count)
        parts.append("! " + text.format(count=count))
    if found.thin:
        count = len(found.thin)
        text = ngettext("{count} thin project", "{count} thin projects", count)
        parts.append("! " + text.format(count=count))
    return " · ".join(parts)


def foot(person: PersonSkills, project: ProjectSkills, now: Instant, zone: ZoneInfo) -> list[Run]:
    """What the cell under the cursor says."""
    name = pick(project.name, project.name_zh)
    return [
        Run(f"{person.name} · {name}: ", "dim"),
        Run(level(person.knows.get(project.code), now, zone), "text"),
    ]


def level(known: Known | None, now: Instant, zone: ZoneInfo) -> str:
    """How well somebody knows a project, and who says so since when."""
    if known is None:
        return _("knows nothing of it")
    if known.level != SkillLevel.CONFIRMED:
        return "○ " + _("learning")
    if known.confirmed_at is None:
        return "● " + _("confirmed")
    when = words.when(known.confirmed_at, now, zone)
    by = known.confirmed_by or _("nobody who signed in")
    return "● " + _("confirmed by {name}, {time}").format(name=by, time=when)


def paragraphs(
    found: Matrix, person: PersonSkills, project: ProjectSkills, zone: ZoneInfo
) -> list[Paragraph]:
    """One cell, then all that the person knows, and all who know the project."""
    return [
        *_section(_of_person(found, person, zone), _person_title(person)),
        Paragraph(),
        *_section(_of_project(found, project, zone), _project_title(project)),
    ]


def _section(lines: Iterator[Paragraph], title: Run) -> Iterator[Paragraph]:
    yield Paragraph((title,))
    some = False
    for line in lines:
        some = True
        yield line
    if not some:
        yield Paragraph((Run("  " + _("nobody and nothing yet"), "dim"),))


def _person_title(person: PersonSkills) -> Run:
    text = _("{name}, {post}: {count} projects confirmed").format(
        name=person.name, post=words.post(person.post), count=person.confirmed
    )
    if person.missing:
        text += _(", the manual wants {wanted}").format(wanted=person.wanted)
    return Run(text, "red" if person.missing else "blue")


def _project_title(project: ProjectSkills) -> Run:
    text = _("{project}: {count} people confirmed").format(
        project=pick(project.name, project.name_zh), count=project.confirmed
    )
    if project.missing:
        text += _(", at least {wanted} must be").format(wanted=project.wanted)
    return Run(text, "red" if project.missing else "blue")


def _of_person(found: Matrix, person: PersonSkills, zone: ZoneInfo) -> Iterator[Paragraph]:
    for project in found.projects:
        known = person.knows.get(project.code)
        if known is not None:
            yield _line(pick(project.name, project.name_zh), level(known, found.at, zone))


def _of_project(found: Matrix, project: ProjectSkills, zone: ZoneInfo) -> Iterator[Paragraph]:
    for person in found.people:
        known = person.knows.get(project.code)
        if known is not None:
            yield _line(person.name, level(known, found.at, zone))


def _line(what: str, text: str) -> Paragraph:
    return Paragraph((Run("  " + fit(what, 16) + " ", "dim"), Run(text)), 19)
