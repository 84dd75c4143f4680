"""The daily review as text, as HTML to print on A4, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.review import ProjectReview, Review, Unresolved
from floorboard.i18n import _, language, ngettext, pick
from floorboard.reports import words
from floorboard.reports.as_json import record
from floorboard.reports.table import Column, table
from floorboard.reports.width import wrap
from floorboard.resources import data

TEXT_WIDTH = 78
"""Cells of a line where no terminal says how wide it is."""

SHOWN = 5
"""Unresolved tickets that are shown of each project."""


def document(review: Review) -> dict[str, object]:
    """The review for `--json`."""
    projects = [record(each, missing=each.missing) for each in review.projects]
    whole = record(review, missing=review.missing, done=review.done)
    return {**whole, "projects": projects}


def lines(review: Review, width: int | None = None) -> list[str]:
    """The review for a terminal that is `width` cells wide."""
    zone = ZoneInfo(review.zone)
    columns = [
        Column(_("Project"), cut=True),
        Column(_("State")),
        *(Column(title, right=True) for title in _counts()),
        Column(_("Oldest"), right=True),
        Column(_("Reported to"), cut=True),
    ]
    rows = [_row(project, review.at) for project in review.projects]
    told = [clean_line(_title(review, zone)), "", *table(columns, rows, width)]
    for project in review.projects:
        if project.load.open or project.written:
            told += ["", *_told(project, review.at, zone, width or TEXT_WIDTH)]
    return [*told, "", *map(clean_line, summary(review))]


def html(review: Review) -> str:
    """The review as one HTML page without anything from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    zone = ZoneInfo(review.zone)
    return environment.get_template("daily.html").render(
        lang={"zh": "zh-CN"}.get(language(), language()),
        title=clean_line(_title(review, zone)),
        heading=_("Daily review"),
        counts=_counts(),
        words=_labels(),
        projects=[
            {
                "name": clean_line(pick(project.name, project.name_zh)),
                "state": project.written.state if project.written else "",
                "said": said(project),
                "counts": _figures(project),
                "oldest": _oldest(project, review.at),
                "remark": clean(project.written.remark) if project.written else "",
                "reported": reported(project, review.at, zone),
                "tickets": [
                    [clean_line(str(cell)) for cell in _ticket(each, review.at)]
                    for each in project.worst[:SHOWN]
                ],
                "further": _further(project),
            }
            for project in review.projects
        ],
        summary=[clean_line(each) for each in summary(review)],
    )


def said(project: ProjectReview) -> str:
    """The project's state in words; that it is missing, where it should be there."""
    if project.written is not None:
        return words.project_state(project.written.state)
    return _("missing") if project.missing else _("nothing unresolved")


def reported(project: ProjectReview, now: Instant, zone: ZoneInfo) -> str:
    """To whom it was reported, by whom and when."""
    written = project.written
    if written is None:
        return ""
    facts = {"time": words.when(written.at, now, zone), "name": clean_line(written.by)}
    if not written.reported_to:
        return _("not reported; written {time} by {name}").format(**facts)
    return _("reported to {whom}, {time} by {name}").format(
        whom=clean_line(written.reported_to), **facts
    )


def summary(review: Review) -> Iterator[str]:
    """Whether the review is done, and what it leaves out."""
    if review.done:
        yield _("The review is done: every project with unresolved problems has its line.")
    else:
        yield ngettext(
            "{n} project with unresolved problems still lacks its line.",
            "{n} projects with unresolved problems still lack their line.",
            review.missing,
        ).format(n=review.missing)
    if review.elsewhere.open:
        yield ngettext(
            "{n} open ticket belongs to no project.",
            "{n} open tickets belong to no project.",
            review.elsewhere.open,
        ).format(n=f"{review.elsewhere.open:,}")


def _title(review: Review, zone: ZoneInfo) -> str:
    return _("Daily review of {day} · {centre} · as of {time}").format(
        day=words.date_of(date.fromisoformat(review.day)),
        centre=pick(review.centre, review.centre_zh),
        time=words.time_of_day(review.at, zone),
    )


def _counts() -> list[str]:
    return [_("Unsolved"), _("Overdue"), _("Waiting"), _("Second line")]


def _labels() -> dict[str, str]:
    return {
        "project": _("Project"),
        "state": _("State"),
        "oldest": _("Oldest"),
        "number": _("Number"),
        "priority": _("Pri"),
        "left": _("Left"),
        "owner": _("Owner"),
        "title": _("Title"),
        "signed": _("Shift lead, date, signature"),
    }


def _figures(project: ProjectReview) -> list[str]:
    load = project.load
    return [f"{each:,}" for each in (load.open, load.overdue, load.waiting, load.second_line)]


def _oldest(project: ProjectReview, now: Instant) -> str:
    oldest = project.load.oldest_at
    return "" if oldest is None else words.duration(now - oldest)


def _row(project: ProjectReview, now: Instant) -> list[object]:
    return [
        pick(project.name, project.name_zh),
        said(project),
        *_figures(project),
        _oldest(project, now),
        project.written.reported_to if project.written else "",
    ]


def _told(project: ProjectReview, now: Instant, zone: ZoneInfo, width: int) -> list[str]:
    """A project's own lines: state, remark, to whom it was reported, its worst tickets."""
    name = pick(project.name, project.name_zh)
    told = [clean_line(f"{name} · {said(project)}")]
    if project.written is not None:
        remark = [
            line
            for part in clean(project.written.remark).splitlines()
            for line in wrap(clean_line(part), width - 2)
        ]
        told += [f"  {line}" for line in (*remark, reported(project, now, zone))]
    columns = [
        Column(_("Number"), right=True),
        Column(_("Pri")),
        Column(_("Left"), right=True),
        Column(_("Owner"), cut=True),
        Column(_("State")),
        Column(_("Title"), cut=True),
    ]
    worst = project.worst[:SHOWN]
    if worst:
        rows = [_ticket(each, now) for each in worst]
        told += [f"  {line}" for line in table(columns, rows, width - 2)]
    further = _further(project)
    return [*told, f"  {further}"] if further else told


def _ticket(ticket: Unresolved, now: Instant) -> list[object]:
    due = ticket.next_due_at
    return [
        f"#{ticket.id}",
        words.priority(ticket.priority),
        "" if due is None else words.duration(due - now),
        ticket.owner,
        words.state(ticket.state),
        ticket.title,
    ]


def _further(project: ProjectReview) -> str:
    more = project.load.open - len(project.worst[:SHOWN])
    if more <= 0:
        return ""
    return _("and {n} more").format(n=f"{more:,}")
