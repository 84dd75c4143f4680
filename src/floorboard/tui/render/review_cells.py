"""The daily review as cells: a project's line, and what there is to know about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.domain.review import Load, ProjectReview
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import review as said
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit, width_of
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

STATE, COUNT, OLDEST, SIGN, GAP = 10, 8, 9, 2, 1
DURATION, OWNER, TICKET_STATE, TITLE_LEAST = 10, 8, 12, 20
NAME_LEAST = 14
"""Cells that a project's name gets before the oldest ticket's age has its place."""

_ROLES: dict[str, Role] = {"stable": "green", "watch": "amber", "critical": "red"}


@dataclass(slots=True)
class Draft:
    """What was begun about a project and isn't on record yet."""

    state: str = ""
    remark: str = ""
    reported_to: str = ""
    name: str = field(default="", compare=False)
    """The project's."""
    version: int = field(default=0, compare=False)
    """Of what was on record when it was begun; 0 for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A project, and what was begun about it."""

    project: ProjectReview
    draft: Draft | None


def headings(width: int) -> list[Run]:
    """What stands above the columns."""
    name, oldest = _widths(width)
    titles = [
        Run(fit("", SIGN)),
        Run(fit(_("Project"), name), "dim"),
        *(Run(" " + fit(each, COUNT, "right"), "dim") for each in (_("Unsolved"), _("Overdue"))),
    ]
    if oldest:
        titles.append(Run(" " + fit(_("Oldest"), oldest, "right"), "dim"))
    return [*titles, Run(" " + fit(_("State"), STATE), "dim")]


def cells(line: Line, now: Instant, width: int) -> list[Run]:
    """A project's line: what is still missing stands out."""
    project, load = line.project, line.project.load
    name, oldest = _widths(width)
    runs = [
        Run(fit(_sign(line), SIGN), "amber" if project.missing else "green"),
        Run(fit(pick(project.name, project.name_zh), name), "strong"),
        Run(" " + fit(str(load.open), COUNT, "right"), "text"),
        Run(" " + fit(str(load.overdue or ""), COUNT, "right"), "red"),
    ]
    if oldest:
        age = "" if load.oldest_at is None else words.duration(now - load.oldest_at)
        runs.append(Run(" " + fit(age, oldest, "right"), "dim"))
    state, role = _state(line)
    return [*runs, Run(" " + fit(state, STATE), role)]


def paragraphs(line: Line, now: Instant, zone: ZoneInfo, width: int) -> list[Paragraph]:
    """The project's figures, what is on record, and its worst tickets, `width` cells wide."""
    return [
        *_figures(line.project),
        Paragraph(),
        *_record(line, now, zone),
        Paragraph(),
        *_tickets(line.project, now, width),
    ]


def elsewhere(load: Load) -> list[Run]:
    """How much is open that belongs to no project, if anything."""
    if not load.open:
        return []
    text = ngettext("{n} without a project", "{n} without a project", load.open)
    return [Run(" · ", "dim"), Run(text.format(n=f"{load.open:,}"), "amber")]


def _widths(width: int) -> tuple[int, int]:
    """The cells of the name, and of the oldest ticket's age, which gives way first."""
    left = width - SIGN - 2 * (COUNT + GAP) - (STATE + GAP)
    if left - (OLDEST + GAP) >= NAME_LEAST:
        return left - (OLDEST + GAP), OLDEST
    return max(left, 0), 0


def _sign(line: Line) -> str:
    if line.draft is not None:
        return "…"
    return "!" if line.project.missing else "✓" if line.project.written else ""


def _state(line: Line) -> tuple[str, Role]:
    draft, written = line.draft, line.project.written
    state = draft.state if draft and draft.state else written.state if written else ""
    if state:
        return words.project_state(state), _ROLES.get(state, "text")
    return (_("missing"), "amber") if line.project.missing else ("–", "dim")


def _figures(project: ProjectReview) -> Iterator[Paragraph]:
    load = project.load
    pairs = (
        (_("Unsolved"), load.open, "text"),
        (_("Overdue"), load.overdue, "red" if load.overdue else "dim"),
        (_("Waiting"), load.waiting, "text"),
        (_("Second line"), load.second_line, "text"),
    )
    runs: list[Run] = []
    for name, count, role in pairs:
        runs += [Run(f"{name} ", "dim"), Run(f"{count:,}   ", role)]
    yield Paragraph(tuple(runs))


def _record(line: Line, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    project, draft = line.project, line.draft
    state, role = _state(line)
    yield Paragraph((Run(words.labelled(_("State"), ""), "dim"), Run(state, role)))
    remark = draft.remark if draft else project.written.remark if project.written else ""
    for part in remark.splitlines():
        yield Paragraph((Run(clean_line(part)),))
    if draft is not None:
        yield Paragraph((Run(_("begun, not on record yet: Enter goes on"), "amber"),))
    elif project.written is not None:
        yield Paragraph((Run(said.reported(project, now, zone), "dim"),))
    elif project.missing:
        yield Paragraph((Run(_("nothing is on record for today yet"), "dim"),))


def _tickets(project: ProjectReview, now: Instant, width: int) -> Iterator[Paragraph]:
    digits = max((len(str(ticket.id)) for ticket in project.worst), default=0) + 1
    for ticket in project.worst:
        due = ticket.next_due_at
        runs = [
            Run(fit(f"#{ticket.id}", digits) + " ", "blue"),
            Run(fit(words.priority(ticket.priority), 3), "dim"),
            Run(
                fit("" if due is None else words.duration(due - now), DURATION, "right") + " ",
                "red" if due is not None and due < now else "text",
            ),
            Run(fit(ticket.owner or "–", OWNER) + " ", "dim"),
        ]
        room = width - width_of(runs)
        if room >= TITLE_LEAST + TICKET_STATE:
            room -= TICKET_STATE
            runs.append(Run(fit(words.state(ticket.state), TICKET_STATE), "dim"))
        yield Paragraph((*runs, Run(fit(ticket.title, room).rstrip())))
    more = project.load.open - len(project.worst)
    if more > 0:
        yield Paragraph((Run(_("and {n} more").format(n=f"{more:,}"), "dim"),))
