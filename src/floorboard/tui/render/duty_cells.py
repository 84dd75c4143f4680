"""Checks as lines of the board's pane and of screen 4, and the words in their frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from floorboard.desk.board import DONE, Board, CheckLine, phase_of
from floorboard.domain.duty import CheckPhase
from floorboard.domain.instant import Instant, to_wall
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit, width_of
from floorboard.tui.render.theme import Role

SETTLED = frozenset({*DONE, CheckPhase.WAIVED})

SIGNS: dict[CheckPhase, tuple[str, Role]] = {
    CheckPhase.AHEAD: ("·", "dim"),
    CheckPhase.OPEN: ("·", "strong"),
    CheckPhase.LATE: ("!", "amber"),
    CheckPhase.MISSED: ("✗", "red"),
    CheckPhase.DONE: ("✓", "green"),
    CheckPhase.DONE_LATE: ("✓", "amber"),
    CheckPhase.WAIVED: ("–", "dim"),
}
"""What a check looks like in one cell."""

LEAD = {"time": 10, "post": 12, "project": 12}
"""Cells of what the lines are arranged by."""

NAMED = 64
"""From this width on, a line says who should do it."""

WHO = 14
"""Cells that their names may take."""

NEAR = 6 * 86400
"""Within so many seconds a weekday says which day it is."""

END = 9
"""Cells at the end of such a line."""


class By(StrEnum):
    """What checks are arranged by."""

    TIME = "time"
    POST = "post"
    PROJECT = "project"


def duty_rows(board: Board) -> list[CheckLine]:
    """This shift's checks and those that were left to it, what is still to be done first."""
    return sorted(board.checks, key=lambda line: line.phase in SETTLED)


def arranged(lines: Iterable[CheckLine], by: By) -> list[CheckLine]:
    """The checks as they are listed: by when they are due, or first by post or project."""
    match by:
        case By.POST:
            return sorted(lines, key=lambda line: words.post(line.check.post))
        case By.PROJECT:
            return sorted(lines, key=lambda line: line.check.project_id or 0)
    return list(lines)


def has(line: CheckLine, text: str) -> bool:
    """Whether every word of `text` stands in a check's title, project, post or people."""
    check = line.check
    told = [check.title, check.title_zh, check.project, check.project_zh, check.done_by]
    told += [words.post(check.post), *(f"{each.name} {each.other_name}" for each in line.people)]
    whole = " ".join(told).casefold()
    return all(word in whole for word in text.casefold().split())


