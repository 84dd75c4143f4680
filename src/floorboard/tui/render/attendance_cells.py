"""Who is in, overtime that waits, and a month's figures, as lines of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.desk.attendance import Month, PersonMonth
from floorboard.desk.presence import Presence, Present, Standing
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store.views.attendance import AttendanceView, OvertimeView
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

NAME = 13
SHIFT = 14

_SIGNS: dict[Standing, tuple[str, Role]] = {
    Standing.MISSING: ("! ", "red"),
    Standing.GONE: ("! ", "amber"),
    Standing.DUE: ("? ", "amber"),
    Standing.IN: ("● ", "green"),
    Standing.COMING: ("· ", "dim"),
}


def present(item: Present, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """One line: who, their shift, and how they stand to it."""
    sign, role = _SIGNS[item.standing]
    shift = ""
    if item.start is not None and item.end is not None:
        shift = f"{words.time_of_day(item.start, zone)}–{words.time_of_day(item.end, zone)}"
    return [
        Run(sign, role),
        Run(fit(item.name, NAME) + " ", "text"),
        Run(fit(shift or _("no shift"), SHIFT), "dim"),
        *_standing(item, now, zone),
    ]


def _standing(item: Present, now: Instant, zone: ZoneInfo) -> list[Run]:
    late = words.duration(item.late)
    match item.standing:
        case Standing.MISSING:
            text = _("missing for {time}").format(time=words.duration(now - (item.start or now)))
            return [Run(text, "red")]
        case Standing.GONE:
            return [Run(_("left at {time}").format(time=_time(item.out_at, zone)), "amber")]
        case Standing.DUE:
            return [Run(_("expected now"), "amber")]
        case Standing.COMING:
            return [Run(_("comes at {time}").format(time=_time(item.start, zone)), "dim")]
    runs = [Run(_("in since {time}").format(time=_time(item.in_at, zone)), "text")]
    if item.late:
        runs.append(Run(_(" · {time} late").format(time=late), "amber"))
    if item.end is not None and item.end < now:
        over = words.duration(now - item.end)
        runs.append(Run(_(" · {time} over").format(time=over), "amber"))
    return runs


def _time(at: Instant | None, zone: ZoneInfo) -> str:
    return "–" if at is None else words.time_of_day(at, zone)


def present_foot(found: Presence) -> list[Run]:
    """How many are in, missing, and coming."""
    runs = [Run(_("{count} in").format(count=found.count(Standing.IN)), "green")]
    missing = found.count(Standing.MISSING, Standing.GONE)
    if missing:
        runs.append(Run(_(" · {count} missing").format(count=missing), "red"))
    late = sum(each.standing is Standing.IN and each.late > 0 for each in found.people)
    if late:
        runs.append(Run(_(" · {count} late").format(count=late), "amber"))
    coming = found.count(Standing.COMING, Standing.DUE)
    if coming:
        runs.append(Run(_(" · {count} coming").format(count=coming), "dim"))
    return runs


def overtime(item: OvertimeView, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """One line: who, when, how long, why."""
    span = words.stretch(item.starts_at, item.ends_at, now, zone)
    return [
        Run(fit(item.name, NAME) + " ", "text"),
        Run(span + " ", "text"),
        Run(words.duration(item.ends_at - item.starts_at) + " ", "amber"),
        Run(clean_line(item.reason), "dim"),
    ]


def overtime_paper(item: OvertimeView, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """All about a request."""
    asked = _("{name}, {time}").format(
        name=item.requested_by or "–", time=words.when(item.requested_at, now, zone)
    )
    return [
        _fact(_("who"), item.name),
        _fact(_("when"), words.stretch(item.starts_at, item.ends_at, now, zone)),
        _fact(_("how long"), words.duration(item.ends_at - item.starts_at)),
        _fact(_("reason"), item.reason),
        _fact(_("asked by"), asked),
    ]


_COLUMNS = 8


def month_headings(width: int) -> list[Run]:
    """The words over the month's figures, the most important first: the last give way."""
    names = [
        *(_("shifts"), _("hours"), _("lateness"), _("absent"), _("early"), _("over")),
        *(_("nights"), _("weekend"), _("holiday")),
    ]
    return [
        Run(fit(_("person"), NAME + 1), "faint"),
        *_columns([(n, "faint") for n in names], width),
    ]


