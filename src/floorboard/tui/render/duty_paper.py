"""A check as a text to read, with its past as a strip of days; and the shares that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.desk.board import CheckLine, phase_of
from floorboard.domain.duties.schedule import Evidence, Workdays
from floorboard.domain.duty import CheckPhase
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.recurrence import recurrence
from floorboard.reports.steps import wording
from floorboard.tui.render import risk_paper
from floorboard.tui.render.duty_cells import SETTLED, SIGNS
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.desk.duties.about import About
    from floorboard.desk.duties.reading import Day, Kept
    from floorboard.domain.duties.schedule import Schedule

LABEL = 11
"""Cells of what a fact is called."""

EVIDENCE = {
    Evidence.NOTE: N_("a note"),
    Evidence.NUMBER: N_("a number"),
    Evidence.FILE: N_("a file's name"),
}

WORKDAYS = {
    Workdays.ONLY: N_("on a day off it drops out"),
    Workdays.BEFORE: N_("on a day off it moves to the workday before"),
    Workdays.AFTER: N_("on a day off it moves to the workday after"),
}

WORST_FIRST = (
    *(CheckPhase.MISSED, CheckPhase.LATE, CheckPhase.OPEN, CheckPhase.AHEAD),
    *(CheckPhase.DONE_LATE, CheckPhase.DONE, CheckPhase.WAIVED),
)
"""Of several checks of one day, which one the strip shows."""

_LOUD: dict[CheckPhase, Role] = {
    CheckPhase.LATE: "amber",
    CheckPhase.MISSED: "red",
    CheckPhase.DONE: "green",
    CheckPhase.DONE_LATE: "amber",
}


def paragraphs(line: CheckLine, about: About, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """A check: how it stands, whose it is, what became of it, and the days before it. Of one that
    is late or missed also what that risks; of any other what the handbook says of the duty."""
    phase = phase_of(line.check, now)
    paper = [
        Paragraph((Run(pick(line.check.title, line.check.title_zh), "strong"),)),
        Paragraph((Run(words.phase(phase.value), _LOUD.get(phase, "text")),)),
        Paragraph(),
        *_facts(line, now, zone),
        *_answering(phase, about),
        Paragraph(),
        *_strip(about.history),
        Paragraph(),
    ]
    duty = about.card.duty
    if phase in (CheckPhase.LATE, CheckPhase.MISSED):
        return [*paper, *risk_paper.card(about.card)]
    if duty is not None:
        paper.append(Paragraph((Run(_("In the handbook"), "blue"),)))
        paper.append(Paragraph((Run(wording(duty.title)),)))
        paper.append(Paragraph((Run(wording(duty.text), "dim"),)))
    return paper


def why(line: CheckLine, rule: Schedule | None, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """Why a check is due when it is, and why it is theirs."""
    check = line.check
    scheduled = datetime.fromisoformat(check.scheduled)
    facts = [(_("scheduled"), f"{words.date_of(scheduled)} {scheduled:%H:%M}")]
    if rule is not None:
        facts += [
            (_("rule"), recurrence(rule)),
            (_("since"), words.date_of(rule.starts_on)),
            (_("days off"), _(WORKDAYS[rule.workdays]) if rule.workdays in WORKDAYS else ""),
        ]
    facts += [
        (_("due"), words.stamp(check.due_at, zone)),
        (_("opens"), words.stamp(check.opens_at, zone)),
        (_("closes"), words.stamp(check.closes_at, zone)),
    ]
    paper = [*_told(facts), Paragraph()]
    names = _(", ").join(each.name for each in line.people)
    post = words.post(check.post)
    text = (
        _("It is a duty of this post: {post}. The roster puts there when it is due: {names}.")
        if names
        else _("It is a duty of this post: {post}. The roster puts nobody there when it is due.")
    )
    return [*paper, Paragraph((Run(text.format(post=post, names=names)),))]


def _facts(line: CheckLine, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    check = line.check
    window = words.stretch(check.opens_at, check.closes_at, now, zone)
    who = _(", ").join(each.name for each in line.people) or _("nobody")
    asked = EVIDENCE.get(Evidence(check.evidence))
    asks = [*([_(asked)] if asked else []), *([_("a second person")] if check.four_eyes else [])]
    waived = check.state == "waived"
    first = words.to_the_minute(check.first_at, now, zone) if check.first_at is not None else ""
    done = words.to_the_minute(check.done_at, now, zone) if check.done_at is not None else ""
    yield from _told(
        (
            (_("due"), words.to_the_minute(check.due_at, now, zone)),
            (_("window"), window),
            (_("post"), words.post(check.post)),
            (_("project"), pick(check.project, check.project_zh)),
            (_("who"), "" if done else who),
            (_("asks for"), "" if done else _(", ").join(asks)),
            (_("first"), f"{first} {check.first_by}" if first else ""),
            (_("waived") if waived else _("done"), f"{done} {check.done_by}" if done else ""),
            (_("counted"), "" if check.value is None else f"{check.value:,}"),
            (_("file"), check.file),
            (_("reason") if waived else _("note"), check.note),
        )
    )


def _answering(phase: CheckPhase, about: About) -> Iterator[Paragraph]:
    """Who answers today for what isn't done."""
    if phase in (CheckPhase.LATE, CheckPhase.MISSED):
        names = _(", ").join(each.name for each in about.card.direct.people)
        yield from _told([(_("answers"), names)])