def check_cells(line: CheckLine, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """A line of the board's pane: its sign, its words, and by when or since when."""
    end = _end(line, now, zone) or Run(words.time_of_day(line.check.due_at, zone), "dim")
    return _line(line, now, width, _title(line, project=True), end)


def listed_cells(
    line: CheckLine, above: CheckLine | None, by: By, now: Instant, zone: ZoneInfo, width: int
) -> list[Run]:
    """A line of screen 4: what it is arranged by, unless that stands in the one `above` already,
    then as on the board; in a wide list, also whose it is."""
    lead = _lead(line, by, now, zone)
    repeated = above is not None and by is not By.TIME and _lead(above, by, now, zone) == lead
    named = width >= NAMED
    end = _end(line, now, zone, by=not named)
    if end is None:
        due = "" if by is By.TIME else _due(line, now, zone)
        end = Run(due, "dim")
    room = width - LEAD[by] - 1
    names = line.check.done_by or " · ".join(person.name for person in line.people)
    who = [Run(" "), Run(fit(names, WHO), "dim")] if named else []
    if named:
        end = end._replace(text=fit(end.text, END, "right"))
    title = _title(line, project=by is not By.PROJECT)
    start = Run(fit("" if repeated else lead, LEAD[by]), "blue" if by is not By.TIME else "dim")
    return [start, Run(" "), *_line(line, now, room, title, end, who)]


def _line(
    line: CheckLine, now: Instant, width: int, title: str, end: Run, who: Sequence[Run] = ()
) -> list[Run]:
    phase = phase_of(line.check, now)
    sign, role = SIGNS[phase]
    quiet = phase in SETTLED or phase is CheckPhase.AHEAD
    room = width - 3 - width_of([end]) - width_of(who)
    words_of = Run(fit(title, room), "dim" if quiet else "text")
    return [Run(sign, role), Run(" "), words_of, *who, Run(" "), end]


def _lead(line: CheckLine, by: By, now: Instant, zone: ZoneInfo) -> str:
    match by:
        case By.POST:
            return words.post(line.check.post)
        case By.PROJECT:
            return pick(line.check.project, line.check.project_zh) or _("the floor")
    return _due(line, now, zone)


def _due(line: CheckLine, now: Instant, zone: ZoneInfo) -> str:
    """When a check is due, as short as it can be said."""
    due = line.check.due_at
    if to_wall(due, zone).date() == to_wall(now, zone).date():
        return words.time_of_day(due, zone)
    near = abs(due - now) < NEAR
    return words.short_stamp(due, zone) if near else words.when(due, now, zone)


def _title(line: CheckLine, *, project: bool) -> str:
    check = line.check
    title = pick(check.title, check.title_zh)
    if project and check.project:
        title = f"{pick(check.project, check.project_zh)}: {title}"
    return _("earlier shift: {duty}").format(duty=title) if line.earlier else title


def _end(line: CheckLine, now: Instant, zone: ZoneInfo, *, by: bool = True) -> Run | None:
    """How a check stands, where that is more than that it is to be done; `by` whom, too."""
    check = line.check
    match phase_of(check, now):
        case CheckPhase.OPEN | CheckPhase.LATE if check.first_at is not None:
            return Run(_("1 of 2"), "blue")
        case CheckPhase.LATE:
            return Run(_("late {time}").format(time=words.duration(now - check.due_at)), "amber")
        case CheckPhase.MISSED:
            return Run(_("missed"), "red")
        case CheckPhase.WAIVED:
            return Run(_("waived"), "dim")
        case CheckPhase.DONE | CheckPhase.DONE_LATE:
            time = words.time_of_day(check.done_at or check.due_at, zone)
            return Run(f"{time} {check.done_by}" if by and check.done_by else time, "dim")
    return None


def duties_foot(board: Board) -> list[Run]:
    """How many of the board's checks are done, waived, late and missed."""
    return _foot(board.done, len(board.own), board.waived, board.late, board.missed)


def foot(lines: Sequence[CheckLine]) -> list[Run]:
    """The same of the checks that are listed."""
    phases = Counter(line.phase for line in lines)
    return _foot(
        sum(phases[each] for each in DONE),
        len(lines),
        *(phases[each] for each in (CheckPhase.WAIVED, CheckPhase.LATE, CheckPhase.MISSED)),
    )


def _foot(done: int, total: int, waived: int, late: int, missed: int) -> list[Run]:
    runs = [Run(_("{done} of {all}").format(done=done, all=total), "dim")]
    if waived:
        runs += [Run(" · ", "dim"), Run(_("{count} waived").format(count=waived), "dim")]
    if late:
        runs += [Run(" · ", "dim"), Run(_("{count} late").format(count=late), "amber")]
    if missed:
        runs += [Run(" · ", "dim"), Run(_("{count} missed").format(count=missed), "red")]
    return runs


def tabs(names: Sequence[tuple[str, int, Role]], chosen: int) -> list[Run]:
    """The spans side by side, each with how many it has, where that is worth saying."""
    runs: list[Run] = []
    for place, (name, count, role) in enumerate(names):
        here = place == chosen
        runs += [Run("▸ " if here else "  ", "blue"), Run(name, "strong" if here else "dim")]
        if count:
            runs += [Run(f" {count}", role)]
        runs.append(Run("  "))
    return runs