def month_line(item: PersonMonth, width: int) -> list[Run]:
    """One person's month."""
    found = item.figures
    figures: list[tuple[str, Role]] = [
        (f"{found.worked}/{found.planned}", "text"),
        (f"{found.worked_seconds / 3600:.0f}", "text"),
        _loud(found.late, "amber"),
        _loud(found.absent, "red"),
        _loud(found.early, "amber"),
        (f"{found.overtime_seconds / 3600:.1f}" if found.overtime_seconds else "·", "dim"),
        (str(found.nights or "·"), "dim"),
        (str(found.weekends or "·"), "dim"),
        (str(found.holidays or "·"), "dim"),
    ]
    return [Run(fit(item.name, NAME) + " ", "text"), *_columns(figures, width)]


def _loud(count: int, role: Role) -> tuple[str, Role]:
    return (f"! {count}", role) if count else ("·", "faint")


def _columns(figures: Sequence[tuple[str, Role]], width: int) -> list[Run]:
    room = max(0, width - NAME - 1) // (_COLUMNS + 1)
    return [Run(fit(text, _COLUMNS, "right") + " ", role) for text, role in figures[:room]]


def month_title(first: date) -> str:
    """`Nov 2026`."""
    return _("{month} {year}").format(month=words.month(first), year=first.year)


def month_foot(found: Month) -> list[Run]:
    """The month's sums."""
    figures = [each.figures for each in found.people]
    absent, late = sum(each.absent for each in figures), sum(each.late for each in figures)
    hours = sum(each.worked_seconds for each in figures) // 3600
    runs = [Run(_("{hours} hours").format(hours=f"{hours:,}"), "dim")]
    if late:
        runs.append(Run(_(" · {count} late").format(count=late), "amber"))
    if absent:
        runs.append(Run(_(" · {count} absent").format(count=absent), "red"))
    return runs


def month_paper(found: Month, person: PersonMonth, zone: ZoneInfo) -> list[Paragraph]:
    """All of somebody's month: the figures, then each coming and going."""
    figures = person.figures
    facts = [
        (
            _("shifts"),
            _("{worked} of {planned}").format(worked=figures.worked, planned=figures.planned),
        ),
        (_("hours"), words.exact_duration(figures.worked_seconds)),
        (_("lateness"), _times(figures.late, figures.late_seconds)),
        (_("early"), _times(figures.early, figures.early_seconds)),
        (_("absent"), str(figures.absent)),
        (_("nights"), str(figures.nights)),
        (_("weekends"), str(figures.weekends)),
        (_("holidays"), str(figures.holidays)),
        (_("overtime"), words.exact_duration(figures.overtime_seconds)),
        (_("approved"), words.exact_duration(person.approved_seconds)),
        (_("requested"), words.exact_duration(person.requested_seconds)),
    ]
    lines = [_fact(label, value) for label, value in facts]
    lines.append(Paragraph())
    return [
        *lines,
        *(
            Paragraph((Run(record(each, zone)), Run(f"  {each.note}", "dim")), 2)
            for each in found.records
            if each.person_id == person.person_id
        ),
    ]


def _times(count: int, seconds: int) -> str:
    text = _("{count}, {time} in all")
    return text.format(count=count, time=words.duration(seconds)) if count else "0"


def record(item: AttendanceView, zone: ZoneInfo) -> str:
    """One coming and going: `Sun 22 Nov 2026  17:02–01:03`."""
    out = "…" if item.out_at is None else words.time_of_day(item.out_at, zone)
    day = words.stamp(item.in_at, zone).rsplit(" ", 1)[0]
    return f"{day}  {words.time_of_day(item.in_at, zone)}–{out}"


def _fact(label: str, value: str) -> Paragraph:
    return Paragraph((Run(fit(label, 14) + " ", "dim"), Run(value)), 15)