def _told(facts: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
    for label, value in facts:
        if value:
            yield Paragraph((Run(fit(label, LABEL) + " ", "dim"), Run(value)), LABEL + 1)


def _strip(history: Sequence[Day]) -> list[Paragraph]:
    """A sign for each day, a blank between weeks; and how many were kept."""
    over = [
        phase
        for day in history
        for phase in (line.phase for line in day.checks)
        if phase in (CheckPhase.MISSED, CheckPhase.DONE, CheckPhase.DONE_LATE)
    ]
    done = sum(phase in SETTLED for phase in over)
    kept = _("{done} of {all} kept").format(done=done, all=len(over)) if over else ""
    title = _("The last {days} days").format(days=len(history))
    runs: list[Run] = []
    for day in history:
        if runs and not day.day.weekday():
            runs.append(Run(" "))
        runs.append(_sign(day))
    return [Paragraph((Run(title, "blue"), Run("  "), Run(kept, "dim"))), Paragraph(tuple(runs))]


def _sign(day: Day) -> Run:
    phases = {line.phase for line in day.checks}
    worst = next((phase for phase in WORST_FIRST if phase in phases), None)
    return Run("·", "faint") if worst is None else Run(*SIGNS[worst])


def shares(kept: Sequence[Kept]) -> list[Paragraph]:
    """The share that each post kept of its duties, month by month, the last first."""
    if not kept:
        return [Paragraph((Run(_("Nothing was due yet."), "dim"),))]
    paper: list[Paragraph] = []
    for month, rows in groupby(reversed(kept), key=lambda each: each.month):
        paper.append(Paragraph((Run(_month(month), "blue"),)))
        paper += [_share(each) for each in sorted(rows, key=lambda each: words.post(each.post))]
        paper.append(Paragraph())
    return paper


def _month(month: date) -> str:
    return _("{month} {year}").format(month=words.month(month), year=month.year)


def _share(kept: Kept) -> Paragraph:
    share = kept.share
    figure = "–" if share is None else f"{share:.0%}"
    role: Role = "dim" if share is None else "green" if share >= 0.95 else "amber"
    counts = [(_("in time"), kept.in_time), (_("late"), kept.late), (_("missed"), kept.missed)]
    counts.append((_("waived"), kept.waived))
    told = " · ".join(f"{name} {count}" for name, count in counts if count)
    bar = "█" * round(10 * (share or 0))
    return Paragraph(
        (
            *(Run("  " + fit(words.post(kept.post), 20)), Run(fit(figure, 5, "right"), role)),
            *(Run(" "), Run(fit(bar, 10), role), Run("  "), Run(told, "dim")),
        ),
        24,
    )
